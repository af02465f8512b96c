"""How a claim is told: its clocks, its record by audience, both sides on one axis of time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.timeline import EntryView
from anxin.domain.claims.models import Claim
from anxin.domain.evidence.queries import LinkView
from anxin.domain.people import queries as people
from anxin.domain.threads import queries as threads

OPENED = ("why", "text", "reason", "note")
AUDIENCES = {"buyer": "customer", "merchant": "merchant", "desk": "agent", "auditor": "auditor"}


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A clock: state is running, paused, met or missed; `late` where it ran out, whatever came after."""

    kind: str
    whose: str
    state: str
    started_at: datetime
    due_at: datetime
    paused_since: datetime | None
    left_s: int
    total_s: int
    met_at: datetime | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """A line of the record: who did what when, with the words he left."""

    id: UUID
    at: datetime
    code: str
    sentence: str
    by: str
    by_kind: str
    text: str
    erased_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One point on the axis of time: what happened on which side; pictures by their labels."""

    at: datetime
    side: str
    what: str
    label: str = ""


def audience_of(actor: Actor) -> str:
    """Say as whom an actor reads a claim's record."""
    return AUDIENCES.get(threads.side_of(actor), "")


def clock_view(row: Clock, *, now: datetime) -> ClockView:
    """Show a clock as it stands."""
    state = "met" if row.met_at else "missed" if row.missed_at else "paused" if row.paused_since else "running"
    left = row.left_s if row.left_s is not None else int((row.due_at - now).total_seconds())
    late = bool(row.missed_at) or (state == "running" and row.due_at < now)
    return ClockView(
        kind=row.kind,
        whose=row.whose,
        state=state,
        started_at=row.started_at,
        due_at=row.due_at,
        paused_since=row.paused_since,
        left_s=left,
        total_s=max(int((row.due_at - row.started_at).total_seconds()), 1),
        met_at=row.met_at,
        late=late or bool(row.met_at and row.met_at > row.due_at),
    )


def clocks_of(row: Claim, *, now: datetime) -> tuple[ClockView, ...]:
    """List a claim's clocks, stopped ones left out, in the order they began (one query)."""
    rows = Clock.objects.filter(stream_kind="claim", stream_key=str(row.id), stopped_at=None)
    return tuple(clock_view(one, now=now) for one in rows.order_by("started_at", "due_at"))


def timeline_of(row: Claim, *, actor: Actor) -> tuple[EntryLine, ...]:
    """Read a claim's record as an actor may see it, newest first (three queries)."""
    audience = audience_of(actor)
    entries = timeline.read(row.stream(), audience, opened=OPENED) if audience else []
    names = people.called(one.actor_id for one in entries if one.actor_kind in ("staff", "technician"))
    return tuple(_entry(one, names) for one in reversed(entries))


def _entry(one: EntryView, names: dict[str, str]) -> EntryLine:
    texts = [value for _, value in sorted(one.private.items())]
    return EntryLine(
        id=one.id,
        at=one.at,
        code=one.code,
        sentence=one.sentence,
        by=names.get(one.actor_id, ""),
        by_kind=one.actor_kind,
        text=" · ".join(value.text for value in texts if value.text),
        erased_at=next((value.erased_at for value in texts if value.erased_at), None),
    )


def axis_of(row: Claim, *, links: tuple[LinkView, ...], now: datetime) -> tuple[Mark, ...]:
    """Lay both sides on one axis: the order's days, pictures when they were sealed, the claim, the answers."""
    order = row.purchase
    marks = [Mark(at=order.bought_at, side="buyer", what="bought"), Mark(at=row.created_at, side="buyer", what="filed")]
    if order.shipped_at:
        marks.append(Mark(at=order.shipped_at, side="merchant", what="shipped"))
    if order.delivered_at:
        marks.append(Mark(at=order.delivered_at, side="buyer", what="signed_for"))
    marks += [Mark(at=one.sealed_at, side=one.side, what="picture", label=one.label) for one in links]
    marks += [Mark(at=one.at, side="merchant", what=one.kind) for one in row.answers.exclude(kind="standing")]
    if row.answer_due_at and row.state == "merchant_answer":
        marks.append(Mark(at=row.answer_due_at, side="merchant", what="answer_due"))
    marks.append(Mark(at=now, side="", what="now"))
    return tuple(sorted(marks, key=lambda one: (one.at, one.side, one.label)))
