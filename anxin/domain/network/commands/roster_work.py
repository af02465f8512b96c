"""What each command of an outlet and a technician does, and what it offers to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.commands.fields import Text
from anxin.core.errors import Invalid
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network import actions as network
from anxin.domain.network.commands import roster_fields as fields
from anxin.domain.network.commands.work import AddressUnclear, located, read_cell, street_of
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.network.queries import badges, hour_cells, outlets, points, starts, technicians, weeks
from anxin.domain.network.queries.imports import outlets_and_technicians
from anxin.domain.network.rules import written_hours
from anxin.domain.network.wording import ABSENCES
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

type OnOutlet = Given[Outlet, Any]
type OnTechnician = Given[Technician, Any]
type Choices = Sequence[tuple[str, Text]]


def closures(row: Outlet, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer the closures that can be ended."""
    return [(str(one.pk), f"{one} · {one.why}") for one in outlets.closures(row, now=now)]


def end_closure(it: OnOutlet) -> None:
    """Open it earlier."""
    known = {str(one.pk): one for one in outlets.closures(it.row, now=it.now)}
    network.end_closure(closure=_one(known, "closure", it.fields.closure), by=it.by, now=it.now)


def details(row: Outlet, _now: datetime) -> Mapping[str, str]:
    """Return what stands there of how an outlet is reached and what it takes."""
    capacity = "" if row.capacity is None else str(row.capacity)
    ways = {name: "on" for name, there in (("counter", row.counter), ("by_mail", row.by_mail)) if there}
    where = {"address": points.address_of(row), "point": outlets.point_of(row)}
    return {"phone": row.phone, **where, "opens": row.opens, "capacity": capacity, **ways}


def keep(it: OnOutlet) -> None:
    """Change how it is reached and what it takes; another address moves its point too, unless that was given."""
    given: fields.Details = it.fields
    if given.opens != it.row.opens:
        read_cell(hour_cells.opening, given.opens, "opens")
    network.keep_outlet(
        outlet=it.row,
        phone=given.phone,
        door=_door(it.row, given),
        opens=given.opens,
        capacity=given.capacity,
        counter=given.counter,
        by_mail=given.by_mail,
        by=it.by,
        now=it.now,
    )


def _door(row: Outlet, given: fields.Details) -> network.OutletPlace:
    """Return where it is: as before, where neither address nor point is another."""
    door = network.OutletPlace(division=row.division, street=row.street, lng=row.lng, lat=row.lat)
    if given.address != points.address_of(row):
        place = located(given.address)
        if place.lng is None or place.lat is None:
            raise AddressUnclear("address", expected="an address with a known point", got=given.address)
        door = network.OutletPlace(
            division=place.county_code, street=street_of(place, given.address), lng=place.lng, lat=place.lat
        )
    if given.point and given.point != outlets.point_of(row):
        lng, lat = _point(given.point)
        door = replace(door, lng=lng, lat=lat)
    return door


def _point(written: str) -> tuple[float, float]:
    lng, _comma, lat = written.replace("\uff0c", ",").partition(",")
    read = [
        float(str(read_cell(outlets_and_technicians.degrees(most), one, "point")))
        for most, one in ((180, lng), (90, lat))
    ]
    return read[0], read[1]


def set_out(row: Technician, _now: datetime) -> Mapping[str, str]:
    """Return where he sets out."""
    return {"point": outlets.point_of(row)}


def start(it: OnTechnician) -> None:
    """Set where he sets out; left as it is nothing changes."""
    given = it.fields.point.strip()
    if given != outlets.point_of(it.row):
        network.set_start(technician=it.row, point=_point(given) if given else None, by=it.by, now=it.now)


def served(row: Outlet, now: datetime) -> Mapping[str, str]:
    """Return what an outlet serves, by brand."""
    found: dict[str, list[str]] = {}
    for one in outlets.serves(row, now=now):
        found.setdefault(one.brand_slug, []).append(f"{one.name} ({one.kind})" if one.kind != "shared" else one.name)
    return {f"brand:{slug}": ", ".join(sorted(names)) for slug, names in found.items()}


def week(row: Technician, _now: datetime) -> Mapping[str, str]:
    """Return the week he works."""
    return {"hours": written_hours.written_week(weeks.week_of(row))}


def days(row: Technician, now: datetime) -> Mapping[str, str]:
    """Return the days ahead that differ from his week."""
    ahead = (one for one in weeks.days_ahead(row, now=now) if one.single)
    return {
        f"on:{one.day}": f"{one.day} {written_hours.written_spans(one.hours) if one.hours else '–'}" for one in ahead
    }


def skills_held(row: Technician, now: datetime) -> Mapping[str, str]:
    """Return what he can do, each with its level and certificate."""
    return {
        f"skill:{one.code}": " ".join(
            filter(None, (str(SKILLS.get(one.code, one.code)), str(one.level), one.certificate, _day(one.until_date)))
        )
        for one in technicians.skills_of(row, now=now)
    }


