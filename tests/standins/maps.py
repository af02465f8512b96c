"""A stand-in for four map services: each by its own path, key and shape of answer."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standins.server import Call, Reply, Standin

KEY = "of-the-test-only"
PATHS = {
    "map_amap": ("/v3/geocode/geo", "key"),
    "map_tencent": ("/ws/geocoder/v1/", "key"),
    "map_tianditu": ("/geocoder", "tk"),
    "map_baidu": ("/geocoding/v3/", "ak"),
}


class Maps(Standin):
    """Moods of its own: quota, empty, coarse (the city's middle), far (in another province), junk."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.asked: list[str] = []
        self.lng, self.lat, self.code = 104.0720, 30.6350, "510107"

    @property
    def values(self) -> dict[str, str]:
        told = {"rank": "1", "purpose": "合同 2026-11 号：只用于找到要上门的房子", "price_mill": "3"}
        return {**told, "gateway": self.url}

    @property
    def secrets(self) -> dict[str, str]:
        return {"key": KEY}

    def handle(self, call: Call, mood: str) -> Reply:
        query = {name: values[0] for name, values in parse_qs(urlsplit(call.target).query).items()}
        path, key = PATHS[self.name]
        assert call.path == path
        text = query.get("address") or json.loads(query["ds"])["keyWord"]
        self.asked.append(text)
        if mood == "junk":
            return Reply(body=b"<html>")
        mood = "denied" if query.get(key) != KEY else mood
        return Reply(body=json.dumps(getattr(self, f"_{self.name.removeprefix('map_')}")(mood)).encode())

    def _point(self, mood: str) -> tuple[float, float]:
        return (121.47, 31.23) if mood == "far" else (self.lng, self.lat)

    def _amap(self, mood: str) -> dict[str, Any]:
        if mood in ("quota", "denied"):
            return {"status": "0", "info": "USER_DAILY_QUERY_OVER_LIMIT" if mood == "quota" else "INVALID_USER_KEY"}
        lng, lat = self._point(mood)
        found = {"location": f"{lng},{lat}", "level": "市" if mood == "coarse" else "门牌号", "street": []}
        found["adcode"] = "310101" if mood == "far" else self.code
        return {"status": "1", "info": "OK", "geocodes": [] if mood == "empty" else [found]}

    def _tencent(self, mood: str) -> dict[str, Any]:
        if mood in ("quota", "denied", "empty"):
            return {"status": {"quota": 121, "denied": 311, "empty": 347}[mood], "message": "no"}
        lng, lat = self._point(mood)
        told = {"location": {"lng": lng, "lat": lat}, "reliability": 8, "level": 1 if mood == "coarse" else 9}
        return {"status": 0, "result": {**told, "ad_info": {"adcode": "310101" if mood == "far" else self.code}}}

    def _tianditu(self, mood: str) -> dict[str, Any]:
        if mood in ("quota", "denied", "empty"):
            return {"status": "101" if mood == "empty" else "301", "msg": "no"}
        lng, lat = self._point(mood)
        level = "市" if mood == "coarse" else "门址"
        return {"status": "0", "location": {"lon": str(lng), "lat": str(lat), "level": level, "score": 95}}

    def _baidu(self, mood: str) -> dict[str, Any]:
        if mood in ("quota", "denied", "empty"):
            return {"status": {"quota": 302, "denied": 211, "empty": 1}[mood]}
        lng, lat = self._point(mood)
        told = {"location": {"lng": lng, "lat": lat}, "precise": int(mood != "coarse"), "confidence": 80}
        return {"status": 0, "result": {**told, "comprehension": 100, "level": "城市" if mood == "coarse" else "门址"}}
