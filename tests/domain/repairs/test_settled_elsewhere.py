"""The search for another outlet ends where nothing becomes of the goods without theirs; so does its clock."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.demo import bench, cast
from anxin.demo.bench import give, kept
from anxin.demo.walk import Walked
from anxin.domain.custody import actions as custody
from tests import builders
from tests.domain.repairs.test_elsewhere import a_second, resume, revoke, stop_orders, suspend

pytestmark = pytest.mark.django_db


def running(one: Walked) -> set[str]:
    return {each.kind for each in clocks.open_clocks(one.repair.stream())}


def settled(one: Walked) -> None:
    """Hold that nobody is asked for another outlet any more, and that nobody is told a day later."""
    assert (kept(one).stuck_why, "custody.elsewhere" in running(one)) == ("", False)
    clocks.sweep(now=one.now + timedelta(days=2))
    assert "custody.late" not in {entry.code for entry in timeline.read(one.repair.stream())}


def test_they_go_back_as_they_came(now: datetime) -> None:
    one = builders.at_a_bench(now=now, at="held")
    revoke(one.now)
    assert "custody.elsewhere" in running(one)
    give(one, "as-it-is", one.customer, why="不修了")
    assert running(one) == {"custody.collect"}
    settled(one)


def test_that_are_kept_on_after_all_are_searched_for_again(now: datetime) -> None:
    one = builders.at_a_bench(now=now, at="held")
    revoke(one.now)
    give(one, "as-it-is", one.customer, why="不修了")
    give(one, "going-on", one.by(cast.BOSS_HE), why="还是修")
    assert (kept(one).state, kept(one).stuck_why) == ("held", "not_vouched")
    assert "custody.elsewhere" in running(one)


def test_they_are_expected_no_more(now: datetime) -> None:
    one = builders.at_a_bench(now=now, at="accepted")
    revoke(one.now)
    by = one.by(cast.XIAO_CHEN)
    acting(lambda: custody.call_off(kept(one), why="visit", by=by, now=one.now))
    assert kept(one).state == "called_off"
    settled(one)


def test_they_are_given_up_on_their_way(now: datetime) -> None:
    one = builders.at_a_bench(now=now, mode="mail_in", at="sent")
    revoke(one.now)
    by = one.by(cast.XIAO_CHEN)
    acting(lambda: custody.miss(row=kept(one), why="没到", by=by, now=one.now))
    assert kept(one).stuck_why == "not_vouched"
    acting(lambda: custody.write_off(row=kept(one), why="丢了", by=by, now=one.now))
    settled(one)


def test_they_are_brought_to_an_outlet_that_may_finish_them(now: datetime) -> None:
    one = builders.at_a_bench(now=now, at="accepted")
    stop_orders(one.now)
    assert kept(one).stuck_why == "no_orders"
    bench.here(one)
    assert kept(one).state == "received"
    settled(one)


def test_they_may_be_finished_where_the_word_holds_again_though_it_takes_no_more_orders(now: datetime) -> None:
    one = builders.at_a_bench(now=now, at="held")
    a_second(one.now)
    suspend(one.now)
    stop_orders(one.now)
    assert kept(one).stuck_why == "not_vouched"
    resume(one.now)
    assert kept(one).state == "held"
    settled(one)
