"""What each command of an outlet does, and what it offers to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.commands.fields import Text
from anxin.core.errors import Invalid
from anxin.domain.network import actions as network
from anxin.domain.network.commands import outlet_fields as fields
from anxin.domain.network.commands.work import AddressUnclear, located, read_cell, street_of
from anxin.domain.network.models import Outlet
from anxin.domain.network.queries import hour_cells, names, outlets, points, standings
from anxin.domain.network.queries.imports import outlets_and_technicians
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

type OnOutlet = Given[Outlet, Any]
type Choices = Sequence[tuple[str, Text]]


def closures(row: Outlet, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer the closures that can be ended."""
    return [(str(one.pk), f"{one} · {one.why}") for one in outlets.closures(row, now=now)]


def end_closure(it: OnOutlet) -> None:
    """Open it earlier."""
    known = {str(one.pk): one for one in outlets.closures(it.row, now=it.now)}
    network.end_closure(closure=listed(known, "closure", it.fields.closure), by=it.by, now=it.now)


def details(row: Outlet, _now: datetime) -> Mapping[str, str]:
    """Return what stands there of how an outlet is reached and what it takes, or is to once a brand has signed."""
    waits = standings.waiting_for("outlet", row.code)
    place = (
        {"address": names.address(waits.get("division", row.division), waits.get("street", row.street))}
        if "lng" in waits
        else {}
    )
    capacity = "" if row.capacity is None else str(row.capacity)
    ways = {name: "on" for name, there in (("counter", row.counter), ("by_mail", row.by_mail)) if there}
    where = {"address": points.address_of(row), "point": outlets.point_of(row)}
    return {"phone": waits.get("phone", row.phone), **where, **place, "opens": row.opens, "capacity": capacity, **ways}


def keep(it: OnOutlet) -> None:
    """Change how it is reached and what it takes; another address moves its point too, unless that was given."""
    given: fields.Details = it.fields
    if given.opens != it.row.opens:
        read_cell(hour_cells.opening, given.opens, "opens")
    network.keep_outlet(
        outlet=it.row,
        phone=given.phone,
        place=_place(it.row, given),
        opens=given.opens,
        capacity=given.capacity,
        counter=given.counter,
        by_mail=given.by_mail,
        by=it.by,
        now=it.now,
    )


def _place(row: Outlet, given: fields.Details) -> network.OutletPlace:
    """Return where it is: as before, where neither address nor point is another."""
    place = network.OutletPlace(division=row.division, street=row.street, lng=row.lng, lat=row.lat)
    if given.address != points.address_of(row):
        found = located(given.address)
        if found.lng is None or found.lat is None:
            raise AddressUnclear("address", expected="an address with a known point", got=given.address)
        place = network.OutletPlace(
            division=found.county_code, street=street_of(found, given.address), lng=found.lng, lat=found.lat
        )
    if given.point and given.point != outlets.point_of(row):
        lng, lat = point_in(given.point)
        place = replace(place, lng=lng, lat=lat)
    return place


def point_in(written: str) -> tuple[float, float]:
    """Read longitude and latitude."""
    lng, _comma, lat = written.replace("\uff0c", ",").partition(",")
    read = [
        float(str(read_cell(outlets_and_technicians.degrees(most), one, "point")))
        for most, one in ((180, lng), (90, lat))
    ]
    return read[0], read[1]


def served(row: Outlet, now: datetime) -> Mapping[str, str]:
    """Return what an outlet serves, by brand."""
    found: dict[str, list[str]] = {}
    for one in outlets.serves(row, now=now):
        found.setdefault(one.brand_slug, []).append(f"{one.name} ({one.kind})" if one.kind != "shared" else one.name)
    return {f"brand:{slug}": ", ".join(sorted(names)) for slug, names in found.items()}


def serve(it: OnOutlet) -> None:
    """Change what it serves for a brand."""
    brand = listed({one.slug: one for one in brand_houses()}, "brand", it.fields.brand)
    areas = [(kind, code) for kind, _colon, code in (area.partition(":") for area in it.fields.areas)]
    network.serve(outlet=it.row, brand=brand, areas=areas, by=it.by, now=it.now)


def stop(it: OnOutlet) -> None:
    """Let it be asked for nothing."""
    network.take_orders(outlet=it.row, takes=False, why=it.fields.why, by=it.by, now=it.now)


def restart(it: OnOutlet) -> None:
    """Let it be asked again."""
    network.take_orders(outlet=it.row, takes=True, why="", by=it.by, now=it.now)


def brand_houses() -> list[Organisation]:
    """Return the brands of the house."""
    return list(people.organisations_of(Organisation.Kind.BRAND))


def brands(row: object, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer the brands of the house."""
    return [(one.slug, one.name) for one in brand_houses()]


def listed[Row](known: dict[str, Row], field: str, given: str) -> Row:
    """Return what was chosen of what is listed."""
    if given not in known:
        raise Invalid(field, expected=_("one of those that are listed"), got=given)
    return known[given]
