"""An edition of prices is taken back only as far as no later one goes on with what it says."""

from datetime import datetime, timedelta

import pytest

from anxin.core import imports, wording
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.goods.actions.price_imports import CarriedOn
from anxin.domain.goods.models import PriceBook
from tests.domain.goods.test_price_files import LOCK, MAG, Read, bring, listed, read

pytestmark = pytest.mark.django_db
__all__ = ["read"]
BAT = "HY3-BAT-01,电池仓触点,part,lock,{yuan},90,,"
HOUR = timedelta(hours=1)


def undo(report: imports.ImportReport, now: datetime) -> None:
    batch = report.batch
    assert batch is not None
    acting(lambda: imports.undo(batch, by=SYSTEM, now=now))


def stays(report: imports.ImportReport, now: datetime) -> list[str]:
    """Return why rows stay, each by the code that it names."""
    assert report.batch is not None
    refusals = imports.tried(report.batch, by=SYSTEM, now=now).refusals
    return [f"{value}: {why}" for one in refusals for _column, value, why in one.reasons]


class TestEditionThatALaterOneGoesOnWith:
    def test_stays_and_its_row_names_the_later_one(self, read: Read, now: datetime) -> None:
        first = bring(read(MAG.format(yuan=450), edition="错价"), now + HOUR)
        bring(read(BAT.format(yuan=39), edition="后版"), now + 2 * HOUR)
        (why,) = stays(first, now + 3 * HOUR)
        assert why.startswith("HY3-MAG-01: ")
        assert "后版" in why
        with pytest.raises(CarriedOn) as refused:
            undo(first, now + 3 * HOUR)
        assert "后版" in wording.error(refused.value)
        assert PriceBook.objects.filter(edition="错价").exists()

    def test_is_taken_back_after_the_later_one_and_gives_the_list_of_before(self, read: Read, now: datetime) -> None:
        before = listed(now)
        first = bring(read(MAG.format(yuan=450), edition="错价"), now + HOUR)
        second = bring(read(BAT.format(yuan=39), edition="后版"), now + 2 * HOUR)
        undo(second, now + 3 * HOUR)
        undo(first, now + 4 * HOUR)
        assert listed(now + 5 * HOUR) == before

    @pytest.mark.parametrize(
        "row", ["HY3-MAG-01,,,,,,,下架", "HY3-MAG-01,,,,,,,整类下架", MAG.format(yuan=45) + "本类其余下架"]
    )
    def test_stays_where_it_ended_lines_by_mistake(self, read: Read, now: datetime, row: str) -> None:
        before = listed(now)
        first = bring(read(row, edition="错下架"), now + HOUR)
        second = bring(read("VISIT,上门费,fee,,31,0,,", edition="后版"), now + 2 * HOUR)
        assert len(stays(first, now + 3 * HOUR)) == 1
        undo(second, now + 3 * HOUR)
        undo(first, now + 4 * HOUR)
        assert listed(now + 5 * HOUR) == before

    def test_stays_where_the_later_one_ends_a_line_of_it(self, read: Read, now: datetime) -> None:
        first = bring(read("NEW,新件,part,lock,1,90,,", edition="新件"), now + HOUR)
        bring(read("NEW,,,,,,,下架", edition="后版"), now + 2 * HOUR)
        (why,) = stays(first, now + 3 * HOUR)
        assert "后版" in why


class TestEditionThatALaterOneSaysAnew:
    def test_is_taken_back_at_once(self, read: Read, now: datetime) -> None:
        first = bring(read(MAG.format(yuan=450), edition="错价"), now + HOUR)
        bring(read(MAG.format(yuan=46), edition="改正"), now + 2 * HOUR)
        bring(read(BAT.format(yuan=39), edition="再后"), now + 3 * HOUR)
        undo(first, now + 4 * HOUR)
        assert listed(now + 4 * HOUR)["HY3-MAG-01"] == 4600

    def test_keeps_only_the_rows_that_are_gone_on_with(self, read: Read, now: datetime) -> None:
        first = bring(read(MAG.format(yuan=450), BAT.format(yuan=380), edition="错价"), now + HOUR)
        bring(read(BAT.format(yuan=39), edition="后版"), now + 2 * HOUR)
        assert [one.split(":")[0] for one in stays(first, now + 3 * HOUR)] == ["HY3-MAG-01"]

    def test_ends_what_it_ended_whatever_stands_again_in_the_later_one(self, read: Read, now: datetime) -> None:
        first = bring(read("HY3-MAG-01,,,,,,,下架", edition="错下架"), now + HOUR)
        bring(read(MAG.format(yuan=46), edition="又在售"), now + 2 * HOUR)
        undo(first, now + 3 * HOUR)
        assert listed(now + 3 * HOUR).keys() == LOCK


class TestRowTakenBack:
    def test_gives_its_line_back_as_it_stood_when_its_edition_was_published(self, read: Read, now: datetime) -> None:
        day = (now + timedelta(days=9)).date().isoformat()
        sheet = read(MAG.format(yuan=48), BAT.format(yuan=39), edition="下月")
        rows = [{**one.values, "from": day} for one in sheet.rows]
        known = imports.table("prices")
        for values in (known.complete(one) for one in rows):
            acting(lambda values=values: known.apply(values=values, by=SYSTEM, now=now + HOUR))
        bring(read(MAG.format(yuan=47), edition="今天"), now + 2 * HOUR)
        acting(lambda: known.remove(key=known.key_of(rows[0]), by=SYSTEM, now=now + 3 * HOUR))
        assert listed(now + timedelta(days=10))["HY3-MAG-01"] == 4500
