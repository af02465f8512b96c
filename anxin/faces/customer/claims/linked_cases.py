"""What stands beside a claim: the inspection visit, and the repair it opened or follows from."""

from datetime import datetime

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.domain.claims import queries as claims
from anxin.domain.claims.queries import ClaimView, linked_repairs
from anxin.domain.visits import queries as visits
from anxin.faces.customer import summary

type Part = dict[str, object]


def of(view: ClaimView, *, actor: Actor, now: datetime) -> Part:
    """Return both halves that may stand beside a claim."""
    return {
        "visit": _visit(view, actor, now) if view.visit_number else None,
        "repair": _repair(view, actor, now),
    }


def _visit(claim: ClaimView, actor: Actor, now: datetime) -> Part:
    found = visits.visit_by_key(claim.records.beside.visit_key)
    view = visits.view(found, actor=actor, now=now)
    code = visits.code_for_customer(found, actor=actor) if view.at_work else ""
    return {
        "number": view.number,
        "case": claim.inspection_number,
        "reachable": actor.kind == "customer_phone",
        "state": view.state,
        "said": wording.state("visit", view.state),
        "from_at": view.appointment.from_at if view.appointment else view.wanted_from_at,
        "to_at": view.appointment.to_at if view.appointment else view.wanted_to_at,
        "agreed": view.appointment is not None,
        "passed": view.appointment is None and view.wanted_to_at <= now,
        "technician": view.technician,
        "check_in": view.check_in,
        "arrival": view.arrival if actor.kind == "customer_phone" else "",
        "outlet": view.outlet,
        "outlet_phone": view.outlet_phone,
        "code": code,
        "found": claims.found_now(claim.inspection_number) if code else "",
        "over": view.over,
        "finished": view.finished,
    }


def _repair(view: ClaimView, actor: Actor, now: datetime) -> Part | None:
    found = linked_repairs.repair_view(view, actor=actor, now=now)
    if found is None:
        return None
    return {
        "number": found.number,
        "product": found.product,
        "opened": found.number == view.repair_number,
        "said": wording.state("repair", found.state),
        "says": summary.lead(found).heading,
        "steps": summary.steps(found) if found.number == view.repair_number else [],
        "code": found.completion_code if found.at_work else "",
        "reachable": actor.kind == "customer_phone",
    }
