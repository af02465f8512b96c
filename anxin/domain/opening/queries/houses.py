"""The houses of an installation as an administrator sees them: searched, and what hangs on each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from anxin.core import names, wording
from anxin.core.actors import Actor
from anxin.core.states import lock
from anxin.core.timeline import Entry
from anxin.domain.claims.models import Claim
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Transfer
from anxin.domain.ledger.rules import cash_account, organisation_account
from anxin.domain.network.models import Authorisation, Engagement, Outlet, Territory
from anxin.domain.opening.models import Opening
from anxin.domain.opening.queries import departures
from anxin.domain.opening.rules import units
from anxin.domain.opening.rules.units import UnitSituation
from anxin.domain.people.models import Account, ApiToken, Organisation, Party, Role
from anxin.domain.repairs.models import Repair
from anxin.domain.shops.models import Shop

HANGING = ("people", "programs", "cases", "claims", "authorisations", "technicians", "areas", "shops", "public")
"""What keeps a house in use, in the order it is told."""


@dataclass(frozen=True, kw_only=True)
class HouseFilter:
    """What of the houses somebody wants to see; `kind` a kind of organisation, `retired` those that are."""

    text: str = ""
    kind: str = ""
    retired: bool = False


@dataclass(frozen=True, kw_only=True)
class HouseRow:
    """One house as a list shows it; `hangs` counts who and what keeps it in use."""

    slug: str
    name: str
    kind: str
    licence: str
    site: str
    pages_at: str
    since: datetime
    retired_at: datetime | None
    hangs: Mapping[str, int] = field(default_factory=dict)


def houses(wish: HouseFilter, *, now: datetime, offset: int = 0, limit: int = 51) -> list[HouseRow]:
    """Return houses by kind and name, as wished (three queries)."""
    rows = Organisation.objects.filter(retired_at__isnull=not wish.retired)
    if wish.kind:
        rows = rows.filter(kind=wish.kind)
    if wish.text:
        rows = rows.filter(Q(slug__icontains=wish.text) | Q(plain_name__contains=names.plain(wish.text)))
    return _rows(rows.order_by("kind", "name", "slug")[offset : offset + limit], now)


def house_row(row: Organisation, *, now: datetime) -> HouseRow:
    """Return one house with all that hangs on it, money too."""
    found = _rows(Organisation.objects.filter(pk=row.pk), now)[0]
    return replace(found, hangs={**found.hangs, **_besides(row, now)})


def _besides(row: Organisation, now: datetime) -> dict[str, int]:
    """Return what else hangs on one house: guarantees that run, money that moves, cash."""
    account = organisation_account(str(row.pk))
    moving = Transfer.objects.filter(Q(debit=account) | Q(credit=account), state=Transfer.State.PENDING)
    outlet = Outlet.objects.filter(organisation=row).first()
    cash = ledger.balance(cash_account(str(outlet.pk))) if outlet else 0
    running = departures.guarantees(row, on=timezone.localdate(now)).count() if row.kind == row.Kind.BRAND else 0
    return {"guarantees": running, "transfers": moving.count(), "cash": int(cash != 0)}


def unit_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> UnitSituation:
    """Return the situation of a house for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row)
        row.refresh_from_db()
    departure = departures.departure_of(row) if row.kind in units.DEPARTING else None
    return UnitSituation(
        kind=row.kind,
        retired=row.retired_at is not None,
        used=_is_used(row, now),
        departure=departure.state if departure else "",
        silent=row.silent_at is not None,
        asked_by_me=departure is not None and departure.asked_by == by.key,
    )


def _is_used(row: Organisation, now: datetime) -> bool:
    """Return whether anything hangs on a house; what else does is counted only where nothing else is found."""
    found = _rows(Organisation.objects.filter(pk=row.pk), now)[0]
    return any(found.hangs.values()) or any(_besides(row, now).values())


