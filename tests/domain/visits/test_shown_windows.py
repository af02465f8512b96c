"""A window that is shown free is taken, and one that is not is refused: whatever is booked, promised or asked."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.demo import cast, ground, walk
from anxin.demo.walk import Walked
from anxin.domain.network import actions as network
from anxin.domain.network.models import Technician
from anxin.domain.network.rules.working_hours import Week
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.commands.appointments import windows
from anxin.domain.repairs.commands.job import JOBS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway, queries
from anxin.domain.visits.models import Offer, Visit, Window
from anxin.domain.visits.queries import FreeWindow
from anxin.domain.visits.rules import local_day
from tests import builders
from tests.domain.visits.test_windows import able, at, product, spot
from tests.domain.visits.test_windows import held as a_report_for

pytestmark = pytest.mark.django_db
DESK = Actor(kind="staff", id="d", roles=frozenset({"agent", "dispatcher"}))
SEEDS = range(5)
HOURS = (8, 10, 12, 14, 16, 18, 20)
WIDE = timedelta(hours=2)


class _UndoneError(Exception):
    """What was tried is taken back."""


def taken(shown: Iterable[Any], do: Callable[[Any], object]) -> dict[Any, bool]:
    """Try each window, undo it, and return which went."""
    return {one: is_taken(partial(do, one)) for one in shown}


def is_taken(do: Callable[[], object]) -> bool:
    def tried() -> None:
        do()
        raise _UndoneError

    try:
        acting(tried)
    except (visits.NoRoom, visits.WindowGone):
        return False
    except _UndoneError:
        return True
    raise AssertionError(do)


def reported(now: datetime, hour: int, n: int) -> Walked:
    begins = at(now, hour)
    report = replace(a_report_for(now, hour, n % 10), wanted_from_at=begins, wanted_to_at=begins + WIDE)
    return walk.begin(report, now=now)


def himself(technician: Technician | None, now: datetime) -> Actor:
    assert technician is not None
    assert technician.account is not None
    return actors.actor_of_account(technician.account, now=now)


def sought(one: Walked) -> None:
    by = one.by(cast.XIAO_CHEN)
    one.do(lambda: repairs.accept(repair=one.repair, by=by, now=one.now))
    one.do(lambda: repairs.triage(repair=one.repair, by=by, now=one.now, automatic=False))


def busy(now: datetime, seed: int) -> list[Walked]:
    """Give everybody other hours, and a day with jobs promised, sought, offered, accepted and booked."""
    dice, several = Random(seed), []
    for technician in able():
        begins, ends = dice.choice([8, 9, 12]), dice.choice([16, 18, 21])
        week = Week.every(dict.fromkeys(range(7), ((60 * begins, 60 * ends),)))
        acting(lambda technician=technician, week=week: network.set_week(technician=technician, week=week))
    for n in range(dice.randint(2, 6)):
        try:
            one = reported(now, dice.choice(HOURS), n)
        except visits.WindowGone:
            continue
        several.append(one)
        go_on(one, dice.randint(0, 4))
    return several


def go_on(one: Walked, far: int) -> None:
    """Walk a report on: 0 stays promised, 1 is sought, 2 offered, 3 accepted, 4 booked."""
    if far >= 1:
        sought(one)
    found = gateway.candidates(one.visit, now=one.now, most=None) if far >= 2 else []
    if not found:
        return
    offer = acting(lambda: visits.offer_to(visit=one.visit, technician=found[0].technician, by=DESK, now=one.now))
    if far >= 3:
        row = Offer.objects.select_related("visit", "technician", "outlet").get(pk=offer.pk)
        by = himself(row.technician, one.now)
        acting(lambda: visits.accept(offer=row, by=by, now=one.now))
    if far >= 4:
        visit = one.visit
        span = {"from_at": visit.wanted_from_at, "to_at": visit.wanted_to_at}
        acting(lambda: visits.book(visit=visit, by=DESK, now=one.now, **span))


@pytest.fixture(autouse=True)
def laid(now: datetime) -> None:
    """Lay the ground."""
    ground.lay(now=now)


def tomorrow(now: datetime) -> list[FreeWindow]:
    day = local_day(at(now, 8))
    return gateway.free_windows(product=product(), spot=spot(), day=day, now=now)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_report_takes_just_the_windows_that_are_shown(seed: int, now: datetime) -> None:
    busy(now, seed)
    shown = {one.from_at: one.free > 0 for one in tomorrow(now)}
    assert taken(shown, partial(report, now)) == shown


def report(now: datetime, begins: datetime) -> None:
    wanted = {"wanted_from_at": begins, "wanted_to_at": begins + WIDE}
    repairs.report(report=replace(a_report_for(now, 10, 9), **wanted), by=SYSTEM, now=now)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_technician_takes_just_the_windows_that_are_shown_to_him(seed: int, now: datetime) -> None:
    several = [one for one in busy(now, seed) if has(one, "assigned", "booked")]
    for one in several:
        visit = one.visit
        shown = {(each.from_at, each.to_at): each.free > 0 for each in queries.own_windows(visit, days=3, now=now)}
        shown.pop((visit.wanted_from_at, visit.wanted_to_at))  # his own: promised, and moved nowhere
        by = himself(visit.technician, now)
        assert taken(shown, partial(his, visit, by, now)) == shown


def his(visit: Visit, by: Actor, now: datetime, span: tuple[datetime, datetime]) -> None:
    row = Visit.objects.select_related("technician", "outlet", "brand", "place").get(pk=visit.pk)
    fields = {"from_at": span[0], "to_at": span[1]}
    name, why = ("booking", {}) if row.state == "assigned" else ("moving", {"why": "traffic"})
    JOBS.give(name, row=row, by=by, now=now, fields=fields | why)


def has(one: Walked, *states: str) -> bool:
    visit = queries.latest_of(one.repair.stream())
    return visit is not None and visit.state in states


@pytest.mark.parametrize("seed", SEEDS)
def test_the_desk_books_and_moves_just_into_the_windows_that_are_shown_to_it(seed: int, now: datetime) -> None:
    for one in [one for one in busy(now, seed) if has(one, "assigned", "booked")]:
        row = one.repair
        by, name = one.by(cast.XIAO_CHEN), "appointment" if has(one, "assigned") else "rescheduling"
        shown = {each.from_at: each.free > 0 for each in windows(row, local_day(at(now, 8)), now)}
        assert taken(shown, partial(desk, one, name, by)) == shown, name


def desk(one: Walked, name: str, by: Actor, begins: datetime) -> None:
    fields = {"window": begins} | ({"why": "desk"} if name == "rescheduling" else {})
    one.repair.refresh_from_db()
    TABLE.give(name, row=one.repair, by=by, now=one.now, fields=fields)


class TestOneSaidYesToAndNotBooked:
    @pytest.fixture
    def luo(self, now: datetime) -> Technician:
        """Have somebody say yes to a job at ten."""
        first = reported(now, 10, 0)
        sought(first)
        luo = gateway.candidates(first.visit, now=now, most=1)[0].technician
        says_yes(first, luo)
        assert not Window.objects.exists(), "it isn't booked"
        return luo

    def test_leaves_its_window_free_to_none_of_his_other_jobs(self, luo: Technician, now: datetime) -> None:
        other = reported(now, 14, 1)
        sought(other)
        says_yes(other, luo)
        shown = {each.from_at: each.free for each in queries.own_windows(other.visit, days=2, now=now)}
        assert (shown[at(now, 10)], shown[at(now, 12)]) == (0, 1)

    def test_is_beside_one_that_is_taken_over_from_elsewhere_which_a_dispatcher_finds(
        self, luo: Technician, now: datetime
    ) -> None:
        other = reported(now, 10, 1)
        sought(other)
        Visit.objects.filter(pk=other.visit.pk).update(technician=luo, state="booked")
        acting(lambda: visits.take_over(visit=other.visit, by=SYSTEM, now=now))
        other.visit.refresh_from_db()
        assert other.visit.by_hand_at == now


def says_yes(one: Walked, who: Technician) -> None:
    acting(lambda: visits.assign_by_hand(visit=one.visit, technician=who, why="电话里说好", by=DESK, now=one.now))


def test_the_one_the_customer_wants_is_offered_to_the_desk_though_it_is_none_of_the_usual(now: datetime) -> None:
    one = builders.a_repair(now=now, at="assigned")
    begins = at(now, 10) + timedelta(minutes=30)
    Visit.objects.filter(pk=one.visit.pk).update(wanted_from_at=begins, wanted_to_at=begins + timedelta(hours=1))
    assert (begins, 1) in {(each.from_at, each.free) for each in windows(one.repair, local_day(begins), one.now)}
    by = one.by(cast.XIAO_CHEN)
    one.do(lambda: TABLE.give("appointment", row=one.repair, by=by, now=one.now, fields={"window": begins}))
    assert (one.visit.state, one.visit.wanted_from_at) == ("booked", begins)


def test_a_technician_s_time_that_is_no_window_is_refused_on_its_field(now: datetime) -> None:
    one = builders.a_repair(now=now, at="assigned")
    begins = at(now, 10, days=1)
    for to_at in (begins, begins + WIDE / 2):
        fields, by = {"from_at": begins, "to_at": to_at}, one.by(cast.MASTER_LUO)
        with pytest.raises(Invalid) as refused:
            acting(lambda fields=fields, by=by: JOBS.give("booking", row=one.visit, by=by, now=one.now, fields=fields))
        assert refused.value.field == "from_at"


def test_a_customer_moves_into_no_longer_time_than_a_window(now: datetime) -> None:
    one = builders.a_repair(now=now, at="booked")
    begins = at(one.now, 10, days=2)
    span = {"from_at": begins, "to_at": begins + 3 * WIDE}
    with pytest.raises(visits.WindowGone):
        one.do(lambda: TABLE.give("window", row=one.repair, by=one.customer, now=one.now, fields=span))
    assert one.visit.state == "booked"
