"""Live streams (server-sent events): replayed from the last event a browser saw, then kept up to date.

Every event is a row of the outbox; this process only reads. A lost connection comes back with `Last-Event-ID`
and receives what it missed, in order, once.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from anxin.config import subscriptions
from anxin.config.ears import Ear
from anxin.config.feed import Feed
from anxin.core import outbox
from anxin.core.errors import Invalid

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEARTBEAT_S = 15.0
RIGHT_S = 20.0
"""So long the right to listen counts; then it is asked anew before anything more is said, busy stream or silent."""
AGAIN_MS = 500
"""So soon a listener may come again, at the latest after twice as long, where this process leaves."""
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
FEED = Feed()


class Listener:
    """One browser that listens: what it sent, and a way to say something."""

    def __init__(self, scope: Message, send: Send) -> None:
        self.path: str = scope["path"]
        self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.query = parse_qs(scope["query_string"].decode("latin-1"))
        self._send = send

    def last_heard(self) -> str:
        """Return the last event this browser heard: its own header, or `?after=` of a stream it opened anew."""
        return str(self.headers.get("last-event-id") or self.query.get("after", [""])[0])

    def since(self) -> str:
        """Return the moment its page was read, in milliseconds since 1970, as it was told; empty where it says none."""
        return str(self.query.get("since", [""])[0])

    async def right(self) -> subscriptions.Right:
        """Ask what it may listen to now."""
        return await FEED.ask(subscriptions.right_of, self.path, self.headers)

    async def say(self, text: str) -> None:
        """Send some lines."""
        await self._send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def stream(scope: Message, receive: Receive, send: Send) -> None:
    """Serve one listener until he leaves or may no longer listen."""
    listener = Listener(scope, send)
    if not FEED.is_open:
        await _lead_away(listener, send)
        return
    if scope["method"] != "GET":
        await _refuse(send, 405)
        return
    right = await listener.right()
    if not right.audiences:
        await _refuse(send, 403)
        return
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _tell(listener, Ear(right, await _begin(listener)), gone)
        if not FEED.is_open and not gone.done():
            await listener.say(_elsewhere())
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _tell(listener: Listener, ear: Ear, gone: asyncio.Task[None]) -> None:
    gone.add_done_callback(lambda _gone: ear.woken.set())
    FEED.join(ear)
    try:
        await _tell_on(listener, ear, gone)
    finally:
        FEED.part(ear)


async def _tell_on(listener: Listener, ear: Ear, gone: asyncio.Task[None]) -> None:
    read, clock = partial(FEED.ask, subscriptions.after), asyncio.get_running_loop().time
    asked = clock()
    while FEED.is_open and not gone.done():
        if clock() - asked >= RIGHT_S:
            asked = clock()
            if await listener.right() != ear.right:
                return
        if said := await ear.hear(read):
            await listener.say(said)
        if not await _awakened(ear):
            await listener.say(": still here\n\n")


async def _lead_away(listener: Listener, send: Send) -> None:
    """Have whoever comes while this process leaves ask again, after whatever he heard last."""
    await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, (b"connection", b"close")]})
    await listener.say(_elsewhere())
    await send({"type": "http.response.body", "body": b""})


def _elsewhere() -> str:
    """Say after how long to come again; not all at the same moment."""
    return f"retry: {AGAIN_MS + secrets.randbelow(AGAIN_MS)}\n\n"


async def _begin(listener: Listener) -> outbox.Place:
    """Find the place to begin: after the last event heard, else where its page was read, else now.

    A place that can't be read or lies too far back begins anew and says so: the page itself is the replay.
    """
    try:
        place = await FEED.ask(subscriptions.beginning, listener.last_heard(), listener.since())
    except Invalid:
        place = await FEED.ask(subscriptions.end)
        await listener.say("retry: 2000\n" + subscriptions.event("reset", str(place), {}))
        return place
    await listener.say(f"retry: 2000\nid: {place}\n\n")
    return place


async def _awakened(ear: Ear) -> bool:
    try:
        async with asyncio.timeout(HEARTBEAT_S):
            return await ear.woken.wait()
    except TimeoutError:
        return False


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b""})
