"""A window promised for a case before its visit is opened: taken under a lock, given back when the case ends."""

from datetime import datetime
from uuid import UUID

from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.visits import gateway, queries, rules
from anxin.domain.visits.gateway import Spot
from anxin.domain.visits.models import Reservation


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
    full = _is_full(stream=stream, product=product, spot=spot, from_at=from_at, now=now)
    if full is None:
        return False
    if full and not over:
        raise WindowGone("window", expected="a window in which somebody can come", got=from_at)
    Reservation.objects.create(
        id=uuid7(),
        stream_kind=stream.kind,
        stream_key=stream.key,
        brand=product.brand,
        division=spot.code,
        from_at=from_at,
    )
    return full


def require_free(*, stream: StreamKey, product: Product, spot: Spot, from_at: datetime, now: datetime) -> None:
    """Refuse a window in which nobody can come to a case; raises `WindowGone`. Dispatched by hand, none is counted."""
    if _is_full(stream=stream, product=product, spot=spot, from_at=from_at, now=now):
        raise WindowGone("window", expected="a window in which somebody can come", got=from_at)


def _is_full(*, stream: StreamKey, product: Product, spot: Spot, from_at: datetime, now: datetime) -> bool | None:
    """Hold who serves a place, and return whether none of them can come then; None where a person assigns."""
    day = rules.local_day(from_at)
    first, helpers = network.serving(brand=product.brand, division=spot.code, day=day, now=now)
    if not first and gateway.by_hand(product=product, spot=spot, now=now):
        return None
    lock(*first, *helpers)
    several = gateway.free_windows(product=product, spot=spot, day=day, now=now, but=UUID(stream.key))
    return not any(one.free for one in several if one.from_at == from_at)


def case_ended(*, fact: Entry, now: datetime) -> None:
    """A case ended before anybody was looked for: its window is free again (a visit's opening gave it back)."""
    stream = fact.stream_key
    if queries.latest_of(stream) is None:
        Reservation.objects.filter(stream_kind=stream.kind, stream_key=stream.key).delete()
