"""Driving times from outside against a local fake of each service."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from anxin.domain.visits.travel.amap import Amap
from anxin.domain.visits.travel.baidu import Baidu
from anxin.domain.visits.travel.osrm import Osrm
from anxin.domain.visits.travel.places import Place, Source, Unusable
from anxin.domain.visits.travel.ranking import Roads
from anxin.domain.visits.travel.tencent import Tencent
from tests.patience import PATIENCE_S

ORIGINS = [Place(113.20 + k / 100, 23.1, 113.205 + k / 100, 23.097) for k in range(5)]
GOAL = Place(113.3, 23.15, 113.305, 23.147)


class Fake(BaseHTTPRequestHandler):
    """Answers like all four services: 100 s for the first origin, 200 for the second, no road for the third."""

    mood = "well"
    over = threading.Event()
    seen: list[str] = []

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        Fake.seen.append(self.path)
        if Fake.mood == "slow":
            Fake.over.wait(PATIENCE_S)
        body = json.dumps(self.told(url.path, asked)).encode()
        if Fake.mood == "nonsense":
            body = b"<html>"
        self.send_response(500 if Fake.mood == "broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def told(self, path: str, asked: dict[str, str]) -> dict[str, object]:
        if Fake.mood == "quota":
            return {"code": "TooBig", "status": 302, "infocode": "10003"}
        times: list[int | None] = [100, 200, None]
        if path.startswith("/table"):
            return {"code": "Ok", "durations": [[t] for t in times[: asked["sources"].count(";") + 1]]}
        if path == "/v3/distance":
            rows = times[: asked["origins"].count("|") + 1]
            return {"status": "1", "results": [{"duration": str(t)} if t else {"code": "2"} for t in rows]}
        if path.startswith("/routematrix"):
            rows = times[: asked["origins"].count("|") + 1]
            return {"status": 0, "result": [{"duration": {"value": t}} if t else {} for t in rows]}
        rows = times[: asked["from"].count(";") + 1]
        cells = [{"elements": [{"duration": t} if t else {"status": 4}]} for t in rows]
        return {"status": 0, "result": {"rows": cells}}

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture
def base() -> Iterator[str]:
    Fake.mood, Fake.seen = "well", []
    Fake.over.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Fake)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    Fake.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["osrm", "amap", "baidu", "tencent"])
def source(request: pytest.FixtureRequest, base: str) -> Source:
    made: dict[str, Source] = {
        "osrm": Osrm(base, PATIENCE_S),
        "amap": Amap("k", base, PATIENCE_S),
        "baidu": Baidu("k", base, PATIENCE_S),
        "tencent": Tencent("k", base, PATIENCE_S),
    }
    return made[request.param]


class TestEverySource:
    def test_tells_seconds_and_where_no_road_is(self, source: Source) -> None:
        assert source.seconds(ORIGINS[:3], GOAL) == [100, 200, None]

    @pytest.mark.parametrize("mood", ["slow", "broken", "nonsense", "quota"])
    def test_says_when_it_is_unusable(self, source: Source, mood: str) -> None:
        Fake.mood = mood
        if mood == "slow":
            source._timeout_s = 0.2  # type: ignore[attr-defined]
        with pytest.raises(Unusable):
            source.seconds(ORIGINS[:2], GOAL)

    def test_says_when_nobody_is_there(self) -> None:
        with pytest.raises(Unusable):
            Osrm("http://127.0.0.1:1", PATIENCE_S).seconds(ORIGINS[:1], GOAL)


class TestDatum:
    def test_own_server_is_asked_in_wgs84(self, base: str) -> None:
        Osrm(base, PATIENCE_S).seconds(ORIGINS[:1], GOAL)
        assert "113.200000,23.100000;113.300000,23.150000" in Fake.seen[0]

    def test_amap_is_asked_in_gcj02(self, base: str) -> None:
        Amap("k", base, PATIENCE_S).seconds(ORIGINS[:1], GOAL)
        assert "origins=113.205000%2C23.097000" in Fake.seen[0]

    def test_baidu_gets_latitude_first_and_the_datum(self, base: str) -> None:
        Baidu("k", base, PATIENCE_S).seconds(ORIGINS[:1], GOAL)
        assert "coord_type=gcj02" in Fake.seen[0]
        assert "origins=23.097000%2C113.205000" in Fake.seen[0]


class TestRoads:
    def test_asks_for_the_first_three_only(self, base: str) -> None:
        found = Roads([Osrm(base, PATIENCE_S)]).refine(ORIGINS, GOAL, [900, 910, 920, 930, 940], 5)
        assert [(one.seconds, one.source) for one in found] == [
            (100, "osrm"),
            (200, "osrm"),
            (920, "offline"),
            (930, "offline"),
            (940, "offline"),
        ]

    def test_remembers_by_cell_and_hour(self, base: str) -> None:
        roads = Roads([Osrm(base, PATIENCE_S)])
        for hour in (5, 5, 6):
            roads.refine(ORIGINS[:2], GOAL, [900, 910], hour)
        assert len(Fake.seen) == 2

    def test_asks_the_next_source_when_one_fails(self, base: str) -> None:
        roads = Roads([Osrm("http://127.0.0.1:1", PATIENCE_S), Amap("k", base, PATIENCE_S)])
        assert roads.refine(ORIGINS[:1], GOAL, [900], 5)[0].source == "amap"
        assert list(roads.failures) == ["osrm"]

    def test_falls_back_to_the_offline_estimate(self) -> None:
        assert Roads().refine(ORIGINS[:1], GOAL, [900], 5)[0].source == "offline"
