"""Ask a provider over HTTP: one call, one deadline, a bounded answer; whether anything left is always known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from anxin.core.carriers import deadlines, routes
from anxin.core.errors import Unavailable

TIMEOUT_S = 12.0
MOST_BYTES = 1024 * 1024


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
) -> Reply:
    """Return what a provider answers; raise `NotReached` or `NoAnswer`, each with why in one word.

    `outside`: the address was given by somebody who isn't an administrator, so it may lead nowhere inside our network.
    """
    longest_s, told, known_as = timeout_s or TIMEOUT_S, dict(headers or {}), ""
    try:
        if outside:
            route = deadlines.at_most(longest_s, lambda: routes.route_to(url, private=False))
            url, known_as = route.url, route.name
            told["Host"] = route.host
        return deadlines.within(longest_s, lambda: _ask(method, url, told, content, longest_s, most_bytes, known_as))
    except routes.NotReachable as error:
        raise NotReached({"why": str(error)}) from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise NotReached({"why": _why(error)}) from error
    except (TimeoutError, httpx.HTTPError) as error:
        raise NoAnswer({"why": _why(error)}) from error


async def _ask(
    method: str, url: str, headers: Mapping[str, str], content: bytes, timeout_s: float, most_bytes: int, known_as: str
) -> Reply:
    body, extensions = bytearray(), {"sni_hostname": known_as} if known_as else {}
    async with (
        httpx.AsyncClient(timeout=timeout_s, follow_redirects=False) as client,
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
