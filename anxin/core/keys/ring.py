"""The ring of keys: opened once a process, those in use of each purpose looked up again every few seconds."""

import base64
import secrets
import time
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction

from anxin.core.errors import Unavailable
from anxin.core.keys import masters
from anxin.core.keys.models import VaultKey
from anxin.core.keys.suites import SUITES, Suite

PURPOSES = ("data", "index", "sign")
LOOK_AGAIN_S = 5.0


class NoKeys(Unavailable):
    """No key of this purpose was made."""

    code = "keys.no_keys"


@dataclass(frozen=True)
class Key:
    """An opened key."""

    id: str
    version: int
    suite: Suite
    secret: bytes


_opened: dict[str, Key] = {}
_living: dict[str, tuple[float, tuple[Key, ...]]] = {}
"""The keys of a purpose that are in use and when they were looked up: published opened, so that no thread meets a name
only."""


def current(purpose: str) -> Key:
    """Return the newest key of a purpose."""
    found = living(purpose)
    if not found:
        raise NoKeys({"purpose": purpose})
    return found[0]


def living(purpose: str) -> tuple[Key, ...]:
    """Return the keys of a purpose that are not retired, newest first, as they were a few seconds ago at most."""
    known = _living.get(purpose)
    if known is not None and time.monotonic() - known[0] < LOOK_AGAIN_S:
        return known[1]
    looked_at = time.monotonic()
    rows = VaultKey.objects.filter(purpose=purpose, retired_at=None).order_by("-version")
    found = tuple(_open(row) for row in rows)
    if found:
        _living[purpose] = (looked_at, found)
    return found


def by_id(key_id: str) -> Key:
    """Return one key; raise `VaultKey.DoesNotExist` for an id that was never made."""
    return _opened.get(key_id) or _open(VaultKey.objects.get(id=key_id))


def of_version(purpose: str, version: int) -> Key | None:
    """Return the key of a purpose and version, retired or not; None where it was never made."""
    row = VaultKey.objects.filter(purpose=purpose, version=version).first()
    return _open(row) if row else None


def every(purpose: str) -> list[Key]:
    """Return all keys of a purpose there ever were, newest first."""
    return [_open(row) for row in VaultKey.objects.filter(purpose=purpose).order_by("-version")]


def add(purpose: str, *, now: datetime) -> Key:
    """Make the next key of a purpose; where two processes do so at once, both get the one that was first."""
    suite = SUITES[masters.configured("suite")]
    last = VaultKey.objects.filter(purpose=purpose).order_by("-version").first()
    key_id = secrets.token_hex(4)
    master = masters.current()
    secret = Ed25519PrivateKey.generate().private_bytes_raw() if purpose == "sign" else suite.new_key()
    if purpose == "index":
        secret = secrets.token_bytes(32)
    row = VaultKey(
        id=key_id,
        purpose=purpose,
        version=last.version + 1 if last else 1,
        suite=suite.name,
        master=master.name,
        wrapped=base64.b64encode(master.wrap(suite.name, secret, _context(purpose, key_id))).decode(),
        created_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        row = VaultKey.objects.get(purpose=purpose, version=row.version)
    look_again(purpose)
    return _open(row)


def ensure(*, now: datetime) -> None:
    """Make the first master key and the first key of every purpose; never a new master over existing keys."""
    missing = [p for p in PURPOSES if not VaultKey.objects.filter(purpose=p).exists()]
    if len(missing) == len(PURPOSES):
        masters.init()
    for purpose in missing:
        add(purpose, now=now)


def rewrap() -> int:
    """Wrap every key again with the master now in front; give how many changed."""
    master = masters.current()
    rows = list(VaultKey.objects.exclude(master=master.name))
    for row in rows:
        secret = _open(row).secret
        wrapped = base64.b64encode(master.wrap(row.suite, secret, _context(row.purpose, row.id))).decode()
        VaultKey.objects.filter(id=row.id).update(master=master.name, wrapped=wrapped)
    return len(rows)


def look_again(purpose: str) -> None:
    """Have the keys of a purpose looked up anew: one was made or retired."""
    _living.pop(purpose, None)


def forget() -> None:
    """Drop every opened key from memory."""
    _opened.clear()
    _living.clear()


def _open(row: VaultKey) -> Key:
    known = _opened.get(row.id)
    if known is None:
        master = masters.named(row.master)
        secret = master.unwrap(row.suite, base64.b64decode(row.wrapped), _context(row.purpose, row.id))
        known = _opened[row.id] = Key(row.id, row.version, SUITES[row.suite], secret)
    return known


def _context(purpose: str, key_id: str) -> bytes:
    return f"anxin.vault|{purpose}|{key_id}".encode()
