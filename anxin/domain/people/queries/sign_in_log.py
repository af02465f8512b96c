"""What happened at the door, as the administrator, the house's own inspector and everybody for himself may see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.sessions import lifecycle
from anxin.core.timeline import Entry, EntryView
from anxin.domain.people import rules
from anxin.domain.people.models import Account, Organisation, Passage, Role
from anxin.domain.people.queries import account_names

DOOR = "door"
OPENED = ("address", "device")
CAME_IN = "people.signed_in"
WRONG = (
    "people.wrong_password",
    "people.wrong_second",
    "people.wrong_passkey",
    "people.wrong_company",
    "people.passkey_copied",
)
KINDS = {
    CAME_IN: Passage.Kind.IN,
    **dict.fromkeys(WRONG, Passage.Kind.WRONG),
    "people.refused": Passage.Kind.REFUSED,
}
MOST_SLOWED = 200


@dataclass(frozen=True, kw_only=True)
class LogEntryView:
    """One thing that happened at the door; `address` is whole only for whoever it concerns and administrators."""

    at: datetime
    code: str
    sentence: str
    who: str
    account: str
    address: str
    device: str
    about: str
    bad: bool


@dataclass(frozen=True, kw_only=True)
class SignInView:
    """One living sign-in of an account."""

    handle: str
    begun_at: datetime | None
    seen_at: datetime | None
    address: str
    device: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class SlowedView:
    """An account on whose name many wrong tries were made within a day."""

    id: UUID
    username: str
    called: str
    tries: int
    last_at: datetime


def log_entries() -> QuerySet[Entry]:
    """Return every fact of the door."""
    return Entry.objects.filter(stream__kind=DOOR)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """How far somebody sees the door, as `sight_of` found it; `everybody` or his own office alone."""

    actor: Actor
    everybody: bool


def sight_of(actor: Actor) -> Sight:
    """Return how far somebody sees: the operator's own administrators and inspectors see all of it (one query)."""
    if actor.roles.isdisjoint({"operator", "auditor"}) or not actor.organisation:
        return Sight(actor=actor, everybody=False)
    home = Organisation.objects.filter(pk=actor.organisation, kind=Organisation.Kind.OPERATOR)
    return Sight(actor=actor, everybody=home.exists())


def house_log(sight: Sight, *, only: str = "", offset: int = 0, limit: int = 50) -> list[LogEntryView]:
    """Return what happened at the door, newest first: all, or what concerns one's own office (three queries)."""
    rows = Passage.objects.all()
    if not sight.everybody:
        rows = rows.filter(account__in=Role.objects.filter(organisation=sight.actor.house).values("account"))
    if only in KINDS.values():
        rows = rows.filter(kind=only)
    return _views(rows, whole="operator" in sight.actor.roles, offset=offset, limit=limit)


def own_log(actor: Actor, *, limit: int = 20) -> list[LogEntryView]:
    """Return what happened at the door in the name of whoever asks."""
    return _views(Passage.objects.filter(account=actor.id), whole=True, offset=0, limit=limit)


def sign_ins(actor: Actor, *, handle: str, now: datetime) -> list[SignInView]:
    """Return the living sign-ins of whoever asks; `handle` is the one he asks with."""
    return sign_ins_of(actor.id, handle=handle, now=now)


def sign_ins_of(account: str, *, now: datetime, handle: str = "") -> list[SignInView]:
    """Return the living sign-ins of an account, for its owner or whoever administers."""
    living = lifecycle.living(account, now=now, mine=handle)
    told = {str(one.id): one for one in _read(log_entries().filter(id__in=[one.handle for one in living]))}
    return [
        SignInView(
            handle=one.handle,
            begun_at=one.begun_at,
            seen_at=one.seen_at,
            address=_private(told.get(one.handle), "address"),
            device=_private(told.get(one.handle), "device"),
            mine=one.mine,
        )
        for one in living
    ]


def slowed(sight: Sight, *, now: datetime) -> list[SlowedView]:
    """Return the accounts on whose names many wrong tries were made within a day, for an administrator (one query)."""
    if "operator" not in sight.actor.roles or not sight.everybody:
        return []
    rows = Passage.objects.filter(kind=Passage.Kind.WRONG, at__gt=now - timedelta(days=1), account__isnull=False)
    tried = rows.values("account").annotate(tries=Count("account"), last_at=Max("at"))
    whose = Account.objects.filter(pk=OuterRef("account"))
    named = tried.annotate(username=Subquery(whose.values("username")), called=Subquery(whose.values("called")))
    found = named.filter(tries__gte=rules.MANY_WRONG).order_by("-tries", "account")[:MOST_SLOWED]
    several = [
        SlowedView(
            id=one["account"],
            username=one["username"],
            called=one["called"],
            tries=one["tries"],
            last_at=one["last_at"],
        )
        for one in found
        if one["account"] and one["username"]
    ]
    return sorted(several, key=lambda one: one.username)


def _views(rows: QuerySet[Passage], *, whole: bool, offset: int, limit: int) -> list[LogEntryView]:
    page = list(rows.order_by("-at", "-entry").values_list("entry", flat=True)[offset : offset + limit])
    read = _read(Entry.objects.filter(id__in=page).order_by("-at", "-id"))
    names = account_names(str(one.facts.get("account", "")) for one in read)
    return [
        LogEntryView(
            at=one.at,
            code=one.code,
            sentence=one.sentence,
            who=names.get(str(one.facts.get("account", "")), ""),
            account=str(one.facts.get("account", "")),
            address=_private(one, "address") if whole else rules.network_of(_private(one, "address")),
            device=_private(one, "device"),
            about=" ".join(str(one.facts[name]) for name in ("route", "error") if one.facts.get(name)),
            bad=one.code in (*WRONG, "people.refused"),
        )
        for one in read
    ]


def _read(rows: QuerySet[Entry]) -> list[EntryView]:
    return timeline.views(rows, opened=OPENED)


def _private(one: EntryView | None, name: str) -> str:
    text = one.private[name].text if one and name in one.private else ""
    return "" if text == "-" else text
