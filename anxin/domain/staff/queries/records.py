"""What was done about accounts: one account's record, and the changes of roles that were answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core import timeline, wording
from anxin.core.actors import ACCOUNTS, Actor
from anxin.core.timeline import Entry
from anxin.domain.people import queries as people
from anxin.domain.people.models import Account
from anxin.domain.people.queries.sign_in_log import sight_of
from anxin.domain.people.wording import roles_in
from anxin.domain.staff.models import RoleChange
from anxin.domain.staff.queries import lookup
from anxin.domain.staff.states import ADMINISTERS

MOST = 50


@dataclass(frozen=True, kw_only=True)
class AccountLine:
    """One thing that was done about an account: when, in words, why, by whom; nobody where the house did it."""

    at: datetime
    says: str
    by: str
    why: str


@dataclass(frozen=True, kw_only=True)
class AnsweredChange:
    """A change of a role that was answered: whose, which, who asked and who answered."""

    username: str
    called: str
    house: str
    kind: str
    role: str
    command: str
    state: str
    asked_by: str
    answered_by: str
    at: datetime


def record_of(row: Account, *, kind: str, limit: int = 20) -> list[AccountLine]:
    """Return what was done about an account of a kind of house, newest first (two queries)."""
    rows = Entry.objects.filter(stream__kind="account", stream__key=str(row.pk)).order_by("-at", "-id")
    entries, roles = timeline.views(rows[:limit], opened=["why"]), roles_in(kind)
    names = people.account_names(one.actor_id for one in entries if one.actor_kind in ACCOUNTS)
    return [
        AccountLine(
            at=one.at,
            says=wording.sentence(one.code, _named(one.facts, roles)),
            by=names.get(one.actor_id, ""),
            why=one.private["why"].text if "why" in one.private else "",
        )
        for one in entries
    ]


def _named(facts: dict[str, object], roles: Mapping[str, object]) -> dict[str, object]:
    role = facts.get("role")
    return {**facts, "role": str(roles.get(role, role))} if isinstance(role, str) else facts


def answered(actor: Actor) -> list[AnsweredChange]:
    """Return the changes of roles that were answered last, for who keeps or inspects them (three queries)."""
    every = ADMINISTERS in actor.roles or lookup.deputises(actor) or sight_of(actor).everybody
    if not every and lookup.visible_to(actor).query.is_empty():
        return []
    rows = RoleChange.objects.exclude(state="asked").select_related("account", "organisation")
    rows = rows if every else rows.filter(organisation=UUID(actor.organisation))
    found = list(rows.order_by("-updated_at", "-id")[:MOST])
    keys = (key.partition(":")[2] for one in found for key in (one.asked_by, one.answered_by))
    names = people.account_names(keys)
    return [
        AnsweredChange(
            username=one.account.username,
            called=one.account.called or one.account.username,
            house=one.organisation.name,
            kind=one.organisation.kind,
            role=one.role,
            command=one.command,
            state=one.state,
            asked_by=names.get(one.asked_by.partition(":")[2], ""),
            answered_by=names.get(one.answered_by.partition(":")[2], ""),
            at=one.updated_at,
        )
        for one in found
    ]
