"""Authorisations as who keeps a network sees them: lists, one of them, what waits for a signature, keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.gathered_rows import Gathered
from anxin.core.states import lock as lock
from anxin.core.timeline import EntryView
from anxin.domain.network.models import Authorisation, BrandKey, Outlet, Technician
from anxin.domain.network.queries import names, standings
from anxin.domain.network.queries.attestations import HELD, is_key_lost, living_keys, may_be_lost, what_for
from anxin.domain.network.queries.typed_hotlines import unsigned_hotline
from anxin.domain.network.rules import identifiers
from anxin.domain.network.rules.situation import AuthorisationSituation, NetworkSituation
from anxin.domain.network.states import NETWORK
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import organisation_among

LISTED = ("hotline", "outlet", "technician")
WAITING_FIRST = Case(
    *(
        When(state=state, then=Value(place))
        for place, state in enumerate(("checked", "applied", "suspended", "authorised"))
    ),
    default=Value(9),
)
WARNED_DAYS = (30, 7, 1)
"""So many days before something ends its brand is told."""


class NoSuchAuthorisation(Missing):
    """There is no such authorisation, or not for you."""

    code = "network.no_such_authorisation"


@dataclass(frozen=True, kw_only=True)
class AuthorisationView:
    """One authorisation: whose word, for whom or what, where, from when to when, and how it stands."""

    number: str
    brand: str
    brand_slug: str
    site: str
    kind: str
    code: str
    name: str
    place: str
    scope: str
    signed: str
    """The goods it was signed with."""
    said: str
    """Its sentence as it was signed."""
    hours: str
    lines: int | None
    from_date: date
    to_date: date
    state: str
    key: str
    key_lost: bool
    waits: bool
    holds: bool
    paused: bool
    days_left: int


@dataclass(frozen=True, kw_only=True)
class AuthorisationFilter:
    """Which authorisations are asked for."""

    brand: str = ""
    kind: str = ""
    state: str = ""
    text: str = ""
    within_days: int = 0
    numbers: Sequence[str] = ()
    codes: QuerySet[Any, Any] | None = None
    doubtful: Sequence[str] | None = None
    """The sentences of words without goods that are asked for, where those alone are."""


def visible_to(actor: Actor) -> QuerySet[Authorisation]:
    """Return what somebody may see: a brand its own, the house's administrators, agents and inspectors everybody's."""
    rows = Authorisation.objects.select_related("brand", "key")
    if actor.roles & {"operator", "agent", "quality", "dispatcher"}:
        return rows
    if actor.may(frozenset(NETWORK.split())) and actor.house:
        return rows.filter(brand_id=actor.house)
    return rows.none()


def authorisation(number: str, *, actor: Actor) -> Authorisation:
    """Return an authorisation by its number; raises `network.no_such_authorisation`."""
    found = visible_to(actor).filter(number=number).first()
    if found is None:
        raise NoSuchAuthorisation({"number": number[:40]})
    return found


def authorisation_by_key(key: str) -> Authorisation:
    """Return an authorisation by its id, for handlers."""
    return Authorisation.objects.select_related("brand").get(pk=key)


def brand_by_key(key: str) -> Organisation:
    """Return a brand by its id, for handlers."""
    return Organisation.objects.get(pk=key)


def brand_for(slug: str, *, actor: Actor) -> Organisation:
    """Return a brand whose network somebody keeps; raises `people.unknown_organisation` for any other."""
    return organisation_among(brands_for(actor), slug)


def brands_for(actor: Actor) -> QuerySet[Organisation]:
    """Return the brands whose network somebody keeps: his own, or all for whoever administers the house."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.BRAND).order_by("name")
    if "operator" in actor.roles:
        return rows
    mine = actor.may(frozenset(NETWORK.split()))
    return rows.filter(id=actor.house) if mine and actor.house else rows.none()


def asked_for(actor: Actor, asked: AuthorisationFilter, *, on: date) -> QuerySet[Authorisation]:
    """Return the authorisations asked for, what waits first, then what ends soonest."""
    rows = visible_to(actor)
    if asked.brand:
        rows = rows.filter(brand__slug=asked.brand)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.numbers:
        rows = rows.filter(number__in=list(asked.numbers))
    if asked.codes is not None:
        rows = rows.filter(code__in=asked.codes)
    if asked.doubtful is not None:
        rows = rows.filter(kind="technician", goods="", state__in=HELD, to_date__gte=on, scope__in=asked.doubtful)
    if asked.within_days:
        rows = rows.filter(state="authorised", to_date__gte=on, to_date__lte=on + timedelta(days=asked.within_days))
    rows = _named(rows, asked.text.strip()) if asked.text.strip() else rows
    return rows.order_by(WAITING_FIRST, "to_date", "id")


