"""A job taken without a window, once somebody has it: its hours are agreed with him, it lies on the first day left."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.demo import cast, ground
from anxin.demo.walk import Walked
from anxin.domain.network import actions as network
from anxin.domain.network.models import Technician
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repair_actions
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.commands.appointments import windows
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions, queries, rules, tasks
from anxin.domain.visits.models import Offer, Visit, Window
from anxin.domain.visits.queries import FieldStop, FreeWindow
from tests import builders
from tests.domain.visits.test_vouched import POOL, put
from tests.domain.visits.test_without_window import DAYS, fill, reported, says, sought

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def by(member: cast.Member, now: datetime) -> Actor:
    account = people.account(member.username)
    assert account is not None
    return actors.actor_of_account(account, now=now)


def himself(technician: Technician | None, now: datetime) -> Actor:
    assert technician is not None
    assert technician.account is not None
    return actors.actor_of_account(technician.account, now=now)


@pytest.fixture
def held(now: datetime) -> Visit:
    """Report without a window, where all are taken; whoever is asked first says yes."""
    ground.lay(now=now)
    says("network.days_ahead", DAYS, now)
    says("network.without_window", True, now)
    fill(now)
    visit = sought(reported(now), now)
    offer = Offer.objects.earliest("id")
    acting(lambda: actions.accept(offer=offer, by=himself(offer.technician, now), now=now))
    visit.refresh_from_db()
    assert (visit.state, rules.any_time(visit.wanted_from_at, visit.wanted_to_at)) == ("assigned", True)
    return visit


def repair() -> Repair:
    return Repair.objects.get()


def his(visit: Visit, now: datetime) -> FreeWindow:
    """Return a window of tomorrow in which the technician can come."""
    tomorrow = rules.local_day(now) + DAY
    several = queries.own_windows(visit, days=2, now=now)
    return next(one for one in several if one.free and rules.local_day(one.from_at) == tomorrow)


def books(at: datetime, now: datetime) -> None:
    deng = by(cast.XIAO_DENG, now)
    acting(lambda: TABLE.give("appointment", row=repair(), by=deng, now=now, fields={"window": at}))


class TestHours:
    def test_of_the_whole_wish_are_no_window_to_book(self, held: Visit, now: datetime) -> None:
        technician = himself(held.technician, now)
        span = {"from_at": held.wanted_from_at, "to_at": held.wanted_to_at}
        with pytest.raises(Invalid) as refused:
            acting(lambda: actions.book(visit=held, **span, by=technician, now=now))
        assert refused.value.field == "to_at"
        held.refresh_from_db()
        assert (held.state, held.appointments.count()) == ("assigned", 0)

    def test_are_booked_by_the_desk_where_who_has_it_can_come_though_all_windows_are_promised(
        self, held: Visit, now: datetime
    ) -> None:
        one = his(held, now)
        assert one in windows(repair(), rules.local_day(one.from_at), now)
        books(one.from_at, now)
        held.refresh_from_db()
        assert (held.state, held.wanted_from_at, held.wanted_to_at) == ("booked", one.from_at, one.to_at)

    def test_are_refused_the_desk_where_who_has_it_can_not_come(self, held: Visit, now: datetime) -> None:
        one = his(held, now)
        assert held.outlet is not None
        day = rules.local_day(one.from_at)
        keeper, outlet = by(cast.XIAO_DENG, now), held.outlet
        acting(lambda: network.close(outlet=outlet, from_date=day, to_date=day, why="盘点", by=keeper, now=now))
        with pytest.raises(actions.NoRoom):
            books(one.from_at, now)


class TestBoard:
    def test_has_it_on_the_first_day_left_alone(self, held: Visit, now: datetime) -> None:
        today, deng = rules.local_day(now), by(cast.XIAO_DENG, now)

        def days(at: datetime) -> list[int]:
            return [n for n in range(-1, DAYS + 2) if stops(n, at)]

        def stops(n: int, at: datetime) -> tuple[FieldStop, ...]:
            return repairs.field_day(deng, day=today + n * DAY, now=at, most=100).stops

        assert days(now) == [0]
        assert days(now + DAY) == [1]
        assert days(now + (DAYS + 1) * DAY) == [DAYS + 1]
        (stop,) = stops(1, now + DAY)
        assert (stop.from_at, stop.to_at) == (now + DAY, rules.local_midnight(today + 2 * DAY))
        assert not stop.agreed


class TestClosure:
    @pytest.mark.parametrize(
        ("first", "last", "state"),
        [(DAYS - 1, DAYS + 4, "assigned"), (0, 0, "assigned"), (0, DAYS, "open")],
    )
    def test_lets_it_go_only_where_no_day_is_left(
        self, held: Visit, first: int, last: int, state: str, now: datetime
    ) -> None:
        today, outlet = rules.local_day(now), held.outlet
        assert outlet is not None
        span = {"from_date": today + first * DAY, "to_date": today + last * DAY}
        keeper = by(cast.XIAO_DENG, now)
        acting(lambda: network.close(outlet=outlet, why="盘点", **span, by=keeper, now=now))
        held.refresh_from_db()
        assert held.state == state
        assert (held.technician is None) is (state == "open")


class TestIllness:
    @pytest.mark.parametrize(("day", "state"), [(0, "open"), (1, "assigned")])
    def test_lets_it_go_where_it_falls_on_the_day_for_which_he_was_found(
        self, held: Visit, day: int, state: str, now: datetime
    ) -> None:
        first = rules.local_day(Offer.objects.get(state="accepted").arrive_at) + day * DAY
        row, keeper = held.technician, by(cast.XIAO_DENG, now)
        assert row is not None
        span = {"kind": "sick", "from_date": first, "to_date": first}
        acting(lambda: network.absent(technician=row, **span, by=keeper, now=now))
        held.refresh_from_db()
        assert held.state == state
        if state == "open":
            asked(now)
            assert Offer.objects.filter(state="sent").exclude(technician=row).exists(), "it is offered anew"


def asked(now: datetime) -> None:
    tasks.seek.func(visit=str(Visit.objects.get().id), now=now)


class TestVouching:
    def test_is_asked_of_the_day_he_would_come_not_of_the_day_it_was_reported(self, now: datetime) -> None:
        ground.lay(now=now)
        says("network.days_ahead", DAYS, now)
        says("network.without_window", True, now)
        fill(now)
        made = reported(now)
        later_on = now + DAY
        put([(1, 60, "authorised", ("", "门锁"))] * len(POOL), POOL, lost=False, now=now)
        visit = sought(made, later_on)
        offer = Offer.objects.earliest("id")
        acting(lambda: actions.accept(offer=offer, by=himself(offer.technician, later_on), now=later_on))
        visit.refresh_from_db()
        assert visit.state == "assigned"


class TestInstead:
    """A window is moved, gone on with or wanted after all where every window is taken."""

    @pytest.fixture(autouse=True)
    def _laid(self, now: datetime) -> None:
        ground.lay(now=now)
        says("network.days_ahead", DAYS, now)
        says("network.without_window", True, now)

    def give(self, one: Walked, who: Actor) -> None:
        one.do(lambda: TABLE.give("soonest", row=one.repair, by=who, now=one.now, fields={}))
        one.repair.refresh_from_db()

    def test_of_a_booked_window_whoever_can_come_soonest_is_asked(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        before = one.visit.wanted_from_at
        fill(one.now)
        self.give(one, by(cast.XIAO_CHEN, one.now))
        visit = one.visit
        assert (visit.state, visit.technician, rules.any_time(visit.wanted_from_at, visit.wanted_to_at)) == (
            *("open", None),
            True,
        )
        assert visit.wanted_from_at == one.now, "its place among those who wait is that of this moment"
        assert Window.objects.get(from_at=before).taken == 0, "his window is given back"
        order = visit.outlet_orders.get()
        assert order.state == "accepted", "the outlet that had it names whoever can come soonest"

    def test_it_goes_on_without_one_after_waiting(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        chen = by(cast.XIAO_CHEN, one.now)
        one.do(
            lambda: TABLE.give("waiting", row=one.repair, by=chen, now=one.now, fields={"on": "part", "why": "锁体"})
        )
        one.repair.refresh_from_db()
        fill(one.now)
        self.give(one, chen)
        visit = one.visit
        assert (one.repair.state, rules.any_time(visit.wanted_from_at, visit.wanted_to_at)) == ("triaged", True)

    def test_is_refused_while_one_is_free(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        with pytest.raises(repair_actions.WindowWanted):
            self.give(one, by(cast.XIAO_CHEN, one.now))
        assert one.visit.state == "booked"

    def test_is_not_offered_where_the_brand_wants_a_window(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        says("network.without_window", False, now)
        fill(one.now)
        with pytest.raises(WrongState):
            self.give(one, by(cast.XIAO_CHEN, one.now))

    def test_is_the_customers_own_to_choose(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        fill(one.now)
        customer = one.customer
        if "soonest" in TABLE.allowed(repairs.situation(one.repair, by=customer, now=one.now), customer):
            self.give(one, customer)
            assert one.visit.state == "open"
        else:
            assert not repairs.situation(one.repair, by=customer, now=one.now).free_to_move
