"""Answer blocks of lines over several processes, in order, with a bounded number under way."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from select import select
from typing import BinaryIO

type Block = list[bytes]
type Answer = Callable[[Block], bytes]

AHEAD = 3  # blocks under way for each process: enough to keep it busy, few enough to stay small

_answer: list[Answer] = []


def spread(
    source: BinaryIO, blocks: Iterator[Block], jobs: int, make: Callable[[], Answer]
) -> Iterator[tuple[int, bytes]]:
    """Yield the number of lines and the answer of each block, in the order of the blocks.

    Parameters
    ----------
    source : BinaryIO
        What the blocks are read from; while nothing waits there, answers are handed on at once.
    blocks : iterator of list of bytes
    jobs : int
        How many processes; 1 answers in this one.
    make : callable
        Makes the function that answers, once in each process.
    """
    if jobs == 1:
        answer = make()
        for block in blocks:
            yield len(block), answer(block)
        return
    context = get_context("fork" if "fork" in get_all_start_methods() else None)
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare, initargs=(make,))
    under_way: deque[tuple[int, Future[bytes]]] = deque()
    try:
        for block in blocks:
            under_way.append((len(block), pool.submit(_work, block)))
            while under_way and (len(under_way) > AHEAD * jobs or under_way[0][1].done() or not _waiting(source)):
                lines, future = under_way.popleft()
                yield lines, future.result()
        for lines, future in under_way:
            yield lines, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _waiting(source: BinaryIO) -> bool:
    """Return whether more can be read without blocking."""
    try:
        return bool(select([source], [], [], 0)[0])
    except (OSError, ValueError):
        return True


def _prepare(make: Callable[[], Answer]) -> None:
    _answer.append(make())


def _work(block: Block) -> bytes:
    return _answer[0](block)
