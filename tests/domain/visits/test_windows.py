"""A window is promised where somebody can come: by hours, skill, route, quota; and once it is taken it is gone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM, Actor
from anxin.core.ids import uuid7
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.demo.walk import a_report
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product
from anxin.domain.network import actions as network
from anxin.domain.network import queries as network_queries
from anxin.domain.network.models import Engagement, Outlet, Technician, Territory
from anxin.domain.network.rules.working_hours import Week
from anxin.domain.people import actions as persons
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.places import gateway as places
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Reservation, Visit
from anxin.domain.visits.queries import loads
from tests import builders

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")


def product() -> Product:
    return goods.product(brand=cast.HEYAN.slug, code="S3")


def spot(address: str = cast.MS_ZHANG.address) -> gateway.Spot:
    found = places.read(address)
    return gateway.Spot(code=found.code, lng=found.lng, lat=found.lat, outside=found.outside)


def free(now: datetime, *, days: int = 1, address: str = cast.MS_ZHANG.address) -> dict[int, int]:
    day = (now + timedelta(days=days)).astimezone(SHANGHAI).date()
    found = gateway.free_windows(product=product(), spot=spot(address), day=day, now=now)
    return {one.from_at.astimezone(SHANGHAI).hour: one.free for one in found}


def at(now: datetime, hour: int, *, days: int = 1) -> datetime:
    day = (now + timedelta(days=days)).astimezone(SHANGHAI)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def held(now: datetime, hour: int, n: int) -> repairs.Report:
    customer = cast.Customer(name=f"客户{n}", phone=f"1380000009{n}", address=cast.MS_ZHANG.address)
    begins = at(now, hour)
    report = a_report(now=now, customer=customer)
    return replace(
        report, wanted_from_at=begins, wanted_to_at=begins + timedelta(hours=2), holds=True, urgent=False, key=""
    )


def hire(outlet: Outlet, n: int, *, now: datetime, far: bool = False) -> None:
    """Take on somebody more; `far` off a day's driving doesn't bring him to the outlet's customers."""
    number, (lng, lat) = f"AX-9{n}", (75.99, 39.47) if far else (outlet.lng, outlet.lat)
    person = persons.enrol(name=f"帮手{n}", phone=f"138000{97000 + n}", now=now)
    technician = network.register_technician(
        person=person, account=None, number=number, called="师傅", lng=lng, lat=lat, since_date=now.date()
    )
    for skill in ("lock", "electric"):
        network.teach(technician=technician, code=skill, level=2, certificate=f"{number}-{skill}")
    network.set_week(technician=technician, week=Week.every(dict.fromkeys(range(7), ((7 * 60, 21 * 60),))))
    for brand in (people.organisation(one.slug) for one in (cast.HEYAN, cast.QINGFENG)):
        ground.authorise(brand, "technician", number, "维修", now=now)
        network.engage(technician=technician, outlet=outlet, brand=brand, by=SYSTEM, now=now)


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def able() -> list[Technician]:
    rows = Technician.objects.filter(engagements__outlet__code="AX-CD-01", skills__code=product().skill)
    return list(rows.distinct().order_by("number"))


