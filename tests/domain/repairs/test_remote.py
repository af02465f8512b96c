"""Help from afar: it ends in the customer's word, or in a visit that asks nothing anew; nothing is charged for it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, later
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.demo import cast, ground
from anxin.demo.walk import Walked, a_report, begin
from anxin.domain.ledger import queries as ledger
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.visits import queries as visits

pytestmark = pytest.mark.django_db
ELSEWHERE = "新疆乌鲁木齐市天山区解放北路1号"


def reported(now: datetime, **changed: object) -> Walked:
    ground.lay(now=now)
    return begin(replace(a_report(now=now), mode="remote", **changed), now=now)  # type: ignore[arg-type]


def helped(now: datetime) -> Walked:
    one = reported(now).until("accepted")
    chen = one.by(cast.XIAO_CHEN)
    one.do(
        lambda: repairs.help_from_afar(repair=one.repair, way="video", link="https://v.example/1", by=chen, now=one.now)
    )
    one.do(lambda: repairs.say_helped(repair=one.repair, how="换了电池，重新录了指纹", by=chen, now=one.now))
    return one


def asked_for(one: Walked) -> None:
    """The customer sends for a technician: nothing is given but when."""
    from_at, to_at = visits.windows_asked(now=one.now)[-1]
    about = {"from_at": from_at, "to_at": to_at}
    one.do(lambda: repairs.move(repair=one.repair, by=one.customer, now=one.now, **about))


def first(one: Walked) -> tuple[str, tuple[str, ...]]:
    """Return what the customer reads first, and what he may press beside the main action."""
    actor = actors.actor_of_person(str(one.repair.customer_id))
    head = queries.view(queries.repair(one.repair.number, actor=actor, now=one.now), actor=actor, now=one.now).headline
    return head.says, head.beside


def allowed(one: Walked) -> tuple[str, ...]:
    chen = one.by(cast.XIAO_CHEN)
    row = queries.repair(one.repair.number, actor=chen, now=one.now)
    return TABLE.allowed(queries.situation(row, by=chen, now=one.now), chen).names


def says(one: Walked) -> str:
    actor = actors.actor_of_person(str(one.repair.customer_id))
    row = queries.repair(one.repair.number, actor=actor, now=one.now)
    return queries.view(row, actor=actor, now=one.now).headline.says


class TestHelp:
    def test_promises_a_call_in_the_hours_that_were_named_and_sends_nobody(self, now: datetime) -> None:
        one = reported(now).until("accepted")
        clock = clocks.open_clocks(one.repair.stream()).get()
        assert (clock.kind, clock.due_at) == ("repairs.helped", one.repair.wanted_to_at)
        assert says(one) == "helper_calls"
        with pytest.raises(WrongState):
            one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
        one.now = one.repair.wanted_to_at + timedelta(minutes=5)
        one.run()
        assert says(one) == "late_helped"

    def test_is_open_to_a_place_to_which_nobody_can_be_sent(self, now: datetime) -> None:
        one = reported(now, address=ELSEWHERE).until("accepted")
        with pytest.raises(repairs.NotCovered):
            asked_for(one)
        assert one.repair.state == "accepted"

    def test_offers_no_visit_where_nobody_goes(self, now: datetime) -> None:
        one, near = reported(now, address=ELSEWHERE).until("accepted"), reported(now).until("accepted")
        assert [first(case) for case in (one, near)] == [
            ("helper_calls_only", ("cancel",)),
            ("helper_calls", ("send",)),
        ]
        assert ["sending" in allowed(case) for case in (one, near)] == [False, True]
        chen = one.by(cast.XIAO_CHEN)
        one.do(lambda: repairs.help_from_afar(repair=one.repair, way="phone", link="", by=chen, now=one.now))
        assert first(one) == ("helping_only", ())
        one.do(lambda: repairs.say_helped(repair=one.repair, how="换了电池", by=chen, now=one.now))
        assert first(one) == ("helped_only", ("talk",))
        one.do(lambda: repairs.confirm_help(repair=one.repair, by=one.customer, now=one.now))
        assert first(one) == ("solved_remotely", ())

    def test_that_did_it_ends_in_the_customers_word_and_costs_nothing(self, now: datetime) -> None:
        one = helped(now)
        assert says(one) == "helped"
        with pytest.raises(Forbidden):
            one.do(lambda: repairs.confirm_help(repair=one.repair, by=one.by(cast.MASTER_LUO), now=one.now))
        one.do(lambda: repairs.confirm_help(repair=one.repair, by=one.customer, now=one.now))
        assert (one.repair.state, one.repair.outcome) == ("solved_remotely", "solved_remotely")
        assert visits.latest_of(one.repair.stream()) is None
        assert ledger.latest(one.repair.stream()) is None
        assert not clocks.open_clocks(one.repair.stream()).exists()

    def test_of_which_nobody_says_that_it_failed_ends_and_says_that_nobody_answered(self, now: datetime) -> None:
        one = helped(now)
        one.now += timedelta(days=3, minutes=1)
        later.run_due(one.now)
        one.repair.refresh_from_db()
        assert one.repair.state == "solved_remotely"
        actor = one.by(cast.XIAO_CHEN)
        line = next(one for one in queries.timeline_of(one.repair, actor=actor) if one.code == "repair.confirm_help")
        assert line.by_kind == "system"

    @pytest.mark.parametrize("at", ["accepted", "helped", "solved_remotely"])
    def test_that_did_not_do_becomes_a_visit_without_anything_told_again(self, at: str, now: datetime) -> None:
        one = reported(now).until("accepted") if at == "accepted" else helped(now)
        if at == "solved_remotely":
            one.do(lambda: repairs.confirm_help(repair=one.repair, by=one.customer, now=one.now))
            assert says(one) == "solved_for_now"
        told = one.repair.told_sealed
        asked_for(one)
        assert (one.repair.state, one.repair.mode, one.repair.told_sealed) == ("triaged", "visit", told)
        assert one.visit.mode == "visit"
        kinds = {clock.kind for clock in clocks.open_clocks(one.repair.stream())}
        assert kinds == {"repairs.assigned"}

    def test_that_lasted_its_days_comes_back_by_a_new_report_only(self, now: datetime) -> None:
        one = helped(now)
        one.do(lambda: repairs.confirm_help(repair=one.repair, by=one.customer, now=one.now))
        one.now += timedelta(days=8)
        with pytest.raises(repairs.NotAgain):
            asked_for(one)
        assert says(one) == "solved_remotely"


class TestServices:
    @pytest.mark.parametrize(
        ("kind", "mode", "field"),
        [("wash", "visit", "kind"), ("remove", "remote", "mode"), ("repair", "by_air", "mode")],
    )
    def test_that_are_not_offered_are_refused_by_their_field(
        self, kind: str, mode: str, field: str, now: datetime
    ) -> None:
        ground.lay(now=now)
        with pytest.raises(Invalid) as refused:
            begin(replace(a_report(now=now), kind=kind, mode=mode), now=now)
        assert refused.value.field == field
