"""A loop of one's own: a browser's test may have left one running in the thread of the tests."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor


def run[T](work: Coroutine[object, object, T]) -> T:
    """Run a coroutine in a thread and a loop of its own and return what it gives."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, work).result()  # type: ignore[arg-type]
