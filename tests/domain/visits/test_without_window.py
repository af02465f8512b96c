"""Where all windows are taken, a brand may have reports taken without one: whoever can come soonest is asked."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product as pairs

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.timeline import Entry
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.demo.walk import a_report
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Shift, Territory
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import queries, rules
from anxin.domain.visits import tasks as visits
from anxin.domain.visits.models import Offer, Reservation, Visit
from anxin.domain.visits.queries import loads
from tests.domain.visits.test_windows import product, spot

pytestmark = pytest.mark.django_db
DAYS = 3
MANY = 12


@pytest.fixture(autouse=True)
def _laid(now: datetime) -> None:
    ground.lay(now=now)
    says("network.days_ahead", DAYS, now)


def says(name: str, value: object, now: datetime) -> None:
    acting(lambda: settings.propose(name=name, value=value, valid_from=now, by=SYSTEM, now=now))


def fill(now: datetime) -> None:
    """Promise every window of the days that are offered to others, more often than anybody could come."""
    windows = queries.windows_asked(now=now, brand=product().brand_id)
    told = {"stream_kind": "repair", "brand": product().brand, "division": spot().code}
    Reservation.objects.bulk_create(
        Reservation(id=uuid7(), stream_key=uuid7(), from_at=at, **told) for _n, (at, _to) in pairs(range(MANY), windows)
    )


def soon(now: datetime, **told: object) -> repairs.Report:
    return replace(a_report(now=now), soon=True, holds=True, **told)  # type: ignore[arg-type]


def reported(now: datetime) -> Repair:
    return acting(lambda: repairs.report(report=soon(now), by=STRANGER, now=now)).repair


def sought(repair: Repair, now: datetime) -> Visit:
    """Accept it, have somebody looked for, and send the first round."""
    agent = actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=now)
    acting(lambda: repairs.accept(repair=repair, by=agent, now=now))
    visit = acting(lambda: repairs.triage(repair=repair, by=agent, now=now))
    visits.seek.func(visit=str(visit.id), now=now)
    visit.refresh_from_db()
    return visit


class TestReport:
    def test_is_refused_where_its_brand_wants_a_window_or_one_is_free(self, now: datetime) -> None:
        fill(now)
        for setting, full in ((False, True), (True, False)):
            says("network.without_window", setting, now)
            if not full:
                Reservation.objects.all().delete()
            with pytest.raises(repairs.WindowWanted) as refused:
                reported(now)
            assert refused.value.field == "window"
        assert not Repair.objects.exists()

    @pytest.mark.parametrize("told", [{"urgent": True}, {"mode": "remote"}])
    def test_is_for_a_visit_that_can_wait(self, told: dict[str, object], now: datetime) -> None:
        says("network.without_window", True, now)
        fill(now)
        with pytest.raises(Invalid) as refused:
            acting(lambda: repairs.report(report=soon(now, **told), by=STRANGER, now=now))
        assert refused.value.field == "soon"

    def test_takes_no_window_and_tells_until_when_all_are_taken(self, now: datetime) -> None:
        says("network.without_window", True, now)
        fill(now)
        before = Reservation.objects.count()
        made = reported(now)
        last = queries.windows_asked(now=now, brand=product().brand_id)[-1][1]
        assert (made.wanted_from_at, made.wanted_to_at, Reservation.objects.count()) == (now, last, before)
        fact = Entry.objects.get(code="repairs.without_window")
        assert datetime.fromisoformat(fact.facts["until"]) == last

    def test_keeps_the_promise_that_is_published_and_its_clock_runs(self, now: datetime) -> None:
        says("network.without_window", True, now)
        fill(now)
        promise = network.promise_for(
            brand=product().brand, division=spot().code, category="lock", product=product(), urgent=False, now=now
        )
        made = reported(now)
        assert promise is not None
        assert (made.acknowledge_min, made.assign_min, made.call_min) == (
            promise.acknowledge_min,
            promise.assign_min,
            promise.call_min,
        )
        with pytest.raises(repairs.PromiseChanged):
            acting(lambda: repairs.report(report=soon(now, promised="9/9/9"), by=STRANGER, now=now))


class TestDispatch:
    @pytest.fixture(autouse=True)
    def _full(self, now: datetime) -> None:
        says("network.without_window", True, now)
        fill(now)

    def test_asks_who_has_room_beside_his_windows(self, now: datetime) -> None:
        visit = sought(reported(now), now)
        assert (visit.state, visit.by_hand_at, Offer.objects.count()) == ("offered", None, 1)

    def test_asks_of_the_next_days_where_nobody_works_any_more_today(self, now: datetime) -> None:
        today = now.astimezone(SHANGHAI).date()
        Shift.objects.filter(weekday=today.weekday()).delete()
        Shift.objects.filter(date=today).delete()
        made = reported(now)
        visit = sought(made, now)
        assert visit.state == "offered"
        assert rules.local_day(Offer.objects.get().arrive_at) == today + timedelta(days=1)

    def test_goes_to_a_person_at_once_where_those_there_take_no_more(self, now: datetime) -> None:
        Outlet.objects.filter(code="AX-CD-01").update(capacity=0)
        visit = sought(reported(now), now)
        assert (visit.by_hand_at, Offer.objects.count()) == (now, 0)

    def test_asks_whoever_helps_out_where_the_others_take_no_more(self, now: datetime) -> None:
        first = Outlet.objects.get(code="AX-DG-01")
        Territory.objects.filter(outlet__code="AX-CD-01").update(kind="overflow")
        Territory.objects.create(outlet=first, brand=product().brand, division="5101", from_at=now)
        Outlet.objects.filter(pk=first.pk).update(capacity=0)
        sought(reported(now), now)
        assert Offer.objects.get().outlet.code == "AX-CD-01"

    def test_takes_of_its_first_day_alone_until_its_hours_are_agreed(self, now: datetime) -> None:
        visit = sought(reported(now), now)
        outlet = Outlet.objects.get(code="AX-CD-01")
        Outlet.objects.filter(pk=outlet.pk).update(capacity=5)
        outlet.refresh_from_db()
        offer = Offer.objects.get()
        Visit.objects.filter(pk=visit.pk).update(state="assigned", technician=offer.technician, outlet=outlet)
        days = [rules.local_day(now) + timedelta(days=n) for n in range(DAYS)]
        left = loads.left_by_day([outlet], days=days)
        assert [left[day][outlet.id] for day in days] == [4, 5, 5]
