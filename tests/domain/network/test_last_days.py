"""A technician's last day with an employer: no job after it there, all before it; then it ends by itself."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from anxin.core import outbox, timeline
from anxin.core.acting import acting
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import STEPS, Walked
from anxin.domain.ledger.queries import cash
from anxin.domain.network import actions as network
from anxin.domain.network import queries, tasks
from anxin.domain.network.actions.last_days import AWAY_DAYS
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.models import Absence, Engagement, Leave, Shift
from anxin.domain.network.queries import last_days, technicians, weeks
from anxin.domain.notices.models import Notice
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries import freed_jobs, words
from anxin.domain.visits.rules import local_day, local_midnight
from tests import builders
from tests.domain.ledger.test_cash import agreed, confirms, takes
from tests.domain.network.test_desk import somebody
from tests.domain.network.test_leave_of_one_employer import HERE, KEEPER, THERE, day_of, house, luo, own, shared

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def say(day: date, now: datetime, slug: str = HERE) -> None:
    """Say his last day as the house he leaves."""
    by = somebody("outlet_manager", slug)
    fields = {"last_date": day, "why": "moves away"}
    acting(lambda: TECHNICIANS.give("last-day", row=luo(), by=by, now=now, fields=fields))


def take_back(now: datetime) -> None:
    by = somebody("outlet_manager", HERE)
    acting(lambda: TECHNICIANS.give("last-day-back", row=luo(), by=by, now=now, fields={}))


def pass_day(day: date, *, hours: int = 25) -> None:
    tasks.end_employments.func(now=local_midnight(day) + timedelta(hours=hours))


def works(slug: str = HERE) -> bool:
    return last_days.employs(luo(), house(slug).pk)


@pytest.fixture
def one(now: datetime) -> Walked:
    """Have him booked for tomorrow."""
    walked = builders.a_repair(now=now, at="booked")
    begins, ends = (each + ONE_DAY for each in (walked.visit.wanted_from_at, walked.visit.wanted_to_at))
    Visit.objects.filter(pk=walked.visit.pk).update(wanted_from_at=begins, wanted_to_at=ends)
    return walked


class TestSaid:
    def test_sends_on_at_once_what_he_holds_after_it_and_tells_its_customer(self, one: Walked) -> None:
        wanted = one.visit.wanted_from_at
        say(day_of(one) - ONE_DAY, one.now)
        assert one.visit.state == "open"
        assert one.visit.wanted_from_at == wanted, "the customer keeps the window where another can come"
        assert outbox.Message.objects.filter(template="notices.repair_another").count() == 1
        assert luo() not in {each.technician for each in gateway.candidates(one.visit, now=one.now)}
        assert gateway.hindrances(one.visit, now=one.now)[luo().number] == "away"

    def test_leaves_with_him_what_he_holds_on_it_or_for_another_employer(self, one: Walked) -> None:
        shared(one.now)
        say(day_of(one), one.now)
        assert one.visit.state == "booked"
        say(day_of(one) - ONE_DAY, one.now, THERE)
        assert one.visit.state == "booked"
        free = [each.free for each in visits.own_windows_on(one.visit, [day_of(one)], now=one.now)]
        assert any(free)

    def test_offers_no_window_of_his_after_it_there(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        day = day_of(one)
        asked = {"product": one.repair.product, "spot": gateway.spot_of(one.repair.place), "now": one.now}
        several = (gateway.free_windows(day=day + timedelta(days=n), **asked) for n in (1, 2, 3))
        fewer = [max(each.free for each in some) - 1 for some in several]
        say(day, one.now)
        after = [day + timedelta(days=n) for n in (1, 2, 3)]
        assert [max(each.free for each in gateway.free_windows(day=at, **asked)) for at in after] == fewer
        assert not any(each.free for each in visits.own_windows_on(one.visit, after, now=one.now))
        assert [bool(queries.hours_of(luo(), day=each, houses=[house(HERE).pk])) for each in after] == [False] * 3

    def test_names_beforehand_what_goes_to_others_and_nothing_else(self, one: Walked) -> None:
        day, employer = day_of(one), house(HERE)
        ask = partial(freed_jobs.after_last_day, luo(), employer=employer, now=one.now)
        assert [(each.number, each.promised) for each in ask(day=day - ONE_DAY)] == [(one.visit.number, True)]
        assert ask(day=day) == []
        assert freed_jobs.after_last_day(luo(), employer=house(THERE), day=day - ONE_DAY, now=one.now) == []

    def test_names_beforehand_a_job_without_a_window_that_may_not_be_done_by_then(self, one: Walked) -> None:
        began = local_midnight(local_day(one.now))
        wish = {"wanted_from_at": began, "wanted_to_at": began + timedelta(days=5)}
        Visit.objects.filter(pk=one.visit.pk).update(state="assigned", **wish)
        asked = {"employer": house(HERE), "now": one.now}
        for day, named in ((local_day(one.now), True), (local_day(began + timedelta(days=6)), False)):
            goes = freed_jobs.after_last_day(luo(), day=day, **asked)
            stays = freed_jobs.unless_done(luo(), day=day, **asked)
            assert [each.number for each in (*goes, *stays)] == [one.visit.number] * named
        assert not any(each.promised for each in (*goes, *stays))

    def test_names_beforehand_the_counties_where_nobody_is_left(self, one: Walked) -> None:
        ends = list(luo().engagements.filter(to_at=None, outlet__organisation=house(HERE)))
        assert words.told_of_ends(ends, now=one.now) == []
        others = Engagement.objects.filter(outlet__organisation=house(HERE)).exclude(technician=luo())
        others.update(to_at=one.now)
        for day in (None, local_day(one.now) + 9 * ONE_DAY):
            told = words.told_of_ends(ends, now=one.now, day=day)
            assert any("武侯区" in each for each in told), told
        assert words.told_of_ends(ends[:0], now=one.now) == []

    def test_once_more_changes_nothing_and_another_day_takes_its_place(self, now: datetime) -> None:
        ground.lay(now=now)
        day = local_day(now) + timedelta(days=9)
        for _again in range(2):
            say(day, now)
        assert [each.code for each in timeline.read(luo().stream())].count("network.last_day") == 1
        say(day + ONE_DAY, now)
        assert [each.day for each in last_days.said_of(luo())] == [day + ONE_DAY]
        assert queries.hours_of(luo(), day=day + ONE_DAY, houses=[house(HERE).pk]) != ()
        assert Shift.objects.filter(absence__kind="left").count() == AWAY_DAYS

    @pytest.mark.parametrize("days", [-1, 367])
    def test_is_no_day_before_today_nor_after_a_year(self, days: int, now: datetime) -> None:
        ground.lay(now=now)
        day = local_day(now) + timedelta(days=days)
        with pytest.raises(Invalid) as refused:
            say(day, now)
        assert (refused.value.field, refused.value.facts["got"]) == ("last_date", day.isoformat())
        assert local_day(now).isoformat() in str(refused.value.facts["expected"])

    def test_is_taken_back_until_then_and_what_went_to_another_stays_there(self, one: Walked) -> None:
        say(day_of(one) - ONE_DAY, one.now)
        take_back(one.now)
        assert one.visit.state == "open"
        assert queries.hours_of(luo(), day=day_of(one), houses=[house(HERE).pk]) != ()
        assert last_days.said_of(luo()) == []
        with pytest.raises(AnxinError):
            take_back(one.now)
        pass_day(day_of(one))
        assert works()

    def test_is_read_by_the_employer_it_concerns_the_desk_and_himself(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        day = local_day(now)
        say(day, now)
        assert last_days.said_of(luo(), reader=house(THERE).pk) == []
        assert [each.day for each in last_days.said_of(luo(), reader=house(HERE).pk)] == [day]
        assert technicians.absences(luo(), now=now) == [], "it is no leave that ends"
        assert weeks.days_ahead(luo(), now=now)[1].apart == (("left", house(HERE).name),)
        assert weeks.days_ahead(luo(), now=now, reader=house(HERE).pk)[1].absent == "left"
        assert Notice.objects.filter(code="last_day_yours", account=luo().account_id).exists()
        assert Notice.objects.filter(code="member_leaves", account__username=cast.BOSS_HE.username).exists()
        assert not Notice.objects.filter(code="member_leaves", account__username=cast.BOSS_TANG.username).exists()
        (row,) = technicians.listed(
            builders.actor(cast.ADMIN, now=now),
            technicians.TechnicianFilter(text=luo().number),
            now=now,
            offset=0,
            limit=2,
        )
        assert row.last_date == day

    def test_the_desk_says_of_which_of_several_employers(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        fields = {"last_date": local_day(now), "why": "moves"}
        give = partial(TECHNICIANS.give, "last-day", row=luo(), by=KEEPER, now=now)
        with pytest.raises(Invalid) as refused:
            acting(lambda: give(fields=fields))
        assert refused.value.field == "employer"
        acting(lambda: give(fields={**fields, "employer": THERE}))
        assert [each.employer for each in last_days.said_of(luo())] == [house(THERE)]

    def test_leaves_leave_from_another_employer_possible_and_is_of_one_only(self, now: datetime) -> None:
        ground.lay(now=now)
        day = local_day(now) + timedelta(days=3)
        say(day, now)
        span = {"from_date": day + ONE_DAY, "to_date": day + ONE_DAY}
        acting(lambda: network.absent(technician=luo(), kind="leave", by=KEEPER, now=now, **span))
        with pytest.raises(IntegrityError), transaction.atomic():
            Absence.objects.filter(kind="left").update(employer=None)


class TestOver:
    def test_ends_every_employment_there_by_itself_once_and_after_a_downtime_too(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        day = local_day(now) + timedelta(days=2)
        say(day, now)
        pass_day(day, hours=20)
        assert works()
        for hours in (24 * 5, 24 * 6):
            pass_day(day, hours=hours)
        assert (works(), works(THERE)) == (False, True)
        told = [each.code for each in timeline.read(luo().stream())]
        assert told.count("network.release") == Engagement.objects.filter(technician=luo(), to_at__isnull=False).count()
        assert not Shift.objects.filter(absence__kind="left").exists()
        assert last_days.said_of(luo()) == []

    def test_lets_who_is_on_the_way_go_there(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_the_way")
        say(local_day(one.now), one.now)
        assert one.visit.state == "on_the_way"
        pass_day(local_day(one.now))
        assert not works()
        assert (one.visit.state, one.visit.technician) == ("on_the_way", luo())
        for step in ("on_site", "quoted", "agreed", "billed", "coded"):
            STEPS[step](one)
        assert one.visit.state == "finished", "what he has begun he finishes"

    def test_waits_for_the_end_of_a_night_that_began_on_it(self, now: datetime) -> None:
        ground.lay(now=now)
        day = local_day(now)
        acting(lambda: network.keep_day(technician=luo(), day=day, hours=((1320, 1800),), by=KEEPER, now=now))
        say(day, now)
        pass_day(day, hours=29)
        assert works()
        pass_day(day, hours=31)
        assert not works()

    def test_ends_with_an_employment_that_ends_at_once(self, now: datetime) -> None:
        ground.lay(now=now)
        say(local_day(now) + timedelta(days=5), now)
        for row in technicians.employments(luo()):
            acting(partial(network.dismiss, engagement=row, by=KEEPER, now=now))
        assert not last_days.standing().exists()
        assert not Shift.objects.filter(absence__kind="left").exists()


class TestCash:
    def test_of_who_leaves_stands_at_finance_and_his_outlet_until_it_is_handed_in(self, now: datetime) -> None:
        ground.lay(now=now)
        bill = agreed(now)
        confirms(bill, takes(bill, luo(), now), now)
        assert cash.ending_holders(house(HERE).pk) == []
        day = local_day(now)
        say(day, now)
        (held,) = cash.cash_accounts()
        assert (held.last_date, held.works) == (day, True)
        assert [(each.number, each.fen) for each in cash.ending_holders(house(HERE).pk)] == [(luo().number, 10000)]
        pass_day(day)
        (held,) = cash.cash_accounts()
        assert (held.last_date, held.works) == (None, False)
        assert [each.fen for each in cash.ending_holders(house(HERE).pk)] == [10000]
        assert cash.ending_holders(house(THERE).pk) == []


class TestWishes:
    def ask(self, now: datetime, whom: str) -> Leave:
        day = local_day(now) + timedelta(days=2)
        fields = {"from_date": day, "to_date": day, "employer": whom}
        acting(lambda: TECHNICIANS.give("leave-wish", row=luo(), by=own(), now=now, fields=fields))
        return Leave.objects.latest("id")

    def leave_house(self, slug: str, now: datetime) -> None:
        for row in technicians.employments(luo()):
            if row.outlet.organisation == house(slug):
                acting(partial(network.dismiss, engagement=row, by=KEEPER, now=now))

    def test_of_an_employer_he_leaves_fall_away_and_he_is_told(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        gone, stays = self.ask(now, THERE), self.ask(now + ONE_DAY, HERE)
        self.leave_house(THERE, now)
        assert [Leave.objects.get(pk=each.pk).state for each in (gone, stays)] == ["lapsed", "asked"]
        assert Notice.objects.filter(code="leave_lapsed", account=luo().account_id).count() == 1

    def test_from_all_stay_while_he_works_for_anybody(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        wish = self.ask(now, "all")
        self.leave_house(THERE, now)
        assert Leave.objects.get(pk=wish.pk).state == "asked"
        self.leave_house(HERE, now)
        assert Leave.objects.get(pk=wish.pk).state == "lapsed"

    def test_that_waited_for_an_employer_of_before_fall_away_after_an_upgrade(self, now: datetime) -> None:
        ground.lay(now=now)
        shared(now)
        wish = self.ask(now, THERE)
        Engagement.objects.filter(outlet__organisation=house(THERE)).update(to_at=now)
        tasks.end_employments.func(now=now)
        assert Leave.objects.get(pk=wish.pk).state == "lapsed"
