"""Deliver a message: intent row, commit, call with the key, outcome row."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation

from anxin.core import later, providers, wording
from anxin.core import settings as house
from anxin.core.acting import acting
from anxin.core.carriers import carriers, deadlines, routes
from anxin.core.carriers.carriers import Carrier, NotSent, OutOfReach, Parcel, Unclear, carrier_of
from anxin.core.outbox import repeats
from anxin.core.outbox.messages import address_of, carried, is_over
from anxin.core.outbox.models import Message

RETRIES = 8
AGAIN = timedelta(minutes=10)
"""So often somebody who stays out of reach is asked after that."""
LATE = timedelta(minutes=5)
"""From when on a message that still waits is looked at again: what it tells may be over."""


def is_waited_for(message: int) -> bool:
    """Return whether another house's program waits for a message; one to a person is not sent long after its time."""
    return Message.objects.filter(pk=message, carrier="webhook", state__in=["waiting", "sending"]).exists()


@later.task(queue="outside", retries=RETRIES, lease_s=int(carriers.LONGEST_S * 2), waits=is_waited_for)
def deliver_later(message: int, *, now: datetime) -> None:
    """Deliver one message; what could not leave is tried again with a longer pause."""
    try:
        deliver(Message.objects.get(pk=message), now=now)
    except OutOfReach:
        row = Message.objects.get(pk=message)
        if row.attempts <= RETRIES or row.state != "waiting":
            raise
        acting(lambda: _put_again(row, now))


def _put_again(row: Message, now: datetime) -> None:
    """Have a message go later whose carrier stays out of reach; each time a task of its own, none a dead letter."""
    key, queue = f"outbox:{row.pk}:{row.attempts}", carrier_of(row.carrier).queue
    later.put(deliver_later, arguments={"message": row.pk}, key=key, now=now, run_at=now + AGAIN, queue=queue)


def deliver(message: Message, *, now: datetime) -> Message:
    """Deliver a message that waits, once.

    Raises NotSent or Unclear where it should be tried again. Where the carrier knows no key, an attempt with an
    unclear end is never repeated: the message stays `unclear` until a person has looked.
    """
    carrier = carrier_of(message.carrier)
    kept = acting(lambda: _intend(message.pk, carrier, now=now))
    if kept.state != "sending":
        return kept
    try:
        parcel = _parcel(kept, now=now)
    except Exception:
        _conclude(kept, state="waiting", answer="not made up", now=now)
        raise
    try:
        answer = _carried(carrier, parcel)
    except NotSent as failure:
        last = kept.attempts > RETRIES and not _goes_once_back(kept, failure, now)
        _conclude(kept, state="failed" if last else "waiting", answer=str(failure.facts.get("why", "")), now=now)
        raise
    except Unclear as failure:
        if carrier.accepts_key:
            raise
        return _conclude(kept, state="unclear", answer=str(failure.facts.get("why", "")), now=now)
    return _conclude(kept, state="sent", answer=answer, now=now)


def _goes_once_back(row: Message, failure: NotSent, now: datetime) -> bool:
    """Return whether a message whose carrier wasn't reached is worth sending later: it says until when."""
    return isinstance(failure, OutOfReach) and row.expires_at is not None and row.expires_at > now


def _carried(carrier: Carrier, parcel: Parcel) -> str:
    """Have a parcel carried; a carrier that takes longer than it may is left, and what it did is unclear."""
    try:
        return deadlines.at_most(carriers.LONGEST_S, lambda: carrier.send(parcel))
    except TimeoutError as error:
        raise Unclear({"carrier": type(carrier).__name__, "why": "too slow"}) from error
    finally:
        if parcel.notes:
            acting(lambda: _note(parcel))


def _note(parcel: Parcel) -> None:
    """Count whom the carrier asked, and what it costs."""
    for name, fault, cost_mill in parcel.notes:
        providers.note_call(name, fault=fault, cost_mill=cost_mill, now=parcel.now)


def _intend(key: int, carrier: Carrier, *, now: datetime) -> Message:
    row = Message.objects.select_for_update().get(pk=key)
    if row.state not in ("waiting", "sending"):
        return row
    if (row.expires_at and row.expires_at <= now) or (row.created_at <= now - LATE and is_over(row)):
        row.state, row.secret, row.settled_at = "expired", "", now
    elif row.state == "sending" and not carrier.accepts_key:
        row.state, row.answer, row.settled_at = "unclear", "died", now
    else:
        row.state, row.attempts = "sending", row.attempts + 1
    row.save(update_fields=["state", "secret", "answer", "attempts", "settled_at"])
    repeats.tell_lost(row, now=now)
    return row


def _conclude(row: Message, *, state: str, answer: str, now: datetime) -> Message:
    """Write the outcome of this attempt, unless another attempt was made meanwhile; a sent secret is erased."""

    def write() -> None:
        mine = Message.objects.filter(pk=row.pk, state="sending", attempts=row.attempts)
        written = mine.update(state=state, answer=answer[:64], settled_at=None if state == "waiting" else now)
        if state in ("sent", "failed"):
            Message.objects.filter(pk=row.pk, state=state).update(secret="")
        if written:
            repeats.tell_lost(Message(pk=row.pk, template=row.template, state=state), now=now)

    acting(write)
    row.refresh_from_db()
    return row


def _may_lead_inside(url: str, *, now: datetime) -> bool:
    """Return whether a webhook may go to an address of our own network."""
    every: bool = house.get(routes.PRIVATE.name, at=now)
    return every or routes.is_inside_by_name(url, house.get(routes.INSIDE.name, at=now))


def _parcel(row: Message, *, now: datetime) -> Parcel:
    secret = carried(row)
    address = address_of(row)
    with translation.override(row.ids.get("language") or settings.LANGUAGE_CODE):
        told = {**row.ids, "secret": secret}
        text, params = wording.message(row.template, told), wording.parts(row.template, told)
    return Parcel(
        key=row.key,
        template=row.template,
        ids=row.ids,
        text=text,
        to=address.to,
        sender=address.sender,
        secret=address.secret,
        params=params,
        attached=address.attached,
        private=row.carrier == "webhook" and _may_lead_inside(address.to, now=now),
        now=now,
    )
