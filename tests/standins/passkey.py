"""A device with passkeys, written from the WebAuthn text alone: it makes keys, signs, counts, and can misbehave."""

import base64
import hashlib
import json
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def plain(data: bytes) -> str:
    """Write bytes as a URL may carry them."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unplain(text: str) -> bytes:
    """Read them."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cbor(value: Any) -> bytes:
    """Write a value of whole numbers, bytes, texts and maps (RFC 8949)."""
    match value:
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case dict():
            return _head(5, len(value)) + b"".join(cbor(key) + cbor(one) for key, one in value.items())
    raise TypeError(type(value).__name__)


def _head(kind: int, size: int) -> bytes:
    if size < 24:
        return bytes([kind << 5 | size])
    if size < 256:
        return bytes([kind << 5 | 24, size])
    return bytes([kind << 5 | 25]) + struct.pack(">H", size)


@dataclass
class Key:
    """One passkey on the device."""

    id: bytes
    rp: str
    handle: bytes
    secret: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
    count: int = 0

    def cose(self) -> bytes:
        """Write the public half as COSE does."""
        if isinstance(self.secret, ed25519.Ed25519PrivateKey):
            return cbor({1: 1, 3: -8, -1: 6, -2: self.secret.public_key().public_bytes_raw()})
        numbers = self.secret.public_key().public_numbers()
        return cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})

    def sign(self, data: bytes) -> bytes:
        """Sign."""
        if isinstance(self.secret, ed25519.Ed25519PrivateKey):
            return self.secret.sign(data)
        return self.secret.sign(data, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How the device behaves: every field but the origin is a fault when it differs."""

    origin: str = "https://localhost"
    rp: str = ""
    flags: int = PRESENT | VERIFIED
    challenge: str = ""
    kind: str = ""
    cross: bool = False
    counts: bool = True


@dataclass
class Device:
    """A device with its keys; `manner` says how it answers."""

    manner: Manner = field(default_factory=Manner)
    keys: list[Key] = field(default_factory=list)
    elliptic: bool = True

    def so(self, **faults: Any) -> "Device":
        """Return the same device, with the same keys, in another manner."""
        return Device(replace(self.manner, **faults), self.keys, self.elliptic)

    def make(self, options: Mapping[str, Any]) -> str:
        """Make a passkey as `navigator.credentials.create` would, and write the answer."""
        assert options["authenticatorSelection"]["userVerification"] == "required"
        assert options["authenticatorSelection"]["residentKey"] == "required"
        known = {unplain(one["id"]) for one in options.get("excludeCredentials", ())}
        assert not known & {one.id for one in self.keys}, "this device has one already"
        secret = ec.generate_private_key(ec.SECP256R1()) if self.elliptic else ed25519.Ed25519PrivateKey.generate()
        key = Key(secrets.token_bytes(24), options["rp"]["id"], unplain(options["user"]["id"]), secret)
        self.keys.append(key)
        head = self._head(key, self.manner.flags | ATTESTED)
        data = head + bytes(16) + struct.pack(">H", len(key.id)) + key.id + key.cose()
        attested = cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"])
        return self._answer(key, {"clientDataJSON": plain(client), "attestationObject": plain(attested)})

    def enter(self, options: Mapping[str, Any], key: Key | None = None, **changed: Any) -> str:
        """Sign as `navigator.credentials.get` would, and write the answer; `changed` are parts of it replaced."""
        assert options["userVerification"] == "required"
        key = key or self.keys[-1]
        key.count += 1 if self.manner.counts else 0
        head, client = self._head(key, self.manner.flags), self._client("webauthn.get", options["challenge"])
        response = {
            "clientDataJSON": plain(client),
            "authenticatorData": plain(head),
            "signature": plain(key.sign(head + hashlib.sha256(client).digest())),
            "userHandle": plain(key.handle),
        }
        return self._answer(key, {**response, **changed})

    def _head(self, key: Key, flags: int) -> bytes:
        rp = self.manner.rp or key.rp
        return hashlib.sha256(rp.encode()).digest() + bytes([flags]) + struct.pack(">I", key.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {
            "type": self.manner.kind or kind,
            "challenge": self.manner.challenge or challenge,
            "origin": self.manner.origin,
            "crossOrigin": self.manner.cross,
        }
        return json.dumps(told).encode()

    @staticmethod
    def _answer(key: Key, response: Mapping[str, str]) -> str:
        told = {"id": plain(key.id), "rawId": plain(key.id), "type": "public-key", "response": response}
        return json.dumps({**told, "clientExtensionResults": {}})
