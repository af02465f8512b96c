"""Where goods go back to: who waits for it loses no time, who never says it is decided about."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from anxin.core import clocks, settings
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.tasks import tell_addresses
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.ledger import queries as bills
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked, a_claim, refund

pytestmark = pytest.mark.django_db


def refunded(one: Walked) -> int:
    bill = bills.latest(stream_of(one.claim.purchase))
    return bill.refunded_fen if bill else 0


def returns_to(one: Walked, where: str) -> None:
    """The merchant enters where goods go back to."""
    house, here = str(one.claim.seller_id), partial(settings.propose, name="claims.return_address", value=where)
    one.do(lambda: here(organisation=house, by=one.by(cast.MERCHANT_OWNER), now=one.now, valid_from=one.now))


def running(one: Walked) -> list[str]:
    """Return the clocks that run."""
    return sorted(clock.kind for clock in clocks.open_clocks(one.claim.stream()))


def told(one: Walked) -> set[str]:
    """Return what anybody was told of it."""
    return set(Notice.objects.filter(number=one.claim.number).values_list("code", flat=True))


class TestPlaceOfAReturn:
    def test_costs_its_buyer_no_time_while_he_does_not_know_it(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        assert running(one) == ["claims.ceiling", "claims.return_to"]
        one.wait(days=2, minutes=1)
        acting(lambda: notices.remind(now=one.now))
        assert {"claim_return", "claim_address_due"} <= told(one)
        returns_to(one, "示例收件人 0731-00000000 示例路 1 号")
        one.now += timedelta(minutes=5)
        tell_addresses.func(now=one.now)
        one.read()
        (ship,) = clocks.open_clocks(one.claim.stream()).filter(kind="claims.ship")
        assert ship.due_at - one.now == timedelta(days=7)
        assert "claims.return_to" not in running(one)
        assert "claim_where" in told(one)
        one.wait(days=7, minutes=1)
        assert (one.claim.state, one.claim.outcome) == ("closed", "not_returned")

    def test_that_the_merchant_never_names_goes_to_a_person(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        one.wait(days=3, minutes=1)
        assert (one.claim.state, one.claim.disputes.get().cause, refunded(one)) == ("review", "no_address", 0)
        assert {"claim_unaddressed", "review_unaddressed", "claim_no_place"} <= told(one)
        one.propose(refund(26800, reason="商家没有给出退货地址"))
        one.wait(days=7, minutes=1)
        one.run()
        assert (one.claim.state, refunded(one)) == ("closed", 26800)

    def test_is_not_asked_for_once_the_goods_are_on_their_way(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD1", by=one.buyer, now=one.now))
        one.wait(days=3, minutes=1)
        assert one.claim.state == "waiting_return"

    def test_that_is_gone_when_the_time_is_over_begins_it_anew(self, now: datetime) -> None:
        one = a_claim(now=now, type="return", reason="changed_mind")
        returns_to(one, "示例收件人 0731-00000000 示例路 1 号")
        one.now += timedelta(minutes=1)
        tell_addresses.func(now=one.now)
        returns_to(one, "")
        one.wait(days=7, minutes=2)
        assert (one.claim.state, running(one)) == ("waiting_return", ["claims.ceiling", "claims.return_to"])
