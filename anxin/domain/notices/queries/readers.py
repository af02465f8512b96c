"""Who is to be told at work: who has a case, who works in a role for its houses, which technicians wish something."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core.acting import remembered
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries as claims
from anxin.domain.contacts import queries as contacts
from anxin.domain.goods.models import Purchase
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet
from anxin.domain.people.models import Account, Organisation, Party, Role


def staff_of(stream: StreamKey, roles: Iterable[str], *, now: datetime, house: str = "") -> list[Account]:
    """Return who works in these roles, today, for the organisations of a case or for one; not whom it is about.

    About a technician: whoever leads an outlet of his, or of one house; where nobody does, the desk.
    """
    if stream.kind in ("organisation", "account"):
        own = Q(organisation_id=house or stream.key) | Q(organisation__kind=Organisation.Kind.OPERATOR)
        return _working(Role.objects.filter(own).exclude(account_id=stream.key), roles, now)
    if stream.kind == "purchase":
        sold = Q(organisation__in=Purchase.objects.filter(pk=stream.key).values("seller"))
        return _working(Role.objects.filter(sold | Q(organisation__kind=Organisation.Kind.OPERATOR)), roles, now)
    if stream.kind in ("data_request", "difference"):
        return _working(Role.objects.filter(organisation__kind=Organisation.Kind.OPERATOR), roles, now)
    if stream.kind == "technician":
        theirs = [UUID(house)] if house else network.houses_of(stream.key)
        leads = _working(Role.objects.filter(organisation__in=theirs), roles, now)
        desk = Role.objects.filter(organisation__kind=Organisation.Kind.OPERATOR)
        return leads or _working(desk, roles, now)
    several = _parties(stream, now).exclude(organisation=None)
    houses = (several.filter(organisation_id=house) if house else several).values("organisation")
    return _working(Role.objects.filter(organisation__in=houses), roles, now)


def outlet_of(stream: StreamKey, code: str) -> Outlet | None:
    """Return the outlet that a fact is about: the one it names, or whose own it is (one query, in a block once)."""
    if not code and stream.kind != "outlet":
        return None
    whose = {"code": code} if code else {"pk": stream.key}
    return remembered(("told outlet", *whose.items()), lambda: Outlet.objects.filter(**whose).first(), Outlet)


def called_house(slug: str) -> str:
    """Return the name of a house, by the one it has in addresses (one query, in a block once)."""
    named = Organisation.objects.filter(slug=slug).values_list("name", flat=True)
    return remembered(("told house", slug), named.first, Organisation) or slug


def outlet_staff(code: str, roles: Iterable[str], *, now: datetime) -> list[Account]:
    """Return who works in these roles, today, for an outlet that is asked: it is party to the case once it accepts."""
    return _working(
        Role.objects.filter(organisation__in=Outlet.objects.filter(code=code).values("organisation")), roles, now
    )


def owner_of(stream: StreamKey) -> list[Account]:
    """Return whose account it is about."""
    return list(Account.objects.filter(pk=stream.key, is_active=True))


def technicians_of(stream: StreamKey, whose: str, *, colleague: str) -> list[Account]:
    """Return the accounts of whom it is about, or who wishes for leave or a swap, of the colleague, or of both."""
    wisher, other = Q(technician=stream.key), Q(technician__number=colleague)
    concerned = {"wisher": wisher, "himself": wisher, "colleague": other, "both": wisher | other}[whose]
    return list(Account.objects.filter(concerned, is_active=True).order_by("id"))


def _working(rows: QuerySet[Role], roles: Iterable[str], now: datetime) -> list[Account]:
    inside = rows.filter(from_at__lte=now, role__in=list(roles)).filter(Q(to_at=None) | Q(to_at__gt=now))
    return list(Account.objects.filter(id__in=inside.values("account"), is_active=True).order_by("id"))


def _parties(stream: StreamKey, now: datetime) -> QuerySet[Party]:
    rows = Party.objects.filter(stream_kind=stream.kind, stream_key=stream.key)
    return rows.filter(Q(to_at=None) | Q(to_at__gt=now))


def seconds_of(stream: StreamKey, *, now: datetime) -> set[str]:
    """Return the accounts of who may confirm a decision of a claim that waits for a second person."""
    return claims.who_confirms(claims.claim_by_key(stream.key), now=now)


def holder_of(stream: StreamKey) -> str:
    """Return who has a claim's review or took a contact; empty while nobody has."""
    if stream.kind == "contact":
        return contacts.contact_by_key(stream.key).taker
    hearing = claims.hearing_of(claims.claim_by_key(stream.key)) if stream.kind == "claim" else None
    return hearing.reviewer if hearing else ""
