"""Who or what stands behind the numbers of authorisations, and what is to stand there once they are signed."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import batched
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import pgettext

from anxin.core import timeline, vault
from anxin.core.keys import signatures
from anxin.core.tables import many
from anxin.core.zone import SHANGHAI
from anxin.domain.network.models import Authorisation, Outlet, Placement, Skill, Technician
from anxin.domain.network.queries import names
from anxin.domain.network.queries.attestations import HELD, living
from anxin.domain.network.rules import standings
from anxin.domain.people.queries.imports import plainly

PURPOSE = b"anxin network subject"
CHANGED = "network.stands_otherwise"
"""That something else stands behind a number than before, on the stream of the outlet or the technician."""
PORTRAYED = "network.portray"
"""That a technician's picture is shown from then on, on his stream."""
TAUGHT = ("network.qualified", "network.skill_ended")
AT_ONCE = 500
type Told = dict[str, str]


def held_words(kind: str, code: str) -> list[Authorisation]:
    """Return the brands' words for a number that are held: what stands behind it changes with a signature alone."""
    rows = Authorisation.objects.filter(kind=kind, code=code, state__in=HELD)
    return list(rows.select_related("brand", "key").order_by("id"))


def running_words(kind: str, code: str) -> QuerySet[Authorisation]:
    """Return the brands' words for a number that are held or asked for, the first before the others."""
    rows = Authorisation.objects.filter(kind=kind, code=code, state__in=("applied", "checked", *HELD))
    return rows.order_by("id")


def is_shared(kind: str, code: str, *, beside: str) -> bool:
    """Return whether a brand beside this one gives its word for a number, asks for it, or asks for who has it."""
    if running_words(kind, code).exclude(brand__slug=beside).exists():
        return True
    places = Placement.objects.filter(technician__number=code, state="asked")
    return kind == "technician" and places.exclude(brand__slug=beside).exists()


def is_asked(row: Authorisation) -> bool:
    """Return whether a word of the same brand for the same number waits for a check or a signature."""
    same = Authorisation.objects.filter(brand=row.brand_id, kind=row.kind, code=row.code)
    return same.filter(state__in=("applied", "checked")).exists()


def begun(*, on: date) -> list[Authorisation]:
    """Return the words that were signed before their first day, which has come, and for which something waits."""
    rows = Authorisation.objects.filter(state="authorised", from_date__lte=on).exclude(waiting_sealed="")
    return list(rows.select_related("brand", "key").order_by("id"))


def waiting_of(row: Authorisation | None) -> Told:
    """Return what is to stand behind a number once an authorisation is signed, by field; empty where nothing waits."""
    if row is None or not row.waiting_sealed:
        return {}
    told: Told = json.loads(vault.open_("network.authorisation.waiting", row.id, row.waiting_sealed))
    return told


def row_waits(row: Authorisation | None) -> Told:
    """Return what of it a row of a file says: no picture, which comes by itself."""
    return {name: value for name, value in waiting_of(row).items() if name != standings.PORTRAIT}


def word_with_portrait(row: Technician) -> Authorisation | None:
    """Return a brand's word for a technician that was signed when his picture was there already (two queries)."""
    hung = timeline.facts_of(row.stream(), code=PORTRAYED)
    words = held_words("technician", row.number) if hung else []
    return next((one for one in words if one.signed_at and one.signed_at >= hung[-1].at), None)


def waiting_for(kind: str, code: str) -> Told:
    """Return what is to stand behind a number, whichever brand is asked; the newest of it (one query)."""
    rows = Authorisation.objects.filter(kind=kind, code=code, state__in=("applied", "checked"))
    return waiting_of(rows.exclude(waiting_sealed="").order_by("-id").first())


