"""Map services behind one protocol, against a local server with their quirks."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from anxin.domain.places.geocoding.answers import Unanswered
from anxin.domain.places.geocoding.geocoder import Geocoder
from anxin.domain.places.geocoding.maps import Amap, Baidu, Service, Tencent, Tianditu
from tests.patience import PATIENCE_S

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUSE = "广东省深圳市南山区粤海街道科苑路8号"
AMAP = {
    "status": "1", "info": "OK", "count": "1",
    "geocodes": [{"province": "广东省", "city": "深圳市", "district": "南山区", "township": [], "street": [],
                  "adcode": "440305", "location": "113.943,22.540", "level": "门牌号"}],
}  # fmt: skip
TENCENT = {
    "status": 0, "message": "query ok",
    "result": {"location": {"lng": 113.943, "lat": 22.540}, "ad_info": {"adcode": "440305"},
               "address_components": {"city": "深圳市", "district": "深圳市"}, "reliability": 7, "level": 9},
}  # fmt: skip
BAIDU = {
    "status": 0,
    "result": {"location": {"lng": 113.9495, "lat": 22.5458}, "precise": 1, "confidence": 80, "comprehension": 100,
               "level": "门址"},
}  # fmt: skip
TIANDITU = {"status": "0", "msg": "ok", "location": {"lon": "113.938", "lat": "22.543", "level": "门址", "score": 95}}


class Fake:
    """A map service on this machine: answers by path, counts what it was asked, may be slow or broken."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answers: dict[str, object] = {
            "/v3/geocode/geo": AMAP, "/ws/geocoder/v1/": TENCENT, "/geocoding/v3/": BAIDU, "/geocoder": TIANDITU,
        }  # fmt: skip
        self.status, self.silent, self.drip = 200, False, False
        self.over = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                fake.asked.append((parts.path, {key: values[0] for key, values in parse_qs(parts.query).items()}))
                if fake.silent:
                    fake.over.wait(2 * PATIENCE_S)
                answer = fake.answers[parts.path]
                body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(fake.status)
                self.end_headers()
                try:
                    while fake.drip and not fake.over.wait(0.05):
                        self.wfile.write(b" ")
                        self.wfile.flush()
                    self.wfile.write(body)
                except OSError:
                    pass

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


@pytest.fixture
def fake() -> Iterator[Fake]:
    made = Fake()
    yield made
    made.over.set()
    made.server.shutdown()
    made.server.server_close()


def services(fake: Fake) -> list[Service]:
    return [Amap("k", fake.url), Tencent("k", fake.url), Baidu("k", fake.url), Tianditu("k", fake.url)]


