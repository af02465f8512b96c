from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from anxin.core import numbers
from anxin.core.acting import acting
from anxin.core.errors import Missing
from anxin.core.numbers import NotANumber, Number, SerialBlock
from tests import races

blocks_from = import_module("anxin.core.migrations.0020_serial_blocks")

SOME = st.builds(
    Number,
    st.sampled_from(["R", "C", "Q", "PAY"]),
    st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    st.integers(1, 999_999),
).filter(lambda number: str(number)[-1] != "X")


def issue(now, kind="R"):
    return acting(lambda: numbers.issue(kind, now=now))


@pytest.mark.django_db
class TestIssue:
    def test_counts_by_kind_and_day(self, now):
        assert [issue(now)[:18], issue(now)[:18], issue(now, "C")[:18]] == [
            "R-20261124-000001-",
            "R-20261124-000002-",
            "C-20261124-000001-",
        ]

    def test_turns_the_day_at_midnight_in_shanghai(self):
        assert issue(datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)).startswith("R-20261124-000001")
        assert issue(datetime(2026, 11, 24, 16, 0, 0, tzinfo=UTC)).startswith("R-20261125-000001")

    def test_leaves_out_what_would_end_in_x(self, now):
        given = [issue(now) for _ in range(12)]
        assert all(number[-1].isdigit() for number in given)
        assert [int(number[11:17]) for number in given] == [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 13, 14]

    def test_begins_another_hundred_where_one_is_full(self, now):
        SerialBlock.objects.create(kind="R", day="2026-11-24", block=0, given=98)
        assert [int(issue(now)[11:17]) for _ in range(4)] == [99, 101, 102, 103], "100 would end in X"

    def test_gives_out_first_what_was_left_over(self, now):
        SerialBlock.objects.create(kind="R", day="2026-11-24", block=0, given=98)
        SerialBlock.objects.create(kind="R", day="2026-11-24", block=7, given=4)
        assert [int(issue(now)[11:17]) for _ in range(3)] == [99, 705, 706]

    def test_goes_on_where_one_row_a_day_had_come_to(self, now):
        with connection.cursor() as cursor:
            cursor.execute('CREATE TABLE "core_serial" ("kind" varchar(3), "day" date, "last" integer)')
            told = [("R", "2026-11-24", 99), ("C", "2026-11-24", 100), ("R", "2026-11-23", 250)]
            cursor.executemany('INSERT INTO "core_serial" VALUES (%s, %s, %s)', told)
            blocks_from.move(None, SimpleNamespace(connection=connection))
            cursor.execute('DROP TABLE "core_serial"')
        yesterday = now - timedelta(days=1)
        given = [issue(now), issue(now), issue(now, "C"), issue(yesterday)]
        assert [int(number[11:17]) for number in given] == [101, 102, 101, 251]

    def test_takes_a_refused_blocks_number_back(self, now):
        def refused():
            numbers.issue("R", now=now)
            raise Missing

        with pytest.raises(Missing):
            acting(refused)
        assert issue(now).startswith("R-20261124-000001")

    def test_refuses_a_kind_that_is_none(self, now):
        with pytest.raises(ValueError, match="capital letters"):
            issue(now, "r1")


@pytest.mark.django_db(transaction=True)
class TestIssueAtOnce:
    def test_gives_every_racer_another_number_and_takes_back_what_is_refused(self, now):
        def kept():
            return numbers.issue("R", now=now)

        def refused():
            numbers.issue("R", now=now)
            raise Missing

        with races.line(4) as race:
            race.inside = False
            outcomes = [one for _round in range(25) for one in race.run(kept, kept, refused, kept)]
        serials = {numbers.parse(one.value).serial for one in outcomes if one.won}
        assert len(serials) == 75
        for block in {
            (one - 1) // numbers.SIZE for one in serials
        }:  # each is given out from its beginning, without gaps
            given = [one for one in serials if (one - 1) // numbers.SIZE == block]
            several = range(block * numbers.SIZE + 1, max(given) + 1)
            assert set(given) == {one for one in several if numbers.check_digit(f"20261124{one:06d}") != "X"}
        assert max(serials) <= 8 * numbers.SIZE, "about a block a racer: each may find all others held"


class TestParse:
    @given(SOME)
    def test_reads_what_was_given_out(self, number):
        assert numbers.parse(str(number)) == number

    @pytest.mark.parametrize(
        "text",
        ["r 20261124 000123 7", "Ｒ-２０２６１１２４-０００１２３-７", "R202611240001237", "R—20261124—000123—7"],
    )
    def test_reads_it_as_people_type_it(self, text):
        assert numbers.parse(text) == Number("R", date(2026, 11, 24), 123)

    @given(SOME, st.data())
    def test_sees_every_single_misread_digit(self, number, data):
        text = str(number)
        place = data.draw(st.sampled_from([i for i, c in enumerate(text) if c.isdigit()]))
        digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
        with pytest.raises(NotANumber):
            numbers.parse(text[:place] + digit + text[place + 1 :])

    def test_sees_all_neighbours_that_were_swapped(self):
        swaps = missed = 0
        for serial in range(1, 2000):
            text = str(Number("R", date(2026, 11, 24), serial))
            for place in range(11, 16):
                if text[place] != text[place + 1]:
                    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
                    swaps += 1
                    missed += numbers.check_digit(swapped[2:10] + swapped[11:17]) == swapped[-1]
        assert (swaps > 5000, missed) == (True, 0)

    @pytest.mark.parametrize("text", ["", "R-20261124", "R-20261324-000123-0", "12315", "🙂", "R" * 5000])
    def test_refuses_what_is_none(self, text):
        with pytest.raises(NotANumber):
            numbers.parse(text)

    def test_knows_the_standards_own_example(self):
        assert numbers.check_digit("0794") == "0"
        assert numbers.check_digit("079") == "X"

    def test_reads_the_contracts_own_example(self):
        assert numbers.parse("R-20261124-000123-7") == Number("R", date(2026, 11, 24), 123)


class TestCompleted:
    NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)
    NUMBER = str(Number("R", date(2026, 11, 28), 30))

    @pytest.mark.parametrize("text", ["1128 000 030", "1128-000030", "1128000030", "11280000300", "000 030 0", "30"])
    def test_finds_a_number_by_its_end_as_it_is_read_aloud_or_written_short(self, text: str) -> None:
        found = numbers.completed("R", text, now=self.NOW)
        assert self.NUMBER in found
        assert all(one.split("-")[2] == "000030" for one in found)
        assert len(found) <= 3 or "1128" not in text, "month and day leave one a year"

    @pytest.mark.parametrize("text", ["13912345678", "2800001234567890123", "000 030 7", "R"])
    def test_finds_none_for_what_ends_no_number(self, text: str) -> None:
        assert self.NUMBER not in numbers.completed("R", text, now=self.NOW)
