"""Another window is wanted while nobody has said yes to the first: it is taken, and the first is free at once."""

from datetime import datetime

import pytest

from anxin.core import timeline
from anxin.core.clocks.models import Clock
from anxin.core.errors import WrongState
from anxin.demo import cast
from anxin.demo.walk import Walked
from anxin.domain.network.models import Technician
from anxin.domain.notices.models import Notice
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries
from anxin.domain.visits.models import Offer, Reservation
from tests import builders
from tests.domain.visits.test_moved_everywhere import WIDE, later_on, left

pytestmark = pytest.mark.django_db
STATES = ("submitted", "accepted", "triaged", "offered")


def walked(now: datetime, state: str) -> Walked:
    """Walk a repair to a state; "offered" somebody is asked."""
    one = builders.a_repair(now=now, at="accepted" if state == "offered" else state)
    if state == "offered":
        one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
        one.run()
        assert builders.open_offer(one)
    return one


def wants(one: Walked, who: str) -> None:
    at = later_on(one)
    if who == "customer":
        fields = {"from_at": at, "to_at": at + WIDE}
        one.do(lambda: TABLE.give("window", row=one.repair, by=one.customer, now=one.now, fields=fields))
    else:
        by, said = one.by(cast.XIAO_CHEN), {"window": at, "why": "customer"}
        one.do(lambda: TABLE.give("rescheduling", row=one.repair, by=by, now=one.now, fields=said))


def held(one: Walked) -> datetime | None:
    """Return the beginning of the window that counts as taken for a case."""
    visit = queries.latest_of(one.repair.stream())
    if visit is not None:
        return visit.wanted_from_at
    return Reservation.objects.filter(stream_key=one.repair.pk).values_list("from_at", flat=True).first()


@pytest.mark.parametrize("who", ["customer", "desk"])
@pytest.mark.parametrize("state", STATES)
def test_it_is_taken_and_the_first_given_back(who: str, state: str, now: datetime) -> None:
    one = walked(now, state)
    old, new = one.repair.wanted_from_at, later_on(one)
    before, was_held = (left(one, old), left(one, new)), held(one) == old
    wants(one, who)
    one.repair.refresh_from_db()
    assert (one.repair.wanted_from_at, held(one)) == (new, new)
    assert (left(one, old), left(one, new)) == (before[0] + was_held, before[1] - 1)
    told = next(each for each in timeline.read(one.repair.stream()) if each.code == "repairs.window_wanted")
    assert told.actor_kind == ("customer_link" if who == "customer" else "staff")


def test_who_was_asked_for_the_first_is_asked_anew_for_it(now: datetime) -> None:
    one = walked(now, "offered")
    first = one.visit.offers.get(state="sent")
    due = Clock.objects.get(stream_key=one.repair.pk, kind="repairs.assigned").due_at
    wants(one, "customer")
    first.refresh_from_db()
    assert first.state == "withdrawn"
    one.run()
    again = builders.open_offer(one)
    assert again.pk != first.pk
    assert again.visit.wanted_from_at == later_on(one)
    assert Clock.objects.get(stream_key=one.repair.pk, kind="repairs.assigned").due_at == due, "what is promised stays"


def test_an_outlet_that_named_somebody_names_him_anew(now: datetime) -> None:
    one = builders.a_repair(now=now, at="triaged")
    outlet = queries.outlets(one.visit, now=now)[0]
    one.do(lambda: visits.order_outlet(visit=one.visit, outlet=outlet, by=one.by(cast.XIAO_DENG), now=one.now))
    boss = one.by(cast.BOSS_HE)
    one.do(lambda: visits.accept_order(order=one.visit.outlet_orders.get(), by=boss, now=one.now))
    who = Technician.objects.filter(engagements__outlet=outlet, skills__code=one.visit.skill).order_by("number").first()
    assert who is not None
    order = one.visit.outlet_orders.get()
    one.do(lambda: visits.name_technician(order=order, technician=who, by=boss, now=one.now))
    wants(one, "customer")
    assert one.visit.outlet_orders.get().state == "accepted"
    assert not one.visit.offers.filter(state__in=["sent", "seen"]).exists()


