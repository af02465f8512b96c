"""A file of prices changes what it names: all other lines go on, none ends unless it says so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import PriceBook, PriceLine
from anxin.domain.goods.queries import price_changes
from anxin.domain.people import queries as people

pytestmark = pytest.mark.django_db
COLUMNS = "code name kind category amount guarantee name_en ends"
HEADER = "编码,项目,类型,品类,金额,质保天数,英文名,下架"
MAG = "HY3-MAG-01,门磁支架,part,lock,{yuan},90,door magnet bracket,"
LOCK = {"VISIT", "HY3-PCB-02", "HY3-BAT-01", "HY3-MAG-01", "HY3-FIT"}
type Read = Callable[..., tables.Sheet]


@pytest.fixture
def read(tmp_path: Path, now: datetime) -> Read:
    ground.lay(now=now)
    day = now.astimezone(SHANGHAI).date()

    def written(*rows: str, edition: str = "改正") -> tables.Sheet:
        path = tmp_path / "prices.csv"
        path.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
        constants = {"brand": cast.HEYAN.slug, "edition": edition, "from": day.isoformat()}
        columns = dict(
            zip(
                COLUMNS.split(),
                HEADER.split(","),
                strict=True,
            )
        )
        mapping = tables.Mapping(columns=columns, constants=constants)
        return tables.read(imports.table("prices").columns, path, mapping=mapping)

    return written


def bring(sheet: tables.Sheet, now: datetime) -> imports.ImportReport:
    report = acting(lambda: imports.apply(imports.table("prices"), sheet, by=SYSTEM, now=now))
    assert report.batch is not None
    return report


def listed(now: datetime) -> dict[str, int]:
    brand, on = people.organisation(cast.HEYAN.slug), now.astimezone(SHANGHAI).date()
    return {one.code: one.amount_fen for one in goods.prices(brand=brand, category="lock", on=on)}


def refused(sheet: tables.Sheet) -> list[set[str]]:
    return [set(one.reasons) for one in imports.dry_run(imports.table("prices"), sheet).refused]


def said(sheet: tables.Sheet, now: datetime) -> list[str]:
    return price_changes.said([one.values for one in sheet.rows], now)


class TestFileOfOneLine:
    def test_changes_that_line_and_carries_all_others_on(self, read: Read, now: datetime) -> None:
        before, later = listed(now), now + timedelta(hours=1)
        bring(read(MAG.format(yuan=48)), later)
        assert listed(later) == before | {"HY3-MAG-01": 4800}
        assert before.keys() == LOCK

    def test_keeps_the_other_classes_of_its_brand(self, read: Read, now: datetime) -> None:
        later = now + timedelta(hours=1)
        bring(read("AC-X,滤网,part,air_conditioner,20,90,,"), later)
        assert listed(later).keys() == LOCK
        classes = {one.category for one in goods.price_lists(on=later.date()) if one.brand == cast.HEYAN.slug}
        assert classes == {"lock", "air_conditioner"}

    def test_is_taken_back_whole(self, read: Read, now: datetime) -> None:
        before, later = listed(now), now + timedelta(hours=1)
        batch = bring(read(MAG.format(yuan=48), "NEW,新件,part,lock,1,90,,"), later).batch
        assert batch is not None
        acting(lambda: imports.undo(batch, by=SYSTEM, now=later))
        assert listed(later) == before
        assert not PriceBook.objects.filter(edition="改正").exists()

    def test_gives_a_line_back_as_it_stood_where_the_rest_of_the_file_stays(self, read: Read, now: datetime) -> None:
        before, later = listed(now), now + timedelta(hours=1)
        bring(read(MAG.format(yuan=48), "HY3-BAT-01,,,,,,,是"), later)
        for code in ("HY3-MAG-01", "HY3-BAT-01"):
            key = {"brand": cast.HEYAN.slug, "edition": "改正", "code": code}
            acting(lambda key=key: imports.table("prices").remove(key=key, by=SYSTEM, now=later))
            assert listed(later)[code] == before[code]
        assert listed(later) == before

    def test_is_known_as_it_stands_when_it_comes_once_more(self, read: Read, now: datetime) -> None:
        rows = (MAG.format(yuan=48), "HY3-BAT-01,,,,,,,是")
        bring(read(*rows), now + timedelta(hours=1))
        assert imports.dry_run(imports.table("prices"), read(*rows)).count("same") == 2

    def test_costs_no_statement_for_a_line_it_does_not_name(
        self, read: Read, now: datetime, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        book = PriceBook.objects.get(brand__slug=cast.HEYAN.slug)
        told = {"book": book, "category": "lock", "kind": "part", "amount_fen": 100}
        PriceLine.objects.bulk_create([PriceLine(code=f"N-{n}", name=f"件 {n}", **told) for n in range(900)])
        with django_assert_max_num_queries(40):  # type: ignore[operator]
            bring(read(MAG.format(yuan=48)), now + timedelta(hours=1))
        assert len(listed(now + timedelta(hours=1))) == 905

    def test_reads_what_it_changes_once_however_many_lines_it_names(self, read: Read, now: datetime) -> None:
        rows, prices = [f"N-{n},件 {n},part,lock,{{yuan}},90,,{{ends}}" for n in range(100)], imports.table("prices")
        bring(read(*(one.format(yuan=10, ends="") for one in rows)), now + timedelta(hours=1))
        again = read(*(one.format(yuan=11, ends="本类其余下架") for one in rows), edition="再来")
        ending = read(*(f"{one.partition(',')[0]},,,,,,,是" for one in rows), MAG.format(yuan=9), edition="三")
        for sheet in (again, ending):
            with CaptureQueriesContext(connection) as looked:
                assert imports.dry_run(prices, sheet).refused == []
            assert len(looked) <= 10
        with CaptureQueriesContext(connection) as taken:
            bring(again, now + timedelta(hours=2))
        assert len(taken) <= 4 * len(rows) + 50
        assert {one for code, one in listed(now + timedelta(hours=2)).items() if code != "VISIT"} == {1100}


class TestEnd:
    def test_of_a_line_is_said_by_the_file(self, read: Read, now: datetime) -> None:
        before, later = listed(now), now + timedelta(hours=1)
        bring(read("HY3-MAG-01,,,,,,,下架"), later)
        assert listed(later).keys() == before.keys() - {"HY3-MAG-01"}
        bring(read(MAG.format(yuan=50), edition="再来"), later + timedelta(hours=1))
        assert listed(later + timedelta(hours=1))["HY3-MAG-01"] == 5000

    def test_of_the_class_s_other_lines_too(self, read: Read, now: datetime) -> None:
        later = now + timedelta(hours=1)
        bring(read(MAG.format(yuan=48) + "本类其余下架"), later)
        assert listed(later).keys() == {"VISIT", "HY3-MAG-01"}

    def test_of_what_is_not_in_force_is_refused(self, read: Read) -> None:
        assert refused(read("NONE,,,,,,,是")) == [{"ends"}]

    def test_of_the_last_line_of_a_class_wants_its_own_word(self, read: Read, now: datetime) -> None:
        ends = [f"{code},,,,,,,是" for code in sorted(LOCK - {"VISIT"})]
        assert refused(read(*ends)) == [{"ends"}] * 4
        later = now + timedelta(hours=1)
        bring(read("HY3-MAG-01,,,,,,,整类下架"), later)
        assert listed(later).keys() == {"VISIT"}

    def test_is_not_said_beside_a_row_of_the_class_that_stays(self, read: Read) -> None:
        assert refused(read("HY3-MAG-01,,,,,,,整类下架", "HY3-BAT-01,电池仓触点,part,lock,38,90,,")) == [{"ends"}]


class TestPreview:
    def test_names_what_changes_from_and_to_and_what_goes_on(self, read: Read, now: datetime) -> None:
        texts = price_changes.said([one.values for one in read(MAG.format(yuan=48), "N,件,part,lock,1,90,,").rows], now)
        assert any("¥45.00 → ¥48.00" in one and "3" in one and "件 ¥1.00" in one for one in texts), texts

    def test_asks_whether_a_tenfold_price_is_meant(self, read: Read, now: datetime) -> None:
        sheet = read(MAG.format(yuan=450))
        assert "¥45.00 → ¥450.00" in price_changes.said([one.values for one in sheet.rows], now)[0]
        texts = price_changes.said([one.values for one in read(MAG.format(yuan=48)).rows], now)
        assert "?" not in "".join(texts)

    def test_names_what_ends(self, read: Read, now: datetime) -> None:
        sheet = read(MAG.format(yuan=45) + "本类其余下架")
        texts = price_changes.said([one.values for one in sheet.rows], now)
        assert any("前面板主板" in one for one in texts), texts

    def test_names_an_edition_to_come_with_prices_of_its_own(self, read: Read, now: datetime) -> None:
        brand = people.organisation(cast.HEYAN.slug)
        PriceBook.objects.create(
            brand=brand, edition="下月", from_date=(now + timedelta(days=9)).date(), published_at=now
        )
        assert any(
            "下月" in one for one in price_changes.said([one.values for one in read(MAG.format(yuan=45)).rows], now)
        )

    def test_names_a_line_under_the_class_that_it_leaves(self, read: Read, now: datetime) -> None:
        texts = said(read("HY3-MAG-01,门磁支架,part,air_conditioner,45,90,door magnet bracket,"), now)
        assert any(one.startswith("智能锁：下架 1 项（门磁支架") and "空调" in one for one in texts), texts
        assert any(one.startswith("空调：") and "门磁支架" in one for one in texts), texts

    def test_calls_a_line_unchanged_that_an_edition_before_it_in_the_same_file_says_alike(
        self, read: Read, now: datetime
    ) -> None:
        row = {**read(MAG.format(yuan=48).replace(",90,", ",30,")).rows[0].values, "ends": None}
        later = row | {"edition": "下月", "from": (now + timedelta(days=9)).date().isoformat()}
        texts = price_changes.said([row, later], now)
        assert sum("修改" in one for one in texts) == 1, texts


class TestMove:
    def test_of_the_last_line_of_a_class_is_refused(self, read: Read, now: datetime) -> None:
        bring(read("AC-X,滤网,part,air_conditioner,20,90,,"), now + timedelta(hours=1))
        assert refused(read("AC-X,滤网,part,lock,20,90,,", edition="移")) == [{"category"}]
        assert refused(read("AC-X,滤网,part,,20,90,,", edition="移")) == [{"category"}]