def badge(row: Technician, _now: datetime) -> Mapping[str, str]:
    """Return the badge that counts."""
    serial = badges.current(row)
    return {"badge": serial} if serial else {}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def portray(it: OnTechnician) -> None:
    """Show customers this picture of him."""
    network.portray(technician=it.row, file=it.fields.files[0], by=it.by, now=it.now)


def serve(it: OnOutlet) -> None:
    """Change what it serves for a brand."""
    brand = _one({one.slug: one for one in _brands()}, "brand", it.fields.brand)
    areas = [(kind, code) for kind, _colon, code in (area.partition(":") for area in it.fields.areas)]
    network.serve(outlet=it.row, brand=brand, areas=areas, by=it.by, now=it.now)


def stop(it: OnOutlet) -> None:
    """Let it be asked for nothing."""
    network.take_orders(outlet=it.row, takes=False, why=it.fields.why, by=it.by, now=it.now)


def restart(it: OnOutlet) -> None:
    """Let it be asked again."""
    network.take_orders(outlet=it.row, takes=True, why="", by=it.by, now=it.now)


def sick(it: OnTechnician) -> None:
    """Write down that he is ill."""
    first = it.fields.from_date or localtime(it.now).date()
    network.absent(technician=it.row, kind="sick", from_date=first, to_date=it.fields.to_date, by=it.by, now=it.now)


def leave(it: OnTechnician) -> None:
    """Give him leave."""
    first, last = it.fields.from_date, it.fields.to_date
    network.absent(technician=it.row, kind="leave", from_date=first, to_date=last, by=it.by, now=it.now)


def absences(row: Technician, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer the absences that can be ended."""
    return [(str(one.pk), f"{ABSENCES[one.kind]} {one}") for one in technicians.absences(row, now=now)]


def end_absence(it: OnTechnician) -> None:
    """Say that he is there again."""
    known = {str(one.pk): one for one in technicians.absences(it.row, now=it.now)}
    network.end_absence(absence=_one(known, "absence", it.fields.absence), by=it.by, now=it.now)


def keep_week(it: OnTechnician) -> None:
    """Change his week."""
    week = written_hours.read_week(str(read_cell(hour_cells.hours, it.fields.hours, "hours")))
    network.keep_week(technician=it.row, week=week, by=it.by, now=it.now)


def keep_day(it: OnTechnician) -> None:
    """Change one day of his."""
    hours = written_hours.read_day(str(read_cell(hour_cells.day_hours, it.fields.hours, "hours")))
    network.keep_day(technician=it.row, day=it.fields.day, hours=hours, by=it.by, now=it.now)


def colleagues(row: Technician, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer whoever works for an outlet of his."""
    return [(one.number, f"{one.called} {one.number}") for one in technicians.colleagues_of(row, now=now)]


def ask_swap(it: OnTechnician) -> None:
    """Ask for a swap."""
    known = {one.number: one for one in technicians.colleagues_of(it.row, now=it.now)}
    network.ask_swap(
        technician=it.row,
        colleague=_one(known, "colleague", it.fields.colleague),
        day=it.fields.day,
        back=it.fields.back,
        by=it.by,
        now=it.now,
    )


def skills(row: Technician, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer the skills that can be ended."""
    return [(one.code, SKILLS.get(one.code, one.code)) for one in technicians.skills_of(row, now=now)]


def end_skill(it: OnTechnician) -> None:
    """End a skill."""
    known = {one.code: one for one in technicians.skills_of(it.row, now=it.now)}
    network.end_skill(skill=_one(known, "skill", it.fields.skill), why=it.fields.why, by=it.by, now=it.now)


def _brands() -> list[Organisation]:
    return list(people.organisations_of(Organisation.Kind.BRAND))


def brands(row: object, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer the brands of the house."""
    return [(one.slug, one.name) for one in _brands()]


def employ(it: OnTechnician) -> None:
    """Let him work for one more."""
    given = it.fields
    outlet = outlets.outlet(given.outlet, actor=it.by)
    brand = _one({one.slug: one for one in _brands()}, "brand", given.brand)
    network.employ(technician=it.row, outlet=outlet, brand=brand, by=it.by, now=it.now)


def employments(row: Technician, case: object, now: datetime, _by: Actor) -> Choices:
    """Offer the employments that can be ended."""
    return starts.ends_said(row, technicians.employments(row))


def dismiss(it: OnTechnician) -> None:
    """End an employment."""
    known = {str(one.pk): one for one in technicians.employments(it.row)}
    network.dismiss(engagement=_one(known, "employment", it.fields.employment), by=it.by, now=it.now)


def _one[Row](known: dict[str, Row], field: str, given: str) -> Row:
    if given not in known:
        raise Invalid(field, expected=_("one of those that are listed"), got=given)
    return known[given]
