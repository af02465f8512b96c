"""Where somebody goes and all is taken one waits for a window, and is told once, in order, when one is free."""

from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM
from anxin.core.ids import uuid7
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.goods.models import Product
from anxin.domain.network import actions as network
from anxin.domain.network import queries as network_queries
from anxin.domain.network.models import Outlet, Territory, Waiting
from anxin.domain.network.queries.gaps import all_counties
from anxin.domain.notices import tasks
from anxin.domain.notices.models import Notice
from anxin.domain.opening.models import Opening
from anxin.domain.people import queries as people
from anxin.domain.people.models import Person
from anxin.domain.people.queries import actors
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.gateway import window_waits
from tests.domain.visits.test_windows import product, spot

pytestmark = pytest.mark.django_db
LAST = "AX-CD-01"
TOWN = "510107021"


@pytest.fixture(autouse=True)
def _full(now: datetime) -> None:
    ground.lay(now=now)
    told = {"name": "network.days_ahead", "value": 3, "valid_from": now, "by": SYSTEM, "now": now}
    acting(lambda: settings.propose(**told))
    jobs_a_day(0)


def jobs_a_day(most: int | None) -> None:
    Outlet.objects.filter(code=LAST).update(capacity=most)


def waits(n: int, now: datetime) -> Waiting:
    brand = people.organisation(cast.HEYAN.slug)
    wish = network.WaitlistEntry(
        brand=brand, category="lock", name=f"候补{n}", phone=f"1380000960{n}", address=cast.MS_ZHANG.address
    )
    return acting(lambda: visits.wait(product=product(), wish=wish, by=STRANGER, now=now))


def told() -> list[str]:
    return list(Notice.objects.filter(code="waiting_served").order_by("number").values_list("number", flat=True))


class TestFull:
    def test_is_a_place_where_somebody_works_and_nobody_is_free(self, now: datetime) -> None:
        assert gateway.is_full(product=product(), spot=spot(), now=now)
        jobs_a_day(1)
        assert not gateway.is_full(product=product(), spot=spot(), now=now)
        Outlet.objects.filter(code=LAST).update(takes_orders=False)
        assert not gateway.is_full(product=product(), spot=spot(), now=now), "nobody goes there"


class TestWaiting:
    def test_for_a_window_is_kept_once_and_refused_while_one_is_free(self, now: datetime) -> None:
        first = waits(1, now)
        assert (first.for_window, waits(1, now).pk) == (True, first.pk)
        jobs_a_day(1)
        with pytest.raises(network.Served):
            waits(2, now)

    def test_is_not_told_that_somebody_goes_there_which_is_no_news(self, now: datetime) -> None:
        waits(1, now)
        assert network_queries.served_by_now(now=now) == []

    def test_is_told_of_a_free_window_once_and_in_order_as_many_as_can_come(self, now: datetime) -> None:
        rows = [waits(n, now + timedelta(seconds=n)) for n in range(5)]
        tasks.tell_of_windows.func(now=now)
        assert told() == []
        jobs_a_day(1)  # one job on each of three days
        for _ in range(2):
            tasks.tell_of_windows.func(now=now)
        assert told() == [one.number for one in rows[:3]]
        tasks.tell_of_windows.func(now=now + timedelta(hours=3))
        assert told() == [one.number for one in rows]
        tasks.tell_of_windows.func(now=now + timedelta(hours=6))
        assert len(told()) == 5

    def test_is_told_of_windows_for_his_goods_in_his_town_whatever_the_county_has(self, now: datetime) -> None:
        Territory.objects.filter(outlet__code=LAST).update(division=TOWN)
        row = waits(1, now)
        assert (row.for_window, row.division, row.town, row.product) == (True, TOWN[:6], TOWN, product())
        jobs_a_day(1)
        tasks.tell_of_windows.func(now=now)
        assert told() == [row.number]

    @pytest.mark.parametrize(("town", "is_told"), [("510107999", True), ("999999", False)])
    def test_in_a_town_that_is_no_more_is_told_by_its_county_and_keeps_nobody_else_waiting(
        self, town: str, is_told: bool, now: datetime
    ) -> None:
        gone, other = waits(1, now), waits(2, now + timedelta(seconds=1))
        Waiting.objects.filter(pk=gone.pk).update(town=town)
        jobs_a_day(1)
        tasks.tell_of_windows.func(now=now)
        assert told() == [one.number for one in (gone, other) if is_told or one == other]

    @pytest.mark.django_db(transaction=True)
    def test_is_counted_for_a_thousand_in_many_towns_in_as_many_statements_as_for_one(
        self, now: datetime, django_assert_max_num_queries: Any
    ) -> None:
        Territory.objects.filter(outlet__code=LAST).update(division="51")
        first = waits(1, now)
        towns = [one for one in all_counties() if one.startswith("51")][:20]
        goods = list(Product.objects.filter(brand=first.brand, category="lock"))
        persons = Person.objects.bulk_create(Person(id=uuid7(), created_at=now) for _n in range(1000))
        Waiting.objects.bulk_create(
            Waiting(
                id=uuid7(),
                number=f"W-{n}",
                state="waiting",
                brand=first.brand,
                category="lock",
                division=town[:6],
                for_window=True,
                product=goods[n % len(goods)],
                town=town,
                person=persons[n],
                created_at=now + timedelta(seconds=n),
                updated_at=now,
            )
            for n, town in zip(range(1000), cycle(towns), strict=False)
        )
        assert len({(one, town) for one in goods for town in towns}) <= window_waits.TOGETHER
        with django_assert_max_num_queries(10):
            assert gateway.freed(now=now) == []
        jobs_a_day(1)
        with django_assert_max_num_queries(10):
            found = gateway.freed(now=now)
        assert len(found) == 3 * len({town[:6] for town in towns} | {first.division})

    def test_is_told_by_day_alone_as_his_message_waits_for_the_morning(self, now: datetime) -> None:
        rows = [waits(n, now + timedelta(seconds=n)) for n in range(2)]
        jobs_a_day(1)
        shut = now.astimezone(SHANGHAI).replace(hour=21, minute=50)
        for quarter in range(41):
            tasks.tell_of_windows.func(now=shut + timedelta(minutes=15 * quarter))
        assert told() == []
        tasks.tell_of_windows.func(now=shut + timedelta(minutes=15 * 41))
        assert told() == [one.number for one in rows]

    def test_is_told_of_nothing_for_a_brand_that_is_shut(self, now: datetime) -> None:
        waits(1, now)
        jobs_a_day(None)
        Opening.objects.filter(brand__slug=cast.HEYAN.slug).update(shut_at=now)
        assert gateway.freed(now=now) == []

    def test_stands_on_the_desk_s_list_as_what_it_is(self, now: datetime) -> None:
        waits(1, now)
        account = people.account(cast.XIAO_CHEN.username)
        assert account is not None
        actor = actors.actor_of_account(account, now=now)
        assert [one.for_window for one in network_queries.waiting_list(actor, now=now)] == [True]
