"""Write the rows of files of parts and of stock, and take them away again."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.tables import Values, text_in, whole_in
from anxin.domain.parts.actions import stock as stocks
from anxin.domain.parts.models import Part
from anxin.domain.parts.queries import imports as known
from anxin.domain.people import queries as people


def import_part(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of parts."""
    told = {name: values[name] for name in ("name", "category", "unit")}
    told |= {"fits": values["models"] or "", "name_en": values["name_en"] or ""}
    brand = people.organisation(text_in(values, "brand"))
    Part.objects.update_or_create(brand=brand, number=values["number"], defaults=told)


def remove_part(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported part away; refused while anything lies, or ever moved, under its number."""
    Part.objects.filter(brand__slug=key["brand"], number=key["number"]).delete()


def import_stock(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of stock."""
    place = stocks.place_of(text_in(values, "place"))
    part = Part.objects.get(brand__slug=values["brand"], number=values["number"])
    least, most = (None if values[one] is None else whole_in(values, one) for one in ("min", "max"))
    quantity = whole_in(values, "quantity")
    stocks.open_stock(place=place, part=part, quantity=quantity, least=least, most=most, by=by, now=now)


def remove_stock(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported stock out of the books; its movements stay, with the one that takes it out."""
    row = known.stock_of(key)
    if row is not None:
        stocks.open_stock(place=row.place, part=row.part, quantity=0, by=by, now=now).delete()
