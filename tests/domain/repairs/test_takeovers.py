"""Repairs that come from another system: in any state, found by their old number, each going on from there."""

from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, models

from anxin.core import clocks, imports, later, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.ids import uuid7
from anxin.core.imports import ImportReport
from anxin.core.outbox.models import Message
from anxin.core.row_seals import verifies
from anxin.demo import cast, ground
from anxin.domain.custody import queries as custody
from anxin.domain.network import queries as network
from anxin.domain.network.models import Shift, Technician
from anxin.domain.notices.models import Notice
from anxin.domain.people.models import Consent, Organisation
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.actions.takeovers import RepairTakenOverAlready
from anxin.domain.repairs.models import Repair, TakenOver
from anxin.domain.repairs.queries import lists
from anxin.domain.repairs.wording.tables import TAKEN_OVER_STATES
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Appointment, Visit
from tests.builders import actor

pytestmark = pytest.mark.django_db
HEAD = "品牌,工单号,产品型号,工单状态,客户姓名,联系电话,服务地址,故障描述,报修时间,工号,预约日期,预约时段"
HOURS = {"arranged": "上午", "in_service": "14:00-16:00"}
HERE = "四川省成都市武侯区人民南路四段11号"


def line(state: str, *, old: str = "WX-2026/1001", sent: str = ",,", at: str = HERE, room: int = 1) -> str:
    return f"heyan,{old},S3,{state},陈一一,13900001001,{at}{room}室,门打不开,2026-11-20,{sent}"


def brought(path: Path, *lines: str, now: datetime, head: str = HEAD) -> ImportReport:
    ground.lay(now=now)
    file = path / "repairs.csv"
    file.write_text("\n".join([head, *lines]), encoding="utf-8")
    known = imports.table("repairs")
    sheet = tables.read(known.columns, file)
    return acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now, partial=True))


def tried(path: Path, *lines: str, now: datetime) -> ImportReport:
    ground.lay(now=now)
    file, known = path / "repairs.csv", imports.table("repairs")
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return imports.rehearse(known, tables.read(known.columns, file), by=SYSTEM, now=now)


def going(now: datetime, hours: str = "上午") -> str:
    """Name the technician and a window of tomorrow; nobody and none where there are no hours."""
    return f"HY-CD-0318,{now.date() + timedelta(days=1)},{hours}" if hours else ",,"


