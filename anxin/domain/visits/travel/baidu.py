"""Baidu's route matrix: few pairs a call, quota by the pair; asked in GCJ-02 (`coord_type`)."""

from collections.abc import Sequence

from anxin.domain.visits.travel.places import Place, Unusable, answer, rows_of, whole


class Baidu:
    """Asks `/routematrix/v2/driving`."""

    name = "baidu"

    def __init__(self, key: str, base: str = "https://api.map.baidu.com", timeout_s: float = 0.8) -> None:
        self._key, self._base, self._timeout_s = key, base, timeout_s

    def seconds(self, origins: Sequence[Place], goal: Place) -> list[int | None]:
        """Return seconds for each origin; Baidu writes latitude first."""
        wanted = {
            "ak": self._key,
            "coord_type": "gcj02",
            "origins": "|".join(f"{p.gcj_latitude:.6f},{p.gcj_longitude:.6f}" for p in origins),
            "destinations": f"{goal.gcj_latitude:.6f},{goal.gcj_longitude:.6f}",
        }
        data = answer(f"{self._base}/routematrix/v2/driving", wanted, self._timeout_s)
        if data.get("status") != 0:
            raise Unusable(f"status {str(data.get('status', ''))[:12]}")
        return [_one(row.get("duration")) for row in rows_of(data.get("result"), len(origins))]


def _one(duration: object) -> int | None:
    """Return the value of Baidu's `{"text", "value"}`."""
    return whole(duration.get("value")) if isinstance(duration, dict) else None