class TestWindows:
    def test_count_whoever_works_then(self, now: datetime) -> None:
        everybody = len(able())
        assert set(free(now).values()) == {everybody}
        for one in able():
            week = Week.every(dict.fromkeys(range(7), ((8 * 60, 18 * 60),)))
            acting(lambda one=one, week=week: network.keep_week(technician=one, week=week, by=KEEPER, now=now))
        shown = free(now)
        assert shown[20] == 0  # nobody's shift covers it
        assert shown[16] == everybody

    @pytest.mark.parametrize("width", [60, 120, 210])
    def test_are_asked_for_as_wide_as_they_are_counted(self, now: datetime, width: int) -> None:
        acting(lambda: settings.propose(name="visits.window_min", value=width, valid_from=now, by=SYSTEM, now=now))
        days = [(now + timedelta(days=ahead)).astimezone(SHANGHAI).date() for ahead in range(3)]
        counted = [
            one for day in days for one in gateway.free_windows(product=product(), spot=spot(), day=day, now=now)
        ]
        ahead = [(one.from_at, one.to_at) for one in counted if one.from_at >= now + timedelta(hours=1)]
        assert [one for one in visits_queries.windows_asked(now=now) if one[0].date() in days] == ahead
        assert {to_at - from_at for from_at, to_at in ahead} == {timedelta(minutes=width)}

    def test_are_none_of_whoever_is_ill_closed_or_full(self, now: datetime) -> None:
        outlet, first = Outlet.objects.get(code="AX-CD-01"), able()[0]
        day = at(now, 8).date()
        acting(lambda: network.absent(technician=first, kind="sick", from_date=day, to_date=day, by=KEEPER, now=now))
        assert set(free(now).values()) == {len(able()) - 1}
        acting(lambda: network.close(outlet=outlet, from_date=day, to_date=day, why="盘点", by=KEEPER, now=now))
        assert set(free(now).values()) == {0}
        assert set(free(now, days=2).values()) == {len(able())}

    def test_count_nobody_who_cannot_get_there_however_many_can(self, now: datetime) -> None:
        outlet, everybody = Outlet.objects.get(code="AX-CD-01"), len(able())
        for n in range(6):
            acting(lambda n=n: hire(outlet, n, now=now, far=n == 0))
        shown = free(now)
        assert shown[8] == everybody + 5
        assert max(shown.values()) == everybody + 5

    def test_end_with_the_outlet_s_jobs_a_day(self, now: datetime) -> None:
        outlet = Outlet.objects.filter(code="AX-CD-01")
        outlet.update(capacity=0)
        assert set(free(now).values()) == {0}
        outlet.update(capacity=1)
        assert set(free(now).values()) == {1}
        acting(lambda: repairs.report(report=held(now, 10, 1), by=STRANGER, now=now))
        assert set(free(now).values()) == {0}  # the one job of the day is promised

    def test_of_an_outlet_whose_jobs_of_the_day_are_done_nobody_is_sent(self, now: datetime) -> None:
        row = builders.a_repair(now=now, at="triaged").visit
        Outlet.objects.filter(code="AX-CD-01").update(capacity=1)
        assert gateway.candidates(row, now=now)
        done = Visit.objects.get(pk=row.pk)
        done.pk, done.stream_key, done.state = uuid7(), uuid7(), "finished"
        done.outlet = Outlet.objects.get(code="AX-CD-01")
        done.save(force_insert=True)
        assert gateway.candidates(row, now=now) == []

    @pytest.mark.parametrize(("mode", "takes"), [("drop_off", False), ("mail_in", False), ("visit", True)])
    def test_of_an_outlet_are_not_taken_by_goods_on_its_bench_nor_is_its_bench_full_with_visits(
        self, now: datetime, mode: str, takes: bool
    ) -> None:
        row = builders.a_repair(now=now, at="triaged").visit
        Outlet.objects.filter(code="AX-CD-01").update(capacity=1)
        outlet = Outlet.objects.get(code="AX-CD-01")
        held = Visit.objects.get(pk=row.pk)
        held.pk, held.stream_key, held.state, held.mode = uuid7(), uuid7(), "assigned", mode
        held.outlet, held.technician = outlet, able()[0]
        held.save(force_insert=True)
        day = row.wanted_from_at.astimezone(SHANGHAI).date()
        assert loads.of_outlets([outlet], day=day)[outlet.pk] == takes
        assert loads.left([outlet], day=day) == {outlet.pk: not takes}
        assert bool(gateway.candidates(row, now=now)) is not takes
        row.mode = "drop_off"
        assert gateway.candidates(row, now=now), "a bench takes goods though its visits of the day are taken"

    def test_are_those_of_who_helps_out_where_the_others_have_nobody(self, now: datetime) -> None:
        Territory.objects.filter(outlet__code="AX-CD-01").update(kind="overflow")
        other = Outlet.objects.get(code="AX-DG-01")
        Territory.objects.create(outlet=other, brand=product().brand, division="5101", from_at=now)
        Engagement.objects.filter(outlet=other).delete()
        assert set(free(now).values()) == {len(able())}

    def test_are_by_hand_where_the_brand_has_told_nothing(self, now: datetime) -> None:
        Territory.objects.all().delete()
        assert gateway.by_hand(product=product(), spot=spot(), now=now)
        made = acting(lambda: repairs.report(report=held(now, 10, 1), by=STRANGER, now=now))
        assert made.repair.state == "submitted"


