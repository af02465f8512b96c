"""Seal and open one field."""

import base64
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag

from anxin.core.errors import Unavailable
from anxin.core.keys import ring
from anxin.core.keys.models import VaultKey
from anxin.core.keys.suites import NONCE_BYTES


class Tampered(Unavailable):
    """A sealed text was changed, cut, or moved from another row or column."""

    code = "vault.tampered"


class UnknownKey(Unavailable):
    """The key named by a sealed text was never made here."""

    code = "vault.unknown_key"


def seal(name: str, row_id: UUID | str, text: str) -> str:
    """Seal a text for one logical column and one row."""
    key = ring.current("data")
    nonce = os.urandom(NONCE_BYTES)
    sealed = key.suite.encrypt(key.secret, nonce, text.encode(), bound(name, row_id))
    return f"v1|{key.id}|{_text(nonce)}|{_text(sealed)}"


def open_(name: str, row_id: UUID | str, sealed: str) -> str:
    """Open a sealed text; raise `Tampered` or `UnknownKey` with the column and row named."""
    facts = {"name": name, "row": str(row_id)}
    try:
        version, key_id, nonce, ciphertext = sealed.split("|")
        if version != "v1":
            raise ValueError(version)
        key = ring.by_id(key_id)
        return key.suite.decrypt(key.secret, _bytes(nonce), _bytes(ciphertext), bound(name, row_id)).decode()
    except VaultKey.DoesNotExist as error:
        raise UnknownKey({**facts, "key": key_id}) from error
    except (InvalidTag, ValueError) as error:
        raise Tampered(facts) from error


def key_of(sealed: str) -> str:
    """Return the key a sealed text was sealed with; empty where it is none."""
    parts = sealed.split("|")
    return parts[1] if len(parts) == 4 and parts[0] == "v1" else ""


def bound(name: str, row_id: UUID | str) -> bytes:
    """Return the bytes a sealed text is bound to."""
    return f"{name}|{row_id}".encode()


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
