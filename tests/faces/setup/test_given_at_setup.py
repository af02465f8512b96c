"""What was given at set-up stands in the drafts of legal texts."""

import pytest
from django.test import Client

from tests.faces.setup.test_setup import code, enrol, found

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ("code",)


class TestTheDraftOfThePrivacyNotice:
    def test_has_address_and_hotline_that_were_given(self, client: Client, code: str) -> None:
        enrol(client, found(client, code, address="示例市示例路 8 号").headers["Location"])
        given = {"name": "禾砚", "slug": "heyan", "hotline": "400-111-2222"}
        assert client.post("/setup/steps/brand/", given).status_code == 302

        page = client.get("/desk/texts/legal/privacy/?do=write").content.decode()

        assert "公司注册地址：示例市示例路 8 号" in page
        assert "电话 400-111-2222。" in page
        assert "【热线】" not in page

    def test_begun_before_they_were_given_is_offered_them_in_its_blanks(self, client: Client, code: str) -> None:
        enrol(client, found(client, code).headers["Location"])
        here = "/desk/texts/legal/privacy/"
        blank = {"blank": ["【公司注册地址】"], "word": ["示例市示例路 8 号"]}
        assert client.post(f"{here}blanks/", blank).status_code == 302
        assert "【热线】" in client.get(here).content.decode()
        given = {"name": "禾砚", "slug": "heyan", "hotline": "400-111-2222"}
        assert client.post("/setup/steps/brand/", given).status_code == 302
        assert 'value="400-111-2222"' in client.get(here).content.decode()
