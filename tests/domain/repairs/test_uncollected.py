"""Goods that nobody collects: reminded, the term over, and a person says what becomes of them; the case ends."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.errors import AnxinError, Forbidden, Invalid
from anxin.core.zone import SHANGHAI
from anxin.demo import bench, cast
from anxin.demo.bench import give, kept
from anxin.demo.walk import Walked
from anxin.domain.custody.models import Custody
from anxin.domain.notices.models import Notice
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.faces.ground.goods import goods_of
from tests import builders

pytestmark = pytest.mark.django_db
TERM = timedelta(days=60)


def ready(now: datetime, mode: str = "drop_off", turn: str = "paid") -> Walked:
    return builders.at_a_bench(now=now, mode=mode, at=turn)


def weeks(one: Walked, many: int) -> None:
    for _week in range(many):
        one.now += timedelta(days=7, minutes=1)
        one.run()


def over(now: datetime, mode: str = "drop_off", turn: str = "paid") -> Walked:
    one = ready(now, mode, turn)
    weeks(one, 9)
    return one


def codes(one: Walked) -> list[str]:
    return [entry.code for entry in timeline.read(one.repair.stream())]


def told(code: str) -> int:
    return Notice.objects.filter(code=code).count()


def desk(one: Walked, name: str, **fields: object) -> None:
    give(one, name, one.by(cast.XIAO_CHEN), **fields)


class TestTerm:
    def test_is_said_to_the_customer_from_the_first_day_and_more_plainly_the_nearer_it_is(self, now: datetime) -> None:
        one = ready(now)
        due = kept(one).decide_at
        assert due is not None
        assert TERM - timedelta(days=1) < due - one.now <= TERM
        weeks(one, 3)
        assert (told("goods_collect"), told("goods_collect_by")) == (3, 0)
        weeks(one, 5)
        assert (told("goods_collect"), told("goods_collect_by"), told("goods_uncollected")) == (3, 5, 0)
        assert "custody.uncollected" not in codes(one)
        day = due.astimezone(SHANGHAI).date().isoformat()
        said = [
            entry.facts.get("day") for entry in timeline.read(one.repair.stream()) if entry.code == "custody.reminded"
        ]
        assert said == [day] * 8

    def test_ends_with_a_question_to_a_person_and_nothing_happens_by_itself(self, now: datetime) -> None:
        one = over(now)
        assert (codes(one).count("custody.uncollected"), told("goods_uncollected")) == (1, 1)
        assert Notice.objects.filter(code="goods_to_decide").exclude(account=None).exists()
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert view.headline.says == "uncollected"
        weeks(one, 6)
        assert kept(one).state == "ready"
        assert codes(one).count("custody.undecided") >= 5
        assert told("goods_uncollected") == 1
        listed = queries.queue(one.by(cast.XIAO_CHEN), now=one.now, only="uncollected")
        assert [row.number for row in listed.rows] == [one.repair.number]

    def test_is_not_over_sooner_and_nobody_but_the_desk_decides(self, now: datetime) -> None:
        one = ready(now)
        for name, fields in (
            ("keeping-longer", {"until": one.now.date() + timedelta(days=30), "why": "出差"}),
            ("home-unasked", {"why": "电话不通"}),
            ("deposit", {"office": "成都市公证处", "reference": "2026-1", "why": "电话不通"}),
        ):
            with pytest.raises(AnxinError):
                desk(one, name, **fields)
        assert not queries.queue(one.by(cast.XIAO_CHEN), now=one.now, only="uncollected").rows
        weeks(one, 9)
        for by in (one.by(cast.BOSS_HE), one.customer):
            with pytest.raises(Forbidden):
                give(one, "home-unasked", by, why="电话不通")
        assert kept(one).state == "ready"

    def test_of_what_was_ready_before_things_had_one_begins_with_the_next_reminder(self, now: datetime) -> None:
        one = ready(now)
        Custody.objects.filter(pk=kept(one).pk).update(decide_at=None)
        weeks(one, 1)
        due = kept(one).decide_at
        assert due is not None
        assert due - one.now > TERM - timedelta(days=1)


class TestDecided:
    def test_to_be_kept_on_until_a_day_it_is_reminded_of_anew(self, now: datetime) -> None:
        one = over(now)
        today = one.now.astimezone(SHANGHAI).date()
        for wrong in (today, today + timedelta(days=366)):
            with pytest.raises(Invalid) as refused:
                desk(one, "keeping-longer", until=wrong, why="客户出国")
            assert refused.value.field == "until"
        desk(one, "keeping-longer", until=today + timedelta(days=20), why="客户出国")
        assert told("goods_kept_on") == 1
        assert [clock.kind for clock in clocks.open_clocks(one.repair.stream()) if clock.kind == "custody.decide"] == []
        weeks(one, 2)
        assert codes(one).count("custody.uncollected") == 1
        weeks(one, 1)
        assert codes(one).count("custody.uncollected") == 2
        bench.back(one)
        assert one.repair.state == "closed"
        assert not clocks.open_clocks(one.repair.stream()).exists()

    def test_to_go_home_at_its_customers_cost_it_is_sent_by_its_outlet(self, now: datetime) -> None:
        one = over(now)
        desk(one, "home-unasked", why="三次电话未接")
        assert (kept(one).pays_back, told("goods_go_home")) == ("customer", 1)
        assert Notice.objects.filter(code="goods_home_here").exclude(account=None).exists()
        give(one, "sending-back", one.by(cast.BOSS_HE), carrier="sf", waybill="SF1400000000777")
        give(one, "back", one.customer)
        assert (one.repair.state, kept(one).state) == ("closed", "returned")

    def test_to_go_home_is_never_said_to_wait_for_its_customer(self, now: datetime) -> None:
        one = over(now)
        before = told("goods_collect") + told("goods_collect_by")
        desk(one, "home-unasked", why="三次电话未接")
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert view.headline.says == "goes_back"
        shown = goods_of(view.custody, now=one.now)
        assert shown is not None
        assert shown.kept == ""
        weeks(one, 2)
        assert told("goods_collect") + told("goods_collect_by") == before, "he has nothing to come for"
        assert (codes(one).count("custody.uncollected"), told("goods_uncollected")) == (2, 1)
        assert queries.view(one.repair, actor=one.customer, now=one.now).headline.says == "goes_back"

    def test_of_a_parcel_its_outlet_is_reminded_not_its_customer(self, now: datetime) -> None:
        one = ready(now, mode="mail_in")
        weeks(one, 2)
        assert (told("goods_collect"), told("goods_collect_by")) == (0, 0)
        assert codes(one).count("custody.not_sent") == 2
        assert Notice.objects.filter(code="goods_unsent").exclude(account=None).exists()

    def test_kept_on_after_all_it_waits_for_him_again(self, now: datetime) -> None:
        one = over(now)
        desk(one, "home-unasked", why="三次电话未接")
        weeks(one, 3)
        desk(one, "keeping-longer", until=one.now.astimezone(SHANGHAI).date() + timedelta(days=30), why="来电说会来")
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert (view.headline.says, kept(one).goes_home) == ("to_collect", False)

    def test_to_go_home_and_not_sent_is_asked_again(self, now: datetime) -> None:
        one = over(now)
        desk(one, "home-unasked", why="三次电话未接")
        weeks(one, 2)
        assert codes(one).count("custody.uncollected") == 2

    def test_unpaid_it_does_not_go_home_but_to_a_notary(self, now: datetime) -> None:
        one = over(now, turn="mended")
        with pytest.raises(AnxinError) as refused:
            desk(one, "home-unasked", why="三次电话未接")
        assert refused.value.code == "custody.term_runs"
        desk(one, "deposit", office="成都市国力公证处", reference="(2027)川证存12号", why="三次电话未接，已书面通知")
        assert (one.repair.state, kept(one).state, kept(one).holder) == ("confirmed", "deposited", "depositary")
        assert told("goods_deposited") == 1
        bench.paid(one)
        assert one.repair.state == "closed"
        acting(lambda: timeline.checkpoint(one.now))
        assert timeline.verify() == []

    def test_to_be_handed_in_leaves_what_its_customer_disputes_to_a_person(self, now: datetime) -> None:
        one = over(now)
        one.do(lambda: repairs.dispute(repair=one.repair, why="还是打不开", by=one.customer, now=one.now))
        desk(one, "deposit", office="成都市国力公证处", reference="13", why="三次电话未接，已书面通知")
        assert (one.repair.state, kept(one).state) == ("disputed", "deposited")
        assert clocks.open_clocks(one.repair.stream()).filter(kind="repairs.disputed").exists()
        one.do(lambda: repairs.confirm(repair=one.repair, by=one.customer, now=one.now))
        assert one.repair.state == "closed"

    def test_and_handed_in_as_it_came_the_repair_ends_without_a_charge(self, now: datetime) -> None:
        one = ready(now, turn="held")
        give(one, "as-it-is", one.customer, why="不修了")
        weeks(one, 9)
        desk(one, "deposit", office="成都市国力公证处", reference="12", why="电话停机")
        assert (one.repair.state, one.repair.outcome, kept(one).state) == ("cancelled", "not_collected", "deposited")
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert view.headline.says == "goods_deposited"
        shown = goods_of(view.custody, now=one.now)
        assert shown is not None
        assert (shown.deposited, shown.kept, shown.holder) == ("成都市国力公证处 · 12", "", "公证处")
        assert not clocks.open_clocks(one.repair.stream()).exists()


class TestUndelivered:
    def test_a_parcel_is_ready_again_for_a_term_of_its_own_and_goes_once_more(self, now: datetime) -> None:
        one = ready(now, "mail_in")
        give(one, "sending-back", one.by(cast.BOSS_HE), carrier="sf", waybill="SF1400000000777")
        one.now += timedelta(days=5)
        with pytest.raises(Forbidden):
            give(one, "undelivered", one.customer, why="没收到")
        give(one, "undelivered", one.by(cast.BOSS_HE), why="收件人电话不通，退回")
        row = kept(one)
        assert (row.state, row.holder, told("goods_undelivered")) == ("ready", "outlet", 1)
        assert row.decide_at is not None
        assert row.decide_at - one.now > TERM - timedelta(minutes=1)
        weeks(one, 9)
        assert (kept(one).state, codes(one).count("custody.uncollected")) == ("ready", 1)
        desk(one, "home-unasked", why="新地址已确认")
        give(one, "sending-back", one.by(cast.BOSS_HE), carrier="jd", waybill="JD1400000000888")
        give(one, "back", one.customer)
        assert one.repair.state == "closed"

    def test_a_parcel_that_came_back_counts_as_come_to_nobody_by_silence(self, now: datetime) -> None:
        one = ready(now, "mail_in")
        give(one, "sending-back", one.by(cast.BOSS_HE), carrier="sf", waybill="SF1400000000777")
        give(one, "undelivered", one.by(cast.BOSS_HE), why="退回")
        weeks(one, 3)
        assert kept(one).state == "ready"
