"""Who works for two houses and has leave from one is away from that one alone: everywhere, and in everybody's words."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from anxin.core import outbox
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import Walked
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import LEAVES, TECHNICIANS
from anxin.domain.network.models import Absence, Leave, Outlet, Shift, Swap, Technician
from anxin.domain.network.queries import leave_and_swaps, technicians, weeks
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits import actions as visits_actions
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits
from anxin.domain.visits.actions.offers import NotFit
from anxin.domain.visits.models import Offer, OutletOrder
from anxin.domain.visits.rules import local_day
from tests import builders
from tests.domain.network.test_desk import somebody
from tests.domain.visits.test_windows import able

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")
HERE, THERE = cast.OUTLET_WUHOU.slug, cast.OUTLET_TANGXIA.slug


def luo() -> Technician:
    return Technician.objects.get(number=cast.MASTER_LUO.number)


def house(slug: str) -> Organisation:
    return people.organisation(slug)


def own() -> Actor:
    return Actor(kind="technician", id=str(luo().account_id), roles=frozenset({"technician"}))


def shared(now: datetime, *, who: Technician | None = None, asked: bool = False) -> Outlet:
    """Have somebody work for another house too; `asked`: it serves Chengdu as well."""
    other = Outlet.objects.get(code="AX-DG-01")
    for brand in map(people.organisation, (cast.HEYAN.slug, cast.QINGFENG.slug)):
        acting(partial(network.engage, technician=who or luo(), outlet=other, brand=brand, by=SYSTEM, now=now))
        if asked:
            acting(partial(network.widen, outlet=other, brand=brand, division="5101", now=now))
    return other


def leave(slug: str, day: date, now: datetime, who: Technician | None = None) -> Absence:
    """Give leave for a day as the house that alone it is from."""
    by = somebody("outlet_manager", slug)
    fields = {"from_date": day, "to_date": day}
    acting(lambda: TECHNICIANS.give("leave", row=who or luo(), by=by, now=now, fields=fields))
    return Absence.objects.latest("id")


@pytest.fixture
def one(now: datetime) -> Walked:
    return builders.a_repair(now=now, at="booked")


def day_of(one: Walked) -> date:
    return local_day(one.visit.wanted_from_at)


class TestWhatHeHolds:
    def test_for_another_house_stays_with_him(self, one: Walked) -> None:
        shared(one.now)
        assert leave(THERE, day_of(one), one.now).employer == house(THERE)
        assert one.visit.state == "booked"
        assert not outbox.Message.objects.filter(template="notices.repair_another").exists()
        free = [each.free for each in visits.own_windows_on(one.visit, [day_of(one)], now=one.now)]
        assert any(free), "he may be booked there on that day as before"

    def test_for_the_house_that_gives_it_goes_to_another_and_for_the_other_he_may_go(self, one: Walked) -> None:
        other = shared(one.now, asked=True)
        leave(HERE, day_of(one), one.now)
        assert one.visit.state == "open"
        found = {each.technician: each.outlet for each in gateway.candidates(one.visit, now=one.now)}
        assert found[luo()] == other
        assert gateway.hindrances(one.visit, now=one.now)[luo().number] != "away"

    def test_goes_on_where_the_house_that_gives_it_is_the_only_one_asked(self, one: Walked) -> None:
        shared(one.now)
        leave(HERE, day_of(one), one.now)
        assert luo() not in {each.technician for each in gateway.candidates(one.visit, now=one.now)}
        assert gateway.hindrances(one.visit, now=one.now)[luo().number] == "away"

    @pytest.mark.parametrize(("whose", "stands"), [(HERE, "withdrawn"), (THERE, "sent")])
    def test_he_is_asked_for_stays_where_it_is_for_another_house(self, whose: str, stands: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="named")
        shared(one.now)
        leave(whose, day_of(one), one.now)
        assert [each.state for each in Offer.objects.all()] == [stands]

    def test_he_is_named_for_by_no_outlet_that_gave_it(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="ordered")
        shared(one.now, asked=True)
        leave(HERE, day_of(one), one.now)
        order, boss = OutletOrder.objects.get(), one.by(cast.BOSS_HE)
        with pytest.raises(NotFit):
            acting(lambda: visits_actions.name_technician(order=order, technician=luo(), by=boss, now=one.now))
        assert [
            each.outlet.code for each in gateway.candidates(one.visit, now=one.now) if each.technician == luo()
        ] == ["AX-DG-01"]


class TestRights:
    def test_an_outlet_gives_leave_from_itself_alone_and_ends_no_other_s(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        day, by = now.date() + timedelta(days=2), somebody("outlet_manager", THERE)
        fields = {"from_date": day, "to_date": day, "employer": HERE}
        with pytest.raises(Invalid) as refused:
            acting(lambda: TECHNICIANS.give("leave", row=luo(), by=by, now=now, fields=fields))
        assert (refused.value.field, refused.value.facts["got"]) == ("employer", HERE)
        row = leave(HERE, day, now)
        assert technicians.absences(luo(), now=now, reader=by.house) == []
        with pytest.raises(AnxinError):
            acting(lambda: TECHNICIANS.give("absence-end", row=luo(), by=by, now=now, fields={"absence": str(row.pk)}))
        he = somebody("outlet_manager", HERE)
        acting(lambda: TECHNICIANS.give("absence-end", row=luo(), by=he, now=now, fields={"absence": str(row.pk)}))
        assert Absence.objects.get().ended_at == now

    def test_the_desk_says_from_whom_or_from_all(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        first = now.date() + timedelta(days=2)
        for ahead, whom in enumerate((THERE, "all")):
            day = first + timedelta(days=ahead)
            fields = {"from_date": day, "to_date": day, "employer": whom}
            acting(partial(TECHNICIANS.give, "leave", row=luo(), by=KEEPER, now=now, fields=fields))
        assert [each.employer for each in Absence.objects.order_by("from_date")] == [house(THERE), None]

    def test_of_who_works_for_one_house_it_is_from_all(self, now: datetime) -> None:
        ground.lay(now=now)
        assert leave(HERE, now.date() + timedelta(days=2), now).employer is None

    def test_illness_is_from_all_whoever_says_it_and_beside_leave_from_one(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        leave(HERE, now.date(), now)
        by = somebody("outlet_manager", THERE)
        acting(lambda: TECHNICIANS.give("sick", row=luo(), by=by, now=now, fields={"to_date": now.date()}))
        assert not queries.hours_of(luo(), day=now.date(), houses=[house(THERE).pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.filter(kind="sick").update(employer=house(HERE))
        with pytest.raises(network.Overlaps):
            leave(THERE, now.date(), now)


class TestWishes:
    def ask(self, now: datetime, whom: str) -> Leave:
        day = now.date() + timedelta(days=2)
        fields = {"from_date": day, "to_date": day, "employer": whom}
        acting(lambda: TECHNICIANS.give("leave-wish", row=luo(), by=own(), now=now, fields=fields))
        return Leave.objects.latest("id")

    def test_of_one_house_are_read_and_answered_by_that_one(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        wish = self.ask(now, THERE)
        assert set(Notice.objects.filter(code="leave_asked").values_list("account__username", flat=True)) == {
            cast.BOSS_TANG.username
        }
        here, there = somebody("outlet_manager", HERE), somebody("outlet_manager", THERE)
        assert [one.outlet for one in leave_and_swaps.waiting(there)] == [house(THERE).name]
        assert leave_and_swaps.waiting(here) == leave_and_swaps.of_technician(luo(), reader=here.house) == []
        with pytest.raises(leave_and_swaps.NoSuchWish):
            leave_and_swaps.find("leave", str(wish.pk), actor=here)
        with pytest.raises(AnxinError):
            acting(lambda: LEAVES.give("agree", row=wish, by=here, now=now, fields={}))
        acting(lambda: LEAVES.give("agree", row=wish, by=there, now=now, fields={}))
        assert Absence.objects.get().employer == house(THERE)
        assert not Notice.objects.filter(code="member_away", account__username=cast.BOSS_HE.username).exists()

    def test_of_all_take_him_from_all(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        wish, he = self.ask(now, "all"), somebody("outlet_manager", HERE)
        acting(lambda: LEAVES.give("agree", row=wish, by=he, now=now, fields={}))
        row = Absence.objects.get()
        assert row.employer is None
        assert not queries.hours_of(luo(), day=row.from_date, houses=[house(THERE).pk])


class TestWeeks:
    def test_name_from_whom_he_has_leave_and_his_hours_for_the_others(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        day = local_day(now)
        leave(HERE, day, now)
        he, tang = (weeks.days_ahead(luo(), now=now, reader=house(one).pk)[0] for one in (HERE, THERE))
        his = weeks.days_ahead(luo(), now=now)[0]
        assert (he.absent, he.hours, tang.absent) == ("leave", (), "")
        assert his.hours == tang.hours != ()
        assert (his.absent, his.apart) == ("", (("leave", house(HERE).name),))
        (row,) = technicians.listed(
            builders.actor(cast.ADMIN, now=now),
            technicians.TechnicianFilter(text=luo().number),
            now=now,
            offset=0,
            limit=2,
        )
        assert row.stands != "absent"

    def test_of_who_has_leave_from_all_of_them_one_by_one_say_that_he_is_away(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        for slug in (HERE, THERE):
            leave(slug, local_day(now), now)
        assert weeks.days_ahead(luo(), now=now)[0].absent == "leave"
        sought = technicians.TechnicianFilter(text=luo().number, stands="absent")
        (row,) = technicians.listed(builders.actor(cast.ADMIN, now=now), sought, now=now, offset=0, limit=2)
        assert (row.stands, row.absent_until) == ("absent", local_day(now))
        deng = builders.actor(cast.XIAO_DENG, now=now)
        shown = repairs.field_day(deng, day=local_day(now), now=now, most=9).hands
        assert not next(one for one in shown if one.number == luo().number).works

    def test_are_swapped_on_no_such_day(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        day, colleague = local_day(now) + timedelta(days=2), able()[-1]
        acting(lambda: network.keep_day(technician=colleague, day=day, hours=(), by=KEEPER, now=now))
        leave(THERE, day, now)
        fields = {"colleague": colleague.number, "day": day}
        with pytest.raises(network.NoSwap):
            acting(lambda: TECHNICIANS.give("swap", row=luo(), by=own(), now=now, fields=fields))
        assert not Swap.objects.exists()


def test_absences_of_before_are_from_all(now: datetime) -> None:
    ground.lay(now=now)
    shared(now)
    day = local_day(now)
    row = Absence.objects.create(technician=luo(), kind="leave", from_date=day, to_date=day)
    Shift.objects.create(technician=luo(), absence=row, date=day, from_min=0, to_min=0)
    several = [[], [house(HERE).pk], [house(THERE).pk], [house(HERE).pk, house(THERE).pk]]
    assert not any(queries.hours_of(luo(), day=day, houses=houses) for houses in several)
