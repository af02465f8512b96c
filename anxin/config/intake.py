"""Take a request's body in before anybody works on it: at a least pace, spooled, and of strangers only so many at once.

A body that comes slowly costs a socket and a little memory, never a thread. Where too many come at once, the one that
has been silent longest makes room: whoever brings something is served before whoever holds something.
"""

import asyncio
import io
import tempfile
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from anxin.core.files import store
from anxin.faces.shared import Crowded, TooLong, TooSlow

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
LONGEST = 5 << 30
IN_MEMORY = 128 << 10


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How slowly a body may come: at any pace for `grace_s`, then so many bytes a second; silent for `silent_s`."""

    grace_s: float = 15.0
    least_bytes_s: float = 1024.0
    silent_s: float = 15.0

    def patience_s(self, seen: int, waited_s: float) -> float:
        """Return how long the next piece may take, once so many bytes have come in so long a waiting."""
        return min(self.silent_s, self.grace_s + seen / self.least_bytes_s - waited_s)


@dataclass(eq=False)
class Coming:
    """One body under way."""

    known: bool
    limit: asyncio.Timeout | None = None
    silent_since: float = 0.0
    seen: int = 0
    spooled: int = 0
    put_out: bool = False


@dataclass(frozen=True, kw_only=True)
class Room:
    """How many bodies of strangers may be under way, how much on disk, how long one of too many may be silent."""

    bodies: int = 512
    on_disk: int = 4 << 30
    idle_s: float = 1.0


class Intake:
    """Receives the bodies of one process."""

    def __init__(self, folder: Path, *, pace: Pace = Pace(), room: Room = Room()) -> None:
        self._folder, self._pace, self._room = folder, pace, room
        self._coming: set[Coming] = set()
        self._disk = ThreadPoolExecutor(max_workers=2, thread_name_prefix="spool")

    async def take(self, receive: Receive, length: int, *, known: bool, resumable: bool) -> IO[bytes] | None:
        """Receive a body of a known length; None where the client left before its end.

        A `resumable` one is given as far as it came, and raises where it broke off.
        """
        if length > LONGEST:
            raise TooLong({"most_mb": LONGEST >> 20})
        if not length:
            return io.BytesIO()
        one = Coming(known=known, silent_since=_now())
        self._make_room(one)
        self._coming.add(one)
        try:
            with _Spool(self._folder, self._disk) as spool:
                try:
                    whole = await self._receive(one, receive, length, spool)
                except TooSlow:
                    if not (resumable and one.seen):
                        raise
                    whole = False
                if not (whole or resumable):
                    return None
                return await spool.given(None if whole else f"{one.seen} of {length} bytes came")
        except OSError as error:
            raise store.refused(error) from error
        finally:
            self._coming.discard(one)

    async def _receive(self, one: Coming, receive: Receive, length: int, spool: "_Spool") -> bool:
        waited_s = 0.0
        while one.seen < length:
            since = one.silent_since = _now()
            message = await self._next(one, receive, waited_s)
            waited_s += _now() - since
            if message["type"] == "http.disconnect":
                return False
            piece = message.get("body", b"")
            one.seen += len(piece)
            one.spooled = await spool.write(piece)
            if one.spooled and not one.known and sum(other.spooled for other in self._strangers()) > self._room.on_disk:
                raise Crowded({"wait_s": 30})
            if not message.get("more_body", False):
                break
        return one.seen >= length

    async def _next(self, one: Coming, receive: Receive, waited_s: float) -> Message:
        try:
            async with asyncio.timeout(self._pace.patience_s(one.seen, waited_s)) as one.limit:
                return await receive()
        except TimeoutError:
            if one.put_out:
                raise Crowded({"wait_s": 5}) from None
            raise TooSlow({"seen": one.seen}) from None
        finally:
            one.limit = None

    def _make_room(self, new: Coming) -> None:
        """Put out the stranger who has been silent longest where a further one would be too many."""
        strangers = self._strangers()
        if new.known or len(strangers) < self._room.bodies:
            return
        late = _now() - self._room.idle_s
        idle = [one for one in strangers if one.limit and not one.put_out and one.silent_since < late]
        if not idle:
            raise Crowded({"wait_s": 5})
        last = min(idle, key=lambda one: one.silent_since)
        last.put_out = True
        assert last.limit is not None
        last.limit.reschedule(_now())

    def _strangers(self) -> list[Coming]:
        return [one for one in self._coming if not one.known]


class _Spool:
    """Bytes in memory, and beyond a little of them in a file that nobody else can open and no crash leaves behind."""

    def __init__(self, folder: Path, disk: ThreadPoolExecutor) -> None:
        self._folder, self._disk = folder, disk
        self._held = bytearray()
        self._file: IO[bytes] | None = None
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        if self._file is not None:
            self._file.close()

    async def write(self, piece: bytes) -> int:
        """Keep a piece; give how much lies on the disk."""
        self._held += piece
        if len(self._held) > IN_MEMORY:
            await asyncio.get_running_loop().run_in_executor(self._disk, self._flush)
        return self._written

    async def given(self, broken: str | None) -> IO[bytes]:
        """Return what was kept, from its beginning; where it is broken off, its end raises."""
        if self._file is not None:
            await asyncio.get_running_loop().run_in_executor(self._disk, self._flush)
            self._file.seek(0)
        kept, self._file = self._file or io.BytesIO(self._held), None
        if not broken:
            return kept
        return _Broken(kept, ConnectionResetError(broken))  # type: ignore[return-value]  # of it only read() is asked

    def _flush(self) -> None:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed with the request
        self._file.write(self._held)
        self._file.flush()
        self._written += len(self._held)
        self._held = bytearray()


class _Broken(io.RawIOBase):
    """A body that ends too early, loudly: half an upload is no upload."""

    def __init__(self, kept: IO[bytes], error: OSError) -> None:
        self._kept, self._error = kept, error

    def read(self, size: int = -1) -> bytes:
        """Return what there is; where nothing is left, raise."""
        piece = self._kept.read(size)
        if not piece:
            raise self._error
        return piece

    def close(self) -> None:
        """Let the bytes go."""
        self._kept.close()
        super().close()


def _now() -> float:
    return asyncio.get_running_loop().time()
