"""The first sentence of a repair's page, over every combination of states, of what is open and of what is late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import cycle, product

from anxin.core.headlines import Headline, Ran
from anxin.domain.custody.states import CUSTODY
from anxin.domain.repairs.rules import headline
from anxin.domain.repairs.rules.headline import ACTIONS, RepairHeadlineFacts
from anxin.domain.repairs.states import REPAIR
from anxin.domain.repairs.wording.headlines import DOES, HEADLINES
from anxin.domain.visits.states import VISIT

OUTCOMES = ("sent_away", "", "customer_absent", "quote_refused", "wrong_address", "other")
ARRIVALS = ("", "asked", "no")
BILLS = (("", 0, False), ("shown", 3800, False), ("agreed", 3800, False), ("agreed", 3800, True), ("paid", 0, False))
OFTEN = timedelta(minutes=17)


def _may(state: str) -> frozenset[str]:
    return frozenset(one.name for one in REPAIR.out_of(state) if "customer" in one.who)


@cache
def every() -> tuple[tuple[RepairHeadlineFacts, Headline], ...]:
    """Give every combination a page can show, and some that it can't."""
    return tuple(_every())


def _every() -> Iterator[tuple[RepairHeadlineFacts, Headline]]:
    flags = [(False, True)] * 4
    phones = cycle(("", "02800000101"))
    for state, visit, outcome, quote, bill, *on in product(
        REPAIR.states, ("", *VISIT.states), OUTCOMES, ("", "sent", "refused"), BILLS, *flags
    ):
        code, objected, guarantee, may_move = on
        arrival = ARRIVALS[len(outcome) % 3] if visit == "on_site" else ""
        mode = "remote" if may_move and not visit else "visit"
        served = mode == "visit" or not objected
        counted = headline.counts(state, visit, arrival, mode)
        for late in ("", counted) if counted else ("",):
            now = RepairHeadlineFacts(
                repair=state,
                mode=mode,
                served=served,
                link=objected,
                again=guarantee,
                reset=objected and visit == "finished",
                visit=visit,
                barred=visit == "on_site" and outcome == OUTCOMES[-1] and may_move,
                kept_out="李师傅（QH-00001）" if not visit and outcome == OUTCOMES[-1] and may_move else "",
                another=guarantee,
                outcome=outcome,
                quote=quote,
                quote_over=objected,
                bill=bill[0],
                due_fen=bill[1],
                paying=bill[2],
                asking=bill[2] and objected,
                failed=objected,
                paid_fen=100 if guarantee else 0,
                to_scan=bill[2] and guarantee,
                code=code,
                locked=visit == "on_site" and outcome == "customer_absent",
                objected=objected,
                answered=objected and state == "done",
                arrival=arrival,
                guarantee=guarantee,
                may_move=may_move,
                may_want=visit == "open" and guarantee,
                in_hands=visit == "open" and objected,
                phone=next(phones),
                may=_may(state),
                late=late,
                late_by=OFTEN if late else timedelta(),
            )
            yield now, headline.headline(now)


@cache
def of_goods() -> tuple[tuple[RepairHeadlineFacts, Headline], ...]:
    """Give every combination of goods that are brought or sent in."""
    flags = [(False, True)] * 4
    found = []
    for state, at, quote, bill, *on in product(
        ("accepted", "triaged", "in_service", "waiting_goods", "waiting_part", "waiting_customer", "done", "cancelled"),
        CUSTODY.states,
        ("", "sent"),
        BILLS,
        *flags,
    ):
        brought, mended, late, stuck = on
        now = RepairHeadlineFacts(
            repair=state,
            mode="drop_off" if brought else "mail_in",
            custody=at,
            brought=brought,
            stuck=stuck,
            disowned=stuck and not late,
            mended=mended,
            uncollected=late,
            served=not mended,
            quote=quote,
            bill=bill[0],
            due_fen=bill[1],
            may=_may(state),
            late="repairs.mended" if late and headline.counts(state, "", mode="drop_off") else "",
            late_by=OFTEN,
        )
        found.append((now, headline.headline(now)))
    return tuple(found)


