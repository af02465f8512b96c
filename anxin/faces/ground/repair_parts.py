"""A repair's read models as the parts of staff pages show them: clocks, rows, stages, record, pictures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.core import wording
from anxin.core.actors import VISITORS
from anxin.core.commands.fields import Text
from anxin.core.wording import joined
from anxin.domain.goods.choices import PERILS
from anxin.domain.people.wording import ACTORS
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.queries.quotes import QuoteLineView, QuoteView
from anxin.domain.repairs.wording import CLOCKS, SHORT_CLOCKS
from anxin.domain.repairs.wording.prices import BILLED_AHEAD, pays_called
from anxin.faces import spans
from anxin.faces.goods_words import class_name
from anxin.faces.ground.chips import ClockView, state_of
from anxin.faces.spans import took
from anxin.faces.words import full_day, hour

PROMISED = ("repairs.acknowledged", "repairs.assigned", "repairs.called", "repairs.arrived")
AT_A_BENCH = ("repairs.acknowledged", "custody.bring", "repairs.mended", "custody.collect")


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    """A row of a queue."""

    url: str
    number: str
    title: str
    place: str
    waits: str
    clock: ClockView | None
    open: bool
    danger: bool = False


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of the promise, in one line above the work."""

    name: str
    mark: str
    note: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """A line of the record."""

    at: datetime
    who: str
    by_system: bool
    what: str
    why: str
    audience: str
    erased_on: datetime | None
    done_at: datetime | None = None
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class RepairShot:
    """A picture of the case: its seal, whether a copy can be shown, and what it is of."""

    file: str
    name: str
    shown: bool
    at: datetime
    late: bool = False


def clock_of(view: repairs.ClockView | None, called: Mapping[str, Text] = CLOCKS) -> ClockView | None:
    """Return a clock as its chip reads it, by what its kind is `called`."""
    if view is None:
        return None
    return ClockView(
        label=str(called.get(view.kind, view.kind)),
        brief=str(SHORT_CLOCKS.get(view.kind, "")),
        started_at=view.started_at,
        due_at=view.due_at,
        met_at=view.met_at,
        paused_since=view.paused_since,
    )


def price_lines(lines: Iterable[QuoteLineView]) -> list[dict[str, object]]:
    """Return lines of a quote as `{% prices %}` shows them."""
    return [
        {
            "key": one.code,
            "name": one.name,
            "why": pays_called(one.why, one.reason),
            "price_fen": one.amount_fen,
            "usual_fen": one.full_fen,
            "optional": one.optional,
            "chosen": one.chosen,
            "count": one.quantity,
        }
        for one in lines
    ]


def quote_of(view: QuoteView, *, ticked: Collection[str] = ()) -> dict[str, object]:
    """Turn a quote into price lines: what is chosen, or may still be; `ticked` in a form that is shown again."""
    lines = price_lines(one for one in view.lines if one.chosen or view.waits)
    lines = [{**line, "chosen": line["chosen"] or line["key"] in ticked} for line in lines]
    return {"lines": lines, "total_fen": view.total_fen, "version": view.version, "state": view.state}


def title_of(symptoms: Sequence[str], product: str, category: str) -> str:
    """Name a case by its faults, or by its product where none was chosen."""
    return joined(symptoms) if symptoms else product or class_name(category)


def row_of(row: repairs.QueueRow, *, url: str, open_: bool = False) -> ShownRow:
    """Return a repair as a row of the queue."""
    return ShownRow(
        url=url,
        number=row.number,
        title=title_of(row.symptoms, row.product, row.category),
        place=f"{row.county} {row.customer.name}",
        waits=_waits(row),
        clock=clock_of(row.clock) or _standing(row),
        open=open_,
        danger=row.danger,
    )


def _waits(row: repairs.QueueRow) -> str:
    if row.danger and row.peril:
        return str(PERILS[row.peril].name)
    if row.danger:
        return _("ring both at once")
    if row.by_hand:
        return _("nobody took it")
    if row.twice:
        return _("two in one window")
    if row.urged:
        return ngettext("urged once", "urged {n} times", row.urged).format(n=row.urged)
    if row.urgent:
        return _("urgent")
    return row.technician or listed(row)


def listed(row: repairs.QueueRow) -> str:
    """Say in a list how a repair stands: of goods that lie at an outlet, that they lie there."""
    return wording.state("custody", "held") if row.lies_here else wording.state("repair", row.state)


