import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from anxin.core import clocks, later, settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock, ClockKind, NoCallRecord, Pause, PauseProof, Unproved
from anxin.core.clocks.pauses import NotRunning
from anxin.core.settings import Setting
from anxin.core.streams.models import Stream
from anxin.core.timeline import StreamKey
from tests.core.lamp import ALICE, LUO, ZHANG
from tests.patience import PATIENCE_S, until

HERE = "tests.core.clocks.test_clocks"
CASE = StreamKey("case", "1")
MIN, DAY = timedelta(minutes=1), timedelta(days=1)
BOSS = Actor(kind="staff", id="he", organisation="outlet", roles=frozenset({"outlet_manager", "agent"}))


def reminded(*, stream, clock, now):
    timeline.write(stream, "case.reminded", by=SYSTEM, now=now, facts={"clock": clock.kind})


def fails(*, stream, clock, now):
    raise RuntimeError("broken")


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(clocks.registry, "CLOCKS", {})
    monkeypatch.setattr(settings.registry, "SETTINGS", dict(settings.SETTINGS))
    settings.declare(Setting(name="tests.answer_min", default=30, unit="min", most=600))
    clocks.declare(
        ClockKind(name="answer", setting="tests.answer_min", at_end=f"{HERE}:reminded"),
        ClockKind(name="decide", setting="tests.answer_min", unit="d", calendar="working"),
        ClockKind(name="call", setting="tests.answer_min", met_by=("case.called",)),
        ClockKind(name="visit", setting="tests.answer_min", unit="d", proofs={"customer": ("case.call_recorded",)}),
        ClockKind(name="broken", setting="tests.answer_min", at_end=f"{HERE}:fails"),
    )


def start(kind, now, **told):
    return acting(lambda: clocks.start(kind, CASE, **{"whose": "outlet", "now": now} | told))


def write(code, by, now, stream=CASE):
    return acting(lambda: timeline.write(stream, code, by=by, now=now))


def pause(clock, fact, by, now, side="customer", until=None):
    return acting(lambda: clocks.pause(clock, proof=PauseProof(side=side, fact=fact), until=until, by=by, now=now))


def codes():
    return [fact.code for fact in timeline.read(CASE)]


@pytest.mark.django_db
class TestStart:
    def test_is_due_after_its_setting(self, now):
        assert start("answer", now).due_at == now + 30 * MIN

    def test_takes_the_organisations_own_length(self, now):
        bob = Actor(kind="staff", id="bob", organisation="o1", roles=frozenset({"operator"}))
        told = {"name": "tests.answer_min", "value": 5, "organisation": "o1"}
        acting(lambda: settings.propose(**told, valid_from=now, by=bob, now=now))
        assert start("answer", now, organisation="o1").due_at == now + 5 * MIN

    def test_runs_on_working_days_where_its_calendar_says_so(self, now):
        assert start("decide", now).due_at == now + 42 * DAY

    def test_gives_the_one_that_runs_already(self, now):
        assert start("answer", now).pk == start("answer", now + MIN).pk

    def test_is_one_at_a_time_in_the_database_too(self, now):
        clock = start("answer", now)
        clock.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            Clock(kind="answer", stream_kind="case", stream_key="1", started_at=now, due_at=now).save()

    def test_refuses_a_kind_nobody_declared(self, now):
        with pytest.raises(ValueError, match="declared kind"):
            start("nothing", now)


