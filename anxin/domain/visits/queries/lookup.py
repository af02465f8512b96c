"""Find visits, offers and orders for who may see them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from anxin.core import vault
from anxin.core.actors import OFFICES, Actor
from anxin.core.clocks import Clock
from anxin.core.compiled_queries import compiled
from anxin.core.errors import Missing
from anxin.core.gathered_rows import KeyText
from anxin.core.settings import snapshot
from anxin.core.states import newest, remember, remembered
from anxin.core.timeline import StreamKey
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import queries as people
from anxin.domain.people.queries import listeners
from anxin.domain.people.queries.listeners import Listeners, as_listeners
from anxin.domain.people.rules import PARTY_TO_FEW
from anxin.domain.visits import rules
from anxin.domain.visits.models import CompletionCode, Offer, OutletOrder, Visit
from anxin.domain.visits.states import ORDERED

ASKED = ("sent", "seen")
_MADE_OF = (Offer, OutletOrder, Technician, Outlet)
"""Of a visit nothing but the case it is for matters here, and that never changes."""
FIELD = frozenset({"outlet_manager", "outlet_dispatcher", "parts_clerk"})


class NoSuchVisit(Missing):
    """There is no such visit, offer or order, or not for this actor."""

    code = "visits.no_such_visit"


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Visit]:
    """Return the visits an actor may see: of his streams, or offered to him or his outlet."""
    if actor.kind == "technician":
        return Visit.objects.filter(pk__in=_asked_or_own(actor, now=now, told="pk"))
    if actor.kind in OFFICES and not actor.roles <= PARTY_TO_FEW:
        parties = people.parties_of(actor, now=now)
        mine = Q(Exists(parties.filter(stream_kind=OuterRef("stream_kind"), stream_key=OuterRef("stream_key"))))
        return Visit.objects.filter(mine)
    streams = people.parties_of(actor, now=now).values("stream_key")
    asked = asked_of(actor, now=now, told="pk")
    if asked is None:
        return Visit.objects.filter(stream_key__in=streams)
    own = Visit.objects.filter(stream_key__in=streams).values("pk")
    return Visit.objects.filter(pk__in=own.union(asked, all=True))


def asked_of(actor: Actor, *, now: datetime, told: str) -> "QuerySet[Visit, Any] | None":
    """Return a column of the unanswered visits offered to an actor or his outlet, and of his own.

    None where he has none: only who works in the field is asked, no other house need be looked for among the orders.
    """
    if actor.kind == "technician":
        return _asked_or_own(actor, now=now, told=told)
    if actor.kind == "staff" and actor.organisation and actor.roles & FIELD:
        orders = OutletOrder.objects.filter(outlet__organisation_id=actor.organisation, state="offered")
        offered: QuerySet[Visit, Any] = Visit.objects.filter(pk__in=orders.values("visit")).values(told)
        return offered
    return None


def _asked_or_own(actor: Actor, *, now: datetime, told: str) -> "QuerySet[Visit, Any]":
    """One after the other, never one or the other: PostgreSQL would look at every visit for that."""
    offers = Offer.objects.filter(technician__account_id=actor.id, state__in=ASKED)
    own = Visit.objects.filter(
        stream_key__in=people.parties_of(actor, now=now).values("stream_key"), technician__account_id=actor.id
    )
    asked: QuerySet[Visit, Any] = Visit.objects.filter(pk__in=offers.values("visit")).values(told)
    return asked.union(own.values(told), all=True)


def visit(number: str, *, actor: Actor, now: datetime) -> Visit:
    """Return a visit by its number, for who may see it."""
    found = _whole(visible_to(actor, now=now)).filter(number=number).first()
    if found is None:
        raise NoSuchVisit({"number": number})
    return found


def _whole(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    return rows.select_related("place", "customer", "brand", "technician__person", "outlet__organisation")


@compiled
def _keyed(*, key: UUID) -> QuerySet[Visit]:
    return _whole(Visit.objects.filter(id=key)).order_by()


def visit_by_key(key: str) -> Visit:
    """Return a visit by its id, for tasks and handlers."""
    found = remembered(Visit, key)
    if found is None:
        found = next(iter(_keyed(key=UUID(str(key)))), None)
        if found is None:
            raise NoSuchVisit({"visit": key})
        remember(found)
    return found


def latest_of(stream: StreamKey) -> Visit | None:
    """Return the newest visit of a stream."""

    def read() -> Visit | None:
        rows = _latest(stream.kind, snapshot.wanted(), key=UUID(stream.key))
        return snapshot.remember_version(rows[0]) if rows else None

    return newest(Visit, stream, read)


@compiled
def _latest(kind: str, settings_too: bool, *, key: UUID) -> QuerySet[Visit]:
    rows = _whole(Visit.objects.filter(stream_kind=kind, stream_key=key)).order_by("-created_at", "-id")[:1]
    return snapshot.along(rows) if settings_too else rows


def _offers() -> QuerySet[Offer]:
    return Offer.objects.select_related(
        "visit__place", "visit__customer", "visit__brand", "technician__person", "outlet__organisation"
    )


def offer(key: str, *, actor: Actor, now: datetime) -> Offer:
    """Return an offer by its id, for its technician or who may see the visit."""
    rows = _offers().filter(id=key)
    if actor.kind == "technician":
        rows = rows.filter(technician__account_id=actor.id)
    else:
        rows = rows.filter(visit__in=visible_to(actor, now=now))
    found = rows.first()
    if found is None:
        raise NoSuchVisit({"offer": key})
    return found


def is_sought_for(visit: str) -> bool:
    """Return whether the next is to be asked about a visit: nobody has it, nobody is asked, no person took it on."""
    nobodys = Visit.objects.filter(pk=visit, state__in=("open", "offered"), by_hand_at=None)
    return nobodys.exclude(asked_now()).exists()


def is_asked(visit: Visit) -> bool:
    """Return whether a technician or an outlet is asked about the visit now."""
    return Visit.objects.filter(asked_now(), pk=visit.pk).exists()


def asked_now() -> Q:
    """Build the condition of visits about which a technician or an outlet is asked now."""
    offers = Offer.objects.filter(visit=OuterRef("pk"), state__in=("sent", "seen"))
    orders = OutletOrder.objects.filter(visit=OuterRef("pk"), state__in=ORDERED)
    return Q(Exists(offers) | Exists(orders))


def offer_by_key(key: str) -> Offer:
    """Return an offer by its id, for tasks and clocks."""
    found = _offers().filter(id=key).first()
    if found is None:
        raise NoSuchVisit({"offer": key})
    remember(found.visit)
    return remember(found)


def _orders() -> QuerySet[OutletOrder]:
    rows = OutletOrder.objects.select_related(
        "visit__place", "visit__customer", "visit__brand", "visit__technician", "visit__outlet", "outlet__organisation"
    )
    return timed(rows)


def timed(orders: QuerySet[OutletOrder]) -> QuerySet[OutletOrder]:
    """Read along since when an outlet has its time: its clock knows, whatever the setting says today."""
    own = Clock.objects.filter(stream_kind=OutletOrder.MACHINE.name, stream_key=KeyText(OuterRef("pk")))
    return orders.annotate(since=Subquery(own.order_by("-started_at").values("started_at")[:1]))


def since(row: OutletOrder) -> datetime:
    """Return since when the outlet has its time (read with its order)."""
    found: datetime | None = getattr(row, "since", None)
    return found or row.created_at


def order(key: str, *, actor: Actor, now: datetime) -> OutletOrder:
    """Return an outlet order by its id, for the outlet or who may see the visit."""
    rows = _orders().filter(id=key)
    found = rows.filter(Q(outlet__organisation=actor.house) | Q(visit__in=visible_to(actor, now=now)))
    row = found.first()
    if row is None:
        raise NoSuchVisit({"order": key})
    return row


def order_by_key(key: str) -> OutletOrder:
    """Return an outlet order by its id, for clocks."""
    found = _orders().filter(id=key).first()
    if found is None:
        raise NoSuchVisit({"order": key})
    return found


def code_for_customer(row: Visit, *, actor: Actor) -> str:
    """Return the completion code, for the customer alone; empty while there is none (read with its visit)."""
    known: CompletionCode | None = getattr(row, "code", None)
    if "customer" not in actor.roles or known is None or known.used_at or known.locked_at:
        return ""
    return vault.open_("visits.code", row.id, known.code_sealed)


def is_code_ready(row: Visit) -> bool:
    """Return whether the customer has a completion code to give, or had one that was locked (read with its code)."""
    known: CompletionCode | None = getattr(row, "code", None)
    return known is not None and known.used_at is None


def listeners_of(stream: StreamKey, *, now: datetime) -> Listeners:
    """Return who follows a stream along: its parties, their programs, and whoever is or just was being asked."""
    return listeners.listeners_of(stream, now=now, rows=_following, made_of=_MADE_OF)


def listeners_along(kind: str) -> None:
    """Have who follows a kind of stream along read with its heads."""
    listeners.read_along(kind, rows=_following, made_of=_MADE_OF)


@compiled
def _following(kind: str, *, key: UUID, now: datetime) -> listeners.Rows:
    of_stream = Q(visit__stream_kind=kind, visit__stream_key=key)
    offers = Offer.objects.filter(of_stream, Q(state__in=ASKED) | Q(updated_at=now), technician__account__isnull=False)
    orders = OutletOrder.objects.filter(of_stream, Q(state="offered") | Q(updated_at=now))
    asked = as_listeners(offers, "account", who="technician__account")
    ordered = as_listeners(orders, "organisation", who="outlet__organisation")
    return listeners.following(kind, key, now, asked, ordered)


def outlets(row: Visit, *, now: datetime) -> list[Outlet]:
    """Return the outlets that serve the visit's place for its brand on its day, those that help out last."""
    day = rules.day_left(row.wanted_from_at, row.wanted_to_at, now=now)
    first, helpers = network.serving(brand=row.brand, division=row.place.code, day=day, now=now)
    return [*first, *helpers]


def pool(row: Visit, *, now: datetime) -> list[Technician]:
    """Return everybody who works at the visit's place for its brand and is vouched for, able or not."""
    day = rules.day_left(row.wanted_from_at, row.wanted_to_at, now=now)
    found = network.technicians_of(outlets=outlets(row, now=now), brand=row.brand, now=now, day=day)
    return list(dict.fromkeys(technician for technician, _outlet in found))


def worked_on(stream: StreamKey, *, by: Actor) -> bool:
    """Return whether somebody was sent on a case himself, by whichever account of his, or his house was (one query)."""
    theirs = Visit.objects.filter(stream_kind=stream.kind, stream_key=stream.key).values_list(
        "technician__account", "technician__person__accounts", "outlet__organisation__roles__account"
    )
    return by.id in {str(one) for row in theirs for one in row}