class TestTakeOver:
    def test_keeps_every_state_and_sends_nobody_a_word(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        lines = [
            line(str(title), old=f"WX-{at}", sent=going(now, HOURS.get(one, "")), room=at)
            for at, (one, title) in enumerate(TAKEN_OVER_STATES.items())
        ]

        report = brought(tmp_path, *lines, now=now)

        assert [one.reasons for one in report.refused] == []
        assert set(Repair.objects.values_list("state", flat=True)) == set(TAKEN_OVER_STATES)
        assert not Message.objects.exclude(carrier="live").exists()
        assert timeline.verify() == []
        assert brought(tmp_path, *lines, now=now).count("same") == len(TAKEN_OVER_STATES)

    @pytest.mark.parametrize("old", ["WX-2026/1001", "成都 维修第7号", "13900001001"])
    def test_is_found_by_the_old_number_at_the_desk_and_by_the_customer(
        self, old: str, now: datetime, tmp_path: Path
    ) -> None:
        brought(tmp_path, line("待派单", old=old), now=now)
        row = Repair.objects.get()
        himself = Actor(kind="customer_phone", id=str(row.customer_id), roles=frozenset({"customer"}))

        for by in (actor(cast.XIAO_CHEN, now=now), himself):
            assert [one.number for one in queries.search(old.lower(), actor=by, now=now)] == [row.number]
            found = queries.repair(old.lower(), actor=by, now=now)
            shown = queries.view(found, actor=by, now=now)
            assert (shown.number, shown.old_number) == (row.number, old)
            assert [one.old_number for one in queries.mine(by, now=now)] == [old]
        with pytest.raises(queries.NoSuchRepair):
            queries.repair(old, actor=Actor(kind="customer_phone", id=str(uuid7())), now=now)

    def test_says_that_its_customer_was_told_where_it_came_from(self, now: datetime, tmp_path: Path) -> None:
        brought(tmp_path, line("待派单"), now=now)
        row, given = Repair.objects.get(), Consent.objects.get(purpose="repair")
        assert (given.version, given.channel, given.basis) == ("", "import", "contract")
        assert (given.person, given.stream_key) == (row.customer, row.pk)
        [fact] = [one for one in timeline.read(row.stream()) if one.code == "people.told_elsewhere"]
        assert fact.facts["way"] == "import"

    @pytest.mark.parametrize(
        ("state", "clock"), [("waiting_part", "repairs.waiting"), ("disputed", "repairs.disputed")]
    )
    def test_that_stands_still_is_looked_after_from_now(
        self, state: str, clock: str, now: datetime, tmp_path: Path
    ) -> None:
        brought(tmp_path, line(str(TAKEN_OVER_STATES[state])), now=now)
        assert [one.kind for one in clocks.open_clocks(Repair.objects.get().stream())] == [clock]

    def test_that_is_arranged_comes_with_its_technician_and_window(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        brought(tmp_path, line("已预约", sent=going(now)), now=now)

        row, visit = Repair.objects.get(), Visit.objects.select_related("technician").get()
        assert (row.state, visit.state, Appointment.objects.get().state) == ("arranged", "booked", "confirmed")
        assert visit.technician is not None
        assert visit.technician.called == cast.MASTER_LUO.called
        assert Clock.objects.get(kind="repairs.arrived").due_at == visit.wanted_to_at
        later = now + timedelta(days=1)
        luo = actor(cast.MASTER_LUO, now=later)
        acting(lambda: visits.check_in(visit=visit, by=luo, now=later))
        assert Repair.objects.get().state == "in_service"

    @pytest.mark.parametrize(
        ("state", "clock"), [("待受理", "acknowledged"), ("已受理", "assigned"), ("待派单", "assigned")]
    )
    def test_lets_its_promise_run_from_the_day_it_came(
        self, state: str, clock: str, now: datetime, tmp_path: Path
    ) -> None:
        brought(tmp_path, line(state), now=now)
        running = Clock.objects.get()
        assert (running.kind, running.started_at) == (f"repairs.{clock}", now)
        assert Visit.objects.exists() == (state == "待派单")

    def test_that_waits_goes_on_and_one_that_is_done_is_confirmed(self, now: datetime, tmp_path: Path) -> None:
        brought(tmp_path, line("待配件"), line("已完工", old="WX-2", room=2), now=now)
        waiting, done = Repair.objects.get(state="waiting_part"), Repair.objects.get(state="done")
        window = {"wanted_from_at": now + timedelta(days=1), "wanted_to_at": now + timedelta(days=1, hours=2)}

        acting(lambda: repairs.resume(repair=waiting, by=actor(cast.XIAO_CHEN, now=now), now=now, **window))
        acting(lambda: repairs.confirm(repair=done, by=actor(cast.XIAO_CHEN, now=now), now=now))

        assert sorted(Repair.objects.values_list("state", flat=True)) == ["closed", "triaged"]
        assert timeline.verify() == []

    def test_of_a_place_nobody_serves_waits_for_a_person(self, now: datetime, tmp_path: Path) -> None:
        states = ("待受理", "已受理", "待派单", "待配件")
        lines = [line(one, old=f"WX-{at}", at=cast.MAIMAITI.address) for at, one in enumerate(states)]

        report = brought(tmp_path, *lines, now=now)
        later.run_due(now)

        assert [one.reasons for one in report.refused] == []
        assert set(Repair.objects.values_list("state", flat=True)) == {
            *("submitted", "accepted", "triaged", "waiting_part"),
        }
        brand = Organisation.objects.get(slug="heyan")
        assert network.service_at(brand=brand, code="650102", outside=False, now=now) == "uncovered"
        visit = Visit.objects.get()
        assert (visit.state, visit.by_hand_at) == ("open", now)
        told = set(Notice.objects.filter(code="visit_by_hand").values_list("account__username", flat=True))
        assert told == {cast.XIAO_DENG.username}
        assert not Message.objects.exclude(carrier="live").exists()
        for row in Repair.objects.all():
            himself = Actor(kind="customer_phone", id=str(row.customer_id), roles=frozenset({"customer"}))
            assert queries.view(row, actor=himself, now=now).number == row.number


class TestRefusal:
    @pytest.mark.parametrize(
        ("row", "column"),
        [
            (line("已预约", sent=",2026-11-25,上午"), "technician"),
            (line("已预约", sent="HY-XX-9999,2026-11-25,上午"), "technician"),
            (line("待派单", sent=",2026-11-25,"), "hours"),
            (line("飞走了"), "state"),
            (line("待派单").replace("2026-11-20", "2026-12-28"), "reported"),
            (line("待派单", at="台湾省台北市信义区松高路1号"), "address"),
            (line("待派单", at="火星基地"), "address"),
        ],
    )
    def test_says_which_cell_and_why(self, row: str, column: str, now: datetime, tmp_path: Path) -> None:
        report = brought(tmp_path, row, now=now)
        assert [list(one.reasons) for one in report.refused] == [[column]]
        assert not Repair.objects.exists()

    def test_of_a_file_that_would_change_what_goes_on_here_or_take_it_back(self, now: datetime, tmp_path: Path) -> None:
        batch = brought(tmp_path, line("待派单"), now=now).batch
        assert batch is not None

        report = brought(tmp_path, line("待配件"), now=now)

        assert [list(one.reasons) for one in report.refused] == [["old_number"]]
        with pytest.raises(RepairTakenOverAlready):
            acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
        assert Repair.objects.get().state == "triaged"


class TestLook:
    def test_brings_two_of_one_technician_in_one_window_and_a_dispatcher_finds_the_second(
        self, now: datetime, tmp_path: Path
    ) -> None:
        lines = [line("已预约", old=f"WX-{at}", sent=going(now), room=at) for at in (1, 2)]
        looked = tried(tmp_path, *lines, now=now)
        assert looked.refused == []
        assert not Repair.objects.exists(), "what was tried is thrown away"
        known = imports.table("repairs")
        (said,) = known.gaps([one.row.values for one in looked.outcomes], now)
        assert said.startswith("1 ")
        assert "WX-2" in said

        assert brought(tmp_path, *lines, now=now).count("new") == 2
        assert list(known.gaps([one.row.values for one in looked.outcomes], now)) == [], "they are here by now"
        first, second = Repair.objects.order_by("number")
        visit = Visit.objects.get(stream_key=second.pk)
        assert (visit.state, Appointment.objects.filter(state="confirmed").count()) == ("booked", 2)
        xiao_chen = actor(cast.XIAO_CHEN, now=now)

        def found() -> list[tuple[str, bool]]:
            return [(one.number, one.twice) for one in lists.page(xiao_chen, now=now, only="twice")]

        assert found() == [(second.number, True)]
        later = {"from_at": visit.wanted_from_at + timedelta(hours=4), "to_at": visit.wanted_to_at + timedelta(hours=4)}
        acting(lambda: visits.reschedule(visit=visit, **later, why="desk", by=xiao_chen, now=now))
        assert found() == []
        visit.refresh_from_db()
        assert visit.by_hand_at is None, "whoever is looked for now is looked for as ever"
        assert Visit.objects.get(stream_key=first.pk).by_hand_at is None
        assert timeline.verify() == []

    @pytest.mark.parametrize("hours", ["10-12", "9-11"])
    def test_finds_the_second_also_where_the_windows_only_overlap_and_no_more_once_the_first_is_called_off(
        self, hours: str, now: datetime, tmp_path: Path
    ) -> None:
        lines = [line("已预约", old=f"WX-{at}", sent=going(now, one), room=at) for at, one in ((1, "9-11"), (2, hours))]
        looked, known = tried(tmp_path, *lines, now=now), imports.table("repairs")
        (said,) = known.gaps([one.row.values for one in looked.outcomes], now)
        assert "WX-2" in said
        assert brought(tmp_path, *lines, now=now).count("new") == 2
        first, second = Repair.objects.order_by("number")
        chen = actor(cast.XIAO_CHEN, now=now)

        def found() -> list[str]:
            return [one.number for one in queries.queue(chen, now=now, only="twice").rows]

        assert found() == [second.number]
        visit = Visit.objects.get(stream_key=first.pk)
        acting(lambda: visits.cancel(visit=visit, why="cancelled", by=chen, now=now))
        assert found() == []

    def test_lets_windows_that_only_touch_be(self, now: datetime, tmp_path: Path) -> None:
        lines = [
            line("已预约", old=f"WX-{at}", sent=going(now, one), room=at) for at, one in ((1, "9-11"), (2, "11-13"))
        ]
        looked = tried(tmp_path, *lines, now=now)
        assert not imports.table("repairs").gaps([one.row.values for one in looked.outcomes], now)
        brought(tmp_path, *lines, now=now)
        assert queries.queue(actor(cast.XIAO_CHEN, now=now), now=now, only="twice").total == 0

    def test_says_which_orders_come_when_their_technician_does_not_work(self, now: datetime, tmp_path: Path) -> None:
        known = imports.table("repairs")
        ground.lay(now=now)
        luo, day = Technician.objects.get(number="HY-CD-0318"), now.date() + timedelta(days=1)
        Shift.objects.create(technician=luo, date=day, from_min=8 * 60, to_min=20 * 60)
        looked = tried(tmp_path, line("已预约", sent=going(now, "3-5")), now=now)
        (said,) = known.gaps([one.row.values for one in looked.outcomes], now)
        assert "WX-2026/1001" in said
        looked = tried(tmp_path, line("已预约", sent=going(now, "10-12")), now=now)
        assert not known.gaps([one.row.values for one in looked.outcomes], now)

    def test_reads_a_window_that_ends_at_midnight_and_writes_it_out_so(self, now: datetime, tmp_path: Path) -> None:
        row = line("待派单", sent=f",{now.date() + timedelta(days=1)},22-24")
        assert not brought(tmp_path, row, now=now).refused
        wanted = Repair.objects.get()
        assert wanted.wanted_to_at - wanted.wanted_from_at == timedelta(hours=2)
        assert brought(tmp_path, row, now=now).count("same") == 1


def test_one_old_number_of_two_brands_opens_neither_case_and_a_search_shows_both(now: datetime, tmp_path: Path) -> None:
    brought(tmp_path, line("待派单", old="WX-1"), line("待派单", old="WX-2", room=2), now=now)
    other = Organisation.objects.filter(kind="brand").exclude(slug="heyan")[:1]
    TakenOver.objects.filter(old_number="WX-2").update(brand=other.get(), old_number="WX-1")
    agent = actor(cast.XIAO_CHEN, now=now)

    assert len(queries.search("wx-1", actor=agent, now=now)) == 2
    with pytest.raises(queries.NoSuchRepair):
        queries.repair("WX-1", actor=agent, now=now)


class TestFormerFacts:
    def test_is_found_by_the_end_of_its_old_number(self, now: datetime, tmp_path: Path) -> None:
        brought(tmp_path, line("待派单", old="GD2026-0917005"), now=now)
        agent = actor(cast.XIAO_CHEN, now=now)
        for said in ("7005", "0917005", "2026-0917005"):
            assert len(queries.search(said, actor=agent, now=now)) == 1
        assert queries.search("1917005", actor=agent, now=now) == []

    def test_that_came_before_the_upgrade_is_found_by_it_too(self, now: datetime, tmp_path: Path) -> None:
        brought(tmp_path, line("待派单", old="GD2026-0917005"), now=now)
        models.QuerySet(TakenOver).update(old_end="")
        migration = import_module("anxin.domain.repairs.migrations.0010_old_ends")
        migration.fill(apps, SimpleNamespace(connection=connection))
        assert [one.number for one in queries.search("0917005", actor=actor(cast.XIAO_CHEN, now=now), now=now)] == [
            Repair.objects.get().number
        ]
        assert verifies(TakenOver.objects.get())

    @pytest.mark.parametrize("state", ["待配件", "已完工", "已取消"])
    def test_keeps_who_was_to_come_and_when_and_when_it_was_reported(
        self, state: str, now: datetime, tmp_path: Path
    ) -> None:
        row = line(state, sent="HY-CD-0318,2026-11-21,上午")
        brought(tmp_path, row, now=now)

        former = _shown(now).former

        assert former is not None
        assert (former.reported_date, former.technician) == (date(2026, 11, 20), "HY-CD-0318")
        assert (former.day, former.hours) == (date(2026, 11, 21), "09:00-12:00")
        assert brought(tmp_path, row, now=now).count("same") == 1

    def test_says_no_window_that_nobody_named(self, now: datetime, tmp_path: Path) -> None:
        brought(tmp_path, line("待派单"), now=now)
        assert not _shown(now).wish_told
        Repair.objects.update(wanted_to_at=now + timedelta(days=3))
        Visit.objects.update(wanted_to_at=now + timedelta(days=3))
        assert _shown(now).wish_told  # it was named since

    @pytest.mark.parametrize("state", ["已完工", "投诉中", "已结单"])
    def test_looks_for_nobody_where_the_work_was_done_there(self, state: str, now: datetime, tmp_path: Path) -> None:
        brought(tmp_path, line(state), now=now)

        steps = {one.name: one for one in _shown(now).stepper}

        assert (steps["arranging"].state, steps["visiting"].state) == ("past", "past")
        assert (steps["registered"].at, steps["visiting"].at) == (None, None)  # when, the other system knows

    def test_takes_what_is_mended_at_a_bench_as_lying_on_its_shelf(self, now: datetime, tmp_path: Path) -> None:
        row = line("在修") + ",送修,AX-CD-01,A3"
        report = brought(tmp_path, row, now=now, head=f"{HEAD},服务方式,受理网点,货架号")
        assert [one.reasons for one in report.refused] == []
        assert Repair.objects.get().state == "triaged"
        kept = custody.latest_of(Repair.objects.get().stream())
        assert kept is not None
        assert (kept.state, kept.shelf) == ("held", "A3")


def _shown(now: datetime) -> queries.RepairView:
    return queries.view(Repair.objects.get(), actor=actor(cast.XIAO_CHEN, now=now), now=now)


class TestAWindowThatIsOver:
    def test_is_agreed_on_anew_and_its_page_keeps_who_was_to_come(self, now: datetime, tmp_path: Path) -> None:
        over = f"HY-CD-0318,{now.date() - timedelta(days=1)},上午"
        report = brought(tmp_path, line("已预约", sent=over), now=now)
        assert not report.refused
        row = Repair.objects.get()
        shown = queries.view(row, actor=actor(cast.XIAO_CHEN, now=now), now=now)
        assert (row.state, shown.former.technician if shown.former else "") == ("waiting_customer", "HY-CD-0318")
        assert brought(tmp_path, line("已预约", sent=over), now=now).count("same") == 1

    def test_is_said_before_the_file_is_written(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        over = f"HY-CD-0318,{now.date() - timedelta(days=1)},上午"
        told = foreseen(tmp_path, line("已预约", sent=over), now=now)
        (said,) = told.gaps
        assert (told.refused, said.startswith("1 单写的时段已经过了。导入后算作等待客户")) == (0, True)
        assert said.endswith("请客服逐单另约时间：WX-2026/1001")

    def test_of_somebody_at_work_today_goes_on(self, now: datetime, tmp_path: Path) -> None:
        report = brought(tmp_path, line("维修中", sent=f"HY-CD-0318,{now.date()},9:00-11:00"), now=now)
        assert not report.refused
        assert (Repair.objects.get().state, Visit.objects.get().state) == ("in_service", "on_site")

    def test_and_whom_nobody_vouches_for_are_refused_before_as_when_written(
        self, now: datetime, tmp_path: Path
    ) -> None:
        ground.lay(now=now)
        nobody = line("已预约", sent=f"HY-CD-9999,{now.date() + timedelta(days=1)},上午")
        told = foreseen(tmp_path, nobody, now=now)
        assert told.refused == 1
        (refused,) = brought(tmp_path, nobody, now=now).refused
        assert set(refused.reasons) == {"technician"}


def foreseen(path: Path, *lines: str, now: datetime) -> imports.Summary:
    """Return what a file is said to do before it is written."""
    file = path / "repairs.csv"
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    known = imports.table("repairs")
    sheet = tables.read(known.columns, file)
    return imports.summary(known, sheet, imports.dry_run(known, sheet, now=now), now=now)
