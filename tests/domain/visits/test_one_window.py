"""A window of any day, today's too, holds as many jobs as can be come to, whatever became of the earlier ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import later, timeline, wording
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.clocks.models import Clock
from anxin.demo import cast, walk
from anxin.demo.walk import Walked
from anxin.domain.network.models import Engagement, Technician, Territory
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import TABLE
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.commands import OFFERS
from anxin.domain.visits.models import Offer, Window
from tests import factor_builders
from tests.domain.visits import test_windows
from tests.domain.visits.test_windows import able, at, free, held

pytestmark = pytest.mark.django_db
DESK = Actor(kind="staff", id="d", roles=frozenset({"dispatcher"}))
ground = test_windows._ground  # the same ground


@pytest.fixture(autouse=True)
def entered_this_morning(ground: None, now: datetime) -> None:
    """What the outlets serve was entered today, as in a house that opens."""
    Territory.objects.update(from_at=now - timedelta(hours=3))


def reported(now: datetime, hour: int, n: int, *, days: int) -> Walked:
    begins = at(now, hour, days=days)
    report = replace(held(now, hour, n), wanted_from_at=begins, wanted_to_at=begins + timedelta(hours=2))
    return walk.begin(report, now=now)


def looked_for(one: Walked) -> Walked:
    one.do(lambda: repairs.accept(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
    one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
    return one


def asked(one: Walked) -> Walked:
    looked_for(one).run()
    return one


def his(one: Walked) -> walk.cast.Member:
    number = walk.open_offer(one).technician.number
    return next(who for who in cast.TECHNICIANS if who.number == number)


def refused(one: Walked) -> Walked:
    offer, by = walk.open_offer(asked(one)), one.by(his(one))
    one.do(lambda: visits.decline(offer=offer, why="too_far", by=by, now=one.now))
    return one


def accepted(one: Walked) -> Walked:
    offer, by = walk.open_offer(asked(one)), one.by(his(one))
    one.do(lambda: OFFERS.give("acceptance", row=offer, by=by, now=one.now, fields={}))
    return one


def fixed(one: Walked) -> Walked:
    visit, by = accepted(one).visit, one.by(cast.XIAO_CHEN)
    span = {"from_at": visit.wanted_from_at, "to_at": visit.wanted_to_at}
    one.do(lambda: visits.book(visit=visit, by=by, now=one.now, **span))
    return one


WAYS: dict[str, Callable[[Walked], Walked]] = {
    "received": lambda one: one,
    "looked for": looked_for,
    "offered": asked,
    "declined": refused,
    "accepted": accepted,
    "fixed": fixed,
}


@pytest.mark.parametrize("days", [0, 1, 3])
@pytest.mark.parametrize("way", WAYS)
def test_of_so_many_who_can_come_the_next_customer_is_refused(way: str, days: int, now: datetime) -> None:
    everybody, hour = len(able()), 18
    for n in range(everybody):
        assert free(now, days=days)[hour] == everybody - n
        WAYS[way](reported(now, hour, n, days=days))
    assert free(now, days=days)[hour] == 0
    with pytest.raises(visits.WindowGone):
        reported(now, hour, everybody, days=days)


@pytest.mark.parametrize("hour", [8, 14, 20])
def test_at_any_hour_of_today(hour: int, now: datetime) -> None:
    now = at(now, hour - 2, days=0)
    Territory.objects.update(from_at=now - timedelta(minutes=30))
    for n in range(len(able())):
        reported(now, hour, n, days=0)
    with pytest.raises(visits.WindowGone):
        reported(now, hour, 9, days=0)


def offered_to(one: Walked, technician: Technician) -> Offer:
    return acting(lambda: visits.offer_to(visit=one.visit, technician=technician, by=DESK, now=one.now))


class TestJobsOfOneWindow:
    def test_are_asked_of_as_many_as_can_come_and_not_all_of_one(self, now: datetime) -> None:
        several = [asked(reported(now, 18, n, days=0)) for n in range(len(able()))]
        assert {walk.open_offer(one).technician for one in several} == set(able())

    def test_go_to_nobody_who_has_accepted_one(self, now: datetime) -> None:
        one = accepted(reported(now, 18, 1, days=0))
        next_one = looked_for(reported(now, 18, 2, days=0))
        able_now = {who.technician for who in gateway.candidates(next_one.visit, now=now)}
        assert able_now == set(able()) - {one.visit.technician}
        assert gateway.candidate(next_one.visit, technician=one.visit.technician, now=now) is None

    def test_are_his_once_only_and_the_other_goes_on_to_the_next(self, now: datetime) -> None:
        first, second = (looked_for(reported(now, 18, n, days=0)) for n in (1, 2))
        (one,) = gateway.candidates(first.visit, now=now, most=1)
        both = [offered_to(row, one.technician) for row in (first, second)]
        member = next(who for who in cast.TECHNICIANS if who.number == one.technician.number)
        by = first.by(member)
        first.do(lambda: OFFERS.give("acceptance", row=both[0], by=by, now=now, fields={}))
        other = Offer.objects.select_related("visit", "technician", "outlet").get(pk=both[1].pk)
        with pytest.raises(visits.WindowHeld):
            acting(lambda: OFFERS.give("acceptance", row=other, by=by, now=now, fields={}))
        later.run_due(now)
        other.refresh_from_db()
        assert (other.state, other.why) == ("withdrawn", "window_held")
        assert walk.open_offer(second).technician != one.technician


class TestWindowHeHasSaidYesTo:
    def both(self, now: datetime) -> tuple[Walked, Walked, walk.cast.Member]:
        """Return a job he has said yes to that nobody has fixed, another that is fixed earlier, and who he is."""
        first = accepted(reported(now, 18, 1, days=1))
        luo = first.visit.technician
        assert luo is not None
        member = next(who for who in cast.TECHNICIANS if who.number == luo.number)
        other = looked_for(reported(now, 10, 2, days=1))
        offer, by = offered_to(other, luo), other.by(member)
        other.do(lambda: OFFERS.give("acceptance", row=offer, by=by, now=other.now, fields={}))
        visit, span = other.visit, {"from_at": at(now, 10, days=1), "to_at": at(now, 12, days=1)}
        other.do(lambda: visits.book(visit=visit, by=DESK, now=other.now, **span))
        return first, other, member

    @pytest.mark.parametrize("who", ["customer", "desk"])
    def test_is_taken_by_no_other_job_of_his_that_moves(self, who: str, now: datetime) -> None:
        first, other, _member = self.both(now)
        later_on, by = at(now, 18, days=1), other.customer if who == "customer" else other.by(cast.XIAO_CHEN)
        fields = {"window": later_on, "why": who}
        other.do(lambda: TABLE.give("rescheduling", row=other.repair, by=by, now=other.now, fields=fields))
        assert (other.visit.wanted_from_at, other.visit.state) == (later_on, "open")
        visit, span = first.visit, {"from_at": later_on, "to_at": later_on + timedelta(hours=2)}
        first.do(lambda: visits.book(visit=visit, by=DESK, now=first.now, **span))
        assert (first.visit.state, Window.objects.get(from_at=later_on).taken) == ("booked", 1)

    def test_is_refused_himself_for_another(self, now: datetime) -> None:
        _first, other, member = self.both(now)
        visit, by = other.visit, other.by(member)
        span = {"from_at": at(now, 18, days=1), "to_at": at(now, 20, days=1)}
        with pytest.raises(visits.NoRoom):
            other.do(lambda: visits.reschedule(visit=visit, why="technician", by=by, now=other.now, **span))


def test_an_ended_visit_frees_its_window(now: datetime) -> None:
    one = fixed(reported(now, 18, 1, days=0))
    window = Window.objects.get(technician=one.visit.technician)
    one.now = at(now, 18, days=0)
    by = one.by(next(who for who in cast.TECHNICIANS if who.number == one.visit.technician.number))
    one.do(lambda: visits.set_out(visit=one.visit, by=by, now=one.now))
    door = visits.Position(lng=one.repair.place.lng or 0, lat=one.repair.place.lat or 0)
    one.do(lambda: visits.check_in(visit=one.visit, by=by, now=one.now, at=door))
    one.do(lambda: visits.give_up(visit=one.visit, why="quote_refused", note="", by=by, now=one.now))
    window.refresh_from_db()
    assert window.taken == 0


class TestWhoNeverSignedIn:
    def test_is_asked_nothing_and_his_outlet_takes_the_job(self, now: datetime) -> None:
        factor_builders.enrolled([cast.BOSS_HE.username], now=now)
        one = asked(reported(now, 18, 1, days=0))
        assert not one.visit.offers.exists()
        assert one.visit.outlet_orders.get().outlet.code == "AX-CD-01"

    def test_is_passed_over_for_who_did(self, now: datetime) -> None:
        last = Engagement.objects.filter(technician__in=able()).order_by("technician__number").last()
        member = next(who for who in cast.TECHNICIANS if who.number == last.technician.number)
        factor_builders.enrolled([cast.BOSS_HE.username, member.username], now=now)
        one = asked(reported(now, 18, 1, days=0))
        assert walk.open_offer(one).technician.number == member.number
        one.do(lambda: visits.decline(offer=walk.open_offer(one), why="too_far", by=one.by(member), now=one.now))
        one.run()
        assert one.visit.outlet_orders.get().state == "offered"

    def test_is_a_dispatcher_s_once_his_outlet_has_said_no(self, now: datetime) -> None:
        factor_builders.enrolled([cast.BOSS_HE.username], now=now)
        one = asked(reported(now, 18, 1, days=0))
        order, by = one.visit.outlet_orders.get(), one.by(cast.BOSS_HE)
        one.do(lambda: visits.refuse_order(order=order, why="other", by=by, now=one.now))
        one.run()
        assert one.visit.by_hand_at is not None

    def test_is_asked_nothing_where_only_the_dispatcher_signs_in_who_has_it_at_once(self, now: datetime) -> None:
        factor_builders.enrolled([cast.XIAO_DENG.username], now=now)
        one = asked(reported(now, 18, 1, days=0))
        assert not one.visit.offers.exists()
        assert one.visit.by_hand_at == one.now
        told = next(each for each in timeline.read(one.repair.stream()) if each.code == "visits.by_hand")
        assert (told.facts["why"], told.facts["outlets"]) == ("silent", "AX-CD-01")
        assert "AX-CD-01" in str(wording.sentence(told.code, told.facts))
        clock = Clock.objects.get(stream_kind="repair", stream_key=one.repair.pk, kind="repairs.assigned")
        assert clock.due_at == clock.started_at + timedelta(minutes=one.repair.assign_min), "what is promised stays so"
        by, who = one.by(cast.XIAO_DENG), able()[0]
        one.do(lambda: visits.assign_by_hand(visit=one.visit, technician=who, why="电话里说好", by=by, now=one.now))
        assert (one.visit.state, one.visit.by_hand_at) == ("assigned", None)
