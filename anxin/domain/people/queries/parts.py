"""Who had a part in a case, and who works in some roles today: an answer about it is somebody else's."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Q, QuerySet
from django.db.models.expressions import Combinable

from anxin.core.actors import ACCOUNTS, Actor
from anxin.core.timeline import Entry
from anxin.domain.people.models import Account, Party, Role

ASIDE = ("people.", "quality.")
"""Facts of a case that decide nothing of it: who looked at what, who rated."""


def parts_in(kind: str, cases: set[str], accounts: set[str]) -> dict[str, set[str]]:
    """Return which of some accounts did anything in each case of a kind, by its key (one query)."""
    rows = Entry.objects.filter(stream__kind=kind, stream__key__in=cases, actor_id__in=accounts)
    for prefix in ASIDE:
        rows = rows.exclude(code__startswith=prefix)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, account in rows.values_list("stream__key", "actor_id").distinct():
        found[key].add(account)
    return found


def at_work(roles: Iterable[str], *, now: datetime) -> set[str]:
    """Return who works for the operator in some roles, today, and is not on leave (one query)."""
    held = Role.objects.filter(role__in=list(roles), organisation__kind="operator", account__is_active=True)
    today = held.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))
    return {str(one) for one in today.exclude(account__in=_on_leave()).values_list("account_id", flat=True)}


def is_away(actor: Actor) -> Exists:
    """Return, beside any row, whether who is signed in is on leave."""
    return Exists(_on_leave().filter(pk=actor.id) if actor.kind in ACCOUNTS and actor.id else Account.objects.none())


def _on_leave() -> QuerySet[Account]:
    return Account.objects.filter(leaves__to_at=None, leaves__begun_at__isnull=False)


def has_staff(house: UUID, roles: Iterable[str], *, now: datetime) -> bool:
    """Return whether somebody works for a house in some roles today: who is told there, and can answer (one query)."""
    held = Role.objects.filter(organisation=house, role__in=list(roles), account__is_active=True, from_at__lte=now)
    return held.filter(Q(to_at=None) | Q(to_at__gt=now)).exists()


def ever_of(house: UUID, kind: str, *, key: Combinable) -> QuerySet[Party]:
    """Return that a house was ever a party of a case, whose key `key` names: for what it may know after it left."""
    return Party.objects.filter(organisation=house, stream_kind=kind, stream_key=key)


def called_before(house: UUID | None, accounts: Iterable[str]) -> dict[str, str]:
    """Return what accounts are called before a house: its own people by name, others by their house (one query)."""
    rows = Role.objects.filter(account__in=list(accounts)).order_by("-from_at")
    found: dict[str, str] = {}
    for role in rows.select_related("account", "organisation"):
        if role.organisation_id == house:
            found[str(role.account_id)] = role.account.called
        else:
            found.setdefault(str(role.account_id), role.organisation.name)
    return found
