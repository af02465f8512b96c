"""What somebody proves himself with: as his own page lists it, and who has any at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from anxin.domain.people.models import Account, Factor, Role


@dataclass(frozen=True, kw_only=True)
class FactorView:
    """One authenticator or passkey; `works` tells whether it opens the door under the present name."""

    id: UUID
    kind: str
    name: str
    rp: str
    works: bool
    last: bool
    created_at: datetime
    used_at: datetime | None


def of_account(account: UUID) -> list[Factor]:
    """Return what counts, the oldest first."""
    return list(Factor.objects.filter(account=account, confirmed_at__isnull=False).order_by("created_at", "id"))


def works(one: Factor, *, rp: str) -> bool:
    """Return whether something opens the door under a name: an authenticator anywhere, a passkey where it was made."""
    return one.kind == Factor.Kind.AUTHENTICATOR or one.rp == rp


def is_enrolled(account: UUID) -> bool:
    """Return whether somebody has anything to prove himself with beside his password."""
    return Factor.objects.filter(account=account, confirmed_at__isnull=False).exists()


def enrolled(account: str = "pk") -> Q:
    """Return whether somebody comes in, as a condition on accounts, or on rows that lead to one by `account`.

    He has something to prove himself with, or came in by a company that he is linked with and that asks for both.
    """
    own = Factor.objects.filter(account=OuterRef(account), confirmed_at__isnull=False)
    linked = {"company_identities__isnull": False, "company_identities__parted_at": None}
    vouched = Account.objects.filter(pk=OuterRef(account), last_login__isnull=False, **linked)
    return Exists(own) | Exists(vouched)


def enrolled_among(accounts: Iterable[UUID]) -> set[UUID]:
    """Return which of these accounts come in."""
    return set(Account.objects.filter(enrolled(), pk__in=list(accounts)).values_list("pk", flat=True))


def houses_entered(houses: Iterable[UUID], roles: Iterable[str], *, now: datetime) -> set[UUID]:
    """Return at which of these organisations somebody with one of some roles comes in."""
    rows = Role.objects.filter(enrolled("account"), organisation__in=list(houses), role__in=list(roles))
    rows = rows.filter(Q(to_at=None) | Q(to_at__gt=now), from_at__lte=now, account__is_active=True)
    return set(rows.values_list("organisation", flat=True))


def factors_of(account: UUID, *, rp: str) -> list[FactorView]:
    """Return somebody's authenticators and passkeys; `last`: without it nothing would open the door under this name."""
    rows = of_account(account)
    return [
        FactorView(
            id=one.pk,
            kind=one.kind,
            name=one.name,
            rp=one.rp,
            works=works(one, rp=rp),
            last=not any(works(other, rp=rp) for other in rows if other.pk != one.pk),
            created_at=one.created_at,
            used_at=one.used_at,
        )
        for one in rows
    ]
