"""Threads of a fresh process that all ask at once, while what they ask for is still being made."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest
from django.db import connections

from tests.patience import PATIENCE_S


def racing[T](count: int, ask: Callable[[], T], *, slow: tuple[ModuleType, str] | None = None) -> list[T]:
    """Ask with so many threads at once and give their answers; `slow` is a function that takes its time meanwhile."""
    barrier = threading.Barrier(count)

    def one() -> T:
        try:
            barrier.wait(PATIENCE_S)
            return ask()
        finally:
            connections.close_all()

    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(count) as pool:
        if slow:
            module, name = slow
            patched.setattr(module, name, slowly(getattr(module, name)))
        return [asked.result(PATIENCE_S) for asked in [pool.submit(one) for _ in range(count)]]


def slowly[**P, R](work: Callable[P, R]) -> Callable[P, R]:
    """Give a function that lets every other thread run first."""

    def waits(*arguments: P.args, **named: P.kwargs) -> R:
        time.sleep(0.02)
        return work(*arguments, **named)

    return waits
