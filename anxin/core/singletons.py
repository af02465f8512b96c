"""What a process makes once and keeps: made by one thread, and only shown to others when it is whole."""

import threading
from collections.abc import Callable

KEPT: "list[Single[object]]" = []


class Single[T]:
    """A thing that is dear to make: who asks while it is being made waits, instead of making a second one."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[T] | None = None
        KEPT.append(self)

    def __call__(self) -> T:
        """Return the thing."""
        made = self._made
        if made is None:
            with self._lock:
                made = self._made
                if made is None:
                    made = self._made = (self._make(),)
        return made[0]

    def forget(self) -> None:
        """Have it made anew by whoever asks next."""
        with self._lock:
            self._made = None


def single[T](make: Callable[[], T]) -> Single[T]:
    """Make a function's answer once a process, however many threads ask first."""
    return Single(make)