def sealed(key: UUID, told: Mapping[str, str]) -> str:
    """Return what is to stand behind a number as it is kept; nothing for nothing."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return vault.seal("network.authorisation.waiting", key, text) if told else ""


def stand(rows: Iterable[Authorisation]) -> dict[UUID, Told]:
    """Return what stands now behind the numbers of authorisations, by their id (four queries, however many)."""
    several = list(rows)
    there = _there(several)
    return {
        one.id: _outlet(found) if isinstance(found, Outlet) else _technician(found)
        for one in several
        if (found := there.get((one.kind, one.code)))
    }


def _there(several: Iterable[Authorisation]) -> dict[tuple[str, str], Technician | Outlet]:
    """Return the outlets and technicians who have the numbers of authorisations now, by kind and number."""
    codes = {kind: [one.code for one in several if one.kind == kind] for kind in standings.FIELDS}
    skills = Prefetch("skills", queryset=Skill.objects.filter(ended_at=None))
    people = Technician.objects.filter(number__in=codes["technician"]).select_related("person").prefetch_related(skills)
    outlets = Outlet.objects.filter(code__in=codes["outlet"]).select_related("organisation")
    there: dict[tuple[str, str], Technician | Outlet] = {}
    there |= {("technician", one.number): one for one in (people if codes["technician"] else ())}
    return there | {("outlet", one.code): one for one in (outlets if codes["outlet"] else ())}


def _technician(row: Technician) -> Told:
    name, phone = plainly(row.person) if row.person.name_sealed else ("", None)
    skills = sorted(
        f"{one.code}:{one.level}:{one.certificate}:{one.until_date or ''}".rstrip(":") for one in row.skills.all()
    )
    told = {"name": name, "phone": phone or "", "called": row.called, "skills": many(skills)}
    return {**told, **({standings.PORTRAIT: row.portrait} if row.portrait else {})}


def _outlet(row: Outlet) -> Told:
    house = row.organisation
    there = {"division": row.division, "street": row.street, "phone": row.phone}
    return {"name": house.name, "licence": house.licence, **there}


def digests(rows: Iterable[Authorisation]) -> dict[UUID, str]:
    """Return the digests that a signature under authorisations would be for; none of a hotline or a part batch."""
    several = list(rows)
    there = stand(several)
    told = {one.id: {**there[one.id], **waiting_of(one)} for one in several if one.id in there}
    return {
        one.id: signatures.seal(PURPOSE, standings.content(one.number, one.kind, told[one.id]))
        for one in several
        if one.id in told
    }


def shown(row: Authorisation, _now: datetime) -> Told:
    """Return what a yes to an authorisation counts for: who is to stand behind its number, masked, each with a mark."""
    told = {**stand([row]).get(row.id, {}), **waiting_of(row)}
    return {
        name: f"{said(row.kind, name, told[name])} #{_mark(row, told[name])}"
        for name in standings.FIELDS.get(row.kind, ())
        if name in told
    }


def _mark(row: Authorisation, value: str) -> str:
    return signatures.seal(PURPOSE, f"{row.number}|{value}".encode()).rpartition("|")[2][:6]


def said(kind: str, name: str, value: str) -> str:
    """Return a value as a page tells it: a technician's name and phone masked, an outlet's as they are."""
    if name == standings.PORTRAIT:
        return pgettext("a portrait", "a picture") if value else ""
    if name == "division":
        return names.full_name(value)
    if kind == Authorisation.Kind.TECHNICIAN and name in ("name", "phone") and value:
        return vault.mask_phone(value) if name == "phone" else vault.mask_name(value)
    return value


def misfits(rows: Iterable[Authorisation]) -> frozenset[UUID]:
    """Return the words in force behind whose number nobody stands any more, or another than they were signed for.

    At most five queries, however many words. What the house says of a technician's skills it looked at itself: where it
    said so after the signature, the digest tells nothing. A word that was never for anybody here is for its number.
    """
    several = [one for one in rows if one.state == "authorised" and (one.subject or one.subject_key)]
    there, told = _there(several), stand(several)
    others = [one for one in several if not _fits(one, there.get((one.kind, one.code)), told.get(one.id, {}))]
    men = [found for one in others if isinstance(found := there.get((one.kind, one.code)), Technician)]
    taught = timeline.facts_of_each({one.stream() for one in men}, codes=TAUGHT) if men else {}
    return frozenset(one.id for one in others if not _is_taught(one, there.get((one.kind, one.code)), taught))


def words_that_misfit(*, now: datetime) -> tuple[int, list[Authorisation]]:
    """Return how many words in force today were looked at, and those that don't fit (five queries for each 500)."""
    rows = living(now.astimezone(SHANGHAI).date()).filter(kind__in=standings.FIELDS).order_by("id")
    looked, found = 0, list[Authorisation]()
    for some in batched(rows.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        wrong = misfits(some)
        looked += len(some)
        found += [one for one in some if one.id in wrong]
    return looked, found


def _fits(row: Authorisation, found: Technician | Outlet | None, told: Told) -> bool:
    """Return whether who has a number is who a word was signed for; a picture that came later is nobody else."""
    if found is None or row.subject_key not in (None, found.pk):
        return False
    faceless = {name: value for name, value in told.items() if name != standings.PORTRAIT}
    said = (standings.content(row.number, row.kind, one) for one in (told, faceless))
    return not row.subject or any(signatures.is_sealed(PURPOSE, one, row.subject) for one in said)


def _is_taught(
    row: Authorisation, found: Technician | Outlet | None, taught: Mapping[timeline.StreamKey, list[timeline.Entry]]
) -> bool:
    """Return whether somebody who is still the same has learned, or may do less, since a word was signed."""
    if found is None or row.subject_key not in (None, found.pk):
        return False
    return any(row.signed_at and one.at >= row.signed_at for one in taught.get(found.stream(), ()))


def has_changed(row: Authorisation) -> bool:
    """Return whether something else stands behind a number than when an authorisation was signed."""
    found: Technician | Outlet | None = None
    if row.kind == Authorisation.Kind.TECHNICIAN:
        found = Technician.objects.filter(number=row.code).first()
    elif row.kind == Authorisation.Kind.OUTLET:
        found = Outlet.objects.filter(code=row.code).first()
    if found is not None and row.subject_key not in (None, found.pk):
        return True
    told = timeline.facts_of(found.stream(), code=CHANGED) if found is not None else ()
    since = [one for one in told if row.signed_at is None or one.at >= row.signed_at]
    return any(one.facts.get("word") != row.number for one in since)