def stands(view: repairs.RepairView) -> str:
    """Return how a repair stands: nobody is looked for while the goods lie at an outlet, so where they are is said."""
    if view.custody and view.lies_here:
        return wording.state("custody", view.custody.state)
    return wording.state("repair", view.state)


def bill_stands(view: repairs.RepairView) -> str:
    """Return how a repair's bill stands; empty where there is none."""
    if view.bill is None:
        return ""
    return str(BILLED_AHEAD) if view.billed_ahead else wording.state("bill", view.bill.state)


def _standing(row: repairs.QueueRow) -> ClockView | None:
    """Return a repair that waits for somebody a clock that stands still and says for whom."""
    if not row.stands_still:
        return None
    at = row.created_at
    waits_for = wording.state("repair", row.state)
    return ClockView(label="", started_at=at, due_at=at, paused_since=at, waits_for=waits_for)


def stages_of(view: repairs.RepairView, *, now: datetime) -> list[Stage]:
    """Return the stages of a repair: the promises of its way with their clocks, the repair, what comes after."""
    latest = {one.kind: one for one in view.clocks}
    behind = view.former.behind if view.former else ()
    kinds = AT_A_BENCH if view.custody else PROMISED
    found = [_stage(kind, latest.get(kind), now, behind=behind) for kind in kinds]
    over, working = view.worked, view.at_work
    if view.custody is None:  # at a bench the promise to mend it says the same
        note = _("at work") if working else wording.state("repair", view.state) if over else _("on the spot")
        found.append(Stage(name=_("Put right"), mark="done" if over else "", note=note, current=working))
    days, until = (view.guarantee.days, view.guarantee.until_date) if view.guarantee else (0, None)
    kept = _("{days} days, to {day}").format(days=days, day=full_day(until)) if until else _("after the repair")
    kept = _("none, as the price list says") if until and not days else kept
    found.append(Stage(name=_("Guarantee"), mark="done" if until else "", note=kept, current=False))
    return found


def _stage(kind: str, clock: repairs.ClockView | None, now: datetime, *, behind: Collection[str]) -> Stage:
    name = str(CLOCKS[kind])
    shown = clock_of(clock)
    if clock is None or shown is None:
        note = _("in the former system") if kind in behind else _("not yet")
        return Stage(name=name, mark="", note=note, current=False)
    state = state_of(shown, now=now)
    if clock.met_at:
        kept = _("{at}, {took}").format(at=hour(clock.met_at), took=took(clock.met_at - clock.started_at))
        return Stage(name=name, mark="late" if clock.late else "done", note=kept, current=False)
    if state == "paused":
        return Stage(name=name, mark="paused", note=_("stands still"), current=True)
    if state == "missed":
        note = spans.over(now - clock.due_at)
        return Stage(name=name, mark="late", note=note, current=clock.goes_on)
    note = spans.left(clock.due_at - now)
    return Stage(name=name, mark="soon" if state == "soon" else "", note=note, current=True)


def record_of(entries: Iterable[repairs.EntryLine], *, customer: str, only: str = "") -> list[RecordLine]:
    """Return the record; `only` is public or inside."""
    keep = {"public": True, "inside": False}.get(only)
    return [_line(one, customer) for one in entries if keep is None or one.public is keep]


def signed_by(by: str, kind: str, *, customer: str) -> str:
    """Return whose name stands before a line of a record: his own, the customer's, or what his kind is called."""
    return by or (customer if kind in VISITORS else wording.words_of(ACTORS, kind))


def _line(one: repairs.EntryLine, customer: str) -> RecordLine:
    return RecordLine(
        at=one.at,
        who=signed_by(one.by, one.by_kind, customer=customer),
        by_system=one.by_kind == "system",
        what=one.sentence,
        why=one.text,
        audience=_("customer sees it") if one.public else _("inside"),
        erased_on=one.erased_at,
        done_at=one.done_at,
        late=one.late,
    )


def shots_of(view: repairs.RepairView) -> list[RepairShot]:
    """Return the pictures of a case, the customer's first, then those of the visit's record."""
    sent = [
        RepairShot(file=one.file, name=_("Picture {n}").format(n=n), shown=one.media.startswith("image/"), at=one.at)
        for n, one in enumerate(view.pictures, 1)
    ]
    taken = view.visit.photos if view.visit else ()
    work = [
        RepairShot(file=one.file, name=one.name, shown=one.media.startswith("image/"), at=one.at, late=one.late)
        for one in taken
    ]
    return sent + work
