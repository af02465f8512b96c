"""What the visit's steps mean for the repair: arranged, called, booked, begun, waiting."""

from datetime import datetime, timedelta

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock, transition
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.custody import actions as custody
from anxin.domain.custody import queries as keeping
from anxin.domain.repairs import queries, rules
from anxin.domain.repairs.actions import standstills, wishes
from anxin.domain.repairs.actions.endings import cancel
from anxin.domain.repairs.actions.intake import end_visit, open_visit_of
from anxin.domain.repairs.actions.remote import send_after_all
from anxin.domain.repairs.actions.reports import check_window, require_free, wanted_told
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR, WAITS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import BENCH

AFTER = {
    "part_missing": "wait_for_part",
    "customer_absent": "wait_for_customer",
    "quote_refused": "wait_for_customer",
    "sent_away": "wait_for_customer",
    "wrong_address": "wait_for_customer",
    "no_right": "wait_for_customer",
    "unsafe": "wait_for_customer",
    "unrepairable": "wait_for_brand",
    "other": "wait_for_customer",
}


def _held(stream: StreamKey) -> Repair | None:
    if stream.kind != "repair":
        return None
    repair = queries.repair_by_key(stream.key)
    lock(repair)
    return repair


def assigned(*, fact: Entry, now: datetime) -> None:
    """A technician is set: the repair is arranged, and his call is due."""
    repair = _held(fact.stream_key)
    if repair is None:
        return
    transition(repair, "arrange", by=SYSTEM, now=now)
    clocks.meet(repair.stream(), "repairs.assigned", now=now)
    visit = visits_queries.visit_by_key(str(fact.facts["row"]))
    whose = f"technician:{visit.technician.account_id}" if visit.technician else ""
    due_at = now + timedelta(minutes=repair.call_min)
    clocks.start("repairs.called", repair.stream(), whose=whose, now=now, due_at=due_at)


def reopened(*, fact: Entry, now: datetime) -> None:
    """The technician is gone: another is looked for, and the promise to set one runs again."""
    repair = _held(fact.stream_key)
    if repair is None or repair.state not in ("arranged", "in_service"):
        return
    transition(repair, "unarrange", by=SYSTEM, now=now)
    clocks.stop(repair.stream(), "repairs.called", "repairs.arrived", now=now)
    due_at = now + timedelta(minutes=repair.assign_min)
    clocks.start("repairs.assigned", repair.stream(), whose=str(repair.operator_id), now=now, due_at=due_at)
    visit = visits_queries.visit_by_key(str(fact.facts["row"]))
    if visit.state == "open" and visit.by_hand_at is None:
        visits.seek(visit=visit, now=now)


def called(*, fact: Entry, now: datetime) -> None:
    """Somebody spoke with the customer: the call's clock is met by this record."""
    if fact.stream_key.kind == "repair":
        clocks.meet(fact.stream_key, "repairs.called", now=now, record=fact)


def booked(*, fact: Entry, now: datetime) -> None:
    """A window is booked: arrival is promised until its end."""
    if fact.stream_key.kind == "repair":
        clocks.stop(fact.stream_key, "repairs.arrived", now=now)
        _promise_arrival(fact, now)


def _promise_arrival(fact: Entry, now: datetime) -> None:
    due_at = datetime.fromisoformat(str(fact.facts["to"]))
    clocks.start("repairs.arrived", fact.stream_key, whose=str(fact.facts["row"]), now=now, due_at=due_at)


def arrived(*, fact: Entry, now: datetime) -> None:
    """The technician checked in: the service begins. Whether he kept the window is another question."""
    repair = _held(fact.stream_key)
    if repair is None:
        return
    transition(repair, "begin", by=SYSTEM, now=now, facts={"counts": fact.facts.get("counts", "yes")})
    clocks.stop(repair.stream(), "repairs.called", now=now)


def keep_arrival(*, fact: Entry, now: datetime) -> None:
    """Somebody came as agreed: the promise to be there is kept."""
    if fact.stream_key.kind == "repair":
        clocks.meet(fact.stream_key, "repairs.arrived", now=now)


def denied(*, fact: Entry, now: datetime) -> None:
    """The customer says that nobody came: the promise to be there runs on until the window's end."""
    if fact.stream_key.kind == "repair":
        _promise_arrival(fact, now)


