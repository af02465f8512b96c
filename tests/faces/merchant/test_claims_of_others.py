"""Whose claims a merchant's pages don't show: those of others, and what was erased."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.people.actions import personal_data
from tests.claim_builders import a_claim
from tests.faces.merchant.test_claims import url_of

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


@pytest.fixture
def xiang(sits: Sits) -> Client:
    """Give the merchant's own browser."""
    return sits(cast.MERCHANT_OWNER)


class TestErasure:
    def test_of_the_buyer_stands_where_his_name_stood_and_there_is_nothing_to_show(
        self, xiang: Client, sits: Sits, live_now: datetime
    ) -> None:
        one = a_claim(now=live_now - timedelta(hours=3), at="closed")
        reveal = f'action="/merchant/claims/{one.claim.number}/reveals/"'
        assert reveal in xiang.get(url_of(one)).content.decode()
        one.do(lambda: personal_data.erase(person=one.claim.buyer, by=one.buyer, now=one.now))
        page = xiang.get(url_of(one)).content.decode()
        assert (reveal in page, "<b>已删除</b>" in page) == (False, True)
        desk = sits(cast.LIN).get(f"/desk/claims/{one.claim.number}/?tab=record").content.decode()
        assert ("/reveals/" in desk, "已删除" in desk) == (False, True)


class TestOthers:
    PATHS = ("", "agreements/", "table.csv", "{number}/", "{number}/agreement/", "{number}/reveals/", "{number}/pack/")

    @pytest.mark.parametrize("who", [cast.HEYAN_OWNER, cast.XIAO_WU, cast.LIN, cast.XIAO_CHEN, cast.BOSS_HE])
    def test_see_and_do_nothing(self, sits: Sits, live_now: datetime, who: cast.Member) -> None:
        client, one = sits(who), a_claim(now=live_now)
        for path in self.PATHS:
            url = "/merchant/claims/" + path.format(number=one.claim.number)
            for answer in (client.get(url), client.post(url, {"number": one.claim.number})):
                content = b"" if answer.streaming else answer.content
                assert answer.status_code in {200, 302, 403, 404, 405}, url
                if "{number}" in path:
                    assert answer.status_code in {403, 404, 405}, url
                assert one.claim.number not in content.decode().replace(url, ""), url
        one.read()
        assert one.claim.state == "merchant_answer"

    def test_strangers_are_sent_to_the_door(self, client: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now)
        for path in self.PATHS:
            url = "/merchant/claims/" + path.format(number=one.claim.number)
            assert {client.get(url).status_code, client.post(url).status_code} <= {302, 405}, url
        assert client.get(url_of(one)).headers["Location"].startswith("/sign-in/")

    def test_the_merchants_agent_answers_too(self, sits: Sits, live_now: datetime) -> None:
        assert sits(cast.XIAO_MEI).get("/merchant/").headers["Location"] == "/merchant/claims/"
        assert sits(cast.XIAO_WU).get("/merchant/").headers["Location"] == "/merchant/packing/"
