"""How a merchant reads claims: rows by time left, clocks, the record, what each answer costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.core.actors import VISITORS
from anxin.core.wording import joined
from anxin.domain.claims import queries as claims
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.queries.sent_sums import SentSum
from anxin.domain.claims.wording import CLOCKS, SHORT_CLOCKS, TYPES
from anxin.domain.evidence.wording import seen
from anxin.faces.ground.chips import ClockView
from anxin.faces.ground.claim_parts import state_of
from anxin.faces.ground.repair_parts import RecordLine
from anxin.faces.words import fen, local


@dataclass(frozen=True, kw_only=True)
class ClaimTableRow:
    """A claim in the list: clock first, then what, why, how much, what was seen, what was sealed, which."""

    url: str
    number: str
    title: str
    reason: str
    type: str
    asked_fen: int
    seen: str
    look: bool
    sealed: int
    sealed_left: int
    state: str
    waits: str
    platform: bool
    clock: ClockView | None
    open: bool
    choosable: bool
    refunds: bool
    """Whether the money is due by itself where the merchant lets its time run out."""

    @property
    def brief(self) -> str:
        """Return the address of the claim in brief, beside the list."""
        return f"{self.url.partition('?')[0]}?part=brief"


def sent_said(one: SentSum, back: str) -> list[str]:
    """Say what is sent, and why it is less than what is asked for where it is."""
    if one.is_met:
        return [_("Nothing more is sent: all of {sum} has gone back already.").format(sum=fen(one.amount_fen))]
    return [back.format(sum=fen(one.fen)), *why_less(one)]


def why_less(one: SentSum) -> list[str]:
    """Say why less is sent than what is asked for, where it is."""
    said = []
    if one.given_fen:
        said.append(_("{sum} of it was given back by the shop already.").format(sum=fen(one.given_fen)))
    if one.before_fen:
        said.append(_("The rest of what is asked for has gone back already."))
    return said


def seen_of(one: claims.ClaimRow) -> str:
    """Say what was seen in the pictures of a claim; where there is none, that."""
    return seen(one.attention) if one.attention or one.unseen else _("no picture")


def row_of(one: claims.ClaimRow, *, url: str, open_: bool = False) -> ClaimTableRow:
    """Return a claim as a row."""
    return ClaimTableRow(
        url=url,
        number=one.number,
        title=one.title,
        reason=wording.words_of(REASONS, one.reason),
        type=wording.words_of(TYPES, one.type),
        asked_fen=one.asked_fen,
        seen=seen_of(one),
        look=one.attention in ("medium", "high"),
        sealed=one.sealed_before,
        sealed_left=one.sealed_left,
        state=wording.state("claim", one.state),
        waits=state_of(one),
        platform=one.forum == "platform",
        clock=_row_clock(one),
        open=open_,
        choosable=one.at_once,
        refunds=one.silence_pays,
    )


def _row_clock(one: claims.ClaimRow) -> ClockView | None:
    if one.due_at is None or one.started_at is None:
        return None
    label = "" if one.clock in ("claims.answer", "claims.platform") else wording.words_of(CLOCKS, one.clock)
    waits_for = wording.state("claim", one.state) if one.paused_since else ""
    return ClockView(
        label=label,
        brief=wording.words_of(SHORT_CLOCKS, one.clock) if label else "",
        started_at=one.started_at,
        due_at=one.due_at,
        paused_since=one.paused_since,
        waits_for=waits_for,
    )


def clocks_of(view: claims.ClaimView) -> list[ClockView]:
    """Return the clocks that run or stand still on a claim; the whole claim's only where no other does."""
    open_ones = [one for one in view.clocks if one.goes_on]
    shown = [one for one in open_ones if one.kind != "claims.ceiling"] or open_ones
    return [
        ClockView(
            label=wording.words_of(CLOCKS, one.kind),
            started_at=one.started_at,
            due_at=one.due_at,
            paused_since=one.paused_since,
            waits_for=wording.state("claim", view.state) if one.paused_since else "",
        )
        for one in sorted(shown, key=lambda one: one.due_at)[:2]
    ]


def record_of(view: claims.ClaimView) -> list[tuple[date, list[RecordLine]]]:
    """Return the record as the merchant may read it, day by day, newest first."""
    days: dict[date, list[RecordLine]] = {}
    for one in view.timeline:
        days.setdefault(local(one.at).date(), []).append(_line(one, view.buyer.name))
    return list(days.items())


def _line(one: claims.EntryLine, buyer: str) -> RecordLine:
    who = one.by or (buyer if one.by_kind in VISITORS else _("the reviewer's side"))
    return RecordLine(
        at=one.at,
        who=who,
        by_system=one.by_kind == "system",
        what=one.sentence,
        why=one.text,
        audience="",
        erased_on=one.erased_at,
    )


def listed(table: Mapping[str, object], codes: Iterable[str]) -> str:
    """Say several codes in a row."""
    return joined(wording.words_of(table, one) for one in codes)


def asked_of(view: claims.ClaimView) -> str:
    """Say in one line what the buyer says and asks for."""
    reason, kind = wording.words_of(REASONS, view.reason), wording.words_of(TYPES, view.type)
    return _("The buyer says: {reason}. Asked for: {type}").format(reason=reason, type=kind)
