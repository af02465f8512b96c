"""Goods that were moved more than once may come to each outlet of before, until they arrive."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import bench, cast, ground
from anxin.demo.bench import give, kept
from anxin.demo.walk import Walked
from anxin.domain.custody import actions as custody
from anxin.domain.custody import queries as keeping
from anxin.domain.network import actions as network
from anxin.domain.network.models import Outlet
from anxin.domain.repairs import queries
from tests import builders
from tests.domain.repairs.test_elsewhere import HOME, OTHER, a_second, revoke, word

pytestmark = pytest.mark.django_db
THIRD = "AX-CD-03"


def moved_twice(now: datetime) -> Walked:
    """Have goods that are sent in come to a second outlet, then to a third, while the parcel goes to the first."""
    one = builders.at_a_bench(now=now, mode="mail_in", at="accepted")
    a_second(one.now)
    revoke(one.now)
    assert kept(one).outlet.code == OTHER
    a_second(one.now, THIRD, "third")
    held, by = word(OTHER), ground.owner_of(word(OTHER).brand)
    acting(lambda: network.revoke(authorisation=held, why="不再合作", by=by, now=one.now))
    assert kept(one).outlet.code == THIRD
    give(one, "sending-in", one.customer, carrier="sf", waybill="SF1400000000012")
    return one


def counter(one: Walked, code: str) -> Actor:
    house = str(Outlet.objects.get(code=code).organisation_id)
    return Actor(kind="staff", id=one.by(cast.BOSS_HE).id, organisation=house, roles=frozenset({"outlet_manager"}))


def test_they_are_found_at_each_outlet_and_at_no_other(now: datetime) -> None:
    one = moved_twice(now)
    for code in (HOME, OTHER, THIRD):
        assert [row.number for row in keeping.counter_list(counter(one, code))] == [one.repair.number], code
    assert keeping.counter_list(one.by(cast.BOSS_TANG)) == []


def test_they_are_taken_in_at_the_first_and_expected_nowhere_else_then(now: datetime) -> None:
    one = moved_twice(now)
    bench.here(one)  # Boss He, at the first
    row = kept(one)
    assert (row.state, row.outlet.code, row.stuck_why, row.homes_before) == ("arrived", HOME, "not_vouched", {})
    assert [code for code in (HOME, OTHER, THIRD) if keeping.counter_list(counter(one, code))] == [HOME]


def test_that_are_to_come_to_the_first_again_are_of_before_at_the_second_alone(now: datetime) -> None:
    one = builders.at_a_bench(now=now, mode="mail_in", at="accepted")
    second, first = a_second(one.now), Outlet.objects.get(code=HOME)
    by = one.by(cast.XIAO_CHEN)
    sent = {"mode": "mail_in", "window": None, "by": by, "now": one.now}
    for outlet in (second, first):
        acting(lambda outlet=outlet: custody.move_home(kept(one), outlet, **sent))
    assert kept(one).homes_before == {str(second.organisation_id): OTHER}


def moved(now: datetime, days: int) -> Walked:
    """Have goods come to a second outlet, to a third some days later, and let as many days pass again."""
    one = builders.at_a_bench(now=now, mode="mail_in", at="accepted")
    by = one.by(cast.XIAO_CHEN)
    for outlet in (a_second(one.now), a_second(one.now, THIRD, "third")):
        sent = {"mode": "mail_in", "window": None, "by": by, "now": one.now}
        acting(lambda outlet=outlet, sent=sent: custody.move_home(kept(one), outlet, **sent))
        one.now += timedelta(days=days)
    return one


def see(one: Walked) -> list[str]:
    """Return which outlets can open the case."""
    houses = {code: queries.visible_to(counter(one, code), now=one.now) for code in (HOME, OTHER, THIRD)}
    return [code for code, cases in houses.items() if cases.filter(pk=one.repair.pk).exists()]


def arrives(one: Walked, code: str) -> None:
    who = counter(one, code)
    assert queries.repair(one.repair.number, actor=who, now=one.now) == one.repair
    give(one, "parcel", who, shelf="B-07")


def call_off(one: Walked) -> None:
    acting(lambda: custody.call_off(kept(one), why="不寄了", by=one.customer, now=one.now))


def lose(one: Walked) -> None:
    desk = one.by(cast.XIAO_CHEN)
    give(one, "sending-in", one.customer, carrier="sf", waybill="SF1400000000012")
    acting(lambda: custody.miss(row=kept(one), why="没有到", by=desk, now=one.now))
    acting(lambda: custody.write_off(row=kept(one), why="找不到", by=desk, now=one.now))


def come_back(one: Walked) -> None:
    give(one, "sending-in", one.customer, carrier="sf", waybill="SF1400000000012")
    acting(lambda: custody.miss(row=kept(one), why="没有到", by=one.customer, now=one.now))
    acting(lambda: custody.receive(row=kept(one), by=one.customer, now=one.now))


def test_each_outlet_opens_the_case_until_they_arrive_however_long_it_takes(now: datetime) -> None:
    assert see(moved(now, 15)) == [HOME, OTHER, THIRD]


@pytest.mark.parametrize("days", [1, 15])
@pytest.mark.parametrize("there", [HOME, OTHER, THIRD])
def test_where_they_came_alone_opens_the_case_from_then_on(there: str, days: int, now: datetime) -> None:
    one = moved(now, days)
    arrives(one, there)
    assert (kept(one).outlet.code, kept(one).homes_before, see(one)) == (there, {}, [there])
    one.now += timedelta(days=60)
    assert see(one) == [there]


@pytest.mark.parametrize("end", [call_off, lose, come_back])
def test_once_nothing_comes_the_last_outlet_alone_opens_the_case_a_while(
    end: Callable[[Walked], None], now: datetime
) -> None:
    one = moved(now, 1)
    end(one)
    assert see(one) == [THIRD]
    one.now += timedelta(days=8)
    assert see(one) == []
