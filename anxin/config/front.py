"""The front of one port: live streams natively, pages and API as WSGI inside."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.handlers.wsgi import WSGIHandler

from anxin.config import live

THREADS = 8
Application = Callable[[dict[str, Any], live.Receive, live.Send], Awaitable[None]]


def front(pages: WSGIHandler) -> Application:
    """Put the live streams in front of the pages."""
    inside = WSGIMiddleware(pages, workers=THREADS)  # type: ignore[arg-type]

    async def application(scope: dict[str, Any], receive: live.Receive, send: live.Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/live/"):
            await live.stream(scope, receive, send)
        elif scope["type"] == "http":
            await inside(scope, _whole(scope, receive), send)  # type: ignore[arg-type]
        else:
            await send({"type": "websocket.close", "code": 1000})

    return application


def _whole(scope: dict[str, Any], receive: live.Receive) -> live.Receive:
    """Break a body off loudly when the client leaves in the middle: half an upload is no upload."""
    length = int(dict(scope["headers"]).get(b"content-length") or 0)
    seen = 0

    async def counted() -> dict[str, Any]:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.disconnect" and seen < length:
            raise ConnectionResetError(f"the client left after {seen} of {length} bytes")
        seen += len(message.get("body", b""))
        return message

    return counted


async def _lifespan(receive: live.Receive, send: live.Send) -> None:
    await receive()
    feed = asyncio.create_task(live.FEED.run())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    feed.cancel()
    live.FEED.close()
    await send({"type": "lifespan.shutdown.complete"})
