"""What each command of a brand's network does: an entry is read and checked as one row of an imported file is."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anxin.core import imports, wording
from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.errors import Invalid, refuse
from anxin.core.tables import Value, Values
from anxin.domain.goods import queries as goods
from anxin.domain.goods.wording import CATEGORIES
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import fields
from anxin.domain.network.models import Authorisation
from anxin.domain.network.queries import promises as published
from anxin.domain.network.queries import scope_readings, vouch_rows
from anxin.domain.network.queries.imports.outlets_and_technicians import technician_of
from anxin.domain.network.rules import papers, promises
from anxin.domain.network.rules.promises import Terms
from anxin.domain.network.rules.scopes import written
from anxin.domain.network.wording.genuineness import PAPERS
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway

CLEAR = 0.7
BESIDES = {"from_date": "from", "to_date": "to"}
"""Fields of a form whose column is called otherwise."""
ADDRESS = dict.fromkeys(("division", "street", "lng", "lat"), "address")
"""What a form's address fills."""

type OnOne = Given[Authorisation, Any]
type OnBrand = Given[Organisation, Any]


class AddressUnclear(Invalid):
    """Nobody can tell where an address lies."""

    code = "network.address_unclear"


class NotRead(Invalid):
    """A field holds what its column can't read; the sentence is the column's own."""

    code = "network.not_read"


def portray(it: OnOne) -> None:
    """Show customers this picture of the technician an authorisation is of."""
    given: fields.Portrait = it.fields
    technician = queries.technician_by_number(it.row.code)
    network.portray(technician=technician, file=given.files[0], by=it.by, now=it.now)


def promise(it: OnBrand) -> None:
    """Publish a promise."""
    network.publish(brand=it.row, terms=terms_of(it.fields, brand=it.row, now=it.now), by=it.by, now=it.now)


def withdraw_promise(it: OnBrand) -> None:
    """Withdraw a promise."""
    network.withdraw(brand=it.row, promise=it.fields.promise, why=it.fields.why, by=it.by, now=it.now)


def classes(row: Organisation, _case: object, now: datetime, _by: object) -> list[tuple[str, str]]:
    """Offer all goods, each class everybody knows, and those the brand makes besides."""
    codes = [*CATEGORIES, *goods.categories(brand=row)]
    return [("", _("all goods")), *goods.class_names(codes, now=now).items()]


def coming_promises(row: Organisation, _case: object, now: datetime, _by: object) -> list[tuple[str, str]]:
    """Offer the promises of a brand that can be withdrawn still."""
    several = [(one, published.scope(published.terms_of(one), now=now)) for one in published.coming(row, now=now)]
    return [(str(one.pk), f"{localtime(one.from_at):%Y-%m-%d} · {one.name} · {scope}") for one, scope in several]


def waiting_mistakes(row: Organisation, _case: object, _now: datetime, _by: Actor) -> list[tuple[str, str]]:
    """Offer the numbers called a mistake that wait for a second person."""
    return [(str(one.pk), one.code) for one in queries.waiting_mistakes(row)]


def losable(row: Organisation, _case: object, _now: datetime, _by: object) -> list[tuple[str, str]]:
    """Offer the keys of a brand that can be said to be lost, the newest first."""
    keys = queries.losable_keys(row)
    since = ((one.kid, wording.written(localtime(one.from_at).date())) for one in keys)
    return [(kid, _("key {key}, signs since {day}").format(key=kid, day=day)) for kid, day in since]


def terms_of(given: fields.Promise, *, brand: Organisation, now: datetime) -> Terms:
    """Return the terms of a promise as they were typed; raises `Invalid` with all faults by their fields."""
    place, hours, faults = gateway.read(given.place) if given.place else None, None, list[Invalid]()
    if place is not None and (not place.code or place.detail or place.confidence < CLEAR):
        faults.append(Invalid("place", expected=_("one province, city or county"), got=given.place))
    try:
        hours = promises.hours(given.hours) if given.hours else None
    except ValueError:
        faults.append(Invalid("hours", expected=_("hours such as 22:00-6:00"), got=given.hours))
    terms = Terms(
        name=given.name,
        acknowledge_min=given.acknowledge,
        assign_min=given.assign,
        call_min=given.call,
        division=place.code if place else "",
        category=given.category,
        product=given.product,
        urgent=given.urgent,
        days=given.days,
        hours=hours,
        from_date=given.from_date,
        to_date=given.to_date,
    )
    read = {one.field for one in faults}
    refuse([*faults, *(one for one in published.faults(brand, terms, now=now) if one.field not in read)])
    return terms