class TestServices:
    @pytest.mark.parametrize("number", range(4))
    def test_find_the_house_in_wgs84(self, fake: Fake, number: int) -> None:
        service = services(fake)[number]
        found = Geocoder([service], timeout_s=PATIENCE_S).locate(HOUSE, now=NOW)
        assert (found.source, found.precision, found.datum) == (service.name, "house", "WGS-84")
        assert (found.lng, found.lat) == pytest.approx((113.938, 22.543), abs=0.002)
        assert found.county_code == "440305"
        assert found.notes == ()

    def test_ask_tencent_and_tianditu_with_a_city_in_the_text(self, fake: Fake) -> None:
        for service in (Tencent("k", fake.url), Tianditu("k", fake.url)):
            Geocoder([service], timeout_s=PATIENCE_S).locate("南山区科苑路8号", now=NOW, city="深圳市")
        assert fake.asked[0][1]["address"].startswith("深圳市")
        assert json.loads(fake.asked[1][1]["ds"])["keyWord"].startswith("深圳市")

    def test_cut_baidus_address_at_84_bytes_and_a_whole_character(self, fake: Fake) -> None:
        Geocoder([Baidu("k", fake.url)], timeout_s=PATIENCE_S).locate(HOUSE + "a" + "长" * 40, now=NOW)
        assert len(fake.asked[0][1]["address"].encode()) <= 84
        assert fake.asked[0][1]["address"].startswith(HOUSE)

    @pytest.mark.parametrize(
        ("service", "payload", "reason"),
        [
            (Amap("k"), {"status": "0", "info": "DAILY_QUERY_OVER_LIMIT"}, "quota"),
            (Amap("k"), {"status": "0", "info": "INVALID_USER_KEY"}, "refused"),
            (Amap("k"), {"status": "1", "geocodes": []}, "empty"),
            (Amap("k"), {"status": "1", "geocodes": [{"location": [], "level": [], "adcode": []}]}, "broken"),
            (Tencent("k"), {"status": 347}, "empty"),
            (Tencent("k"), {"status": 121}, "quota"),
            (Tencent("k"), {"status": 0}, "broken"),
            (Baidu("k"), {"status": 1}, "empty"),
            (Baidu("k"), {"status": 302}, "quota"),
            (Tianditu("k"), {"status": "101"}, "empty"),
            (Tianditu("k"), {"status": "0", "location": {"lon": "x", "lat": "1"}}, "broken"),
        ],
    )
    def test_say_why_there_is_no_answer(self, service: Service, payload: dict[str, object], reason: str) -> None:
        with pytest.raises(Unanswered) as failure:
            service.read(payload)
        assert failure.value.reason == reason


class TestCrossCheck:
    def test_keeps_our_reading_where_the_code_disagrees(self, fake: Fake) -> None:
        wrong = json.loads(json.dumps(AMAP))
        wrong["geocodes"][0]["adcode"] = "330305"
        fake.answers["/v3/geocode/geo"] = wrong
        found = Geocoder([Amap("k", fake.url)], timeout_s=PATIENCE_S).locate(HOUSE, now=NOW)
        assert (found.source, found.county_code) == ("anxin", "440305")
        assert found.notes == ("amap: disagrees, said 330305",)

    def test_keeps_our_reading_where_the_point_is_far(self, fake: Fake) -> None:
        fake.answers["/geocoding/v3/"] = {
            "status": 0,
            "result": {"location": {"lng": 116.4, "lat": 39.9}, "precise": 1},
        }
        found = Geocoder([Baidu("k", fake.url)], timeout_s=PATIENCE_S).locate(HOUSE, now=NOW)
        assert (found.source, found.notes) == ("anxin", ("baidu: disagrees, said a far point",))

    def test_checks_by_distance_where_the_code_is_of_yesterday(self, fake: Fake) -> None:
        old = json.loads(json.dumps(AMAP))
        old["geocodes"][0]["adcode"] = "440399"
        fake.answers["/v3/geocode/geo"] = old
        assert Geocoder([Amap("k", fake.url)], timeout_s=PATIENCE_S).locate(HOUSE, now=NOW).source == "amap"

    def test_takes_the_division_of_the_service_where_ours_is_open(self, fake: Fake) -> None:
        found = Geocoder([Amap("k", fake.url)], timeout_s=PATIENCE_S).locate("科苑路8号", now=NOW)
        assert (found.code, found.source) == ("440305", "amap")
        assert "amap: division taken from the service" in found.notes

    def test_prefers_our_town_to_a_service_that_knows_only_the_county(self, fake: Fake) -> None:
        coarse = json.loads(json.dumps(AMAP))
        coarse["geocodes"][0]["level"] = "省"
        fake.answers["/v3/geocode/geo"] = coarse
        found = Geocoder([Amap("k", fake.url)], timeout_s=PATIENCE_S).locate(HOUSE, now=NOW)
        assert found.source == "anxin"
        assert found.notes == ("amap: no closer, province",)


