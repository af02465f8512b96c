"""Leave and swaps that technicians ask for, and placements they are asked for, as whoever answers reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, F, Q, QuerySet, UUIDField, Value
from django.db.models.functions import Coalesce, Concat

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.domain.network.models import Leave, Placement, Swap, Technician
from anxin.domain.network.queries.engagements import hours_of
from anxin.domain.network.queries.technicians import concerns, is_led, is_own, led_of, reader_of, visible_to
from anxin.domain.network.queries.vouch_rows import word_of
from anxin.domain.network.rules.rosters import WishSituation
from anxin.domain.network.rules.working_hours import Spans
from anxin.domain.network.states import LEAVE, PLACEMENT, SWAP

type Wish = Leave | Swap | Placement
SHOWN = 12


class NoSuchWish(Missing):
    """There is no such wish, or it is not for this actor."""

    code = "network.no_such_wish"


@dataclass(frozen=True, kw_only=True)
class WishView:
    """A wish as lists show it: whose, of which days, with whom, or from which outlet for which brand; how it stands.

    Of leave from one employer alone `outlet` is his name.

    `his` is the account of whose it is, `theirs` that of the colleague.
    """

    kind: str
    key: UUID
    technician: UUID
    his: UUID | None
    theirs: UUID | None
    called: str
    number: str
    days: tuple[date, ...]
    colleague: str
    state: str
    asked_at: datetime
    outlet: str = ""
    brand: str = ""


def leave_situation(row: Leave, *, by: Actor, now: datetime, under_lock: bool = False) -> WishSituation:
    """Return the situation of a wish for leave for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    reader = reader_of(by)
    theirs = reader is None or row.employer_id in (None, reader)
    return _leave(row, by, leads=theirs and is_led(row.technician, by=by, now=now))


def _leave(row: Leave, by: Actor, *, leads: bool) -> WishSituation:
    return WishSituation(leave=row.state, asks=is_own(row.technician, by), leads=leads)