def hotline(it: OnBrand) -> None:
    """Enter a hotline."""
    enter("hotlines", it.row, cells_of(it.fields, it.now), it)


def outlet(it: OnBrand) -> None:
    """Enter an outlet; its address says in which division it lies, and where."""
    given: fields.Outlet = it.fields
    values = cells_of(given, it.now)
    if values.pop("address", ""):
        place = located(given.address)
        values |= {"division": place.county_code, "street": street_of(place, given.address)}
        if place.lng is not None and place.lat is not None:
            values |= {"lng": str(place.lng), "lat": str(place.lat)}
    enter("vouched_outlets", it.row, values, it)


def located(address: str) -> gateway.Resolved:
    """Return where an address lies, known to its county at least; raises `network.address_unclear`."""
    place = gateway.read(address)
    if not place.county_code or place.confidence < CLEAR or place.outside:
        raise AddressUnclear("address", expected="province, city, county and street", got=address)
    return place


def street_of(place: gateway.Resolved, address: str) -> str:
    """Return the part of an address below its county, the town among it where it was written."""
    return f"{place.town if place.town in address else ''}{place.detail}"


def technician(it: OnBrand) -> None:
    """Enter a technician; who is new works from today."""
    given: fields.Technician = it.fields
    new = technician_of(given.number) is None
    since = {"since": localtime(it.now).date().isoformat()} if new else {}
    cells = {**cells_of(given, it.now), **since}
    if given.goods and not given.scope:
        word = vouch_rows.word_of(it.row.slug, "technician", given.number)
        cells |= dict(zip(("scope", "scope_en"), scope_readings.sentence_for(word, written(given.goods)), strict=True))
    enter("vouched_technicians", it.row, cells, it, anew=("goods",) if given.scope and not given.goods else ())


def goods_of_word(row: Authorisation, *_case: object) -> list[tuple[str, str]] | None:
    """Offer the goods of a technician's word; of another kind none is asked."""
    technician = row.kind == Authorisation.Kind.TECHNICIAN
    return [(code, str(name)) for code, name in fields.GOODS.items()] if technician else None


def papers_of_kind(row: Authorisation, _case: object, now: datetime, *_more: object) -> list[tuple[str, str]]:
    """Offer the papers of an authorisation's kind, and those its brand wants beside them."""
    wanted = queries.wanted_papers(row, now=now)
    ours = {*papers.LOOKED_AT[row.kind], *wanted.seen, *wanted.kept}
    return [(code, str(name)) for code, name in PAPERS.items() if code in ours]


def cells_of(given: Any, now: datetime) -> dict[str, str]:
    """Return the fields of a form as the cells of a row; what begins today may be left out."""
    told = [(name, ", ".join(value) if isinstance(value, tuple) else value) for name, value in given]
    cells = {BESIDES.get(name, name): str(value) for name, value in told if value not in (None, "")}
    return {"from": localtime(now).date().isoformat(), **cells}


def enter(name: str, brand: Organisation, cells: dict[str, str], it: OnBrand, *, anew: Collection[str] = ()) -> None:
    """Enter one row into a table of files; raises `Invalid` by the form's field for what a file would be refused.

    What is left empty stays as it is, but for the columns that are filled `anew`.
    """
    known, fault = imports.table(name), {**ADDRESS, **{column: field for field, column in BESIDES.items()}}
    values: Values = {column.name: None for column in known.columns}
    for column in known.columns:
        written = brand.slug if column.name == "brand" else cells.get(column.name)
        if written is not None:
            read = partial(column.value, beside=str(values.get(column.beside) or ""))
            values[column.name] = read_cell(read, written, fault.get(column.name, column.name))
    for column_name, why in known.check(values).items():
        raise _not_read(fault.get(column_name, column_name), why, str(values.get(column_name) or ""))
    before = known.find(known.key_of(values)) or {}
    kept = {name: value for name, value in before.items() if values.get(name) is None and name not in anew}
    known.apply(values=known.complete({**values, **kept}), by=it.by, now=it.now)


def read_cell(read: Callable[[str], Value], written: str, field: str) -> Value:
    """Read a cell as its column in a file does; raises `network.not_read` by the form's field."""
    try:
        return read(written)
    except Invalid as error:
        raise _not_read(field, str(error.facts["expected"]), written) from error
    except ValueError as error:
        raise _not_read(field, str(error), written) from error


def _not_read(field: str, said: str, got: str) -> NotRead:
    return NotRead(field, expected=said, got=got[:60], facts={"said": said})
