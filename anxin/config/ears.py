"""How one listener hears: from memory while he keeps up, from the outbox where he begins or lags."""

import asyncio
from collections.abc import Awaitable, Callable

from anxin.config import subscriptions
from anxin.core import outbox

MOST = 200
"""So many messages wait in memory for one listener; who lets more wait reads them from the outbox again."""

type Found = tuple[outbox.Place, bool, list[subscriptions.News]]
type Read = Callable[[outbox.Place, subscriptions.Right], Awaitable[Found]]


class Ear:
    """What waits for one listener until he takes it, and where he stands.

    While he reads the outbox to its end, what is told waits for him already; what he read by then he leaves. So
    nothing is missed between reading and hearing, and nothing comes twice.
    """

    def __init__(self, right: subscriptions.Right, place: outbox.Place) -> None:
        self.right = right
        self.woken = asyncio.Event()
        self._place, self._lags = place, True
        self._waiting: list[subscriptions.News] = []

    def tell(self, said: subscriptions.News) -> None:
        """Have news wait for him, if they are his to hear."""
        if self._lags or not self.right.covers(said.ids):
            return
        self._waiting.append(said)
        self.woken.set()
        if len(self._waiting) > MOST:
            self.lag()

    def lag(self) -> None:
        """Have him read the outbox from where he stands."""
        self._lags = True
        self._waiting.clear()
        self.woken.set()

    async def hear(self, read: Read) -> str:
        """Return what is to be said to him now; where that isn't all, he is awake again."""
        self.woken.clear()
        if self._lags:
            self._lags = False
            self._place, more, came = await read(self._place, self.right)
            if more:
                self.lag()
        else:
            came = [said for said in self._waiting if said.place > self._place]
            self._waiting.clear()
            self._place = came[-1].place if came else self._place
        return "".join(said.text for said in came)
