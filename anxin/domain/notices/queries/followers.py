"""What can be asked about who follows the service account."""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from urllib.parse import quote
from uuid import UUID

from django.conf import settings as django_settings
from django.db.models import Max

from anxin.core import providers, settings, vault
from anxin.core.actors import Actor
from anxin.core.carriers import wechat
from anxin.core.outbox import Message, MessageAddress
from anxin.core.timeline import Entry
from anxin.domain.contacts.models import Said
from anxin.domain.contacts.queries import ANSWER
from anxin.domain.notices.models import Follower
from anxin.domain.people.models import Person
from anxin.domain.people.queries import actors

OPENID, SAY = "notices.follower.openid", "notices.said"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What a code may lead to: how its key reads, and the path it makes."""

    pattern: str
    path: str


SCENES = {
    "case": Scene(pattern=r"[A-Z]+-[0-9-]+", path="/customer/repairs/{0}/"),
    "check": Scene(pattern=r"(hotline|outlet|technician)/[^/]{1,40}", path="/verify/?kind={0}&code={1}"),
    "report": Scene(pattern=r"[a-z][a-z0-9-]*/[^/]{1,30}", path="/report/{0}/{1}/"),
    "device": Scene(pattern=r"[a-z][a-z0-9-]*/[^/]{1,20}/[^/]{1,24}", path="/report/{0}/{1}/?serial={2}"),
}
AT_ONCE = 500
ANSWERS = timedelta(hours=48)
"""So long after he last wrote somebody may be answered in WeChat."""


def index_of(app: str, openid: str) -> str:
    """Return what an openid is found by: a keyed digest."""
    text = f"anxin follower|{app}|{openid}"
    return hmac.new(django_settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def by_id(key: str | None) -> Follower | None:
    """Return a follower a session remembers."""
    return Follower.objects.filter(pk=key).first() if key else None


def openid_of(row: Follower) -> str:
    """Return what WeChat calls a follower."""
    return vault.open_(OPENID, row.pk, row.openid_sealed)


def reached(person: UUID | str) -> dict[str, str]:
    """Return what the service account is asked with to reach a person in WeChat; nothing where he isn't there."""
    account = providers.account(wechat.NAME)
    if account is None:
        return {}
    same = Person.objects.filter(pk=person).exclude(phone_index="").values("phone_index")
    mine = Follower.objects.filter(app=account.values["app"], follows=True, person__phone_index__in=same)
    row = mine.order_by("-joined_at").first()
    return {"name": account.name, **account.values, "openid": openid_of(row)} if row else {}


def is_joined(actor: Actor) -> bool:
    """Return whether a customer's own WeChat is known; told to nobody but who proved his phone."""
    mine = [UUID(one) for one in actors.proved_selves(actor)]
    return bool(mine) and Follower.objects.filter(person__in=mine).exists()


def left_by_number() -> list[Follower]:
    """Return whose WeChat proved a number that its person corrected since; it stands joined from an earlier version."""
    told = Entry.objects.filter(code="people.phone_corrected", stream__kind="person")
    since = {UUID(key): at for key, at in told.values_list("stream__key").annotate(Max("at")) if key}
    rows = (
        row
        for some in batched(since, AT_ONCE, strict=False)
        for row in Follower.objects.filter(person__in=some).order_by("pk")
    )
    return [row for row in rows if row.person_id and row.joined_at and row.joined_at < since[row.person_id]]


def hears(person: UUID, *, now: datetime) -> Follower | None:
    """Return the follower who can be answered in WeChat now."""
    return Follower.objects.filter(person=person, heard_at__gt=now - ANSWERS, follows=True).first()


def text_of(said: Said) -> str:
    """Return what was answered in writing."""
    return vault.open_(ANSWER, said.id, said.text_sealed)


def wechat_of(message: Message) -> MessageAddress:
    """Return whom a message to a follower goes to, and what the account is asked with."""
    row, account = by_id(message.audience.removeprefix("follower:")), providers.account(wechat.NAME)
    if row is None or account is None:
        return MessageAddress()
    return MessageAddress(to=openid_of(row), secret=json.dumps(dict(account.values)))


def path_of(scene: str) -> str:
    """Return the path a code's scene leads to (`case:…`, `check:…`, `report:…`, `device:…`); empty for any other."""
    kind, _colon, key = scene.partition(":")
    if kind not in SCENES or not re.fullmatch(SCENES[kind].pattern, key):
        return ""
    parts = [quote(one, safe="") for one in key.split("/")]
    return SCENES[kind].path.format(*parts)


def home(*, now: datetime) -> str:
    """Return this installation's public address."""
    return str(settings.get("notices.address", at=now))
