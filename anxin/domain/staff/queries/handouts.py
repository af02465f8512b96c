"""Technicians who can't sign in yet, and the links that were handed out to many at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from anxin.core import settings, vault
from anxin.core.actors import Actor
from anxin.core.carriers import sms
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.domain.network.models import Engagement, Technician
from anxin.domain.network.queries.names import told_apart
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.staff.models import Handout, Invitation
from anxin.domain.staff.queries import lookup
from anxin.domain.staff.rules import HandoutSituation, TechniciansSituation
from anxin.domain.staff.states import ADMINISTERS


class NoSuchHandout(Missing):
    """There are no such links, or not for you."""

    code = "staff.no_such_handout"


@dataclass(frozen=True, kw_only=True)
class HandoutView:
    """Links that were made at once: how many, how many were opened; `mine` where the actor made them."""

    id: UUID
    way: str
    at: datetime
    until: datetime
    by: str
    total: int
    done: int
    used: int
    ended: bool
    withdrawn_at: datetime | None
    mine: bool
    printable: bool
    row: Handout = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class HandoutLinkView:
    """One link on paper: whose, where he works, and what opens it."""

    outlet_code: str
    outlet: str
    number: str
    called: str
    username: str
    token: str


def uninvited(*, now: datetime) -> QuerySet[Technician]:
    """Return the technicians at work who have no account, or one nobody has come in with and no link that counts.

    Whose account may more than a technician's is invited by himself.
    """
    works = Engagement.objects.filter(technician=OuterRef("pk"), from_at__lte=now, to_at=None)
    links = Invitation.objects.filter(account=OuterRef("account"), used_at=None, revoked_at=None, expires_at__gt=now)
    more = lookup.living_roles(now=now).filter(account=OuterRef("account")).exclude(role="technician")
    bare = Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX, account__is_active=True)
    unused = bare & ~Exists(links) & ~Exists(more)
    return Technician.objects.select_related("account", "person").filter(Q(account=None) | unused, Exists(works))


def technicians_situation(
    row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False
) -> TechniciansSituation:
    """Return the situation of technicians who can't sign in yet; `under_lock` locks the house: one handout runs."""
    if under_lock:
        lock(row)
    return TechniciansSituation(
        mine=lookup.keeps_house(by, row),
        waiting=uninvited(now=now).count(),
        running=Handout.objects.filter(ended_at=None, withdrawn_at=None).exists(),
        texts=sms.is_there() and bool(settings.get("notices.address", at=now)),
    )


def handouts(actor: Actor, *, now: datetime, limit: int = 20) -> list[HandoutView]:
    """Return the links that were made at once, the newest first (two queries)."""
    if ADMINISTERS not in actor.roles:
        return []
    rows = Handout.objects.annotate(used=Count("invitations", filter=Q(invitations__used_at__isnull=False)))
    found = list(rows.order_by("-made_at", "-id")[:limit])
    names = people.account_names(one.made_by.partition(":")[2] for one in found)
    return [
        HandoutView(
            id=one.pk,
            way=one.way,
            at=one.made_at,
            until=one.expires_at,
            by=names.get(one.made_by.partition(":")[2], ""),
            total=one.total,
            done=one.done,
            used=one.used,
            ended=one.ended_at is not None,
            withdrawn_at=one.withdrawn_at,
            mine=one.made_by == actor.key,
            printable=one.made_by == actor.key and _is_printable(one, now),
            row=one,
        )
        for one in found
    ]


def _is_printable(row: Handout, now: datetime) -> bool:
    """Return whether there are links on paper that still open something."""
    return row.way == "paper" and row.ended_at is not None and row.withdrawn_at is None and row.expires_at > now


def handout(key: str, *, actor: Actor) -> Handout:
    """Return links that were made at once; raises `NoSuchHandout` for whoever doesn't administer."""
    found = Handout.objects.filter(pk=key).first() if ADMINISTERS in actor.roles else None
    if found is None:
        raise NoSuchHandout({"handout": key})
    return found


def handout_situation(row: Handout, *, by: Actor, now: datetime, under_lock: bool = False) -> HandoutSituation:
    """Return the situation of links that were made together; `under_lock` locks them first."""
    if under_lock:
        lock(row)
        row.refresh_from_db()
    open_ones = row.invitations.filter(used_at=None, revoked_at=None, expires_at__gt=now).exists()
    return HandoutSituation(counts=row.withdrawn_at is None and (open_ones or row.ended_at is None))


def links_of(row: Handout, *, actor: Actor, now: datetime, outlet: str = "") -> list[HandoutLinkView]:
    """Open the links on paper that count, by outlet and number; raises `NoSuchHandout` for who didn't make them."""
    if row.made_by != actor.key or row.way != Handout.Way.PAPER:
        raise NoSuchHandout({"handout": str(row.pk)})
    rows = row.invitations.filter(used_at=None, revoked_at=None, expires_at__gt=now)
    living = Engagement.objects.filter(to_at=None).select_related("outlet__organisation").order_by("from_at", "id")
    found = rows.select_related("account__technician").prefetch_related(
        Prefetch("account__technician__engagements", queryset=living)
    )
    if outlet:
        found = found.filter(account__technician__engagements__in=living.filter(outlet__code=outlet)).distinct()
    called = {code: name for code, name, _n in outlets_of(row, now=now)}
    return sorted((_link(one, called) for one in found), key=lambda one: (one.outlet_code, one.number))


def _link(one: Invitation, called: Mapping[str, str]) -> HandoutLinkView:
    technician = one.account.technician
    home = next(iter(technician.engagements.all()), None)
    return HandoutLinkView(
        outlet_code=home.outlet.code if home else "",
        outlet=called[home.outlet.code] if home else "",
        number=technician.number,
        called=technician.called,
        username=one.account.username,
        token=vault.open_("staff.invitation.token", one.pk, one.token_sealed) if one.token_sealed else "",
    )


def outlets_of(row: Handout, *, now: datetime) -> list[tuple[str, str, int]]:
    """Count the links on paper that still count by outlet: code, name told apart, how many (one query)."""
    rows = row.invitations.filter(used_at=None, revoked_at=None, expires_at__gt=now)
    rows = rows.filter(account__technician__engagements__to_at=None)
    at = "account__technician__engagements__outlet"
    told = rows.values_list(f"{at}__code", f"{at}__organisation__name", f"{at}__division")
    found = list(told.annotate(n=Count("pk", distinct=True)).order_by(f"{at}__code"))
    called = told_apart((code, name, division) for code, name, division, _n in found)
    return [(code, called[code], n) for code, _name, _division, n in found]


def is_handed_out(handout: str) -> bool:
    """Return whether links that were asked for are still to be made."""
    return Handout.objects.filter(pk=handout, ended_at=None, withdrawn_at=None).exists()
