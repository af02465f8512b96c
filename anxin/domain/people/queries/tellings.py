"""Whether the number of before was told that another one is asked for: by a message that arrived, or by a call.

What became of its message is kept in the record of the request: messages themselves are kept for some weeks only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from anxin.core import outbox
from anxin.core.outbox import Became
from anxin.core.timeline import Entry
from anxin.domain.people import choices, queries, rules
from anxin.domain.people.models import DataRequest
from anxin.domain.people.rules.data_requests import is_news, told_by

RUNG, TOLD, LOST = "people.old_number_rung", "people.phone_told", "people.phone_untold"
LATELY = timedelta(days=30)
"""So long after the end of a request somebody may still hear that its message was lost."""


@dataclass(frozen=True, kw_only=True)
class FormerNumberRing:
    """One call of the desk to the number of before: when, by whom, what came of it."""

    at: datetime
    who: str
    heard: str


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How the number of before was told: its message, the desk's calls, and since when it counts as told."""

    message: Became | None
    rings: tuple[FormerNumberRing, ...]
    at: datetime | None


def key_of(row: DataRequest) -> str:
    """Return under which key the message lies that tells the phone of a request."""
    return f"{'copy handed' if row.wish == rules.COPY else 'phone wanted'}|{row.pk}"


def telling(row: DataRequest) -> Telling:
    """Return how the phone of a request was told (three queries)."""
    found = _entries([str(row.pk)], RUNG, TOLD, LOST).values_list("code", "at", "actor_id", "facts")
    rows = [(at, who, facts) for code, at, who, facts in found if code == RUNG]
    names = queries.account_names(who for _at, who, _facts in rows)
    rings = tuple(FormerNumberRing(at=at, who=names.get(who, ""), heard=facts["rung_so"]) for at, who, facts in rows)
    written = [_written(code, facts) for code, _at, _who, facts in found if code != RUNG]
    message = outbox.became_of(key_of(row)) or (written[-1] if written else None)
    return Telling(message=message, rings=rings, at=since(message, ((one.at, one.heard) for one in rings)))


def since(message: Became | None, rings: Iterable[tuple[datetime, str]]) -> datetime | None:
    """Return since when a phone counts as told; None where it doesn't yet."""
    rung = told_by([(at, timezone.localdate(at), choices.RINGS[heard].told) for at, heard in rings])
    sent = message.sent_at if message is not None and message.is_told else None
    return min(filter(None, (rung, sent)), default=None)


def news(rows: Iterable[DataRequest]) -> dict[str, Became]:
    """Return what became of the messages of requests, by the key of each whose record says otherwise (two queries)."""
    wanted = {key_of(one): str(one.pk) for one in rows}
    became = {wanted[key]: one for key, one in outbox.all_became(wanted).items()}
    said = {
        key: _written(code, facts)
        for key, code, facts in _entries(became, TOLD, LOST).values_list("stream__key", "code", "facts")
    }
    return {
        key: one
        for key, one in became.items()
        if is_news(told=one.is_told, receipt=one.receipt, before=said[key].is_told if key in said else None)
    }


def unwritten(*, now: datetime) -> list[DataRequest]:
    """Return the requests in whose record it doesn't stand yet what became of their message (three queries)."""
    told = Q(wish="phone") | Q(wish=rules.COPY)
    rows = list(
        DataRequest.objects.filter(told & (Q(state="announced") | Q(ended_at__gte=now - LATELY))).order_by("id")
    )
    there = news(rows)
    return [one for one in rows if str(one.pk) in there]


def _entries(keys: Iterable[str], *codes: str) -> QuerySet[Entry]:
    return Entry.objects.filter(stream__kind="data_request", stream__key__in=list(keys), code__in=codes).order_by(
        "position"
    )


def _written(code: str, facts: dict[str, str]) -> Became:
    if code == TOLD:
        return Became(sent_at=datetime.fromisoformat(facts["since"]), receipt="")
    return Became(sent_at=None, receipt=facts["receipt"])
