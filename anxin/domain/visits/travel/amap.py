"""Amap's distance service: up to 100 origins to one destination, GCJ-02."""

from collections.abc import Sequence

from anxin.domain.visits.travel.places import Place, Unusable, answer, rows_of, whole


class Amap:
    """Asks `/v3/distance` (type 1, driving)."""

    name = "amap"

    def __init__(self, key: str, base: str = "https://restapi.amap.com", timeout_s: float = 0.8) -> None:
        self._key, self._base, self._timeout_s = key, base, timeout_s

    def seconds(self, origins: Sequence[Place], goal: Place) -> list[int | None]:
        """Return seconds for each origin; Amap marks an origin it can't route with an `info`."""
        wanted = {
            "key": self._key,
            "type": "1",
            "origins": "|".join(f"{p.gcj_longitude:.6f},{p.gcj_latitude:.6f}" for p in origins),
            "destination": f"{goal.gcj_longitude:.6f},{goal.gcj_latitude:.6f}",
        }
        data = answer(f"{self._base}/v3/distance", wanted, self._timeout_s)
        if data.get("status") != "1":
            raise Unusable(f"infocode {str(data.get('infocode', ''))[:12]}")
        rows = rows_of(data.get("results"), len(origins))
        return [None if "code" in row else whole(row.get("duration")) for row in rows]
