"""The whole walk at action level: the happy one, its unhappy twin, and what each party reads."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.core.timeline import Entry, StreamKey
from anxin.demo import cast
from anxin.domain.ledger import queries as ledger
from anxin.domain.network.models import Outlet
from anxin.domain.people.queries import NotTheCustomer
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.actions import PartGiven
from anxin.domain.repairs.commands import TABLE
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from tests import builders

pytestmark = pytest.mark.django_db
STATES = {
    "submitted": ("submitted", ""),
    "accepted": ("accepted", ""),
    "triaged": ("triaged", "open"),
    "ordered": ("triaged", "offered"),
    "named": ("triaged", "offered"),
    "assigned": ("arranged", "assigned"),
    "booked": ("arranged", "booked"),
    "on_the_way": ("arranged", "on_the_way"),
    "on_site": ("in_service", "on_site"),
    "quoted": ("in_service", "on_site"),
    "agreed": ("in_service", "on_site"),
    "billed": ("in_service", "on_site"),
    "coded": ("confirmed", "finished"),
    "closed": ("closed", "finished"),
}


class TestHappyWalk:
    @pytest.mark.parametrize("at", builders.WALK)
    def test_reaches(self, at: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at=at)
        visit = visits_queries.latest_of(one.repair.stream())
        assert (one.repair.state, visit.state if visit else "") == STATES[at]

    def test_charges_what_was_agreed_and_used(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        bill = ledger.latest(one.repair.stream())
        assert bill is not None
        view = ledger.view(bill)
        # No purchase date was given, so nothing is covered: board 260, contacts 38, visit 30 yuan.
        assert (view.state, view.total_fen, view.paid_fen, view.due_fen) == ("paid", 32800, 32800, 0)
        assert ledger.balance(bill.payer) == 0
        assert ledger.balance(bill.payee) == -32800
        assert ledger.balance("provider:fake") == 32800

    def test_meets_every_clock(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
        shown = {clock.kind: clock.state for clock in queries.view(row, actor=one.customer, now=one.now).clocks}
        assert shown == {
            "repairs.acknowledged": "met",
            "repairs.assigned": "met",
            "repairs.called": "met",
            "repairs.arrived": "met",
            "repairs.quote": "met",
        }
        assert not clocks.open_clocks(one.repair.stream()).exists()

    def test_guarantees_for_the_longest_of_its_parts(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        assert one.repair.guarantee.days == 180

    def test_tells_the_customer_every_step_and_nothing_inside(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        row = queries.repair(one.repair.number, actor=one.customer, now=one.now)
        told = [line.code for line in queries.timeline_of(row, actor=one.customer)]
        assert "repair.close" in told
        assert "visits.photo" in told
        assert not [code for code in told if code.startswith(("offer.", "outlet_order."))]

    def test_lets_the_chain_verify(self, now: datetime) -> None:
        builders.a_repair(now=now, at="closed")
        acting(lambda: timeline.checkpoint(now))
        assert timeline.verify() == []


class TestCode:
    def test_does_not_exist_before_pictures_parts_and_bill(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="agreed")
        luo = one.by(cast.MASTER_LUO)
        assert builders.the_code(one) == ""
        one.do(lambda: repairs.use_parts(repair=one.repair, parts=(), by=luo, now=one.now))
        assert builders.the_code(one) == ""
        with pytest.raises(visits.NoCode) as refused:
            one.do(lambda: visits.finish(visit=one.visit, code="000000", by=luo, now=one.now))
        assert refused.value.facts["lacks"] == "photo.before photo.plate photo.work photo.after"

    def test_is_read_by_nobody_but_the_customer(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        assert len(builders.the_code(one)) == 6
        for member in (cast.MASTER_LUO, cast.XIAO_CHEN, cast.BOSS_HE, cast.ADMIN):
            assert visits_queries.code_for_customer(one.visit, actor=one.by(member)) == ""

    def test_locks_after_three_wrong_ones_and_an_agent_confirms_by_a_recorded_call(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        luo, chen = one.by(cast.MASTER_LUO), one.by(cast.XIAO_CHEN)
        wrong = f"{(int(builders.the_code(one)) + 1) % 1_000_000:06d}"
        for error in (
            visits.WrongCompletionCode,
            visits.WrongCompletionCode,
            visits.CompletionCodeLocked,
            visits.CompletionCodeLocked,
        ):
            with pytest.raises(error):
                one.do(lambda: visits.finish(visit=one.visit, code=wrong, by=luo, now=one.now))
        assert one.visit.code.wrong_tries == 3
        assert builders.the_code(one) == ""
        with pytest.raises(visits.NeedsProof):
            one.do(lambda: visits.finish_by_call(visit=one.visit, by=chen, now=one.now))
        one.do(
            lambda: visits.record_call(
                visit=one.visit, purpose="completion", answered=True, by=chen, now=one.now, recording="a" * 64
            )
        )
        one.do(lambda: visits.finish_by_call(visit=one.visit, by=chen, now=one.now))
        assert one.repair.state == "confirmed"
        codes = [line.code for line in timeline.read(one.repair.stream())]
        assert codes.count("visits.code_wrong") == 3
        assert codes.count("visits.code_locked") == 1


class TestUnhappyWalk:
    def test_asks_another_when_the_technician_declines(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="named")
        luo, he = one.by(cast.MASTER_LUO), one.by(cast.BOSS_HE)
        offer = builders.open_offer(one)
        one.do(lambda: visits.decline(offer=offer, why="too_far", by=luo, now=one.now))
        order = one.visit.outlet_orders.get()
        assert order.state == "accepted"
        found = visits_queries.order(str(order.id), actor=he, now=one.now)
        lu = builders.technician(cast.MASTER_LU)
        one.do(lambda: visits.name_technician(order=found, technician=lu, by=he, now=one.now))
        again = builders.open_offer(one)
        one.do(lambda: visits.accept(offer=again, by=one.by(cast.MASTER_LU), now=one.now))
        assert one.visit.technician == lu
        assert one.repair.state == "arranged"

    def test_gives_the_outlet_its_time_anew_when_its_technician_says_no(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="named")
        offer = builders.open_offer(one)
        one.do(lambda: visits.decline(offer=offer, why="busy", by=one.by(cast.MASTER_LUO), now=one.now))
        one.now += timedelta(minutes=16)
        one.run()
        assert one.visit.outlet_orders.get().state == "timed_out"

    @pytest.mark.parametrize(("accepts", "after"), [(False, "timed_out"), (True, "returned")])
    def test_is_called_off_while_an_outlet_is_asked(self, now: datetime, *, accepts: bool, after: str) -> None:
        one = builders.a_repair(now=now, at="triaged")
        deng, he = one.by(cast.XIAO_DENG), one.by(cast.BOSS_HE)
        outlet = Outlet.objects.get(organisation__slug=cast.BOSS_HE.organisation)
        order = one.do(lambda: visits.order_outlet(visit=one.visit, outlet=outlet, by=deng, now=one.now))
        if accepts:
            found = visits_queries.order(str(order.id), actor=he, now=one.now)
            one.do(lambda: visits.accept_order(order=found, by=he, now=one.now))
        one.do(lambda: repairs.cancel(repair=one.repair, why="买了新的", by=one.by(cast.XIAO_CHEN), now=one.now))
        order.refresh_from_db()
        assert (one.repair.state, one.visit.state, order.state) == ("cancelled", "cancelled", after)
        assert not clocks.open_clocks(StreamKey("outlet_order", str(order.pk))).exists()

    def test_lets_the_outlet_name_another_when_its_technician_gives_the_job_back(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="assigned")
        luo = one.by(cast.MASTER_LUO)
        one.do(lambda: visits.hand_back(visit=one.visit, why="ill", by=luo, now=one.now))
        assert (one.repair.state, one.visit.state) == ("triaged", "open")
        assert queries.visible_to(luo, now=one.now).count() == 0
        he, order = one.by(cast.BOSS_HE), one.visit.outlet_orders.get()
        assert order.state == "accepted"
        found = visits_queries.order(str(order.id), actor=he, now=one.now)
        lu = builders.technician(cast.MASTER_LU)
        one.do(lambda: visits.name_technician(order=found, technician=lu, by=he, now=one.now))
        one.do(lambda: visits.accept(offer=builders.open_offer(one), by=one.by(cast.MASTER_LU), now=one.now))
        assert (one.repair.state, one.visit.technician) == ("arranged", lu)

    def test_asks_others_when_a_technician_found_by_itself_gives_the_job_back(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
        one.run()
        first = builders.open_offer(one)
        member = next(who for who in cast.TECHNICIANS if who.number == first.technician.number)
        one.do(lambda: visits.accept(offer=first, by=one.by(member), now=one.now))
        one.do(lambda: visits.hand_back(visit=one.visit, why="ill", by=one.by(member), now=one.now))
        one.run()
        assert one.visit.offers.get(state="sent").technician != first.technician

    def test_needs_a_recorded_call_before_an_agent_agrees_for_the_customer(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="quoted")
        chen = one.by(cast.XIAO_CHEN)
        quote = queries.quote(one.repair.number, version=1, actor=chen, now=one.now)
        with pytest.raises(visits.NeedsProof):
            one.do(lambda: repairs.agree_quote(quote=quote, by=chen, now=one.now))
        one.do(
            lambda: visits.record_call(
                visit=one.visit, purpose="quote", answered=True, by=chen, now=one.now, recording="b" * 64
            )
        )
        one.do(lambda: repairs.agree_quote(quote=quote, by=chen, now=one.now))
        assert quote.state == "agreed"

    def test_asks_one_then_three_then_the_dispatcher(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
        one.run()
        assert [offer.state for offer in one.visit.offers.all()] == ["sent"]
        one.now += timedelta(minutes=6)
        one.run()
        assert sorted(offer.state for offer in one.visit.offers.all()) == ["lapsed", "sent", "sent", "sent"]
        one.now += timedelta(minutes=6)
        one.run()
        assert {offer.state for offer in one.visit.offers.all()} == {"lapsed"}
        assert one.visit.by_hand_at is not None
        assert queries.queue(one.by(cast.XIAO_DENG), now=one.now, only="by_hand").total == 1

    def test_waits_for_the_customer_who_was_absent_with_proof(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        luo, chen = one.by(cast.MASTER_LUO), one.by(cast.XIAO_CHEN)
        with pytest.raises(visits.NeedsProof):
            one.do(lambda: visits.miss_by_customer(visit=one.visit, by=luo, now=one.now))
        one.do(lambda: visits.record_call(visit=one.visit, purpose="absence", answered=False, by=luo, now=one.now))
        one.do(lambda: visits.miss_by_customer(visit=one.visit, by=luo, now=one.now))
        assert (one.repair.state, one.visit.state) == ("waiting_customer", "unfinished")
        start = one.now + timedelta(days=1)
        one.do(
            lambda: repairs.resume(
                repair=one.repair,
                by=chen,
                now=one.now,
                wanted_from_at=start,
                wanted_to_at=start + timedelta(hours=2),
            )
        )
        assert (one.repair.state, one.visit.state) == ("triaged", "open")

    @pytest.mark.parametrize(("at", "left"), [("on_site", "unfinished"), ("booked", "cancelled")])
    def test_for_a_part_leaves_nobody_at_the_door_and_another_visit_follows(
        self, at: str, left: str, now: datetime
    ) -> None:
        one = builders.a_repair(now=now, at=at)
        chen, first = one.by(cast.XIAO_CHEN), one.visit
        one.do(lambda: repairs.wait(repair=one.repair, on="part", why="主板在途", by=chen, now=one.now))
        first.refresh_from_db()
        assert (one.repair.state, first.state) == ("waiting_part", left)
        assert [row.kind for row in clocks.open_clocks(one.repair.stream())] == ["repairs.waiting"]
        start = one.now + timedelta(days=1)
        window = {"wanted_from_at": start, "wanted_to_at": start + timedelta(hours=2)}
        one.do(lambda: repairs.resume(repair=one.repair, by=chen, now=one.now, **window))
        assert (one.repair.state, one.visit.state, one.visit == first) == ("triaged", "open", False)

    def test_frees_the_visit_when_the_technician_did_not_come(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        one.now = one.repair.wanted_to_at + timedelta(minutes=20)
        one.do(lambda: visits.miss_by_technician(visit=one.visit, by=one.by(cast.XIAO_CHEN), now=one.now))
        assert (one.repair.state, one.visit.state, one.visit.technician) == ("triaged", "open", None)
        assert one.visit.appointments.get().state == "missed_by_technician"

    def test_says_that_a_promise_was_broken(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="submitted")
        one.now += timedelta(minutes=6)
        one.run()
        told = queries.timeline_of(one.repair, actor=one.customer)
        assert told[0].code == "repairs.late"
        assert queries.queue(one.by(cast.XIAO_CHEN), now=one.now).late == 1

    def test_breaks_no_promise_while_the_customer_thinks_about_a_quote(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="quoted")
        one.now += timedelta(minutes=31)
        one.run()
        told = queries.timeline_of(one.repair, actor=one.customer)
        assert told[0].code == "repairs.unanswered"
        assert "repairs.late" not in [line.code for line in told]

    def test_moves_the_window_and_says_who(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        start = one.repair.wanted_from_at + timedelta(days=1)
        end = start + timedelta(hours=2)
        one.do(
            lambda: visits.reschedule(
                visit=one.visit, from_at=start, to_at=end, why="busy", by=one.customer, now=one.now
            )
        )
        states = [row.state for row in one.visit.appointments.order_by("created_at")]
        assert states == ["rescheduled", "confirmed"]
        assert one.visit.state == "booked"
        due = clocks.open_clocks(one.repair.stream()).get(kind="repairs.arrived").due_at
        assert due == end

    def test_is_moved_by_who_waited_in_vain_and_the_visit_that_never_came_stays_one_the_technician_missed(
        self, now: datetime
    ) -> None:
        one = builders.a_repair(now=now, at="booked")
        (window,) = one.visit.appointments.all()
        one.now = window.to_at + timedelta(minutes=20)
        one.run()
        late = queries.view(one.repair, actor=one.customer, now=one.now).headline
        assert (late.says, late.main, late.beside) == ("late_arrived", "move", ("call", "urge"))
        start = visits_queries.windows_asked(now=one.now)[-1][0]
        move = partial(repairs.move, from_at=start, to_at=start + timedelta(hours=2), by=one.customer)
        one.do(lambda: move(repair=one.repair, now=one.now))
        states = [row.state for row in one.visit.appointments.order_by("created_at")]
        assert states == ["missed_by_technician", "confirmed"]
        assert queries.view(one.repair, actor=one.customer, now=one.now).headline.says == "booked"

    def test_charges_no_part_that_was_not_agreed(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="agreed")
        part = PartGiven(code="HY3-MAG-01")
        with pytest.raises(repairs.NotAgreed):
            one.do(lambda: repairs.use_parts(repair=one.repair, parts=(part,), by=one.by(cast.MASTER_LUO), now=one.now))

    def test_is_solved_on_the_phone(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        chen = one.by(cast.XIAO_CHEN)
        one.do(lambda: repairs.solve_remotely(repair=one.repair, how="换了 4 节电池就好了", by=chen, now=one.now))
        assert one.repair.state == "solved_remotely"
        assert not clocks.open_clocks(one.repair.stream()).exists()
        assert "换了 4 节电池就好了" in [line.text for line in queries.timeline_of(one.repair, actor=one.customer)]

    def test_calls_off_everything_with_the_repair(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        one.do(lambda: repairs.cancel(repair=one.repair, why="修好了", by=one.customer, now=one.now))
        assert (one.repair.state, one.visit.state) == ("cancelled", "cancelled")
        assert one.visit.technician is not None
        assert one.visit.technician.windows.get().taken == 0
        assert not clocks.open_clocks(one.repair.stream()).exists()

    def test_is_called_off_by_the_desk_alone_once_a_price_was_agreed_to_and_somebody_is_at_it(
        self, now: datetime
    ) -> None:
        one = builders.a_repair(now=now, at="agreed")
        case = TABLE.situation(one.repair, by=one.customer, now=one.now)
        assert TABLE.commands["cancellation"].refused(case, one.customer)
        with pytest.raises(WrongState, match="at_work"):
            one.do(lambda: repairs.cancel(repair=one.repair, why="不想付了", by=one.customer, now=one.now))
        one.do(lambda: repairs.cancel(repair=one.repair, why="不修了", by=one.by(cast.XIAO_CHEN), now=one.now))
        assert one.repair.state == "cancelled"

    def test_is_redone_inside_the_guarantee_free_of_charge(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        one.now += timedelta(days=10)
        one.do(lambda: repairs.rework(repair=one.repair, why="又没反应了", by=one.customer, now=one.now))
        start = one.now + timedelta(hours=3)
        one.do(
            lambda: repairs.resume(
                repair=one.repair,
                by=SYSTEM,
                now=one.now,
                wanted_from_at=start,
                wanted_to_at=start + timedelta(hours=2),
            )
        )
        assert (one.repair.state, one.repair.covered, one.repair.reworks) == ("triaged", True, 1)

    def test_refuses_a_redo_when_the_guarantee_is_over(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        one.now += timedelta(days=181)
        with pytest.raises(repairs.NotGuaranteed):
            one.do(lambda: repairs.rework(repair=one.repair, why="x", by=one.customer, now=one.now))


class TestReport:
    def test_makes_one_repair_of_a_report_sent_twice(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        report = builders.a_report(now=now)
        keyed = replace(report, key="k1")
        first = acting(lambda: repairs.report(report=keyed, by=SYSTEM, now=now))
        second = acting(lambda: repairs.report(report=keyed, by=SYSTEM, now=now))
        assert first.repair == second.repair != one.repair
        assert first.token != second.token


class TestObjection:
    def test_is_the_customers_of_this_case_and_nobody_elses(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        other = builders.a_repair(now=now, customer=cast.NEIGHBOUR)

        def objects(by: Actor) -> None:
            acting(lambda: repairs.object_to(repair=one.repair, what="not_fixed", why="x", by=by, now=one.now))

        for by in (one.by(cast.MASTER_LUO), one.by(cast.XIAO_CHEN), other.customer):
            with pytest.raises(NotTheCustomer):
                objects(by)
        said = Entry.objects.filter(code="repairs.not_fixed")
        assert not said.exists()
        objects(one.customer)
        assert said.count() == 1
