"""Who signed in, found with every role in one query: all that a page asks of him."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.db.models import OuterRef, QuerySet

from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.domain.people.models import Account, Role


class SignedIn(ModelBackend):
    """Django's way from a session to its account, with the roles beside it."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return an account that may still sign in."""
        found = next(iter(_with_roles(key=user_id)), None)
        return found if found is not None and self.user_can_authenticate(found) else None


@compiled
def _with_roles(*, key: UUID) -> QuerySet[Account]:
    return Account.objects.filter(pk=key).annotate(every_role=_every_role())


def roles_now(account: Account, *, now: datetime) -> list[dict[str, Any]]:
    """Return the roles of an account at a moment, the oldest first (no query where he was found by `SignedIn`)."""
    every = getattr(account, "every_role", None)
    if every is None:
        every = next(iter(_roles(key=account.pk)), None) or ()
    return [one for one in every if one["from_at"] <= now and (one["to_at"] is None or one["to_at"] > now)]


@compiled
def _roles(*, key: UUID) -> QuerySet[Account, Any]:
    return Account.objects.filter(pk=key).values_list(_every_role(), flat=True)


def _every_role() -> Gathered:
    return Gathered(
        Role.objects.filter(account=OuterRef("pk")).order_by("from_at"),
        *("role", "organisation", "from_at", "to_at"),
        paths={"name": "organisation__name", "kind": "organisation__kind", "silent_at": "organisation__silent_at"},
    )
