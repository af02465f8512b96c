"""Pages go out compressed, and no stranger measures a secret by their length."""

import gzip
import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import a_repair

pytestmark = pytest.mark.django_db
GZIP = {"accept-encoding": "gzip, deflate, br", "sec-fetch-site": "none"}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def customer() -> Client:
    walked = a_repair(now=timezone.now())
    client = Client()
    client.get(f"/c/{walked.token}/")
    return client


class TestPage:
    def test_is_compressed_for_a_browser_and_says_the_same(self) -> None:
        packed, plain = Client().get("/verify/", headers=GZIP), Client().get("/verify/")
        assert packed["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain
        assert len(packed.content) * 2 < len(plain.content)
        assert {"Accept-Encoding", "Sec-Fetch-Site"} <= {one.strip() for one in packed["Vary"].split(",")}
        unpacked = gzip.decompress(packed.content)
        assert TOKEN.sub(b"", unpacked).split(b"</title>")[0] == TOKEN.sub(b"", plain.content).split(b"</title>")[0]

    def test_has_another_length_and_another_masked_token_each_time(self, customer: Client) -> None:
        pages = [customer.get("/customer/me/", headers={**GZIP, "sec-fetch-site": "same-origin"}) for _ in range(8)]
        assert {one["Content-Encoding"] for one in pages} == {"gzip"}
        assert len({len(one.content) for one in pages}) > 1
        assert len({TOKEN.findall(gzip.decompress(one.content))[0] for one in pages}) == 8

    @pytest.mark.parametrize(
        ("headers", "address", "compressed"),
        [
            ({"sec-fetch-site": "cross-site"}, "/customer/me/", False),
            ({"sec-fetch-site": "same-site"}, "/customer/me/", False),
            ({}, "/customer/me/?q=csrfmiddlewaretoken", False),
            ({}, "/customer/me/", True),
            ({"sec-fetch-site": "same-origin"}, "/customer/me/?q=x", True),
        ],
    )
    def test_of_a_customer_is_left_as_it_is_where_another_site_may_have_sent_him(
        self, customer: Client, headers: dict[str, str], address: str, compressed: bool
    ) -> None:
        answer = customer.get(address, headers={"accept-encoding": "gzip", **headers})
        assert answer.status_code == 200
        assert ("Content-Encoding" in answer) == compressed

    def test_of_nobody_is_compressed_wherever_he_comes_from(self) -> None:
        answer = Client().get("/verify/?code=4001234567", headers={**GZIP, "sec-fetch-site": "cross-site"})
        assert answer["Content-Encoding"] == "gzip"

    def test_for_a_program_is_left_as_it_is(self) -> None:
        assert "Content-Encoding" not in Client().get("/api/v1/openapi.json", headers=GZIP)
