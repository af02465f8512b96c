"""A report is accepted; somebody is sent there, it is solved on the phone, or it goes where it belongs."""

from datetime import date, datetime, timedelta
from math import ceil

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM, Actor, only
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock, transition
from anxin.core.zone import SHANGHAI
from anxin.domain.people.actions import personal_data
from anxin.domain.repairs import rules
from anxin.domain.repairs.actions import goods as goods_in
from anxin.domain.repairs.actions.reports import BESIDE
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import WORKS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import BENCH
from anxin.domain.visits.states import VISIT


def note(*, repair: Repair, text: str, inside: bool, by: Actor, now: datetime) -> None:
    """Write a sentence to the record: for the customer too, or for the desk only."""
    only(by, f"{WORKS} system", number=repair.number)
    code = "repairs.note_inside" if inside else "repairs.note"
    timeline.write(repair.stream(), code, by=by, now=now, private={"text": text})


def accept(*, repair: Repair, by: Actor, now: datetime) -> None:
    """Accept a report: from here a technician is promised."""
    lock(repair)
    minutes = max(1, ceil((now - repair.created_at).total_seconds() / 60))
    told = {"minutes": minutes, "promised": repair.acknowledge_min, "bench": repair.mode in BENCH}
    transition(repair, "accept", by=by, now=now, facts=told)
    clocks.meet(repair.stream(), "repairs.acknowledged", now=now)
    if repair.mode in BENCH:
        transition(repair, "await_goods", by=SYSTEM, now=now)
        return
    due_at = now + timedelta(minutes=repair.assign_min)
    kind = "repairs.assigned"
    if repair.mode == Repair.Mode.REMOTE:
        kind, due_at = "repairs.helped", max(due_at, repair.wanted_to_at)
    clocks.start(kind, repair.stream(), whose=str(repair.operator_id), now=now, due_at=due_at)


def triage(
    *, repair: Repair, by: Actor, now: datetime, urgent: bool | None = None, automatic: bool | None = None
) -> Visit:
    """Decide that somebody goes there, open the visit and, unless a person chooses, begin to ask."""
    lock(repair)
    if repair.mode != Repair.Mode.VISIT:
        raise WrongState({"machine": "repair", "state": repair.state, "step": "triage"})
    if urgent is not None and urgent != repair.urgent:
        Repair.objects.filter(pk=repair.pk).update(urgent=urgent)
        repair.urgent = urgent
    transition(repair, "triage", by=by, now=now, facts={"urgent": repair.urgent})
    visit = open_visit_of(repair, by=by, now=now)
    by_itself = settings.get("repairs.automatic", at=now) if automatic is None else automatic
    if by_itself:
        visits.seek(visit=visit, now=now)
    return visit


def open_visit_of(repair: Repair, *, by: Actor, now: datetime, sent: visits.Sent | None = None) -> Visit:
    """Open the visit a repair asks for; with whom it was `sent` already, where it comes from elsewhere."""
    beside = repair
    if not repair._state.fields_cache.keys() >= {*BESIDE}:
        beside = Repair.objects.select_related("product__brand", "place", "customer").only(*BESIDE).get(pk=repair.pk)
    return visits.open_visit(
        stream=repair.stream(),
        kind=repair.kind,
        mode=repair.mode,
        product=beside.product,
        place=beside.place,
        customer=beside.customer,
        wanted_from_at=repair.wanted_from_at,
        wanted_to_at=repair.wanted_to_at,
        urgent=repair.urgent,
        by=by,
        now=now,
        sent=sent,
    )


def solve_remotely(*, repair: Repair, how: str, by: Actor, now: datetime) -> None:
    """End a repair on the phone: what was done is told to the customer; nobody comes, nothing is charged."""
    lock(repair)
    end_visit(repair, why="solved_remotely", by=by, now=now)
    facts = ended(repair, "solved_remotely")
    sets = {"outcome": "solved_remotely", "again_until": again_until(now)}
    transition(repair, "solve_remotely", by=by, now=now, facts=facts, sets=sets, private={"how": how})
    clocks.meet(repair.stream(), "repairs.acknowledged", now=now)
    clocks.stop(repair.stream(), now=now)
    personal_data.release(stream=repair.stream(), now=now)


def again_until(now: datetime) -> date:
    """Return the last day on which what was solved from afar may come back without a new report."""
    days: int = settings.get("repairs.again_days", at=now)
    return now.astimezone(SHANGHAI).date() + timedelta(days=days)


def redirect(*, repair: Repair, to: str, why: str, by: Actor, now: datetime) -> None:
    """Send a report where it belongs, with a reason the customer reads; nothing is simply refused."""
    if not to.strip() or not why.strip():
        raise Invalid("to" if not to.strip() else "why", expected="where to, and why", got="")
    lock(repair)
    end_visit(repair, why="redirected", by=by, now=now)
    facts, private = ended(repair, "redirected"), {"to": to, "reason": why}
    sets = {"outcome": "redirected", "redirected_to": to[:120]}
    transition(repair, "redirect", by=by, now=now, facts=facts, sets=sets, private=private)
    clocks.stop(repair.stream(), now=now)
    personal_data.release(stream=repair.stream(), now=now)


def ended(repair: Repair, outcome: str) -> dict[str, object]:
    """Return what a fact says of how a repair ended, and whether a claim may have to hear of it."""
    heard = {"of_claim": True} if repair.channel in rules.OF_A_CLAIM else {}
    return {"outcome": outcome, **heard}


def end_visit(repair: Repair, *, why: str, by: Actor, now: datetime, goods_stay: bool = False) -> None:
    """Call off the visit under way, if any, and expect no goods any more. Raises `HereStill`."""
    if not goods_stay:
        goods_in.call_off(repair, why=why, by=by, now=now)
    visit = visits_queries.latest_of(repair.stream())
    if visit is not None and visit.state not in VISIT.ends:
        visits.cancel(visit=visit, why=why, by=by if "customer" in by.roles else _desk(by), now=now)


def _desk(by: Actor) -> Actor:
    return SYSTEM if by.kind == "technician" else by
