"""A stand-in for a push service and the browser behind it: it proves who sends, and opens what came by RFC 8291."""

import base64
import json
import os
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.standins.server import Call, Reply, Standin


def plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def mac(key: bytes, text: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(text)
    return made.finalize()


class Browser(Standin):
    """One browser at its service. Moods of its own: gone, away, forbidden."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.secret = os.urandom(16)
        self.told: list[dict[str, str]] = []
        self.by: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    @property
    def given(self) -> dict[str, str]:
        """What its page hands in."""
        return {"endpoint": f"{self.url}/send/1", "p256dh": written(self.point), "auth": written(self.secret)}

    def handle(self, call: Call, mood: str) -> Reply:
        refused = {"gone": 410, "away": 404, "forbidden": 403}.get(mood)
        if refused:
            return Reply(status=refused)
        headers = {name.lower(): value for name, value in call.headers.items()}
        self.by.append(self._proved(headers["authorization"]))
        self.told.append(json.loads(self._opened(call.body)))
        self.headers.append(headers)
        return Reply(status=201)

    def _proved(self, header: str) -> dict[str, Any]:
        """Prove the token by the key beside it."""
        scheme, _, rest = header.partition(" ")
        parts = dict(one.strip().split("=", 1) for one in rest.split(","))
        head, claims, signature = parts["t"].split(".")
        raw = plain(signature)
        known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), plain(parts["k"]))
        signed = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        known.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        told: dict[str, Any] = json.loads(plain(claims))
        assert scheme == "vapid"
        assert json.loads(plain(head))["alg"] == "ES256"
        assert told["aud"] == f"http://{urlsplit(self.url).netloc}"
        return {**told, "key": parts["k"]}

    def _opened(self, body: bytes) -> bytes:
        """Open a record step by step: extract and expand with bare HMACs."""
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        first = mac(mac(self.secret, shared), b"WebPush: info\0" + self.point + sender + b"\x01")
        second = mac(salt, first)
        key = mac(second, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = mac(second, b"Content-Encoding: nonce\0\x01")[:12]
        text = AESGCM(key).decrypt(nonce, sealed, None)
        assert text.endswith(b"\x02")
        return text[:-1]
