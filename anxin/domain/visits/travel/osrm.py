"""An OSRM server of one's own: the table service, WGS-84, nothing leaves the house."""

from collections.abc import Sequence

from anxin.domain.visits.travel.places import Place, Unusable, answer, whole


class Osrm:
    """Asks `/table/v1/driving` for the durations from several sources to one destination."""

    name = "osrm"

    def __init__(self, base: str, timeout_s: float = 0.5) -> None:
        self._base, self._timeout_s = base.rstrip("/"), timeout_s

    def seconds(self, origins: Sequence[Place], goal: Place) -> list[int | None]:
        """Return seconds for each origin, None where there is no road."""
        points = ";".join(f"{p.longitude:.6f},{p.latitude:.6f}" for p in (*origins, goal))
        sources = ";".join(str(k) for k in range(len(origins)))
        wanted = {"sources": sources, "destinations": str(len(origins)), "annotations": "duration"}
        data = answer(f"{self._base}/table/v1/driving/{points}", wanted, self._timeout_s)
        rows = data.get("durations")
        if data.get("code") != "Ok" or not isinstance(rows, list) or len(rows) != len(origins):
            raise Unusable(str(data.get("code", "no code"))[:40])
        if not all(isinstance(row, list) and len(row) == 1 for row in rows):
            raise Unusable("not one column")
        return [None if row[0] is None else whole(row[0]) for row in rows]
