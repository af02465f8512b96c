"""Listeners of one process: the outbox is read once for all of them, and each hears all that is his, once, in order."""

import random
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.config import ears, feed, subscriptions
from anxin.config.ears import Ear
from anxin.core import outbox
from anxin.core.acting import acting
from anxin.core.outbox import Message
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.django_db(transaction=True)
START = outbox.place_of("")
TURNS = 6
"""So many statements turns are given with on PostgreSQL: two looks for what has none, a block, its lock, the turn."""


def put(key, now, audience="desk", **ids):
    told = {"lamp": key, **ids}
    acting(lambda: outbox.tell("lamp.lit", audiences=[audience], ids=told, key=key, now=now))


def keys_in(text):
    return [part.partition('"')[0] for part in text.split('"lamp":"')[1:]]


class Here(feed.Feed):
    """A feed that asks in this thread, and its ears too."""

    async def ask(self, question, *arguments):
        return question(*arguments)

    def look(self):
        done(self._look())

    def ear(self, *audiences, place=START, case=""):
        one = Ear(subscriptions.Right(audiences=audiences, case=case), place)
        self.join(one)
        return one

    def heard(self, ear):
        """Return what an ear hears until it sleeps."""
        found = []
        while ear.woken.is_set() or ear._lags:
            found += keys_in(done(ear.hear(lambda *told: self.ask(subscriptions.after, *told))))
        return found


