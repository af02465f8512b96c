"""Keep the parts of one installation running, forked from here; they end with it, and it ends when told to."""

import contextlib
import multiprocessing
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.context import ForkProcess

from anxin.config import processes

GRACE_S = 2.0
"""How long parts may take to end by themselves, where nothing else is said."""
STEADY_S = 30.0
"""A part that ran this long is restarted at once when it ends."""
LONGEST_PAUSE_S = 30.0
TRIES_BEFORE_READY = 3
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(kw_only=True)
class Part:
    """One process to keep running."""

    name: str
    work: Callable[[], int | None]
    process: ForkProcess | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause_s: float = 0.25
    ended: int = 0

    def start(self) -> None:
        """Start the process."""
        self.process = forked(self.name, self.work)
        self.started_at = time.monotonic()

    def is_running(self) -> bool:
        """Return whether the process lives."""
        return self.process is not None and self.process.is_alive()


def forked(name: str, work: Callable[[], int | None]) -> ForkProcess:
    """Return a process that has what is loaded here, does its work and ends with what that returns.

    Nothing here may have a thread or ask the database before.
    """
    process = multiprocessing.get_context("fork").Process(target=_begin, args=(name, work, os.getpid()), name=name)
    process.start()
    return process


def _begin(name: str, work: Callable[[], int | None], parent: int) -> None:
    """Leave the parent's group, so that Ctrl-C reaches it alone, and what it does about signals; then work."""
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    for number in (*ENDING, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    processes.die_with(parent)
    processes.show_as(f"anxin {name}")
    sys.exit(work())


class Supervisor:
    """Starts parts, restarts those that end with a growing pause, stops all of them on a signal."""

    def __init__(self, parts: list[Part], *, say: Callable[[str], None], grace_s: float = GRACE_S) -> None:
        self.parts = parts
        self.say = say
        self.grace_s = grace_s
        self.stopping = False
        self.ready = False

    def run(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        """Keep all parts running until a signal comes; 1 when a part can't be brought up at all."""
        with _signals(self._stop) as wake:
            try:
                for part in self.parts:
                    part.start()
                return self._watch(wake, is_ready, on_ready)
            finally:
                self._end()

    def _watch(self, wake: Callable[[float], None], is_ready: Callable[[], bool], on_ready: Callable[[], None]) -> int:
        while not self.stopping:
            for part in self.parts:
                if not self._tend(part):
                    return 1
            if not self.ready and is_ready():
                self.ready = True
                on_ready()
            wake(self._rest())
        return 0

    def _tend(self, part: Part) -> bool:
        now = time.monotonic()
        if part.is_running():
            return True
        if part.process is not None:
            self._note_end(part, now)
            if part.ended >= TRIES_BEFORE_READY and not self.ready:
                self.say(f"{part.name} ended {part.ended} times before everything ran; giving up")
                return False
        if now >= part.start_at:
            part.start()
        return True

    def _note_end(self, part: Part, now: float) -> None:
        assert part.process is not None
        steady = now - part.started_at >= STEADY_S
        part.pause_s = 0.25 if steady else min(part.pause_s * 2, LONGEST_PAUSE_S)
        part.ended = 1 if steady else part.ended + 1
        part.start_at = now + part.pause_s
        self.say(f"{part.name} ended with status {part.process.exitcode}; starts again in {part.pause_s:.1f} s")
        part.process = None

    def _rest(self) -> float:
        waiting = [part.start_at - time.monotonic() for part in self.parts if part.process is None]
        return max(0.0, min([*waiting, 60.0 if self.ready else 0.05]))

    def _stop(self) -> None:
        self.stopping = True

    def _end(self) -> None:
        for part in self.parts:
            if part.is_running() and part.process:
                part.process.terminate()
        deadline = time.monotonic() + self.grace_s
        for part in self.parts:
            if part.process is None:
                continue
            part.process.join(max(0.0, deadline - time.monotonic()))
            if part.is_running():
                part.process.kill()
                part.process.join()


@contextlib.contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[Callable[[float], None]]:
    """Yield a function that sleeps until a signal or the time is up; the ending signals call `stop`."""
    ear, mouth = socket.socketpair()
    ear.setblocking(False)
    mouth.setblocking(False)
    before = {number: signal.signal(number, lambda *_: stop()) for number in ENDING}
    before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
    old = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    selector = selectors.DefaultSelector()
    selector.register(ear, selectors.EVENT_READ)

    def wake(seconds: float) -> None:
        if selector.select(seconds):
            ear.recv(1024)

    try:
        yield wake
    finally:
        signal.set_wakeup_fd(old)
        for number, handler in before.items():
            signal.signal(number, handler)
        selector.close()
        ear.close()
        mouth.close()
