"""The keys dossiers are signed with are published: whoever was given one compares them without a sign-in."""

import pytest
from django.test import Client

from anxin.core import vault

pytestmark = pytest.mark.django_db


def test_stand_on_a_page_anybody_reads_with_what_a_check_proves_and_what_not(client: Client) -> None:
    page = client.get("/verify/dossiers/").content.decode()
    assert vault.public_key().hex() in page
    for said in ("能证明什么，不能证明什么", "外部时间戳", "anxin dossier verify"):
        assert said in page
    assert "/verify/dossiers/" in client.get("/about/").content.decode()


def test_are_read_by_programs_at_the_well_known_address_of_the_house_and_of_a_brand(client: Client) -> None:
    told = client.get("/.well-known/anxin.json").json()
    assert [one["public_key"] for one in told["dossiers"]["keys"]] == [vault.public_key().hex()]
    assert client.get("/verify/brands/nobody/anxin.json").status_code == 404
