"""What a technician contests of a job: who may, who judges it, by when, and what he is told; on a real database."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import clocks
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.errors import AnxinError, Forbidden, Invalid, WrongState
from anxin.demo import cast
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account, Role
from anxin.domain.quality import actions as quality
from anxin.domain.quality import queries
from anxin.domain.quality.commands import CONTESTED_JOBS, CONTESTS
from anxin.domain.quality.models import Contest
from anxin.domain.staff.models import Leave
from anxin.domain.visits.models import Offer
from tests import builders
from tests.builders import account

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"ground": "deducted", "why": "扣了 20 元,没说为什么"}


def closed(now: datetime) -> builders.Walked:
    builders.ground.lay(now=now)
    return builders.a_repair(now=now - timedelta(hours=8), at="closed")


def contest(one: builders.Walked, fields: dict[str, object] = WORDS, by: Actor | None = None) -> Contest:
    who = by or one.by(cast.MASTER_LUO)
    return one.do(lambda: CONTESTED_JOBS.give("contest", row=one.visit, by=who, now=one.now, fields=fields))


def judge(one: builders.Walked, name: str, by: Actor, why: str = "查过记录") -> None:
    row = Contest.objects.get()
    one.do(lambda: CONTESTS.give(name, row=row, by=by, now=one.now, fields={"why": why}))


def told(member: cast.Member) -> list[str]:
    return list(Notice.objects.filter(account=account(member)).order_by("at", "id").values_list("code", flat=True))


class TestContest:
    def test_says_what_is_wrong_with_the_pay_of_a_job_once(self, now: datetime) -> None:
        one = closed(now)
        row = contest(one)
        assert (row.about, row.state, row.repair) == ("pay", "opened", one.repair)
        assert "20 元" not in row.why_sealed
        with pytest.raises(quality.ContestedAlready):
            contest(one, {"ground": "not_settled", "why": "也没结"})
        assert contest(one, {"ground": "taken_away", "why": "改派过"}).about == "dispatch"
        with pytest.raises(WrongState):
            contest(one)
        assert Contest.objects.count() == 2

    def test_that_waits_is_listed_however_many_were_judged_since(self, now: datetime) -> None:
        one = closed(now)
        waits = contest(one)
        contest(one, {"ground": "taken_away", "why": "改派过"})
        Contest.objects.exclude(pk=waits.pk).update(
            state="stands", judged_by="staff:x", judged_why_sealed="x", created_at=now + timedelta(hours=1)
        )
        assert [row.id for row in queries.contests(one.by(cast.SUN), now=one.now, limit=1)] == [waits.pk]

    def test_is_no_strangers_and_needs_words(self, now: datetime) -> None:
        one = closed(now)
        for who in (cast.MASTER_LU, cast.XIAO_CHEN, cast.BOSS_HE):
            with pytest.raises(AnxinError):
                contest(one, by=one.by(who))
        for fields in ({"ground": "deducted", "why": " "}, {"ground": "weather", "why": "下雨"}, {"why": "没有"}):
            with pytest.raises(Invalid):
                contest(one, fields)
        with pytest.raises(AnxinError):
            queries.job(one.visit.number, actor=one.by(cast.MASTER_LU))
        assert not Contest.objects.exists()

    def test_of_an_offer_that_was_lost_is_of_the_dispatch_alone(self, now: datetime) -> None:
        one = closed(now)
        lu = builders.technician(cast.MASTER_LU)
        first = Offer.objects.filter(visit=one.visit).first()
        assert first is not None or one.visit.outlet is not None
        Offer.objects.create(
            visit=one.visit,
            technician=lu,
            outlet=one.visit.outlet,
            round=1,
            state="lapsed",
            created_at=now,
            updated_at=now,
            expires_at=now,
        )
        by = one.by(cast.MASTER_LU)
        (shown,) = queries.jobs(by)
        assert (shown.number, shown.offer, shown.held) == (one.visit.number, "lapsed", False)
        with pytest.raises(AnxinError):
            contest(one, by=by)
        assert contest(one, {"ground": "not_told", "why": "手机没响"}, by=by).about == "dispatch"

    def test_that_still_waits_for_his_answer_is_not_there_yet(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        one = builders.a_repair(now=now, at="named")
        assert Offer.objects.filter(technician=builders.technician(), state__in=["sent", "seen"]).exists()
        assert queries.jobs(one.by(cast.MASTER_LUO)) == ()


class TestJudging:
    def test_is_for_who_had_no_part_in_the_case(self, now: datetime) -> None:
        one = closed(now)
        home = people_queries.operator()
        one.do(lambda: people.grant(account=account(cast.XIAO_CHEN), organisation=home, role="quality", now=one.now))
        contest(one)
        chen, sun = one.by(cast.XIAO_CHEN), one.by(cast.SUN)
        (shown,) = queries.contests(chen, now=one.now)
        assert shown.situation.takes_part
        for name in ("uphold", "set-aside"):
            with pytest.raises(quality.TookPart):
                judge(one, name, chen)
        judge(one, "set-aside", sun)
        row = Contest.objects.get()
        assert (row.state, row.alone) == ("set_aside", False)

    def test_by_the_only_one_there_is_says_so(self, now: datetime) -> None:
        one = closed(now)
        home = people_queries.operator()
        one.do(lambda: people.grant(account=account(cast.XIAO_CHEN), organisation=home, role="quality", now=one.now))
        Role.objects.filter(role__in=["quality", "operator"]).exclude(account=account(cast.XIAO_CHEN)).update(
            to_at=one.now - timedelta(minutes=1)
        )
        contest(one)
        judge(one, "uphold", one.by(cast.XIAO_CHEN))
        assert Contest.objects.get().alone
        (shown,) = queries.own_contests(one.by(cast.MASTER_LUO))
        assert (shown.alone, shown.judged_why) == (True, "查过记录")

    def test_by_one_who_had_a_part_needs_that_the_others_are_away_by_now(self, now: datetime) -> None:
        one = closed(now)
        home, chen = people_queries.operator(), account(cast.XIAO_CHEN)
        one.do(lambda: people.grant(account=chen, organisation=home, role="quality", now=one.now))
        contest(one)
        others = Account.objects.filter(roles__role__in=["quality", "operator"]).exclude(pk=chen.pk).distinct()
        planned = [Leave.objects.create(account=other, from_at=one.now + timedelta(days=1)) for other in others]
        assert planned
        with pytest.raises(quality.TookPart):
            judge(one, "uphold", one.by(cast.XIAO_CHEN))
        Leave.objects.update(from_at=one.now, begun_at=one.now)
        judge(one, "uphold", one.by(cast.XIAO_CHEN))
        assert Contest.objects.get().alone

    def test_is_told_him_and_the_desk_and_runs_against_a_clock(self, now: datetime) -> None:
        one = closed(now)
        row = contest(one)
        assert "contest_new" in told(cast.SUN)
        running = clocks.open_clocks(row.stream()).get()
        assert (running.kind, running.whose) == ("quality.contest", "quality")
        one.now = running.due_at + timedelta(minutes=1)
        clocks.sweep(one.now)
        assert "contest_late" in told(cast.SUN)
        row.refresh_from_db()
        assert row.state == "opened"
        judge(one, "set-aside", one.by(cast.SUN))
        assert told(cast.MASTER_LUO)[-1] == "contest_right"
        assert not clocks.open_clocks(row.stream()).exists()

    def test_that_it_stays_is_told_with_the_reason_and_ends_it(self, now: datetime) -> None:
        one = closed(now)
        contest(one)
        judge(one, "uphold", one.by(cast.SUN), "按合同扣的耗材")
        assert told(cast.MASTER_LUO)[-1] == "contest_stands"
        (shown,) = queries.own_contests(one.by(cast.MASTER_LUO))
        assert (shown.state, shown.judged_why) == ("stands", "按合同扣的耗材")
        with pytest.raises(WrongState):
            judge(one, "set-aside", one.by(cast.SUN))

    def test_of_pay_where_he_is_right_is_told_finance_and_nobody_else_of_money(self, now: datetime) -> None:
        one = closed(now)
        contest(one)
        judge(one, "set-aside", one.by(cast.SUN))
        assert told(cast.QIAN)[-1] == "contest_pay"
        notice = Notice.objects.get(code="contest_pay")
        assert notice.facts["case"] == one.repair.number

    def test_is_no_agents_nor_his_own(self, now: datetime) -> None:
        one = closed(now)
        contest(one)
        for who in (cast.XIAO_CHEN, cast.MASTER_LUO, cast.BOSS_HE):
            with pytest.raises(Forbidden):
                judge(one, "uphold", one.by(who))
        with pytest.raises(Invalid):
            judge(one, "uphold", one.by(cast.SUN), " ")

    def test_withdrawn_leaves_room_for_another(self, now: datetime) -> None:
        one = closed(now)
        row = contest(one)
        acting(lambda: CONTESTS.give("withdrawal", row=row, by=one.by(cast.MASTER_LUO), now=one.now, fields={}))
        assert not clocks.open_clocks(row.stream()).exists()
        assert contest(one).state == "opened"


def test_what_was_contested_before_there_was_a_clock_gets_one_that_tells_and_what_has_one_keeps_it(
    now: datetime,
) -> None:
    one = closed(now)
    old, known = contest(one), contest(one, {"ground": "taken_away", "why": "改派过"})
    Clock.objects.filter(stream_key=str(old.pk)).delete()
    kept = Clock.objects.get(stream_key=str(known.pk)).due_at

    migration = import_module("anxin.domain.quality.migrations.0008_clocks_of_open_contests")
    for _twice in range(2):
        migration.start(apps, SimpleNamespace(connection=connection))

    assert Clock.objects.get(stream_key=str(known.pk)).due_at == kept
    started = Clock.objects.get(stream_key=str(old.pk))
    assert timedelta(days=5) <= started.due_at - started.started_at <= timedelta(days=7)
    assert started.due_at.weekday() < 5
    clocks.sweep(now=started.due_at + timedelta(minutes=1))
    assert "contest_late" in told(cast.SUN)