class TestTrouble:
    def test_goes_on_to_the_next_service(self, fake: Fake) -> None:
        fake.answers["/v3/geocode/geo"] = {"status": "0", "info": "CUQPS_HAS_EXCEEDED_THE_LIMIT"}
        found = Geocoder([Amap("k", fake.url), Tencent("k", fake.url)], timeout_s=PATIENCE_S).locate(HOUSE, now=NOW)
        assert (found.source, found.notes) == ("tencent", ("amap: quota",))

    @pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"[" * 100_000, b"\xff", b"1" * 300_000])
    def test_survives_a_broken_body(self, fake: Fake, body: bytes) -> None:
        fake.answers["/v3/geocode/geo"] = body
        found = Geocoder([Amap("k", fake.url)], timeout_s=PATIENCE_S).locate(HOUSE, now=NOW)
        assert (found.source, found.notes) == ("anxin", ("amap: broken",))

    @pytest.mark.parametrize(("status", "reason"), [(500, "refused"), (302, "refused"), (429, "quota")])
    def test_survives_another_status(self, fake: Fake, status: int, reason: str) -> None:
        fake.status = status
        assert Geocoder([Amap("k", fake.url)], timeout_s=PATIENCE_S).locate(HOUSE, now=NOW).notes == (
            f"amap: {reason}",
        )

    def test_waits_no_longer_than_its_limit(self, fake: Fake) -> None:
        fake.silent = True
        begun = time.monotonic()
        found = Geocoder([Amap("k", fake.url)], timeout_s=0.2).locate(HOUSE, now=NOW)
        assert found.notes == ("amap: timeout",)
        assert time.monotonic() - begun < PATIENCE_S

    def test_waits_no_longer_for_an_answer_that_drips(self, fake: Fake) -> None:
        fake.drip = True
        begun = time.monotonic()
        assert Geocoder([Amap("k", fake.url)], timeout_s=0.3).locate(HOUSE, now=NOW).notes == ("amap: timeout",)
        assert time.monotonic() - begun < PATIENCE_S

    def test_survives_a_service_that_is_not_there(self) -> None:
        found = Geocoder([Amap("k", "http://127.0.0.1:9")], timeout_s=0.5).locate(HOUSE, now=NOW)
        assert found.notes in {("amap: unreachable",), ("amap: timeout",)}
        assert found.county_code == "440305"

    def test_asks_nobody_about_nothing(self, fake: Fake) -> None:
        assert Geocoder(services(fake), timeout_s=PATIENCE_S).locate("  ", now=NOW).precision == "none"
        assert fake.asked == []


class TestCache:
    def test_asks_once_within_its_time(self, fake: Fake) -> None:
        geocoder = Geocoder([Amap("k", fake.url)], timeout_s=PATIENCE_S)
        first = geocoder.locate(HOUSE, now=NOW)
        assert geocoder.locate(HOUSE, now=NOW + timedelta(days=29)) == first
        assert len(fake.asked) == 1
        geocoder.locate(HOUSE, now=NOW + timedelta(days=31))
        assert len(fake.asked) == 2

    def test_keeps_that_nothing_was_found_but_no_trouble(self, fake: Fake) -> None:
        geocoder = Geocoder([Amap("k", fake.url)], timeout_s=PATIENCE_S)
        fake.answers["/v3/geocode/geo"] = {"status": "1", "geocodes": []}
        for _ in range(2):
            assert geocoder.locate(HOUSE, now=NOW).notes == ("amap: empty",)
        assert len(fake.asked) == 1
        fake.answers["/v3/geocode/geo"] = {"status": "0", "info": "x"}
        for _ in range(2):
            geocoder.locate(HOUSE + "1", now=NOW)
        assert len(fake.asked) == 3

    def test_forgets_the_oldest(self, fake: Fake) -> None:
        geocoder = Geocoder([Amap("k", fake.url)], most_kept=2, timeout_s=PATIENCE_S)
        for text in (HOUSE, HOUSE + "1", HOUSE + "2", HOUSE):
            geocoder.locate(text, now=NOW)
        assert len(fake.asked) == 4
