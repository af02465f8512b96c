"""What a file says of parts and of stock, and why a row of it can't be."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from anxin.core.tables import Value, Values, text_in
from anxin.core.wording import joined
from anxin.domain.goods.models import Product
from anxin.domain.parts import wording
from anxin.domain.parts.models import Part, Stock
from anxin.domain.parts.queries import places, stock

CELLS = wording.CELLS


def part_of(values: Values) -> Part | None:
    """Return the part that a row names."""
    return Part.objects.filter(brand__slug=values.get("brand"), number=values.get("number")).first()


def stock_of(values: Values) -> Stock | None:
    """Return the stock that a row names."""
    place, part = places.place_at(text_in(values, "place")), part_of(values)
    return Stock.objects.select_related("place", "part").filter(place=place, part=part).first() if place else None


def every_part(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the parts by their keys."""
    return Part.objects.order_by("brand__slug", "number").values_list("brand__slug", "number")


def every_stock(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the stocks by their keys."""
    rows = Stock.objects.order_by("part__brand__slug", "part__number", "id")
    told: Any = rows.annotate(lies=places.told("place")).values_list("lies", "part__brand__slug", "part__number")
    for (at,), brand, number in told.iterator():
        yield places.key_of(at), brand, number


def imported_part(key: Values) -> Values | None:
    """Return a part as a file would write it."""
    row = part_of(key)
    if row is None:
        return None
    told = {"name": row.name, "category": row.category, "models": row.fits or None, "unit": row.unit}
    return {**key, **told, "name_en": row.name_en or None}


def imported_stock(key: Values) -> Values | None:
    """Return a stock as a file would write it."""
    row = stock_of(key)
    if row is None:
        return None
    return {**key, "name": row.part.name, "quantity": row.on_hand, "min": row.least, "max": row.most}


def whole_part(values: Values) -> Values:
    """Put what an empty cell of a part stands for in its place."""
    return {**values, "unit": values["unit"] or wording.UNIT}


def whole_stock(values: Values) -> Values:
    """Put what an empty cell of a stock stands for in its place: the part's name tells only whether it is meant."""
    part = part_of(values)
    return {**values, "name": part.name} if part else values


def why_no_part(values: Values) -> dict[str, str]:
    """Return why a part can't be: it fits what no model of its brand is."""
    named = set(filter(None, text_in(values, "models").split(", ")))
    known = Product.objects.filter(brand__slug=values.get("brand"), code__in=named).values_list("code", flat=True)
    unknown = sorted(named.difference(known))
    return {"models": str(CELLS["no_model"]).format(models=joined(unknown))} if unknown else {}


def why_no_stock(values: Values) -> dict[str, str]:
    """Return why a stock can't be: no such part, another's or another name, or what moved since isn't in the file."""
    if None in (values.get("place"), values.get("brand"), values.get("number")):
        return {}
    part = part_of(values)
    if part is None:
        others = (
            Part.objects.filter(number=values["number"]).order_by("brand__name").values_list("brand__name", flat=True)
        )
        said = str(CELLS["others_part"]).format(brands=joined(others)) if others else str(CELLS["no_part"])
        return {"number": said}
    faults, row, quantity = {}, stock_of(values), values.get("quantity")
    if values.get("name") not in (None, part.name, part.name_en or None):
        faults["name"] = str(CELLS["called"]).format(name=part.name)
    least, most = (values.get(one) for one in ("min", "max"))
    least, most = (row.least if row and least is None else least), (row.most if row and most is None else most)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        faults["min"] = str(CELLS["bounds"])
    if row is None and quantity is None:
        faults["quantity"] = str(CELLS["no_quantity"])
    elif row is not None and quantity not in (None, row.on_hand) and stock.has_moved(row):
        faults["quantity"] = str(CELLS["moved"]).format(n=row.on_hand)
    return faults
