"""What is promised for a fault of some goods at some place, and whether somebody goes there at all."""

from datetime import datetime

from anxin.core import settings
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.network.queries import Promise
from anxin.domain.people.models import Organisation
from anxin.domain.places.gateway import OUTSIDE
from anxin.domain.places.models import Place
from anxin.domain.repairs.wording.consents import CONSENTS


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
    )


def somebody_goes(brand: Organisation, place: Place, *, now: datetime) -> bool:
    """Return whether somebody can be sent to a place for a brand (two queries at most)."""
    outside = OUTSIDE in place.notes
    return network.service_at(brand=brand, code=place.code, outside=outside, now=now) == "served"


def nobody_comes(product: Product, place: Place, *, now: datetime) -> str:
    """Return why nobody comes to a place for some goods on the days ahead; empty where somebody does."""
    outside = OUTSIDE in place.notes
    return network.nobody_comes(brand=product.brand, skills=[product.skill], code=place.code, outside=outside, now=now)


def nobody_may_come(product: Product, place: Place, *, now: datetime) -> str:
    """Return why nobody may be sent to a place for some goods, whoever works then; empty where somebody may."""
    outside, skills = OUTSIDE in place.notes, [product.skill]
    return network.nobody_may_come(brand=product.brand, skills=skills, code=place.code, outside=outside, now=now)


def consent(mode: str, *, now: datetime) -> str:
    """Write what is agreed to with a report, by who does the work: who gets the details, and how long."""
    hours, days = settings.get("people.reveal_technician_h", at=now), settings.get("custody.seen_d", at=now)
    return str(CONSENTS[mode]).format(hours=hours, days=days)
