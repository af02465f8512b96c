"""Whoever is called outside holds up nobody inside; and where the inside is late or gone, it says so."""

import contextlib
import importlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils import timezone

from anxin.core import carriers, later, outbox, stuck_work
from anxin.core.acting import acting
from anxin.core.carriers import Mail, NotSent, Parcel, Unclear
from anxin.core.carriers import carriers as carrying
from anxin.core.carriers.webhooks import Webhook
from anxin.core.queues.registry import RetriedTask
from anxin.domain.ledger import providers
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.django_db
TASKS = "core.tasks core.clocks.sweeper core.outbox.delivery domain.ledger.tasks "
TASKS += "domain.network.tasks domain.notices.tasks domain.reputation.tasks domain.visits.tasks domain.evidence.tasks "
TASKS += "domain.invoices.tasks domain.privacy_numbers.tasks"
OUTSIDE = {"deliver_later", "stamp_heads", "call_provider", "give_back_difference", "fetch_statements", "say"}
OUTSIDE |= {"ask_provider", "fetch_file", "ask_waiting", "settle", "sweep", "fetch_statement", "reach", "place_outlets"}
OUTSIDE |= {"close_order"}


@pytest.fixture
def dripping() -> Iterator[int]:
    """Listen on a port and answer with one byte of a header again and again."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with contextlib.suppress(OSError):
                asking, _ = server.accept()
                with asking:
                    asking.sendall(b"HTTP/1.1 200 OK\r\n")
                    while not over.wait(0.02):
                        asking.sendall(b"X: a\r\n")

        threading.Thread(target=drip, daemon=True).start()
        yield server.getsockname()[1]
        over.set()


def parcel(to: str, now: datetime, *, text: str = "", private: bool = False, secret: str = "of-the-test") -> Parcel:
    told = {"key": "k1", "template": "repair.accepted", "ids": {}, "secret": secret}
    return Parcel(**told, to=to, text=text, private=private, now=now)  # type: ignore[arg-type]


class TestReceiver:
    def test_that_drips_is_left_after_the_whole_call_s_deadline(self, dripping: int, now: datetime) -> None:
        begun = time.monotonic()

        with pytest.raises(Unclear, match="too slow"):
            Webhook(timeout_s=0.3).send(parcel(f"http://127.0.0.1:{dripping}/hook", now, private=True))

        assert time.monotonic() - begun < PATIENCE_S

    def test_whose_name_is_looked_up_for_ever_is_left_too(self, now: datetime) -> None:
        let_go = threading.Event()

        def never(_host: str, _port: int) -> list[str]:
            let_go.wait(2 * PATIENCE_S)
            return []

        begun = time.monotonic()
        with pytest.raises(carriers.NotSent):
            Webhook(look_up=never, timeout_s=0.05).send(parcel("https://shop.example/hook", now))
        assert time.monotonic() - begun < PATIENCE_S
        let_go.set()


class Dripping:
    """An SMTP server that says this much as it should, and then a byte again and again."""

    def __init__(self, answers: list[bytes]) -> None:
        self.answers, self.over, self.left = answers, threading.Event(), threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            asking, _ = self.server.accept()
            with asking, asking.makefile("rb") as said:
                for at, answer in enumerate(self.answers):
                    asking.sendall(answer)
                    if at + 1 < len(self.answers):
                        said.readline()
                while not self.over.wait(0.02):
                    asking.sendall(b"2")
        self.left.set()

    def close(self) -> None:
        self.over.set()
        self.server.close()


@pytest.fixture
def smtp() -> Iterator[Callable[[list[bytes]], Dripping]]:
    """Begin dripping SMTP servers."""
    begun: list[Dripping] = []

    def begin(answers: list[bytes]) -> Dripping:
        begun.append(Dripping(answers))
        return begun[-1]

    yield begin
    for one in begun:
        one.close()


GREETED = [b"220 here\r\n", b"250 here\r\n"]


class TestMail:
    @pytest.mark.parametrize(
        ("scheme", "answers", "end"),
        [
            ("smtp", [b""], NotSent),
            ("smtps", [b"\x16\x03\x03\x3f\xff"], NotSent),
            ("smtp", [b"220 here\r\n", b""], NotSent),
            ("smtp", [*GREETED, b"250 go on\r\n", b"250 go on\r\n", b"354 text\r\n", b""], Unclear),
        ],
        ids=["greeting", "encryption", "hello", "text"],
    )
    def test_to_a_server_that_drips_is_broken_off_after_the_whole_call_s_deadline(
        self,
        smtp: Callable[[list[bytes]], Dripping],
        settings: Any,
        now: datetime,
        scheme: str,
        answers: list[bytes],
        end: type[Exception],
    ) -> None:
        server = smtp(answers)
        settings.SMTP = f"{scheme}://127.0.0.1:{server.port}"
        begun = time.monotonic()

        with pytest.raises(end, match="too slow"):
            Mail(timeout_s=0.5).send(parcel("owner@example.com", now, text="一句话", secret=""))

        assert time.monotonic() - begun < PATIENCE_S
        assert server.left.wait(PATIENCE_S)  # the connection is closed: no thread goes on reading it


class TestCarrier:
    def test_of_any_kind_that_never_ends_is_left(self, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
        let_go = threading.Event()

        class Never:
            accepts_key, queue = False, "outside"

            def send(self, _parcel: Parcel) -> str:
                let_go.wait(PATIENCE_S)
                return "late"

        monkeypatch.setitem(carrying._CARRIERS, "never", Never())
        monkeypatch.setattr(carrying, "LONGEST_S", 0.05)
        told = {"audience": "account:1", "ids": {}, "key": "k", "now": now, "carrier": "never"}
        message = acting(lambda: outbox.put("people.code", **told))

        assert outbox.deliver(message, now=now).state == "unclear"
        let_go.set()

    def test_of_money_that_never_ends_said_nothing_clear(self, monkeypatch: pytest.MonkeyPatch) -> None:
        let_go = threading.Event()
        monkeypatch.setitem(providers.FAKES, "fake", lambda _request: let_go.wait(PATIENCE_S))
        monkeypatch.setattr(providers, "LONGEST_S", 0.05)
        request = providers.PaymentRequest(
            key="k", number="n", amount_fen=1, method="", direction="in", now=timezone.now()
        )

        assert providers.begin("fake", request).outcome == "unclear"
        let_go.set()


class TestQueue:
    @pytest.mark.parametrize(("carrier", "queue"), [("webhook", "webhooks"), ("sms", "outside"), ("file", "outside")])
    def test_of_a_delivery_is_none_that_clocks_wait_in(self, carrier: str, queue: str, now: datetime) -> None:
        told = {"audience": "account:1", "ids": {}, "key": carrier, "now": now, "carrier": carrier}
        message = acting(lambda: outbox.put("people.code", **told))

        task = apps.get_model("core.LaterTask").objects.get(key=f"outbox:{message.pk}")

        assert task.queue == queue

    def test_of_whoever_asks_outside_is_never_prompt(self) -> None:
        found = {
            name: one.queue_name
            for module in TASKS.split()
            for name, one in vars(importlib.import_module(f"anxin.{module}")).items()
            if isinstance(one, RetriedTask)
        }

        assert {name for name, queue in found.items() if queue == "outside"} == OUTSIDE
        assert [name for name, queue in found.items() if queue == "offers"] == ["seek"]

    def test_of_clocks_is_theirs_alone(self) -> None:
        names = (f"anxin.{module}" for module in ("core.clocks.sweeper", "core.tasks", *TASKS.split()))
        found = [one for name in names for one in vars(importlib.import_module(name)).values()]
        tasks = {one.module_path for one in found if isinstance(one, RetriedTask) and one.queue_name == "clocks"}

        assert tasks == {"anxin.core.clocks.sweeper.ring", "anxin.core.tasks.sweep_clocks"}


class TestLateness:
    @pytest.mark.parametrize(
        ("task", "arguments", "queue"),
        [
            ("anxin.core.tasks.seed_calendar", {}, "prompt"),
            ("anxin.core.outbox.delivery.deliver_later", {"message": 1}, "outside"),
            ("anxin.domain.visits.tasks.seek", {"visit": "1"}, "offers"),
        ],
    )
    def test_of_work_that_somebody_awaits_is_told_in_seconds_by_queue(
        self, task: str, arguments: dict[str, str | int], queue: str, now: datetime
    ) -> None:
        nothing = dict.fromkeys(("clocks", "notices", "prompt", "offers", "outside"), 0)
        assert stuck_work.overdue_s(now=now) == nothing

        later.put(task, arguments=arguments, key="late", now=now - timedelta(minutes=4))

        assert stuck_work.overdue_s(now=now) == {**nothing, queue: 240}
        assert stuck_work.overdue_s(now=now - timedelta(minutes=5)) == nothing

    def test_of_a_delivery_is_what_the_health_page_tells_where_it_is_the_worst(self, now: datetime) -> None:
        for task, late_s in (("anxin.core.tasks.seed_calendar", 30), ("anxin.core.tasks.stamp_heads", 3600)):
            moment = timezone.now() - timedelta(seconds=late_s)
            later.put(task, arguments={}, key=task, now=moment)

        assert Client().get("/healthz").json()["overdue_s"] in range(3600, 3700)

    def test_of_heavy_work_delays_nobody(self, now: datetime) -> None:
        later.put("anxin.core.tasks.sweep_files", arguments={}, key="heavy", now=now - timedelta(minutes=4))

        assert set(stuck_work.overdue_s(now=now).values()) == {0}

    def test_is_on_the_health_page_and_among_the_figures(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch, settings: object
    ) -> None:
        monkeypatch.setattr(stuck_work, "overdue_s", lambda *, now: {"clocks": 2, "outside": 83})
        client = with_token(monkeypatch)

        health = client.get("/healthz")
        figures = client.get("/metrics", headers={"Authorization": "Bearer of-the-test"}).content.decode()

        assert health.json()["overdue_s"] == 83
        assert 'anxin_overdue_seconds{queue="outside"} 83.0' in figures
        assert 'anxin_overdue_seconds{queue="clocks"} 2.0' in figures


def with_token(monkeypatch: pytest.MonkeyPatch, token: str = "of-the-test") -> Client:
    """Set the figures' token."""
    from dataclasses import replace

    from django.conf import settings

    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, metrics_token=token))
    return Client()


