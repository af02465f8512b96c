"""A standby that follows by streaming: figures and exports are read there; once the primary is lost it takes over."""

import json
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import until
from tests.running.house import BEGIN, House
from tests.running.servers import Server, own_folder, owned_folder, tool

pytestmark = pytest.mark.postgresql
SENDS = "max_wal_senders = 4\nwal_level = replica\nhot_standby = on\n"
WRITING = """
    import sys
    import time
    from django.utils import timezone
    from anxin.core import outbox
    from anxin.core.acting import acting
    from anxin.core.errors import AnxinError
    number = 0
    while True:
        number += 1
        try:
            told = dict(audiences=["desk"], ids={}, key=str(number), now=timezone.now())
            acting(lambda: outbox.tell("lamp.lit", **told))
        except AnxinError:
            time.sleep(0.05)
        else:
            print(number, flush=True)
"""
THERE = """
    from anxin.core.outbox import Message
    print(*(key.partition(":")[0] for key in Message.objects.filter(audience="desk").values_list("key", flat=True)))
"""


@pytest.fixture
def pair() -> Iterator[tuple[Server, Server]]:
    """Give a primary that waits for its standby, and the standby."""
    with own_folder() as folder:
        first = Server(folder=folder / "first", settings=SENDS + "synchronous_commit = on\n").made()
        second = Server(folder=folder / "second", settings=SENDS + followed(folder / "first"))
        try:
            owned_folder(second.folder)
            words = ["-D", str(second.data), "--wal-method=stream", "--checkpoint=fast", "--no-password"]
            tool("pg_basebackup", "-d", first.url.replace("/postgres?", "/?"), *words)
            (second.data / "standby.signal").touch(mode=0o600)
            owned(second.data / "standby.signal")
            second.start()
            until(lambda: first.ask("SELECT 1 FROM pg_stat_replication"), "the standby follows")
            yield first, second
        finally:
            for one in (second, first):
                one.stop("immediate")


def followed(primary: Path) -> str:
    return f"primary_conninfo = 'host={primary} user=postgres application_name=second'\n"


def owned(path: Path) -> None:
    """Give a file to the owner of its folder."""
    found = path.parent.stat()
    os.chown(path, found.st_uid, found.st_gid)


def wait_for(server: Server) -> None:
    """Have nothing be acknowledged that the standby doesn't have."""
    server.settings += "synchronous_standby_names = 'second'\n"
    server.stop()
    server.start()
    asked = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
    until(lambda: server.ask(asked), "the standby is waited for")


class Writer:
    """A process that writes one message after the other, and says which were acknowledged."""

    def __init__(self, house: House) -> None:
        code = BEGIN + textwrap.dedent(WRITING)
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], env=house.environment, stdout=subprocess.PIPE, text=True
        )
        self.acknowledged: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as said:
            for line in said:
                self.acknowledged.append(line.strip())

    def has_more_than(self, count: int) -> bool:
        return len(self.acknowledged) > count

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()


def house_of(folder: Path, first: Server, second: Server) -> House:
    """Give a house that goes to whichever of two servers is written to."""
    both = f"postgresql://postgres@/postgres?host={first.folder},{second.folder}&port=5432,5432"
    return House(folder=folder, extra={"ANXIN_DATABASE_URL": f"{both}&target_session_attrs=read-write"})


class TestPrimaryLost:
    def test_loses_nothing_acknowledged_where_the_standby_is_waited_for(self, pair, tmp_path) -> None:
        first, second = pair
        house = house_of(tmp_path, first, second)
        house.anxin("upgrade")
        assert "acknowledged in the last moments is lost with this server" in says_of_database(house)
        wait_for(first)
        assert "nothing acknowledged is lost with this server" in says_of_database(house)
        writer = Writer(house)
        try:
            until(lambda: writer.has_more_than(50), "it writes")
            first.stop("immediate")
            before = len(writer.acknowledged)
            second.promote()
            until(lambda: writer.has_more_than(before + 20), "it writes on")
        finally:
            writer.stop()
        there = house.python(THERE).split()
        assert set(writer.acknowledged) <= set(there)
        assert len(there) == len(set(there))


def says_of_database(house: House) -> str:
    found = json.loads(house.anxin("doctor", "--json", check=False).stdout)
    return " ".join(one["says"] for one in found if one["code"] == "standbys")


class TestReplica:
    def test_is_read_for_exports_and_left_out_with_a_word_when_it_is_gone(self, pair, tmp_path) -> None:
        first, second = pair
        extra = {"ANXIN_DATABASE_URL": first.url, "ANXIN_DATABASE_REPLICA": second.url}
        house = House(folder=tmp_path, extra=extra)
        house.anxin("upgrade")
        told = house.anxin("export", "--all", str(tmp_path / "one")).stdout
        assert "read from the standby, " in told
        second.stop()
        told = house.anxin("export", "--all", str(tmp_path / "other")).stdout
        assert "read from the primary: the standby is left out, it does not answer" in told
        found = json.loads(house.anxin("doctor", "--json", check=False).stdout)
        assert [one["ok"] for one in found if one["code"] == "replica"] == [False]
