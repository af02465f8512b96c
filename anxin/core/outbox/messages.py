"""Put a message into the running transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from anxin.core import acting, later, vault
from anxin.core.carriers.carriers import Attached, carrier_of
from anxin.core.inserts import insert_new, insert_those_new, leave_those_new
from anxin.core.outbox.models import Message
from anxin.core.plain_values import plain

SEALED_AS = "core.outbox.secret"
TASK = "anxin.core.outbox.delivery.deliver_later"
LIVE = "live"


@dataclass(frozen=True)
class MessageAddress:
    """Where a message goes: a phone or a URL, who signs it, a webhook's shared secret, files that go along.

    Never stored here.
    """

    to: str = ""
    sender: str = ""
    secret: str = field(default="", repr=False)
    attached: tuple[Attached, ...] = field(default=(), repr=False)


type Finder = Callable[[Message], MessageAddress]
type Over = Callable[[Message], bool]
_addresses: dict[str, Finder] = {}
_overs: dict[str, Over] = {}


def install(addresses: Mapping[str, Finder], overs: Mapping[str, Over]) -> None:
    """Say who knows of a carrier: carrier → what finds a message's address, what says that it is true no more."""
    _addresses.clear()
    _addresses.update(addresses)
    _overs.clear()
    _overs.update(overs)


def is_over(message: Message) -> bool:
    """Return whether what a message tells is true no more."""
    over = _overs.get(message.carrier)
    return over is not None and over(message)


def address_of(message: Message) -> MessageAddress:
    """Ask for a message's address; a carrier that needs none gets an empty one."""
    finder = _addresses.get(message.carrier)
    return finder(message) if finder else MessageAddress()


def tell(template: str, *, audiences: Iterable[str], ids: Mapping[str, object], key: str, now: datetime) -> None:
    """Tell the open pages of several audiences; `live` messages are only read, by cursor, and all of a block are put
    in one statement at its end.

    Each has the key `{key}:{audience}`; one already put stays as it is.
    """
    block = acting.current()
    told = {"template": template, "ids": plain(ids), "carrier": LIVE, "state": "live", "created_at": now}
    for audience in audiences:
        row = Message(audience=audience, key=f"{key}:{audience}", **told)
        block.put_off(_keep, row, (Message._meta.db_table,))


def carried(row: Message) -> str:
    """Return the secret that a message carries until it is sent; empty where it has none."""
    return vault.open_(SEALED_AS, row.key, row.secret) if row.secret else ""


def put(
    template: str,
    *,
    audience: str,
    ids: Mapping[str, object],
    key: str,
    now: datetime,
    carrier: str,
    secret: str | None = None,
    expires_at: datetime | None = None,
) -> Message:
    """Put a message for a carrier; a key already put gives the message that has it."""
    acting.current()
    row = _row(template, audience, ids, key, now, carrier, secret, expires_at)
    kept = row if insert_new(row) else Message.objects.get(key=key)
    _hand_on(kept)
    return kept


def put_last(
    template: str,
    *,
    audience: str,
    ids: Mapping[str, object],
    key: str,
    now: datetime,
    carrier: str,
    secret: str | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Put a message for a carrier at the end of the running block, with its live ones; a key already put stays put."""
    row = _row(template, audience, ids, key, now, carrier, secret, expires_at)
    acting.current().put_off(_keep, row, (Message._meta.db_table,))


def _row(
    template: str,
    audience: str,
    ids: Mapping[str, object],
    key: str,
    now: datetime,
    carrier: str,
    secret: str | None,
    expires_at: datetime | None,
) -> Message:
    carrier_of(carrier)
    return Message(
        template=template,
        audience=audience,
        ids=plain(ids),
        key=key,
        carrier=carrier,
        secret=vault.seal(SEALED_AS, key, secret) if secret else "",
        state="waiting",
        created_at=now,
        expires_at=expires_at,
    )


def _hand_on(row: Message) -> None:
    if row.state == "waiting":
        hand_on(row, key=task_key(row), now=row.created_at)


def task_key(row: Message) -> str:
    """Return the key of the task that first delivers a message."""
    return f"outbox:{row.pk}"


def hand_on(row: Message, *, key: str, now: datetime) -> None:
    """Hand a message that waits to who delivers it."""
    queue = carrier_of(row.carrier).queue
    later.put_last(TASK, arguments={"message": row.pk}, key=key, now=now, queue=queue)


def _keep(rows: list[Message]) -> None:
    """Insert live messages and those for carriers; the carriers' go on to who delivers them.

    A live message bears the moment it is put, not that of its reason: what was begun long before may be told only now,
    to a page read meanwhile.
    """
    moment = timezone.now()
    for row in rows:
        if row.carrier == LIVE:
            row.created_at = max(row.created_at, moment)
    handed = [row for row in rows if row.carrier != LIVE]
    if not handed:
        leave_those_new(rows)
    elif insert_those_new(rows) != len(rows):
        handed = list(Message.objects.filter(key__in=[row.key for row in handed]))
    for row in handed:
        _hand_on(row)
