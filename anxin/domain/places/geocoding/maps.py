"""Four map services behind one protocol: how each is asked and how its answer is read, quirks included."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from anxin.domain.places.geocoding.answers import Answer, Unanswered

Query = tuple[str, dict[str, str]]


class Service(Protocol):
    """A map service: a name, a query for a text, a reader for what comes back."""

    @property
    def name(self) -> str:
        """Short name, used in notes and as a cache key."""
        ...

    def query(self, text: str, city: str) -> Query:
        """Return URL and parameters for one address; `city` is a name or "" and only narrows."""
        ...

    def read(self, payload: Mapping[str, object]) -> Answer:
        """Read the decoded answer; raise Unanswered where there is none."""
        ...


@dataclass(frozen=True)
class Amap:
    """高德: status "1" as text, empty fields as empty lists, "lng,lat" in GCJ-02."""

    key: str
    base_url: str = "https://restapi.amap.com"
    name: str = "amap"

    def query(self, text: str, city: str) -> Query:
        """Ask /v3/geocode/geo."""
        narrowed = {"city": city} if city else {}
        return f"{self.base_url}/v3/geocode/geo", {"key": self.key, "address": text, "output": "JSON", **narrowed}

    def read(self, payload: Mapping[str, object]) -> Answer:
        """Take the first geocode."""
        if str(payload.get("status")) != "1":
            info = str(payload.get("info"))
            raise Unanswered("quota" if "OVER_LIMIT" in info or "EXCEEDED" in info else "refused")
        found = _first(payload.get("geocodes"))
        lng, lat = _pair(found.get("location"))
        precision = _by_word(_text(found.get("level")), AMAP_LEVELS)
        confidence = 0.9 if precision == "house" else 0.6
        code = _county(found.get("adcode"))
        return Answer(
            service=self.name, lng=lng, lat=lat, datum="GCJ-02", precision=precision, confidence=confidence, code=code
        )


@dataclass(frozen=True)
class Tencent:
    """腾讯: wants a city inside the text, status 0, reliability to 10, level to 11; district may repeat the city."""

    key: str
    base_url: str = "https://apis.map.qq.com"
    name: str = "tencent"

    def query(self, text: str, city: str) -> Query:
        """Ask /ws/geocoder/v1/ with the city put in front where the text lacks it."""
        address = text if not city or city in text else city + text
        return f"{self.base_url}/ws/geocoder/v1/", {"key": self.key, "address": address, "policy": "1"}

    def read(self, payload: Mapping[str, object]) -> Answer:
        """Take the result with its reliability; only the code of the division is trusted, never its names."""
        status = payload.get("status")
        if status != 0:
            raise Unanswered("quota" if status in {120, 121} else "empty" if status == 347 else "refused")
        found = _inner(payload, "result")
        location, division = _inner(found, "location"), _inner(found, "ad_info", {})
        level, reliability = _number(found.get("level", 0)), _number(found.get("reliability", 0))
        precision = "house" if level >= 9 else "town" if level >= 4 else "county" if level >= 3 else "city"
        return Answer(
            service=self.name,
            lng=_number(location.get("lng")),
            lat=_number(location.get("lat")),
            datum="GCJ-02",
            precision=precision,
            confidence=0.9 if reliability >= 7 else 0.5,
            code=_county(division.get("adcode")),
        )


@dataclass(frozen=True)
class Baidu:
    """百度: 84 bytes of address at most, BD-09, no code of the division in the forward answer."""

    key: str
    base_url: str = "https://api.map.baidu.com"
    name: str = "baidu"

    def query(self, text: str, city: str) -> Query:
        """Ask /geocoding/v3/ with the address cut at a character's end."""
        narrowed = {"city": city} if city else {}
        address = text.encode()[:84].decode(errors="ignore")
        return f"{self.base_url}/geocoding/v3/", {"ak": self.key, "address": address, "output": "json", **narrowed}

    def read(self, payload: Mapping[str, object]) -> Answer:
        """Take the result; `confidence` and `comprehension` run to 100."""
        status = payload.get("status")
        if status != 0:
            raise Unanswered("quota" if status in {4, 302, 401, 402} else "empty" if status == 1 else "refused")
        found = _inner(payload, "result")
        location = _inner(found, "location")
        precision = _by_word(_text(found.get("level")), BAIDU_LEVELS)
        sure = min(_number(found.get("confidence", 0)), _number(found.get("comprehension", 100)))
        return Answer(
            service=self.name,
            lng=_number(location.get("lng")),
            lat=_number(location.get("lat")),
            datum="BD-09",
            precision="house" if found.get("precise") == 1 else precision,
            confidence=round(0.9 * sure / 100, 3),
        )


