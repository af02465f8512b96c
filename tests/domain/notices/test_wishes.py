"""Who is told of wishes for leave and of swaps: who answers, the colleague, and who wished; nobody his own doing."""

from datetime import datetime, timedelta

import pytest

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.commands import LEAVES, SWAPS, TECHNICIANS
from anxin.domain.network.models import Leave, Swap, Technician
from anxin.domain.notices.models import Notice
from anxin.domain.people.models import Account, Role
from tests import builders

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")


@pytest.fixture
def luo(now: datetime) -> Technician:
    ground.lay(now=now)
    return Technician.objects.get(number=cast.MASTER_LUO.number)


@pytest.fixture
def other(luo: Technician, now: datetime) -> Technician:
    found = Technician.objects.filter(engagements__outlet__code="AX-CD-01").exclude(pk=luo.pk).first()
    assert found is not None
    day = now.date() + timedelta(days=3)
    acting(lambda: network.keep_day(technician=found, day=day, hours=(), by=KEEPER, now=now))
    return found


def own(row: Technician) -> Actor:
    return Actor(kind="technician", id=str(row.account_id), roles=frozenset({"technician"}))


def ask(row: Technician, name: str, now: datetime, **fields: object) -> None:
    acting(lambda: TECHNICIANS.give(name, row=row, by=own(row), now=now, fields=fields))


def answer(row: Leave | Swap, name: str, by: Actor, now: datetime) -> None:
    table = LEAVES if isinstance(row, Leave) else SWAPS
    acting(lambda: table.give(name, row=type(row).objects.get(pk=row.pk), by=by, now=now, fields={}))


def told() -> dict[str, set[str]]:
    """Return who was told what since the last look, by sign-in name."""
    found: dict[str, set[str]] = {}
    for one in Notice.objects.filter(read_at=None, person=None).select_related("account"):
        assert one.account is not None
        found.setdefault(one.account.username, set()).add(one.code)
    Notice.objects.filter(person=None).update(read_at=datetime.now().astimezone())
    return found


def name_of(row: Technician) -> str:
    assert row.account is not None
    return row.account.username


class TestLeave:
    def test_is_told_to_the_lead_and_its_answer_to_who_wished(self, luo: Technician, now: datetime) -> None:
        boss, day = builders.actor(cast.BOSS_HE, now=now), now.date() + timedelta(days=9)
        for step, code in (("agree", "leave_agreed"), ("refuse", "leave_refused")):
            ask(luo, "leave-wish", now, from_date=day, to_date=day)
            assert told() == {cast.BOSS_HE.username: {"leave_asked"}}
            answer(Leave.objects.get(state="asked"), step, boss, now)
            others = {cast.XIAO_FANG.username: {"member_away"}} if step == "agree" else {}
            assert told() == {name_of(luo): {code}, **others}
            day += timedelta(days=1)

    def test_taken_back_waits_for_nobody(self, luo: Technician, now: datetime) -> None:
        day = now.date() + timedelta(days=9)
        ask(luo, "leave-wish", now, from_date=day, to_date=day)
        told()
        answer(Leave.objects.get(), "withdraw", own(luo), now)
        assert told() == {cast.BOSS_HE.username: {"leave_withdrawn"}}

    def test_is_told_to_the_desk_where_nobody_leads_his_outlet(self, luo: Technician, now: datetime) -> None:
        Role.objects.filter(account=builders.account(cast.BOSS_HE)).delete()
        day = now.date() + timedelta(days=9)
        ask(luo, "leave-wish", now, from_date=day, to_date=day)
        desk = Account.objects.filter(roles__role="dispatcher", is_active=True).values_list("username", flat=True)
        assert told() == {name: {"leave_asked"} for name in desk}
        assert desk