def _named(rows: QuerySet[Authorisation], text: str) -> QuerySet[Authorisation]:
    """Narrow to what bears a number, or a name, like the one typed."""
    number = identifiers.number_in(text) or identifiers.digits(text)
    outlets = Outlet.objects.filter(organisation__name__icontains=text).values("code")
    technicians = Technician.objects.filter(called__icontains=text).values("number")
    meant = Q(number=text.upper()) | Q(kind="outlet", code__in=outlets) | Q(kind="technician", code__in=technicians)
    if number:
        meant |= Q(bare__contains=number)
    return rows.filter(meant)


def views_of(rows: Iterable[Authorisation], *, now: datetime) -> list[AuthorisationView]:
    """Show authorisations with the names behind their numbers, what waits first (one query, however many)."""
    keys: Any = rows.values("pk") if isinstance(rows, QuerySet) else [row.pk for row in rows]
    outlets = Outlet.objects.filter(code=OuterRef("code"))
    people = Technician.objects.filter(number=OuterRef("code"))
    found: QuerySet[Any, Any] = Authorisation.objects.filter(pk__in=keys).select_related("brand", "key")
    found = found.annotate(
        outlet=Gathered(outlets, "division", paths={"name": "organisation__name"}),
        called=Subquery(people.values("called")[:1]),
        home=names.home_of_technician(now=now),
    )
    on = timezone.localtime(now).date()
    return [_view(row, on) for row in found.order_by(WAITING_FIRST, "to_date", "id")]


def _view(row: Any, on: date) -> AuthorisationView:
    outlet = row.outlet[0] if row.outlet and row.kind == "outlet" else None
    person = row.kind == "technician"
    lost = is_key_lost(row)
    return AuthorisationView(
        number=row.number,
        brand=row.brand.name,
        brand_slug=row.brand.slug,
        site=row.brand.site,
        kind=row.kind,
        code=row.code,
        name=outlet["name"] if outlet else (row.called or "") if person else "",
        place=names.city_of(outlet["division"]) if outlet else (row.home or "") if person else "",
        scope=what_for(row),
        signed=row.goods,
        said=row.scope,
        hours=row.hours,
        lines=row.lines,
        from_date=row.from_date,
        to_date=row.to_date,
        state=row.state,
        key=row.key.kid if row.key else "",
        key_lost=lost,
        waits=row.state in ("applied", "checked"),
        holds=row.state == "authorised" and row.from_date <= on <= row.to_date and not lost,
        paused=row.state == "suspended" or (row.state == "authorised" and lost),
        days_left=(row.to_date - on).days,
    )


def history_of(row: Authorisation) -> list[EntryView]:
    """Return what happened to an authorisation, with the reasons given."""
    return timeline.read(row.stream(), opened=("why",))


def newest_signed(brand: Organisation, kind: str) -> Authorisation | None:
    """Return what was entered last of a kind for a brand, where it is signed already."""
    row = Authorisation.objects.filter(brand=brand, kind=kind).latest("pk")
    return row if row.state == "authorised" else None


def situation(row: Authorisation, *, by: Actor, now: datetime, under_lock: bool = False) -> AuthorisationSituation:
    """Return the situation of an authorisation for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    own = bool(by.organisation) and by.organisation == str(row.brand_id)
    key = living_keys(row.brand, now=now).first()
    again = Authorisation.objects.filter(brand=row.brand_id, kind=row.kind, code=row.code)
    return AuthorisationSituation(
        state=row.state,
        kind=row.kind,
        own=own,
        operates="operator" in by.roles,
        key_here=key is not None and bool(key.private_sealed),
        key_lost=is_key_lost(row),
        over=row.to_date < timezone.localtime(now).date(),
        changed=row.state == "suspended" and standings.has_changed(row),
        asked_again=again.filter(asked_for_again(row)).exclude(pk=row.pk).exists(),
    )


def asked_for_again(row: Authorisation) -> Q:
    """Return what makes a further time needless: one that waits, or one that is given and ends later."""
    later_given = Q(state__in=["authorised", "suspended"], to_date__gt=row.to_date)
    return Q(state__in=["applied", "checked"]) | later_given


def network_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> NetworkSituation:
    """Return the situation of a brand's network (three queries); `under_lock` locks it, its keys follow one another."""
    if under_lock:
        lock(row)
    living = Exists(living_keys(row, now=now).filter(pk=OuterRef("pk")))
    keys = list(BrandKey.objects.filter(brand=row).annotate(living=living).order_by("-from_at", "-id"))
    return NetworkSituation(
        own=bool(by.organisation) and by.organisation == str(row.id),
        operates="operator" in by.roles,
        losable=any(may_be_lost(one) for one in keys),
        key_here=bool(next((one.private_sealed for one in keys if one.living), "")),
        keys=len(keys),
        mistakes=row.mistaken_numbers.filter(agreed_at=None, refused_at=None).count(),
        typed=unsigned_hotline(row, now=now),
    )