def house_record(row: Organisation, *, limit: int = 20) -> list[tuple[datetime, str]]:
    """Return what was done about a house, newest first: when, and in words."""
    told = Entry.objects.filter(stream__kind="organisation", stream__key=str(row.pk))
    told = told.filter(Q(code__startswith="opening.house_") | Q(code__startswith="departure."))
    return [(one.at, wording.sentence(one.code, one.facts)) for one in told.order_by("-at", "-id")[:limit]]


def standing(row: Organisation, _now: datetime) -> dict[str, str]:
    """Return what a correction of a house would write over."""
    return {"name": row.name, "licence": row.licence, "site": row.site, "pages_at": row.pages_at}


def _rows(page: QuerySet[Organisation], now: datetime) -> list[HouseRow]:
    counted: dict[str, Any] = {
        f"hanging_{name}": sum((Subquery(_number(rows)) for rows in several[1:]), Subquery(_number(several[0])))
        for name, several in _hanging(now).items()
    }
    found: list[Any] = list(page.annotate(**counted))
    running = {name: _running(found, kind) for name, kind in (("cases", Repair), ("claims", Claim))}
    return [
        HouseRow(
            slug=one.slug,
            name=one.name,
            kind=one.kind,
            licence=one.licence,
            site=one.site,
            pages_at=one.pages_at,
            since=one.created_at,
            retired_at=one.retired_at,
            hangs={
                name: running[name].get(one.pk, 0) if name in running else getattr(one, f"hanging_{name}")
                for name in HANGING
            },
        )
        for one in found
    ]


def _number(rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """Return how many rows there are, as a query inside of another."""
    found: QuerySet[Any, Any] = rows.order_by().annotate(n=Func(F("pk"), function="COUNT", output_field=IntegerField()))
    return found.values("n")


def _hanging(now: datetime) -> "dict[str, tuple[QuerySet[Any, Any], ...]]":
    """Return who and what keeps a house in use, each as rows of the house the query is inside of.

    What may be of its brand or of its outlet is asked for in two, each found by an index of its own.
    """
    house, living = OuterRef("pk"), Q(to_at=None) | Q(to_at__gt=now)
    seats = Role.objects.filter(organisation=OuterRef(house), account=OuterRef("pk"), to_at=None)
    outlet = Outlet.objects.filter(organisation=OuterRef(house), code=OuterRef("code"))
    vouched = Authorisation.objects.exclude(state__in=Authorisation.MACHINE.ends)
    vouched = vouched.filter(to_date__gte=timezone.localtime(now).date())
    return {
        "people": (Account.objects.filter(Exists(seats), is_active=True),),
        "programs": (ApiToken.objects.filter(organisation=house, revoked_at=None, expires_at__gt=now),),
        "authorisations": (vouched.filter(Q(brand=house) | (Q(kind="outlet") & Q(Exists(outlet)))),),
        "technicians": _of_both(Engagement.objects.filter(living), house),
        "areas": _of_both(Territory.objects.filter(living), house),
        "shops": (Shop.objects.filter(organisation=house, ended_at=None),),
        "public": (Opening.objects.filter(brand=house, shut_at=None),),
    }


def _of_both(rows: "QuerySet[Any, Any]", house: OuterRef) -> "tuple[QuerySet[Any, Any], ...]":
    return rows.filter(brand=house), rows.filter(outlet__organisation=house).exclude(brand=house)


def _running(houses: list[Organisation], kind: type[Repair] | type[Claim]) -> dict[UUID, int]:
    """Return to how many running cases of a kind each of some houses is party: asked of what runs (one query)."""
    running = kind._base_manager.filter(state__in=sorted({*kind.MACHINE.states} - kind.MACHINE.ends))
    rows = Party.objects.filter(stream_kind=kind.MACHINE.name, to_at=None, organisation__in=houses)
    rows = rows.filter(stream_key__in=running.values_list("pk", flat=True)).order_by()
    return dict(rows.values_list("organisation").annotate(n=Count("pk")))
