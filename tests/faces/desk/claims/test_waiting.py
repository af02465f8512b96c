"""What a reviewer sees and can do while he waits: for an address, for a picture, for a second person; by pages."""

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.people.models import Person
from tests.claim_builders import Walked, a_claim, refuse
from tests.faces.conftest import DESK, PHONE, Visitor
from tests.faces.customer.claims.claimed import by_phone
from tests.faces.desk.claims.test_after import lock, url
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
Visits = Callable[..., Visitor]
ASKED = "已请买家填写商品所在地址"


def nowhere(now: datetime) -> Walked:
    """Give a claim under review of which nobody knows where its goods are."""
    one = lock(now - timedelta(hours=2))
    Person.objects.filter(pk=one.claim.buyer_id).update(place=None)
    one.read()
    return one


def asked(now: datetime) -> Walked:
    """Give a claim whose buyer was asked for a picture a moment ago."""
    one = a_claim(now=now - timedelta(hours=2), at="review")
    by = one.by(cast.LIN)
    one.do(lambda: claims.take_case(claim=one.claim, by=by, now=one.now))
    one.do(lambda: claims.ask_evidence(claim=one.claim, kind="paper", text="请换个角度再拍一张", by=by, now=one.now))
    return one


class TestAnAddress:
    def test_that_was_asked_for_stands_there_with_when_and_the_reviewer_may_enter_it(
        self, sits: Sits, live_now: datetime
    ) -> None:
        lin, one = sits(cast.LIN), nowhere(live_now)
        assert ASKED not in flat(lin.get(url(one)))
        assert lin.post(url(one, "address-request/")).status_code == 302
        page = flat(lin.get(url(one)))
        assert ASKED in page
        assert "?do=address-request" not in page
        assert lin.get(url(one, "?do=address")).status_code == 200
        assert lin.post(url(one, "address/"), {"address": cast.MS_ZHANG.address}).status_code == 302
        page = flat(lin.get(url(one)))
        assert (ASKED in page, "?do=inspection" in page) == (False, True)


class TestSilentMerchant:
    def test_has_not_answered_as_the_page_says_once(self, sits: Sits, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(days=3))
        one.wait(days=2, hours=1)
        one.run()
        assert one.claim.state == "review"
        lin = sits(cast.LIN)
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        page = flat(lin.get(url(one)))
        assert "转审核的原因：商家未答复" in page
        assert "双方都没交照片" in page
        assert "商家已经答复" not in page


class TestWhatIsDrawn:
    @pytest.mark.parametrize("begun", [nowhere, asked], ids=["nobody knows where", "a picture is asked for"])
    def test_leads_to_a_form_each_time_it_is_a_link(
        self, begun: Callable[[datetime], Walked], sits: Sits, live_now: datetime
    ) -> None:
        lin, one = sits(cast.LIN), begun(live_now)
        links = re.findall(r'href="([^"]+)#command"', lin.get(url(one)).content.decode())
        assert links
        for link in map(html.unescape, links):
            opened = lin.get(link)
            assert (opened.status_code, 'id="command"' in opened.content.decode()) == (200, True), link


class TestAPicture:
    def test_that_does_not_come_is_waived_by_one_press(self, sits: Sits, live_now: datetime) -> None:
        lin, one = sits(cast.LIN), asked(live_now)
        assert f"{url(one)}?do=challenge-end" in flat(lin.get(url(one)))
        buyer = by_phone(one)
        assert "请再补拍一张" in flat(buyer.get(f"/customer/claims/{one.claim.number}/"))
        assert lin.post(url(one, "challenge-end/")).status_code == 302
        one.read()
        assert one.claim.state == "review"
        page = flat(buyer.get(f"/customer/claims/{one.claim.number}/"))
        assert "请再补拍一张" not in page
        assert "不再要求补拍，按现有凭证继续处理" in page
        assert lin.post(url(one, "challenge-end/")).status_code == 409


class TestASecondPerson:
    def test_is_said_to_be_reminded_and_when(self, sits: Sits, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(hours=2), at="review")
        one.propose(refuse(fraud_said=True))
        for member in (cast.LIN, cast.QIAO):
            assert "就提醒可以复核的人" in flat(sits(member).get(url(one)))
        owner = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{one.claim.number}/"))
        assert "复核" not in owner, "neither side reads of the draft"


class TestInTheBrowser:
    def test_all_three_are_read_at_both_sizes(self, sits: Sits, visitor: Visits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        at = visitor(DESK).sits_down(lin)
        one = nowhere(live_now)
        page = at.goes(url(one))
        page.get_by_role("link", name="请买家填写地址").click()
        page.get_by_role("button", name="请买家填写地址").click()
        page.get_by_text(ASKED).wait_for()
        at.looks_over("claim-address-asked")
        two = asked(live_now)
        at.goes(url(two))
        at.looks_over("claim-picture-asked")
        at.goes(url(two, "?do=challenge-end"))
        at.looks_over("claim-picture-waived")
        three = a_claim(now=live_now - timedelta(hours=3), at="review", order="YT-3")
        three.propose(refuse(fraud_said=True))
        at.goes(url(three))
        at.looks_over("claim-second-waits")

    def test_an_appeal_taken_back_is_read_by_the_other_side(
        self, sits: Sits, visitor: Visits, live_now: datetime
    ) -> None:
        one = a_claim(now=live_now - timedelta(hours=3), at="decided")
        owner = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.appeal(claim=one.claim, why="出库时没有裂", by=owner, now=one.now))
        one.do(lambda: claims.drop_appeal(claim=one.claim, by=owner, now=one.now))
        at = visitor(PHONE).sits_down(by_phone(one))
        at.goes(f"/customer/claims/{one.claim.number}/")
        at.looks_over("claim-appeal-dropped")
        seller = visitor(DESK).sits_down(sits(cast.MERCHANT_OWNER))
        seller.goes(f"/merchant/claims/{one.claim.number}/")
        seller.looks_over("claim-appeal-dropped-seller")

    def test_another_piece_that_did_not_come_is_read_by_all(
        self, sits: Sits, visitor: Visits, live_now: datetime
    ) -> None:
        one = a_claim(now=live_now - timedelta(days=8), type="exchange")
        one.agree()
        one.wait(days=7, minutes=5)
        assert one.claim.state == "review"
        assert "审核员重新裁定给您什么" in flat(by_phone(one).get(f"/customer/claims/{one.claim.number}/"))
        assert "转审核的原因：商家没有寄出换货。" in flat(sits(cast.LIN).get(url(one)))
        seller = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{one.claim.number}/"))
        assert ("裁定前您仍可寄出并填写运单号" in seller, "?do=agreement" in seller) == (True, False)
        for name, who, path in (
            ("buyer", by_phone(one), f"/customer/claims/{one.claim.number}/"),
            ("seller", sits(cast.MERCHANT_OWNER), f"/merchant/claims/{one.claim.number}/"),
            ("desk", sits(cast.LIN), url(one)),
        ):
            at = visitor(PHONE if name == "buyer" else DESK).sits_down(who)
            at.goes(path)
            at.looks_over(f"claim-piece-missed-{name}")
