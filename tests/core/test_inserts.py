"""Rows go in by statements written once a process, and lie there as if Django had written them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from anxin.core import inserts
from anxin.core.outbox.models import Message
from anxin.core.streams.models import Entry, Stream

pytestmark = pytest.mark.django_db(transaction=True)


def read(row: models.Model) -> dict[str, Any]:
    found = type(row)._base_manager.get(pk=row.pk)
    return {field.attname: getattr(found, field.attname) for field in row._meta.concrete_fields}


def a_message(key: str, now: datetime, **changes: Any) -> Message:
    return Message(template="a", audience="live:1", ids={"n": "一", "m": [1, None]}, key=key, created_at=now, **changes)


def a_head(key: str) -> Stream:
    return Stream(kind="case", key=key)


class TestInsert:
    def test_writes_every_kind_of_value_as_django_does(self, now: datetime) -> None:
        ours, theirs = a_message("ours", now, expires_at=now), a_message("theirs", now, expires_at=now)

        inserts.insert([ours])
        theirs.save(force_insert=True)

        one, other = read(ours), read(theirs)
        assert one["id"] != other["id"]
        assert {name: value for name, value in one.items() if name not in ("id", "key", "turn")} == {
            name: value for name, value in other.items() if name not in ("id", "key", "turn")
        }
        assert one["turn"] == other["turn"] == (0 if connection.vendor == "sqlite" else None)
        assert (ours._state.adding, ours._state.db) == (False, "default")

    def test_of_some_with_a_key_and_some_without_is_refused(self, now: datetime) -> None:
        with pytest.raises(ValueError, match="got both"):
            inserts.insert([a_message("a", now), a_message("b", now, id=77)])
        assert not Message.objects.exists()

    def test_of_several_gives_each_its_own_key(self, now: datetime) -> None:
        several = [a_message(str(number), now) for number in range(3)]

        inserts.insert(several)

        assert {one.pk: one.key for one in several} == dict(Message.objects.values_list("pk", "key"))

    def test_of_none_asks_nothing(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            inserts.insert([])

    def test_where_one_is_there_already_inserts_none(self, now: datetime) -> None:
        inserts.insert([a_message("a", now)])

        with pytest.raises(IntegrityError), transaction.atomic():
            inserts.insert([a_message("b", now), a_message("a", now)])

        assert list(Message.objects.values_list("key", flat=True)) == ["a"]

    def test_of_those_new_leaves_the_others_as_they_are(self, now: datetime) -> None:
        inserts.insert([a_message("a", now)])

        assert inserts.insert_those_new([a_message("a", now, state="sent"), a_message("b", now)]) == 1

        assert list(Message.objects.order_by("key").values_list("key", "state")) == [("a", "waiting"), ("b", "waiting")]

    def test_of_those_new_names_the_ones_that_bring_their_keys(self, now: datetime) -> None:
        inserts.insert([a_head("a")])

        again, new = a_head("a"), a_head("b")

        assert inserts.inserted_new([again, new]) == [new]
        assert inserts.inserted_new([]) == []
        with pytest.raises(ValueError, match="bring their keys"):
            inserts.inserted_new([a_message("a", now)])

    def test_hides_no_broken_rule_but_that_of_being_once(self, now: datetime) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            inserts.insert_new(a_message("a", now, state="nowhere"))


class TestUpdate:
    def test_writes_what_is_named_and_nothing_else(self, now: datetime) -> None:
        head = Stream(kind="repair", key="1", length=1, head="a", seal="b")
        inserts.insert([head])
        head.length, head.head = 2, "changed in memory alone"

        assert inserts.update(head, {"length": 2, "ended_at": now})

        found = read(head)
        assert (found["length"], found["head"], found["ended_at"]) == (2, "a", now)

    def test_takes_a_row_for_a_relation_by_either_name(self, now: datetime) -> None:
        first, second = Stream(kind="repair", key="1"), Stream(kind="repair", key="2")
        inserts.insert([first, second])
        entry = Entry(stream=first, position=1, code="a.b", at=now, actor_kind="system", actor_id="system")
        inserts.insert([entry])

        assert inserts.update(entry, {"stream": second})
        assert read(entry)["stream_id"] == second.id
        assert inserts.update(entry, {"stream_id": first.id})
        assert read(entry)["stream_id"] == first.id

    def test_of_a_row_in_another_state_or_gone_changes_nothing_and_says_so(self, now: datetime) -> None:
        one = a_message("a", now)
        inserts.insert([one])

        assert not inserts.update(one, {"state": "sent", "settled_at": now + timedelta(hours=1)}, state="sending")
        assert read(one)["state"] == "waiting"
        assert inserts.update(one, {"state": "sent"}, state="waiting")
        Message.objects.all().delete()
        assert not inserts.update(one, {"state": "failed"})


class TestInsertOrMove:
    def test_inserts_who_is_new_and_writes_some_fields_of_who_is_there_in_one_statement(
        self, django_assert_num_queries: Any
    ) -> None:
        there, new = Stream(kind="repair", key="there"), Stream(kind="repair", key="new", length=1)
        inserts.insert([there])
        there.length, there.kind = 3, "claim"

        with django_assert_num_queries(1):
            inserts.insert_or_move([new, there], ("length",), written=(("seal", "'found'"),))

        assert {name: read(there)[name] for name in ("kind", "length", "seal")} == {
            **{"kind": "repair", "length": 3, "seal": "found"}
        }
        assert (read(new)["length"], read(new)["seal"], new._state.adding) == (1, "", False)
