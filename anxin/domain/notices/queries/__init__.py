"""What can be asked about notices: somebody's own, how many are unread, and who is to be told."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, Value, When
from django.db.models.functions import Cast, Coalesce, Replace

from anxin.core import phones, providers, settings, wording
from anxin.core.actors import ACCOUNTS, Actor
from anxin.core.carriers import sms
from anxin.core.clocks import Clock
from anxin.core.errors import Missing
from anxin.core.outbox import Message, MessageAddress
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.claims import queries as claims
from anxin.domain.contacts import queries as contacts
from anxin.domain.custody import queries as custody
from anxin.domain.ledger.queries import provider_statements
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet
from anxin.domain.network.queries import Appearance
from anxin.domain.network.queries.technicians import called_by
from anxin.domain.notices import rules
from anxin.domain.notices.models import Notice
from anxin.domain.notices.queries import followers
from anxin.domain.notices.queries.overs import is_over as is_over
from anxin.domain.notices.queries.overs import message_over as message_over
from anxin.domain.notices.queries.readers import (
    called_house,
    holder_of,
    outlet_of,
    outlet_staff,
    owner_of,
    seconds_of,
    staff_of,
    technicians_of,
)
from anxin.domain.people import queries as people
from anxin.domain.people.models import Account, Organisation, Party, Person, Role
from anxin.domain.people.queries import data_requests
from anxin.domain.repairs import queries as repairs
from anxin.domain.shops import queries as shops

BESIDE = (
    *("notices.repair_asked_for", "staff.invited_text"),
    *("people.login_code", "people.unlocking_code", "people.new_phone_code"),
    *("people.copy_handed", "people.phone_wanted", people.ERASURE_FREED, people.ERASURE_GOES_ON, *people.CARRIED),
)
"""What goes by text message beside the table."""
NAME = "organisation__name"
REMINDED = 500
"""So many clocks of a line are reminded of in one run; the next ones with the next."""
ORDERS_TO = tuple(next(one.to for one in rules.TABLE if one.code == "outlet_order").split())
"""In which roles an outlet's people are told of an order."""


class NoSuchNotice(Missing):
    """There is no such notice, or not for this reader."""

    code = "notices.no_such_notice"


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """One notice, in the reader's language: about which case, and whether it was read."""

    id: UUID
    code: str
    text: str
    kind: str
    number: str
    at: datetime
    read: bool


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """Some notices, newest first, how many are unread in all, and whether older ones follow."""

    rows: tuple[NoticeView, ...]
    unread: int
    more: bool


def told_lately(row: Notice, line: rules.Notice) -> bool:
    """Return whether a customer is told the same of his case already: it waits for the morning, or went just now."""
    since = row.at - timedelta(minutes=rules.GATHERS_MIN[line.gathers])
    told = Notice.objects.filter(stream_kind=row.stream_kind, stream_key=row.stream_key, person=row.person)
    return told.filter(code=row.code, goes_at__gt=since).exists()


def answers_just_now(line: rules.Notice, stream: StreamKey, *, now: datetime) -> bool:
    """Return whether a line answers what its reader did himself a moment ago: he is awake (one query, or none)."""
    if not line.answers:
        return False
    acts = Entry.objects.filter(stream__kind=stream.kind, stream__key=stream.key, code__in=line.answers.split())
    told = acts.filter(at__gt=now - rules.AWAKE, at__lte=now).values_list("code", "actor_kind", "facts")
    return any(rules.is_his_own(code, actor_kind=kind, facts=facts) for code, kind, facts in told)


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """Return the notices of whoever is signed in; nobody reads another's."""
    mine = Notice.objects.filter(account_id=actor.id) if actor.kind in ACCOUNTS else Notice.objects.none()
    return mine.order_by("-at", "-id")


def where_to(row: Notice, *, now: datetime) -> str:
    """Give the address where a notice asks the customer to bring or send goods there; empty where there is none."""
    if row.code in ("goods_to_bring", "goods_to_send", "goods_moved"):
        goods = custody.open_of(StreamKey(row.stream_kind, str(row.stream_key)))
        return custody.counter_of(goods) if goods else ""
    if row.code != "claim_send_back":
        return ""
    return claims.return_address(claims.claim_by_key(str(row.stream_key)), now=now)


