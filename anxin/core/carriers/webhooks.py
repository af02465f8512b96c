"""Webhooks: a signed POST that its receiver can check and take once."""

import hashlib
import hmac
import json
from typing import Any

import httpx

from anxin.core.carriers import deadlines, routes
from anxin.core.carriers.authorities import authorities
from anxin.core.carriers.carriers import NotSent, Parcel, Unclear, register

TIMESTAMP, SIGNATURE, KEY = "Anxin-Timestamp", "Anxin-Signature", "Idempotency-Key"
TIMEOUT_S = 10.0
"""So long a call may take, all of it."""


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Sign time-stamp and body: `v1=` and the HMAC-SHA-256 in hex."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1={digest.hexdigest()}"


class Webhook:
    """Posts JSON; the receiver takes a key once, so an unclear answer is asked again."""

    accepts_key = True
    queue = "webhooks"

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport | None = None,
        look_up: routes.Lookup = routes.look_up,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._transport, self._look_up, self._timeout_s = transport, look_up, timeout_s

    def send(self, parcel: Parcel) -> str:
        """Post a message to the number behind its address, past every proxy, without following redirects."""
        if not parcel.to or not parcel.secret:
            raise NotSent({"carrier": "webhook", "why": "no address"})
        try:
            route = deadlines.at_most(
                self._timeout_s, lambda: routes.route_to(parcel.to, private=parcel.private, look_up=self._look_up)
            )
        except (ValueError, TimeoutError) as error:
            raise NotSent({"carrier": "webhook", "why": str(error)[:40] or "unknown name"}) from error
        try:
            return deadlines.within(self._timeout_s, lambda: self._post(parcel, route))
        except TimeoutError as error:
            raise Unclear({"carrier": "webhook", "why": "too slow"}) from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise NotSent({"carrier": "webhook", "why": type(error).__name__}) from error
        except httpx.HTTPError as error:
            raise Unclear({"carrier": "webhook", "why": type(error).__name__}) from error

    async def _post(self, parcel: Parcel, route: routes.Route) -> str:
        async with (
            httpx.AsyncClient(
                verify=authorities(), transport=self._transport, timeout=self._timeout_s, trust_env=False
            ) as client,
            client.stream("POST", route.url, **_letter(parcel, route)) as answer,
        ):
            return _delivered(answer)


def _letter(parcel: Parcel, route: routes.Route) -> dict[str, Any]:
    told = {"id": parcel.key, "type": parcel.template, "data": parcel.ids}
    body = json.dumps(told, separators=(",", ":")).encode()
    stamp = int(parcel.now.timestamp())
    headers = {
        "Host": route.host,
        "Content-Type": "application/json",
        TIMESTAMP: str(stamp),
        SIGNATURE: sign(parcel.secret, stamp, body),
        KEY: parcel.key,
    }
    return {"content": body, "headers": headers, "extensions": {"sni_hostname": route.name}}


def _delivered(answer: httpx.Response) -> str:
    """Read the status alone: what a receiver writes below it is nobody's business."""
    if not answer.is_success:
        raise NotSent({"carrier": "webhook", "why": f"HTTP {answer.status_code}"})
    return f"http-{answer.status_code}"


register("webhook", Webhook())
