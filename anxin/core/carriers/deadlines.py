"""Ask somebody outside, with one deadline for all of it: name, connection, encryption, every byte of the answer.

A client's own timeouts count from byte to byte, so a receiver that drips may take for ever.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable

UNWIND_S = 1.0
"""So long a call that was broken off may take to end."""


def within[T](seconds: float, ask: Callable[[], Awaitable[T]]) -> T:
    """Run an outside call until its end or its deadline; raise `TimeoutError` there."""

    async def bounded() -> T:
        async with asyncio.timeout(seconds):
            return await ask()

    return at_most(seconds + UNWIND_S, lambda: asyncio.run(bounded()))


def at_most[T](seconds: float, ask: Callable[[], T], cut: Callable[[], None] = lambda: None) -> T:
    """Run a call that blocks, from a thread of its own; raise `TimeoutError` at the deadline.

    `cut` then breaks the call off; what nothing can break off (a name that is looked up) goes on in vain.
    """
    found: list[T] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(ask())
        except BaseException as error:  # it is raised where it was asked
            failed.append(error)

    asking = threading.Thread(target=work, name="outside", daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        cut()
        raise TimeoutError
    if failed:
        raise failed[0]
    return found[0]