@dataclass(frozen=True, kw_only=True)
class LateNotice:
    """Who was told that something about a case is late: in which roles, and when last."""

    at: datetime
    roles: tuple[str, ...]


_LATE = ("repairs.late", "claims.late", "claims.late_there")
LATE = tuple(one.code for one in rules.TABLE if one.on.partition("/")[0] in _LATE)


def told_late(stream: StreamKey, *, since: datetime, now: datetime) -> LateNotice | None:
    """Return who was really told since then that a promise was not kept; None where nobody was (two queries)."""
    rows = Notice.objects.filter(stream_kind=stream.kind, stream_key=stream.key, code__in=LATE, at__gte=since)
    found = list(rows.exclude(account=None).values_list("account", "code", "at"))
    if not found:
        return None
    last = max(at for _, _, at in found)
    asked = {role for one in rules.TABLE for role in one.to.split() if one.code in {code for _, code, _ in found}}
    mine = Role.objects.filter(account__in={account for account, _, at in found if at == last}, role__in=asked)
    mine = mine.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))
    return LateNotice(at=last, roles=tuple(sorted(set(mine.values_list("role", flat=True)))))


def unread(actor: Actor) -> int:
    """Count what somebody has not read (one query)."""
    return visible_to(actor).filter(read_at=None).count()


def inbox(actor: Actor, *, only: str = "", offset: int = 0, limit: int = 30) -> Inbox:
    """Return somebody's notices, newest first (two queries); `only` ∈ unread."""
    rows = visible_to(actor)
    shown = rows.filter(read_at=None) if only == "unread" else rows
    house = Organisation.objects.filter(slug=OuterRef("number"))
    member = Account.objects.filter(username=OuterRef("number")).exclude(called="")
    called = Case(
        When(stream_kind="organisation", then=Subquery(house.values("name")[:1])),
        When(stream_kind="account", then=Coalesce(Subquery(member.values("called")[:1]), F("number"))),
        When(stream_kind="technician", then=Subquery(called_by(OuterRef("number")))),
        When(stream_kind="outlet", then=Subquery(Outlet.objects.filter(code=OuterRef("number")).values(NAME)[:1])),
        default=F("number"),
    )
    page = list(shown.annotate(called=called)[offset : offset + limit + 1])
    return Inbox(rows=tuple(map(_view, page[:limit])), unread=unread(actor), more=len(page) > limit)


def notice(key: UUID, *, actor: Actor) -> Notice:
    """Return one's own notice."""
    found = visible_to(actor).filter(id=key).first()
    if found is None:
        raise NoSuchNotice({"notice": str(key)})
    return found


def by_key(key: str) -> Notice:
    """Return a notice by its id, for the task."""
    found = Notice.objects.filter(id=key).first()
    if found is None:
        raise NoSuchNotice({"notice": key})
    return found


def is_to_go(notice: str, now: datetime) -> bool:
    """Return whether a message that waited for the morning is still to go, on the day it was meant for."""
    return Notice.objects.filter(pk=notice, gone_at=None, goes_at__gt=now - rules.DAYTIME).exists()


def goes_at_once(*, now: datetime) -> bool:
    """Return whether a message to a person that can wait goes at this moment: not in the quiet hours."""
    from_h, until_h = settings.several("notices.quiet_from_h", "notices.quiet_until_h", at=now).values()
    return rules.goes_at(now, quiet_from_h=from_h, quiet_until_h=until_h, urgent=False) <= now


def _view(row: Notice) -> NoticeView:
    return NoticeView(
        id=row.id,
        code=row.code,
        text=wording.message(
            rules.template_of(row.code, row.facts), {**row.facts, "number": getattr(row, "called", row.number)}
        ),
        kind=row.stream_kind,
        number=row.number,
        at=row.at,
        read=row.read_at is not None,
    )


