"""What can be done with places: locate one, and forget its detail."""

from datetime import datetime

from anxin.core import vault
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.domain.places import gateway
from anxin.domain.places.models import Place

FAR_M = 10_000
"""How far from the door the point of an erased place may lie: a tenth of a degree."""


class NotFound(Invalid):
    """The text names no place we know."""

    code = "places.not_found"


class Outside(Invalid):
    """The text names a place in Taiwan, Hong Kong or Macau, where nobody of ours goes."""

    code = "places.outside"


class TooCoarse(Invalid):
    """The text names a place, but one too wide to send somebody to."""

    code = "places.too_coarse"


def locate(*, address: str, now: datetime, city: str = "") -> Place:
    """Resolve an address and keep it: the division in the open, the detail sealed."""
    place = located(address=address, now=now, city=city)
    place.save(force_insert=True)
    return place


def understood(*, address: str, city: str = "") -> gateway.Resolved:
    """Read an address to a county at least; raises `NotFound`, `Outside`, `TooCoarse`."""
    found = gateway.read(address, city=city)
    if not found.code:
        raise NotFound("address", expected="province, city and county", got=found.precision)
    if found.outside:
        raise Outside("address", expected="a place we serve", got=found.division)
    if not found.county_code:
        raise TooCoarse("address", expected="at least a county", got=found.division)
    return found


def located(*, address: str, now: datetime, city: str = "") -> Place:
    """Resolve an address to a place that is not kept yet: whoever is found to live there keeps it."""
    found = understood(address=address, city=city)
    place = Place(
        id=uuid7(),
        code=found.code,
        county_code=found.county_code,
        division=found.division,
        lng=found.lng,
        lat=found.lat,
        radius_m=found.radius_m,
        precision=found.precision,
        confidence=found.confidence,
        notes=list(found.notes),
        created_at=now,
    )
    place.detail_sealed = vault.seal("places.place.detail", place.id, found.detail)
    return place


def same(one: Place, other: Place) -> bool:
    """Return whether two places are the same door."""
    if one.pk == other.pk:
        return True
    return one.code == other.code and _detail(one) == _detail(other)


def full_address(*, place: Place) -> str:
    """Return the whole address; only `people.actions.reveal` may ask."""
    return f"{place.division} {_detail(place)}".strip()


def _detail(place: Place) -> str:
    return vault.open_("places.place.detail", place.id, place.detail_sealed) if place.detail_sealed else ""


def erase(*, place: Place, now: datetime) -> None:
    """Forget the detail of a place and where exactly it lies; the division stays for the figures."""
    far = {
        "lng": None if place.lng is None else round(place.lng, 1),
        "lat": None if place.lat is None else round(place.lat, 1),
        "radius_m": max(place.radius_m, FAR_M),
    }
    Place.objects.filter(pk=place.pk).update(detail_sealed="", erased_at=now, **far)
