"""Rows gathered beside a row: in one statement, in order, in the kinds of their fields; none is none."""

from datetime import datetime, timedelta

import pytest
from django.db.models import OuterRef

from anxin.core import gathered_rows
from anxin.core.gathered_rows import Gathered
from anxin.core.streams.models import Entry, Private, Stream

pytestmark = pytest.mark.django_db


def told(now: datetime, *facts: dict[str, object]) -> Stream:
    stream = Stream.objects.create(kind="lamp", key="r1")
    for position, one in enumerate(facts):
        entry = Entry.objects.create(stream=stream, position=position, code="lamp.lit", at=now, facts=one, hash="0")
        Private.objects.create(entry=entry, name="why", sealed="“a”\n\\", erased_at=now + timedelta(microseconds=1))
    return stream


class TestGathered:
    def test_come_in_one_statement_as_what_they_are(self, now: datetime, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        stream = told(now, {"n": 1}, {"n": 2, "in": ["r", None]})
        values = Private.objects.filter(entry__stream=OuterRef("pk")).order_by("-entry__position")
        with django_assert_num_queries(1):
            said = Gathered(values, "sealed", "erased_at", paths={"facts": "entry__facts"})
            found = Stream.objects.annotate(said=said).get()
        (last, first) = found.said
        assert first == {"sealed": "“a”\n\\", "erased_at": now + timedelta(microseconds=1), "facts": {"n": 1}}
        assert last["facts"] == {"n": 2, "in": ["r", None]}
        keys = Stream.objects.annotate(of=Gathered(Entry.objects.filter(stream=OuterRef("pk")), "pk", "stream")).get()
        assert {one["stream"] for one in keys.of} == {stream.pk}

    def test_may_lie_beside_what_lies_beside(self, now: datetime) -> None:
        told(now, {"n": 1}, {"n": 2})
        sealed = Gathered(Private.objects.filter(entry=OuterRef("pk")), "name", "erased_at")
        entries = Entry.objects.filter(stream=OuterRef("pk")).annotate(sealed=sealed).order_by("position")
        found = Stream.objects.annotate(of=Gathered(entries, "position", "sealed")).get(key="r1").of
        Stream.objects.create(kind="lamp", key="r2").entries.create(position=0, at=now, hash="0")
        (bare,) = Stream.objects.filter(key="r2").annotate(of=Gathered(entries, "position", "sealed")).get().of
        assert bare == {"position": 0, "sealed": ()}
        erased = {"name": "why", "erased_at": now + timedelta(microseconds=1)}
        assert found == ({"position": 0, "sealed": (erased,)}, {"position": 1, "sealed": (erased,)})

    @pytest.mark.parametrize("rows", [Entry.objects.filter(stream=OuterRef("pk")), Entry.objects.none()])
    def test_are_none_where_nothing_lies_beside(self, now: datetime, rows) -> None:  # type: ignore[no-untyped-def]
        told(now)
        assert Stream.objects.annotate(of=Gathered(rows, "at")).get().of == ()

    def test_lie_beside_a_row_as_its_relation(self, now: datetime, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        entry = Entry.objects.get(stream=told(now, {"n": 1}))
        gathered_rows.lay_beside(entry, "private_values", [Private(entry=entry, name="why")])
        with django_assert_num_queries(0):
            assert [one.name for one in entry.private_values.all()] == ["why"]

    def test_refuse_a_kind_they_cannot_give_back(self) -> None:
        class Odd:
            is_relation = False
            get_internal_type = staticmethod(lambda: "BinaryField")

        with pytest.raises(TypeError, match=r"gathered seal: expected one of .*, got BinaryField"):
            gathered_rows._kind("seal", Odd())