def done(work):
    """Do what waits for nothing."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waits")


@pytest.fixture
def here():
    return Here()


class TestFeed:
    def test_reads_once_for_all_who_listen(self, now, here):
        crowd = [here.ear("desk") for _ in range(50)]
        here.look()
        assert [here.heard(one) for one in crowd] == [[]] * 50
        for key in "abc":
            put(key, now)
        with CaptureQueriesContext(connection) as asked:
            here.look()
            assert [here.heard(one) for one in crowd] == [["a", "b", "c"]] * 50
        assert len([one for one in asked if "audience" in one["sql"]]) == 1
        assert len(asked) <= TURNS + 1

    def test_writes_a_message_once_however_many_hear_it(self, now, here, monkeypatch):
        written = []
        monkeypatch.setattr(subscriptions, "event", lambda *told: written.append(told) or "")
        crowd = [here.ear("desk") for _ in range(50)]
        here.look()
        [here.heard(one) for one in crowd]
        put("a", now), put("b", now, "nobody")
        here.look()
        assert len(written) == 1

    def test_keeps_audiences_and_cases_apart(self, now, here):
        desk, both = here.ear("desk"), here.ear("desk", "outlet:1")
        link = here.ear("person:1", case="repair:7")
        here.look()
        assert [here.heard(one) for one in (desk, both, link)] == [[], [], []]
        put("a", now), put("b", now, "outlet:1"), put("c", now, "outlet:2")
        put("d", now, "person:1", repair="7"), put("e", now, "person:1", repair="8")
        here.look()
        assert [here.heard(one) for one in (desk, both, link)] == [["a"], ["a", "b"], ["d"]]

    def test_reads_in_pieces_what_came_at_once(self, now, here, monkeypatch):
        monkeypatch.setattr(subscriptions, "AT_ONCE", 2)
        ear = here.ear("desk")
        here.look(), here.heard(ear)
        for key in "abcde":
            put(key, now)
        here.look()
        assert here.heard(ear) == ["a", "b", "c", "d", "e"]

    def test_who_comes_before_its_first_look_misses_nothing(self, now, here):
        ear = here.ear("desk")
        assert here.heard(ear) == []
        put("a", now)
        here.look()
        put("b", now)
        here.look()
        assert here.heard(ear) == ["a", "b"]

    def test_begins_at_the_end_after_a_time_without_listeners(self, now, here):
        ear = here.ear("desk")
        here.look(), here.heard(ear)
        here.part(ear)
        here.look()
        put("a", now)
        later = here.ear("desk", place=subscriptions.end())
        here.look()
        assert here.heard(later) == []
        put("b", now)
        here.look()
        assert here.heard(later) == ["b"]

    def test_gives_turns_while_nobody_listens(self, now, here):
        put("a", now)
        here.look()
        late = here.ear("desk", place=outbox.place_of(outbox.head(before=datetime.now(UTC))))
        put("b", datetime.now(UTC))
        here.look()
        assert here.heard(late) == ["b"]

    def test_goes_on_where_it_was_after_a_look_that_failed(self, now, here, monkeypatch):
        ear = here.ear("desk")
        here.look(), here.heard(ear)
        put("a", now)
        with monkeypatch.context() as broken:
            broken.setattr(subscriptions, "all_after", lambda _place: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                here.look()
        here.look()
        assert here.heard(ear) == ["a"]


class TestEar:
    def test_hears_once_what_was_told_while_it_read(self, now, here):
        put("a", now)
        ear = here.ear("desk")
        here.look()

        async def read(*told):
            put("b", now)
            here.look()
            found = subscriptions.after(*told)
            put("c", now)
            here.look()
            return found

        assert keys_in(done(ear.hear(read))) == ["a", "b"]
        assert here.heard(ear) == ["c"]

    def test_who_is_told_too_much_reads_it_from_the_outbox(self, now, here, monkeypatch):
        monkeypatch.setattr(ears, "MOST", 2)
        monkeypatch.setattr(subscriptions, "BATCH", 3)
        ear = here.ear("desk")
        here.look(), here.heard(ear)
        for key in "abcdefg":
            put(key, now)
            here.look()
        assert not ear._waiting
        assert here.heard(ear) == list("abcdefg")

    def test_who_heard_more_elsewhere_hears_it_not_again(self, now, here):
        """Another process was further on: its listener comes here with a place that is not read here yet."""
        first = here.ear("desk")
        here.look(), here.heard(first)
        put("a", now), put("b", now)
        outbox.give_turns()
        second = here.ear("desk", place=Message.objects.get(key="b:desk").place)
        assert here.heard(second) == []
        put("c", now)
        here.look()
        assert here.heard(second) == ["c"]

    def test_of_another_cluster_hears_what_is_new_here(self, now, here):
        put("a", now)
        outbox.give_turns()
        Message.objects.update(turn=10**15)
        position = Message.objects.get().position
        outbox.rebase()
        ear = here.ear("desk", place=subscriptions.beginning(position, ""))
        here.look()
        assert here.heard(ear) == []
        put("b", now)
        here.look()
        assert here.heard(ear) == ["b"]

    def test_misses_nothing_of_slow_writers_whenever_it_comes(self, now):
        names, each = range(6), 30

        def writer(name):
            pick = random.Random(name)
            for number in range(each):
                acting(lambda key=f"{name}-{number}": slowly(key, pick, now))
            connections.close_all()

        def slowly(key, pick, now):
            time.sleep(pick.uniform(0, 0.005))
            outbox.tell("lamp.lit", audiences=["desk"], ids={"lamp": key}, key=key, now=now)
            time.sleep(pick.uniform(0, 0.01))

        here, threads = Here(), [threading.Thread(target=writer, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        heard = {}
        while any(thread.is_alive() for thread in threads):
            if len(heard) < 40:
                heard[here.ear("desk")] = []
            here.look()
            for ear in random.sample(list(heard), len(heard) // 2):
                heard[ear] += here.heard(ear)
            time.sleep(0.002)
        for thread in threads:
            thread.join(PATIENCE_S)
        here.look()
        for ear, found in heard.items():
            found += here.heard(ear)
            assert len(found) == len(set(found)) == len(names) * each


def test_what_was_begun_long_before_a_page_was_read_and_told_after_it_is_heard():
    put("before", timezone.now() - timedelta(minutes=2))
    outbox.give_turns()
    time.sleep(subscriptions.UNDER_WAY.total_seconds() + 0.01)  # a page says when it was read in whole milliseconds
    read_at, begun = timezone.now(), timezone.now() - timedelta(seconds=40)
    put("late", begun)
    outbox.give_turns()
    place = subscriptions.beginning("", str(int(read_at.timestamp() * 1000)))
    house = Here()
    assert house.heard(house.ear("desk", place=place)) == ["late"]
