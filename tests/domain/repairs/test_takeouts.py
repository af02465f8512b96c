"""Repairs that a house writes out for another: in any state, each thing where it lies, found by their number there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from anxin.commands import as_import
from anxin.core import imports, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.money import format_fen
from anxin.core.outbox.models import Message
from anxin.core.zone import SHANGHAI
from anxin.demo import bench, cast, ground, walk
from anxin.demo.walk import Walked
from anxin.domain.custody import queries as custody
from anxin.domain.custody.models import Custody
from anxin.domain.ledger.models import Bill
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.models import Repair, TakenOver
from tests.builders import actor
from tests.domain.repairs.test_takeovers import HEAD, HERE, brought
from tests.domain.visits.test_moved_windows import away, move, tomorrow

pytestmark = pytest.mark.django_db
REPAIRS = imports.table("repairs")
MORE = f"{HEAD},服务方式,网点编号,机器在哪,货架号,运单号"


def _visited(now: datetime, at: str, days: int = 0, customer: cast.Customer = cast.MS_ZHANG) -> Walked:
    given = walk.a_report(now=now, customer=customer)
    ahead = timedelta(days=days)
    later = replace(given, wanted_from_at=given.wanted_from_at + ahead, wanted_to_at=given.wanted_to_at + ahead)
    return walk.begin(later, now=now).until(at)


def _kept(now: datetime, turn: str, mode: str = "drop_off", customer: cast.Customer = cast.NEIGHBOUR) -> Walked:
    return bench.until(bench.report(now=now, mode=mode, customer=customer), turn)


def test_a_window_that_was_moved_is_the_one_written_where_another_is_looked_for(now: datetime) -> None:
    ground.lay(now=now)
    one = _visited(now, "booked", 1)
    away(one)
    move(one)
    row = imports.table("repairs").find({"brand": one.repair.brand.slug, "old_number": one.repair.number})
    assert row is not None
    assert (row["state"], row["day"]) == ("triaged", tomorrow(one).astimezone(SHANGHAI).date().isoformat())


def _called_off(now: datetime) -> Walked:
    one = _visited(now, "accepted", customer=cast.BUYER_HERE)
    one.do(lambda: repairs.cancel(repair=one.repair, why="不用了", by=one.customer, now=one.now))
    return one


STORIES: dict[str, tuple[str, str, Callable[[datetime], Walked]]] = {
    "closed": ("closed", "", lambda now: _visited(now - timedelta(days=2), "closed")),
    "cancelled": ("cancelled", "", _called_off),
    "accepted": ("accepted", "", lambda now: _visited(now, "accepted", 2)),
    "booked": ("arranged", "", lambda now: _visited(now, "booked", 1)),
    "named": ("triaged", "", lambda now: _visited(now, "named", 2, cast.BUYER_HERE)),
    "expected": ("waiting_goods", "expected", lambda now: _kept(now, "accepted")),
    "sent_in": ("waiting_goods", "sent_in", lambda now: _kept(now, "sent", "mail_in")),
    "arrived": ("waiting_goods", "arrived", lambda now: _kept(now, "here", "mail_in")),
    "held": ("triaged", "held", lambda now: _kept(now, "held")),
    "at_bench": ("triaged", "held", lambda now: _kept(now, "at_bench")),
    "ready": ("done", "ready", lambda now: _kept(now, "mended")),
    "returned": ("closed", "returned", lambda now: _kept(now, "back")),
}


def _customer(row: Repair) -> Actor:
    return Actor(kind="customer_phone", id=str(row.customer_id), roles=frozenset({"customer"}))


def _bring(file: Path, now: datetime) -> imports.ImportReport:
    sheet = tables.read(REPAIRS.columns, file)
    return acting(lambda: imports.apply(REPAIRS, sheet, by=SYSTEM, now=now, partial=True))


def test_a_bill_that_is_not_paid_is_named_when_repairs_are_written_out(
    now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ground.lay(now=now)
    one, paid = _visited(now, "billed"), _visited(now - timedelta(days=2), "closed", customer=cast.BUYER_HERE)
    file = tmp_path / "repairs.csv"
    as_import.tried(REPAIRS, file, wrote=as_import.lay(REPAIRS, file, now=now))
    said = [line for line in capsys.readouterr().out.splitlines() if "仍未付" in line]
    bill = Bill.objects.get(stream_key=one.repair.pk)
    assert [one.repair.number in line for line in said] == [True]
    assert format_fen(bill.total_fen) in said[0]
    assert paid.repair.number not in said[0]


class TestMovesHouse:
    def test_with_every_state_and_every_thing_on_its_shelf(
        self, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ground.lay(now=now)
        house = transaction.savepoint_create()
        walked = {story: begin(now) for story, (_state, _goods, begin) in STORIES.items()}
        numbers = {story: one.repair.number for story, one in walked.items()}
        shelves = {
            one.number: one.shelf for one in Custody.objects.filter(state__in=["held", "at_bench", "arrived", "ready"])
        }
        assert all(shelves.values())
        before = {str(one["old_number"]): dict(one) for one in imports.held(REPAIRS, on=now.date())}
        assert set(before) == set(numbers.values())
        file = tmp_path / "repairs.xlsx"
        as_import.lay(REPAIRS, file, now=now)
        assert as_import.tried(REPAIRS, file, wrote=len(numbers)) == 0, capsys.readouterr().out
        assert _bring(file, now).count("same") == len(numbers)
        later = now + timedelta(hours=14)
        transaction.savepoint_rollback(house)
        assert not Repair.objects.exists()

        now = later  # their numbers are of the day before
        report = _bring(file, now)

        assert (report.count("new"), [one.reasons for one in report.refused]) == (len(numbers), [])
        rows = {one.old_number: one.repair for one in TakenOver.objects.select_related("repair")}
        assert {story: rows[key].state for story, key in numbers.items()} == {
            story: state for story, (state, _goods, _begin) in STORIES.items()
        }
        kept = {story: custody.latest_of(rows[key].stream()) for story, key in numbers.items()}
        assert {story: one.state if one else "" for story, one in kept.items()} == {
            story: goods for story, (_state, goods, _begin) in STORIES.items()
        }
        assert {story: kept[story].shelf for story in ("held", "at_bench", "arrived", "ready")} == {  # type: ignore[union-attr]
            story: shelves[numbers[story]] for story in ("held", "at_bench", "arrived", "ready")
        }
        told = {key: REPAIRS.find({"brand": one["brand"], "old_number": key}) or {} for key, one in before.items()}
        assert told == before  # a wish that is over stays what was wished
        assert not Message.objects.exclude(carrier="live").exists()
        agent = actor(cast.XIAO_CHEN, now=now)
        for key, row in rows.items():
            assert queries.repair(key.lower(), actor=agent, now=now) == row
        assert _bring(file, now).count("same") == len(numbers)
        acting(lambda: timeline.checkpoint(now))
        assert timeline.verify() == []

    def test_where_a_thing_on_a_shelf_is_worked_on_and_one_that_is_ready_handed_back(
        self, now: datetime, tmp_path: Path
    ) -> None:
        ground.lay(now=now)
        house = transaction.savepoint_create()
        held, ready = _kept(now, "held").repair.number, _kept(now, "mended", customer=cast.MS_ZHANG).repair.number
        file = tmp_path / "repairs.csv"
        as_import.lay(REPAIRS, file, now=now)
        transaction.savepoint_rollback(house)
        now += timedelta(days=1)
        _bring(file, now)
        boss, luo = actor(cast.BOSS_HE, now=now), cast.MASTER_LUO.number
        rows = {one.old_number: one.repair for one in TakenOver.objects.select_related("repair")}
        standing = {one.number for one in custody.counter_list(boss)}
        assert standing == {row.number for row in rows.values()}
        assert Clock.objects.filter(kind="repairs.mended", stream_key=rows[held].id, stopped_at=None).exists()

        work = {"technician": luo}
        acting(lambda: TABLE.give("bench", row=rows[held], by=boss, now=now, fields=work))
        thing = custody.latest_of(rows[ready].stream())
        assert thing is not None
        code = custody.code_for_customer(thing, actor=_customer(rows[ready]))
        acting(lambda: TABLE.give("handing-back", row=rows[ready], by=boss, now=now, fields={"code": code}))

        assert Repair.objects.get(pk=rows[held].pk).state == "in_service"
        assert Repair.objects.get(pk=rows[ready].pk).state == "closed"
        acting(lambda: timeline.checkpoint(now))
        assert timeline.verify() == []

    def test_twice_and_is_found_by_every_number_it_ever_had(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        house, file = transaction.savepoint_create(), tmp_path / "repairs.xlsx"
        twice = f"heyan,WX-9,S3,待受理,陈一一,13900001001,{HERE}1室,门打不开,2026-11-20,,,,老-7、abc-10"
        assert brought(tmp_path, twice, now=now, head=f"{HEAD},历史单号").refused == []
        first = Repair.objects.get().number
        as_import.lay(REPAIRS, file, now=now)
        assert as_import.tried(REPAIRS, file, wrote=1) == 0
        transaction.savepoint_rollback(house)
        now += timedelta(days=1)
        assert _bring(file, now).count("new") == 1
        agent, row = actor(cast.XIAO_CHEN, now=now), Repair.objects.get()
        for number in (first, "WX-9", "老-7", "abc-10"):
            assert queries.repair(number, actor=agent, now=now) == row
            assert [one.id for one in queries.search(number, actor=agent, now=now)] == [row.id]
        assert [one.id for one in queries.search("bc-10", actor=agent, now=now)] == [row.id]
        shown = queries.search(first, actor=agent, now=now)[0].old_number
        assert all(one in shown for one in (first, "WX-9", "老-7", "ABC-10"))
        assert _bring(file, now).count("same") == 1
        refused = brought(tmp_path, twice.replace("WX-9", "ABC-10"), now=now, head=f"{HEAD},历史单号").refused
        assert [list(one.reasons) for one in refused] == [["earlier_numbers"]]
        assert row.number in refused[0].reasons["earlier_numbers"]

    def test_though_a_number_was_given_here_too(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        number = _visited(now, "accepted").repair.number
        line = f"heyan,{number},S3,待配件,陈一一,13900001001,{HERE}1室,门打不开,2026-11-20,,,"
        assert brought(tmp_path, line, now=now).refused == []
        assert TakenOver.objects.get(old_number=number).repair.number != number

    def test_without_whom_was_forgotten(self, now: datetime) -> None:
        ground.lay(now=now)
        one = _called_off(now)
        Repair.objects.get().customer.__class__.objects.filter(pk=one.repair.customer_id).update(name_sealed="")
        assert list(imports.held(REPAIRS, on=now.date())) == []


class TestBroughtFromElsewhere:
    @pytest.mark.parametrize(
        ("state", "kept", "column"),
        [
            ("待派单", "送修,AX-CD-01,与客户同在,A-1,", "goods"),
            ("待派单", "送修,AX-CD-01,,A-1,", ""),
            ("待派单", "送修,XX-1,在网点,A-1,", "outlet"),
            ("待派单", "送修,AX-CD-01,待取机,A-1,", "goods"),
            ("已预约", "送修,AX-CD-01,在网点,A-1,", "state"),
            ("待派单", "上门,AX-CD-01,,,", "outlet"),
            ("待派单", ",,,A-1,", "shelf"),
            ("已完工", "寄修,AX-CD-01,寄回途中,,SF1400000000012", ""),
            ("已完工", "寄修,AX-CD-01,,,", "goods"),
        ],
    )
    def test_says_which_cell_and_why(self, state: str, kept: str, column: str, now: datetime, tmp_path: Path) -> None:
        line = f"heyan,WX-1,S3,{state},陈一一,13900001001,{HERE}1室,门打不开,2026-11-20,,,,{kept}"
        report = brought(tmp_path, line, now=now, head=MORE)
        assert [list(one.reasons) for one in report.refused] == ([[column]] if column else [])
        assert Repair.objects.exists() != bool(column)
