"""Whether the number of before was told that another one is asked for: by a message that arrived, or by a call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from anxin.core import outbox
from anxin.core.outbox import Became
from anxin.core.timeline import Entry
from anxin.domain.people import choices, queries, rules
from anxin.domain.people.models import DataRequest
from anxin.domain.people.rules.data_requests import told_by

RUNG = "people.old_number_rung"


@dataclass(frozen=True, kw_only=True)
class Ring:
    """One call of the desk to the number of before: when, by whom, what came of it."""

    at: datetime
    who: str
    heard: str


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How the number of before was told: its message, the desk's calls, and since when it counts as told."""

    message: Became | None
    rings: tuple[Ring, ...]
    at: datetime | None


def key_of(row: DataRequest) -> str:
    """Return under which key the message lies that tells the phone of a request."""
    return f"{'copy handed' if row.wish == rules.COPY else 'phone wanted'}|{row.pk}"


def telling(row: DataRequest) -> Telling:
    """Return how the phone of a request was told (three queries)."""
    found = Entry.objects.filter(stream__kind="data_request", stream__key=str(row.pk), code=RUNG).order_by("position")
    rows = list(found.values_list("at", "actor_id", "facts"))
    names = queries.account_names(who for _at, who, _facts in rows)
    rings = tuple(Ring(at=at, who=names.get(who, ""), heard=facts["rung_so"]) for at, who, facts in rows)
    message = outbox.became_of(key_of(row))
    return Telling(message=message, rings=rings, at=since(message, ((one.at, one.heard) for one in rings)))


def since(message: Became | None, rings: Iterable[tuple[datetime, str]]) -> datetime | None:
    """Return since when a phone counts as told; None where it doesn't yet."""
    rung = told_by([(at, timezone.localdate(at), choices.RINGS[heard].told) for at, heard in rings])
    sent = message.sent_at if message is not None and message.is_told else None
    return min(filter(None, (rung, sent)), default=None)
