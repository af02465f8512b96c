"""The history of a repair: its clocks, its record for each audience, its public stepper."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from anxin.core import timeline, wording
from anxin.core.actors import ACCOUNTS, OFFICES, Actor
from anxin.core.clocks import Clock
from anxin.core.timeline import EntryView
from anxin.domain.network.queries.outlet_names import called
from anxin.domain.people import queries as people
from anxin.domain.repairs import rules
from anxin.domain.repairs.choices import is_look
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.former import SENT_THERE, former_of
from anxin.domain.repairs.rules.former import WORKED

OPENED = ("why", "text", "how", "to", "reason", "note", SENT_THERE)
SHOWN_OF_CLOCK = (
    *("kind", "whose", "started_at", "due_at", "paused_since", "left_s"),
    *("met_at", "missed_at", "stopped_at"),
)
OUTLETS = ("outlet", "before")
"""What facts call an outlet's code."""
RESTARTS = ("repair.rework", "repair.resume", "repair.unarrange", "repair.send_after_all")


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """A clock: state is running, paused, met or missed; `late` where it ran out, whatever came after.

    `stopped` where its matter ended unmet: a window that was moved, a technician who is there.
    """

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
    stopped: bool = False

    @property
    def goes_on(self) -> bool:
        """Return whether it still counts: it runs or stands still."""
        return self.state in ("running", "paused")

    @property
    def broken(self) -> bool:
        """Return whether it ran out and nobody made up for it."""
        return self.state == "missed"


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """A line of the record: who did what when; `by` is a name people call, or the kind of actor."""

    id: UUID
    at: datetime
    done_at: datetime | None
    late: bool
    code: str
    sentence: str
    by: str
    by_kind: str
    text: str
    erased_at: datetime | None
    public: bool


def audience_of(actor: Actor) -> str:
    """Return as whom an actor reads a timeline."""
    if "customer" in actor.roles:
        return "customer"
    if actor.kind == "technician":
        return "technician"
    if actor.roles & {"outlet_manager", "outlet_dispatcher", "parts_clerk"}:
        return "outlet"
    if actor.kind == "token" and "agent" not in actor.roles:
        return "customer"
    if "auditor" in actor.roles:
        return "auditor"
    return "agent" if actor.kind in OFFICES | {"system"} else ""


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
        stopped=row.stopped_at is not None,
    )


def timeline_of(row: Repair, *, actor: Actor) -> tuple[EntryLine, ...]:
    """Read a repair's record as an actor may see it, newest first (two queries)."""
    audience = audience_of(actor)
    entries = timeline.read(row.stream(), audience, opened=OPENED) if audience else []
    return told_to(audience, unsaid(entries) if is_silent(row, audience) else entries)


FIELD = ("technician", "outlet")
"""Who reads a record to go there: the words of a customer who had himself erased are not for them any more."""


def is_silent(row: Repair, audience: str) -> bool:
    """Return whether a customer's words are shown to an audience no more: he had himself erased."""
    return audience in FIELD and row.customer.erased_at is not None


def unsaid(entries: Iterable[EntryView]) -> list[EntryView]:
    """Return a record without what anybody but who works here wrote into it."""
    return [one if one.actor_kind in (*ACCOUNTS, "system") else replace(one, private={}) for one in entries]


def told_to(audience: str, entries: Iterable[EntryView]) -> tuple[EntryLine, ...]:
    """Return of a record what is worded for an audience, newest first (one query: who is called what)."""
    heard = [one for one in entries if timeline.is_worded_for(one.code, audience)]
    heard = outlets_named(heard) if audience == "customer" else heard
    names = people.account_names(one.actor_id for one in heard if one.actor_kind in ACCOUNTS)
    return tuple(entry_line(one, names) for one in reversed(heard))


def outlets_named(entries: list[EntryView]) -> list[EntryView]:
    """Return a record whose sentences call outlets by their names, not their codes (one query where any does)."""
    told = {one.id: _outlets_in(one) for one in entries}
    codes = {code for found in told.values() for code in found.values()}
    names = called(codes) if codes else {}
    return [
        replace(one, facts=one.facts | {name: names.get(code, code) for name, code in told[one.id].items()})
        for one in entries
    ]


def _outlets_in(one: EntryView) -> dict[str, str]:
    said = wording.names_in(wording.fact(one.code).reads(one.facts))
    return {name: str(one.facts[name]) for name in OUTLETS if name in said and name in one.facts}


def entry_line(one: EntryView, names: dict[str, str]) -> EntryLine:
    """Show one fact of a record: who, when, in which words."""
    texts = [value for name, value in sorted(one.private.items()) if name != SENT_THERE]
    return EntryLine(
        id=one.id,
        at=one.at,
        done_at=one.done_at,
        late=one.late,
        code=one.code,
        sentence=one.sentence,
        by=names.get(one.actor_id, ""),
        by_kind=one.actor_kind,
        text=" · ".join(value.text for value in texts if value.text),
        erased_at=next((value.erased_at for value in texts if value.erased_at), None),
        public="customer" in wording.fact(one.code).audiences,
    )


def stepper_of(
    row: Repair,
    entries: list[EntryView],
    *,
    nobody: bool = False,
    visit: str = "",
    quote: str = "",
    bill: str = "",
    custody: str = "",
) -> tuple[rules.RepairStage, ...]:
    """Derive the public stepper from a repair's record, in its order: what was told late stands where it came."""
    last = {one.code: one.at for one in entries}
    place = {one.code: at for at, one in enumerate(entries)}
    there = former_of(entries)
    taken_over = there.at if there and row.state != "submitted" else None
    restarted = max((place[code] for code in RESTARTS if code in place), default=-1)
    worked = taken_over if there and there.state in WORKED and restarted < 0 else None
    closed = worked if there and there.state == "closed" else None

    def since(code: str) -> datetime | None:
        return last[code] if place.get(code, -1) > restarted else None

    return rules.stepper(
        rules.RepairStepperFacts(
            repair=row.state,
            mode=row.mode,
            look=is_look(row.kind),
            nobody=nobody,
            visit=visit,
            quote=quote,
            bill=bill,
            custody=custody,
            submitted_at=row.created_at,
            accepted_at=last.get("repair.accept") or taken_over,
            assigned_at=since("repair.arrange") or (taken_over if visit else worked),
            arrived_at=since("repair.begin"),
            finished_at=since("repair.finish") or worked,
            confirmed_at=since("repair.confirm") or closed,
            taken_over_at=taken_over,
        )
    )