def asked_of_an_outlet(now: datetime, *, says_yes: bool) -> Walked:
    one = builders.a_repair(now=now, at="triaged")
    outlet = queries.outlets(one.visit, now=now)[0]
    one.do(lambda: visits.order_outlet(visit=one.visit, outlet=outlet, by=one.by(cast.XIAO_DENG), now=one.now))
    if says_yes:
        order, boss = one.visit.outlet_orders.get(), one.by(cast.BOSS_HE)
        one.do(lambda: visits.accept_order(order=order, by=boss, now=one.now))
    one.run()
    return one


@pytest.mark.parametrize("says_yes", [False, True], ids=["asked", "has said yes"])
def test_the_outlet_that_has_the_job_is_told_with_the_new_window(says_yes: bool, now: datetime) -> None:
    one = asked_of_an_outlet(now, says_yes=says_yes)
    wants(one, "customer")
    one.run()
    order, boss = one.visit.outlet_orders.get(), builders.account(cast.BOSS_HE)
    row = Notice.objects.get(code="order_moved", account=boss)
    assert (row.facts["order"], row.facts["from"]) == (str(order.pk), timeline.told_at(later_on(one)))
    assert row.mail_at is not None, "mailed too"


def test_who_was_to_go_is_told_that_it_is_another_time_and_not_that_he_can_not(now: datetime) -> None:
    one = asked_of_an_outlet(now, says_yes=True)
    order, boss = one.visit.outlet_orders.get(), one.by(cast.BOSS_HE)
    who = Technician.objects.filter(
        engagements__outlet=order.outlet, skills__code=one.visit.skill, account__isnull=False
    ).order_by("number")[0]
    one.do(lambda: visits.name_technician(order=order, technician=who, by=boss, now=one.now))
    one.run()
    wants(one, "customer")
    one.run()
    assert Notice.objects.filter(code="offer_moved", account=who.account).count() == 1
    assert Notice.objects.filter(code="order_moved", account=builders.account(cast.BOSS_HE)).count() == 1
    assert not Notice.objects.filter(code="order_unnamed").exists()


@pytest.mark.parametrize("who", ["customer", "desk"])
@pytest.mark.parametrize("state", STATES)
def test_the_same_window_once_more_changes_nothing_and_asks_nobody(who: str, state: str, now: datetime) -> None:
    one = walked(now, state)
    wants(one, who)
    one.run()
    offers, told = set(Offer.objects.values_list("pk", "state")), len(timeline.read(one.repair.stream()))
    notices = Notice.objects.count()
    one.repair.refresh_from_db()
    wants(one, who)
    one.run()
    assert set(Offer.objects.values_list("pk", "state")) == offers
    assert len(timeline.read(one.repair.stream())) == told
    assert Notice.objects.count() == notices


def test_one_that_nobody_can_come_in_is_refused_and_the_first_stays(now: datetime) -> None:
    one = builders.a_repair(now=now, at="triaged")
    Technician.objects.update(paused_at=now)
    old = one.repair.wanted_from_at
    with pytest.raises(visits.WindowGone):
        wants(one, "customer")
    assert (Repair.objects.get(pk=one.repair.pk).wanted_from_at, one.visit.wanted_from_at) == (old, old)


@pytest.mark.parametrize("state", ["assigned", "on_site"])
def test_none_is_wanted_any_more_once_somebody_has_it(state: str, now: datetime) -> None:
    one = builders.a_repair(now=now, at=state)
    with pytest.raises(WrongState):
        wants(one, "customer")


def test_an_urgent_one_has_no_other_window(now: datetime) -> None:
    one = builders.a_repair(now=now, at="accepted")
    Repair.objects.filter(pk=one.repair.pk).update(urgent=True)
    one.repair.refresh_from_db()
    with pytest.raises(WrongState):
        wants(one, "customer")
