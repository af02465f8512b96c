"""A window promised for a case before its visit is opened: taken under a lock, given back when the case ends."""

from datetime import datetime

from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.visits import gateway, rules
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
    day = rules.local_day(from_at)
    first, helpers = network.serving(brand=product.brand, division=spot.code, day=day, now=now)
    if not first and gateway.by_hand(product=product, spot=spot, now=now):
        return False
    lock(*first, *helpers)
    free = {one.from_at: one.free for one in gateway.free_windows(product=product, spot=spot, day=day, now=now)}
    full = not free.get(from_at)
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


def case_ended(*, fact: Entry, now: datetime) -> None:
    """A case ended before anybody was looked for: its window is free again."""
    stream = fact.stream_key
    Reservation.objects.filter(stream_kind=stream.kind, stream_key=stream.key).delete()
