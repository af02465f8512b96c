"""What the table of tasks holds on both databases."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.tasks import TaskResultStatus
from django.test.utils import CaptureQueriesContext

from anxin.core import later, pieces
from anxin.core.acting import acting
from anxin.core.errors import WrongState
from anxin.core.later import runner
from anxin.core.queues import rows
from anxin.core.queues.kinds import QUEUES
from anxin.core.queues.models import LaterTask
from anxin.core.settings.models import SettingRow
from tests.core.later import work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_heard() -> Iterator[None]:
    work.HEARD.clear()
    yield
    work.HEARD.clear()
    work.WAITING.clear()


def put_word(now: datetime, key: str = "k") -> LaterTask:
    return later.put(work.hear, arguments={"word": key}, key=key, now=now)


class TestTakeUp:
    def given_up(self, known: later.RetriedTask, now: datetime, **arguments: str) -> LaterTask:
        row = later.put(known, arguments=arguments, key=f"{known.name}:{sorted(arguments.values())}", now=now)
        LaterTask.objects.filter(pk=row.pk).update(attempt=9, state="dead", finished_at=now, error="Refused")
        return row

    def test_gives_what_is_still_waited_for_its_attempts_again_once_it_rested(self, now: datetime) -> None:
        work.WAITING.add("invoice")
        row = self.given_up(work.refuse_what_is_waited_for, now, word="invoice")
        assert later.take_up(now=now + timedelta(minutes=59)) == 0
        assert later.take_up(now=now + timedelta(minutes=61)) == 1
        row.refresh_from_db()
        assert (row.state, row.attempt) == ("ready", 0)
        assert later.take_up(now=now + timedelta(minutes=61)) == 0

    def test_leaves_to_a_person_what_nothing_waits_for_and_what_this_version_does_not_know(self, now: datetime) -> None:
        rows = [
            self.given_up(work.refuse_what_is_waited_for, now, word="settled"),
            self.given_up(work.hear, now, word="hello"),
        ]
        gone = self.given_up(work.hear, now, word="gone")
        LaterTask.objects.filter(pk=gone.pk).update(name="tests.core.later.work.of_yesterday")
        assert later.take_up(now=now + timedelta(days=1)) == 0
        assert {one.state for one in LaterTask.objects.filter(pk__in=[gone.pk, *(row.pk for row in rows)])} == {"dead"}

    def test_is_put_by_a_beat(self, now: datetime) -> None:
        rows.beat(now=now)
        assert LaterTask.objects.filter(name="anxin.core.tasks.take_up_tasks", state="ready").exists()


class TestPut:
    def test_leaves_nothing_when_its_transaction_is_undone(self, now: datetime) -> None:
        with transaction.atomic():
            put_word(now)
            transaction.set_rollback(True)
        assert not LaterTask.objects.exists()

    def test_puts_a_key_once(self, now: datetime) -> None:
        assert put_word(now).id == put_word(now).id
        assert later.run_due(now) == 1

    def test_keeps_a_key_after_the_task_is_done(self, now: datetime) -> None:
        put_word(now)
        later.run_due(now)
        put_word(now)
        assert later.run_due(now) == 0

    def test_last_puts_those_of_a_block_in_one_statement_each_key_once(self, now: datetime) -> None:
        put_word(now, "kept")

        def work_of_a_block() -> None:
            for key in ("one", "kept", "two", "one"):
                later.put_last(work.hear, arguments={"word": key}, key=key, now=now)
            assert not LaterTask.objects.filter(key="three").exists()  # whoever looks finds what was put before
            later.put_last(work.hear, arguments={"word": "three"}, key="three", now=now)

        with CaptureQueriesContext(connection) as asked:
            acting(work_of_a_block)
        assert sum(one["sql"].startswith('INSERT INTO "core_latertask"') for one in asked) == 2
        assert later.run_due(now) == 4
        assert sorted(work.HEARD) == ["kept", "one", "three", "two"]

    def test_takes_ids_only(self, now: datetime) -> None:
        with pytest.raises(TypeError, match="expected str or int, got list"):
            later.put(work.hear, arguments={"word": ["Zhang"]}, key="k", now=now)  # type: ignore[dict-item]

    @pytest.mark.parametrize("word", ["13800138000", "张三丰", "two words"])
    def test_refuses_what_may_be_a_person(self, now: datetime, word: str) -> None:
        with pytest.raises(ValueError, match="private values"):
            later.put(work.hear, arguments={"word": word}, key="k", now=now)

    def test_takes_a_task_by_its_name(self, now: datetime) -> None:
        later.put("tests.core.later.work.hear", arguments={"word": "hello"}, key="k", now=now)
        later.run_due(now)
        assert work.HEARD == ["hello"]

    def test_refuses_a_function_that_is_no_task(self, now: datetime) -> None:
        with pytest.raises(later.GiveUp):
            later.put("tests.core.later.work.say", arguments={}, key="k", now=now)


class TestRunDue:
    def test_waits_for_its_moment(self, now: datetime) -> None:
        later.put(work.hear, arguments={"word": "later"}, key="k", now=now, run_at=now + timedelta(minutes=5))
        assert later.run_due(now + timedelta(minutes=4)) == 0
        assert later.run_due(now + timedelta(minutes=5)) == 1

    def test_passes_the_time_to_a_task_that_asks(self, now: datetime) -> None:
        later.put(work.hear_the_time, arguments={}, key="k", now=now)
        later.run_due(now)
        assert [now] == work.HEARD

    def test_runs_the_longest_waiting_first(self, now: datetime) -> None:
        put_word(now, "second")
        later.put(work.hear, arguments={"word": "first"}, key="1", now=now, run_at=now - timedelta(minutes=1))
        later.run_due(now)
        assert work.HEARD == ["first", "second"]

    def test_keeps_queues_apart(self, now: datetime) -> None:
        put_word(now)
        later.put(work.examine, arguments={"word": "picture"}, key="p", now=now)
        assert later.run_due(now, queues=["heavy"]) == 1
        assert work.HEARD == ["picture"]

    def test_lets_a_test_see_the_error(self, now: datetime) -> None:
        later.put(work.refuse, arguments={"phone": "x"}, key="k", now=now)
        with pytest.raises(work.Refused):
            later.run_due(now)


class TestFailure:
    def test_tries_again_after_longer_and_longer_pauses_then_gives_a_dead_letter(self, now: datetime) -> None:
        later.put(work.refuse, arguments={"phone": "x"}, key="k", now=now)
        for pause_s, attempts in ((0, 1), (5, 2), (10, 3)):
            now += timedelta(seconds=pause_s)
            assert later.run_due(now - timedelta(seconds=1), raising=False) == 0
            assert later.run_due(now, raising=False) == 1
            assert LaterTask.objects.get().attempt == attempts
        assert [task.state for task in later.dead_letters()] == ["dead"]
        assert later.run_due(now + timedelta(days=1), raising=False) == 0

    def test_keeps_no_word_of_the_message(self, now: datetime) -> None:
        later.put(work.refuse, arguments={"phone": "secret"}, key="k", now=now)
        later.run_due(now, raising=False)
        error = LaterTask.objects.get().error
        assert "Refused" in error
        assert "refuse" in error
        assert "secret" not in error

    def test_gives_up_at_once_where_the_task_says_so(self, now: datetime) -> None:
        later.put(work.give_up, arguments={}, key="k", now=now)
        later.run_due(now, raising=False)
        task = LaterTask.objects.get()
        assert (task.state, task.attempt) == ("dead", 1)
        assert "later.gave_up" in task.error

    def test_a_person_may_give_a_dead_letter_its_attempts_again(self, now: datetime) -> None:
        later.put(work.give_up, arguments={}, key="k", now=now)
        later.run_due(now, raising=False)
        later.revive(LaterTask.objects.get(), now=now)
        assert later.run_due(now, raising=False) == 1

    def test_refuses_to_revive_what_is_not_dead(self, now: datetime) -> None:
        with pytest.raises(WrongState):
            later.revive(put_word(now), now=now)

    def test_a_task_whose_workers_die_ends_as_a_dead_letter(self, now: datetime) -> None:
        later.put(work.refuse, arguments={"phone": "x"}, key="k", now=now)
        for _death in range(3):
            assert rows.lease(["prompt"], worker="dies", now=now)
            now += timedelta(minutes=2)
        later.run_due(now, raising=False)
        assert LaterTask.objects.get().state == "dead"

    def test_what_workers_hand_back_because_they_are_stopped_is_never_held_against_a_task(self, now: datetime) -> None:
        later.put(work.refuse, arguments={"phone": "x"}, key="k", now=now)
        for _upgrade in range(9):
            row = rows.lease(["prompt"], worker="stops", now=now)
            assert row
            assert rows.hand_back(row, now=now)
            assert not rows.renew(row, now=now)  # whatever it still does commits nothing
        for pause_s in (0, 5, 10):
            now += timedelta(seconds=pause_s)
            assert LaterTask.objects.get().state == "ready"
            assert later.run_due(now, raising=False) == 1
        assert LaterTask.objects.get().state == "dead"

    def test_pauses_an_hour_at_most(self) -> None:
        assert [rows.back_off_s(attempt) for attempt in (1, 2, 3, 10, 11, 400)] == [5, 10, 20, 2560, 3600, 3600]


class TestFence:
    def test_an_attempt_that_lost_its_lease_cannot_write_success(self, now: datetime) -> None:
        put_word(now)
        old = rows.lease(["prompt"], worker="slow", now=now)
        after = now + timedelta(minutes=2)
        new = rows.lease(["prompt"], worker="quick", now=after)
        assert old
        assert new
        assert not rows.succeed(old, now=after)
        assert not rows.fail(old, error="", final=True, now=after)
        assert not rows.renew(old, now=after)
        assert rows.succeed(new, now=after)

    def test_what_has_ended_is_not_handed_back(self, now: datetime) -> None:
        put_word(now)
        row = rows.lease(["prompt"], worker="stops", now=now)
        assert row
        rows.succeed(row, now=now)
        assert not rows.hand_back(row, now=now)
        assert LaterTask.objects.get().state == "done"

    def test_a_living_lease_is_not_taken(self, now: datetime) -> None:
        put_word(now)
        task = rows.lease(["prompt"], worker="slow", now=now)
        assert task
        rows.renew(task, now=now + timedelta(seconds=59))
        assert rows.lease(["prompt"], worker="quick", now=now + timedelta(seconds=61)) is None

    @pytest.mark.parametrize("kind", [work.keep_whole, work.keep_in_a_block])
    def test_an_attempt_that_lost_its_lease_commits_nothing(self, now: datetime, kind: later.RetriedTask) -> None:
        later.put(kind, arguments={"name": "effect"}, key="k", now=now)
        old = rows.lease(["prompt"], worker="slow", now=now)
        after = now + timedelta(minutes=2)
        assert old
        assert later.run_due(after) == 1
        assert not runner.run(old, clock=lambda: after)
        assert SettingRow.objects.count() == 1
        assert LaterTask.objects.get().state == "done"

    def test_a_whole_task_writes_success_with_its_work(self, now: datetime) -> None:
        later.put(work.keep_whole, arguments={"name": "effect"}, key="k", now=now)
        assert later.run_due(now) == 1
        assert LaterTask.objects.get().state == "done"

    def test_costs_a_statement_to_put_one_to_take_and_one_to_end(self, now: datetime) -> None:
        with CaptureQueriesContext(connection) as asked:
            put_word(now)
            later.run_due(now, most=1)
        looked = ["SELECT"] if connection.vendor == "sqlite" else []
        assert [one["sql"].split()[0] for one in asked] == ["INSERT", *looked, "UPDATE", "UPDATE"]

    def test_a_task_under_a_longer_lease_keeps_it_from_its_first_moment(self, now: datetime) -> None:
        later.put(work.work_beside, arguments={}, key="k", now=now)
        assert rows.lease(["prompt"], worker="slow", now=now)
        assert rows.lease(["prompt"], worker="quick", now=now + timedelta(seconds=299)) is None
        assert rows.lease(["prompt"], worker="quick", now=now + timedelta(seconds=301))


class TestLook:
    def test_finds_in_one_statement_which_queues_have_something_to_take(self, now: datetime) -> None:
        put_word(now)
        later.put(work.examine, arguments={"word": "x"}, key="x", now=now, run_at=now + timedelta(minutes=1))
        queues = ["clocks", "prompt", "heavy"]
        with CaptureQueriesContext(connection) as asked:
            assert rows.queues_due(queues, now=now) == {"prompt"}
        assert len(asked) == 1
        row = rows.lease(["prompt"], worker="slow", now=now)
        assert row
        assert rows.queues_due(queues, now=now) == set()
        assert rows.queues_due(queues, now=now + timedelta(minutes=2)) == {"prompt", "heavy"}
        assert rows.queues_due([], now=now) == set()


class TestEvery:
    def test_is_put_once_a_moment_however_many_look(self, now: datetime) -> None:
        for second in (0, 1, 59):
            rows.beat(now=now + timedelta(seconds=second))
        assert LaterTask.objects.filter(name=work.look_round.module_path).count() == 1
        later.run_due(now)
        rows.beat(now=now + timedelta(seconds=59))
        rows.beat(now=now + timedelta(seconds=60))
        assert LaterTask.objects.filter(name=work.look_round.module_path).count() == 2

    def test_is_looked_up_and_put_in_two_statements(self, now: datetime) -> None:
        with CaptureQueriesContext(connection) as asked:
            rows.beat(now=now)
            rows.beat(now=now)
        assert len(asked) == 3

    def test_does_not_pile_up_where_nobody_works(self, now: datetime) -> None:
        for minute in range(10):
            rows.beat(now=now + timedelta(minutes=minute))
        assert LaterTask.objects.filter(name=work.look_round.module_path).count() == 1


class TestDjangoTasks:
    def test_enqueues_and_tells_the_result(self, now: datetime) -> None:
        result = work.hear.enqueue(word="by-django")
        assert result.status == TaskResultStatus.READY
        later.run_due(result.enqueued_at or now)
        result.refresh()
        assert result.status == TaskResultStatus.SUCCESSFUL
        assert work.HEARD == ["by-django"]

    def test_waits_for_run_after(self, now: datetime) -> None:
        moment = now + timedelta(days=400)
        work.hear.using(run_after=moment).enqueue(word="once")
        assert later.run_due(moment - timedelta(seconds=1)) == 0
        assert later.run_due(moment) == 1

    def test_takes_named_arguments_only(self) -> None:
        with pytest.raises(TypeError, match="named arguments"):
            work.hear.enqueue("word")


class TestSweep:
    def test_drops_what_is_done_and_keeps_what_a_person_must_see(self, now: datetime) -> None:
        put_word(now)
        later.put(work.give_up, arguments={}, key="dead", now=now)
        later.run_due(now, raising=False)
        assert later.sweep(now=now + timedelta(hours=23)) == 0
        assert later.sweep(now=now + timedelta(hours=25)) == 1
        assert [task.key for task in LaterTask.objects.all()] == ["dead"]

    def test_killed_between_two_blocks_has_dropped_the_first_and_goes_on_later(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pieces, "AT_ONCE", 2)
        over = [self.done(f"done {number}", now - timedelta(days=9 - number)) for number in range(5)]
        self.done("fresh", now)
        drops, dropped = [], pieces._drop

        def killed(rows: QuerySet[LaterTask], keys: list[object]) -> int:
            drops.append(keys)
            if len(drops) == 2:
                raise KeyboardInterrupt
            return dropped(rows, keys)

        with monkeypatch.context() as patched:
            patched.setattr(pieces, "_drop", killed)
            with pytest.raises(KeyboardInterrupt):
                later.sweep(now=now)
        assert drops[0] == [one.pk for one in over[:2]]
        assert LaterTask.objects.count() == 4
        assert later.sweep(now=now) == 3
        assert [task.key for task in LaterTask.objects.all()] == ["fresh"]

    def test_finds_what_is_over_by_an_index(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        plans: list[str] = []
        monkeypatch.setattr(pieces, "drop", lambda rows: plans.append(rows.explain()) or 0)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
        later.sweep(now=now)
        assert all("later_task_due" in plan and "B-TREE" not in plan and "Sort" not in plan for plan in plans)
        assert len(plans) == len(QUEUES)

    def done(self, key: str, at: datetime) -> LaterTask:
        """Lay a task down that was done at a moment."""
        told = {"arguments": {}, "queue": "prompt", "name": "tests.core.later.work.hear", "state": "done"}
        return LaterTask.objects.create(key=key, run_at=at, created_at=at, finished_at=at, **told)


class TestStuckWork:
    def test_tells_what_is_late_and_counts(self, now: datetime) -> None:
        put_word(now)
        assert not later.late(now=now + timedelta(seconds=60)).exists()
        assert later.late(now=now + timedelta(seconds=61)).count() == 1
        assert later.counts() == {("prompt", "ready"): 1}
