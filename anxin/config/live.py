"""Live streams (server-sent events): replayed from the last event a browser saw, then kept up to date.

Every event is a row of the outbox; this process only reads. A lost connection comes back with `Last-Event-ID`
and receives what it missed, in order, once.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from anxin.config import listening
from anxin.config.feed import Feed

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEARTBEAT_S = 15.0
RECHECK_BEATS = 4
"""After so many silent heartbeats the right to listen is looked at again."""
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
FEED = Feed(listening.head)


async def stream(scope: Message, receive: Receive, send: Send) -> None:
    """Serve one listener until he leaves or may no longer listen."""
    if scope["method"] != "GET":
        await _refuse(send, 405)
        return
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    audiences = await FEED.ask(listening.audiences, scope["path"], headers)
    if not audiences:
        await _refuse(send, 403)
        return
    gone = asyncio.create_task(_until_gone(receive))
    woken = asyncio.Event()
    FEED.listeners.add(woken)
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _tell(scope, headers, audiences, send, woken, gone)
        await send({"type": "http.response.body", "body": b""})
    finally:
        FEED.listeners.discard(woken)
        gone.cancel()


async def _tell(
    scope: Message,
    headers: dict[str, str],
    audiences: list[str],
    send: Send,
    woken: asyncio.Event,
    gone: asyncio.Task[None],
) -> None:
    position = headers.get("last-event-id", "") or await FEED.ask(listening.head)
    await send(_chunk(f"retry: 2000\nid: {position}\n\n"))
    silent = 0
    while FEED.is_open and not gone.done():
        woken.clear()
        rows = await FEED.ask(listening.after, position, audiences)
        if rows:
            position, silent = rows[-1][0], 0
            await send(_chunk("".join(_event(*row) for row in rows)))
            if len(rows) == listening.BATCH:
                continue
        if not await _awakened(woken, gone):
            silent += 1
            await send(_chunk(": still here\n\n"))
            if silent % RECHECK_BEATS == 0 and await FEED.ask(listening.audiences, scope["path"], headers) != audiences:
                return


async def _awakened(woken: asyncio.Event, gone: asyncio.Task[None]) -> bool:
    waiting = asyncio.create_task(woken.wait())
    done, _ = await asyncio.wait({waiting, gone}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    return bool(done)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _event(position: str, name: str, data: dict[str, Any]) -> str:
    return f"id: {position}\nevent: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"


def _chunk(text: str) -> Message:
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b""})
