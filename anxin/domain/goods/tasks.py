"""Later: the order lines of goods follow what their seller named them."""

from datetime import datetime
from functools import partial

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.goods.actions import listings
from anxin.domain.goods.queries.listings import is_lagging


@later.task(queue="heavy", retries=5, lease_s=600, waits=is_lagging)
def name_lines(*, listing: str, former: str, now: datetime) -> None:
    """Name the lines of goods block by block; look once more after a while, where there were any."""
    count = 0
    while found := acting(partial(listings.name_lines, listing=listing, former=former)):
        count += found
    if count:
        acting(partial(listings.look_again, listing=listing, former=former, now=now))
