"""The first steps of who came in newly: what is still to be done before his work begins, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Start:
    """One first step: its name, why, whether it is done, and where to do it; `waits`: somebody else does it."""

    name: str
    why: str
    done: bool
    url: str
    waits: bool = False


@dataclass(frozen=True, kw_only=True)
class Starts:
    """The first steps of a house, under their title."""

    title: str
    steps: list[Start]

    @property
    def is_open(self) -> bool:
        """Return whether one of them is still to be done."""
        return any(not one.done for one in self.steps)
