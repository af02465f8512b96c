"""Whose a visit was when: a technician's turn begins where it is given to him, and ends where he is freed of it."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.timeline import Entry
from anxin.domain.network.models import Technician
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries.lookup import NoSuchVisit

GIVEN = ("visit.open", "visit.assign", "visit.bench", "visit.reopen")
"""The facts that say who goes from then on: `sent`, nobody where a visit is freed."""


def visit_assigned_at(number: str, *, actor: Actor, at: datetime) -> Visit:
    """Return a visit that was a technician's at a moment, whoever has it now; raises `NoSuchVisit`."""
    row = Visit.objects.select_related("technician", "place", "brand").filter(number=number).first()
    if row is None or not was_assigned(row, actor, at=at):
        raise NoSuchVisit({"number": number[:40]})
    return row


def was_assigned(row: Visit, by: Actor, *, at: datetime) -> bool:
    """Return whether a visit was a technician's at a moment, by its record (two queries)."""
    his = Technician.objects.filter(account_id=by.id).first() if by.kind == "technician" else None
    if his is None:
        return False
    told = Entry.objects.filter(
        stream__kind=row.stream_kind, stream__key=str(row.stream_key), code__in=GIVEN, at__lte=at
    )
    given = [facts["sent"] for facts in told.order_by("at", "id").values_list("facts", flat=True) if _is_of(row, facts)]
    return bool(given) and given[-1] == str(his.pk)


def _is_of(row: Visit, facts: dict[str, object]) -> bool:
    return facts.get("row") == str(row.pk) and "sent" in facts