def swap_situation(row: Swap, *, by: Actor, now: datetime, under_lock: bool = False) -> WishSituation:
    """Return the situation of a swap for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return _swap(row, by, leads=is_led(row.technician, by=by, now=now))


def _swap(row: Swap, by: Actor, *, leads: bool) -> WishSituation:
    asks, asked = is_own(row.technician, by), is_own(row.colleague, by)
    return WishSituation(swap=row.state, asks=asks, asked=asked, leads=leads)


def placement_situation(row: Placement, *, by: Actor, now: datetime, under_lock: bool = False) -> WishSituation:
    """Return the situation of a placement for the rules of its commands; `under_lock` locks it first.

    With the brand's word for him, which a no may end: who revokes that locks it before what he is asked, too.
    """
    if under_lock:
        word = word_of(row.brand.slug, "technician", row.technician.number)
        lock(row, *((word,) if word else ()))
    return _placement(row, by, leads=is_led(row.technician, by=by, now=now))


def _placement(row: Placement, by: Actor, *, leads: bool) -> WishSituation:
    return WishSituation(placement=row.state, asked=is_own(row.technician, by), leads=leads)


def situations_of(several: Sequence[WishView], *, by: Actor, now: datetime) -> list[WishSituation]:
    """Return the situation of wishes for the rules of its commands, however many they are (one query at most)."""
    led, mine = (
        led_of({one.technician for one in several}, by=by, now=now),
        UUID(by.id) if by.kind == "technician" else None,
    )
    return [_situation(one, mine, leads=one.technician in led) for one in several]


def _situation(one: WishView, mine: UUID | None, *, leads: bool) -> WishSituation:
    his, theirs = (account is not None and account == mine for account in (one.his, one.theirs))
    if one.kind == "leave":
        return WishSituation(leave=one.state, asks=his, leads=leads)
    if one.kind == "swap":
        return WishSituation(swap=one.state, asks=his, asked=theirs, leads=leads)
    return WishSituation(placement=one.state, asked=his, leads=leads)


def find(kind: str, key: str, *, actor: Actor) -> Wish:
    """Return a wish this actor may see; raises `network.no_such_wish`."""
    found: Wish | None
    if kind == "leave":
        found = _leaves(reader_of(actor)).filter(pk=key, technician__in=visible_to(actor)).first()
    elif kind == "placement":
        found = _placements().filter(pk=key, technician__in=visible_to(actor)).first()
    else:
        whose = Q(technician__in=visible_to(actor)) | Q(colleague__in=visible_to(actor))
        found = _swaps().filter(whose, pk=key).first()
    if found is None:
        raise NoSuchWish({"kind": kind})
    return found


def swapped(row: Swap) -> list[tuple[Technician, date, Spans]]:
    """Return whose hours of which day are others once a swap is agreed, and which."""
    one, other, day, back = row.technician, row.colleague, row.date, row.back_date
    given = hours_of(one, day=day)
    if back == day:
        return [(one, day, hours_of(other, day=day)), (other, day, given)]
    changed: list[tuple[Technician, date, Spans]] = [(one, day, ()), (other, day, given)]
    return [*changed, (one, back, hours_of(other, day=back)), (other, back, ())] if back else changed


def waiting(actor: Actor) -> list[WishView]:
    """Return the wishes that wait for an answer of somebody like this actor, the oldest first (one query)."""
    mine = visible_to(actor)
    return _views(
        _leaves(reader_of(actor)).filter(technician__in=mine, state__in={*LEAVE.states} - LEAVE.ends),
        [_swaps().filter(technician__in=mine, state__in={*SWAP.states} - SWAP.ends)],
        _placements().filter(technician__in=mine, state__in={*PLACEMENT.states} - PLACEMENT.ends),
        order="created_at",
    )


def of_technician(row: Technician, *, reader: UUID | None = None) -> list[WishView]:
    """Return the last wishes of a technician, as a house reads them, and what he is asked for (one query)."""
    swaps = [_swaps().filter(technician=row), _swaps().filter(colleague=row)]
    several = (_leaves(reader).filter(technician=row), swaps, _placements().filter(technician=row))
    return _views(*several, order="-created_at", most=SHOWN)


def _leaves(reader: UUID | None) -> QuerySet[Leave]:
    return Leave.objects.filter(concerns(reader)).select_related("technician", "employer")


def _swaps() -> QuerySet[Swap]:
    return Swap.objects.select_related("technician", "colleague")


def _placements() -> QuerySet[Placement]:
    return Placement.objects.select_related("technician", "outlet__organisation", "brand")


NOBODY, NO_DAY, NOTHING = Value(None, UUIDField(null=True)), Value(None, DateField(null=True)), Value("", CharField())
SAME = ("pk", "state", "created_at", "technician", "technician__called", "technician__number", "technician__account")


def _views(
    leaves: QuerySet[Leave],
    swaps: Iterable[QuerySet[Swap]],
    placements: QuerySet[Placement],
    *,
    order: str,
    most: int | None = None,
) -> list[WishView]:
    """Read wishes of every kind in one statement."""
    swap = {"theirs": F("colleague__account"), "colleague_called": F("colleague__called")}
    where = {"at": Concat("outlet__organisation__name", Value(" "), "outlet__code"), "of": F("brand__name")}
    days, alone = {"first": NO_DAY, "last": NO_DAY}, Coalesce("employer__name", NOTHING)
    several = (
        _told(leaves, "leave", {"first": F("from_date"), "last": F("to_date"), "at": alone}),
        *(_told(one, "swap", {"first": F("date"), "last": F("back_date"), **swap}) for one in swaps),
        _told(placements, "placement", {**days, **where}),
    )
    return [_view(*one) for one in several[0].union(*several[1:], all=True).order_by(order)[:most]]


def _told(rows: "QuerySet[Any]", kind: str, told: Mapping[str, Any]) -> "QuerySet[Any, Any]":
    every = {"theirs": NOBODY, "colleague_called": NOTHING, "at": NOTHING, "of": NOTHING, **told}
    names = ("kind", "first", "last", "theirs", "colleague_called", "at", "of")
    found: QuerySet[Any, Any] = rows.order_by().annotate(kind=Value(kind, CharField()), **every)
    return found.values_list(*SAME, *names)


def _view(
    key: UUID,
    state: str,
    asked_at: datetime,
    technician: UUID,
    called: str,
    number: str,
    his: UUID | None,
    kind: str,
    first: date | None,
    last: date | None,
    theirs: UUID | None,
    colleague: str,
    outlet: str,
    brand: str,
) -> WishView:
    return WishView(
        kind=kind,
        key=key,
        technician=technician,
        his=his,
        theirs=theirs,
        called=called,
        number=number,
        days=tuple(dict.fromkeys(filter(None, (first, last)))),
        colleague=colleague,
        state=state,
        asked_at=asked_at,
        outlet=outlet,
        brand=brand,
    )
