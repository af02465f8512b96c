"""Who promises a body and does not bring it, or asks and does not read, holds a socket and nothing else."""

import asyncio
import io
import threading
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from anxin.config.intake import Intake, Pace, Room
from anxin.config.wsgi_pool import Inside
from anxin.faces.shared import KNOWN, Crowded, TooSlow
from tests.attacks import loops, slow_bodies
from tests.patience import PATIENCE_S
from tests.running.house import House
from tests.running.kill import free_port

QUICK = Pace(grace_s=0.05, least_bytes_s=1000, silent_s=0.05)
LIVE = pytest.mark.parametrize("apart", [False, True], ids=["one port", "live apart"])
type Piece = tuple[float, bytes]


def bringing(*pieces: Piece, ends: str = "http.request") -> Callable[[], Awaitable[dict[str, Any]]]:
    """Bring pieces, each after a pause; then say nothing more, or leave."""
    waiting = list(pieces)

    async def receive() -> dict[str, Any]:
        if not waiting:
            if ends == "http.disconnect":
                return {"type": ends}
            await asyncio.Event().wait()
        pause_s, piece = waiting.pop(0)
        await asyncio.sleep(pause_s)
        return {"type": "http.request", "body": piece, "more_body": True}

    return receive


def taken(folder: Path, length: int, *pieces: Piece, pace: Pace = QUICK, **more: Any) -> io.BytesIO | None:
    """Take one body in."""
    ends = more.pop("ends", "http.request")
    told = {"known": False, "resumable": False} | more
    return loops.run(Intake(folder, pace=pace).take(bringing(*pieces, ends=ends), length, **told))  # type: ignore[return-value]


class TestIntake:
    def test_gives_up_a_body_that_is_promised_and_never_comes(self, tmp_path: Path) -> None:
        with pytest.raises(TooSlow):
            taken(tmp_path, 5000)

    def test_gives_up_a_body_that_drips(self, tmp_path: Path) -> None:
        with pytest.raises(TooSlow) as late:
            taken(tmp_path, 5000, *[(0.02, b"a")] * 500)
        assert late.value.facts["seen"] < 250

    def test_takes_an_upload_that_is_slow_but_keeps_its_pace(self, tmp_path: Path) -> None:
        pieces = [(0.01, b"x" * 50)] * 20
        pace = Pace(grace_s=0.05, least_bytes_s=50, silent_s=PATIENCE_S)

        body = taken(tmp_path, 1000, *pieces, pace=pace)

        assert body is not None
        assert body.read() == b"x" * 1000

    def test_keeps_what_came_of_an_upload_that_can_be_continued(self, tmp_path: Path) -> None:
        body = taken(tmp_path, 5000, (0, b"x" * 10), resumable=True)

        assert body is not None
        assert body.read(64) == b"x" * 10
        with pytest.raises(ConnectionResetError, match="10 of 5000"):
            body.read(64)

    def test_gives_nothing_of_a_form_whose_sender_left(self, tmp_path: Path) -> None:
        assert taken(tmp_path, 5000, (0, b"x"), ends="http.disconnect") is None

    def test_leaves_no_file_of_a_large_body_behind(self, tmp_path: Path) -> None:
        body = taken(tmp_path, 600_000, *[(0, bytes([at]) * 60_000) for at in range(10)])

        assert body is not None
        with body:
            assert body.read() == b"".join(bytes([at]) * 60_000 for at in range(10))
        assert list(tmp_path.iterdir()) == []

    def test_lets_whoever_brings_something_in_before_whoever_has_been_silent_longest(self, tmp_path: Path) -> None:
        async def crowd() -> tuple[list[BaseException | Any], Any]:
            intake = Intake(tmp_path, pace=Pace(), room=Room(bodies=3, idle_s=0.01))
            facts = {"known": False, "resumable": False}
            silent = [asyncio.create_task(intake.take(bringing(), 10, **facts)) for _ in range(3)]
            await asyncio.sleep(0.03)
            quick = await intake.take(bringing((0, b"0123456789")), 10, **facts)
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.wait(silent, return_when=asyncio.FIRST_COMPLETED)
            ended = [one.exception() for one in silent if one.done()]
            for one in silent:
                one.cancel()
            return ended, quick

        ended, quick = loops.run(crowd())

        assert quick.read() == b"0123456789"
        assert [type(one) for one in ended] == [Crowded]


