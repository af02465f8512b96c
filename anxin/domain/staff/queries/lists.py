"""Accounts as pages show them: searched, filtered, each with roles, house, and how it stands."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.core.gathered_rows import Gathered
from anxin.domain.network.queries.names import told_apart
from anxin.domain.people import queries as people
from anxin.domain.people import rules as people_rules
from anxin.domain.people.models import Account, Organisation, Passage
from anxin.domain.people.queries import factors
from anxin.domain.staff import rules
from anxin.domain.staff.models import Invitation, Leave, Mailbox, RoleChange
from anxin.domain.staff.queries import lookup
from anxin.domain.staff.queries.seconds import Seconds, besides, seconds
from anxin.domain.staff.states import ADMINISTERS, DEPUTISES

STANDS = ("there", "invited", "unused", "waiting", "away", "shut")


@dataclass(frozen=True, kw_only=True)
class AccountFilter:
    """What of the accounts somebody wants to see; `house` a kind of organisation, `stands` one of `STANDS`."""

    text: str = ""
    house: str = ""
    role: str = ""
    stands: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account; `asked` are roles that wait for a second person."""

    id: UUID
    username: str
    called: str
    kind: str
    house: str = ""
    house_kind: str = ""
    roles: tuple[str, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    stands: str = "there"
    last_at: datetime | None = None
    invited_until: datetime | None = None
    away_since: date | None = None
    away_until: date | None = None
    deputy: str = ""
    mails: bool = False
    deputy_to: datetime | None = None

    @property
    def deputy_last(self) -> datetime | None:
        """Return the last moment on which he answers as a deputy: his role ends as the next day begins."""
        return self.deputy_to - timedelta(seconds=1) if self.deputy_to else None


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    """A change of a role that waits: about whom, what, who asked when, and when it counts though nobody agrees.

    `asked_by` is empty where it was asked for at the machine; `seconds` are those who may answer it.
    """

    id: UUID
    username: str
    called: str
    house: str
    role: str
    command: str
    asked_by: str
    at: datetime
    until: date | None
    counts_at: datetime | None
    seconds: Seconds
    why: str = ""
    row: RoleChange = field(repr=False)


def listed(actor: Actor, *, wish: AccountFilter, now: datetime, offset: int = 0, limit: int = 51) -> list[AccountRow]:
    """Return accounts by name, as wished (one query)."""
    rows = _wished(lookup.visible_to(actor), wish, now)
    return _rows(rows.order_by("called", "username")[offset : offset + limit], now)


def waiting_roles(actor: Actor) -> list[tuple[str, str]]:
    """Return the roles somebody is to get, once a second person agrees, each with the kind of its house."""
    asked = RoleChange.objects.filter(account=UUID(actor.id), state="asked", command="grant")
    return list(asked.order_by("id").values_list("organisation__kind", "role"))


def view(row: Account, *, now: datetime) -> AccountRow:
    """Show one account."""
    return _rows(Account.objects.filter(pk=row.pk), now)[0]


def _wished(rows: QuerySet[Account], wish: AccountFilter, now: datetime) -> QuerySet[Account]:
    roles = lookup.living_roles(now=now).filter(account=OuterRef("pk"))
    open_links = Invitation.objects.filter(account=OuterRef("pk"), used_at=None, revoked_at=None, expires_at__gt=now)
    if wish.text:
        rows = rows.filter(Q(username__icontains=wish.text) | Q(called__icontains=wish.text))
    if wish.house:
        rows = rows.filter(Exists(roles.filter(organisation__kind=wish.house)))
    if wish.role:
        rows = rows.filter(Exists(roles.filter(role=wish.role)))
    narrowed = {
        "there": Q(factors.enrolled(), is_active=True)
        & ~Exists(Leave.objects.filter(account=OuterRef("pk"), to_at=None, begun_at__isnull=False)),
        "invited": Q(~factors.enrolled(), is_active=True) & Exists(open_links),
        "unused": Q(~factors.enrolled(), is_active=True) & ~Exists(open_links),
        "waiting": Q(Exists(RoleChange.objects.filter(account=OuterRef("pk"), state="asked"))),
        "away": Q(Exists(Leave.objects.filter(account=OuterRef("pk"), to_at=None, begun_at__isnull=False))),
        "shut": Q(is_active=False),
    }
    return rows.filter(narrowed[wish.stands]) if wish.stands in narrowed else rows


def _rows(page: QuerySet[Account], now: datetime) -> list[AccountRow]:
    """Show accounts, each with what stands beside it (one query)."""
    own = {"account": OuterRef("pk")}
    held = lookup.living_roles(now=now).filter(**own).order_by("from_at", "role")
    asked = RoleChange.objects.filter(**own, state="asked").order_by("created_at", "id")
    leaves = Leave.objects.filter(**own, to_at=None)
    entered = Passage.objects.filter(**own, kind=Passage.Kind.IN).order_by("-at")
    links = Invitation.objects.filter(**own, used_at=None, revoked_at=None, expires_at__gt=now).order_by("-expires_at")
    house = {"house": "organisation__name", "kind": "organisation__kind"}
    found: QuerySet[Any, Any] = page.annotate(
        held=Gathered(held, "role", "to_at", paths=house),
        asked=Gathered(asked, "command", "role", paths=house),
        left=Gathered(leaves, "from_at", "begun_at", "until_date", paths={"deputy": "deputy__called"}),
        last=Subquery(entered.values("at")[:1]),
        linked=Subquery(links.values("expires_at")[:1]),
        mails=Exists(Mailbox.objects.filter(**own).exclude(mail_sealed="")),
        enrolled=factors.enrolled(),
    )
    return [_row(one) for one in found]


def _row(one: Any) -> AccountRow:
    leave = one.left[-1] if one.left else None
    home = next(((role["house"], role["kind"]) for role in (*one.held, *one.asked)), ("", ""))
    return AccountRow(
        id=one.pk,
        username=one.username,
        called=one.called or one.username,
        kind=one.kind,
        house=home[0],
        house_kind=home[1],
        roles=tuple(role["role"] for role in one.held if role["house"] == home[0]),
        asked=tuple((change["command"], change["role"]) for change in one.asked),
        stands=_stands(one, away=leave is not None and leave["begun_at"] is not None),
        last_at=one.last,
        invited_until=one.linked,
        away_since=timezone.localtime(leave["from_at"]).date() if leave else None,
        away_until=leave["until_date"] if leave else None,
        deputy=(leave["deputy"] or "") if leave else "",
        mails=one.mails,
        deputy_to=next((role["to_at"] for role in one.held if role["role"] == DEPUTISES), None),
    )


def _stands(one: Any, *, away: bool) -> str:
    if not one.is_active:
        return "shut"
    if away:
        return "away"
    if one.enrolled:
        return "there"
    return "invited" if one.linked else "unused"


def changes(actor: Actor, *, now: datetime) -> list[ChangeView]:
    """Return the changes of roles that wait, the oldest first (three queries)."""
    every = ADMINISTERS in actor.roles or lookup.deputises(actor)
    if not every and lookup.visible_to(actor).query.is_empty():
        return []
    mine = RoleChange.objects.filter(state="asked")
    mine = mine if every else mine.filter(organisation=UUID(actor.organisation))
    rows = mine.select_related("account", "organisation").order_by("created_at")
    found = list(rows[:200])
    names = people.account_names(one.asked_by.partition(":")[2] for one in found)
    known = seconds(houses={one.organisation_id for one in found}, now=now) if found else []
    return [
        ChangeView(
            id=one.pk,
            username=one.account.username,
            called=one.account.called or one.account.username,
            house=one.organisation.name,
            role=one.role,
            command=one.command,
            asked_by=names.get(one.asked_by.partition(":")[2], ""),
            at=one.created_at,
            until=one.until_date,
            counts_at=one.counts_at,
            why=one.why,
            seconds=besides(known, house=one.organisation_id, without=_apart(one)),
            row=one,
        )
        for one in found
    ]


def _apart(row: RoleChange) -> tuple[str, str]:
    """Return who doesn't answer a change: who asked for it, and whom it is about."""
    return row.asked_by.partition(":")[2], str(row.account_id)


def offered_roles(row: Account, *, now: datetime) -> list[tuple[str, str]]:
    """Return what can be asked for an account: each role of its house it lacks, each it has."""
    home = lookup.home_of(row, now=now)
    if home is None:
        return []
    held = set(lookup.living_roles(now=now).filter(account=row, organisation=home).values_list("role", flat=True))
    waiting = set(row.role_changes.filter(state="asked", organisation=home).values_list("role", flat=True))
    return [
        (rules.WITHDRAW if one in held else rules.GRANT, one)
        for one in (*rules.roles_of(home.kind), *(held & {DEPUTISES}))
        if one not in waiting
    ]


def house_kind_of(row: Account, *, now: datetime) -> str:
    """Return of which kind the house of an account is; empty where it has none yet."""
    home = lookup.home_of(row, now=now)
    return home.kind if home else ""


def roles_kept(actor: Actor) -> list[str]:
    """Return the roles that somebody's accounts may have."""
    if ADMINISTERS in actor.roles:
        return list(dict.fromkeys(role for kind in people_rules.ROLES.values() for role in kind))
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=actor.organisation)
    return rules.roles_of(kind)


def houses(actor: Actor, *, limit: int = 500) -> list[tuple[str, str]]:
    """Return the houses somebody invites into: name in addresses, name; outlets of one name are told apart."""
    rows = Organisation.objects.filter(kind__in=people_rules.ROLES, retired_at=None, left_at=None).order_by(
        "kind", "name"
    )
    rows = rows if ADMINISTERS in actor.roles else rows.filter(pk=actor.organisation)
    found = list(rows.values_list("slug", "name", "outlet__code", "outlet__division")[:limit])
    called = told_apart((code, name, division) for _slug, name, code, division in found if code)
    return [(slug, called.get(code, name)) for slug, name, code, _division in found]
