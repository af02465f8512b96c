"""The front of one port: live streams natively, pages and API as WSGI inside, nothing slow in anybody's way."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.utils import translation

from anxin.config import live, processes
from anxin.config.intake import Intake
from anxin.config.wsgi_pool import Inside
from anxin.core import wording
from anxin.core.errors import AnxinError
from anxin.faces import refusals, shared
from anxin.faces.api import problems
from anxin.faces.errors import bare_page

THREADS, STRANGERS = 8, 5
Application = Callable[[dict[str, Any], live.Receive, live.Send], Awaitable[None]]


def front(
    pages: WSGIHandler, *, streams: bool = True, intake: Intake | None = None, inside: Inside | None = None
) -> Application:
    """Put the live streams in front of the pages, and the intake of bodies before both."""
    taken = intake or Intake(settings.FILES / "incoming")
    threads = inside or Inside(pages, threads=THREADS, strangers=STRANGERS)

    async def application(scope: dict[str, Any], receive: live.Receive, send: live.Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send, streams=streams)
        elif scope["type"] == "http" and streams and scope["path"].startswith("/live/"):
            await live.stream(scope, receive, send)
        elif scope["type"] == "http":
            await _page(scope, receive, send, taken, threads)
        else:
            await send({"type": "websocket.close", "code": 1000})

    return application


async def _page(scope: dict[str, Any], receive: live.Receive, send: live.Send, intake: Intake, inside: Inside) -> None:
    begun = False

    async def sending(message: dict[str, Any]) -> None:
        nonlocal begun
        begun = True
        if processes.LEAVING.is_set() and message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        await send(message)

    headers = dict(scope["headers"])
    resumable = scope["method"] == "PATCH" and b"upload-offset" in headers
    try:
        known = inside.known.knows(scope)
        body = await intake.take(receive, _length(scope["path"], headers), known=known, resumable=resumable)
        if body is not None:
            await inside.answer(scope, body, sending)
    except AnxinError as error:
        if begun:
            raise
        await _refuse(scope, error, send)


def _length(path: str, headers: dict[bytes, bytes]) -> int:
    """Return how much of a body is taken in: nothing of what is refused for its form or length alone."""
    said = headers.get(b"content-length", b"").decode("latin-1")
    unread = b"transfer-encoding" in headers or not (said.isascii() and said.isdigit())
    return 0 if unread or problems.is_too_long(path, said) else int(said[:15])


async def _refuse(scope: dict[str, Any], error: AnxinError, send: live.Send) -> None:
    """Say no without a thread; what is left of the body is not waited for."""
    asking = HttpRequest()
    asking.META = {
        f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}": value.decode("latin-1")
        for name, value in scope["headers"]
        if name in (b"accept-language", b"accept")
    }
    program = scope["path"].startswith(problems.ROOT)
    again: Callable[[], AnxinError] = type(error)
    content, kind = _refusal(again, shared.number_of(error), program, problems.language_of(asking))
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    if "wait_s" in error.facts:
        headers.append((b"retry-after", str(error.facts["wait_s"]).encode()))
    await send({"type": "http.response.start", "status": shared.number_of(error), "headers": headers})
    await send({"type": "http.response.body", "body": content})


@lru_cache(maxsize=64)
def _refusal(kind: Callable[[], AnxinError], status: int, program: bool, language: str) -> tuple[bytes, bytes]:
    with translation.override(language):
        said = kind()
        if program:
            return refusals.problem(said).content, problems.MEDIA.encode()
        return bare_page(status, sentence=wording.error(said)).encode(), b"text/html; charset=utf-8"


def leave() -> None:
    """Go on answering, but let nobody stay: the health page says so, streams end, connections close after an answer."""
    processes.LEAVING.set()
    live.FEED.leave()


async def _lifespan(receive: live.Receive, send: live.Send, *, streams: bool) -> None:
    await receive()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, leave)
    feed = asyncio.create_task(live.FEED.run()) if streams else None
    await send({"type": "lifespan.startup.complete"})
    await receive()
    if feed:
        feed.cancel()
        live.FEED.close()
    await send({"type": "lifespan.shutdown.complete"})
