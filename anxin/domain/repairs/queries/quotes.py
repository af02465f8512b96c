"""A version of a repair's quote, with its lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from anxin.core import timeline, vault
from anxin.core.actors import Actor
from anxin.core.states import Step, buttons
from anxin.domain.repairs.models import Quote, QuoteLine, Repair
from anxin.domain.repairs.states import QUOTE

EXCLUDED = "repairs.excluded"


@dataclass(frozen=True, kw_only=True)
class QuoteLineView:
    """A line of a quote; `reason`: in its technician's words why it is not covered."""

    code: str
    name: str
    kind: str
    quantity: int
    full_fen: int
    amount_fen: int
    why: str
    optional: bool
    chosen: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class QuoteView:
    """A version of the quote."""

    version: int
    state: str
    edition: str
    sent_at: datetime
    expires_at: datetime | None
    total_fen: int
    lines: tuple[QuoteLineView, ...]
    buttons: tuple[Step, ...]

    @property
    def waits(self) -> bool:
        """Return whether the customer has not answered it."""
        return self.state == "sent"

    @property
    def agreed(self) -> bool:
        """Return whether the customer said yes."""
        return self.state == "agreed"

    @property
    def in_force(self) -> bool:
        """Return whether it stands: it waits for its customer, or he said yes."""
        return self.state in QUOTE.capabilities["in_force"]

    @property
    def free(self) -> bool:
        """Return whether nothing on it costs anything, so that nobody was asked to agree."""
        return not any(one.amount_fen for one in self.lines)

    @property
    def refused(self) -> bool:
        """Return whether the customer said no."""
        return self.state == "refused"


@dataclass(frozen=True, kw_only=True)
class QuoteChange:
    """What another version changes: the one before with its sum, what is new, gone, or costs something else."""

    version: int
    total_fen: int
    new: tuple[str, ...]
    gone: tuple[str, ...]
    dearer: tuple[str, ...]
    cheaper: tuple[str, ...]


def change_of(row: Repair, shown: QuoteView) -> QuoteChange | None:
    """Return what a version changes of the one before it; None where there was none (two queries)."""
    before = row.quotes.filter(version__lt=shown.version).order_by("-version").first() if shown.version > 1 else None
    if before is None:
        return None
    lines = before.lines.filter(chosen=True).select_related("line").order_by("position")
    was, now = {one.line.code: one for one in lines}, {one.code: one for one in shown.lines if one.chosen}
    both = [(was[code].amount_fen, one.amount_fen, one.name) for code, one in now.items() if code in was]
    return QuoteChange(
        version=before.version,
        total_fen=sum(one.amount_fen for one in was.values()),
        new=tuple(one.name for code, one in now.items() if code not in was),
        gone=tuple(one.line.called for code, one in was.items() if code not in now),
        dearer=tuple(name for old, new, name in both if new > old),
        cheaper=tuple(name for old, new, name in both if new < old),
    )


def quote_view(row: Quote, lines: Iterable[Mapping[str, Any]], *, actor: Actor) -> QuoteView:
    """Show a quote with its lines, as both were read beside their repair."""
    shown = tuple(map(_line, lines))
    return QuoteView(
        version=row.version,
        state=row.state,
        edition=row.edition,
        sent_at=row.created_at,
        expires_at=row.expires_at,
        total_fen=sum(one.amount_fen for one in shown if one.chosen),
        lines=shown,
        buttons=tuple(buttons(row, actor)),
    )


def _line(one: Mapping[str, Any]) -> QuoteLineView:
    told = {name: value for name, value in one.items() if name not in ("id", "excluded_sealed")}
    return QuoteLineView(**told, reason=opened(one["id"], one["excluded_sealed"]))


def opened(key: UUID, sealed: str) -> str:
    """Return in its technician's words why a line is not covered; empty where he said none, or it was erased."""
    return vault.open_(EXCLUDED, key, sealed) if sealed else ""


def reasons_of(rows: Iterable[QuoteLine]) -> str:
    """Return why lines of a quote are not covered, each by its name."""
    told = ((one.line.called, opened(one.id, one.excluded_sealed)) for one in rows)
    return "; ".join(f"{name}: {reason}" for name, reason in told if reason)


def redone_at(repair: Repair) -> datetime:
    """Return since when a repair's work is what it is now: since it was redone last, else since its report."""
    if not repair.reworks:
        return repair.created_at
    told = timeline.facts_of(repair.stream(), code="repair.rework")
    return told[-1].at if told else repair.created_at