class TestWeek:
    """A noon break, and weeks in turn: a slot lies in neither what is free of work nor in the other week."""

    def keep(self, week: Week, now: datetime) -> None:
        for one in able():
            acting(lambda one=one: network.keep_week(technician=one, week=week, by=KEEPER, now=now))

    @pytest.mark.parametrize(
        "rest", [(12 * 60, 14 * 60), (10 * 60, 14 * 60), (11 * 60, 16 * 60 + 30), (10 * 60, 18 * 60)]
    )
    def test_with_a_break_has_no_slot_in_it(self, rest: tuple[int, int], now: datetime) -> None:
        self.keep(Week.every(dict.fromkeys(range(7), ((8 * 60, rest[0]), (rest[1], 20 * 60)))), now)
        shown = free(now)
        within = {hour for hour in shown if rest[0] <= hour * 60 and (hour + 2) * 60 <= rest[1]}
        assert within
        assert {shown[hour] for hour in within} == {0}
        beside = {hour for hour in shown if (hour + 2) * 60 <= rest[0] or rest[1] <= hour * 60 < 20 * 60}
        assert {shown[hour] for hour in beside if hour >= 8} == {len(able())}

    def test_with_a_break_leaves_jobs_of_morning_and_afternoon_where_they_are(self, now: datetime) -> None:
        row = builders.a_repair(now=now, at="booked").visit
        for hour, state in ((10, "booked"), (15, "booked"), (12, "open")):
            Visit.objects.filter(pk=row.pk).update(wanted_from_at=at(now, hour), wanted_to_at=at(now, hour + 2))
            self.keep(Week.every(dict.fromkeys(range(7), ((8 * 60, 12 * 60), (14 * 60, 20 * 60)))), now)
            row.refresh_from_db()
            assert row.state == state, hour

    def test_in_turn_has_slots_in_its_own_weeks_alone(self, now: datetime) -> None:
        day = at(now, 12).date()
        there, off = Week.every({day.weekday(): ((8 * 60, 18 * 60),)}).odd, Week.every({}).odd
        for odd, even in ((there, off), (off, there)):
            self.keep(Week(odd, even), now)
            works = Week(odd, even).on(day) != ()
            assert bool(sum(free(now).values())) == works
            field = network_queries.brief_field(day=day, now=now)
            goes = not field.gap(brand=product().brand_id, code=spot().code, skill=product().skill)
            assert goes == works
            asked = {"brand": product().brand, "skill": product().skill, "days": [day], "now": now}
            for code in ("", spot().code):
                worked = network_queries.hours_worked(**asked, code=code)[day]
                assert ((8 * 60, 18 * 60) in worked) == works