_NUMBERS: dict[str, Callable[[str], str]] = {
    "repair": lambda key: repairs.repair_by_key(key).number,
    "claim": lambda key: claims.claim_by_key(key).number,
    "contact": lambda key: contacts.contact_by_key(key).number,
    "organisation": lambda key: people.organisation_by_key(key).slug,
    "account": lambda key: people.account_by_key(UUID(key)).username,
    "technician": lambda key: network.technician_by_key(key).number,
    "waiting": lambda key: network.entry_by_key(key).number,
    "reported_number": lambda key: network.reported_by_key(key).number,
    "takedown": lambda key: network.takedown_by_key(key).number,
    "data_request": lambda key: data_requests.by_key(key).number,
    "purchase": lambda key: shops.order_number(key)[:40],
    "outlet": lambda key: Outlet.objects.get(pk=key).code,
    "difference": lambda key: provider_statements.difference_by_key(key).day.isoformat(),
}


def number_of(stream: StreamKey) -> str:
    """Return the number people know a case by."""
    return _NUMBERS[stream.kind](stream.key)


def house_of(stream: StreamKey) -> Organisation | None:
    """Return whose case it is: of a repair the brand, of a claim the seller; None where there is none."""
    if stream.kind == "organisation":
        return people.organisation_by_key(stream.key)
    if stream.kind == "repair":
        return repairs.repair_by_key(stream.key).brand
    if stream.kind == "claim":
        return claims.claim_by_key(stream.key).seller
    if stream.kind == "purchase":
        return shops.purchase_by_key(stream.key).seller
    about = contacts.contact_by_key(stream.key).about if stream.kind == "contact" else None
    return house_of(about) if about else None


def appearance_of(stream: StreamKey, *, now: datetime) -> Appearance | None:
    """Return what the pages and messages of a case wear."""
    house = house_of(stream)
    return network.appearance_of(house, now=now) if house else None


def address_of(message: Message) -> MessageAddress:
    """Return the phone a message goes to, and the name of the brand or shop that signs it."""
    apart = message.template in (people.NEW_PHONE, *people.CARRIED)  # to a number that isn't his row's
    person = "" if apart else message.audience.removeprefix("person:")
    address = replace(people.phone_of(message), secret=_providers(person))
    slug = str(message.ids.get("sender", ""))
    if not slug:
        return address
    return replace(address, sender=network.appearance_of(people.organisation(slug), now=message.created_at).name)


def _providers(person: str) -> str:
    """Return what reaches a person is asked with, in its order: WeChat where he follows, then text messages."""
    known = [{"name": one.name, **one.values} for one in providers.accounts(sms.KIND)]
    reached = followers.reached(person) if person else None
    known = [{**reached, "price_mill": "0"}, *known] if reached else known
    return json.dumps(known) if known else ""


def is_told(person: Person) -> bool:
    """Return whether a message reaches a customer outside of his page: a text, or WeChat where he follows."""
    return (sms.is_there() and phones.is_mobile(people.dialled(person))) or bool(followers.reached(person.pk))


def templates() -> dict[str, str]:
    """Return the text messages to people: our name of each and its sentence, to have templates granted by.

    They read as the language of messages says; what may name where goods go has a second sentence for that.
    """
    ours = [one.template for one in rules.TABLE if one.carrier == rules.SMS]
    his = [f"{one.template}_text" for one in rules.TABLE if one.narrow == "his"]
    names = [*ours, *(f"{one}_to" for one in ours), *his, *BESIDE]
    return {one: str(wording.MESSAGES[one]) for one in dict.fromkeys(names) if one in wording.MESSAGES}


def running_out(line: rules.Notice, *, now: datetime, until: datetime) -> list[Clock]:
    """Return clocks of a line of the table that are about to run out and were not told of, the soonest due first."""
    key = Cast(Replace(OuterRef("stream_key"), Value("-"), Value("")), UUIDField())
    told = Notice.objects.filter(code=line.code, stream_kind=OuterRef("stream_kind"), stream_key=key)
    rows = Clock.objects.filter(kind=line.on, met_at=None, missed_at=None, stopped_at=None, paused_since=None)
    if line.narrow == "waited":
        buyers = Q(whose__startswith="person:")
        rows = rows.filter(Q(whose="") | (buyers if line.to == rules.CUSTOMER else ~buyers))
    rows = rows.filter(~Exists(told.filter(at__gte=OuterRef("started_at"))), due_at__gt=now, due_at__lte=until)
    return list(rows.order_by("due_at")[:REMINDED])