@pytest.mark.django_db
class TestMeet:
    def test_ends_the_clock_in_time(self, now):
        start("answer", now)
        acting(lambda: clocks.meet(CASE, "answer", now=now + MIN))
        assert clocks.sweep(now + DAY) == 0
        assert not clocks.open_clocks(CASE).exists()

    def test_makes_up_for_a_missed_one_so_that_it_presses_nobody_any_more(self, now):
        start("answer", now)
        clocks.sweep(now + DAY)
        late = acting(lambda: clocks.meet(CASE, "answer", now=now + 2 * DAY))
        assert (late.missed_at, late.met_at) == (now + DAY, now + 2 * DAY)
        assert acting(lambda: clocks.meet(CASE, "answer", now=now + 3 * DAY)) is None

    def test_gives_nothing_where_none_runs(self, now):
        assert acting(lambda: clocks.meet(CASE, "answer", now=now)) is None

    def test_takes_a_recorded_call_for_a_call_clock_and_nothing_else(self, now):
        early = write("case.called", LUO, now - MIN)
        start("call", now)
        elsewhere = write("case.called", LUO, now, StreamKey("case", "2"))
        other = write("case.noted", LUO, now)
        for record in (None, early, elsewhere, other):
            with pytest.raises(NoCallRecord):
                acting(lambda record=record: clocks.meet(CASE, "call", now=now, record=record))
        call = write("case.called", LUO, now + MIN)
        met = acting(lambda: clocks.meet(CASE, "call", now=now + MIN, record=call))
        assert (met.met_at, met.met_record) == (now + MIN, str(call.pk))

    def test_takes_a_call_of_this_moment_though_the_system_clock_went_back_since_it_started(self, now):
        start("call", now)
        call = write("case.called", LUO, now - 60 * MIN)
        assert acting(lambda: clocks.meet(CASE, "call", now=now - 60 * MIN, record=call)) is not None


@pytest.mark.django_db
class TestPause:
    def test_stands_still_and_runs_on_with_what_was_left(self, now):
        clock = start("visit", now)
        click = write("case.rescheduled", ZHANG, now + DAY)
        pause(clock, click, ALICE, now + DAY)
        assert clocks.sweep(now + 90 * DAY) == 0
        acting(lambda: clocks.resume(clock, now=now + 11 * DAY))
        assert clock.due_at == now + 40 * DAY
        stretch = Pause.objects.get()
        assert (stretch.from_at, stretch.until_at, stretch.proof_id) == (now + DAY, now + 11 * DAY, click.pk)
        assert codes()[-2:] == ["clock.paused", "clock.resumed"]

    def test_resumes_by_itself_when_its_time_has_come(self, now):
        clock = start("answer", now)
        pause(clock, write("case.rescheduled", ZHANG, now), ALICE, now + 10 * MIN, until=now + 60 * MIN)
        assert clocks.sweep(now + 70 * MIN) == 0
        clock.refresh_from_db()
        assert (clock.paused_since, clock.due_at) == (None, now + 80 * MIN)
        assert clocks.sweep(now + 80 * MIN) == 1

    def test_ends_at_once_where_all_that_was_left_has_passed_too(self, now):
        clock = start("answer", now)
        pause(clock, write("case.rescheduled", ZHANG, now), ALICE, now + 10 * MIN, until=now + 60 * MIN)
        assert clocks.sweep(now + 2 * DAY) == 1
        assert codes()[-3:] == ["clock.resumed", "clock.missed", "case.reminded"]

    def test_takes_the_customers_click_a_recorded_call_or_an_outside_agents_note(self, now):
        for number, (code, by, pauser) in enumerate(
            [("case.rescheduled", ZHANG, BOSS), ("case.call_recorded", SYSTEM, BOSS), ("case.noted", ALICE, ALICE)]
        ):
            at = now + number * MIN
            clock = start("visit", at)
            pause(clock, write(code, by, at), pauser, at)
            acting(lambda at=at: clocks.stop(CASE, now=at))

    def test_refuses_what_proves_nothing(self, now):
        before = write("case.rescheduled", ZHANG, now - MIN)
        clock = start("visit", now)
        theirs = write("case.noted", BOSS, now)
        recorded_by_them = write("case.call_recorded", BOSS, now)
        elsewhere = write("case.rescheduled", ZHANG, now, StreamKey("case", "2"))
        somebodys_note = write("case.noted", ALICE, now)
        technicians = write("case.noted", LUO, now)
        for fact in (before, theirs, recorded_by_them, elsewhere, somebodys_note, technicians):
            with pytest.raises(Unproved):
                pause(clock, fact, BOSS, now)
        assert Clock.objects.get().paused_since is None

    def test_takes_a_proof_once(self, now):
        clock = start("visit", now)
        click = write("case.rescheduled", ZHANG, now)
        pause(clock, click, ALICE, now)
        acting(lambda: clocks.resume(clock, now=now + MIN))
        with pytest.raises(Unproved):
            pause(clock, click, ALICE, now + 2 * MIN)

    def test_refuses_a_clock_that_does_not_run(self, now):
        clock = start("answer", now)
        click = write("case.rescheduled", ZHANG, now)
        with pytest.raises(NotRunning):
            pause(clock, click, ALICE, now + 31 * MIN)
        with pytest.raises(NotRunning):
            acting(lambda: clocks.resume(clock, now=now))
        acting(lambda: clocks.meet(CASE, "answer", now=now))
        with pytest.raises(NotRunning):
            pause(clock, click, ALICE, now)