class TestWhatTheDeskDecided:
    def test_is_told_to_him_whom_it_concerns(self, luo: Technician, now: datetime) -> None:
        lin, day = builders.actor(cast.ADMIN, now=now), now.date() + timedelta(days=9)
        span = {"from_date": day, "to_date": day}
        acting(lambda: network.absent(technician=luo, kind="leave", **span, by=lin, now=now))
        assert told()[name_of(luo)] == {"days_given"}
        held = luo.engagements.filter(to_at=None).select_related("outlet", "brand", "technician").first()
        assert held is not None
        acting(lambda: network.dismiss(engagement=held, by=lin, now=now))
        heads = {name: {"member_ended"} for name in (cast.BOSS_HE.username, cast.XIAO_FANG.username)}
        assert told() == {name_of(luo): {"work_ended"}, **heads}

    def test_is_not_told_again_to_an_outlet_whose_head_ended_it_himself(self, luo: Technician, now: datetime) -> None:
        held = luo.engagements.filter(to_at=None).select_related("outlet", "brand", "technician").first()
        assert held is not None
        acting(lambda: network.dismiss(engagement=held, by=builders.actor(cast.BOSS_HE, now=now), now=now))
        assert told() == {name_of(luo): {"work_ended"}, cast.XIAO_FANG.username: {"member_ended"}}


class TestIllness:
    def test_is_told_at_once_to_whoever_leads_him_with_the_job_that_needs_a_name(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        row = one.visit.technician
        assert row is not None
        told()
        day = one.visit.wanted_from_at.astimezone(SHANGHAI).date()
        acting(lambda: network.report_sick(technician=row, to_date=day, by=own(row), now=one.now))
        later.run_due(one.now)
        leads = {cast.BOSS_HE.username, cast.XIAO_FANG.username}
        heard = told()
        assert {name: heard[name] for name in leads} == {name: {"member_ill", "order_unnamed"} for name in leads}
        rows = Notice.objects.filter(code__in=["member_ill", "order_unnamed"])
        assert all(one.mail_at is not None for one in rows), "mailed too: it can't wait for the page"
        assert set(rows.filter(code="member_ill").values_list("number", flat=True)) == {row.number}

    def test_over_early_is_told_to_the_other_side_by_whichever_said_it(self, luo: Technician, now: datetime) -> None:
        boss = builders.actor(cast.BOSS_HE, now=now)
        ask(luo, "own-sick", now, to_date=now.date())
        told()
        ask(luo, "own-well", now)
        assert told() == {name: {"member_back"} for name in (cast.BOSS_HE.username, cast.XIAO_FANG.username)}
        span = {"from_date": now.date(), "to_date": now.date() + timedelta(days=5)}
        absence = acting(lambda: network.absent(technician=luo, kind="sick", **span, by=boss, now=now))
        told()
        acting(lambda: network.end_absence(absence=absence, by=boss, now=now))
        assert told() == {luo.account.username: {"back_yours"}, cast.XIAO_FANG.username: {"member_back"}}

    def test_is_no_news_to_who_wrote_it_down(self, luo: Technician, now: datetime) -> None:
        boss = builders.actor(cast.BOSS_HE, now=now)
        span = {"from_date": now.date(), "to_date": now.date()}
        acting(lambda: network.absent(technician=luo, kind="sick", **span, by=boss, now=now))
        assert told() == {cast.XIAO_FANG.username: {"member_ill"}}


class TestSwap:
    def test_goes_to_the_colleague_then_to_the_lead_then_to_both(
        self, luo: Technician, other: Technician, now: datetime
    ) -> None:
        ask(luo, "swap", now, colleague=other.number, day=now.date() + timedelta(days=3))
        assert told() == {name_of(other): {"swap_asked"}, cast.BOSS_HE.username: {"swap_wished"}}
        swap = Swap.objects.get()
        answer(swap, "consent", own(other), now)
        assert told() == {name_of(luo): {"swap_consented"}, cast.BOSS_HE.username: {"swap_waits"}}
        answer(swap, "agree", builders.actor(cast.BOSS_HE, now=now), now)
        assert told() == {name_of(luo): {"swap_agreed"}, name_of(other): {"swap_agreed"}}

    def test_refused_or_taken_back_is_told_to_the_other(
        self, luo: Technician, other: Technician, now: datetime
    ) -> None:
        for step, by, to, code in (
            ("refuse", other, luo, "swap_refused"),
            ("withdraw", luo, other, "swap_withdrawn"),
        ):
            ask(luo, "swap", now, colleague=other.number, day=now.date() + timedelta(days=3))
            told()
            answer(Swap.objects.exclude(state__in=("refused", "withdrawn")).get(), step, own(by), now)
            assert told() == {name_of(to): {code}}
