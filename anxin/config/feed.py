"""The reading side of live streams: one look at the outbox for all listeners of a process."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.db import close_old_connections

POLL_S = 0.5
log = structlog.get_logger("anxin.live")


class Feed:
    """Looks at the outbox for all listeners of this process and wakes them when it grew."""

    def __init__(self, head: Callable[[], object]) -> None:
        self.listeners: set[asyncio.Event] = set()
        self.is_open = True
        self._head = head
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")

    async def run(self) -> None:
        """Look again and again while somebody listens."""
        last: object = None
        while True:
            await asyncio.sleep(POLL_S)
            if not self.listeners:
                continue
            try:
                head = await self.ask(self._head)
            except Exception:
                log.exception("feed_failed")
                continue
            if head != last:
                last = head
                self._wake()

    async def ask[T](self, question: Callable[..., T], *arguments: object) -> T:
        """Put a question to the database, in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _asked, question, arguments)

    def leave(self) -> None:
        """Send every listener elsewhere; what they still ask is answered."""
        self.is_open = False
        self._wake()

    def close(self) -> None:
        """Send every listener home and let go of the threads."""
        self.leave()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _wake(self) -> None:
        for listener in self.listeners:
            listener.set()


def _asked[T](question: Callable[..., T], arguments: tuple[object, ...]) -> T:
    close_old_connections()
    try:
        return question(*arguments)
    finally:
        close_old_connections()
