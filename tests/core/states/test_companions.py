"""What lies beside a row is read once while it is held, and never kept from before its lock."""

from datetime import datetime

import pytest
from django.db.models import Model
from django.db.utils import IntegrityError

from anxin.core import states
from anxin.core.acting import acting
from anxin.core.streams.models import Stream
from tests.core.lamp import ALICE, Lamp, a_lamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lamps")]


@pytest.fixture
def lamp(now: datetime) -> Lamp:
    return acting(lambda: a_lamp(now))


class Counter:
    """Counts how often what lies beside a lamp is read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times

    def beside(self, row: Lamp, *of: type[Model]) -> int:
        return states.beside(row, "bulbs", self, *of)


class TestBeside:
    def test_is_read_once_of_a_held_row(self, lamp: Lamp) -> None:
        def work() -> list[int]:
            read = Counter()
            before = [read.beside(lamp, Lamp), read.beside(lamp, Lamp)]
            states.lock(lamp)
            return [*before, read.beside(lamp, Lamp), read.beside(lamp, Lamp)]

        assert acting(work) == [1, 2, 3, 3]

    def test_is_read_again_once_its_table_was_written_to(self, lamp: Lamp, now: datetime) -> None:
        def work() -> list[int]:
            states.lock(lamp)
            read = Counter()
            found = [read.beside(lamp, Lamp, Stream)]
            Stream.objects.filter(key="nobody").update(ended_at=now)
            return [*found, read.beside(lamp, Lamp, Stream)]

        assert acting(work) == [1, 2]

    def test_is_what_the_block_has_just_made(self, lamp: Lamp) -> None:
        def work() -> list[int]:
            states.keep_beside(lamp, "bulbs", 7, Lamp)  # it isn't held yet: nothing is kept
            states.lock(lamp)
            read = Counter()
            found = [read.beside(lamp, Lamp)]
            states.keep_beside(lamp, "bulbs", 9, Lamp)
            return [*found, read.beside(lamp, Lamp)]

        assert acting(work) == [1, 9]

    def test_is_read_each_time_outside_of_a_block(self, lamp: Lamp) -> None:
        read = Counter()
        assert [read.beside(lamp, Lamp), read.beside(lamp, Lamp)] == [1, 2]


class TestBeginOnce:
    def test_begins_a_row_and_holds_it_and_begins_none_twice(self, now: datetime) -> None:
        def work() -> tuple[bool, bool, bool]:
            row = Lamp()
            begun = states.begin_once(row, by=ALICE, now=now)
            held = states.is_held(row)
            return begun, held, states.begin_once(Lamp(id=row.pk), by=ALICE, now=now)

        assert acting(work) == (True, True, False)
        assert Lamp.objects.get().state == "dark"

    def test_hides_no_other_broken_rule(self, now: datetime) -> None:
        with pytest.raises(IntegrityError):
            acting(lambda: states.begin_once(Lamp(state="dark", created_at=None), by=ALICE, now=None))  # type: ignore[arg-type]
