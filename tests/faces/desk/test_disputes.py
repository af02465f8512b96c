"""What a customer says is wrong, on the three pages: nobody is asked for money before he has an answer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.models import Payment
from tests import builders
from tests.faces.conftest import ON_A_DESK, ON_A_PHONE, Visitor
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
ANSWER = "查过了：主板保修到去年为止，按价目表收费"


def customer(one: builders.Walked) -> Client:
    client = Client()
    client.get(f"/c/{one.token}/")
    return client


def url_of(one: builders.Walked, face: str = "desk", rest: str = "") -> str:
    return f"/{face}/repairs/{one.repair.number}/{rest}"


def job_of(one: builders.Walked) -> str:
    return f"/technician/jobs/{one.visit.number}/"


def with_a_code(live_now: datetime) -> builders.Walked:
    """Return a repair whose customer is shown a code to pay."""
    one = builders.a_repair(now=live_now - timedelta(hours=8), at="coded")
    bill = bills.latest(one.repair.stream())
    assert bill is not None
    one.do(lambda: ledger.pay(bill=bill, by=one.customer, now=one.now))
    until = live_now + timedelta(minutes=20)
    Payment.objects.update(state="called", provider="wechat", method="native", show="weixin://pay/1", until_at=until)
    return one


class TestDispute:
    def test_takes_the_code_from_all_three_pages_and_is_answered_in_words(self, sits: Sits, live_now: datetime) -> None:
        one = with_a_code(live_now)
        his, luo, chen = customer(one), sits(cast.MASTER_LUO), sits(cast.XIAO_CHEN)
        pages = ((his, url_of(one, "customer")), (luo, job_of(one)))
        for client, url in pages:
            assert "请用微信" in flat(client.get(url)), "the code is about"
        his.post(url_of(one, "customer", "dispute/"), {"why": "主板应该在保修期内"})
        for client, url in pages:
            assert "请用微信" not in flat(client.get(url))
        assert "没修好" in flat(luo.get(job_of(one)))
        desk = flat(chen.get(url_of(one)))
        assert "?do=lowering" in desk
        assert "?do=dispute-answer" in desk
        assert "/confirmation/" not in desk
        chen.post(url_of(one, rest="dispute-answer/"), {"answer": ANSWER})
        page = flat(his.get(url_of(one, "customer")))
        assert page.index(ANSWER) < page.index('id="bill"')

    def test_is_not_ended_by_a_click_at_the_desk(self, sits: Sits, live_now: datetime) -> None:
        one = with_a_code(live_now)
        customer(one).post(url_of(one, "customer", "dispute/"), {"why": "还是打不开"})
        chen = sits(cast.XIAO_CHEN)
        assert chen.post(url_of(one, rest="confirmation/"), {}).status_code == 404
        assert chen.post(url_of(one, rest="confirmation-by-call/"), {"said": "好了"}).status_code == 422
        said = {"said": "好了，能用了", "recording": "REC-2026-0042"}
        chen.post(url_of(one, rest="confirmation-by-call/"), said)
        assert "客户在电话里确认，由我们记下" in flat(customer(one).get(url_of(one, "customer")))


class TestCodeToPay:
    def test_is_taken_back_at_the_desk_which_says_what_waits_for_it(self, sits: Sits, live_now: datetime) -> None:
        one = with_a_code(live_now)
        chen = sits(cast.XIAO_CHEN)
        page = flat(chen.get(url_of(one)))
        assert "作废收款码" in page
        assert "?do=lowering" not in page
        assert "不能减免" in page
        chen.post(url_of(one, rest="code-end/"), {})
        page = flat(chen.get(url_of(one)))
        assert "?do=lowering" in page
        assert "请用微信" not in flat(customer(one).get(url_of(one, "customer")))


class TestLooked:
    @ON_A_DESK
    def test_desk_is_looked_over(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        one = with_a_code(live_now)
        window = visitor(size).sits_down(sits(cast.XIAO_CHEN))
        window.goes(url_of(one))
        window.looks_over("desk-code-end")
        customer(one).post(url_of(one, "customer", "dispute/"), {"why": "主板应该在保修期内"})
        window.goes(url_of(one) + "?do=dispute-answer")
        window.looks_over("desk-dispute-answer")

    @ON_A_PHONE
    def test_phones_are_looked_over(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        one = with_a_code(live_now)
        customer(one).post(url_of(one, "customer", "dispute/"), {"why": "主板应该在保修期内"})
        luo = visitor(size).sits_down(sits(cast.MASTER_LUO))
        luo.goes(job_of(one))
        luo.looks_over("technician-disputed")
        sits(cast.XIAO_CHEN).post(url_of(one, rest="dispute-answer/"), {"answer": ANSWER})
        his = visitor(size)
        his.goes(f"/c/{one.token}/")
        his.looks_over("customer-answered")
