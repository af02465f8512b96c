"""Waiting where nobody can come: for somebody who goes there, or for a window where all are taken."""

from dataclasses import replace
from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.goods.models import Product
from anxin.domain.network import actions as network
from anxin.domain.network.actions import WaitlistEntry
from anxin.domain.network.models import Waiting
from anxin.domain.places import gateway as places
from anxin.domain.visits import gateway
from anxin.domain.visits.gateway import Spot


def wait(*, product: Product, wish: WaitlistEntry, by: Actor, now: datetime) -> Waiting:
    """Put somebody on the waiting list of his county, for a window where all are taken; raises what `network` does."""
    found = places.read(wish.address)
    spot = Spot(code=found.code, lng=found.lng, lat=found.lat, outside=found.outside)
    full = bool(found.code) and gateway.is_full(product=product, spot=spot, now=now)
    return network.wait(wish=replace(wish, window_for=product if full else None), by=by, now=now)
