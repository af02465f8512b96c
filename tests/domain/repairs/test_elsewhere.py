"""Goods whose outlet can't mend them any more: they are to come to another, or go on to one, and are never lost."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, later, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import AnxinError, WrongState
from anxin.core.files import SealedFile
from anxin.demo import bench, cast, ground
from anxin.demo.bench import give, kept
from anxin.demo.walk import Walked
from anxin.domain.custody import queries as keeping
from anxin.domain.network import actions as network
from anxin.domain.network import queries as network_queries
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.commands.bench_fields import NOBODY
from anxin.domain.repairs.queries import history
from tests import builders

pytestmark = pytest.mark.django_db
HOME, OTHER = "AX-CD-01", "AX-CD-02"


def word(code: str = HOME) -> Authorisation:
    return Authorisation.objects.get(kind="outlet", code=code, brand__slug=cast.HEYAN.slug)


def revoke(now: datetime) -> None:
    acting(lambda: network.revoke(authorisation=word(), why="不再合作", by=ground.owner_of(word().brand), now=now))


def suspend(now: datetime) -> None:
    acting(lambda: network.suspend(authorisation=word(), why="整改", by=ground.owner_of(word().brand), now=now))


def resume(now: datetime) -> None:
    acting(lambda: network.resume(authorisation=word(), by=ground.owner_of(word().brand), now=now))


def run_out(now: datetime) -> None:
    Authorisation.objects.filter(pk=word().pk).update(to_date=now.date() - timedelta(days=1))
    for one in network_queries.over(on=now.date()):
        acting(lambda one=one: network.expire(authorisation=one, now=now))


def lose_key(now: datetime) -> None:
    by = ground.owner_of(word().brand)
    acting(lambda: network.lose_key(brand=word().brand, why="电脑丢了", by=by, now=now))


def sign_again(now: datetime) -> None:
    by = ground.owner_of(word().brand)

    def work() -> None:
        network.make_key(brand=word().brand, by=by, now=now)
        for row in network_queries.to_sign(word().brand, on=now.date()):
            network.sign_again(authorisation=row, by=by, now=now)

    acting(work)


def give_anew(now: datetime) -> None:
    acting(lambda: ground.authorise(word().brand, "outlet", HOME, "送修", now=now))


def stop_orders(now: datetime) -> None:
    outlet = Outlet.objects.get(code=HOME)
    acting(lambda: network.take_orders(outlet=outlet, takes=False, why="关店", by=SYSTEM, now=now))


def take_nothing_in(now: datetime) -> None:
    keep_ways(HOME, counter=False, by_mail=False, now=now)


def keep_ways(code: str, *, counter: bool, by_mail: bool, now: datetime) -> None:
    one = Outlet.objects.get(code=code)
    place = network.OutletPlace(division=one.division, street="示例路 2 号", lng=one.lng, lat=one.lat)
    same = {"phone": one.phone, "place": place, "opens": one.opens, "capacity": one.capacity}
    acting(lambda: network.keep_outlet(outlet=one, **same, counter=counter, by_mail=by_mail, by=SYSTEM, now=now))


def a_second(now: datetime, code: str = OTHER, slug: str = "second") -> Outlet:
    """Open another outlet in the same city that takes goods in, where somebody able works for the same brand."""
    brand, first = word().brand, Outlet.objects.get(code=HOME)
    house = acting(lambda: people.found_organisation(kind="outlet", slug=slug, name="第二网点", licence="", now=now))
    made = acting(
        lambda: network.open_outlet(
            organisation=house, code=code, division=first.division, phone="028-85550002", lng=104.05, lat=30.63
        )
    )
    acting(lambda: network.widen(outlet=made, brand=brand, division="510107", now=now))
    luo = Technician.objects.get(number=cast.MASTER_LUO.number)
    acting(lambda: network.engage(technician=luo, outlet=made, brand=brand, by=SYSTEM, now=now))
    keep_ways(code, counter=True, by_mail=True, now=now)
    acting(lambda: ground.authorise(brand, "outlet", code, "送修", now=now))
    return Outlet.objects.get(code=code)


def sound(one: Walked) -> None:
    acting(lambda: timeline.checkpoint(one.now))
    assert [found for found in timeline.verify() if found.stream == one.repair.stream()] == []


def told(code: str) -> int:
    return Notice.objects.filter(code=code).exclude(person=None).count()


ENDS = [revoke, suspend, run_out, stop_orders, take_nothing_in]


class TestNobodySentThemYet:
    @pytest.mark.parametrize("mode", ["drop_off", "mail_in"])
    @pytest.mark.parametrize("end", ENDS)
    def test_they_are_to_come_to_another_and_the_customer_is_told_where(
        self, end: Callable[[datetime], None], mode: str, now: datetime
    ) -> None:
        one = builders.at_a_bench(now=now, mode=mode, at="accepted")
        a_second(one.now)
        end(one.now)
        row = kept(one)
        assert (row.state, row.outlet.code, row.stuck_why) == ("expected", OTHER, "")
        assert told("goods_moved") == 1
        assert OTHER in [str(entry.facts.get("outlet")) for entry in timeline.read(one.repair.stream())]
        assert clocks.open_clocks(one.repair.stream()).get().kind == "custody.bring"
        sound(one)

    def test_the_customers_record_calls_outlets_by_their_names_and_the_desks_by_their_codes(
        self, now: datetime
    ) -> None:
        one = builders.at_a_bench(now=now, at="accepted")
        a_second(one.now)
        revoke(one.now)
        mine, theirs = (
            [line.sentence for line in history.timeline_of(one.repair, actor=who)]
            for who in (one.customer, one.by(cast.XIAO_CHEN))
        )
        (told,) = (line for line in mine if "第二网点" in line)
        assert Outlet.objects.get(code=HOME).organisation.name in told
        assert HOME not in told
        assert any(HOME in line and OTHER in line for line in theirs)

    def test_where_no_other_takes_them_in_the_choice_is_the_customers_again_and_the_desk_has_a_clock(
        self, now: datetime
    ) -> None:
        one = builders.at_a_bench(now=now, at="accepted")
        revoke(one.now)
        row = kept(one)
        assert (row.state, row.outlet.code, row.stuck_why) == ("expected", HOME, "not_vouched")
        assert (told("goods_nowhere"), Notice.objects.filter(code="goods_stuck").exclude(account=None).exists()) == (
            1,
            True,
        )
        assert {"custody.elsewhere"} == {one.kind for one in clocks.open_clocks(one.repair.stream())}
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert (view.headline.says, view.headline.main, "cancel" in view.headline.beside) == (
            "no_outlet_left",
            "elsewhere",
            True,
        )
        give(one, "cancellation", one.customer, why="不修了")
        assert (kept(one).state, one.repair.state) == ("called_off", "cancelled")
        assert not clocks.open_clocks(one.repair.stream()).exists()

    def test_a_lost_key_ends_the_word_too(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="accepted")
        lose_key(one.now)
        assert kept(one).stuck_why == "not_vouched"

    def test_where_one_that_takes_parcels_is_left_the_customer_may_send_them(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="accepted")
        a_second(one.now)
        keep_ways(OTHER, counter=False, by_mail=True, now=one.now)
        revoke(one.now)
        assert kept(one).stuck_why == "not_vouched"
        with pytest.raises(AnxinError):
            give(one, "elsewhere", one.customer, home=f"drop_off:{HOME}")
        give(one, "elsewhere", one.customer, home=f"mail_in:{OTHER}")
        row = kept(one)
        assert (row.outlet.code, row.mode, row.stuck_why, one.repair.mode) == (OTHER, "mail_in", "", "mail_in")
        assert {each.kind for each in clocks.open_clocks(one.repair.stream())} == {"custody.bring"}

    def test_that_the_word_is_given_again_lets_them_come_after_all(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="accepted")
        suspend(one.now)
        assert kept(one).stuck_why == "not_vouched"
        resume(one.now)
        assert kept(one).stuck_why == ""
        assert {each.kind for each in clocks.open_clocks(one.repair.stream())} == {"custody.bring"}

    @pytest.mark.parametrize("mode", ["drop_off", "mail_in"])
    @pytest.mark.parametrize(("end", "again"), [(lose_key, sign_again), (suspend, resume), (revoke, give_anew)])
    def test_once_the_word_is_back_the_case_stands_as_before_and_who_was_told_otherwise_reads_so(
        self, end: Callable[[datetime], None], again: Callable[[datetime], None], mode: str, now: datetime
    ) -> None:
        one = builders.at_a_bench(now=now, mode=mode, at="accepted")
        before = queries.view(one.repair, actor=one.customer, now=one.now).headline
        end(one.now)
        assert (kept(one).stuck_why, told("goods_nowhere"), told("goods_again")) == ("not_vouched", 1, 0)
        again(one.now)
        assert (kept(one).stuck_why, told("goods_again")) == ("", 1)
        assert queries.view(one.repair, actor=one.customer, now=one.now).headline == before
        assert {each.kind for each in clocks.open_clocks(one.repair.stream())} == {"custody.bring"}

    def test_another_brands_word_moves_nothing(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="accepted")
        a_second(one.now)
        other = Authorisation.objects.get(kind="outlet", code=HOME, brand__slug=cast.QINGFENG.slug)
        acting(lambda: network.revoke(authorisation=other, why="x", by=ground.owner_of(other.brand), now=one.now))
        assert kept(one).outlet.code == HOME

    def test_that_come_to_the_outlet_of_before_all_the_same_are_taken_in_there_and_sent_on(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, mode="mail_in", at="accepted")
        a_second(one.now)
        revoke(one.now)
        assert kept(one).outlet.code == OTHER
        give(one, "sending-in", one.customer, carrier="sf", waybill="SF1400000000012")
        bench.here(one)  # Boss He, at the outlet of before
        row = kept(one)
        assert (row.state, row.outlet.code, row.stuck_why) == ("arrived", HOME, "not_vouched")
        sent_on(one)
        assert (kept(one).state, kept(one).outlet.code) == ("sent_in", OTHER)

    @pytest.mark.parametrize("mode", ["drop_off", "mail_in"])
    def test_nobody_is_reminded_to_bring_them_while_they_may_not_come_and_they_are_waited_for_once_they_may(
        self, mode: str, now: datetime
    ) -> None:
        one = builders.at_a_bench(now=now, mode=mode, at="accepted")
        stream = kept(one).stream()
        suspend(one.now)
        clocks.sweep(one.now + timedelta(days=20))
        later.run_due(one.now + timedelta(days=20))
        assert not Notice.objects.filter(code="goods_bring").exists()
        back = one.now + timedelta(days=21)
        resume(back)
        (waits,) = clocks.open_clocks(stream).filter(kind="custody.bring")
        assert waits.due_at > back + timedelta(days=1)


def sent_on(one: Walked) -> None:
    give(one, "sending-on", one.by(cast.BOSS_HE), outlet=OTHER, carrier="sf", waybill="SF1400000000099")


class TestOnTheirWayOrHere:
    @pytest.mark.parametrize("end", [revoke, suspend, run_out])
    @pytest.mark.parametrize(("mode", "at"), [("mail_in", "sent"), ("mail_in", "here"), ("drop_off", "held")])
    def test_they_are_taken_in_and_go_on(
        self, end: Callable[[datetime], None], mode: str, at: str, now: datetime
    ) -> None:
        one = builders.at_a_bench(now=now, mode=mode, at=at)
        a_second(one.now)
        end(one.now)
        row = kept(one)
        assert (row.outlet.code, row.stuck_why, told("goods_go_on")) == (HOME, "not_vouched", 1)
        view = queries.view(one.repair, actor=one.customer, now=one.now)
        assert view.headline.says == "goods_go_on"
        assert "custody.elsewhere" in {each.kind for each in clocks.open_clocks(one.repair.stream())}
        if at == "sent":
            bench.here(one)
        sent_on(one)
        row = kept(one)
        assert (row.state, row.holder, row.outlet.code, row.mode) == ("sent_in", "carrier", OTHER, "mail_in")
        assert (row.pays_in, row.pays_back, one.repair.state) == ("house", "house", "waiting_goods")
        assert keeping.at_counter(one.by(cast.BOSS_HE)).count() == 0
        assert {each.kind for each in clocks.open_clocks(one.repair.stream())} == {"custody.transit"}
        sound(one)

    @pytest.mark.parametrize(("end", "again"), [(lose_key, sign_again), (suspend, resume)])
    def test_they_stay_once_the_word_is_back_and_who_waits_reads_so(
        self, end: Callable[[datetime], None], again: Callable[[datetime], None], now: datetime
    ) -> None:
        one = builders.at_a_bench(now=now, mode="drop_off", at="held")
        before = queries.view(one.repair, actor=one.customer, now=one.now).headline
        end(one.now)
        again(one.now)
        assert (kept(one).stuck_why, told("goods_go_on"), told("goods_stays"), told("goods_again")) == ("", 1, 1, 0)
        assert queries.view(one.repair, actor=one.customer, now=one.now).headline == before

    def test_there_they_are_unpacked_and_worked_on(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="held")
        second = a_second(one.now)
        revoke(one.now)
        sent_on(one)
        there = Actor(
            kind="staff",
            id=one.by(cast.BOSS_HE).id,
            organisation=str(second.organisation_id),
            roles=frozenset({"outlet_manager"}),
        )
        give(one, "parcel", there, shelf="C-01")
        shots = (bench.picture(one, "opening", 71), SealedFile(sha256="c" * 64, kind="video/mp4", size=9))
        give(one, "unpacking", there, condition=("fine",), accessories=(), shelf="C-01", witness=NOBODY, files=shots)
        assert (kept(one).state, one.repair.state) == ("held", "triaged")
        give(one, "bench", there, technician=cast.MASTER_LUO.number)
        assert (kept(one).state, one.repair.state) == ("at_bench", "in_service")
        sound(one)

    @pytest.mark.parametrize("at", ["at_bench", "mended"])
    def test_what_is_begun_is_finished_where_it_is(self, at: str, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at=at)
        revoke(one.now)
        assert (kept(one).stuck_why, told("goods_go_on")) == ("", 0)
        for turn in bench.TURNS[bench.TURNS.index(at) + 1 :]:
            bench.STEPS[turn](one)
        assert (kept(one).state, one.repair.state) == ("returned", "closed")

    @pytest.mark.parametrize("end", [stop_orders, take_nothing_in])
    def test_they_stay_where_the_brand_vouches_still(self, end: Callable[[datetime], None], now: datetime) -> None:
        one = builders.at_a_bench(now=now, mode="mail_in", at="sent")
        a_second(one.now)
        end(one.now)
        assert (kept(one).outlet.code, kept(one).stuck_why) == (HOME, "")
        bench.here(one)
        bench.held(one)
        assert kept(one).stuck_why == ""

    def test_nothing_goes_on_that_can_be_mended_here(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="held")
        a_second(one.now)
        with pytest.raises(WrongState) as refused:
            sent_on(one)
        assert refused.value.code == "custody.stays_here"

    def test_what_is_given_straight_back_is_to_come_to_another(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="here")
        a_second(one.now)
        revoke(one.now)
        assert (kept(one).state, kept(one).stuck_why) == ("received", "not_vouched")
        give(one, "straight-back", one.by(cast.BOSS_HE), why="这里修不了了")
        assert (kept(one).state, kept(one).outlet.code, kept(one).stuck_why) == ("expected", OTHER, "")

    def test_the_desk_is_told_once_they_wait_too_long(self, now: datetime) -> None:
        one = builders.at_a_bench(now=now, at="held")
        revoke(one.now)
        (clock,) = clocks.open_clocks(one.repair.stream()).filter(kind="custody.elsewhere")
        clocks.sweep(now=clock.due_at + timedelta(minutes=1))
        assert Notice.objects.filter(code="goods_late").exclude(account=None).exists()


def test_nobody_takes_to_the_bench_what_his_outlet_may_not_mend_any_more_until_it_may_again(now: datetime) -> None:
    one = builders.at_a_bench(now=now, mode="drop_off", at="held")
    boss = one.by(cast.BOSS_HE)

    def may(name: str) -> bool:
        return name in TABLE.allowed(queries.situation(one.repair, by=boss, now=one.now), boss)

    assert may("bench")
    suspend(one.now)
    one.run()
    assert [may(name) for name in ("bench", "sending-on", "as-it-is")] == [False, True, True]
    resume(one.now)
    one.run()
    assert may("bench")
