"""Technicians are told outside of the page of what can't wait for it: a push to their browsers, or a text message."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.conf import settings as django_settings

from anxin.core import later, outbox, settings, vault
from anxin.core.actors import Actor
from anxin.core.carriers import push
from anxin.core.carriers.push import Subscription
from anxin.core.errors import Invalid
from anxin.core.inserts import insert_new
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.notices import queries, rules
from anxin.domain.notices.choices import WAYS
from anxin.domain.notices.models import Notice, PushKey, PushSubscription, Way
from anxin.domain.notices.queries import technicians
from anxin.domain.notices.queries.technicians import Push
from anxin.domain.people.models import Account

TELL = "anxin.domain.notices.tasks.tell_technician"
REACH = "anxin.domain.notices.tasks.reach"
QUIET = ("notices.quiet_from_h", "notices.quiet_until_h")
MOST_BROWSERS = 5
"""One more takes the place of the oldest."""


class NoSubscription(Invalid):
    """What a browser gave can't be used to tell it anything."""

    code = "notices.no_subscription"


def put(code: str, fact: UUID, *, now: datetime) -> None:
    """Have the technician of a fact told once the running block is over."""
    told: dict[str, str | int] = {"code": code, "fact": str(fact)}
    later.put_last(TELL, arguments=told, key=f"notices.tell:{fact}:{code}", now=now)


def tell(*, code: str, fact: Entry, now: datetime) -> bool:
    """Tell the technician whose job it is, under his bell and outside of the page; not of what he did himself."""
    account = Account.objects.filter(technician=fact.facts["technician"], is_active=True).first()
    if account is None or str(account.pk) == fact.actor_id:
        return False
    stream = fact.stream_key
    row = Notice(code=code, stream_kind=stream.kind, stream_key=stream.key, number=queries.number_of(stream))
    row.facts = {name: value for name, value in fact.facts.items() if name in rules.KEPT_FACTS}
    row.account, row.at, row.gone_at, row.key = account, fact.at, now, f"{fact.id}:{code}:account:{account.pk}"
    quiet, urgent = settings.several(*QUIET, at=now), next(one.urgent for one in rules.TABLE if one.code == code)
    hours = {"quiet_from_h": quiet[QUIET[0]], "quiet_until_h": quiet[QUIET[1]]}
    row.goes_at = rules.goes_at(now, urgent=urgent, **hours)
    if not insert_new(row):
        return False
    told = (f"account:{account.pk}",)
    outbox.tell("notice.new", audiences=told, ids={"notice": str(row.id)}, key=f"notice.new:{row.id}", now=now)
    later.put_last(REACH, arguments={"notice": str(row.id)}, key=f"notices.reach:{row.id}", now=now, run_at=row.goes_at)
    return True


def begin(notice: str, *, now: datetime) -> Push | None:
    """Return what is to be pushed; None where it is over, or the account was shut meanwhile."""
    row = Notice.objects.select_related("account").get(pk=notice)
    if row.account is None or not row.account.is_active or technicians.ends_at(row) <= now:
        return None
    return technicians.push_of(row, row.account, now=now)


def finish(pushed: Push, faults: Mapping[str, str], *, now: datetime) -> None:
    """Write down which browsers took a push (`gone` ended), and send a text where none did or he wants both."""
    for key, fault in faults.items():
        rows = PushSubscription.objects.filter(pk=key)
        if fault == rules.GONE:
            rows.delete()
        else:
            rows.update(fault=fault[:60], **({} if fault else {"reached_at": now}))
    if pushed.way == "both" or not any(fault == "" for fault in faults.values()):
        _text(pushed.notice, now=now)


def _text(row: Notice, *, now: datetime) -> None:
    """Put a text message to the technician: the case's number and a link, nobody's name or door."""
    valid = settings.several("notices.messages", "notices.address", "notices.language", at=now)
    person = row.account.person if row.account else None
    if not valid["notices.messages"] or person is None or not person.phone_sealed:
        return
    house = queries.house_of(StreamKey(row.stream_kind, str(row.stream_key)))
    link = valid["notices.address"] + rules.HIS_PAGES.get(row.code, rules.HIS_HOME)
    ids = {**row.facts, "number": row.number, "link": link, "notice": str(row.id)}
    outbox.put_last(
        f"notices.{row.code}_text",
        audience=f"person:{person.pk}",
        ids={**ids, "language": valid["notices.language"], "sender": house.slug if house else ""},
        key=f"notice:{row.id}",
        now=now,
        expires_at=technicians.ends_at(row),
        carrier=rules.SMS,
    )


def choose(*, way: str, by: Actor, now: datetime) -> None:
    """Choose how one is told outside of the page; not at all is no choice while one takes jobs."""
    if way not in WAYS:
        raise Invalid("way", expected=" | ".join(WAYS), got=way[:20])
    Way.objects.update_or_create(account_id=UUID(by.id), defaults={"way": way, "changed_at": now})


def house_key(*, now: datetime) -> str:
    """Return the public half of the house's key, made when it is first asked for."""
    known = technicians.public_key()
    if known:
        return known
    private, public = push.new_key()
    row = PushKey(public=public, made_at=now)
    row.private_sealed = vault.seal(technicians.PUSH_KEY, row.pk, private)
    return public if insert_new(row) else technicians.public_key()


def subscribe(*, told: Subscription, by: Actor, now: datetime) -> None:
    """Tell one's browser from now on; it is the account's that asked last. Raises `NoSubscription`."""
    fault = technicians.unreadable(told)
    if fault or len(told.endpoint) > rules.LONGEST_ENDPOINT:
        raise NoSubscription(fault or "endpoint", expected="as a browser gives it", got="")
    index = _index(told.endpoint)
    row = PushSubscription.objects.filter(index=index).first() or PushSubscription(index=index)
    row.account_id, row.made_at, row.fault, row.reached_at = UUID(by.id), now, "", None
    row.told_sealed = vault.seal(technicians.PUSH_TOLD, row.pk, json.dumps(asdict(told)))
    row.save()
    kept = PushSubscription.objects.filter(account=UUID(by.id)).order_by("-made_at").values_list("pk", flat=True)
    PushSubscription.objects.filter(pk__in=list(kept[MOST_BROWSERS:])).delete()


def unsubscribe(*, endpoint: str, by: Actor) -> int:
    """Tell one's browser no more; without its address none of one's own."""
    mine = PushSubscription.objects.filter(account=UUID(by.id))
    return (mine.filter(index=_index(endpoint)) if endpoint else mine).delete()[0]


def forget_browsers(*, fact: Entry, now: datetime) -> None:
    """Tell no browser of a technician any more whose sign-ins were ended: one of them lies in a lost phone."""
    PushSubscription.objects.filter(account__technician=UUID(fact.stream_key.key)).delete()


def _index(endpoint: str) -> str:
    text = f"anxin push|{endpoint}"
    return hmac.new(django_settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
