"""Whoever is called outside holds up nobody inside; and where the inside is late or gone, it says so."""

import contextlib
import importlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg
import pytest
from django.apps import apps
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from anxin.core import carriers, later, outbox, stuck
from anxin.core.acting import acting
from anxin.core.carriers import Parcel, Unclear, reaching, webhooks
from anxin.core.carriers.webhooks import Webhook
from anxin.core.queues.declaring import RetriedTask

pytestmark = pytest.mark.django_db
TASKS = "core.tasks core.clocks.sweeping core.outbox.delivering core.timeline.tasks domain.ledger.tasks "
TASKS += "domain.network.tasks domain.notices.tasks domain.standing.tasks domain.visits.tasks domain.evidence.tasks"
OUTSIDE = {"deliver_later", "stamp_head", "call_provider", "seek"}


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


def parcel(to: str, now: datetime) -> Parcel:
    return Parcel(key="k1", template="repair.accepted", ids={}, text="", to=to, secret="of-the-test", now=now)


class TestReceiver:
    def test_that_drips_is_left_after_the_whole_call_s_deadline(
        self, dripping: int, monkeypatch: pytest.MonkeyPatch, now: datetime
    ) -> None:
        monkeypatch.setattr(webhooks.settings, "get", lambda name, *, at: name == reaching.PRIVATE.name)
        begun = time.monotonic()

        with pytest.raises(Unclear, match="too slow"):
            Webhook(timeout_s=0.3).send(parcel(f"http://127.0.0.1:{dripping}/hook", now))

        assert time.monotonic() - begun < 5

    def test_whose_name_is_looked_up_for_ever_is_left_too(self, now: datetime) -> None:
        def never(_host: str, _port: int) -> list[str]:
            threading.Event().wait(5)
            return []

        begun = time.monotonic()
        with pytest.raises(carriers.NotSent):
            Webhook(look_up=never, timeout_s=0.05).send(parcel("https://shop.example/hook", now))
        assert time.monotonic() - begun < 3


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


class TestLateness:
    def test_of_prompt_work_is_told_in_seconds(self, now: datetime) -> None:
        assert stuck.overdue_s(now=now) == 0

        later.put("anxin.core.tasks.sweep_tasks", arguments={}, key="late", now=now - timedelta(minutes=4))

        assert stuck.overdue_s(now=now) == 240
        assert stuck.overdue_s(now=now - timedelta(minutes=5)) == 0

    def test_of_heavy_work_delays_nobody(self, now: datetime) -> None:
        later.put("anxin.core.tasks.sweep_files", arguments={}, key="heavy", now=now - timedelta(minutes=4))

        assert stuck.overdue_s(now=now) == 0

    def test_is_on_the_health_page_and_among_the_figures(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch, settings: object
    ) -> None:
        monkeypatch.setattr(stuck, "overdue_s", lambda *, now: 83)
        client = with_token(monkeypatch)

        health = client.get("/healthz")
        figures = client.get("/metrics", headers={"Authorization": "Bearer of-the-test"}).content.decode()

        assert health.json()["overdue_s"] == 83
        assert "anxin_overdue_seconds 83.0" in figures


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
