"""What happens at the door is written down: who came in, who tried, who was refused, from where.

One stream a day. Addresses lie sealed beside the facts; names that were typed are kept as marks only, for what was
typed there may be a password.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from anxin.core import settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people import rules
from anxin.domain.people.actions.throttle import Origin, mark_of
from anxin.domain.people.models import Passage
from anxin.domain.people.queries import sign_in_log

AT_ONCE = 500
NONE = "-"


def note(
    what: str,
    *,
    by: Actor,
    origin: Origin,
    now: datetime,
    account: UUID | None = None,
    facts: Mapping[str, object] | None = None,
) -> Entry:
    """Write down what happened at the door, inside the block that did it or after the one that was refused."""
    told = {"account": str(account or ""), "from": mark_of("origin", origin.address), **(facts or {})}
    private = {"address": origin.address or NONE, "device": origin.device or NONE}
    entry = timeline.write(stream_of(now), f"people.{what}", by=by, now=now, facts=told, private=private)
    Passage.objects.create(
        entry=entry, kind=sign_in_log.KINDS.get(entry.code, Passage.Kind.OTHER), account=account, at=now
    )
    return entry


def forget(*, now: datetime) -> int:
    """Erase the addresses at the door that are older than the law and the operator want them kept; give how many."""
    before = now - timedelta(days=settings.get("people.door_days", at=now))
    rows = sign_in_log.log_entries().filter(at__lt=before, private_values__erased_at=None, private_values__isnull=False)
    old = list(rows.distinct().order_by("at")[:AT_ONCE])
    return sum(timeline.erase(entry, reason="people.door_days", by=SYSTEM, now=now) > 0 for entry in old)


def stream_of(now: datetime) -> StreamKey:
    """Return the stream of a Shanghai day."""
    return StreamKey(sign_in_log.DOOR, rules.day_of(now).isoformat())
