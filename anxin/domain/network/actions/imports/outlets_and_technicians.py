"""Outlets and technicians from an imported file, with what they serve, can do and when they work."""

from datetime import date, datetime

from django.utils.translation import gettext

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import leave
from anxin.core.tables import Values, pair
from anxin.domain.goods.queries.imports import YES
from anxin.domain.network.actions import engagements, outlets, rosters
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.network.queries import standings
from anxin.domain.network.queries.weeks import week_of
from anxin.domain.network.rules import identifiers, written_hours
from anxin.domain.network.rules.working_hours import Week
from anxin.domain.network.wording.tables import CELLS
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.actions import imports as persons
from anxin.domain.people.models import Account, Party, Person


class SignedFor(WrongState):
    """A brand's word is given or asked for: nobody takes away who stands behind the number."""

    code = "network.signed_for"


def import_outlet(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of outlets: the organisation, its door, and what it serves for whom."""
    name, licence = str(values["name"]), str(values["licence"] or "")
    row = Outlet.objects.select_related("organisation").filter(code=values["code"]).first()
    if row is None:
        slug = identifiers.slug_of(str(values["code"]))
        house = people.found_organisation(kind="outlet", slug=slug, name=name, licence=licence, now=now)
        row = Outlet(organisation=house, code=str(values["code"]))
    house, before, opened = row.organisation, _told(row), row.opens
    if (house.name, house.licence) != (name, licence):
        house.name, house.licence = name, licence
        house.save(update_fields=["name", "licence"])
    outlets.ring_at(row, str(values["phone"]), now=now)
    point = {name: float(str(values[name])) for name in ("lng", "lat")}
    outlets.put_at(
        row, outlets.OutletPlace(division=str(values["division"]), street=str(values["street"] or ""), **point)
    )
    row.capacity = None if values["capacity"] is None else int(values["capacity"])
    row.opens = str(values["opens"])
    row.counter, row.by_mail = values["counter"] == YES, values["by_mail"] == YES
    row.save()
    if before and _told(row) != before:
        outlets.tell_kept(row, _told(row), before=(opened, before), by=by, now=now)
    _serve(row, _entries(values["serves"]), told=bool(before), by=by, now=now)


def _told(row: Outlet) -> str:
    """Return in one line what a file says of an outlet that is here already; empty of a new one."""
    if row._state.adding:
        return ""
    return " · ".join(one for one in (row.organisation.name, row.organisation.licence, outlets.told(row)) if one)


def _serve(row: Outlet, wanted: set[tuple[str, str]], *, told: bool, by: Actor, now: datetime) -> None:
    """Let an outlet serve what a row says and nothing else; of one that is here already it is `told` what changes."""
    living = row.territories.filter(to_at=None).select_related("brand")
    held = {(one.brand.slug, f"-{one.division}" if one.kind == "apart" else one.division): one for one in living}
    row.territories.filter(pk__in=[one.pk for pair_, one in held.items() if pair_ not in wanted]).update(to_at=now)
    for slug in sorted({brand for brand, _division in {*held, *wanted}}):
        brand = queries.organisation(slug)
        begun, ended = (sorted(code for one, code in some if one == slug) for some in _apart(wanted, set(held)))
        for division in begun:
            apart = division.startswith("-")
            engagements.widen(outlet=row, brand=brand, division=division.lstrip("-"), apart=apart, now=now)
        if told and (begun or ended):
            engagements.tell_covered(row, brand, begun, ended, by=by, now=now)


def _apart[One](wanted: set[One], held: set[One]) -> tuple[set[One], set[One]]:
    """Return what begins, and what ends."""
    return wanted - held, held - wanted


def remove_outlet(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported outlet away with its organisation; refused while a brand's word, a job or anybody is there."""
    _unsigned("outlet", str(key["code"]))
    row = Outlet.objects.select_related("organisation").get(code=key["code"])
    house = row.organisation
    row.delete()
    house.delete()


def _unsigned(kind: str, code: str) -> None:
    """Refuse to take away whom a brand's word is for: the next in his place would stand there unsigned."""
    word = standings.running_words(kind, code).select_related("brand").first()
    if word is not None:
        raise signed_for(word)


def signed_for(word: Authorisation) -> SignedFor:
    """Return the error that names the word for a number."""
    return SignedFor({"code": word.code, "number": word.number, "brand": word.brand.name})


def import_technician(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of technicians: person, account, engagements, skills and hours."""
    row = Technician.objects.select_related("person", "account").filter(number=values["number"]).first()
    name, phone = str(values["name"]), str(values["phone"])
    lng, lat = float(str(values["lng"])), float(str(values["lat"]))
    since, called = date.fromisoformat(str(values["since"])), str(values["called"])
    if row is None:
        row = _register(str(values["number"]), name, phone, called=called, lng=lng, lat=lat, since=since, now=now)
    row.person = _corrected(row, name, phone, by=by, now=now)
    told = {"called": called, "since_date": since, "lng": lng, "lat": lat, "person": row.person}
    Technician.objects.filter(pk=row.pk).update(**told)
    works = _entries(values["works"])
    _account(row, str(values["username"] or ""), called, works, now)
    _engage(row, works, by=by, now=now)
    _teach(row, str(values["skills"] or ""), by=by, now=now)
    week = written_hours.week(str(values["hours"])) or Week.every({})
    if week != week_of(row):
        rosters.keep_week(technician=row, week=week, by=by, now=now)


def _register(
    number: str, name: str, phone: str, *, called: str, lng: float, lat: float, since: date, now: datetime
) -> Technician:
    same = [one for one in queries.known_by_phone(phone, works=True) if queries.is_named(one, name)]
    if Technician.objects.filter(person__in=same).exists():
        raise Invalid("phone", expected=str(CELLS["technician"]), got="")
    person = people.enrolled_anew(name=name, phone=phone, now=now)
    return engagements.register_technician(
        person=person, account=None, number=number, called=called, since_date=since, lng=lng, lat=lat
    )


def _corrected(row: Technician, name: str, phone: str, *, by: Actor, now: datetime) -> Person:
    """Write name and phone anew; where they are another's too, he gets a row of his own, and his jobs name that."""
    person = persons.corrected(person=row.person, account=row.account, name=name, phone=phone, by=by, now=now)
    if person != row.person:
        Party.objects.filter(person=row.person, role="technician").update(person=person)
        Person.objects.filter(pk=row.person.pk).update(has_case=False)
    return person


def _account(row: Technician, username: str, called: str, works: set[tuple[str, str]], now: datetime) -> None:
    """Open, rename or close the account; what it may do comes from the outlets he works for."""
    account = row.account
    if account is not None and not username:
        row.account = None
        row.save(update_fields=["account"])
        Account.objects.filter(pk=account.pk).update(person=None)
        account.refresh_from_db()
        persons.close_unused(account=account)
        return
    if account is None and username:
        account = engagements.give_account(technician=row, username=username, now=now)
    if account is not None:
        Account.objects.filter(pk=account.pk).update(username=username, called=called, person=row.person)
        outlets = Outlet.objects.filter(code__in={outlet for outlet, _brand in works}).order_by("code")
        houses = outlets.values_list("organisation__slug", flat=True)
        persons.keep_role("technician", account=account, houses=houses, now=now)


def _engage(row: Technician, wanted: set[tuple[str, str]], *, by: Actor, now: datetime) -> None:
    for held in row.engagements.filter(to_at=None).select_related("outlet", "brand"):
        if (held.outlet.code, held.brand.slug) not in wanted:
            engagements.release(engagement=held, by=by, now=now)
    for outlet, brand in sorted(wanted):
        house = Outlet.objects.get(code=outlet)
        engagements.engage(technician=row, outlet=house, brand=queries.organisation(brand), by=by, now=now)


def _teach(row: Technician, written: str, *, by: Actor, now: datetime) -> None:
    """Write down what differs from what he can do already; what isn't named any more ends, and stays in the record."""
    held = {one.code: one for one in row.skills.filter(ended_at=None)}
    for one in filter(None, written.split(", ")):
        code, level, certificate, until = [*one.split(":"), "", ""][:4]
        until_date = date.fromisoformat(until) if until else None
        there, told = held.pop(code, None), (int(level), certificate, until_date)
        if there is None or (there.level, there.certificate, there.until_date) != told:
            rosters.qualify(
                technician=row,
                code=code,
                level=int(level),
                certificate=certificate,
                until_date=until_date,
                by=by,
                now=now,
            )
    for gone in held.values():
        rosters.end_skill(skill=gone, why=gettext("Changed with an import, or with one taken back"), by=by, now=now)


def remove_technician(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported technician away with his account; refused once a word, a job, a review or a sign-in is his."""
    _unsigned("technician", str(key["number"]))
    row = Technician.objects.select_related("person", "account").get(number=key["number"])
    account, person = row.account, row.person
    worked = sorted(set(row.engagements.values_list("brand__slug", "outlet__code")))
    row.engagements.all().delete()
    stream = row.stream()
    leave([row.portrait], now=now)
    row.delete()
    if account is not None:
        persons.close_unused(account=account)
    else:
        persons.forget_unused(person=person)
    facts = [{"brand": brand, "outlet": outlet} for brand, outlet in worked]
    for one in facts or [{}]:  # whoever waits at an outlet is told, where nobody else works there
        timeline.write(stream, "network.unimported", by=by, now=now, facts=one)


def _entries(written: object) -> set[tuple[str, str]]:
    return {pair(one) for one in str(written).split(", ")}
