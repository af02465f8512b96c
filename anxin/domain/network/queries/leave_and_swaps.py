"""Leave and swaps that technicians ask for, as they and whoever answers them read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.domain.network.models import Leave, Swap, Technician
from anxin.domain.network.queries.technicians import is_led, is_own, led_of, visible_to
from anxin.domain.network.rules.rosters import WishSituation
from anxin.domain.network.states import LEAVE, SWAP

type Wish = Leave | Swap
SHOWN = 12


class NoSuchWish(Missing):
    """There is no such wish, or it is not for this actor."""

    code = "network.no_such_wish"


@dataclass(frozen=True, kw_only=True)
class WishView:
    """A wish as lists show it: whose, of which days, with whom, and how it stands."""

    row: Wish
    kind: str
    key: UUID
    called: str
    number: str
    days: tuple[date, ...]
    colleague: str
    state: str
    asked_at: datetime


def leave_situation(row: Leave, *, by: Actor, now: datetime, under_lock: bool = False) -> WishSituation:
    """Return the situation of a wish for leave for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    return _leave(row, by, leads=is_led(row.technician, by=by, now=now))


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


def situations_of(several: Sequence[WishView], *, by: Actor, now: datetime) -> list[WishSituation]:
    """Return the situation of wishes for the rules of its commands, however many they are (one query at most)."""
    led = led_of({one.row.technician_id for one in several}, by=by, now=now)
    return [
        _leave(one.row, by, leads=one.row.technician_id in led)
        if isinstance(one.row, Leave)
        else _swap(one.row, by, leads=one.row.technician_id in led)
        for one in several
    ]


def find(kind: str, key: str, *, actor: Actor) -> Wish:
    """Return a wish this actor may see; raises `network.no_such_wish`."""
    found: Wish | None
    if kind == "leave":
        found = _leaves().filter(pk=key, technician__in=visible_to(actor)).first()
    else:
        whose = Q(technician__in=visible_to(actor)) | Q(colleague__in=visible_to(actor))
        found = _swaps().filter(whose, pk=key).first()
    if found is None:
        raise NoSuchWish({"kind": kind})
    return found


def waiting(actor: Actor) -> list[WishView]:
    """Return the wishes that wait for an answer of somebody like this actor, the oldest first (two queries)."""
    mine = visible_to(actor)
    leaves = _leaves().filter(technician__in=mine).exclude(state__in=LEAVE.ends)
    swaps = _swaps().filter(technician__in=mine).exclude(state__in=SWAP.ends)
    return sorted((*map(_view, leaves), *map(_view, swaps)), key=lambda one: one.asked_at)


def of_technician(row: Technician) -> list[WishView]:
    """Return the last wishes of a technician, and swaps he is asked for, the newest first (two queries)."""
    leaves = _leaves().filter(technician=row).order_by("-created_at")[:SHOWN]
    swaps = _swaps().filter(Q(technician=row) | Q(colleague=row)).order_by("-created_at")[:SHOWN]
    return sorted((*map(_view, leaves), *map(_view, swaps)), key=lambda one: one.asked_at, reverse=True)[:SHOWN]


def _leaves() -> QuerySet[Leave]:
    return Leave.objects.select_related("technician")


def _swaps() -> QuerySet[Swap]:
    return Swap.objects.select_related("technician", "colleague")


def _view(row: Wish) -> WishView:
    leave = isinstance(row, Leave)
    days = (row.from_date, row.to_date) if isinstance(row, Leave) else (row.date, *filter(None, [row.back_date]))
    return WishView(
        row=row,
        kind="leave" if leave else "swap",
        key=row.pk,
        called=row.technician.called,
        number=row.technician.number,
        days=tuple(dict.fromkeys(days)),
        colleague="" if isinstance(row, Leave) else row.colleague.called,
        state=row.state,
        asked_at=row.created_at,
    )