@dataclass(frozen=True)
class Tianditu:
    """天地图: one JSON parameter, status "0" as text, CGCS2000 (WGS-84 here), numbers that may come as text."""

    key: str
    base_url: str = "https://api.tianditu.gov.cn"
    name: str = "tianditu"

    def query(self, text: str, city: str) -> Query:
        """Ask /geocoder."""
        address = text if not city or city in text else city + text
        return f"{self.base_url}/geocoder", {"ds": json.dumps({"keyWord": address}, ensure_ascii=False), "tk": self.key}

    def read(self, payload: Mapping[str, object]) -> Answer:
        """Take the location with its score."""
        if str(payload.get("status")) != "0":
            raise Unanswered("empty" if str(payload.get("status")) == "101" else "refused")
        location = _inner(payload, "location")
        return Answer(
            service=self.name,
            lng=_number(location.get("lon")),
            lat=_number(location.get("lat")),
            datum="WGS-84",
            precision=_by_word(_text(location.get("level")), TIANDITU_LEVELS),
            confidence=round(0.85 * min(100.0, _number(location.get("score", 0))) / 100, 3),
        )


AMAP_LEVELS = {
    "门牌号": "house", "门址": "house", "兴趣点": "house", "住宅区": "house", "单元号": "house", "楼层": "house",
    "房间": "house", "村庄": "town", "乡镇": "town", "道路": "town", "道路交叉路口": "town", "热点商圈": "town",
    "公交站台、地铁站": "town",
    "区县": "county", "开发区": "county", "市": "city", "省": "province",
}  # fmt: skip
BAIDU_LEVELS = {
    "门址": "house", "地产小区": "house", "购物": "house", "餐饮": "house", "公司企业": "house", "政府机构": "house",
    "村庄": "town", "乡镇": "town", "道路": "town", "区县": "county", "城市": "city", "省": "province",
}  # fmt: skip
TIANDITU_LEVELS = {
    "门址": "house", "地名地址": "house", "兴趣点": "house", "街道": "town", "乡镇": "town", "村": "town",
    "区县": "county", "市": "city", "省": "province",
}  # fmt: skip


def _by_word(word: str, levels: Mapping[str, str]) -> str:
    return levels.get(word, "town" if word else "none")


def _text(value: object) -> str:
    """Read a text field that some services leave as an empty list."""
    return value if isinstance(value, str) else ""


def _inner(
    payload: Mapping[str, object], key: str, default: Mapping[str, object] | None = None
) -> Mapping[str, object]:
    value = payload.get(key, default)
    if not isinstance(value, Mapping):
        raise Unanswered("broken")
    return value


def _first(value: object) -> Mapping[str, object]:
    if not isinstance(value, list) or not value:
        raise Unanswered("empty")
    if not isinstance(value[0], Mapping):
        raise Unanswered("broken")
    return value[0]


def _number(value: object) -> float:
    if not isinstance(value, int | float | str):
        raise Unanswered("broken")
    try:
        return float(value)
    except ValueError as error:
        raise Unanswered("broken") from error


def _pair(value: object) -> tuple[float, float]:
    lng, _, lat = _text(value).partition(",")
    return _number(lng), _number(lat)


def _county(value: object) -> str:
    """Read a six-digit code; provinces and prefectures are cut to "" because they check nothing."""
    code = str(value) if isinstance(value, str | int) else ""
    return code if len(code) == 6 and code.isdigit() and not code.endswith("0000") else ""
