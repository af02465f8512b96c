"""Parts are counted, moved and used; the stock is the sum of its movements, whatever happens in whatever order."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.core.ids import uuid7
from anxin.demo import cast
from anxin.domain.network.models import Engagement, Outlet
from anxin.domain.parts import actions as parts
from anxin.domain.parts import rules
from anxin.domain.parts.commands import STOCKS
from anxin.domain.parts.models import Movement, Stock
from anxin.domain.parts.queries import stock as queries
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.actions import PartGiven
from tests import builders, races
from tests.domain.parts.shelf import stocked

HERE, THERE = "AX-CD-01,heyan,HY3-PCB-02,,{n},2,9", "AX-DG-01,heyan,HY3-PCB-02,,{n},,"
VAN = "van:HY-CD-0318,heyan,HY3-PCB-02,,{n},,"
pytestmark = pytest.mark.django_db


class Crash(Exception):
    """The machine goes down in the middle of a block."""


def is_sum_of_movements() -> bool:
    for one in Stock.objects.all():
        rows = Movement.objects.filter(place=one.place_id, part=one.part_id)
        if one.on_hand != (rows.aggregate(n=Sum("quantity"))["n"] or 0) or one.on_hand < 0:
            return False
    return True


def on_hand() -> dict[str, int]:
    return {f"{one.place} {one.part}": one.on_hand for one in Stock.objects.select_related("place", "part")}


class TestStock:
    @pytest.mark.parametrize("seed", range(12))
    def test_is_the_sum_of_its_movements_in_any_order_and_after_any_crash(
        self, seed: int, now: datetime, tmp_path: Path
    ) -> None:
        builders.ground.lay(now=now)
        known = stocked(tmp_path, HERE.format(n=5), THERE.format(n=0), VAN.format(n=1), now=now)
        by, dice, visits = builders.actor(cast.ADMIN, now=now), Random(seed), [uuid7(), uuid7()]
        outlet, brand = Outlet.objects.get(code="AX-CD-01").pk, known[0].part.brand_id
        luo = builders.technician().pk

        def turn() -> None:
            for _ in range(dice.randint(1, 3)):
                one, n = Stock.objects.select_related("place", "part").get(pk=dice.choice(known).pk), dice.randint(0, 7)
                match dice.choice(("count", "move", "use", "crash")):
                    case "count":
                        parts.count(stock=one, quantity=n, why="盘点", by=by, now=now)
                    case "move":
                        to = dice.choice(("AX-CD-01", "AX-DG-01", "van:HY-CD-0318"))
                        parts.move(stock=one, to=to, quantity=n + 1, by=by, now=now)
                    case "use":
                        used = {"HY3-PCB-02": n, "NO-PART": 1}
                        at = {"outlet": outlet, "technician": luo, "brand": brand, "visit": dice.choice(visits)}
                        parts.use(used=used, number="R-1", by=by, now=now, **at)
                    case _:
                        raise Crash

        for _ in range(25):
            with suppress(AnxinError, Crash):
                acting(turn)
            assert is_sum_of_movements()

    def test_never_goes_below_nought_by_a_move(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        here, _there = stocked(tmp_path, HERE.format(n=2), THERE.format(n=0), now=now)
        by = builders.actor(cast.ADMIN, now=now)
        with pytest.raises(parts.NoneLeft):
            acting(lambda: parts.move(stock=here, to="AX-DG-01", quantity=3, by=by, now=now))
        acting(lambda: parts.move(stock=here, to="AX-DG-01", quantity=2, by=by, now=now))
        assert on_hand() == {"AX-CD-01 HY3-PCB-02": 0, "AX-DG-01 HY3-PCB-02": 2}

    def test_says_who_counted_what_and_why_even_where_nothing_differs(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        (here,) = stocked(tmp_path, HERE.format(n=5), now=now)
        by = builders.actor(cast.XIAO_KONG, now=now)
        for n in (4, 4):
            fields = {"quantity": n, "why": "月底盘点"}
            acting(lambda fields=fields: STOCKS.give("count", row=here, by=by, now=now, fields=fields))
        told = [(one.quantity, one.why, one.note, one.who) for one in queries.movements(here, actor=by, now=now)]
        who = cast.XIAO_KONG.called
        assert told[:2] == [(0, "counted", "月底盘点", who), (-1, "counted", "月底盘点", who)]
        assert told[2][:2] == (5, "opened")

    def test_short_of_its_least_is_found_as_such(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        stocked(tmp_path, HERE.format(n=1), THERE.format(n=1), now=now)
        by, low = builders.actor(cast.ADMIN, now=now), queries.StockFilter(stands=queries.LOW)
        assert [one.place for one in queries.listed(by, low, now=now, offset=0, limit=9)] == ["AX-CD-01"]

    def test_is_found_by_its_place_its_part_and_its_brand(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        stocked(tmp_path, HERE.format(n=1), THERE.format(n=1), VAN.format(n=1), now=now)
        by = builders.actor(cast.ADMIN, now=now)
        for told, found in (
            (queries.StockFilter(place="ax-cd-01"), ["AX-CD-01"]),
            (queries.StockFilter(place="hy-cd-0318"), ["van:HY-CD-0318"]),
            (queries.StockFilter(place="heyan"), []),
            (queries.StockFilter(text="pcb", brand="heyan", place="AX-DG-01"), ["AX-DG-01"]),
            (queries.StockFilter(text="nothing of that name"), []),
        ):
            assert [one.place for one in queries.listed(by, told, now=now, offset=0, limit=9)] == found


class TestRights:
    def test_show_an_outlet_its_own_a_brand_its_brands_and_a_stranger_nothing(
        self, now: datetime, tmp_path: Path
    ) -> None:
        builders.ground.lay(now=now)
        stocked(tmp_path, HERE.format(n=1), THERE.format(n=1), VAN.format(n=1), now=now)

        def seen(member: cast.Member) -> list[str]:
            by = builders.actor(member, now=now)
            rows = queries.listed(by, queries.StockFilter(), now=now, offset=0, limit=9)
            return sorted(one.place for one in rows)

        assert seen(cast.ADMIN) == ["AX-CD-01", "AX-DG-01", "van:HY-CD-0318"]
        assert seen(cast.XIAO_KONG) == seen(cast.BOSS_HE) == ["AX-CD-01", "van:HY-CD-0318"]
        assert seen(cast.BOSS_TANG) == ["AX-DG-01"]
        assert seen(cast.HEYAN_OWNER) == ["AX-CD-01", "AX-DG-01", "van:HY-CD-0318"]
        for stranger in (cast.MERCHANT_OWNER, cast.LIN, cast.MASTER_LUO):
            assert seen(stranger) == []

    def test_let_an_outlet_move_parts_to_its_vans_and_to_no_other_outlet(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        here, there = stocked(tmp_path, HERE.format(n=5), THERE.format(n=5), now=now)
        kong = builders.actor(cast.XIAO_KONG, now=now)

        def move(row: Stock, to: str, n: int) -> None:
            fields = {"to": to, "quantity": n}
            acting(lambda: STOCKS.give("move", row=row, by=kong, now=now, fields=fields))

        move(here, "van:hy-cd-0318", 2)
        assert on_hand()["HY-CD-0318 HY3-PCB-02"] == 2
        with pytest.raises(AnxinError, match="not_your_place"):
            move(here, "AX-DG-01", 1)
        with pytest.raises(AnxinError):
            move(there, "AX-CD-01", 1)
        assert is_sum_of_movements()

    def test_leave_a_van_that_two_houses_share_to_the_desk(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        here, van = stocked(tmp_path, HERE.format(n=5), VAN.format(n=4), now=now)
        kong, tang = builders.actor(cast.XIAO_KONG, now=now), builders.actor(cast.BOSS_TANG, now=now)
        acting(lambda: STOCKS.give("count", row=van, by=kong, now=now, fields={"quantity": 4, "why": "R-1 之后盘点"}))
        shared = Engagement.objects.filter(technician=builders.technician()).first()
        assert shared
        shared.pk, shared.outlet = uuid7(), Outlet.objects.get(code="AX-DG-01")
        shared.save(force_insert=True)
        for by, to in ((kong, "AX-CD-01"), (tang, "AX-DG-01")):
            for command, fields in (
                ("move", {"to": to, "quantity": 4}),
                ("count", {"quantity": 0, "why": "盘点"}),
            ):
                with pytest.raises(AnxinError, match="shared_van"):
                    acting(lambda: STOCKS.give(command, row=van, by=by, now=now, fields=fields))  # noqa: B023
        (counted, _opened) = queries.movements(van, actor=tang, now=now)
        assert (counted.who, counted.note) == (Outlet.objects.get(code="AX-CD-01").organisation.name, "")
        fields = {"to": "van:HY-CD-0318", "quantity": 1}
        acting(lambda: STOCKS.give("move", row=here, by=kong, now=now, fields=fields))
        admin = builders.actor(cast.ADMIN, now=now)
        acting(lambda: STOCKS.give("move", row=van, by=admin, now=now, fields={"to": "AX-CD-01", "quantity": 5}))
        assert on_hand() == {"AX-CD-01 HY3-PCB-02": 9, "HY-CD-0318 HY3-PCB-02": 0}

    def test_tell_a_brand_whose_house_counted_not_who(self, now: datetime, tmp_path: Path) -> None:
        builders.ground.lay(now=now)
        (here,) = stocked(tmp_path, HERE.format(n=5), now=now)
        kong, brand = builders.actor(cast.XIAO_KONG, now=now), builders.actor(cast.HEYAN_OWNER, now=now)
        acting(lambda: STOCKS.give("count", row=here, by=kong, now=now, fields={"quantity": 4, "why": "盘点"}))
        read = {by: queries.movements(here, actor=by, now=now)[0].who for by in (kong, brand)}
        assert read == {kong: cast.XIAO_KONG.called, brand: Outlet.objects.get(code="AX-CD-01").organisation.name}


class TestUsing:
    def stated(self, one: builders.Walked, *given: PartGiven) -> None:
        by = one.by(cast.MASTER_LUO)
        one.do(lambda: repairs.use_parts(repair=one.repair, parts=given, by=by, now=one.now))

    def test_takes_the_van_first_and_what_it_lacks_from_the_outlet_once(self, now: datetime, tmp_path: Path) -> None:
        one = builders.a_repair(now=now, at="agreed")
        stocked(tmp_path, "AX-CD-01,heyan,HY3-BAT-01,,3,,", HERE.format(n=3), VAN.format(n=1), now=now)
        board, contacts = PartGiven(code="HY3-PCB-02"), PartGiven(code="HY3-BAT-01")
        for _ in range(2):
            self.stated(one, board, contacts)
        assert on_hand() == {"HY-CD-0318 HY3-PCB-02": 0, "AX-CD-01 HY3-PCB-02": 3, "AX-CD-01 HY3-BAT-01": 2}
        used = Movement.objects.filter(why="used").values_list("number", "visit_key")
        assert set(used) == {(one.repair.number, one.visit.pk)}
        assert len(used) == 2
        self.stated(one, board)
        assert on_hand()["AX-CD-01 HY3-BAT-01"] == 3
        assert is_sum_of_movements()

    def test_asks_no_more_than_any_command(self, now: datetime, tmp_path: Path) -> None:
        one = builders.a_repair(now=now, at="agreed")
        stocked(tmp_path, "AX-CD-01,heyan,HY3-BAT-01,,3,,", HERE.format(n=3), VAN.format(n=1), now=now)
        with CaptureQueriesContext(connection) as asked:
            self.stated(one, PartGiven(code="HY3-PCB-02"), PartGiven(code="HY3-BAT-01"))
        assert len(asked) <= 25

    def test_finds_what_the_books_lacked(self, now: datetime, tmp_path: Path) -> None:
        one = builders.a_repair(now=now, at="agreed")
        (here,) = stocked(tmp_path, HERE.format(n=0), now=now)
        self.stated(one, PartGiven(code="HY3-PCB-02"))
        told = {(row.why, row.quantity) for row in queries.movements(here, actor=one.by(cast.ADMIN), now=now)}
        assert told == {("counted", 1), ("used", -1)}
        assert on_hand() == {"AX-CD-01 HY3-PCB-02": 0}

    def test_said_anew_takes_what_was_found_for_it_out_of_the_books_again(self, now: datetime, tmp_path: Path) -> None:
        one = builders.a_repair(now=now, at="agreed")
        stocked(tmp_path, HERE.format(n=0), now=now)
        self.stated(one, PartGiven(code="HY3-PCB-02"))
        self.stated(one)
        assert on_hand() == {"AX-CD-01 HY3-PCB-02": 0}
        self.stated(one, PartGiven(code="HY3-PCB-02"))
        assert on_hand() == {"AX-CD-01 HY3-PCB-02": 0}
        assert is_sum_of_movements()

    def test_of_a_part_in_nobodys_books_writes_nothing(self, now: datetime, tmp_path: Path) -> None:
        one = builders.a_repair(now=now, at="agreed")
        stocked(tmp_path, THERE.format(n=3), now=now)
        self.stated(one, PartGiven(code="HY3-PCB-02"))
        assert on_hand() == {"AX-DG-01 HY3-PCB-02": 3}


class TestRules:
    def test_draw_from_the_first_as_far_as_it_reaches_and_give_back_to_the_last(self) -> None:
        assert rules.drawn(3, [2, 5]) == [2, 1]
        assert rules.drawn(9, [2, 5]) == [2, 7]
        assert rules.returned(2, [2, 1]) == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_two_who_move_the_last_one_at_once_move_it_once(now: datetime, tmp_path: Path) -> None:
    builders.ground.lay(now=now)
    here, _there = stocked(tmp_path, HERE.format(n=0), THERE.format(n=0), now=now)
    by = builders.actor(cast.ADMIN, now=now)
    with races.line(2) as race:
        for n in range(30):
            acting(lambda: parts.count(stock=here, quantity=1, why="盘点", by=by, now=now))

            def move(to: str) -> None:
                one = Stock.objects.select_related("place", "part").get(pk=here.pk)
                parts.move(stock=one, to=to, quantity=1, by=by, now=now)

            outcomes = race.run(lambda: move("AX-DG-01"), lambda: move("van:HY-CD-0318"))
            assert [one.won for one in outcomes].count(True) == 1
            (lost,) = (one for one in outcomes if not one.won)
            assert isinstance(lost.refusal, parts.NoneLeft)
            assert is_sum_of_movements()
            assert sum(on_hand().values()) == n + 1
