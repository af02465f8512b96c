"""A transfer that its bank sent back: what went otherwise isn't owed again, and a month that is over stays."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.claims.actions.filing import OpenAlready
from anxin.domain.claims.models import ClaimLine
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import queries
from anxin.domain.ledger.models import Bill, Transfer
from anxin.domain.ledger.queries.accounts import AccountStatement
from anxin.domain.shops.actions import intake
from anxin.domain.shops.models import Heard
from anxin.domain.shops.providers import ClaimTold
from tests.claim_builders import Walked
from tests.domain.claims.test_line_money import filed
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_returned_transfers import sent_back, sent_out, stands
from tests.domain.ledger.test_ways_back import by, refund_of, sentences, transferred
from tests.domain.shops import scene as shops
from tests.standins.shops import Taobao

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[shops.Scene]:
    yield from shops.played(Taobao, monkeypatch)


def order(one: Walked) -> Purchase:
    return Purchase.objects.get(pk=one.claim.purchase_id)


def bill(one: Walked) -> Bill:
    return Bill.objects.get(stream_key=one.claim.purchase_id)


def given_back(one: Walked, shop: shops.Scene, fen: int) -> None:
    """Have the merchant's shop tell that it gave money back of the claim's order by itself."""
    told = ClaimTold(ref="rr", order=order(one).order_key, type="return", state="returned", asked_fen=fen, reason="x")
    acting(lambda: intake.take_claim(shop=shop.row, told=told, now=one.now))
    one.read()


def codes(one: Walked) -> list[str]:
    return [fact.code for fact in timeline.read(one.claim.stream())]


class TestGivenBackByTheShopMeanwhile:
    def test_is_not_owed_a_second_time(self, wechat: Scene, shop: shops.Scene) -> None:
        one, out = sent_out(wechat)
        fen = refund_of(one).amount_fen
        given_back(one, shop, fen)
        assert "claims.gone_twice" in codes(one), "as the books stand, both went"
        sent_back(one, out)
        one.read()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        assert [(row.amount_fen, row.payment.state) for row in one.claim.payouts.all()] == [(fen, "failed")]
        assert stands(bill(one)) == (fen, fen, 0), "the shop's refund is what went back of it"
        assert queries.balance("house:bank") == 0
        assert any("此前已通过其他方式退还" in said for said in sentences(one))
        assert list(timeline.verify()) == []

    def test_of_a_part_leaves_the_rest_owed(self, wechat: Scene, shop: shops.Scene) -> None:
        one, out = sent_out(wechat)
        fen = refund_of(one).amount_fen
        given_back(one, shop, 10000)
        sent_back(one, out)
        one.read()
        anew = refund_of(one)
        assert (one.claim.state, anew.state, anew.amount_fen) == ("executing", "unclear", fen - 10000)
        assert stands(bill(one)) == (fen, 10000, fen - 10000)
        transferred(one, reference="ICBC20261130002")
        one.read()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        assert stands(bill(one)) == (fen, fen, 0)
        assert queries.balance("house:bank") == 10000 - fen
        assert list(timeline.verify()) == []

    def test_after_the_return_is_told_on_the_claim_that_is_owed_again(self, wechat: Scene, shop: shops.Scene) -> None:
        one, out = sent_out(wechat)
        sent_back(one, out)
        given_back(one, shop, 26800)
        assert "claims.refunded_in_shop" in codes(one)
        assert Heard.objects.get(ref="rr").why == "given_back"


class TestLinesOfAClaimThatIsOwedAgain:
    def test_are_open_until_its_money_has_gone(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        sent_back(one, out)
        with pytest.raises(OpenAlready):
            filed(order(one), one.now, type="exchange")
        transferred(one, reference="ICBC20261130002")
        assert not ClaimLine.objects.filter(claim=one.claim, open=True).exists()

    def test_stay_with_a_claim_that_is_about_them_by_now(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        other = filed(order(one), one.now, type="exchange")
        sent_back(one, out)
        open_ones = ClaimLine.objects.filter(open=True).values_list("claim", flat=True)
        assert list(open_ones) == [other.claim.pk]


class TestMonthThatIsOver:
    def month(self, one: Walked, *, days: int = 0) -> AccountStatement:
        day = (one.now - timedelta(days=days)).astimezone(SHANGHAI).date()
        return queries.account_statement(by(cast.MERCHANT_OWNER, one), month=day)

    def test_stays_and_the_return_stands_in_its_own(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        fen = refund_of(one).amount_fen
        Transfer.objects.update(settled_at=one.now - timedelta(days=40))
        assert self.month(one, days=40).left_fen == -fen
        sent_back(one, out)
        assert self.month(one, days=40).left_fen == -fen, "what was closed doesn't change"
        found = self.month(one)
        assert (found.before_fen, [row.came_fen for row in found.movements], found.left_fen) == (-fen, [fen], 0)
        transferred(one, reference="ICBC20261130002")
        assert self.month(one).left_fen == -fen == queries.balance("house:bank")
