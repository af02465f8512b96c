"""Ask somebody outside, with one deadline for all of it: name, connection, encryption, every byte of the answer.

A client's own timeouts count from byte to byte, so a receiver that drips may take for ever.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable


def within[T](seconds: float, ask: Callable[[], Awaitable[T]]) -> T:
    """Run an outside call until its end or its deadline; raise `TimeoutError` there."""

    async def bounded() -> T:
        async with asyncio.timeout(seconds):
            return await ask()

    return asyncio.run(bounded())


def looked_up[T](seconds: float, look_up: Callable[[], T]) -> T:
    """Ask for a name, which nothing can break off: after the deadline it is asked for in vain."""
    found: list[T] = []
    failed: list[BaseException] = []

    def look() -> None:
        try:
            found.append(look_up())
        except BaseException as error:  # it is raised where it was asked
            failed.append(error)

    asking = threading.Thread(target=look, name="look up", daemon=True)
    asking.start()
    asking.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]
