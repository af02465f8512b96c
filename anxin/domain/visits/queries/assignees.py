"""Whose a visit was when: a technician's turn begins where it is given to him, and ends where he is freed of it."""

from datetime import datetime, timedelta

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.network.models import Technician
from anxin.domain.visits import rules
from anxin.domain.visits.models import Visit
from anxin.domain.visits.queries.lookup import NoSuchVisit

GIVEN = ("visit.open", "visit.assign", "visit.bench", "visit.reopen")
"""The facts that say who goes from then on: `sent`, nobody where a visit is freed."""
ENDED = "visits.unvouched"
"""The fact that the brand's word for who is at a customer's ended."""


def visit_assigned_at(number: str, *, actor: Actor, at: datetime) -> Visit:
    """Return a visit that was a technician's at a moment, whoever has it now; raises `NoSuchVisit`."""
    row = Visit.objects.select_related("technician", "place", "brand").filter(number=number).first()
    if row is None or not was_assigned(row, actor, at=at):
        raise NoSuchVisit({"number": number[:40]})
    return row


def was_assigned(row: Visit, by: Actor, *, at: datetime) -> bool:
    """Return whether a visit was a technician's at a moment, by its record (two queries).

    It counts as his, too, where others had taken it from him and his phone may not have heard: it keeps the pages of
    a job for so long.
    """
    his = Technician.objects.filter(account_id=by.id).first() if by.kind == "technician" else None
    if his is None:
        return False
    told = Entry.objects.filter(
        stream__kind=row.stream_kind, stream__key=str(row.stream_key), code__in=GIVEN, at__lte=at
    )
    turns = [one for one in told.order_by("at", "id") if _is_of(row, one.facts)]
    if turns and turns[-1].facts["sent"] == str(his.pk):
        return True
    held = [place for place, one in enumerate(turns) if one.facts["sent"] == str(his.pk)]
    if not held:
        return False
    ended = turns[held[-1] + 1]
    return ended.actor_id != by.id and at - ended.at < timedelta(hours=settings.get("visits.kept_h", at=at))


def has_said(row: Visit, by: Actor, code: str, *, at: datetime) -> bool:
    """Return whether somebody said a thing already of the turn that was his at a moment (two queries)."""
    record = Entry.objects.filter(stream__kind=row.stream_kind, stream__key=str(row.stream_key))
    given = [one.at for one in record.filter(code__in=GIVEN, at__lte=at) if _is_of(row, one.facts)]
    said = record.filter(code=code, actor_id=by.id, at__gt=max(given, default=at))
    return any(one.facts.get("visit") == str(row.pk) for one in said)


def is_kept_word(row: Visit, by: Actor) -> bool:
    """Return whether a phone kept what somebody did before a visit was taken from him, or a word for him ended there.

    After the word had ended it is refused as it is to anybody who may do nothing there.
    """
    if by.done_at is None:
        return False
    if row.technician is None or str(row.technician.account_id) != by.id:
        return True
    if not rules.is_barred(row.state, row.record):
        return False
    ended = Entry.objects.filter(stream__kind=row.stream_kind, stream__key=str(row.stream_key), code=ENDED)
    ended_at = ended.order_by("-at", "-id").values_list("at", flat=True).first()
    return ended_at is not None and by.done_at < ended_at


def is_shut_to(row: Visit | None, by: Actor) -> bool:
    """Return whether a brand's word for a technician ended while he was at a visit's customer: he sees no more there.

    It stays so when he has left; a later visit of his opens it again.
    """
    if row is None or row.technician is None or by.kind != "technician":
        return False
    return rules.is_unvouched(row.record) and str(row.technician.account_id) == by.id


def shuts(stream: StreamKey, by: Actor) -> bool:
    """Return whether a case is shut to a technician by his last visit to it (one query; none for others)."""
    if by.kind != "technician":
        return False
    rows = Visit.objects.filter(stream_kind=stream.kind, stream_key=stream.key, technician__account_id=by.id)
    return is_shut_to(rows.select_related("technician").order_by("-created_at", "-id").first(), by)


def _is_of(row: Visit, facts: dict[str, object]) -> bool:
    return facts.get("row") == str(row.pk) and "sent" in facts
