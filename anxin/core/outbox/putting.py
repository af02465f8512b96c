"""Put a message into the running transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.module_loading import import_string

from anxin.core import acting, later, vault
from anxin.core.carriers.carriers import known
from anxin.core.outbox.models import Message
from anxin.core.plain import plain

SEALED_AS = "core.outbox.secret"
TASK = "anxin.core.outbox.delivering.deliver_later"
LIVE = "live"


@dataclass(frozen=True)
class Address:
    """Where a message goes: a phone or a URL, and the shared secret of a webhook. Never stored here."""

    to: str = ""
    secret: str = field(default="", repr=False)


_addresses: dict[str, str] = {}


def install(addresses: Mapping[str, str]) -> None:
    """Say who knows the addresses of a carrier: carrier → `module:function` taking the message."""
    _addresses.clear()
    _addresses.update(addresses)


def address_of(message: Message) -> Address:
    """Ask for a message's address; a carrier that needs none gets an empty one."""
    finder = _addresses.get(message.carrier)
    if finder is None:
        return Address()
    ask: Callable[[Message], Address] = import_string(finder.replace(":", "."))
    return ask(message)


def put(
    template: str,
    *,
    audience: str,
    ids: Mapping[str, object],
    key: str,
    now: datetime,
    secret: str | None = None,
    expires_at: datetime | None = None,
    carrier: str = LIVE,
) -> Message:
    """Put a message; a key already put gives the message that has it. `live` ones are only read, by cursor."""
    acting.current()
    if carrier != LIVE:
        known(carrier)
    row = Message(
        template=template,
        audience=audience,
        ids=plain(ids),
        key=key,
        carrier=carrier,
        secret=vault.seal(SEALED_AS, key, secret) if secret else "",
        state="live" if carrier == LIVE else "waiting",
        created_at=now,
        expires_at=expires_at,
    )
    Message.objects.bulk_create([row], ignore_conflicts=True)
    kept = Message.objects.get(key=key)
    if kept.state == "waiting":
        later.put(TASK, arguments={"message": kept.pk}, key=f"outbox:{kept.pk}", now=now)
    return kept
