"""Find a thing in our keeping, and the outlets that take one in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from anxin.core import settings, vault
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.numbers import completed
from anxin.core.states import newest
from anxin.core.timeline import StreamKey
from anxin.domain.custody import rules
from anxin.domain.custody.models import Custody, ParcelClaim
from anxin.domain.custody.rules import opening_hours
from anxin.domain.custody.states import CUSTODY, PARCEL_CLAIM
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.network.models import Closure, Engagement, Outlet, Territory
from anxin.domain.network.queries import names
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.people.models import Account, Organisation, Role
from anxin.domain.places.gateway import distance_m
from anxin.domain.places.rules import is_wide

NEAREST = 6
FAR_M = 150_000
SAID_FIRST = re.compile(r"^报修[\s:：]*")


class NoSuchCustody(Missing):
    """Nothing of this number is expected or lies here, or not for this actor."""

    code = "custody.no_such_custody"


@dataclass(frozen=True, kw_only=True)
class CounterNear:
    """An outlet one may bring or send a thing to: where, how far, and when."""

    code: str
    name: str
    street: str
    phone: str
    opens: str
    metres: int | None
    hours: tuple[tuple[datetime, datetime], ...]


def latest_of(stream: StreamKey) -> Custody | None:
    """Return the newest custody of a case; in a block it is read once."""
    rows = Custody.objects.filter(stream_kind=stream.kind, stream_key=stream.key)
    return newest(Custody, stream, rows.select_related("outlet__organisation").order_by("-created_at", "-id").first)


def open_of(stream: StreamKey) -> Custody | None:
    """Return the custody of a case that is not over."""
    found = latest_of(stream)
    return found if found is not None and found.state not in CUSTODY.ends else None


def open_row(stream: StreamKey) -> Custody:
    """Return the custody of a case that is not over; raises `NoSuchCustody`."""
    found = open_of(stream)
    if found is None:
        raise NoSuchCustody({"case": stream.key})
    return found


def at_counter(actor: Actor) -> QuerySet[Custody]:
    """Return what an outlet expects or has, and what may come to it though it is to go elsewhere; nothing to others."""
    rows = Custody.objects.select_related("outlet__organisation")
    if not actor.organisation or not actor.roles & {"outlet_manager", "outlet_dispatcher"}:
        return rows.none()
    astray = Q(homes_before__has_key=actor.organisation, state__in=("expected", "sent_in", "missing"))
    return rows.filter(Q(outlet__organisation_id=actor.organisation) | astray)


def ways_claimed(stream: StreamKey) -> list[str]:
    """Return for which ways of a case's goods something is claimed of a carrier now."""
    row = latest_of(stream)
    rows = row.claims.exclude(state__in=PARCEL_CLAIM.ends) if row else ParcelClaim.objects.none()
    return list(rows.order_by("created_at").values_list("way", flat=True))


def code_for_customer(row: Custody, *, actor: Actor) -> str:
    """Return the code that counts now, for the customer alone; empty while there is none."""
    if "customer" not in actor.roles or row.state not in ("received", "ready"):
        return ""
    purpose = "receipt" if row.state == "received" else "pickup"
    found = row.codes.filter(purpose=purpose, used_at=None, locked_at=None).first()
    return vault.open_("custody.code", found.id, found.code_sealed) if found else ""


def places(
    *, product: Product, mode: str, at: tuple[float, float] | None, province: str, now: datetime
) -> list[CounterNear]:
    """Return the outlets that take a product in: vouched for by its brand, able to mend it, the nearest first.

    What is brought goes somewhere near; what is sent goes anywhere that serves by mail.
    """
    near = mode == "drop_off"
    area = network.service_area(brand=product.brand, skills=[product.skill], province=province if near else "", now=now)
    able = [key for key in area.outlets if area.able.get(key)]
    rows = Outlet.objects.filter(pk__in=able, **{"counter" if near else "by_mail": True}).select_related("organisation")
    placed = [(distance_m(at, (one.lng, one.lat)) if at else None, one) for one in rows]
    placed = [(metres, one) for metres, one in placed if not (near and metres is not None and metres > FAR_M)]
    placed.sort(key=lambda pair: (pair[0] is None, pair[0] or 0, pair[1].code))
    several = placed[:NEAREST]
    closed = _closed([one for _metres, one in several], now=now)
    return [
        CounterNear(
            code=one.code,
            name=one.organisation.name,
            street=address_of(one),
            phone=one.phone,
            opens=one.opens,
            metres=_known_m(metres, one),
            hours=tuple(opening_hours.days_open(one.opens, now=now, closed=closed[one.code])),
        )
        for metres, one in several
    ]


def ways_in(brand: Organisation, *, now: datetime) -> frozenset[str]:
    """Return in which ways any outlet that serves a brand takes goods in: over a counter, by parcel (one query)."""
    return ways_in_of([brand], now=now)[brand.pk]


