"""The server below every stand-in: one call in, moods that spoil the answer, what came kept for the test."""

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

SLOW_S = 10.0
"""So long a slow answer takes at most; who tests it has his client wait for less, and ends the stand-in."""


@dataclass(kw_only=True)
class Call:
    """A call as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


@dataclass(kw_only=True)
class Reply:
    """What goes back."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Standin:
    """A provider. `moods` spoil the next calls, first in first out, one each: "" is a good one.

    drop: nothing is done, the line breaks · hang: all is done, the answer comes too late · break: all is done, the line
    breaks · 500, 429: nothing is done · and what a provider's own `spoil` knows.
    """

    def __init__(self) -> None:
        self.moods: deque[str] = deque()
        self.calls: list[Call] = []
        self._over = threading.Event()
        standin = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                call = Call(method=self.command, target=self.path, headers=dict(self.headers), body=body)
                reply = standin.answer(call)
                if reply is None:
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)
                self.close_connection |= len(reply.body) < int(reply.headers.get("Content-Length", 0))

            do_GET = do_POST = do_PUT = do_DELETE = _serve

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, call: Call) -> Reply | None:
        self.calls.append(call)
        mood = self.moods.popleft() if self.moods else ""
        if mood == "drop":
            return None
        if mood in ("500", "429"):
            return Reply(status=int(mood), body=b"<html>busy</html>")
        reply = self.handle(call, mood)
        if mood == "hang":
            self._over.wait(SLOW_S)
        return None if mood == "break" else reply

    def handle(self, call: Call, mood: str) -> Reply:
        raise NotImplementedError
