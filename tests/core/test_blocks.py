"""What a block remembers is never older than its transaction, and what it puts off is there for whoever looks."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from anxin.core import later, outbox, states, timeline
from anxin.core.acting import acting, current, remembered
from anxin.core.errors import WrongState
from anxin.core.inserts import insert_new
from anxin.core.outbox.models import Message
from anxin.core.queues.models import LaterTask
from anxin.core.settings.models import SettingRow
from anxin.core.streams.models import Entry, Stream
from anxin.core.timeline import StreamKey
from tests.core.lamp import ALICE, Lamp, a_lamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lamps")]
LAMP = StreamKey("lamp", "a")


def write(now: datetime, code: str = "lamp.lit", stream: StreamKey = LAMP) -> None:
    timeline.write(stream, code, by=ALICE, now=now)


def a_setting(now: datetime) -> SettingRow:
    return SettingRow(name="t", value=1, valid_from=now, proposed_by="a", proposed_at=now)


class TestFacts:
    def test_of_one_block_cost_one_lock_one_insert_and_one_head(self, now: datetime) -> None:
        acting(lambda: write(now))
        with CaptureQueriesContext(connection) as counted:
            acting(lambda: [write(now) for _ in range(5)])
        told = [one["sql"] for one in counted.captured_queries if "SAVEPOINT" not in one["sql"]]
        together = ["WITH"] if connection.vendor == "postgresql" else ["UPDATE", "INSERT"]
        assert [sql.split()[0] for sql in told] == ["SELECT", *together]
        assert [one.position for one in timeline.read(LAMP)] == [1, 2, 3, 4, 5, 6]
        assert list(timeline.verify()) == []

    def test_are_there_for_whoever_looks_within_the_block(self, now: datetime) -> None:
        def work() -> tuple[int, int]:
            write(now)
            return Entry.objects.filter(stream__key="a").count(), Stream.objects.get(key="a").length

        assert acting(work) == (1, 1)

    def test_undone_in_a_part_leave_a_chain_that_verifies(self, now: datetime) -> None:
        def work() -> None:
            write(now, "lamp.first")
            try:
                with transaction.atomic():
                    write(now, "lamp.undone")
                    raise LookupError
            except LookupError:
                write(now, "lamp.second")

        acting(work)
        assert [one.code for one in timeline.read(LAMP)] == ["lamp.first", "lamp.second"]
        assert list(timeline.verify()) == []

    def test_seen_and_then_undone_leave_a_chain_that_verifies(self, now: datetime) -> None:
        def work() -> None:
            try:
                with transaction.atomic():
                    write(now, "lamp.undone")
                    assert Entry.objects.count() == 1
                    raise LookupError
            except LookupError:
                write(now, "lamp.second")

        acting(work)
        assert [one.code for one in timeline.read(LAMP)] == ["lamp.second"]
        assert list(timeline.verify()) == []

    def test_are_none_where_the_block_fails(self, now: datetime) -> None:
        def work() -> None:
            write(now)
            outbox.tell("lamp.lit", audiences=["desk"], ids={}, key="k", now=now)
            raise LookupError

        with pytest.raises(LookupError):
            acting(work)
        assert not Entry.objects.exists()
        assert not Message.objects.exists()


def told_to(database: CaptureQueriesContext, table: str) -> list[str]:
    return [one["sql"] for one in database.captured_queries if f'"{table}"' in one["sql"]]


class TestPutOff:
    def test_is_what_a_block_writes_at_its_end_in_one_statement_where_the_database_can(self, now: datetime) -> None:
        acting(lambda: write(now))

        def work() -> None:
            write(now)
            outbox.tell("lamp.lit", audiences=["desk"], ids={}, key="k", now=now)
            later.put_last("anxin.core.clocks.sweeper.ring", arguments={"clock": "c"}, key="t", now=now)

        with CaptureQueriesContext(connection) as counted:
            acting(work)
        told = [one["sql"].split()[0] for one in counted.captured_queries if "SAVEPOINT" not in one["sql"]]
        together = ["WITH"] if connection.vendor == "postgresql" else ["UPDATE", "INSERT", "INSERT", "INSERT"]
        assert told == ["SELECT", *together]
        assert (Message.objects.count(), LaterTask.objects.get().key, len(timeline.read(LAMP))) == (1, "t", 2)
        assert list(timeline.verify()) == []

    def test_is_there_for_what_is_asked_while_the_rest_is_written(self, now: datetime) -> None:
        seen: list[tuple[int, int]] = []

        def look(_rows: list[object]) -> None:
            seen.append((Entry.objects.count(), Message.objects.count()))

        def work() -> None:
            write(now)
            current().put_off(look, object())
            outbox.tell("lamp.lit", audiences=["desk"], ids={}, key="k", now=now)

        acting(work)
        assert seen == [(1, 1)]


class TestBegun:
    def test_goes_in_once_with_the_steps_it_took_meanwhile(self, now: datetime) -> None:
        def work() -> Lamp:
            lamp = a_lamp(now)
            states.transition(lamp, "light", by=ALICE, now=now)
            return lamp

        with CaptureQueriesContext(connection) as counted:
            lamp = acting(work)
        (once,) = told_to(counted, "tests_lamp")
        assert 'INSERT INTO "tests_lamp"' in once
        assert Lamp.objects.get(pk=lamp.pk).state == "lit"
        assert [one.code for one in timeline.read(lamp.stream())] == ["lamp.dark", "lamp.light"]

    def test_is_there_for_whoever_looks_and_goes_on_from_there(self, now: datetime) -> None:
        def work() -> tuple[str, str]:
            lamp = a_lamp(now)
            before = Lamp.objects.get().state
            states.transition(lamp, "light", by=ALICE, now=now)
            lamp.refresh_from_db()
            return before, lamp.state

        assert acting(work) == ("dark", "lit")

    def test_takes_no_step_from_a_state_it_is_not_in(self, now: datetime) -> None:
        def work() -> None:
            lamp = a_lamp(now)
            states.transition(lamp, "light", by=ALICE, now=now)
            lamp.state = "dark"
            states.transition(lamp, "light", by=ALICE, now=now)

        with pytest.raises(WrongState):
            acting(work)
        assert not Lamp.objects.exists()

    def test_keeps_what_is_changed_in_memory_alone_out_of_the_database(self, now: datetime) -> None:
        def work() -> None:
            a_lamp(now).state = "mended"

        acting(work)
        assert Lamp.objects.get().state == "dark"

    def test_in_a_part_that_is_undone_is_gone(self, now: datetime) -> None:
        def work() -> None:
            with transaction.atomic():
                a_lamp(now)
                transaction.set_rollback(True)

        acting(work)
        assert not Lamp.objects.exists()

    def test_twice_is_refused_where_the_part_ends_that_tried(self, now: datetime) -> None:
        lamp = acting(lambda: a_lamp(now))

        def work() -> str:
            try:
                with transaction.atomic():
                    states.begin(Lamp(pk=lamp.pk), by=ALICE, now=now)
            except IntegrityError:
                return "refused"
            return "taken"

        assert acting(work) == "refused"


class TestNewest:
    def test_is_looked_for_once_a_block_and_follows_what_becomes_of_it(self, now: datetime) -> None:
        acting(lambda: a_lamp(now))

        def newest() -> Lamp | None:
            return states.newest(Lamp, "hall", Lamp.objects.order_by("-created_at").first)

        def work() -> tuple[list[str], int, bool]:
            with CaptureQueriesContext(connection) as counted:
                lamp = newest()
                assert lamp is not None
                states.lock(lamp)
                states.transition(lamp, "light", by=ALICE, now=now)
                found = [one.state for one in (newest(), newest()) if one]
            asked = [sql for sql in told_to(counted, "tests_lamp") if sql.startswith("SELECT")]
            a_lamp(now + timedelta(seconds=1))
            other = newest()
            return found, len(asked), other is not None and other.pk != lamp.pk

        assert acting(work) == (["lit", "lit"], 2 if connection.vendor == "postgresql" else 1, True)  # 2: and locked

    def test_that_is_not_there_is_not_looked_for_again(self) -> None:
        def work() -> int:
            with CaptureQueriesContext(connection) as counted:
                for _ in range(2):
                    assert states.newest(Lamp, "hall", Lamp.objects.first) is None
            return len(counted)

        assert acting(work) == 1


class TestRemembered:
    def test_is_read_once_until_the_block_writes_to_its_table(self, now: datetime) -> None:
        reads: list[int] = []

        def count() -> int:
            reads.append(1)
            return SettingRow.objects.count()

        def work() -> list[int]:
            told = [remembered(("t",), count, SettingRow) for _ in range(2)]
            a_setting(now).save()
            told.append(remembered(("t",), count, SettingRow))
            SettingRow.objects.update(why="x")
            return [*told, remembered(("t",), count, SettingRow)]

        assert acting(work) == [0, 0, 1, 1]
        assert len(reads) == 3
        assert acting(lambda: remembered(("t",), count, SettingRow)) == 1

    def test_is_forgotten_where_a_part_was_undone(self, now: datetime) -> None:
        def work() -> int:
            with transaction.atomic():
                a_setting(now).save()
                remembered(("t",), SettingRow.objects.count, SettingRow)
                transaction.set_rollback(True)
            return remembered(("t",), SettingRow.objects.count, SettingRow)

        assert acting(work) == 0

    def test_is_forgotten_after_a_statement_nobody_can_read(self) -> None:
        def work() -> tuple[int, int]:
            before = remembered(("t",), lambda: 1, SettingRow)
            with connection.cursor() as cursor:
                cursor.execute("WITH one AS (SELECT 1) SELECT * FROM one")
            return before, remembered(("t",), lambda: 2, SettingRow)

        assert acting(work) == (1, 2)


class TestHold:
    def test_reads_a_row_once_a_block_and_follows_its_steps(self, now: datetime) -> None:
        lamp = acting(lambda: a_lamp(now))

        def work() -> str:
            mine, same = Lamp.objects.get(), Lamp.objects.get()
            states.lock(mine)
            states.transition(mine, "light", by=ALICE, now=now)
            with CaptureQueriesContext(connection) as counted:
                states.lock(same)
            assert len(counted) == 0
            return same.state

        assert acting(work) == "lit"
        assert Lamp.objects.get(pk=lamp.pk).state == "lit"

    def test_reads_again_what_somebody_wrote_past_it(self, now: datetime) -> None:
        acting(lambda: a_lamp(now))

        def work() -> str:
            lamp = Lamp.objects.get()
            states.lock(lamp)
            Lamp.objects.update(state="mended")
            states.lock(lamp)
            return lamp.state

        assert acting(work) == "mended"

    def test_is_asked_before_a_field_is_changed(self, now: datetime) -> None:
        acting(lambda: a_lamp(now))
        with pytest.raises(RuntimeError, match="lock"):
            acting(lambda: states.change(Lamp.objects.get(), {"state": "lit"}))


class TestInsertNew:
    def test_says_whether_the_row_was_new(self, now: datetime) -> None:
        first, second = (Stream(id=uuid4(), kind="lamp", key="x") for _ in range(2))
        assert insert_new(first)
        assert not insert_new(second)
        assert Stream.objects.get(kind="lamp", key="x") == first

    def test_gives_a_row_its_key(self, now: datetime) -> None:
        row = Message(template="t", audience="a", key="k", carrier="live", state="live", created_at=now)
        assert insert_new(row)
        assert Message.objects.get(pk=row.pk).key == "k"

    def test_is_put_off_by_nobody(self, now: datetime) -> None:
        """Who puts off rows writes them in the same block, at the latest at its end."""
        written: list[list[int]] = []
        acting(lambda: [current().put_off(written.append, one) for one in (1, 2)])
        assert written == [[1, 2]]


class TestLocks:
    def test_taken_in_a_part_that_is_undone_are_gone_and_those_before_it_stay(self, now: datetime) -> None:
        kept, undone = acting(lambda: (a_lamp(now), a_lamp(now)))

        def work() -> set[tuple[str, str]]:
            states.lock(kept)
            try:
                with transaction.atomic():
                    states.lock(undone)
                    raise LookupError
            except LookupError:
                return set(current().held)

        assert acting(work) == {(Lamp._meta.db_table, str(kept.pk))}
