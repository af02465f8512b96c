"""Outlets and technicians as an imported file writes them."""

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from anxin.core import tables
from anxin.core.compiled_queries import compiled
from anxin.core.tables import Reader, Value, Values
from anxin.domain.goods.queries import imports as goods
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.network.queries import names, same_people, starts
from anxin.domain.network.queries.weeks import week_of
from anxin.domain.network.rules import identifiers, written_hours
from anxin.domain.network.wording.tables import CELLS
from anxin.domain.people import rules as people_rules
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import sign_in_names
from anxin.domain.people.queries.imports import organisation_of, plainly, rewritten
from anxin.domain.places import gateway

BRAND = organisation_of("brand")
OPENS, HOURS = "08:00–20:00", "1234567 08:00-20:00"


@compiled
def technicians_of(*, number: str) -> QuerySet[Technician]:
    """Build the query for the technician of a badge number; a file asks it for each of its rows."""
    return Technician.objects.select_related("person", "account").filter(number=number)


@compiled
def outlets_of(*, code: str) -> QuerySet[Outlet]:
    """Build the query for the outlet of a code."""
    return Outlet.objects.select_related("organisation").filter(code=code)


def technician_of(number: object) -> Technician | None:
    """Return the technician of a badge number."""
    return next(iter(technicians_of(number=str(number))), None)


def outlet_of(code: object) -> Outlet | None:
    """Return the outlet of a code."""
    return next(iter(outlets_of(code=str(code))), None)


def work(written: str) -> str:
    """Read one `outlet:brand` a technician works for."""
    outlet, brand = tables.pair(written)
    if outlet_of(outlet) is None:
        raise ValueError(CELLS["outlet"])
    return f"{outlet}:{BRAND(brand)}"


def degrees(most: int) -> Reader:
    """Make a reader of a longitude or latitude in degrees (WGS-84)."""

    def read(written: str) -> str:
        try:
            number = float(written)
        except ValueError:
            raise ValueError(CELLS["degrees"]) from None
        if not -most <= number <= most:
            raise ValueError(CELLS["degrees"])
        return repr(number)

    return read


def skill(written: str) -> str:
    """Read one skill: `lock`, `门锁:2`, `lock:2:certificate:2027-01-01`; by the same table as a product's."""
    code, level, certificate, until = ([one.strip() for one in written.replace("\uff1a", ":").split(":")] + [""] * 3)[
        :4
    ]
    if not re.fullmatch(r"[1-9]?", level):
        raise ValueError(CELLS["skill"])
    told = (goods.skill(code), level or "1", tables.up_to(64)(certificate), tables.day(until) if until else "")
    return ":".join(map(str, told)).rstrip(":")