def ways_in_of(brands: Iterable[Organisation], *, now: datetime) -> dict[UUID, frozenset[str]]:
    """Return the same of several brands (one query)."""
    keys = [one.pk for one in brands]
    serving = living_now(Territory.objects.filter(brand__in=keys, outlet__takes_orders=True), now)
    rows = serving.order_by().values_list("brand", "outlet__counter", "outlet__by_mail").distinct()
    found: dict[UUID, set[str]] = {key: set() for key in keys}
    for brand, counter, mail in rows:
        found[brand] |= {way for way, taken in (("drop_off", counter), ("mail_in", mail)) if taken}
    return {key: frozenset(ways) for key, ways in found.items()}


def _known_m(metres: float | None, outlet: Outlet) -> int | None:
    """Return how far an outlet is; None where nobody knows, as where its own place is known to a district only."""
    return None if metres is None or is_wide(outlet.area_m or 0) else int(max(metres, outlet.area_m or 0))


def why_stuck(row: Custody, brand: Organisation, *, now: datetime) -> str:
    """Return why a thing can't be mended where it is or goes to, for its brand; empty where it can (one query)."""
    outlet = row.outlet
    if not network.vouched_for(brand, [outlet.code], days=network.days_of(now), kind="outlet"):
        return "not_vouched"
    if not outlet.takes_orders:
        return "no_orders"
    return "" if (outlet.counter if row.mode == "drop_off" else outlet.by_mail) else "no_way"


def open_at(which: Q) -> list[Custody]:
    """Return what repairs keep at some outlets, or expect there, in the order of their cases."""
    rows = Custody.objects.filter(which, stream_kind="repair").exclude(state__in=CUSTODY.ends)
    return list(rows.select_related("outlet__organisation").order_by("stream_key"))


def _closed(outlets: list[Outlet], *, now: datetime) -> dict[str, frozenset[date]]:
    today = timezone.localtime(now).date()
    found: dict[str, set[date]] = {one.code: set() for one in outlets}
    rows = Closure.objects.filter(outlet__in=outlets, ended_at=None, to_date__gte=today).select_related("outlet")
    for one in rows:
        days = (min(one.to_date, today + timedelta(days=8)) - one.from_date).days + 1
        found[one.outlet.code] |= {one.from_date + timedelta(days=n) for n in range(max(days, 0))}
    return {code: frozenset(days) for code, days in found.items()}


def outlet_for(code: str) -> Outlet | None:
    """Return an outlet by its code."""
    return Outlet.objects.filter(code=code).select_related("organisation").first()


def freight(*, covered: bool, now: datetime) -> tuple[str, str]:
    """Return who pays for the way in, and for the way back, by the rule of today."""
    return rules.freight(settings.get("custody.freight", at=now), covered=covered)


def address_of(outlet: Outlet) -> str:
    """Return an outlet's address as a parcel needs it: province, city and county, each once."""
    return names.address(outlet.division, outlet.street)


def counter_of(row: Custody) -> str:
    """Say where a thing is brought or sent, in one line: the outlet, its address, its hours or its phone."""
    outlet = row.outlet
    last = outlet.opens if row.mode == "drop_off" else outlet.phone
    return " ".join(filter(None, (outlet.organisation.name, address_of(outlet), last)))


def onlookers(outlet: Outlet, *, but: Actor | None = None, now: datetime) -> list[Account]:
    """Return who may look on while a parcel is unpacked: whoever signs in for the outlet or works there."""
    works = Q(technician__engagements__in=living_now(Engagement.objects.filter(outlet=outlet), now))
    roles = Role.objects.filter(organisation=outlet.organisation, from_at__lte=now)
    signs_in = Q(roles__in=roles.filter(Q(to_at=None) | Q(to_at__gt=now)))
    rows = Account.objects.filter(signs_in | works, is_active=True).distinct().order_by("username")
    return [one for one in rows if but is None or str(one.pk) != but.id]


URGENT_FIRST = ("received", "arrived", "ready", "held", "at_bench", "sent_in", "missing", "sent_back", "expected")


def counter_list(actor: Actor, *, most: int = 200) -> list[Custody]:
    """Return what stands at an outlet's counter or comes to it, what is to be done first."""
    rows = at_counter(actor).exclude(state__in=CUSTODY.ends).order_by("updated_at", "id")[:most]
    return sorted(rows, key=lambda one: URGENT_FIRST.index(one.state))


def sought(actor: Actor, text: str, *, now: datetime) -> Custody | None:
    """Return what was typed or scanned at a counter: a number, its end as it is shown or said, a waybill, an address.

    Of an address, what it ends in.
    """
    wanted = SAID_FIRST.sub("", text.rpartition("q=")[2].strip().upper())
    named = (
        Q(number=wanted) | Q(number__in=completed("R", wanted, now=now)) | Q(waybill_in=wanted) | Q(waybill_back=wanted)
    )
    tail = Q(number__endswith=f"-{wanted}") if len(wanted) > 4 else Q(pk=None)
    return at_counter(actor).filter(named | tail).order_by("-created_at").first() if wanted else None
