"""My data: whoever signs in takes a copy of what is kept of him, once he has proved himself anew."""

import io
import json
import time
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.domain.people.models import Account
from anxin.faces.sign_in import session
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _laid() -> None:
    ground.lay(now=timezone.now())


def signed_in(account: Account, *, proved: bool) -> Client:
    client = Client()
    client.force_login(account)
    if proved:
        kept = client.session
        kept[session.PROVED] = time.time()
        kept.save()
    return client


EVERY_KIND = pytest.mark.parametrize(
    "who", [cast.XIAO_CHEN, cast.MERCHANT_OWNER, cast.TECHNICIANS[0]], ids=lambda one: one.username
)


@EVERY_KIND
def test_whoever_signs_in_takes_his_own_copy_away_and_reads_that_it_was_taken(who: cast.Member) -> None:
    client = signed_in(builders.account(who), proved=True)
    assert reverse("sign_in:data") in client.get(reverse("sign_in:sign_ins")).content.decode()
    assert "下载" in client.get(reverse("sign_in:data")).content.decode()

    answer = client.post(reverse("sign_in:data_copy"))
    pack = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    told = json.loads(pack.read("data.json"))

    assert [one["username"] for one in told["account"]] == [who.username]
    assert told["roles"]
    assert pack.read("READ-ME.txt").decode().count("\n") == 4
    assert "password" not in json.dumps(told)
    assert "本人下载了自己的资料" in client.get(reverse("sign_in:sign_ins")).content.decode()


def test_who_has_not_just_proved_himself_is_asked_first_and_led_back() -> None:
    client = signed_in(builders.account(cast.XIAO_CHEN), proved=False)
    answer = client.post(reverse("sign_in:data_copy"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("sign_in:proof", query={"next": reverse("sign_in:data")})


def test_a_copy_is_given_only_so_often() -> None:
    client = signed_in(builders.account(cast.XIAO_CHEN), proved=True)
    answers = [client.post(reverse("sign_in:data_copy")) for _ in range(5)]
    for one in answers:
        one.close()
    assert [one.status_code for one in answers] == [200, 200, 200, 200, 429]


def test_a_customer_or_stranger_finds_no_such_page() -> None:
    assert Client().post(reverse("sign_in:data_copy")).status_code in (302, 403)
