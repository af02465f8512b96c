"""What can be asked about telling technicians outside of the page: how each chose, in which browsers, by which key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import translation

from anxin.core import settings, vault, wording
from anxin.core.actors import Actor
from anxin.core.carriers import push, sms
from anxin.core.carriers.push import Subscription
from anxin.core.timeline import Entry
from anxin.domain.network.models import Engagement, Technician
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.notices import rules
from anxin.domain.notices.choices import WAYS
from anxin.domain.notices.models import Notice, PushKey, PushSubscription, Way
from anxin.domain.people.models import Account, Person

PUSH_KEY, PUSH_TOLD = "notices.push_key.private", "notices.push.told"
TOLD = tuple(one.code for one in rules.TABLE if one.outside and one.narrow == "his")
"""What a technician is told outside of the page."""
TEXTS = tuple(f"notices.{one}_text" for one in TOLD)
"""The text messages by which he is."""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """How somebody is told outside of the page: the way he chose, in how many browsers, and whether texts can go."""

    way: str
    browsers: int
    faults: int
    phone: bool
    texts: bool

    @property
    def nowhere(self) -> bool:
        """Return whether nothing but an open page would tell him."""
        return not (self.texts and self.phone) and not (self.browsers and self.way != "text")


def way_of(account: UUID) -> str:
    """Return the way somebody chose; who never did has the first."""
    chosen = Way.objects.filter(account=account).values_list("way", flat=True).first()
    return chosen or next(iter(WAYS))


def reached(actor: Actor) -> Reached:
    """Return how a technician is told outside of the page (three queries)."""
    account = UUID(actor.id)
    faults = list(PushSubscription.objects.filter(account=account).values_list("fault", flat=True))
    return Reached(
        way=way_of(account),
        browsers=len(faults),
        faults=sum(map(bool, faults)),
        phone=Person.objects.filter(accounts=account).exclude(phone_sealed="").exists(),
        texts=sms.is_there(),
    )


def told_at_work(*, texts: bool, now: datetime) -> list[tuple[str, bool]]:
    """Return by number who takes jobs, and whether anything but an open page tells him; `texts`: text messages leave.

    Whose account is shut, or who has none, is told nothing (one query).
    """
    works = living_now(Engagement.objects.filter(technician=OuterRef("pk")), now)
    his = {"account": OuterRef("account")}
    told = Exists(PushSubscription.objects.filter(**his)) & ~Exists(Way.objects.filter(**his, way="text"))
    if texts:
        told |= Q(Exists(Person.objects.filter(accounts=OuterRef("account")).exclude(phone_sealed="")))
    reached = ExpressionWrapper(Q(account__is_active=True) & told, BooleanField())
    rows = Technician.objects.filter(Exists(works), paused_at=None).annotate(told=reached)
    return list(rows.order_by("number").values_list("number", "told"))


def public_key() -> str:
    """Return the public half of the house's key, to which browsers subscribe; empty before there is one."""
    return PushKey.objects.values_list("public", flat=True).first() or ""


@dataclass(frozen=True, kw_only=True)
class Push:
    """One message to be pushed: to which browsers, with what, signed by which key, until when it is worth anything."""

    notice: Notice
    way: str
    to: Mapping[str, Subscription]
    told: dict[str, str]
    key: str
    by: str
    urgent: bool
    lives_s: int


def fact(key: str) -> Entry:
    """Return a fact by its id, with its stream, for the task."""
    return Entry.objects.select_related("stream").get(pk=key)


def is_to_tell(code: str, fact: str, now: datetime) -> bool:
    """Return whether somebody is still to be told of a fact, on its day."""
    recent = Entry.objects.filter(pk=fact, at__gt=now - rules.DAYTIME).exists()
    return recent and not Notice.objects.filter(key__startswith=f"{fact}:{code}:").exists()


def ends_at(row: Notice) -> datetime:
    """Return until when it is worth telling: an offer while it can be answered, anything else for the day."""
    minutes = row.facts.get("minutes") if row.code == "offer_new" else None
    return row.at + (timedelta(minutes=minutes) if isinstance(minutes, int) else rules.DAYTIME)


def is_worth_telling(notice: str, now: datetime) -> bool:
    """Return whether somebody is still to be told of something."""
    row = Notice.objects.filter(pk=notice).first()
    return row is not None and ends_at(row) > now


def push_of(row: Notice, account: Account, *, now: datetime) -> Push:
    """Return what is to be pushed to a technician, to all browsers that asked; to none where he wants texts alone."""
    way, key = way_of(account.pk), PushKey.objects.first()
    known = account.push_subscriptions.all() if key and way != "text" else PushSubscription.objects.none()
    valid = settings.several("notices.address", "notices.language", at=now)
    with translation.override(valid["notices.language"]):
        said = wording.message(f"notices.{row.code}_push", row.facts)
    return Push(
        notice=row,
        way=way,
        to={str(one.pk): Subscription(**json.loads(opened(one))) for one in known},
        told={"said": said, "url": rules.HIS_PAGES.get(row.code, rules.HIS_HOME), "tag": row.code},
        key=vault.open_(PUSH_KEY, key.pk, key.private_sealed) if key else "",
        by=valid["notices.address"] or "mailto:postmaster@localhost",
        urgent=next(one.urgent for one in rules.TABLE if one.code == row.code),
        lives_s=max(0, int((ends_at(row) - now).total_seconds())),
    )


def opened(row: PushSubscription) -> str:
    """Return what a browser gave, as JSON."""
    return vault.open_(PUSH_TOLD, row.pk, row.told_sealed)


def unreadable(one: Subscription) -> str:
    """Return which part of a subscription can't be used; empty where all can."""
    return push.unreadable(one)