class TestNight:
    def nightly(self, now: datetime) -> None:
        """Let everybody able work from ten in the evening to six, where windows begin at night too."""
        for name, hour in (("network.windows_from_h", 0), ("network.windows_until_h", 24)):
            acting(
                lambda name=name, hour=hour: settings.propose(name=name, value=hour, valid_from=now, by=SYSTEM, now=now)
            )
        week = Week.every(dict.fromkeys(range(7), ((22 * 60, 30 * 60),)))
        for one in able():
            acting(lambda one=one: network.keep_week(technician=one, week=week, by=KEEPER, now=now))

    def over_midnight(self, now: datetime, state: str) -> Visit:
        """Return a visit that is wanted from eleven to one, tomorrow."""
        row = builders.a_repair(now=now, at=state).visit
        told = {"wanted_from_at": at(now, 23), "wanted_to_at": at(now, 1, days=2)}
        Visit.objects.filter(pk=row.pk).update(**told)
        return Visit.objects.get(pk=row.pk)

    def test_has_windows_where_somebody_works_before_and_after_midnight(self, now: datetime) -> None:
        self.nightly(now)
        everybody = len(able())
        assert {hour for hour, count in free(now, days=2).items() if count} == {0, 2, 4, 22}
        assert set(free(now, days=2).values()) == {0, everybody}
        day = (now + timedelta(days=2)).astimezone(SHANGHAI).date()
        worked = network_queries.hours_worked(brand=product().brand, skill=product().skill, days=[day], now=now)
        assert {(0, 360), (1320, 1800)} <= worked[day]

    def test_takes_of_both_days_and_of_none_beside(self, now: datetime) -> None:
        row = self.over_midnight(now, "assigned")
        assert row.outlet
        assert row.technician
        days = [(at(now, 12, days=ahead)).date() for ahead in (0, 1, 2, 3)]
        assert [loads.of_outlets([row.outlet], day=day)[row.outlet.pk] for day in days] == [0, 1, 1, 0]
        assert [loads.of_technician(row.technician, day=day) for day in days] == [0, 1, 1, 0]

    def test_somebody_who_works_then_is_found_until_its_window_is_over(self, now: datetime) -> None:
        row = self.over_midnight(now, "triaged")
        self.nightly(now)
        everybody = {one.number for one in able()}
        for moment in (at(now, 22), at(now, 23) + timedelta(minutes=59), at(now, 0, days=2) + timedelta(minutes=20)):
            assert {one.technician.number for one in gateway.candidates(row, now=moment)} == everybody, moment
        week = Week.every(dict.fromkeys(range(7), ((8 * 60, 18 * 60),)))
        for one in able():
            acting(lambda one=one: network.keep_week(technician=one, week=week, by=KEEPER, now=now))
        assert gateway.candidates(row, now=at(now, 0, days=2) + timedelta(minutes=20)) == []

    def test_a_job_stays_with_whom_it_lies_in_the_hours_of(self, now: datetime) -> None:
        row = self.over_midnight(now, "assigned")
        self.nightly(now)
        row.refresh_from_db()
        assert row.state == "assigned"
        assert row.technician
        day = at(now, 12).date()
        acting(lambda: network.keep_day(technician=row.technician, day=day, hours=(), by=KEEPER, now=now))
        row.refresh_from_db()
        assert (row.state, row.technician) == ("open", None)


class TestPromised:
    def test_is_taken_for_the_next_who_looks_and_refused_once_it_is_the_last(self, now: datetime) -> None:
        everybody = len(able())
        for n in range(everybody):
            acting(lambda n=n: repairs.report(report=held(now, 10, n), by=STRANGER, now=now))
            assert free(now)[10] == everybody - n - 1
        with pytest.raises(visits.WindowGone):
            acting(lambda: repairs.report(report=held(now, 10, 9), by=STRANGER, now=now))
        assert Repair.objects.count() == everybody
        assert free(now)[12] == everybody

    def test_stays_taken_while_somebody_is_looked_for_and_is_free_when_it_is_called_off(self, now: datetime) -> None:
        everybody = len(able())
        repair = acting(lambda: repairs.report(report=held(now, 10, 1), by=STRANGER, now=now)).repair
        agent = actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=now)
        acting(lambda: repairs.accept(repair=repair, by=agent, now=now))
        acting(lambda: repairs.triage(repair=repair, by=agent, now=now, automatic=False))
        assert not Reservation.objects.exists()
        assert free(now)[10] == everybody - 1
        acting(lambda: repairs.cancel(repair=repair, why="customer", by=agent, now=now))
        assert free(now)[10] == everybody

    def test_is_gone_on_a_day_on_which_everybody_is_closed(self, now: datetime) -> None:
        agent = actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=now)
        report = held(now, 10, 1)
        day = report.wanted_from_at.astimezone(SHANGHAI).date()
        span = {"from_date": day, "to_date": day, "why": "搬家", "by": agent, "now": now}
        for outlet in Outlet.objects.all():
            acting(lambda outlet=outlet: network.close(outlet=outlet, **span))
        with pytest.raises(visits.WindowGone):
            acting(lambda: repairs.report(report=report, by=STRANGER, now=now))
        with pytest.raises(visits.WindowGone):  # a stranger gives no reasons
            acting(lambda: repairs.report(report=replace(report, full_why="x"), by=STRANGER, now=now))
        assert not Repair.objects.exists()

    def test_is_free_again_when_the_case_ends_before_anybody_was_looked_for(self, now: datetime) -> None:
        agent = actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=now)
        repair = acting(lambda: repairs.report(report=held(now, 10, 1), by=STRANGER, now=now)).repair
        acting(lambda: repairs.cancel(repair=repair, why="customer", by=agent, now=now))
        assert not Reservation.objects.exists()
