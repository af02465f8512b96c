"""Live streams over the real port: who may listen, what is replayed, what is told as it happens."""

import contextlib
import http.client
import json
import os
import re
import signal
import time
from collections.abc import Iterator

import pytest

from tests.patience import PATIENCE_S, until
from tests.running.browser import Browser
from tests.running.house import QUICKLY_S, House, alive

TOKEN = "a-token-of-figures"

pytestmark = pytest.mark.sqlite

SETTLE = """
    from django.utils import timezone
    from anxin.demo import accounts
    from anxin.domain.people import actions as people
    now = timezone.now()
    home = people.found_organisation(kind="operator", slug="home", name="示例", now=now)
    account = people.open_account(username="chen", password="quite a long sentence", called="小陈", now=now)
    people.grant(account=account, organisation=home, role="agent", now=now)
    print(account.id, accounts.enrol_authenticator(account=account.id, now=now))
"""
PUT = """
    from django.utils import timezone
    from anxin.core import outbox
    from anxin.core.acting import acting
    for number, audience in {several}:
        acting(lambda: outbox.tell(
            "repair.changed", audiences=[audience], ids={{"repair": str(number), "code": "repair.accept"}},
            key=str(number), now=timezone.now(),
        ))
"""


class Stream:
    """One open live stream."""

    def __init__(self, browser: Browser, path: str = "/live/", **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", browser.house.port, timeout=PATIENCE_S)
        self.connection.request("GET", path, headers=browser.headers | headers)
        self.answer = self.connection.getresponse()

    def facts(self, count: int) -> list[dict[str, str]]:
        """Read events until so many facts came; the oldest first, each with its id."""
        found: list[dict[str, str]] = []
        event: dict[str, str] = {}
        while len(found) < count:
            line = self.answer.readline().decode().rstrip("\n")
            name, _, value = line.partition(": ")
            if line:
                event[name] = value
                continue
            if event.get("event") in ("fact", "reset"):
                found.append({"id": event["id"], "event": event["event"], **json.loads(event["data"])})
            event = {}
        return found

    def close(self) -> None:
        """Leave."""
        self.answer.close()
        self.connection.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, filled: House) -> Iterator[House]:
    """Open a house with one agent in it."""
    house = House(folder=tmp_path_factory.mktemp("live"), extra={"ANXIN_METRICS_TOKEN": TOKEN}).like(filled)
    house.facts = house.python(SETTLE).split()  # type: ignore[attr-defined]
    yield house.open()
    house.close()


@pytest.fixture(scope="module")
def chen(house: House) -> Browser:
    """Sign Xiao Chen in."""
    return Browser(house).sign_in("chen", "quite a long sentence", house.facts[1])  # type: ignore[attr-defined]


def put(house: House, first: int, last: int, others: range = range(0)) -> None:
    """Let things happen to Xiao Chen's cases one after the other, and before the last of them to somebody else's."""
    own = [(number, f"account:{house.facts[0]}") for number in range(first, last)]  # type: ignore[attr-defined]
    house.python(PUT.format(several=[*own[:-1], *((one, "account:somebody-else") for one in others), own[-1]]))


class TestLive:
    def test_stranger_hears_nothing(self, house: House) -> None:
        assert house.get("/live/")[0] == 403
        assert house.ask("POST", "/live/", headers={"Content-Length": "0"})[0] == 405

    def test_says_what_happens_while_it_is_open(self, house: House, chen: Browser) -> None:
        stream = Stream(chen)
        assert stream.answer.status == 200
        assert stream.answer.headers["X-Accel-Buffering"] == "no"
        assert stream.answer.headers["Cache-Control"] == "no-store"

        put(house, 1, 5, others=range(50, 52))

        facts = stream.facts(4)
        assert [fact["repair"] for fact in facts] == ["1", "2", "3", "4"]
        assert {fact["code"] for fact in facts} == {"repair.accept"}
        stream.close()

    def test_replays_what_was_missed_once_and_in_order(self, house: House, chen: Browser) -> None:
        first = Stream(chen)
        put(house, 100, 102)
        last = first.facts(2)[-1]["id"]
        first.close()
        put(house, 102, 250)

        again = Stream(chen, **{"Last-Event-ID": last})
        by_page = Stream(chen, path=f"/live/?after={last}")

        wanted = [str(number) for number in range(102, 250)]
        assert [fact["repair"] for fact in again.facts(148)] == wanted
        assert [fact["repair"] for fact in by_page.facts(148)] == wanted
        again.close()
        by_page.close()

    def test_tells_what_happened_between_a_page_and_its_stream(self, house: House, chen: Browser) -> None:
        put(house, 270, 271)
        time.sleep(1.1)
        read_at = int(time.time() * 1000)
        put(house, 271, 273)
        stream = Stream(chen, path=f"/live/?since={read_at}")

        assert [fact["repair"] for fact in stream.facts(2)] == ["271", "272"]
        stream.close()

    @pytest.mark.parametrize("place", ["after=nonsense", "since=nonsense", "since=1000", "since=99999999999999"])
    def test_unreadable_or_too_old_place_begins_anew_and_says_so(self, chen: Browser, place: str) -> None:
        stream = Stream(chen, path=f"/live/?{place}")

        assert stream.facts(1)[0]["event"] == "reset"
        stream.close()

    def test_survives_a_killed_web_process(self, house: House, chen: Browser) -> None:
        stream = Stream(chen)
        put(house, 300, 301)
        last = stream.facts(1)[0]["id"]
        web = min(pid for pid, command in house.processes().items() if "anxin web" in command)

        os.kill(web, signal.SIGKILL)
        with contextlib.suppress(OSError, http.client.HTTPException):
            stream.answer.read()
        stream.close()
        put(house, 301, 303)
        house.until("ok")
        again = Stream(chen, **{"Last-Event-ID": last})

        assert [fact["repair"] for fact in again.facts(2)] == ["301", "302"]
        again.close()


class TestLog:
    def test_has_routes_and_no_secrets(self, house: House) -> None:
        house.get("/c/secret-token-of-a-case/")
        house.get("/sign-in/?phone=13800000001")

        seen = until(lambda: [line for line in house.lines if '"c/<str:token>/"' in line], "the line")
        assert json.loads(seen[-1])["status"] == 404
        time.sleep(0.1)
        text = "".join(house.lines)
        assert "secret-token" not in text
        assert "13800000001" not in text
        assert re.search(r'"request": "[0-9a-f]{32}"', text)


class TestMetrics:
    def test_shows_routes_to_whoever_holds_the_token(self, house: House) -> None:
        house.get("/sign-in/")

        status, _, content = house.get("/metrics", {"Authorization": f"Bearer {TOKEN}"})

        assert status == 200
        assert b'anxin_request_seconds_count{method="GET",route="sign-in/",status="200"}' in content
        assert house.get("/metrics")[0] == 404
        assert house.get("/metrics", {"Authorization": "Bearer another"})[0] == 404


class TestStop:
    def test_is_quick_while_somebody_signed_in_listens(self, house: House, chen: Browser) -> None:
        """The last of this module: the house is closed by it."""
        stream = Stream(chen)
        assert stream.answer.status == 200
        below = set(house.processes())
        assert house.process is not None
        began = time.monotonic()
        house.process.terminate()

        assert house.process.wait(PATIENCE_S) == 0
        assert time.monotonic() - began < QUICKLY_S
        assert alive(below) == set()
        stream.close()