def gave_up(*, fact: Entry, now: datetime) -> None:
    """The visit ended without the work done: the repair waits for whom the reason names."""
    repair = _held(fact.stream_key)
    if repair is None:
        return
    if rules.is_for_claim(repair.warranty_why):
        _looked_in_vain(repair, fact, now)
        return
    if not REPAIR.step("resume", repair.state):  # else somebody said already on whom it waits
        why = str(fact.facts.get("why"))
        told = {"another_window": repair.mode not in BENCH and why not in ("quote_refused", "sent_away")}
        transition(repair, AFTER.get(why, "wait_for_customer"), by=SYSTEM, now=now, facts=told)
    clocks.stop(repair.stream(), now=now)
    standstills.stands(repair, now=now)
    visit = visits_queries.visit_by_key(str(fact.facts["row"]))
    if visit.mode in BENCH:
        custody.from_bench(keeping.open_row(repair.stream()), by=SYSTEM, now=now)
    visits.part_ways(visit=visit, at=now + timedelta(hours=settings.get("people.reveal_technician_h", at=now)))


def _looked_in_vain(repair: Repair, fact: Entry, now: datetime) -> None:
    """A look for a claim came to nothing: it is over, and its claim says whether somebody comes again."""
    visit = visits_queries.visit_by_key(str(fact.facts["row"]))
    visits.part_ways(visit=visit, at=now + timedelta(hours=settings.get("people.reveal_technician_h", at=now)))
    cancel(repair=repair, why="", by=SYSTEM, now=now)


def wait(*, repair: Repair, on: str, why: str, by: Actor, now: datetime) -> None:
    """Let a repair wait for a part, the customer, the brand or the goods; its visit is over, another comes then."""
    if on not in WAITS:
        raise Invalid("on", expected=", ".join(WAITS), got=on)
    lock(repair)
    told = {"another_window": repair.mode not in BENCH}
    transition(repair, WAITS[on], by=by, now=now, why=why, facts=told)
    visit = visits_queries.latest_of(repair.stream())
    if visit is not None and visit.state == "on_site":
        visits.give_up(visit=visit, why="part_missing" if on == "part" else "other", note=why, by=by, now=now)
    else:
        end_visit(repair, why="waiting", by=by, now=now, goods_stay=True)
        clocks.stop(repair.stream(), now=now)
        standstills.stands(repair, now=now)


def resume(*, repair: Repair, by: Actor, now: datetime, wanted_from_at: datetime, wanted_to_at: datetime) -> Visit:
    """Go on after waiting or for a rework: a new window is wanted, a new visit is opened."""
    check_window(wanted_from_at, wanted_to_at, now)
    lock(repair)
    before = repair.state
    transition(repair, "resume", by=by, now=now, facts=wanted_told(wanted_from_at, wanted_to_at))
    Repair.objects.filter(pk=repair.pk).update(wanted_from_at=wanted_from_at, wanted_to_at=wanted_to_at)
    repair.wanted_from_at, repair.wanted_to_at = wanted_from_at, wanted_to_at
    standstills.goes_on(repair, before=before, now=now)
    due_at = now + timedelta(minutes=repair.assign_min)
    clocks.start("repairs.assigned", repair.stream(), whose=str(repair.operator_id), now=now, due_at=due_at)
    visit = open_visit_of(repair, by=by, now=now)
    visits.seek(visit=visit, now=now)
    return visit


def move(*, repair: Repair, from_at: datetime, to_at: datetime, by: Actor, now: datetime) -> None:
    """Move the agreed window, or the wanted one, or choose one: after waiting, for a rework, after help from afar.

    Raises `visits.window_gone` where nobody can come then, and what `send_after_all` raises.
    """
    lock(repair)
    if is_sent_for(repair):
        send_after_all(repair=repair, by=by, now=now, wanted_from_at=from_at, wanted_to_at=to_at)
        return
    if repair.state in REPAIR.capabilities["sought"]:
        wishes.want(repair=repair, from_at=from_at, to_at=to_at, by=by, now=now)
        return
    require_free(repair, from_at=from_at, to_at=to_at, now=now)
    if repair.state in REPAIR.capabilities["again"]:
        resume(repair=repair, by=by, now=now, wanted_from_at=from_at, wanted_to_at=to_at)
        return
    visit = visits_queries.latest_of(repair.stream())
    if visit is None:
        raise WrongState({"machine": "repair", "state": repair.state, "step": "move"})
    visits.reschedule(visit=visit, from_at=from_at, to_at=to_at, why="customer", by=by, now=now)


def is_sent_for(repair: Repair) -> bool:
    """Return whether choosing a window means that somebody is sent where nobody was to go, or nobody any more."""
    afar = repair.mode != Repair.Mode.VISIT and repair.state in REPAIR.capabilities["sent_for"]
    return afar or repair.state == "solved_remotely"


def clock_missed(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """A promise to the customer was broken, or his own time ran out: say so where he and the desk read it."""
    facts = {"clock": clock.kind, "due": clock.due_at.isoformat(timespec="minutes")}
    code = "repairs.unanswered" if clock.whose == "customer" else "repairs.late"
    code = "repairs.reset_open" if clock.kind == "repairs.reset" else code
    timeline.write(stream, code, by=SYSTEM, now=now, facts=facts)