def every_outlet(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the outlets by their codes."""
    return Outlet.objects.order_by("code").values_list("code")


def every_technician(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the technicians who work for somebody, by their numbers."""
    rows = Technician.objects.filter(engagements__isnull=False, engagements__to_at=None, person__erased_at=None)
    return rows.order_by("number").values_list("number").distinct()


def imported_outlet(key: Values) -> Values | None:
    """Return an outlet as a file would write it."""
    row = outlet_of(key["code"])
    if row is None:
        return None
    living = row.territories.filter(to_at=None).values_list("brand__slug", "division", "kind")
    serves = ((brand, f"-{code}" if kind == "apart" else code) for brand, code, kind in living)
    return {
        **key,
        "name": row.organisation.name,
        "licence": row.organisation.licence or None,
        "division": row.division,
        "street": row.street or None,
        "phone": row.phone,
        "serves": _pairs(serves),
        "capacity": row.capacity,
        "opens": row.opens,
        "counter": goods.YES if row.counter else goods.NO,
        "by_mail": goods.YES if row.by_mail else goods.NO,
        "lng": repr(row.lng),
        "lat": repr(row.lat),
    }


def whole_outlet(values: Values) -> Values:
    """Put what an empty cell of an outlet stands for in its place: its point, the usual hours."""
    values = {**values, "street": _street(values)}
    point = _point(values)
    ways = {"counter": values.get("counter") or goods.YES, "by_mail": values.get("by_mail") or goods.NO}
    return {**values, **point, **ways, "opens": values["opens"] or OPENS}


def why_no_outlet(values: Values) -> dict[str, str]:
    """Return why an outlet can't be: its name in addresses is taken, or nobody knows where it lies."""
    code = str(values["code"])
    if Organisation.objects.filter(slug=identifiers.slug_of(code)).exclude(outlet__code=code).exists():
        return {"code": str(CELLS["code_taken"])}
    nowhere = values.get("lng") is None or values.get("lat") is None
    if nowhere and _where(values).lng is None:
        return {"lng": str(CELLS["no_point"])}
    return {}


def _point_of(here: gateway.Resolved) -> dict[str, Value]:
    return {"lng": repr(here.lng), "lat": repr(here.lat)}


def _point(values: Values) -> dict[str, Value]:
    """Return a row's point, else the outlet's that is here already at this address, else the middle of its area.

    That middle says no more than none: a point that a map service found stays where a row has it.
    """
    told: dict[str, Value] = {"lng": values["lng"], "lat": values["lat"]}
    row = outlet_of(values["code"])
    here = row is not None and (row.division, row.street) == (values["division"], values.get("street") or "")
    kept: dict[str, Value] = {"lng": repr(row.lng), "lat": repr(row.lat)} if row is not None and here else {}
    if None in told.values():
        return kept or _point_of(_where(values))
    found = row is not None and row.point_asked_at is not None
    return kept if kept and found and told == _point_of(_where(values)) else told


def _street(values: Values) -> str | None:
    """Return a row's street below its division, as it stands here where it is the same."""
    row, division = outlet_of(values["code"]), str(values["division"])
    told = names.street_below(division, str(values.get("street") or ""))
    same = row is not None and row.division == division and names.street_below(division, row.street) == told
    return (row.street if row is not None and same else told) or None


def _where(values: Values) -> gateway.Resolved:
    return gateway.read(f"{gateway.division(str(values['division'])).full_name}{values.get('street') or ''}")


def imported_technician(key: Values) -> Values | None:
    """Return a technician as a file would write it."""
    row = technician_of(key["number"])
    if row is None:
        return None
    name, phone = plainly(row.person)
    skills = (
        f"{one.code}:{one.level}:{one.certificate}:{one.until_date or ''}".rstrip(":")
        for one in row.skills.filter(ended_at=None)
    )
    return {
        **key,
        "name": name,
        "phone": phone,
        "called": row.called,
        "username": row.account.username if row.account else None,
        "works": works_of(row),
        "skills": tables.many(sorted(skills)) or None,
        "hours": written_hours.written_week(week_of(row)) or None,
        "since": row.since_date.isoformat(),
        "lng": repr(row.lng),
        "lat": repr(row.lat),
    }


def works_of(row: Technician) -> str | None:
    """Return where a technician works for whom, as a file writes it (one query)."""
    return _pairs(row.engagements.filter(to_at=None).values_list("outlet__code", "brand__slug"))


def whole_technician(values: Values) -> Values:
    """Put what an empty cell of a technician stands for in its place: his outlet's point, every day from 8 to 20.

    Who is new signs in with his badge number, where it can be typed.
    """
    point = {"lng": values["lng"], "lat": values["lat"]}
    row, codes = technician_of(values["number"]), {one.partition(":")[0] for one in str(values["works"]).split(", ")}
    moved = starts.is_moved_away(row, point=(point["lng"], point["lat"]), codes=codes)
    if point["lng"] is None or point["lat"] is None or moved:
        (home,) = outlets_of(code=str(values["works"]).partition(":")[0])
        point = {"lng": repr(home.lng), "lat": repr(home.lat)}
    called = values["called"] or identifiers.called(str(values["name"]))
    username = values["username"] or _own_name(str(values["number"]))
    return {**values, **point, "called": called, "username": username, "hours": values["hours"] or HOURS}


def _own_name(number: str) -> str | None:
    """Return a badge number as a sign-in name, if the newcomer can have it or the technician has it already."""
    known = Technician.objects.select_related("account").filter(number=number).first()
    if known is not None:
        return number if known.account is not None and known.account.username == number else None
    return number if people_rules.is_name(number) and not sign_in_names.holders(number) else None


def why_no_technician(values: Values) -> dict[str, str]:
    """Return why a technician can't be: a skill is told twice, or the sign-in name, or what he is, isn't a file's."""
    known = technician_of(values["number"])
    if (
        known is not None
        and known.account is not None
        and (told := rewritten(known.account, values, role="technician"))
    ):
        return told
    if known is None and (told := same_people.why(values)):
        return told
    codes = [one.partition(":")[0] for one in str(values.get("skills") or "").split(", ")]
    if len(set(codes)) < len(codes):
        return {"skills": str(CELLS["twice"])}
    wanted = values.get("username")
    if not wanted or (known is not None and known.account is not None and known.account.username == wanted):
        return {}
    his = known.account_id if known is not None else None
    others = [one for one in sign_in_names.holders(str(wanted)) if one.pk != his]
    return {"username": str(CELLS["username"])} if others else {}


def _pairs(rows: Iterable[tuple[str, str]]) -> str:
    return tables.many(sorted(f"{left}:{right}" for left, right in rows))
