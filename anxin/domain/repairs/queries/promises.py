"""What is promised for a fault of some goods at some place: what is shown is what the case keeps."""

from datetime import datetime

from anxin.core import settings
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.network.queries import Promise


def promise_for(product: Product, *, division: str, urgent: bool, now: datetime) -> Promise:
    """Return the promise published for it; where none is, what the settings say (one query)."""
    found = network.promise_for(
        brand=product.brand, division=division, category=product.category, product=product, urgent=urgent, now=now
    )
    return found or Promise(
        name="",
        acknowledge_min=settings.get("repairs.acknowledge_min", at=now),
        assign_min=settings.get("repairs.assign_min", at=now),
        call_min=settings.get("repairs.call_min", at=now),
        window_min=settings.get("visits.window_min", at=now),
    )
