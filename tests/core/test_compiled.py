"""A query whose statement is written once: asked with other values it gives what the query would give."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import CharField, OuterRef, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

from anxin.core import prepared_statements
from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.core.streams.models import Entry, Private, Stream


@pytest.fixture
def told(db: None, now: datetime) -> list[Entry]:
    stream = Stream.objects.create(kind="lamp", key="r1")
    asked = ((0, "lamp.lit", {"n": 0}), (1, "lamp.lit", {}), (2, "lamp.broke", {"why": ["fell", None]}))
    rows = [
        Entry.objects.create(stream=stream, position=n, code=code, at=now + timedelta(days=n), facts=facts, hash="0")
        for n, code, facts in asked
    ]
    Private.objects.create(entry=rows[1], name="why", sealed="…")
    return rows


@compiled
def lamps(
    order: str, *, keys: tuple[UUID, ...] = (), code: str = "", before: datetime | None = None, n: int = 0
) -> QuerySet[Entry]:
    rows = Entry.objects.order_by(order).annotate(
        private=Gathered(Private.objects.filter(entry=OuterRef("pk")), "name", "sealed")
    )
    rows = rows.select_related("stream").filter(position__gte=n)
    rows = rows.filter(code=code) if code else rows
    rows = rows.filter(at__lt=before) if before else rows
    return rows.filter(pk__in=keys) if keys else rows


@pytest.mark.usefixtures("told")
class TestCompiled:
    def test_give_what_the_query_gives_whatever_the_values(self, told: list[Entry], now: datetime) -> None:
        keys = tuple(one.pk for one in told)
        asked = (
            {},
            {"code": "lamp.lit"},
            {"code": "lamp.broke"},
            {"code": "lamp.none"},
            {"before": now + timedelta(days=1)},
            {"before": now + timedelta(days=2), "n": 1},
            *({"keys": keys[:n]} for n in range(4)),
            {"keys": (*keys, uuid4(), uuid4())},
        )
        for order in ("position", "-position"):
            for one in asked:
                found = lamps(order, **one)
                expected = list(lamps.build(order, **one))
                assert found == expected
                assert [(row.facts, row.at, row.stream, row.private) for row in found] == [
                    (row.facts, row.at, row.stream, row.private) for row in expected
                ]

    def test_are_written_once_for_all_values_of_a_form(
        self, told: list[Entry], now: datetime, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable
    ) -> None:
        lamps("position", keys=(told[0].pk,) * 4, code="a", before=now)
        monkeypatch.setattr(SQLCompiler, "pre_sql_setup", None)
        with django_assert_num_queries(1):
            (found,) = lamps(
                "position", keys=(uuid4(), told[2].pk, uuid4()), code="lamp.broke", before=now + timedelta(days=9)
            )
        assert found.stream.key == "r1"

    def test_know_a_form_by_what_is_empty_and_by_an_actors_standing(self, told: list[Entry]) -> None:
        @compiled
        def mine(*, by: Actor) -> QuerySet[Entry]:
            rows = Entry.objects.filter(stream__kind="lamp").order_by("position")
            return rows.filter(pk=by.id) if "keeper" in by.roles else rows.filter(stream__id=by.organisation)

        keeper = [Actor(kind="staff", id=str(one.pk), roles=frozenset({"keeper"})) for one in told]
        assert [mine(by=one) for one in keeper] == [[one] for one in told]
        house = Actor(kind="staff", id="x", organisation=str(told[0].stream_id))
        assert mine(by=house) == told
        assert mine(by=Actor(kind="staff", id="x", organisation=str(uuid4()))) == []

    @pytest.mark.parametrize(
        "build",
        [
            lambda code: Entry.objects.filter(code=f"lamp.{code}"),
            lambda code: Entry.objects.filter(code="lamp.lit" if code == "lit" else "lamp.broke"),
        ],
    )
    def test_refuse_to_let_one_value_decide_for_all(self, build: Callable[[str], QuerySet[Entry]]) -> None:
        @compiled
        def chosen(*, code: str) -> QuerySet[Entry]:
            return build(code)

        with pytest.raises(TypeError, match=r"expected to go into a statement, got (written|compared)"):
            chosen(code="lit")

    def test_give_nothing_where_nothing_can_fit(self) -> None:
        nobody = compiled(lambda *, code: Entry.objects.none().filter(code=code))
        assert [nobody(code=one) for one in ("lamp.lit", "lamp.broke")] == [[], []]

    def test_tell_what_is_equal_and_of_another_kind_apart(self) -> None:
        asked = compiled(lambda only: Entry.objects.filter(code="lamp.broke") if only is True else Entry.objects.all())
        assert [len(asked(one)) for one in (1, True, 1.0)] == [3, 1, 3]

    @pytest.mark.postgresql
    @pytest.mark.usefixtures("told")
    def test_are_planned_once_where_they_are_long_with_what_never_changes_spelled_out(
        self, told: list[Entry], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(prepared_statements, "LONG", 0)
        strange = "50 %s 'of' %% it\\"

        @compiled
        def strangely(*, code: str, keys: tuple[UUID, ...], until: int) -> QuerySet[Entry]:
            rows = Entry.objects.annotate(said=Value(strange), twice=Value(None, output_field=CharField()))
            return rows.filter(pk__in=keys, code=code, position__lte=until).exclude(code=strange).order_by("position")

        for last in told[1:] * 4:
            found = strangely(code="lamp.lit", keys=tuple(one.pk for one in told), until=last.position)
            assert [row.position for row in found] == [0, 1]
            assert {(row.said, row.twice) for row in found} == {(strange, None)}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT statement, generic_plans FROM pg_prepared_statements WHERE statement LIKE '%%AS \"said\"%%'"
            )
            ((statement, kept),) = cursor.fetchall()
        assert kept == 3, "after five plans made for the values"
        assert "'50 %s ''of'' %% it" in statement
        assert "$5" in statement
        assert "$7" not in statement

    def test_refuse_a_kind_they_cannot_pass_on(self) -> None:
        with pytest.raises(TypeError, match=r"n: expected one of UUID, datetime, date, str, int, got 1\.5"):
            lamps("position", n=1.5)


@pytest.mark.django_db(transaction=True)
def test_threads_ask_each_through_its_own_connection(now: datetime) -> None:
    stream = Stream.objects.create(kind="lamp", key="r1")
    rows = [Entry.objects.create(stream=stream, position=n, code=f"{n}", at=now, hash="0") for n in range(8)]

    @compiled
    def coded(*, code: str, at: datetime, on: date) -> QuerySet[Entry]:
        return Entry.objects.filter(code=code, at__lte=at, at__date__lte=on)

    def ask(n: int) -> list[list[Entry]]:
        try:
            return [coded(code=f"{n}", at=now, on=date.max) for _ in range(20)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        assert list(crowd.map(ask, range(8))) == [[[row]] * 20 for row in rows]
