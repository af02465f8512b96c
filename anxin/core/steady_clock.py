"""A clock for workers and sign-ins that believes no jump before it lasts: what jumped ahead and back ends nothing."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

JUMP = timedelta(seconds=60)
LASTS_S = 120.0
log = structlog.get_logger("anxin.steady")


def utc_now() -> datetime:
    """Read the clock: who asks is outside, like a face."""
    return datetime.now(UTC)


class Steady:
    """Gives the system's time; where it jumps or can't be read, goes on counting until the new time has lasted."""

    def __init__(self, wall: Callable[[], datetime] = utc_now, tick: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._tick = wall, tick
        self._lock = threading.Lock()
        self._at, self._ticked = wall(), tick()
        self._odd_since: float | None = None

    def __call__(self) -> datetime:
        """Return the moment."""
        with self._lock:
            tick = self._tick()
            counted = self._at + timedelta(seconds=tick - self._ticked)
            wall = self._read()
            if wall is not None and abs(wall - counted) <= JUMP:
                return self._believe(wall, tick)
            if self._odd_since is None:
                self._odd_since = tick
                log.warning("the system clock jumped", by_s=round((wall - counted).total_seconds()) if wall else None)
            if wall is not None and tick - self._odd_since >= LASTS_S:
                return self._believe(wall, tick)
            return counted

    def _read(self) -> datetime | None:
        try:
            return self._wall()
        except (OSError, OverflowError, ValueError):
            return None

    def _believe(self, wall: datetime, tick: float) -> datetime:
        self._at, self._ticked, self._odd_since = wall, tick, None
        return wall
