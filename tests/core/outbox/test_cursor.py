import random
import threading
import time

import pytest
from django.db import connections

from anxin.core import outbox
from anxin.core.acting import acting
from anxin.core.outbox import BadPosition, Message
from tests.patience import PATIENCE_S

WRITERS, EACH = 8, 40


def put(key, now, audience="desk"):
    return acting(lambda: outbox.tell("lamp.lit", audiences=[audience], ids={"lamp": key}, key=key, now=now))


def keys(rows):
    return [row.key.partition(":")[0] for row in rows]


@pytest.mark.django_db(transaction=True)
class TestAfter:
    def test_gives_what_came_behind_a_position_oldest_first(self, now):
        for key in "abc":
            put(key, now)
        first, *_rest = outbox.after("", "desk")
        assert keys(outbox.after("", "desk")) == ["a", "b", "c"]
        assert keys(outbox.after(first.position, "desk")) == ["b", "c"]
        assert keys(outbox.after("", "desk", limit=2)) == ["a", "b"]
        assert outbox.after(outbox.head(), "desk") == []

    def test_keeps_audiences_apart(self, now):
        put("a", now), put("b", now, "outlet:1"), put("c", now, "outlet:2")
        put("d", now)
        assert keys(outbox.after("", "outlet:1")) == ["b"]
        assert keys(outbox.after("", ["desk", "outlet:2"])) == ["a", "c", "d"]
        assert outbox.after("", []) == []

    @pytest.mark.parametrize("position", ["x", "1", "1.2.3", "-1.2", "9" * 40, "1.2; DROP"])
    def test_refuses_what_is_no_position(self, position):
        with pytest.raises(BadPosition):
            outbox.after(position, "desk")

    def test_finds_its_place_again_in_another_cluster(self, now):
        for key in "abc":
            put(key, now)
        outbox.give_turns()
        Message.objects.update(turn=10**15)
        second = Message.objects.get(key="b:desk").position
        outbox.rebase()
        assert keys(outbox.after(second, "desk")) == ["c"]
        put("d", now)
        assert keys(outbox.after(second, "desk")) == ["c", "d"]

    def test_begins_at_the_beginning_where_nothing_is(self):
        assert outbox.after(outbox.head(), "desk") == []

    def test_misses_no_row_of_eight_slow_writers(self, now):
        errors, seen, position = [], [], ""
        start = threading.Barrier(WRITERS)

        def writer(name):
            pick = random.Random(name)
            try:
                start.wait(PATIENCE_S)
                for number in range(EACH):
                    acting(lambda key=f"{name}-{number}": self.slowly(key, pick, now))
            except Exception as error:
                errors.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=writer, args=(name,)) for name in range(WRITERS)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            rows = outbox.after(position, "desk")
            seen += keys(rows)
            position = rows[-1].position if rows else position
            time.sleep(0.002)
        seen += keys(outbox.after(position, "desk", limit=1000))
        assert errors == []
        assert len(seen) == len(set(seen)) == WRITERS * EACH
        assert set(seen) == set(keys(Message.objects.all()))

    @staticmethod
    def slowly(key, pick, now):
        time.sleep(pick.uniform(0, 0.005))
        outbox.tell("lamp.lit", audiences=["desk"], ids={}, key=key, now=now)
        time.sleep(pick.uniform(0, 0.01))
