"""An offer that ran out before its technician saw it is no refusal."""

from datetime import datetime, timedelta

import pytest

from anxin.demo import cast
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from tests import builders, factor_builders

pytestmark = pytest.mark.django_db


def test_asks_again_who_never_saw_it_and_not_who_let_it_run_out(now: datetime) -> None:
    one = builders.a_repair(now=now, at="accepted")
    one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
    one.run()
    unseen = builders.open_offer(one)
    one.now += timedelta(minutes=6)
    one.run()
    again = one.visit.offers.get(state="sent", technician=unseen.technician)
    unseen.refresh_from_db()
    assert (unseen.state, again.round) == ("lapsed", 2)
    member = next(who for who in cast.TECHNICIANS if who.number == again.technician.number)
    one.do(lambda: visits.see(offer=again, by=one.by(member), now=one.now))
    one.now += timedelta(minutes=6)
    one.run()
    again.refresh_from_db()
    assert again.state == "expired"
    found = {who.technician for who in gateway.candidates(one.visit, now=one.now)}
    assert found == {offer.technician for offer in one.visit.offers.filter(state="lapsed", round=2)}
    assert unseen.technician not in found


def test_asks_first_who_signs_in_since_an_offer_reaches_nobody_else(now: datetime) -> None:
    one = builders.a_repair(now=now, at="accepted")
    one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
    last = gateway.candidates(one.visit, now=one.now)[-1].technician
    member = next(who for who in cast.TECHNICIANS if who.number == last.number)
    factor_builders.enrolled([member.username], now=one.now)
    one.run()
    assert builders.open_offer(one).technician == last


class TestOutlet:
    def test_is_asked_while_a_technician_is_who_is_so_no_more(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
        one.run()
        waits, chen = builders.open_offer(one), one.by(cast.XIAO_CHEN)
        assert "order" in TABLE.allowed(queries.situation(one.repair, by=chen, now=one.now), chen)
        fields = {"outlet": waits.outlet.code}
        one.do(lambda: TABLE.give("order", row=one.repair, by=chen, now=one.now, fields=fields))
        waits.refresh_from_db()
        assert (waits.state, one.visit.outlet_orders.get().state) == ("withdrawn", "offered")
        assert "order" not in TABLE.allowed(queries.situation(one.repair, by=chen, now=one.now), chen)

    def test_is_asked_when_the_rounds_are_over_and_the_case_waits_for_no_person_meanwhile(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
        one.run()
        outlet = builders.open_offer(one).outlet
        for _round in range(2):
            one.now += timedelta(minutes=6)
            one.run()
        assert (one.visit.state, one.visit.by_hand_at is None) == ("offered", False)
        one.do(lambda: visits.order_outlet(visit=one.visit, outlet=outlet, by=one.by(cast.XIAO_CHEN), now=one.now))
        assert one.visit.by_hand_at is None
        one.now += timedelta(minutes=16)
        one.run()
        assert one.visit.outlet_orders.get().state == "timed_out"
        assert one.visit.by_hand_at is not None
