"""Web push: one short message to one browser that asked for it, by the push service it named.

Encrypted for that browser alone (RFC 8291, over RFC 8188), signed as the house (VAPID, RFC 8292): the service between
learns when something was said, and not what. `pywebpush` does the same with two more HTTP stacks below it; here are
`cryptography` and the one client all providers are asked with.
"""

import base64
import json
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from anxin.core.carriers import requests

RECORD_BYTES = 4096
POINT_BYTES, AUTH_BYTES, SALT_BYTES, HALF = 65, 16, 16, 32
GONE = (404, 410)
"""The browser doesn't want it any more: its subscription ended."""
SIGNED_FOR = timedelta(hours=12)


class Gone(Exception):
    """The subscription ended: nothing is ever to be sent there again."""


class PushRefusal(Exception):
    """The push service took nothing, and says why."""


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """Where a browser is told, and the two values that encrypt for it (base64url, as browsers give them)."""

    endpoint: str
    p256dh: str
    auth: str = field(repr=False)


def new_key() -> tuple[str, str]:
    """Return a new key of the house: its private number and its public point, both base64url."""
    key = ec.generate_private_key(ec.SECP256R1())
    return text_of(key.private_numbers().private_value.to_bytes(HALF, "big")), text_of(_point(key.public_key()))


def unreadable(one: Subscription) -> str:
    """Return which part of a subscription can't be used: `endpoint`, `p256dh`, `auth`; empty where all can."""
    if not requests.is_address(one.endpoint):
        return "endpoint"
    try:
        _public(bytes_of(one.p256dh))
    except (ValueError, UnsupportedAlgorithm):
        return "p256dh"
    try:
        return "" if len(bytes_of(one.auth)) == AUTH_BYTES else "auth"
    except ValueError:
        return "auth"


def send(
    to: Subscription, told: dict[str, str], *, key: str, by: str, lives_s: int, urgent: bool, now: datetime
) -> None:
    """Say something to a browser, kept for it at most so long; raise `Gone`, `Refusal`, `NotReached` or `NoAnswer`.

    `key`: the house's private number; `by`: the address under which the push service finds whom to complain to.
    """
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(lives_s),
        "Urgency": "high" if urgent else "normal",
        "Authorization": _vouched(to.endpoint, key=key, by=by, now=now),
    }
    body = encrypted(json.dumps(told, ensure_ascii=False).encode(), p256dh=to.p256dh, auth=to.auth)
    reply = requests.ask("POST", to.endpoint, headers=headers, content=body, outside=True)
    if reply.status in GONE:
        raise Gone
    if not 200 <= reply.status < 300:
        raise PushRefusal(f"HTTP {reply.status}")


def encrypted(text: bytes, *, p256dh: str, auth: str, salt: bytes = b"", key: str = "") -> bytes:
    """Return a message as one record that only the browser opens; `salt` and `key` are new each time."""
    theirs, salt = bytes_of(p256dh), salt or os.urandom(SALT_BYTES)
    own = _private(key) if key else ec.generate_private_key(ec.SECP256R1())
    mine = _point(own.public_key())
    shared = own.exchange(ec.ECDH(), _public(theirs))
    first = _derived(shared, salt=bytes_of(auth), info=b"WebPush: info\0" + theirs + mine, length=32)
    content = _derived(first, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derived(first, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return head + AESGCM(content).encrypt(nonce, text + b"\x02", None)


def _derived(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _vouched(endpoint: str, *, key: str, by: str, now: datetime) -> str:
    """Return the header that says who sends: a token for this service, signed by the house."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + SIGNED_FOR).timestamp()), "sub": by}
    signed = ".".join(text_of(json.dumps(one).encode()) for one in ({"typ": "JWT", "alg": "ES256"}, claims))
    own = _private(key)
    r, s = decode_dss_signature(own.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = text_of(r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big"))
    return f"vapid t={signed}.{signature}, k={text_of(_point(own.public_key()))}"


def _private(key: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(bytes_of(key), "big"), ec.SECP256R1())


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    if len(point) != POINT_BYTES:
        raise ValueError(f"point: expected {POINT_BYTES} bytes, got {len(point)}")
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def text_of(raw: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """Return the bytes of base64url, padded or not; raises ValueError."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
