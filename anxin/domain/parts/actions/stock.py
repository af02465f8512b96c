"""Parts are counted, moved and used: each time one movement, and the stock that is its sum in the same block."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.core.states import lock, locked
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.parts import rules
from anxin.domain.parts.choices import COUNTED, MOVED, OPENED, USED
from anxin.domain.parts.models import Movement, Part, Stock, StockPlace
from anxin.domain.parts.queries import places
from anxin.domain.parts.queries import stock as queries
from anxin.domain.people.models import Organisation


class NoneLeft(Invalid):
    """No more can leave a place than lie there."""

    code = "parts.none_left"


class SamePlace(Invalid):
    """It lies there already."""

    code = "parts.same_place"


class NotYourPlace(Forbidden):
    """Who keeps one outlet's stock moves nothing to another's."""

    code = "parts.not_your_place"


class WrongBounds(Invalid):
    """The least is no more than the most."""

    code = "parts.bounds"


def place_of(key: str) -> StockPlace:
    """Return the place a file or a form writes so, as `places.read` gave it; the first time it is written down."""
    found = places.place_at(key)
    if found is not None:
        return found
    named = key.partition(":")[2]
    if key.startswith(places.VAN):
        return StockPlace.objects.create(technician=Technician.objects.get(number=named))
    if key.startswith(places.WAREHOUSE):
        return StockPlace.objects.create(house=Organisation.objects.get(slug=named))
    return StockPlace.objects.create(outlet=Outlet.objects.get(code=key))


def count(*, stock: Stock, quantity: int, why: str, by: Actor, now: datetime) -> None:
    """Write down how many were counted; what differs from the books is one movement with its reason."""
    _hold(stock)
    _write([_moved(stock, quantity - stock.on_hand, COUNTED, by=by, now=now, note=why)], [stock])


def move(*, stock: Stock, to: str, quantity: int, by: Actor, now: datetime) -> None:
    """Move some to another place, as a file writes it; raises `NotYourPlace`, `NoneLeft`, `SamePlace`."""
    try:
        place = place_of(places.read(to))
    except ValueError as error:
        raise Invalid("to", expected=str(error), got=to) from None
    if not places.reached_by(by, now=now).filter(pk=place.pk).exists():
        raise NotYourPlace({"place": str(place)})
    if place.pk == stock.place_id:
        raise SamePlace("to")
    lock(stock.place, place)
    _hold(stock)
    if quantity > stock.on_hand:
        raise NoneLeft("quantity", expected=str(stock.on_hand), got=quantity, facts={"on_hand": stock.on_hand})
    there, _new = Stock.objects.get_or_create(place=place, part=stock.part)
    out = _moved(stock, -quantity, MOVED, by=by, now=now, other=place)
    _write([out, _moved(there, quantity, MOVED, by=by, now=now, other=stock.place)], [stock, there])


def keep_levels(*, stock: Stock, least: int | None, most: int | None, by: Actor, now: datetime) -> None:
    """Say how few and how many there should be; raises `WrongBounds`."""
    if least is not None and most is not None and least > most:
        raise WrongBounds("least", expected=f"≤ {most}", got=least)
    _hold(stock)
    stock.least, stock.most = least, most
    stock.save(update_fields=["least", "most"])


def open_stock(
    *,
    place: StockPlace,
    part: Part,
    quantity: int,
    least: int | None = None,
    most: int | None = None,
    by: Actor,
    now: datetime,
) -> Stock:
    """Write down what a file says of a stock; how many it says otherwise than one before is a movement, too."""
    lock(place)
    stock, _new = Stock.objects.get_or_create(place=place, part=part)
    if (stock.least, stock.most) != (least, most):
        stock.least, stock.most = least, most
        stock.save(update_fields=["least", "most"])
    if quantity != stock.on_hand:
        _write([_moved(stock, quantity - stock.on_hand, OPENED, by=by, now=now)], [stock])
    return stock


def use(
    *,
    outlet: UUID | None,
    technician: UUID | None,
    brand: UUID,
    used: Mapping[str, int],
    visit: UUID,
    number: str,
    by: Actor,
    now: datetime,
) -> None:
    """Take what went in at a visit from its technician's van, then from its outlet; said again, the last counts.

    Parts that neither keeps in its books are nobody's stock. More than the books have was there uncounted: it is found
    and used, in two movements, so that the difference stays to be seen; what comes back of those was never there.
    """
    numbers = set(used)
    held = locked(queries.places_of_job(outlet, technician, brand=brand, numbers=numbers)) if used else []
    if not held:
        return
    before: dict[tuple[UUID, UUID, str], int] = defaultdict(int)
    for place, part, why, quantity in queries.moved_at(visit):
        before[place, part, why] += quantity
    movements, known = list[Movement](), queries.drawn_on(held, brand=brand, numbers=numbers)
    for name, wanted in used.items():
        stocks = [one for one in known if one.part.number == name]
        taken = [-before[one.place_id, one.part_id, USED] for one in stocks]
        changes = rules.changes(wanted, taken, [one.on_hand for one in stocks])
        for stock, change in zip(stocks, changes, strict=True):
            found = rules.found(change, stock.on_hand, before[stock.place_id, stock.part_id, COUNTED])
            for quantity, why in ((found, COUNTED), (change, USED)):
                if quantity:
                    movements.append(_moved(stock, quantity, why, by=by, now=now, visit=visit, number=number))
    _write(movements, known)


def _hold(stock: Stock) -> None:
    """Hold a stock's place, and read how many are there now."""
    lock(stock.place)
    stock.refresh_from_db(fields=["on_hand", "least", "most"])


def _moved(
    stock: Stock,
    quantity: int,
    why: str,
    *,
    by: Actor,
    now: datetime,
    note: str = "",
    other: StockPlace | None = None,
    visit: UUID | None = None,
    number: str = "",
) -> Movement:
    """Make a stock as it is after a movement, and return that; whoever calls holds the place."""
    stock.on_hand += quantity
    return Movement(
        place_id=stock.place_id,
        part_id=stock.part_id,
        quantity=quantity,
        why=why,
        by=by.key,
        at=now,
        note=note,
        other=other,
        visit_key=visit,
        number=number,
    )


def _write(movements: list[Movement], stocks: list[Stock]) -> None:
    """Write movements, and the stocks as they are after them."""
    if movements:
        Movement.objects.bulk_create(movements)
        Stock.objects.bulk_update(stocks, ["on_hand"])
