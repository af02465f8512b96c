"""Who stands behind a number that brands vouch for changes once one of them has signed for it, whoever writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from anxin.core import phones
from anxin.core.actors import SYSTEM, Actor
from anxin.core.files import SealedFile
from anxin.core.states import lock
from anxin.core.tables import Values
from anxin.domain.network.actions import authorisations, outlets, portraits, settlements, wider_words
from anxin.domain.network.actions.imports import outlets_and_technicians
from anxin.domain.network.actions.outlets import OutletPlace
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.network.queries import standings, vouch_rows
from anxin.domain.network.queries.imports import outlets_and_technicians as known
from anxin.domain.network.rules import standings as rules
from anxin.domain.people.models import Organisation

WAITS = ("applied", "checked")


@dataclass(frozen=True, kw_only=True)
class Change:
    """A row as it may be written at once, what of it waits for a signature, and whether somebody is moved by it now."""

    told: Values
    waits: standings.Told
    moved: bool

    def is_other_than(self, row: Authorisation) -> bool:
        """Return whether an authorisation was asked for otherwise: with another change, or for what is moved now."""
        return self.waits != standings.row_waits(row) or (self.moved and row.state in WAITS)


NONE = Change(told={}, waits={}, moved=False)


def change(kind: str, code: str, before: Values | None, values: Values, *, own: bool = True) -> Change:
    """Return what of a row may be written at once: nothing of who stands behind a number that a brand vouches for.

    The house itself (not a brand for its `own`) looks at certificates: what it says of skills counts.
    """
    changes = rules.changes(kind, before, values) if before is not None else {}
    changes = changes if own else {name: value for name, value in changes.items() if name != "skills"}
    if not changes or not standings.held_words(kind, code):
        return Change(told=values, waits={}, moved=bool(changes))
    return Change(told=rules.kept_back(values, before or {}, changes), waits=changes, moved=False)


def import_outlet(*, values: Values, by: Actor, now: datetime) -> None:
    """Write a row of the house's own file of outlets."""
    code = str(values["code"])
    before = known.imported_outlet({"code": code})
    found = change("outlet", code, before, values)
    outlets_and_technicians.import_outlet(values=found.told, by=by, now=now)
    if before is None:
        settlements.ask_all_anew("outlet", code, now=now)
    ask("outlet", code, found.waits, by=by, now=now)


def import_technician(*, values: Values, by: Actor, now: datetime) -> None:
    """Write a row of the house's own file of technicians."""
    number = str(values["number"])
    before = known.imported_technician({"number": number})
    found = change("technician", number, before, values, own=False)
    outlets_and_technicians.import_technician(values=found.told, by=by, now=now)
    if before is None:
        settlements.ask_all_anew("technician", number, now=now)
    ask("technician", number, found.waits, by=by, now=now)
    taught = _skills(values) - _skills(before or values)
    if taught:
        wider_words.ask_wider(technician=Technician.objects.get(number=number), taught=taught, by=by, now=now)


def _skills(values: Values) -> set[str]:
    return {one.partition(":")[0] for one in str(values["skills"] or "").split(", ") if one}


def keep_outlet(
    *,
    outlet: Outlet,
    phone: str,
    place: OutletPlace,
    opens: str,
    capacity: int | None,
    counter: bool,
    by_mail: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Change how an outlet is reached and what it takes; its phone and its place once a brand's signature allows it."""
    phones.of_a_house(phone)  # refuses what is none, by field
    here = known.imported_outlet({"code": outlet.code}) or {}
    there: Values = {"division": place.division, "street": place.street, "lng": repr(place.lng), "lat": repr(place.lat)}
    waits = change("outlet", outlet.code, here, {**here, "phone": phone, **there}).waits
    own = OutletPlace(division=outlet.division, street=outlet.street, lng=outlet.lng, lat=outlet.lat)
    outlets.keep_outlet(
        outlet=outlet,
        phone=outlet.phone if "phone" in waits else phone,
        place=own if rules.PLACE & waits.keys() else place,
        opens=opens,
        capacity=capacity,
        counter=counter,
        by_mail=by_mail,
        by=by,
        now=now,
    )
    ask("outlet", outlet.code, waits, by=by, now=now)


def keep_house(*, house: Organisation, told: Mapping[str, str], by: Actor, now: datetime) -> dict[str, str]:
    """Return what of a house's name and licence may be written at once; what its outlet is vouched for with waits."""
    outlet = Outlet.objects.filter(organisation=house).first()
    if outlet is None:
        return dict(told)
    here = known.imported_outlet({"code": outlet.code}) or {}
    waits = change("outlet", outlet.code, here, {**here, **told}).waits
    ask("outlet", outlet.code, waits, by=by, now=now)
    return {name: value for name, value in told.items() if name not in waits}


def portray(*, technician: Technician, file: SealedFile, by: Actor, now: datetime) -> None:
    """Show customers this picture of a technician, in place of another with the brands' signatures alone.

    Raises `network.not_engaged` for whoever may not say what he looks like, `core.invalid` for what is no picture.
    """
    portraits.check_portrait(technician=technician, file=file, by=by, now=now)
    lock(technician)
    other = file.sha256 != technician.portrait
    if other and technician.portrait and standings.held_words("technician", technician.number):
        ask("technician", technician.number, {rules.PORTRAIT: file.sha256}, by=by, now=now)
        return
    _ask_for_no_other(technician, now=now)
    if other:
        portraits.show_portrait(technician=technician, sha256=file.sha256, by=by, now=now)


def _ask_for_no_other(technician: Technician, *, now: datetime) -> None:
    """Let no other picture wait any more; what else waits is asked for anew without it."""
    for row in standings.running_words("technician", technician.number).filter(state__in=WAITS):
        if rules.PORTRAIT in standings.waiting_of(row):
            rest = standings.row_waits(row)
            drop(row, by=SYSTEM, now=now)
            ask("technician", row.code, rest, by=SYSTEM, now=now)


def ask(kind: str, code: str, waits: standings.Told, *, by: Actor, now: datetime) -> None:
    """Ask each brand that vouches for a number to sign for what is to stand behind it; the same twice is once.

    What waits already goes on to wait beside it.
    """
    if not waits:
        return
    words = {one.brand.slug: one for one in standings.held_words(kind, code)}
    for word in words.values():
        newest = vouch_rows.word_of(word.brand.slug, kind, code) or word
        wanted = {**standings.waiting_of(newest), **waits}
        if standings.waiting_of(newest) != wanted:
            drop(newest, by=SYSTEM, now=now)
            authorisations.copy(
                authorisation=newest,
                from_date=word.from_date,
                to_date=max(word.to_date, newest.to_date),
                waiting=wanted,
                by=by,
                now=now,
            )


def drop(row: Authorisation, *, by: Actor, now: datetime) -> None:
    """Refuse what waits and is asked for otherwise now."""
    if row.state in WAITS:
        authorisations.refuse(authorisation=row, why=authorisations.REPLACED, by=by, now=now)
