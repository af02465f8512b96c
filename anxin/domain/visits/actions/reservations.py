"""A window promised for a case before its visit is opened: taken under a lock, given back when the case ends."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_at_end
from anxin.core.states import lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.visits import gateway, queries, rules
from anxin.domain.visits.gateway import Spot
from anxin.domain.visits.models import Reservation
from anxin.domain.visits.queries import FreeWindow

SOMEBODY = "a window in which somebody can come"
NAMED = 3
"""So many windows that are still free are named to a program whose own is gone."""


class WindowGone(Invalid):
    """The last who could come in this window is promised to somebody else."""

    code = "visits.window_gone"


def reserve(
    *, stream: StreamKey, product: Product, spot: Spot, from_at: datetime, now: datetime, over: bool = False
) -> bool:
    """Take a window for a case, and give whether it is promised beyond who can come; of two, one gets the last.

    Raises `WindowGone`, but not where it may go `over`. Where a brand has entered no service areas nothing is
    reserved: it is dispatched by hand.
    """
    several = _counted(stream=stream, product=product, spot=spot, day=rules.local_day(from_at), now=now)
    if several is None:
        return False
    full = not any(one.free for one in several if one.from_at == from_at)
    if full and not over:
        raise WindowGone("window", expected=SOMEBODY, got=from_at)
    _keep(stream, product, spot, from_at)
    return full


def reserve_anew(*, stream: StreamKey, product: Product, spot: Spot, from_at: datetime, now: datetime) -> None:
    """Take another window for a case that waits, and give its first one back; expects that somebody can come then."""
    Reservation.objects.filter(stream_kind=stream.kind, stream_key=stream.key).delete()
    if not gateway.by_hand(product=product, spot=spot, now=now):
        _keep(stream, product, spot, from_at)


def reserve_within(
    *, stream: StreamKey, product: Product, spot: Spot, from_at: datetime, to_at: datetime, now: datetime
) -> FreeWindow | None:
    """Take the first window with somebody free in a time that suits, and give it; of two, one gets the last.

    A time that holds no whole window counts in the one where it begins. None is taken, and nobody asked, where nobody
    works then or no window is offered (at night, days ahead, by hand): a person assigns. Raises `WindowGone`, which
    names the next that are free.
    """
    works = False
    first, last = rules.local_day(from_at), rules.local_day(to_at)
    asked = network.days_asked(brand=product.brand_id, now=now)
    for day in (one for one in asked if first <= one <= last):
        wanted = _inside(day, from_at, to_at, now)
        several = _counted(stream=stream, product=product, spot=spot, day=day, now=now) if wanted else None
        fitting = [one for one in several or () if one.works and (one.from_at, one.to_at) in wanted]
        found = next((one for one in fitting if one.free), None)
        if found is not None:
            _keep(stream, product, spot, found.from_at)
            return found
        works = works or bool(fitting)
    if works:
        near = (one.isoformat() for one in _next_free(stream, product, spot, now))
        raise WindowGone("wanted_from_at", expected=", ".join(near) or SOMEBODY, got=from_at)
    return None


def _inside(day: date, from_at: datetime, to_at: datetime, now: datetime) -> list[tuple[datetime, datetime]]:
    """Return the windows of a day that lie in a time and may be asked for; else the one in which it begins."""
    spans = [span for span in queries.windows_of(day, now=now) if rules.may_be_asked(span[0], now=now)]
    inside = [span for span in spans if from_at <= span[0] and span[1] <= to_at]
    return inside or [span for span in spans if span[0] <= from_at < span[1]]


def _next_free(stream: StreamKey, product: Product, spot: Spot, now: datetime) -> list[datetime]:
    days = network.days_asked(brand=product.brand_id, now=now)
    several = gateway.windows_ahead(product=product, spot=spot, days=days, now=now, but=UUID(stream.key))
    free = [one.from_at for one in several if one.free and rules.may_be_asked(one.from_at, now=now)]
    return [timezone.localtime(one) for one in free[:NAMED]]


def _keep(stream: StreamKey, product: Product, spot: Spot, from_at: datetime) -> None:
    kept = {"stream_kind": stream.kind, "stream_key": UUID(stream.key), "brand": product.brand}
    insert_at_end(Reservation(id=uuid7(), **kept, division=spot.code, from_at=from_at))


def require_free(
    *, stream: StreamKey, product: Product, spot: Spot, from_at: datetime, to_at: datetime, now: datetime
) -> None:
    """Refuse a window in which nobody can come to a case, or that is none; raises `WindowGone`.

    Dispatched by hand, none is counted.
    """
    several = _counted(stream=stream, product=product, spot=spot, day=rules.local_day(from_at), now=now)
    if several is not None and not any(one.free for one in several if (one.from_at, one.to_at) == (from_at, to_at)):
        raise WindowGone("window", expected=SOMEBODY, got=from_at)


def _counted(*, stream: StreamKey, product: Product, spot: Spot, day: date, now: datetime) -> list[FreeWindow] | None:
    """Hold who serves a place, and count its windows of a day; None where a person assigns."""
    first, helpers = network.serving(brand=product.brand, division=spot.code, day=day, now=now)
    if not first and gateway.by_hand(product=product, spot=spot, now=now):
        return None
    lock(*first, *helpers)
    network.look_again()
    return gateway.free_windows(product=product, spot=spot, day=day, now=now, but=UUID(stream.key))


def case_ended(*, fact: Entry, now: datetime) -> None:
    """A case ended before anybody was looked for: its window is free again (a visit's opening gave it back)."""
    stream = fact.stream_key
    if queries.latest_of(stream) is None:
        Reservation.objects.filter(stream_kind=stream.kind, stream_key=stream.key).delete()
