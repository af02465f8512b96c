"""What an earlier release left is brought to this version whole: every row, every fact, every sealed value."""

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.running import release
from tests.running.house import House

LET_GO = {"core_reacted", "core_serial"}
"""Tables that a later version has no more, and that said nothing a person would miss: which reactions had run, how
far a day's numbers had come (that stands in blocks now)."""


@pytest.fixture(scope="module", params=release.kept(), ids=lambda path: path.name.removesuffix(".tar.xz"))
def brought(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[House, dict[str, int]]:
    """Upgrade a release that was kept and count its rows, before anybody works in it."""
    house = release.unpacked(request.param, tmp_path_factory.mktemp("upgraded") / "house")
    house.anxin("upgrade")
    return house, release.counts(house)


@pytest.fixture(scope="module")
def upgraded(brought: tuple[House, dict[str, int]]) -> Iterator[House]:
    """Open what was brought to this version."""
    house, _counted = brought
    yield house.open()
    house.close()


@pytest.mark.sqlite
class TestUpgrade:
    def test_has_releases_to_begin_from(self) -> None:
        assert release.kept()

    def test_loses_no_row(self, brought: tuple[House, dict[str, int]]) -> None:
        house, after = brought
        before = json.loads((house.folder / release.COUNTS).read_text(encoding="utf-8"))
        assert before["repairs_repair"] > 0
        lost = {name for name in before if after.get(name, 0) < before[name]}
        assert lost - LET_GO == set()

    def test_keeps_the_chain(self, upgraded: House) -> None:
        assert upgraded.anxin("timeline", "verify").returncode == 0

    def test_opens_what_was_sealed(self, upgraded: House) -> None:
        opened = upgraded.python(
            """
            from anxin.core.streams.models import Private
            from anxin.core.streams.seals import unsealed
            print(len([unsealed(row) for row in Private.objects.filter(erased_at=None)]))
            """
        )
        assert int(opened) > 0

    def test_answers_by_the_addresses_it_gave_out(self, upgraded: House) -> None:
        upgraded.until("ok")
        assert {upgraded.get(path)[0] for path in ("/", "/report/", "/verify/", "/sign-in/")} == {200}
        told = json.loads((upgraded.data / "demo.json").read_text(encoding="utf-8"))
        answers = {upgraded.get(urlsplit(link).path)[0] for link in told["links"].values()}
        assert answers <= {200, 302}  # the case, or that the link is over


MIGRATE = "from django.core.management import call_command\ncall_command('migrate', verbosity=0)"
WALK_S = 400.0
"""So long all migrations may take, one after the other, beside other tests."""
PUT_BEFORE = """
INSERT INTO core_message (template, audience, ids, key, carrier, secret, state, attempts, answer, created_at, receipt)
VALUES ('lamp.lit', 'desk', '{}', %s, 'live', '', 'live', 0, '', now(), '')
"""
READ_ON = """
    from django.utils import timezone
    from anxin.core import outbox
    from anxin.core.acting import acting
    acting(lambda: outbox.tell("lamp.lit", audiences=["desk"], ids={{}}, key="d", now=timezone.now()))
    print(*(row.key for row in outbox.after("{position}", "desk")))
"""
LIES = """
SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace AND contype <> 'n' -- named by what a column was called once
UNION ALL SELECT tablename || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT table_name || '.' || column_name,
                 concat_ws(' ', data_type, character_maximum_length, column_default, is_identity, is_nullable)
            FROM information_schema.columns WHERE table_schema = 'public'
"""
SAID_OTHERWISE = {
    "auth_group_permissions.id": "integer YES NO",  # Django's own, of which nothing here is used
    "staff_leave.staff_leave_two_people": "CHECK ((NOT ((account_id = deputy_id) AND (deputy_id IS NOT NULL))))",
}
"""What is made today in other words than it once was, and means the same."""


class TestEmptyDatabase:
    """An empty database gets its tables as they are today: the same that all migrations make, one after the other."""

    @pytest.mark.sqlite
    def test_gets_the_tables_that_the_first_release_was_brought_to(
        self, brought: tuple[House, dict[str, int]], filled: House
    ) -> None:
        assert lies_in_sqlite(filled) == lies_in_sqlite(brought[0])

    @pytest.mark.postgresql
    def test_gets_the_tables_and_rows_that_every_migration_makes_there(self, tmp_path: Path) -> None:
        made, walked = (in_postgresql(tmp_path / name) for name in ("made", "walked"))
        made.anxin("upgrade")
        walked.anxin("keys", "init")
        walked.python(MIGRATE, wait_s=WALK_S)

        ours, theirs = lies_in_postgresql(made), lies_in_postgresql(walked)
        assert {place: said for place, said in ours.items() if theirs.get(place) != said} == SAID_OTHERWISE
        assert ours.keys() == theirs.keys()
        assert rows_in_postgresql(made, ours) == rows_in_postgresql(walked, theirs)

    @pytest.mark.postgresql
    def test_that_had_messages_before_turns_keeps_every_position(self, tmp_path: Path) -> None:
        house = in_postgresql(tmp_path / "outbox")
        house.anxin("upgrade")
        house.python(MIGRATE.replace("'migrate'", "'migrate', 'core', '0029'"), wait_s=WALK_S)
        with psycopg.connect(house.extra["ANXIN_DATABASE_URL"], autocommit=True) as base:
            for key in "abc":
                base.execute(PUT_BEFORE, [key])
            (position,) = base.execute("SELECT xid || '.' || id FROM core_message WHERE key = 'a'").fetchall()[0]
        house.python(MIGRATE, wait_s=WALK_S)
        assert house.python(READ_ON.format(position=position)).split() == ["b", "c", "d:desk"]


def lies_in_sqlite(house: House) -> dict[str, object]:
    """Say of each table, in whatever order, and of each index what it is."""
    with closing(sqlite3.connect(house.data / "anxin.sqlite3")) as base:
        said = base.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        parts = {name: re.split(r", (?=[\"A-Z])", sql.partition("(")[2]) for name, sql in said}
        return {name: sorted(part.rstrip(")") for part in found) for name, found in parts.items()}


def in_postgresql(folder: Path) -> House:
    """Give a house with an empty database of its own."""
    url = os.environ["ANXIN_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as base:
        base.execute(f"CREATE DATABASE {folder.name}")
    return House(
        folder=folder, extra={"ANXIN_DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{folder.name}"))}
    )


def lies_in_postgresql(house: House) -> dict[str, str]:
    """Say of each column, constraint and index what it is."""
    with psycopg.connect(house.extra["ANXIN_DATABASE_URL"]) as base:
        return dict(base.execute(LIES).fetchall())


def rows_in_postgresql(house: House, places: Iterable[str]) -> dict[str, int]:
    """Count the rows of every table."""
    tables = sorted({place.partition(".")[0] for place in places})
    with psycopg.connect(house.extra["ANXIN_DATABASE_URL"]) as base:
        return {name: base.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in tables}
