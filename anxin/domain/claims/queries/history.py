"""The history of a claim: its clocks, its record as each audience may read it, both sides on one time axis."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time

from anxin.core import timeline
from anxin.core.actors import ACCOUNTS, Actor
from anxin.core.timeline import Entry, EntryView
from anxin.core.zone import SHANGHAI
from anxin.domain.claims.models import Answer, Claim
from anxin.domain.claims.rules import AGREED
from anxin.domain.evidence.queries import LinkView
from anxin.domain.evidence.rules import shown_side
from anxin.domain.goods.rules import only_day
from anxin.domain.people import queries as people
from anxin.domain.repairs.queries.history import EntryLine, entry_line
from anxin.domain.threads import queries as threads
from anxin.domain.threads.wording import SIDES

OPENED = ("why", "text", "reason", "note")
CALLER, CALLS = "caller", ("claims.filed_on_call", "claims.said_on_call", "claims.missing_call")
"""What a call's fact keeps sealed beside it, and those facts: who called opens for a reason alone."""
AUDIENCES = {"buyer": "customer", "merchant": "merchant", "desk": "agent", "auditor": "auditor"}


@dataclass(frozen=True, kw_only=True)
class AxisMark:
    """One point on the time axis: what happened, and on which side; a picture carries its label.

    With `day` only the date is known: `at` is the beginning of that day, and no hour is shown.
    """

    at: datetime
    side: str
    what: str
    label: str = ""
    day: bool = False


def audience_of(actor: Actor) -> str:
    """Return the audience as which an actor reads a claim's record; empty where he reads none."""
    return AUDIENCES.get(threads.side_of(actor), "")


def told[T: (Entry, EntryView)](facts: Iterable[T], row: Claim, audience: str) -> list[T]:
    """Return the facts that an audience may know of: that an authority reads the case, no side is told.

    Asks nothing where nobody acted but the houses of the case (else one query).
    """
    known = list(facts)
    if audience not in ("customer", "merchant"):
        return known
    others = {one.organisation for one in known} - {"", str(row.operator_id), str(row.seller_id)}
    authorities = people.authorities_among(others)
    return [one for one in known if one.organisation not in authorities]


def timeline_of(
    row: Claim, *, actor: Actor, called: Callable[[Iterable[str]], dict[str, str]] = people.account_names
) -> tuple[EntryLine, ...]:
    """Return a claim's record as an actor may read it, newest first (two queries).

    Buyer and merchant read no names of other houses' people, but the technician's: the seller's are called by their
    side, others by their house, the operator's by neither. `called` returns the names of accounts by their ids: a page
    asks for all its names at once.
    """
    audience = audience_of(actor)
    entries = told(timeline.read(row.stream(), audience, opened=OPENED), row, audience) if audience else []
    entries = [replace(one, private={}) if _names_caller(one) else one for one in entries]
    named = [entry for entry in entries if entry.actor_kind in ACCOUNTS]
    sided = [one for one in named if audience in ("customer", "merchant") and _is_unnamed(one, actor)]
    names = called([one.actor_id for one in named if one not in sided]) | _by_side(sided, row)
    lines = (entry_line(entry, names) for entry in reversed(entries))
    return tuple(replace(line, text="") if line.text == AGREED else line for line in lines)


def is_of_a_call(lines: Iterable[EntryLine]) -> bool:
    """Return whether a record tells of a call whose caller was written down."""
    return any(one.code in CALLS for one in lines)


def _names_caller(one: EntryView) -> bool:
    """Return whether who called stands among a call's words, as it did once."""
    return one.code in CALLS and CALLER not in one.private


def _is_unnamed(one: EntryView, reader: Actor) -> bool:
    return one.actor_kind == "staff" and not (one.organisation and one.organisation == reader.organisation)


def _by_side(entries: Iterable[EntryView], row: Claim) -> dict[str, str]:
    """Return by account what a side reads in its name's place; asks nothing where only the case's houses acted."""
    sides = {str(row.seller_id): str(SIDES["merchant"]), str(row.operator_id): ""}
    others = [one.organisation for one in entries if one.organisation not in sides]
    houses = sides | (people.house_names(others) if others else {})
    return {one.actor_id: houses.get(one.organisation, "") for one in entries}


def appealed_because(row: Claim) -> str:
    """Return why a claim was appealed last; empty where the words are gone (one query)."""
    return said_last(row, "claim.appeal", "why")


def early_of(row: Claim) -> str:
    """Return why the newest draft decides an appeal before it is answered; empty where it was (one query)."""
    return said_last(row, "decision.proposed", "early")


def said_last(row: Claim, code: str, name: str) -> str:
    """Return the words that the newest fact of a kind carries; empty where they are gone (one query)."""
    stream = row.stream()
    facts = Entry.objects.filter(stream__kind=stream.kind, stream__key=stream.key, code=code)
    found = timeline.views(facts.order_by("-position")[:1], opened=(name,))
    return found[0].private[name].text if found and name in found[0].private else ""


def axis_of(
    row: Claim, *, links: tuple[LinkView, ...], answers: Iterable[Answer], now: datetime
) -> tuple[AxisMark, ...]:
    """Return both sides on one time axis: the order's dates, pictures by when they were sealed, claim and answers."""
    order = row.purchase
    marks = [_of_order(order.bought_at, "buyer", "bought"), _filed(row)]
    if order.shipped_at:
        marks.append(_of_order(order.shipped_at, "merchant", "shipped"))
    if order.delivered_at:
        marks.append(_of_order(order.delivered_at, "buyer", "signed_for"))
    marks += [
        AxisMark(at=link.sealed_at, side=shown_side(link.side, link.role), what="picture", label=link.label)
        for link in links
    ]
    marks += [
        AxisMark(at=answer.at, side="merchant", what=answer.kind) for answer in answers if answer.kind != "standing"
    ]
    if row.answer_due_at and row.state == "merchant_answer":
        marks.append(AxisMark(at=row.answer_due_at, side="merchant", what="answer_due"))
    marks.append(AxisMark(at=now, side="", what="now"))
    return tuple(sorted(marks, key=lambda one: (one.at, one.side, one.label)))


def _filed(row: Claim) -> AxisMark:
    """Return when a claim was filed: in another system, where it was and its file says the day."""
    taken = getattr(row, "taken_over", None)  # not there where it was filed here
    if taken is None or taken.filed_date is None:
        return AxisMark(at=row.created_at, side="buyer", what="filed")
    return AxisMark(at=datetime.combine(taken.filed_date, time(), SHANGHAI), side="buyer", what="filed", day=True)


def _of_order(at: datetime, side: str, what: str) -> AxisMark:
    if not only_day(at):
        return AxisMark(at=at, side=side, what=what)
    begins = at.astimezone(SHANGHAI).replace(hour=0)
    return AxisMark(at=begins, side=side, what=what, day=True)
