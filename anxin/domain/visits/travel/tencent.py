"""Tencent's matrix service, GCJ-02."""

from collections.abc import Sequence

from anxin.domain.visits.travel.places import Place, Unusable, answer, rows_of, whole


class Tencent:
    """Asks `/ws/distance/v1/matrix` (mode driving)."""

    name = "tencent"

    def __init__(self, key: str, base: str = "https://apis.map.qq.com", timeout_s: float = 0.8) -> None:
        self._key, self._base, self._timeout_s = key, base, timeout_s

    def seconds(self, origins: Sequence[Place], goal: Place) -> list[int | None]:
        """Return seconds for each origin; Tencent writes latitude first and one row an origin."""
        wanted = {
            "key": self._key,
            "mode": "driving",
            "from": ";".join(f"{p.gcj_latitude:.6f},{p.gcj_longitude:.6f}" for p in origins),
            "to": f"{goal.gcj_latitude:.6f},{goal.gcj_longitude:.6f}",
        }
        data = answer(f"{self._base}/ws/distance/v1/matrix", wanted, self._timeout_s)
        result = data.get("result")
        if data.get("status") != 0 or not isinstance(result, dict):
            raise Unusable(f"status {str(data.get('status', ''))[:12]}")
        cells = [rows_of(row.get("elements"), 1)[0] for row in rows_of(result.get("rows"), len(origins))]
        return [None if cell.get("status", 0) != 0 else whole(cell.get("duration")) for cell in cells]
