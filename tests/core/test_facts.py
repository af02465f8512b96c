from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import facts, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.timeline import Entry, StreamKey
from tests.core.lamp import ALICE

LAMP = StreamKey("lamp", "f")
type Install = Callable[[facts.Table, facts.Writes], None]


def notes(*, fact: Entry, now: datetime) -> None:
    timeline.write(fact.stream_key, "lamp.noted", by=SYSTEM, now=now, facts={"of": str(fact.pk)})


def fails(*, fact: Entry, now: datetime) -> None:
    raise RuntimeError("broken")


def rests(*, fact: Entry, now: datetime) -> None:
    """Do nothing."""


def sleeps(*, fact: Entry, now: datetime) -> None:
    """Do nothing either."""


@pytest.fixture
def install() -> Iterator[Install]:
    table, writes = dict(facts.HANDLERS), dict(facts.WRITES)
    yield facts.install
    facts.install(table, writes)


def write(now: datetime, code: str = "lamp.lit") -> Entry:
    return acting(lambda: timeline.write(LAMP, code, by=ALICE, now=now))


def codes() -> list[str]:
    return [fact.code for fact in timeline.read(LAMP)]


@pytest.mark.django_db
class TestHandler:
    def test_runs_in_the_transaction_of_its_fact(self, install: Install, now: datetime) -> None:
        install({"lamp.lit": (notes,)}, {notes: ("lamp.noted",)})
        write(now)
        assert codes() == ["lamp.lit", "lamp.noted"]

    def test_takes_the_fact_down_with_it(self, install: Install, now: datetime) -> None:
        install({"lamp.lit": (rests, fails)}, {})
        with pytest.raises(RuntimeError, match="broken"):
            write(now)
        assert codes() == []

    def test_costs_the_fact_no_statement_of_its_own(self, install: Install, now: datetime) -> None:
        def statements() -> int:
            with CaptureQueriesContext(connection) as counted:
                write(now)
            return len(counted)

        install({}, {})
        write(now)
        without = statements()
        install({"lamp.lit": (rests, sleeps)}, {})

        assert statements() == without

    def test_writes_only_the_facts_the_table_names(self, install: Install, now: datetime) -> None:
        install({"lamp.lit": (notes,)}, {})
        with pytest.raises(RuntimeError, match=r"tests\.notes: writes lamp\.noted"):
            write(now)


class TestInstall:
    def test_refuses_a_circle(self, install: Install) -> None:
        with pytest.raises(ValueError, match="a → b → c → a"):
            install({"a": (notes,), "b": (rests,), "c": (sleeps,)}, {notes: ("b",), rests: ("c",), sleeps: ("a",)})

    def test_takes_two_ways_to_one_fact(self, install: Install) -> None:
        install({"a": (notes,), "b": (rests,), "c": (rests,)}, {notes: ("b", "c"), rests: ("d",)})

    def test_refuses_to_call_a_handler_twice(self, install: Install) -> None:
        with pytest.raises(ValueError, match="each once"):
            install({"a": (rests, rests)}, {})

    def test_refuses_what_nothing_calls_may_write(self, install: Install) -> None:
        with pytest.raises(ValueError, match=r"handlers of the table, got tests\.rests"):
            install({"a": (notes,)}, {rests: ("b",)})

    def test_is_read_a_line_a_fact_with_what_its_handlers_may_write(self, install: Install) -> None:
        install({"a": (notes, rests)}, {notes: ("b",)})
        assert facts.lines() == ["a → tests.notes · tests.rests", "    tests.notes may write b"]