@pytest.mark.django_db
class TestSweep:
    def test_acts_once_at_the_end_however_often_it_looks(self, now):
        start("answer", now)
        assert clocks.sweep(now + 30 * MIN - timedelta(seconds=1)) == 0
        assert [clocks.sweep(now + 30 * MIN), clocks.sweep(now + 31 * MIN)] == [1, 0]
        assert codes() == ["clock.missed", "case.reminded"]
        assert timeline.read(CASE)[0].facts == {"clock": "answer", "whose": "outlet", "late_s": 0}

    def test_is_joined_by_an_exact_task(self, now):
        start("answer", now)
        assert later.run_due(now + 29 * MIN) == 0
        later.run_due(now + 30 * MIN)
        assert codes() == ["clock.missed", "case.reminded"]
        assert clocks.sweep(now + 30 * MIN) == 0

    def test_lets_no_broken_clock_hold_up_the_others(self, now):
        start("broken", now - MIN)
        start("answer", now)
        with pytest.raises(RuntimeError, match="broken"):
            clocks.sweep(now + 60 * MIN)
        assert "case.reminded" in codes()
        assert [clock.kind for clock in clocks.open_clocks(CASE)] == ["broken"]

    def test_leaves_stopped_clocks_alone(self, now):
        start("answer", now)
        assert acting(lambda: clocks.stop(CASE, now=now)) == 1
        assert clocks.sweep(now + DAY) == 0


@pytest.mark.django_db(transaction=True)
class TestSweepAtOnce:
    def test_ends_every_clock_once_between_four_sweepers(self, now):
        streams = [StreamKey("case", str(number)) for number in range(25)]
        for stream in streams:
            acting(lambda stream=stream: clocks.start("answer", stream, whose="x", now=now))
        ended, together = [], threading.Barrier(4)

        def sweeper():
            together.wait(PATIENCE_S)
            ended.append(clocks.sweep(now + DAY))
            connections.close_all()

        threads = [threading.Thread(target=sweeper) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE_S)
        assert sum(ended) == 25
        for stream in streams:
            assert [fact.code for fact in timeline.read(stream)] == ["clock.missed", "case.reminded"]


@pytest.mark.django_db(transaction=True)
class TestWithItsHead:
    def test_the_clocks_of_a_case_are_read_in_the_statement_that_locks_it(self, now):
        write("case.called", ZHANG, now)
        start("answer", now)

        def work():
            timeline.write(CASE, "case.noted", by=LUO, now=now)
            with CaptureQueriesContext(connection) as asked:
                met = clocks.meet(CASE, "answer", now=now)
            return met, [one["sql"].split()[0] for one in asked]

        met, asked = acting(work)
        assert asked == ["UPDATE"]
        assert Clock.objects.get() == met
        assert (met.started_at, met.due_at, met.met_at) == (now, now + 30 * MIN, now)

    @pytest.mark.postgresql
    def test_who_waited_for_a_case_meets_the_clock_that_began_meanwhile(self, now):
        write("case.called", ZHANG, now)
        locked, met = threading.Event(), []

        def waits():
            assert locked.wait(PATIENCE_S)
            acting(lambda: (timeline.write(CASE, "case.noted", by=LUO, now=now), met.append(meet())))
            connections.close_all()

        def meet():
            return clocks.meet(CASE, "answer", now=now)

        def holds():
            timeline.write(CASE, "case.noted", by=ZHANG, now=now)
            locked.set()
            until(somebody_waits, "who waits for the head")
            clocks.start("answer", CASE, whose="outlet", now=now)

        def somebody_waits():
            with connection.cursor() as cursor:
                cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                return cursor.fetchone()[0]

        second = threading.Thread(target=waits)
        second.start()
        acting(holds)
        second.join(PATIENCE_S)
        assert met == [Clock.objects.get(met_at=now)]


