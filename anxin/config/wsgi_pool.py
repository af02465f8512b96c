"""Pages and API, which are WSGI, inside of the one ASGI application: threads only while something is worked out.

A thread makes the answer; sending it needs none, so that whoever reads slowly holds a socket. Of the threads a share is
kept for those whose session or token proved good lately.
"""

import asyncio
import contextlib
import contextvars
import hashlib
import secrets
import sys
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from django.db import close_old_connections

from anxin.faces.shared import KNOWN, Crowded

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
BLOCK = 256 << 10
UNREAD_S = 120.0
"""So long a client may take nothing of its answer."""


class Lane:
    """A share of the threads, with a queue that has an end."""

    def __init__(self, turns: int, *, most_waiting: int, patience_s: float) -> None:
        self._turns = asyncio.Semaphore(turns)
        self._most, self._patience_s, self._waiting = most_waiting, patience_s, 0

    @contextlib.asynccontextmanager
    async def turn(self, *, begun: bool) -> AsyncIterator[None]:
        """Wait for one's turn; where that takes too long, say so, unless the answer has begun."""
        if self._waiting >= self._most and not begun:
            raise Crowded({"wait_s": 5})
        self._waiting += 1
        try:
            async with asyncio.timeout(None if begun else self._patience_s):
                await self._turns.acquire()
        except TimeoutError:
            raise Crowded({"wait_s": 5}) from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turns.release()


class ProvedCallers:
    """Whose cookies or token proved good lately: digests in memory, forgotten after a while."""

    def __init__(self, *, lasts_s: float = 600.0, most: int = 20_000) -> None:
        self._lasts_s, self._most = lasts_s, most
        self._key = secrets.token_bytes(32)
        self._until: OrderedDict[bytes, float] = OrderedDict()

    def knows(self, scope: Message) -> bool:
        """Return whether whoever asks showed the same a short while ago, and it was good."""
        return self._until.get(self._mark(scope), 0.0) > asyncio.get_running_loop().time()

    def remember(self, scope: Message) -> None:
        """Note that what was shown is good."""
        mark = self._mark(scope)
        self._until[mark] = asyncio.get_running_loop().time() + self._lasts_s
        self._until.move_to_end(mark)
        if len(self._until) > self._most:
            self._until.popitem(last=False)

    def _mark(self, scope: Message) -> bytes:
        shown = [value for name, value in scope["headers"] if name in (b"cookie", b"authorization")]
        return hashlib.blake2b(b"\0".join(shown), key=self._key).digest()


class Inside:
    """Runs the WSGI application in threads of its own."""

    def __init__(
        self, wsgi: Wsgi, *, threads: int, strangers: int, most_waiting: int = 256, patience_s: float = 20
    ) -> None:
        self._wsgi = wsgi
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="page")
        self._aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")
        self.known = ProvedCallers()
        self._lanes = {
            name: Lane(turns, most_waiting=most_waiting, patience_s=patience_s)
            for name, turns in (("known", threads), ("strangers", strangers), ("health", 1))
        }

    async def answer(self, scope: Message, body: IO[bytes], send: Send) -> None:
        """Answer one request whose body is here."""
        environ = environ_of(scope, body)
        health = scope["path"] == "/healthz"
        lane = self._lanes["health" if health else "known" if self.known.knows(scope) else "strangers"]
        made = _Answer(self._wsgi, environ)

        async def work() -> bytes:
            async with lane.turn(begun=made.begun):
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._aside if health else self._threads, made.next)

        try:
            piece = await work()
            if environ.get(KNOWN):
                self.known.remember(scope)
            await _sent(send, {"type": "http.response.start", "status": made.status, "headers": made.headers})
            while not made.over:
                await _sent(send, {"type": "http.response.body", "body": piece, "more_body": True})
                piece = await work()
            await _sent(send, {"type": "http.response.body", "body": piece, "more_body": False})
        finally:
            if not made.over:
                self._threads.submit(made.close)


class _Answer:
    """One answer as it is made, piece by piece, in whichever thread is free."""

    def __init__(self, wsgi: Wsgi, environ: Environ) -> None:
        self._wsgi, self._environ = wsgi, environ
        self._context = contextvars.copy_context()
        self._pieces: Iterable[bytes] | None = None
        self.status, self.over = 500, False
        self.headers: list[tuple[bytes, bytes]] = []

    @property
    def begun(self) -> bool:
        """Return whether some of it is made."""
        return self._pieces is not None

    def next(self) -> bytes:
        """Work out the next piece; once `over`, it was the last."""
        try:
            return self._context.run(self._next)
        finally:
            if not self.over:
                close_old_connections()  # the next piece may be another thread's

    def close(self) -> None:
        """Let go of what is not sent to its end."""
        self.over = True
        self._context.run(self._end)

    def _next(self) -> bytes:
        if self._pieces is None:
            made = self._wsgi(self._environ, self._start)
            self._pieces, self._close = iter(made), getattr(made, "close", None)
        gathered = bytearray()
        for piece in self._pieces:
            gathered += piece
            if len(gathered) >= BLOCK:
                return bytes(gathered)
        self.over = True
        self._end()
        return bytes(gathered)

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

    def _end(self) -> None:
        self._environ["wsgi.input"].close()
        if self._pieces is not None and self._close:
            self._close()


async def _sent(send: Send, message: Message) -> None:
    try:
        async with asyncio.timeout(UNREAD_S):
            await send(message)
    except TimeoutError:
        raise ConnectionAbortedError(f"nothing of the answer was read for {UNREAD_S:.0f} s") from None


def environ_of(scope: Message, body: IO[bytes]) -> Environ:
    """Give a request the shape WSGI knows; a header with an underscore could be taken for another one, so none has."""
    host, port = scope.get("server") or ("localhost", 80)
    address, from_port = scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": address,
        "REMOTE_PORT": str(from_port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").upper(), raw_value.decode("latin-1")
        if "_" in name:
            continue
        key = name.replace("-", "_")
        key = key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ
