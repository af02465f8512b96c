"""Web, streams and workers on machines of their own, without a shared disk; each is replaced while customers come."""

import base64
import itertools
import os
import re
import secrets
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.patience import PATIENCE_S, until
from tests.running import kill
from tests.running.browser import Browser
from tests.running.machines import Machines, Pooler, Proxy, secret, wait_for_stop
from tests.running.test_live import SETTLE, Stream, put
from tests.standins.s3 import S3

pytestmark = [pytest.mark.postgresql, pytest.mark.timeout(900)]

PUT = """
    from datetime import UTC, datetime
    from anxin.core import later
    from tests.core.later import work
    for number in range({first}, {last}):
        arguments = {{"folder": {folder!r}, "word": f"task-{{number}}", "ms": 400}}
        later.put(work.work_longer, arguments=arguments, key=f"task-{{number}}", now=datetime.now(UTC))
"""

READ = """
    from concurrent.futures import ThreadPoolExecutor
    from django.db import connections
    from anxin.core.streams.models import Entry

    def read(_which):
        try:
            return [len([one.pk for one in Entry.objects.order_by("pk").iterator(2)]) for _again in range(10)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as several:
        print({len(set(found)) for found in several.map(read, range(8))})
"""


@pytest.fixture
def database() -> Iterator[str]:
    """Give a database of its own on the server of the tests."""
    url = urlsplit(os.environ["ANXIN_DATABASE_URL"])
    name = f"machines_{secrets.token_hex(4)}"
    with psycopg.connect(urlunsplit(url), autocommit=True) as base:
        base.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(url._replace(path=f"/{name}"))
        base.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def machines(database: str, tmp_path: Path) -> Iterator[Machines]:
    """Give an installation whose parts share what the settings name, and no folder."""
    with S3() as store:
        outside = {
            "ANXIN_DATABASE_URL": database,
            "ANXIN_S3": store.address,
            "ANXIN_SECRET_KEY": secret(),
            "ANXIN_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "ANXIN_TLS": "1",
        }
        made = Machines(tmp_path, outside)
        yield made
        made.close()


def customers(
    proxy: Proxy, over: threading.Event, told: dict[str, str], failed: list[object]
) -> list[threading.Thread]:
    """Have three customers report one fault after the other, each once: what fails is written down."""
    product = kill.PRODUCT.search(proxy.ready[0].get("/report/")[2].decode())
    assert product is not None
    numbers = itertools.count()

    def report() -> None:
        while not over.is_set():
            number = next(numbers)
            picture, sha256 = kill.a_picture(170_000 + number)
            try:
                status, _, token = kill.Customer(proxy, number).sends(product[0], picture, str(number))  # type: ignore[arg-type]
                told[token or f"none-{number}"] = sha256
                if not token:
                    failed.append(status)
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=report) for _one in range(3)]
    for thread in threads:
        thread.start()
    return threads


class TestMachines:
    def test_are_one_house_whose_parts_meet_in_the_database_and_the_store(self, machines: Machines) -> None:
        machines.outside["ANXIN_TLS"] = ""
        first = machines.prepare()
        account, factor = first.python(SETTLE).split()
        first.facts = [account, factor]  # type: ignore[attr-defined]
        web, live, other = (machines.serve("--only", kind) for kind in ("pages", "live", "live"))
        machines.work("clocks", "notices", "prompt", "heavy")
        chen = Browser(web).sign_in("chen", "quite a long sentence", factor)

        stream = Stream(Browser(live, chen.cookies))
        put(first, 1, 3)
        last = stream.facts(2)[-1]["id"]
        assert wait_for_stop(live) < 12
        assert re.fullmatch(r"retry: \d+\n\n$", stream.answer.read().decode())
        stream.close()
        put(first, 3, 5)
        again = Stream(Browser(other, chen.cookies), **{"Last-Event-ID": last})
        assert [fact["repair"] for fact in again.facts(2)] == ["3", "4"]
        again.close()

        first.python(PUT.format(first=0, last=4, folder=str(machines.folder)))
        until(lambda: machines.tasks() == ["done"] * 4, "the workers to do it")

    def test_are_replaced_one_after_the_other_while_customers_come_and_nothing_fails(self, machines: Machines) -> None:
        first = machines.prepare()
        first.python(kill.LAY)
        told: dict[str, str] = {}
        failed: list[object] = []
        over = threading.Event()
        with Proxy() as proxy:
            for _one in range(2):
                proxy.take(machines.serve("--only", "web"))
            worker = machines.work()
            threads = customers(proxy, over, told, failed)
            first.python(PUT.format(first=0, last=60, folder=str(machines.folder)))
            for old in list(proxy.behind):
                proxy.take(machines.serve("--only", "web"))
                assert wait_for_stop(old) < 12 + PATIENCE_S / 3
                proxy.behind.remove(old)
            machines.work()
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE_S) == 0
            killed = machines.work()
            time.sleep(1)
            killed.kill()
            over.set()
            for thread in threads:
                thread.join()
        until(lambda: set(machines.tasks()) == {"done"}, "all tasks", within_s=2 * PATIENCE_S)

        assert failed == []
        assert len(told) > 5
        assert kill.count(first, kill.Story(told=told))["faults"] == []
        assert machines.traces() == {f"task-{number}": 1 for number in range(60)}

    @pytest.mark.skipif(not Pooler.PROGRAM, reason="there is no pgbouncer")
    def test_share_few_connections_behind_a_pooler_that_lends_each_for_a_transaction(self, machines: Machines) -> None:
        first, direct = machines.prepare(), machines.outside
        first.python(kill.LAY)
        told: dict[str, str] = {}
        failed: list[object] = []
        over = threading.Event()
        with Pooler(direct["ANXIN_DATABASE_URL"], machines.folder) as pooler, Proxy() as proxy:
            machines.outside = {**direct, "ANXIN_DATABASE_URL": pooler.address}
            web = proxy.take(machines.serve("--only", "web", "--processes", "2"))
            machines.work()
            machines.outside = direct
            first.python(PUT.format(first=0, last=20, folder=str(machines.folder)))
            threads = customers(proxy, over, told, failed)
            until(lambda: len(told) > 5, "customers")
            over.set()
            for thread in threads:
                thread.join()
            pages = [web.get(f"/c/{token}/")[0] for token in told for _again in range(4)]
            until(lambda: set(machines.tasks()) == {"done"}, "all tasks", within_s=2 * PATIENCE_S)
            with psycopg.connect(direct["ANXIN_DATABASE_URL"]) as base:
                asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                (connections,) = base.execute(asked).fetchone()  # type: ignore[misc]
            assert web.python(READ).strip() == "{1}"
            assert web.anxin("timeline", "verify").returncode == 0
        assert failed == []
        assert set(pages) == {302}
        assert connections <= Pooler.MOST + 1
        assert kill.count(first, kill.Story(told=told))["faults"] == []
        assert machines.traces() == {f"task-{number}": 1 for number in range(20)}
