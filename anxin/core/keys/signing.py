"""The installation's signature (Ed25519), for checkpoints and whatever must be shown to come from here."""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from anxin.core.keys import ring
from anxin.core.keys.models import VaultKey


def sign(content: bytes) -> str:
    """Sign bytes with the current key: `key id|signature`."""
    key = ring.current("sign")
    signature = Ed25519PrivateKey.from_private_bytes(key.secret).sign(content)
    return f"{key.id}|{base64.b64encode(signature).decode()}"


def verify(content: bytes, signature: str) -> bool:
    """Tell whether a signature of this installation stands for these bytes."""
    key_id, _, value = signature.partition("|")
    try:
        Ed25519PublicKey.from_public_bytes(public_key(key_id)).verify(base64.b64decode(value), content)
    except (InvalidSignature, ValueError, VaultKey.DoesNotExist):
        return False
    return True


def public_key(key_id: str = "") -> bytes:
    """Give the 32 bytes of a public key, the current one by default."""
    key = ring.by_id(key_id) if key_id else ring.current("sign")
    return Ed25519PrivateKey.from_private_bytes(key.secret).public_key().public_bytes_raw()