def asking(cookie: str = "") -> dict[str, Any]:
    """Give the scope of one question."""
    headers = [(b"cookie", cookie.encode())] if cookie else []
    return {"method": "GET", "path": "/", "query_string": b"", "http_version": "1.1", "headers": headers}


class Pages:
    """Pages that hold their thread until they are let go, and one that is long."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.begun = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        environ[KNOWN] = "good" in environ.get("HTTP_COOKIE", "")
        if environ.get("HTTP_COOKIE") == "long":
            return (b"x" * (256 << 10) for _ in range(40))
        if not environ[KNOWN]:
            self.begun.release()
            self.let_go.wait(PATIENCE_S)
        return [b"done"]


class TestThreads:
    def test_of_which_a_share_is_kept_for_those_who_are_known(self) -> None:
        async def crowd(pages: Pages) -> tuple[list[bytes], int]:
            inside, answers = Inside(pages, threads=3, strangers=2), []

            async def send(message: dict[str, Any]) -> None:
                answers.append(message.get("body", b""))

            await inside.answer(asking("good"), io.BytesIO(), send)
            many = [asyncio.create_task(inside.answer(asking(), io.BytesIO(), send)) for _ in range(6)]
            await asyncio.to_thread(lambda: [pages.begun.acquire() for _ in range(2)])
            answers.clear()
            async with asyncio.timeout(PATIENCE_S / 2):
                await inside.answer(asking("good"), io.BytesIO(), send)
            working = 2 + pages.begun._value
            pages.let_go.set()
            await asyncio.gather(*many)
            return answers[:2], working

        assert loops.run(crowd(Pages())) == ([b"", b"done"], 2)

    def test_are_not_held_by_somebody_who_does_not_read_his_answer(self) -> None:
        async def unread(pages: Pages) -> list[bytes]:
            inside, answers, stuck = Inside(pages, threads=1, strangers=1), [], asyncio.Event()

            async def never(message: dict[str, Any]) -> None:
                if message.get("body"):
                    stuck.set()
                    await asyncio.Event().wait()

            async def send(message: dict[str, Any]) -> None:
                answers.append(message.get("body", b""))

            reader = asyncio.create_task(inside.answer(asking("long"), io.BytesIO(), never))
            await stuck.wait()
            async with asyncio.timeout(PATIENCE_S / 2):
                await inside.answer(asking("good"), io.BytesIO(), send)
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
            return answers

        assert loops.run(unread(Pages())) == [b"", b"done"]


@pytest.mark.sqlite
class TestSite:
    def test_is_three_times_slower_at_most_while_20_hold_bodies_back(self, a_house: Callable[[], House]) -> None:
        house = a_house().open()
        slow_bodies.asked(house.port, slow_bodies.PAGES, 0.5)

        quiet_ms, attacked_ms = slow_bodies.alternated(house.port, "silent body", 20, turns=4, seconds=0.6)

        assert attacked_ms <= 3 * quiet_ms + 100

    @pytest.mark.soak
    @LIVE
    @pytest.mark.parametrize("attack", slow_bodies.ATTACKS)
    def test_is_three_times_slower_at_most_while_200_sockets_are_held_for_a_minute(
        self, a_house: Callable[[], House], attack: str, *, apart: bool
    ) -> None:
        house = a_house().open(*(("--live-port", str(free_port())) if apart else ()))
        slow_bodies.asked(house.port, slow_bodies.PAGES, 3)

        took = slow_bodies.measured(house.port, attack, 200, 60)

        assert took["open"] == 200
        assert took["attacked_p95_ms"] <= 3 * max(took["quiet_p95_ms"], 10)
