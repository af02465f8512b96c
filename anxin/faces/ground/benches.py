"""Where one may bring or send a thing: the outlets that take it in, near the address that was given, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.domain.custody import queries as custody
from anxin.domain.visits.rules import BENCH
from anxin.faces.ground import dates, offered
from anxin.faces.week_words import week
from anxin.faces.words import day, until

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product

ANY = "any"


class BenchSpot(Protocol):
    """Where somebody lives, as far as it matters which outlet is near."""

    @property
    def code(self) -> str:
        """Return the division's code."""

    @property
    def lng(self) -> float | None:
        """Return the longitude."""

    @property
    def lat(self) -> float | None:
        """Return the latitude."""

    @property
    def outside(self) -> bool:
        """Return whether nobody of ours goes there."""


class Asks(Protocol):
    """A form that asks for a way, an outlet and a day."""

    cleaned_data: dict[str, Any]

    @property
    def place(self) -> BenchSpot | None:
        """Return where it was told to be."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Say what is wrong by its field."""

    def offer_benches(self, several: "Sequence[BenchChoice]", days: Sequence[tuple[str, str]]) -> None:
        """Offer these outlets, and the days on which the chosen one is open."""


@dataclass(frozen=True, kw_only=True)
class BenchChoice:
    """An outlet to choose: its name, where it is, and how far."""

    value: str
    name: str
    says: str


@dataclass(frozen=True, kw_only=True)
class ChosenBench:
    """The outlet that was chosen, and between when and when the thing is to come."""

    code: str
    name: str
    street: str
    opens: str
    phone: str
    from_at: datetime
    to_at: datetime
    said: str


def is_bench(mode: str) -> bool:
    """Return whether goods come to us in this way."""
    return mode in BENCH


def outlets_near(product: "Product", place: BenchSpot | None, mode: str) -> list[custody.CounterNear]:
    """List the outlets that take a product in from a place, the nearest first."""
    if place is None or place.outside:
        return []
    at = None if place.lng is None or place.lat is None else (place.lng, place.lat)
    return custody.places(product=product, mode=mode, at=at, province=place.code[:2], now=timezone.now())


def instead(
    product: "Product", place: BenchSpot | None, *, kind: str, services: offered.OfferedWindows
) -> list[offered.OfferedChoice]:
    """Return the ways of a kind that need nobody to go to a place; goods come only to an outlet that takes them in."""
    if place is not None and place.outside:
        return []
    ways = services.ways_of.get(kind, ())
    several = (one for one in services.ways if one.value in ways and _helps(product, place, one.value))
    return [offered.without_visit(one) for one in several]


def _helps(product: "Product", place: BenchSpot | None, way: str) -> bool:
    return way != "visit" and (not is_bench(way) or bool(outlets_near(product, place, way)))


def show(product: "Product", form: Asks) -> None:
    """Offer the outlets near the address, and the days of the one that is chosen, where there are any."""
    mode = form.cleaned_data.get("mode")  # none where this kind isn't had that way
    several = outlets_near(product, form.place, mode) if mode else ()
    if several:
        _pick(form, several)


def _pick(form: Asks, several: Sequence[custody.CounterNear]) -> custody.CounterNear | None:
    """Offer outlets in the form, and return the one that is chosen; the only one is."""
    asked = form.cleaned_data.get("outlet") or (several[0].code if len(several) == 1 else "")
    one = next((one for one in several if one.code == asked), None)
    form.offer_benches([_choice(one, form.cleaned_data["mode"]) for one in several], _days(one or several[0]))
    return one


def offer(product: "Product", form: Asks) -> ChosenBench | None:
    """Offer the outlets in the form, and return the one that is chosen; what is wrong is said by its field."""
    mode = form.cleaned_data["mode"]
    several = outlets_near(product, form.place, mode)
    if not several:
        near = mode == "drop_off"
        none = _("No outlet near this address takes it in. Please choose another way.")
        form.add_error("mode", none if near else _("No outlet takes parcels in now. Please choose another way."))
        return None
    one = _pick(form, several)
    if one is None:
        form.add_error("outlet", _("Please choose where it goes."))
        return None
    return _chosen(form, one, mode)


def _choice(one: custody.CounterNear, mode: str) -> BenchChoice:
    near = mode == "drop_off" and one.metres is not None
    far = _("{km} km").format(km=f"{(one.metres or 0) / 1000:.1f}") if near else ""
    return BenchChoice(
        value=one.code, name=one.name, says=" · ".join(part for part in (far, one.street, week(one.opens)) if part)
    )


def _days(one: custody.CounterNear) -> list[tuple[str, str]]:
    hours = [(from_at.isoformat(), until(from_at, to_at)) for from_at, to_at in one.hours]
    return [(ANY, _("Any time in opening hours")), *hours]


def _chosen(form: Asks, one: custody.CounterNear, mode: str) -> ChosenBench | None:
    if not one.hours:
        form.add_error("outlet", _("It is closed on all of the next days. Please choose another."))
        return None
    wanted = dates.moment(form.cleaned_data.get("bring") or "")
    hours = next((pair for pair in one.hours if pair[0] == wanted), None) if mode == "drop_off" else None
    from_at, to_at = hours or (one.hours[0][0], one.hours[-1][1])
    said = until(from_at, to_at) if hours else _("any time in opening hours, by {day}").format(day=day(to_at))
    same = {"code": one.code, "name": one.name, "street": one.street, "opens": one.opens, "phone": one.phone}
    return ChosenBench(**same, from_at=from_at, to_at=to_at, said=said if mode == "drop_off" else "")
