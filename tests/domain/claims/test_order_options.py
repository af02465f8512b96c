"""What a buyer can claim about: his orders by line, what stands open, and the most that may go back."""

from datetime import datetime

import pytest

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.queries import linked_repairs, order_options
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.people.queries import actors
from tests import builders
from tests.claim_builders import a_claim, a_purchase

pytestmark = pytest.mark.django_db
CUP = Bought(title="杯子", amount_fen=6000, quantity=3)
SPOON = Bought(title="勺子", amount_fen=1000)


class TestOrders:
    def test_show_which_line_has_an_open_claim(self, now: datetime, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        purchase = a_purchase(now=now, lines=(CUP, SPOON))
        one = a_claim(now=now, purchase=purchase)
        buyer = builders.by_phone(cast.BUYER.phone)
        with django_assert_num_queries(3):
            (found,) = order_options.orders(buyer, now=now)
        assert [line.open_claim for line in found.lines] == [one.claim.number, ""]
        assert (found.total_fen, found.claimable) == (7000, True)
        assert order_options.order(purchase) == found

    def test_are_nobody_else_s(self, now: datetime) -> None:
        a_purchase(now=now)
        assert order_options.orders(actors.actor_of_link(a_claim(now=now).token, now=now), now=now) == ()

    def test_two_sellers_may_use_one_number(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        buyer = builders.by_phone(cast.BUYER.phone)
        mine = goods.purchase_of(purchase.order_key, actor=buyer, now=now, seller=cast.MERCHANT.slug)
        assert mine == purchase
        with pytest.raises(goods.NoSuchPurchase):
            goods.purchase_of(purchase.order_key, actor=buyer, now=now, seller="heyan")


class TestMost:
    def test_is_the_share_of_the_pieces_and_freight_with_the_whole_order_only(self, now: datetime) -> None:
        purchase = a_purchase(now=now, lines=(CUP, SPOON))
        purchase.freight_fen = 800
        assert order_options.most_for(purchase=purchase, pieces={1: 2}) == 4000
        assert order_options.most_for(purchase=purchase, pieces={1: 3, 2: 1}) == 7800
        assert order_options.most_for(purchase=purchase, pieces={1: 1, 2: 1}) == 3000

    def test_kinds_are_allowed_by_reason_with_a_why(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        found = order_options.options_for(purchase=purchase, pieces={1: 1}, reason="broken", now=now)
        assert {one.type: (one.allowed, one.why) for one in found}["repair"] == (False, "nobody_repairs_it")

    def test_is_less_by_what_went_back_before(self, now: datetime) -> None:
        purchase = a_purchase(now=now, lines=(CUP, SPOON))
        one = a_claim(now=now, purchase=purchase, asked_fen=1500)
        one.agree()
        one.run()
        assert one.claim.outcome == "paid"
        assert order_options.most_for(purchase=purchase, pieces={1: 3}) == 4500
        assert order_options.most_for(purchase=purchase, pieces={1: 2}) == 4000

    def test_where_all_went_back_no_way_gives_money_and_says_so(self, now: datetime) -> None:
        one = a_claim(now=now, lines=(SPOON,))
        one.agree()
        one.run()
        found = order_options.options_for(purchase=one.claim.purchase, pieces={1: 1}, reason="broken", now=now)
        whys = {kind.type: (kind.allowed, kind.why) for kind in found}
        assert whys["refund_only"] == whys["return"] == (False, "already_back")
        assert whys["exchange"][0]
        with pytest.raises(claims.NotAllowed):
            a_claim(now=now, purchase=one.claim.purchase)


class TestRepair:
    def test_is_none_where_a_claim_has_none(self, now: datetime) -> None:
        one = a_claim(now=now)
        assert linked_repairs.repair_view(one.view(one.buyer), actor=one.buyer, now=now) is None
