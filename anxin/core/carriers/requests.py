"""Ask a provider over HTTP: one call, one deadline, a bounded answer; whether anything left is always known."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import httpx

from anxin.core import settings as house
from anxin.core.carriers import deadlines, routes
from anxin.core.carriers.authorities import authorities
from anxin.core.errors import Unavailable

TIMEOUT_S = 12.0
MOST_BYTES = 1024 * 1024
NOT_REACHED = "not reached"
"""How a trial's fault begins that says nothing of what is granted: the provider was away, or busy."""
REDIRECTS, REDIRECTED = 4, (301, 302, 303, 307, 308)


class NotReached(Unavailable):
    """Nothing left the house: it may be asked again."""

    code = "providers.not_reached"


class NoAnswer(Unavailable):
    """It may have been done or not: first look what became of it."""

    code = "providers.no_answer"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back, as it came: the signature is over these very bytes."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    timeout_s: float = 0,
    most_bytes: int = MOST_BYTES,
    outside: bool = False,
    beside: str = "",
) -> Reply:
    """Return what a provider answers; raise `NotReached` or `NoAnswer`, each with why in one word.

    `outside`: the address was given by somebody who isn't an administrator, so it may lead nowhere inside our network,
    but to names an administrator allowed, and to where the address `beside` leads, which he gave himself.
    """
    longest_s, told, known_as = timeout_s or TIMEOUT_S, dict(headers or {}), ""
    try:
        if outside:
            private = _may_lead_inside(url, beside)
            route = deadlines.at_most(longest_s, lambda: routes.route_to(url, private=private))
            url, known_as = route.url, route.name
            told["Host"] = route.host
        return deadlines.within(longest_s, lambda: _ask(method, url, told, content, longest_s, most_bytes, known_as))
    except routes.NotReachable as error:
        raise NotReached({"why": str(error)}) from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise NotReached({"why": _why(error)}) from error
    except (TimeoutError, httpx.HTTPError) as error:
        raise NoAnswer({"why": _why(error)}) from error


def fetch(url: str, *, timeout_s: float = 0, most_bytes: int = MOST_BYTES, beside: str = "") -> Reply:
    """Return what lies at an address that an answer named; each redirect is checked as the first address is."""
    ends_s = time.monotonic() + (timeout_s or TIMEOUT_S)
    for _turn in range(REDIRECTS + 1):
        left_s = ends_s - time.monotonic()
        if left_s <= 0:
            raise NoAnswer({"why": "too slow"})
        reply = ask("GET", url, timeout_s=left_s, most_bytes=most_bytes, outside=True, beside=beside)
        to = reply.headers.get("location", "")
        if reply.status not in REDIRECTED or not to:
            return reply
        url = _joined(url, to)
    raise NotReached({"why": "too many redirects"})


def _joined(url: str, to: str) -> str:
    try:
        return urljoin(url, to)
    except ValueError as error:
        raise NotReached({"why": "no address"}) from error


def _may_lead_inside(url: str, beside: str) -> bool:
    """Return whether an address leads where an administrator said, by name or by an address of his own."""
    try:
        given = urlsplit(beside).netloc.lower()
    except ValueError:
        given = ""
    known = house.get(routes.INSIDE.name, at=datetime.now(UTC))
    return routes.is_inside_by_name(url, [*known, *([given] if given else [])])


async def _ask(
    method: str, url: str, headers: Mapping[str, str], content: bytes, timeout_s: float, most_bytes: int, known_as: str
) -> Reply:
    body, extensions = bytearray(), {"sni_hostname": known_as} if known_as else {}
    async with (
        httpx.AsyncClient(verify=authorities(), timeout=timeout_s, follow_redirects=False) as client,
        client.stream(method, url, headers=headers, content=content or None, extensions=extensions) as answer,
    ):
        async for piece in answer.aiter_bytes():
            body += piece
            if len(body) > most_bytes:
                raise NoAnswer({"why": "too long"})
    return Reply(status=answer.status_code, headers=dict(answer.headers), body=bytes(body))


def is_address(url: str) -> bool:
    """Return whether a provider may be asked there: encrypted, or on this very machine (a stand-in)."""
    try:
        parts = urlsplit(url)
        own = parts.hostname in ("127.0.0.1", "localhost", "::1")
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (own and parts.scheme == "http"))


def _why(error: Exception) -> str:
    return "too slow" if isinstance(error, TimeoutError | httpx.TimeoutException) else type(error).__name__
