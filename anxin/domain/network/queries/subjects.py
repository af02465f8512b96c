"""Who or what an authorisation is of, as whoever keeps the network looks at it; and which certificates end soon."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.domain.network.models import Authorisation, Engagement, Outlet, Skill, Technician, Territory
from anxin.domain.network.queries import names, placements
from anxin.domain.network.queries.authorisations import WARNED_DAYS, visible_to
from anxin.domain.network.queries.keys import keys_of
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class CertificateView:
    """One thing a technician can do, with the certificate that says so and when it ends."""

    number: str
    called: str
    skill: str
    level: int
    certificate: str
    until_date: date | None
    over: bool
    days_left: int | None


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Who or what an authorisation is of."""

    known: bool
    called: str = ""
    person: UUID | None = None
    phone: str = ""
    street: str = ""
    division: str = ""
    portrait: str = ""
    since_date: date | None = None
    homes: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    technicians: int = 0
    certificates: tuple[CertificateView, ...] = ()


def subject_of(row: Authorisation, *, now: datetime) -> Subject:
    """Show who or what an authorisation is of (at most five queries); a hotline is nothing but its number."""
    on = timezone.localtime(now).date()
    if row.kind == Authorisation.Kind.TECHNICIAN:
        return _technician(row, on, now)
    return _outlet(row, now) if row.kind == Authorisation.Kind.OUTLET else Subject(known=True)


def _technician(row: Authorisation, on: date, now: datetime) -> Subject:
    found = Technician.objects.select_related("person").filter(number=row.code).first()
    if found is None:
        return Subject(known=False)
    homes = living_now(Engagement.objects.filter(technician=found, brand=row.brand), now)
    homes = homes.select_related("outlet__organisation")
    return Subject(
        known=True,
        called=found.called,
        person=found.person_id,
        phone=found.person.phone_masked,
        portrait=found.portrait,
        since_date=found.since_date,
        homes=tuple(f"{one.outlet.organisation.name} {one.outlet.code}" for one in homes.order_by("from_at")),
        asked=tuple(
            f"{one.outlet.organisation.name} {one.outlet.code}"
            for one in placements.asked_of(found, brand=row.brand.slug)
        ),
        certificates=tuple(certificates_of(found, on=on)),
    )


def _outlet(row: Authorisation, now: datetime) -> Subject:
    found = Outlet.objects.filter(code=row.code).first()
    if found is None:
        return Subject(known=False)
    served = living_now(Territory.objects.filter(outlet=found, brand=row.brand), now)
    served = served.exclude(kind=Territory.Kind.APART)
    people = living_now(Engagement.objects.filter(outlet=found, brand=row.brand), now)
    return Subject(
        known=True,
        phone=found.phone,
        street=names.street_below(found.division, found.street),
        division=names.full_name(found.division),
        serves=tuple(names.full_name(code) or code for code in served.values_list("division", flat=True)),
        technicians=people.values("technician").distinct().count(),
    )


def certificates_of(technician: Technician, *, on: date) -> list[CertificateView]:
    """Return what a technician can do, with its certificates, those that ended too (one query)."""
    return [certificate_view(one, on) for one in technician.skills.select_related("technician").order_by("code")]


def own_ends(*, now: datetime) -> dict[tuple[UUID, date], int]:
    """Return how many certificates of technicians at work end on which day, within the longest time one is warned of.

    One query; a skill that somebody ended waits for no renewal.
    """
    today = timezone.localtime(now).date()
    within = (today, today + timedelta(days=max(WARNED_DAYS)))
    works = living_now(Engagement.objects.filter(technician=OuterRef("technician")), now)
    rows = Skill.objects.filter(Exists(works), ended_at=None, until_date__range=within)
    days = rows.order_by("until_date", "pk").values_list("technician", "until_date")
    return dict(Counter((technician, day) for technician, day in days if day))


def certificate_view(one: Skill, on: date) -> CertificateView:
    """Show one thing somebody can do, as it stands on a day."""
    left = None if one.until_date is None else (one.until_date - on).days
    return CertificateView(
        number=one.technician.number,
        called=one.technician.called,
        skill=one.code,
        level=one.level,
        certificate=one.certificate,
        until_date=one.until_date,
        over=left is not None and left < 0,
        days_left=left,
    )


def certificates_ending(actor: Actor, *, brand: str, within_days: int, now: datetime) -> list[CertificateView]:
    """Return the certificates of technicians authorised now that ran out or do soon, the earliest first (one query).

    A skill that somebody ended waits for no renewal.
    """
    on = timezone.localtime(now).date()
    rows = visible_to(actor).filter(kind="technician", state="authorised", code=OuterRef("technician__number"))
    rows = rows.filter(brand__slug=brand) if brand else rows
    skills = Skill.objects.filter(Exists(rows), ended_at=None, until_date__lte=on + timedelta(days=within_days))
    return [
        certificate_view(skill, on) for skill in skills.select_related("technician").order_by("until_date", "pk")[:200]
    ]


def brands_with_words() -> list[Organisation]:
    """Return the brands that vouch for anything now."""
    held = Authorisation.objects.filter(state="authorised").values("brand")
    return list(Organisation.objects.filter(id__in=held).order_by("slug"))


def ends_of(brand: Organisation, *, now: datetime) -> list[tuple[str, date, int]]:
    """Return what of a brand's ends within the longest time it is warned of: the fact's code, the day, how many."""
    today = timezone.localtime(now).date()
    within = (today, today + timedelta(days=max(WARNED_DAYS)))
    words = Authorisation.objects.filter(brand=brand, state="authorised", to_date__range=within)
    same = {"kind": OuterRef("kind"), "code": OuterRef("code"), "to_date__gt": OuterRef("to_date")}
    renewed = Authorisation.objects.filter(brand=brand, state="authorised", **same)
    here = Authorisation.objects.filter(brand=brand, kind="technician", state="authorised")
    skills = Skill.objects.filter(Exists(here.filter(code=OuterRef("technician__number"))), ended_at=None)
    keys = [one.last_date for one in keys_of(brand, now=now) if one.living and one.last_date]
    days = {
        "network.words_ending": words.exclude(Exists(renewed)).values_list("to_date", flat=True),
        "network.papers_ending": skills.filter(until_date__range=within).values_list("until_date", flat=True),
        "network.key_ending": [day for day in keys if day <= within[1]],
    }
    return [
        (code, day, count) for code, ends in days.items() for day, count in sorted(Counter(filter(None, ends)).items())
    ]
