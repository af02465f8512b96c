"""Refine a ranking that was made offline: ask one source for the first three, remember the answers by cell and hour."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from anxin.domain.visits.travel.places import Place, Source, Unusable

TOP = 3
CELL_DEGREES = 0.005
"""A cache cell is about 500 m: finer than the town's traffic, coarser than a doorstep."""
MOST_KEPT = 50_000

type Key = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """Seconds for one origin, and where they come from: a source's name, or `offline`."""

    seconds: int
    source: str


class Roads:
    """Driving times with the offline estimate to fall back on.

    Parameters
    ----------
    sources : sequence of Source
        TravelTimes in order until one answers; none is fine.
    """

    def __init__(self, sources: Sequence[Source] = (), *, top: int = TOP) -> None:
        self._sources, self._top = tuple(sources), top
        self._kept: OrderedDict[Key, TravelTimes] = OrderedDict()
        self.failures: dict[str, str] = {}

    def refine(self, origins: Sequence[Place], goal: Place, offline: Sequence[int], hour: int) -> list[TravelTimes]:
        """Return driving times for origins that were ranked offline, best first.

        Parameters
        ----------
        origins, offline : sequences of the same length
            Where each candidate would come from, and what the offline model says (seconds).
        hour : int
            Hours since the epoch: answers are kept for the hour they were given in.
        """
        found = [TravelTimes(seconds, "offline") for seconds in offline]
        missing = []
        for k, origin in enumerate(origins[: self._top]):
            kept = self._kept.get(_key(origin, goal, hour))
            if kept is None:
                missing.append(k)
            else:
                found[k] = kept
        for k, seconds, source in self._ask([origins[k] for k in missing], missing, goal):
            found[k] = TravelTimes(seconds, source)
            self._keep(_key(origins[k], goal, hour), found[k])
        return found

    def _ask(self, origins: Sequence[Place], numbers: Sequence[int], goal: Place) -> list[tuple[int, int, str]]:
        """Ask source after source; what none knows is left out."""
        for source in self._sources if origins else ():
            try:
                answers = source.seconds(origins, goal)
            except Unusable as failed:
                self.failures[source.name] = str(failed)
                continue
            self.failures.pop(source.name, None)
            return [(k, s, source.name) for k, s in zip(numbers, answers, strict=True) if s is not None]
        return []

    def _keep(self, key: Key, value: TravelTimes) -> None:
        self._kept[key] = value
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def _key(origin: Place, goal: Place, hour: int) -> Key:
    """Return the cells of both ends and the hour."""
    cells = (origin.longitude, origin.latitude, goal.longitude, goal.latitude)
    west, south, east, north = (int(degrees // CELL_DEGREES) for degrees in cells)
    return west, south, east, north, hour