def pressed(case=CASE):
    """Return what the head of a case says of its clocks."""
    head = Stream.objects.get(kind=case.kind, key=case.key)
    return head.presses_at, head.stands_since


@pytest.mark.django_db
class TestHead:
    def test_says_when_the_most_pressing_clock_is_due(self, now):
        write("case.called", ZHANG, now)
        start("visit", now)
        assert pressed() == (now + 30 * DAY, None)
        start("answer", now)
        assert pressed() == (now + 30 * MIN, None)
        acting(lambda: clocks.meet(CASE, "answer", now=now))
        assert pressed() == (now + 30 * DAY, None)
        acting(lambda: clocks.stop(CASE, now=now))
        assert pressed() == (None, None)

    def test_says_it_of_a_case_begun_in_the_same_block(self, now):
        def begin():
            timeline.write(CASE, "case.begun", by=ZHANG, now=now, fresh=True)
            clocks.start("visit", CASE, whose="outlet", now=now)
            clocks.start("answer", CASE, whose="outlet", now=now)

        acting(begin)
        assert pressed() == (now + 30 * MIN, None)

    def test_is_right_whatever_a_block_does_between_its_facts(self, now):
        write("case.called", ZHANG, now)

        def work():
            clocks.start("answer", CASE, whose="outlet", now=now)
            timeline.write(CASE, "case.told", by=ZHANG, now=now)
            assert pressed() == (now + 30 * MIN, None)
            clocks.meet(CASE, "answer", now=now)

        acting(work)
        assert pressed() == (None, None)

    def test_keeps_a_broken_promise_until_it_is_made_up_for(self, now):
        write("case.called", ZHANG, now)
        start("answer", now)
        clocks.sweep(now + DAY)
        assert pressed() == (now + 30 * MIN, None)
        acting(lambda: clocks.meet(CASE, "answer", now=now + DAY))
        assert pressed() == (None, None)

    def test_says_since_when_a_clock_stands_still(self, now):
        clock = start("visit", now)
        fact = write("case.call_recorded", ZHANG, now + MIN)
        pause(clock, fact, LUO, now + 2 * MIN)
        assert pressed() == (None, now + 2 * MIN)
        acting(lambda: clocks.resume(clock, now=now + DAY))
        assert pressed() == (now + 31 * DAY - 2 * MIN, None)


@pytest.mark.django_db
def test_cases_are_walked_by_their_most_pressing_clock(now):
    """What presses nothing comes last; what is over, or isn't asked for, doesn't come."""
    rows = [Stream.objects.create(kind="row", key=str(n)) for n in range(6)]
    minutes = [30, None, 10, 20, 5, 1]
    for row, after in zip(rows, minutes, strict=True):
        due = None if after is None else now + after * MIN
        Stream.objects.create(kind="probe", key=str(row.pk), presses_at=due, ended_at=now if after == 5 else None)
    Stream.objects.create(kind="other", key=str(rows[0].pk), presses_at=now)
    asked = Stream.objects.filter(kind="row").exclude(key="5")
    found = clocks.by_clock("probe", asked)
    assert list(found) == [rows[n].pk for n in (2, 3, 0, 1)]
    assert list(found[1:3]) == [rows[n].pk for n in (3, 0)]
    assert list(Stream.objects.filter(pk__in=found[:1])) == [rows[2]]
