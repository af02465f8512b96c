"""Webhooks: a signed POST that its receiver can check and take once."""

import hashlib
import hmac
import json
from datetime import datetime
from urllib.parse import urlsplit

import httpx

from anxin.core.carriers.carriers import NotSent, Parcel, Unclear, register

TIMESTAMP, SIGNATURE, KEY = "Anxin-Timestamp", "Anxin-Signature", "Idempotency-Key"
TOLERANCE_S = 300
TIMEOUT_S = 10.0


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Sign time-stamp and body: `v1=` and the HMAC-SHA-256 in hex."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1={digest.hexdigest()}"


def is_genuine(secret: str, timestamp: int, body: bytes, signature: str, *, now: datetime) -> bool:
    """Tell whether a signature fits and is fresh; the receiver's half, used by tests and examples."""
    fresh = abs(now.timestamp() - timestamp) <= TOLERANCE_S
    return hmac.compare_digest(sign(secret, timestamp, body), signature) and fresh


class Webhook:
    """Posts JSON; the receiver takes a key once, so an unclear answer is asked again."""

    accepts_key = True

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        self._transport = transport

    def send(self, parcel: Parcel) -> str:
        """Post a message to the address, without following redirects."""
        if urlsplit(parcel.to).scheme not in ("https", "http") or not parcel.secret:
            raise NotSent({"carrier": "webhook", "why": "no address"})
        body = json.dumps(
            {"id": parcel.key, "type": parcel.template, "data": parcel.ids}, separators=(",", ":")
        ).encode()
        stamp = int(parcel.now.timestamp())
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: str(stamp),
            SIGNATURE: sign(parcel.secret, stamp, body),
            KEY: parcel.key,
        }
        try:
            with httpx.Client(transport=self._transport, timeout=TIMEOUT_S, follow_redirects=False) as client:
                answer = client.post(parcel.to, content=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise NotSent({"carrier": "webhook", "why": type(error).__name__}) from error
        except httpx.HTTPError as error:
            raise Unclear({"carrier": "webhook", "why": type(error).__name__}) from error
        if not answer.is_success:
            raise NotSent({"carrier": "webhook", "why": f"HTTP {answer.status_code}"})
        return f"http-{answer.status_code}"


register("webhook", Webhook())