class TestHeadline:
    def test_is_one_sentence_with_one_main_action_and_never_urging_alone(self) -> None:
        seen = set()
        for now, first in (*every(), *of_goods()):
            seen.add(first.says)
            assert first.says in HEADLINES, now
            assert first.main != "urge", now
            assert {first.main, *first.beside} <= set(ACTIONS), now
            assert len({first.main, *first.beside}) == 1 + len(first.beside) <= 3, now
        offline = {"bill_in_cash", "bill_unpaid", "goods_unpaid", "goods_in_cash"}
        offline |= {"bill_by_transfer", "goods_by_transfer", "pay_nothing_there"}
        assert seen | offline == set(HEADLINES)
        assert set(DOES) == set(ACTIONS)

    def test_says_how_late_a_promise_is_wherever_it_is_not_the_customers_turn(self) -> None:
        for now, first in every():
            if now.late and not first.yours and first.says != "objected":
                assert (first.late, first.late_by) == (now.late, OFTEN), now
                wanted = now.may_want and now.late == "repairs.assigned"
                said = "wanted" if wanted else now.late.partition(".")[2]
                sent = now.repair in REPAIR.capabilities["sought"] and (now.mode == "visit" or now.repair == "triaged")
                assert first.says == ("late_nobody" if sent and not now.served else f"late_{said}"), now
            else:
                assert not first.late, now
                assert not first.says.startswith("late_"), now

    def test_offers_nothing_that_the_machine_refuses(self) -> None:
        needs = {"confirm": "confirm", "wrong": "dispute", "redo": "rework", "cancel": "cancel"}
        for now, first in every():
            for action in (first.main, *first.beside):
                assert needs.get(action, "") in ("", *now.may), (now, action)
                assert action != "urge" or now.repair in REPAIR.capabilities["urge"], now
                assert action not in ("not_fixed", "bill_wrong") or now.repair in REPAIR.capabilities["object"], now
                assert action != "move" or now.repair == "arranged" or now.may_want, now
                if action == "choose":
                    assert "resume" in now.may, now

    def test_sends_nobody_to_where_nobody_goes(self) -> None:
        for now, first in (*every(), *of_goods()):
            assert now.served or "send" not in (first.main, *first.beside), now

    def test_promises_no_technician_and_no_better_window_where_nobody_can_be_sent_however_late_it_is(self) -> None:
        for now, _ in every():
            if now.repair == "triaged" and now.mode == "visit":
                first = headline.headline(replace(now, served=False, kept_out=""))
                assert first.says == ("late_nobody" if now.late else "nobody_left"), now
                assert (first.late, "move" in (first.main, *first.beside)) == (now.late, False), now

    def test_leads_who_was_absent_to_another_window(self) -> None:
        first = headline.headline(
            RepairHeadlineFacts(repair="waiting_customer", visit="unfinished", outcome="customer_absent")
        )
        assert (first.says, first.main, first.yours) == ("customer_absent", "choose", True)

    def test_leads_who_waited_in_vain_to_another_window_or_the_phone_before_urging(self) -> None:
        may = _may("arranged")
        given = {"repair": "arranged", "visit": "booked", "late": "repairs.arrived", "phone": "02800000101", "may": may}
        first = headline.headline(RepairHeadlineFacts(**given, may_move=True))
        assert (first.main, first.beside, first.phone) == ("move", ("call", "urge"), "02800000101")
        assert headline.headline(RepairHeadlineFacts(**{**given, "visit": "on_the_way"})).main == "call"
        first = headline.headline(
            RepairHeadlineFacts(repair="submitted", late="repairs.acknowledged", phone="4000", may=_may("submitted"))
        )
        assert (first.main, first.beside) == ("call", ("cancel", "urge"))
        assert headline.headline(RepairHeadlineFacts(repair="submitted", late="repairs.acknowledged")).main == "talk"

    def test_leads_who_waits_for_a_technician_in_vain_to_another_window_and_names_the_one_he_wanted(self) -> None:
        given = {"repair": "triaged", "visit": "open", "late": "repairs.assigned", "may": _may("triaged")}
        first = headline.headline(RepairHeadlineFacts(**given, may_want=True))
        assert (first.says, first.main, first.beside) == ("late_wanted", "talk", ("move", "urge"))
        assert "{wanted}" in str(HEADLINES["late_wanted"][1])
        first = headline.headline(RepairHeadlineFacts(**given))
        assert (first.says, first.beside) == ("late_assigned", ("cancel", "urge"))

    def test_puts_not_fixed_and_bill_wrong_beside_the_code(self) -> None:
        first = headline.headline(RepairHeadlineFacts(repair="in_service", visit="on_site", code=True))
        assert (first.main, first.beside) == ("give_code", ("not_fixed", "bill_wrong"))

    def test_asks_for_no_payment_online_where_nobody_takes_any(self) -> None:
        owed = RepairHeadlineFacts(repair="confirmed", bill="agreed", due_fen=3800, online=False)
        assert (headline.headline(owed).says, headline.headline(owed).main) == ("bill_unpaid", "talk"), "too much"
        assert headline.headline(replace(owed, cash=True)).says == "bill_in_cash"
        parcel = replace(owed, repair="in_service", mode="mail_in", custody="ready", mended=True)
        assert (headline.headline(parcel).says, headline.headline(parcel).main) == ("goods_unpaid", "talk")
        brought = replace(parcel, mode="drop_off", brought=True)
        assert headline.headline(brought).says == "goods_unpaid", "more than may be paid in cash"
        assert headline.headline(replace(brought, cash=True)).says == "goods_in_cash"
        assert headline.headline(replace(brought, online=True)).says == "goods_to_pay_there"
        back = replace(brought, cash=True, repair="confirmed", custody="returned")
        assert headline.headline(back).says == "goods_in_cash", "no technician takes it"


class TestOverdue:
    NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)

    def _late(self, *clocks: Ran, repair: str = "submitted", visit: str = "") -> tuple[str, timedelta]:
        return headline.overdue(clocks, repair=repair, visit=visit, now=self.NOW)

    def test_counts_the_promise_of_this_state_only(self) -> None:
        due = self.NOW - OFTEN
        clock = Ran(kind="repairs.acknowledged", due_at=due, open=True)
        assert self._late(clock) == ("repairs.acknowledged", OFTEN)
        assert self._late(clock, repair="triaged") == ("", timedelta())

    def test_forgets_a_promise_that_was_kept_at_last_or_still_runs(self) -> None:
        kept = Ran(kind="repairs.acknowledged", due_at=self.NOW - OFTEN, open=False)
        runs = Ran(kind="repairs.acknowledged", due_at=self.NOW + OFTEN, open=True)
        assert self._late(kept, runs) == ("", timedelta())


class TestLockedCode:
    def test_says_so_and_who_rings_instead_of_work_going_on(self) -> None:
        said = headline.headline(
            RepairHeadlineFacts(repair="in_service", visit="on_site", bill="shown", due_fen=3800, locked=True)
        )
        assert (said.says, said.main, said.beside) == ("code_locked", "talk", ("not_fixed", "bill_wrong"))
        assert "code_locked" in HEADLINES
