"""The installation's signature (Ed25519), for checkpoints and whatever must be shown to come from here."""

import base64
import functools
import hmac
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from anxin.core.keys import ring
from anxin.core.keys.models import VaultKey
from anxin.core.keys.suites import Suite


def sign(content: bytes) -> str:
    """Sign bytes with the current key: `key id|signature`."""
    key = ring.current("sign")
    signature = Ed25519PrivateKey.from_private_bytes(key.secret).sign(content)
    return f"{key.id}|{base64.b64encode(signature).decode()}"


def verify(content: bytes, signature: str) -> bool:
    """Return whether a signature of this installation stands for these bytes."""
    key_id, _, value = signature.partition("|")
    try:
        Ed25519PublicKey.from_public_bytes(public_key(key_id)).verify(base64.b64decode(value), content)
    except (InvalidSignature, ValueError, VaultKey.DoesNotExist):
        return False
    return True


def seal(purpose: bytes, content: bytes) -> str:
    """Seal bytes that only this installation will check, a hundred times faster than a signature: `key id|digest`."""
    return _sealed(ring.current("sign"), purpose, content)


def is_sealed(purpose: bytes, content: bytes, given: str) -> bool:
    """Return whether a seal of this installation stands on these bytes for this purpose."""
    try:
        key = ring.by_id(given.partition("|")[0])
    except VaultKey.DoesNotExist:
        return False
    return hmac.compare_digest(_sealed(key, purpose, content).encode(), given.encode())


def _sealed(key: ring.Key, purpose: bytes, content: bytes) -> str:
    digest = key.suite.digest(_derived(key.suite, key.secret, purpose), content)
    return f"{key.id}|{base64.b64encode(digest).decode()}"


@functools.lru_cache(maxsize=32)
def _derived(suite: Suite, secret: bytes, purpose: bytes) -> bytes:
    return suite.derive(secret, purpose)


def public_key(key_id: str = "") -> bytes:
    """Return the 32 bytes of a public key, the current one by default."""
    key = ring.by_id(key_id) if key_id else ring.current("sign")
    return Ed25519PrivateKey.from_private_bytes(key.secret).public_key().public_bytes_raw()


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A key that this installation signed with: what anybody checks it by, since when, and until when it signed."""

    id: str
    public: str
    created_at: datetime
    retired_at: datetime | None


def public_keys() -> list[PublicKey]:
    """Return every key this installation ever signed with, the current one first: what one signed stays signed."""
    rows = VaultKey.objects.filter(purpose="sign").order_by("-version")
    return [
        PublicKey(id=one.id, public=public_key(one.id).hex(), created_at=one.created_at, retired_at=one.retired_at)
        for one in rows
    ]
