"""The windows that were agreed for a case, in their order, and which of them holds."""

from dataclasses import dataclass
from datetime import datetime

from anxin.core.timeline import StreamKey
from anxin.domain.visits.models import Appointment
from anxin.domain.visits.states import STANDS


@dataclass(frozen=True, kw_only=True)
class AgreedWindow:
    """A window, who agreed on it, what became of it and why; `holds` where it is the one that counts."""

    from_at: datetime
    to_at: datetime
    state: str
    by: str
    why: str
    holds: bool


def agreed_windows(stream: StreamKey) -> list[AgreedWindow]:
    """Return the windows of a case, the first one first; the last that stands holds (one query)."""
    of_case = {"visit__stream_kind": stream.kind, "visit__stream_key": stream.key}
    rows = list(Appointment.objects.filter(**of_case).order_by("created_at", "id"))
    last = next((one.pk for one in reversed(rows) if one.state in STANDS), None)
    return [
        AgreedWindow(
            from_at=one.from_at, to_at=one.to_at, state=one.state, by=one.by, why=one.why, holds=one.pk == last
        )
        for one in rows
    ]
