"""The reading side of live streams: one look at the outbox for all listeners of a process, who hear from memory."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.db import close_old_connections

from anxin.config import subscriptions
from anxin.config.ears import Ear
from anxin.core import outbox

POLL_S = 0.5
log = structlog.get_logger("anxin.live")


class Feed:
    """Reads what was told since its last look, once, and gives it to those who listen to whom it is for."""

    def __init__(self) -> None:
        self.is_open = True
        self._ears: defaultdict[str, set[Ear]] = defaultdict(set)
        self._place: outbox.Place | None = None
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")

    def join(self, ear: Ear) -> None:
        """Have an ear hear what its audiences are told from now on."""
        for audience in ear.right.audiences:
            self._ears[audience].add(ear)

    def part(self, ear: Ear) -> None:
        """Leave an ear out."""
        for audience in ear.right.audiences:
            self._ears[audience].discard(ear)
            if not self._ears[audience]:
                del self._ears[audience]

    async def run(self) -> None:
        """Look again and again while somebody listens."""
        while True:
            await asyncio.sleep(POLL_S)
            try:
                await self._look()
            except Exception:
                log.exception("feed_failed")

    async def _look(self) -> None:
        """Read on from the last look; where nobody listened meanwhile from the end, and ears that are here catch up.

        Turns are given whether anybody listens or not: who comes later is told nothing of long ago.
        """
        await self.ask(outbox.give_turns)
        if not self._ears:
            self._place = None
        elif self._place is None:
            self._place = await self.ask(subscriptions.end)
            for ear in self._all():
                ear.lag()
        else:
            while self._tell(await self.ask(subscriptions.all_after, self._place)) == subscriptions.AT_ONCE:
                pass

    def _tell(self, rows: list[outbox.Message]) -> int:
        """Tell rows, each written once where anybody listens, and stand behind them; return how many there were."""
        for row in rows:
            if row.audience in self._ears:
                said = subscriptions.news(row)
                for ear in self._ears[row.audience]:
                    ear.tell(said)
            self._place = row.place
        return len(rows)

    def _all(self) -> set[Ear]:
        return {ear for some in self._ears.values() for ear in some}

    async def ask[T](self, question: Callable[..., T], *arguments: object) -> T:
        """Put a question to the database, in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, _asked, question, arguments)

    def leave(self) -> None:
        """Send every listener elsewhere; what they still ask is answered."""
        self.is_open = False
        for ear in self._all():
            ear.woken.set()

    def close(self) -> None:
        """Send every listener home and let go of the threads."""
        self.leave()
        self._threads.shutdown(wait=False, cancel_futures=True)


def _asked[T](question: Callable[..., T], arguments: tuple[object, ...]) -> T:
    close_old_connections()
    try:
        return question(*arguments)
    finally:
        close_old_connections()