class TestFigures:
    def test_are_nobody_s_without_a_token_whatever_a_proxy_adds_or_leaves_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = with_token(monkeypatch, token="")

        for headers in ({}, {"X-Forwarded-For": "127.0.0.1"}, {"Authorization": "Bearer "}):
            assert client.get("/metrics", headers=headers).status_code == 404

    def test_are_nobody_s_with_another_token(self, monkeypatch: pytest.MonkeyPatch) -> None:
        client = with_token(monkeypatch)

        assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404


class TestDatabase:
    @pytest.fixture
    def gone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Cut the way to the database."""

        def refused(*_asked: object, **_more: object) -> None:
            raise OperationalError("connection refused") from psycopg.OperationalError("connection refused")

        monkeypatch.setattr(BaseDatabaseWrapper, "cursor", refused)

    @pytest.mark.usefixtures("gone")
    @pytest.mark.parametrize("path", ["/report/", "/sign-in/", "/customer/"])
    def test_that_is_gone_is_a_page_that_says_so(self, path: str) -> None:
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = "a" * 32

        answer = client.get(path)

        assert answer.status_code == 503
        assert "数据库暂时没有响应" in answer.content.decode()

    @pytest.mark.usefixtures("gone")
    def test_that_is_gone_is_the_documented_problem_for_programs(self) -> None:
        answer = Client(raise_request_exception=False).get(
            "/api/v1/repairs", headers={"Authorization": "Bearer of-the-test"}
        )

        assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
        assert json.loads(answer.content)["code"] == "core.no_database"

    @pytest.mark.usefixtures("gone")
    def test_that_is_gone_is_named_by_the_health_page(self) -> None:
        answer = Client().get("/healthz")

        assert (answer.status_code, answer.json()["waiting"]) == (503, ["database"])
