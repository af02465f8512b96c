"""On PostgreSQL a message has its turn once its transaction has ended, and waits for nobody else's."""

import random
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, connections, transaction

from anxin.core import outbox
from anxin.core.acting import acting
from anxin.core.outbox import Message, turns
from tests.patience import PATIENCE_S

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SEEN = timedelta(seconds=5)


def tell(key, now):
    outbox.tell("lamp.lit", audiences=["desk"], ids={"lamp": key}, key=key, now=now)


def put(key, now):
    acting(lambda: tell(key, now))


def keys(rows):
    return [row.key.partition(":")[0] for row in rows]


@contextmanager
def writing_elsewhere():
    """Hold a transaction that has a number open, in another database of this cluster."""
    with psycopg.connect(**facts("postgres")) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield


@contextmanager
def writing_here(now):
    """Hold a block open that took its message's number before all others'."""
    opened, go_on = threading.Event(), threading.Event()

    def work():
        tell("older", now)
        Message.objects.count()  # what was put off is written
        opened.set()
        go_on.wait(PATIENCE_S)

    def older():
        acting(work)
        connections.close_all()

    thread = threading.Thread(target=older)
    thread.start()
    assert opened.wait(PATIENCE_S)
    try:
        yield
    finally:
        go_on.set()
        thread.join(PATIENCE_S)


def break_off():
    with transaction.atomic():
        assert outbox.give_turns() == 2
        raise ZeroDivisionError


def facts(name):
    known = connection.get_connection_params()
    return {key: known[key] for key in ("host", "port", "user", "password") if known.get(key)} | {"dbname": name}


class TestNobodyIsWaitedFor:
    def test_not_for_a_transaction_in_another_database(self, now):
        with writing_elsewhere():
            put("a", now)
            assert keys(outbox.after("", "desk")) == ["a"]

    def test_not_for_a_long_transaction_here_whose_message_is_read_when_it_has_ended(self, now):
        with writing_here(now):
            put("younger", now)
            heard = outbox.after("", "desk")
            assert keys(heard) == ["younger"]
            assert Message.objects.get().id > 0
        late = outbox.after(heard[-1].position, "desk")
        assert keys(late) == ["older"]
        assert late[0].id < heard[0].id
        assert keys(outbox.after("", "desk")) == ["younger", "older"]

    def test_not_for_a_message_that_is_just_being_delivered(self, now):
        put("a", now), put("b", now)
        held, go_on = threading.Event(), threading.Event()

        def hold():
            with transaction.atomic():
                Message.objects.select_for_update().get(key="a:desk")
                held.set()
                go_on.wait(PATIENCE_S)
            connections.close_all()

        thread = threading.Thread(target=hold)
        thread.start()
        assert held.wait(PATIENCE_S)
        assert keys(outbox.after("", "desk")) == ["b"]
        go_on.set()
        thread.join(PATIENCE_S)
        assert keys(outbox.after("", "desk")) == ["b", "a"]


class TestGiveTurns:
    def test_of_two_at_once_one_gives_and_the_other_goes_on(self, now):
        put("a", now)
        with psycopg.connect(**facts(connection.settings_dict["NAME"])) as other:
            other.execute(turns.LOCK)
            assert outbox.give_turns() == 0
            assert Message.objects.filter(turn=None).count() == 1
        assert outbox.give_turns() == 1

    def test_that_broke_off_are_given_by_the_next(self, now):
        put("a", now), put("b", now)
        with pytest.raises(ZeroDivisionError):
            break_off()
        assert Message.objects.filter(turn=None).count() == 2
        assert keys(outbox.after("", "desk")) == ["a", "b"]

    def test_in_pieces_where_many_wait(self, now, monkeypatch):
        monkeypatch.setattr(turns, "AT_ONCE", 2)
        for key in "abcde":
            put(key, now)
        assert outbox.give_turns() == 5
        assert keys(outbox.after("", "desk")) == list("abcde")

    def test_of_six_at_once_each_message_gets_one_turn_that_never_goes_back(self, now):
        """Writers who dawdle, readers who give turns all at once: each reads every message, once, in one order."""
        names, each, errors, done = range(6), 30, [], threading.Event()
        heard = {name: [] for name in range(4)}

        def write(name):
            pick = random.Random(name)
            for number in range(each):
                acting(lambda key=f"{name}-{number}": slowly(key, pick))

        def slowly(key, pick):
            time.sleep(pick.uniform(0, 0.005))
            tell(key, now)
            time.sleep(pick.uniform(0, 0.01))

        def read(name):
            position, last = "", False
            while not last:
                last = done.is_set()
                while rows := outbox.after(position, "desk"):
                    heard[name] += keys(rows)
                    position = rows[-1].position

        def run(work, name):
            try:
                work(name)
            except Exception as error:
                errors.append(error)
            finally:
                connections.close_all()

        writers = [threading.Thread(target=run, args=(write, name)) for name in names]
        readers = [threading.Thread(target=run, args=(read, name)) for name in heard]
        for thread in (*writers, *readers):
            thread.start()
        for thread in writers:
            thread.join(PATIENCE_S)
        while Message.objects.filter(turn=None).exists():  # who finds another giving turns leaves it to him
            outbox.give_turns()
        done.set()
        for thread in readers:
            thread.join(PATIENCE_S)
        assert errors == []
        assert len(set(heard[0])) == len(heard[0]) == len(names) * each
        assert all(found == heard[0] for found in heard.values())

    def test_go_on_where_the_clock_went_back(self, now):
        put("a", now)
        outbox.give_turns()
        ahead = int((datetime.now(UTC) + timedelta(days=1)).timestamp() * 1_000_000)
        Message.objects.update(turn=ahead)
        put("b", now)
        outbox.give_turns()
        assert Message.objects.get(key="b:desk").turn == ahead + 1


class TestPositions:
    def test_of_before_turns_find_their_place(self, now):
        """An upgrade leaves each message the number of its transaction: a position is that and its own number."""
        put("a", now), put("b", now)
        Message.objects.filter(key="a:desk").update(turn=741)
        Message.objects.filter(key="b:desk").update(turn=742)
        put("c", now)
        first = Message.objects.get(key="a:desk")
        assert keys(outbox.after(f"741.{first.id}", "desk")) == ["b", "c"]

    def test_of_what_a_restore_lost_find_all_that_came_since(self, now):
        put("kept", now)
        outbox.give_turns()
        put("lost", now)
        lost = outbox.after("", "desk")[-1].position
        Message.objects.filter(key="lost:desk").delete()
        outbox.rebase()
        for key in "abc":
            put(key, now)
        assert keys(outbox.after(lost, "desk")) == ["a", "b", "c"]

    def test_where_a_page_was_read_has_all_behind_it_that_ended_later(self, now):
        with writing_here(datetime.now(UTC) - SEEN):
            put("a", datetime.now(UTC))
            outbox.give_turns()
            read_at = datetime.now(UTC)
            put("b", datetime.now(UTC))
            outbox.give_turns()
        assert keys(outbox.after(outbox.head(before=read_at), "desk")) == ["b", "older"]
