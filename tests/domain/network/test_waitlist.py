"""Where nobody goes no window is offered: the place is recognised, who asks waits on a list once, and is told."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from anxin.core import outbox
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import a_report
from anxin.domain.goods import queries as goods
from anxin.domain.network import actions as network
from anxin.domain.network import queries, tasks
from anxin.domain.network.models import Engagement, Outlet, Shift, Technician, Territory, Waiting
from anxin.domain.network.queries import waitlist
from anxin.domain.network.queries.field_hands import Field
from anxin.domain.network.queries.field_work import whole_field
from anxin.domain.notices.models import Notice
from anxin.domain.opening.models import Opening
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors, consents, selves
from anxin.domain.places import actions as places
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import gateway

pytestmark = pytest.mark.django_db
URUMQI = "新疆维吾尔自治区乌鲁木齐市天山区解放北路1号"
OUTSIDE = ("香港九龙弥敦道1号", "台湾台北市信义区松高路1号", "澳门氹仔", "香港特别行政区中西区")


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def wish(address: str, *, name: str = "买买提", phone: str = "13800000077") -> network.WaitlistEntry:
    brand = people.organisation(cast.HEYAN.slug)
    return network.WaitlistEntry(brand=brand, category="lock", name=name, phone=phone, address=address)


def waits(address: str, now: datetime, **change: str) -> Waiting:
    return acting(lambda: network.wait(wish=wish(address, **change), by=STRANGER, now=now))


class TestGoods:
    def test_of_another_kind_are_waited_for_beside(self, now: datetime) -> None:
        lock, fridge = (replace(wish(URUMQI), category=one) for one in ("lock", "fridge"))
        rows = [acting(lambda one=one: network.wait(wish=one, by=STRANGER, now=now)) for one in (lock, fridge, lock)]
        assert rows[0] == rows[2] != rows[1]
        chen = actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=now)
        assert sorted(one.goods for one in queries.waiting_list(chen, now=now)) == ["冰箱", "智能锁"]


class TestConsent:
    @pytest.mark.parametrize(("version", "agreed"), [("privacy/1", ("waiting",)), ("", ())], ids=["edition", "none"])
    def test_stands_only_where_an_edition_was_agreed_to(
        self, version: str, agreed: tuple[str, ...], now: datetime
    ) -> None:
        told = replace(wish(URUMQI), consent_version=version, channel="api")
        row = acting(lambda: network.wait(wish=told, by=STRANGER, now=now))
        assert selves.standing(row.person) == agreed
        assert consents.consents_of(row.person)[0].basis == ("consent" if version else "contract")


class TestReport:
    @pytest.mark.parametrize("address", OUTSIDE)
    def test_from_outside_the_mainland_is_recognised_and_promised_nothing(self, address: str, now: datetime) -> None:
        customer = cast.Customer(name="陈先生", phone="13800000078", address=address)
        with pytest.raises(places.Outside) as refused:
            acting(lambda: repairs.report(report=a_report(now=now, customer=customer), by=STRANGER, now=now))
        assert refused.value.code == "places.outside"
        assert not Repair.objects.exists()

    def test_from_an_uncovered_county_is_promised_nothing(self, now: datetime) -> None:
        customer = cast.Customer(name="买买提", phone="13800000077", address=URUMQI)
        with pytest.raises(repairs.NotCovered):
            acting(lambda: repairs.report(report=a_report(now=now, customer=customer), by=STRANGER, now=now))
        assert not Repair.objects.exists()

    def test_of_a_brand_that_told_nothing_of_who_serves_where_is_taken(self, now: datetime) -> None:
        Territory.objects.all().delete()
        made = acting(lambda: repairs.report(report=a_report(now=now), by=STRANGER, now=now))
        assert made.repair.state == "submitted"

    def test_of_a_brand_whose_last_area_has_ended_is_promised_nothing(self, now: datetime) -> None:
        Territory.objects.filter(brand__slug=cast.HEYAN.slug).update(to_at=now - timedelta(days=1))
        with pytest.raises(repairs.NotCovered):
            acting(lambda: repairs.report(report=a_report(now=now), by=STRANGER, now=now))
        assert waits(cast.MS_ZHANG.address, now).state == "waiting"

    def test_of_a_brand_whose_first_area_is_yet_to_begin_is_taken(self, now: datetime) -> None:
        Territory.objects.filter(brand__slug=cast.HEYAN.slug).update(from_at=now + timedelta(days=30))
        made = acting(lambda: repairs.report(report=a_report(now=now), by=STRANGER, now=now))
        assert made.repair.state == "submitted"


class TestWindows:
    def test_are_none_where_nobody_could_hold_them(self, now: datetime) -> None:
        place = acting(lambda: places.locate(address=URUMQI, now=now))
        product = goods.product(brand="heyan", code="S3")
        day = now.date() + timedelta(days=1)
        assert gateway.free_windows(product=product, spot=gateway.spot_of(place), day=day, now=now) == []


class TestList:
    @pytest.mark.parametrize("address", [URUMQI, *OUTSIDE])
    def test_keeps_somebody_once_with_no_more_than_the_county(self, address: str, now: datetime) -> None:
        first = waits(address, now)
        assert waits(address, now + timedelta(days=1), name="买先生").pk == first.pk
        assert Waiting.objects.count() == 1
        assert "1号" not in first.division_name

    def test_refuses_a_place_that_is_served_and_what_is_no_place(self, now: datetime) -> None:
        with pytest.raises(network.Served):
            waits(cast.MS_ZHANG.address, now)
        with pytest.raises(Invalid):
            waits("不知道在哪里", now)

    def test_tells_everybody_there_once_somebody_serves_the_place(self, now: datetime) -> None:
        first, second = waits(URUMQI, now), waits(URUMQI, now, name="李", phone="13800000079")
        elsewhere = waits(OUTSIDE[0], now)
        tasks.serve_waiting.func(now=now)
        assert Waiting.objects.filter(state="served").count() == 0
        outlet = Outlet.objects.get(code="AX-CD-01")
        brand = people.organisation(cast.HEYAN.slug)
        acting(lambda: network.widen(outlet=outlet, brand=brand, division="6501", now=now))
        tasks.serve_waiting.func(now=now)
        tasks.serve_waiting.func(now=now)
        told = Notice.objects.filter(code="waiting_served").values_list("number", flat=True)
        assert sorted(told) == sorted([first.number, second.number])
        assert outbox.Message.objects.filter(template="notices.waiting_served").count() == 2
        elsewhere.refresh_from_db()
        assert elsewhere.state == "waiting"

    def test_keeps_who_waits_where_an_outlet_came_but_nobody_who_can_do_it(self, now: datetime) -> None:
        entry = waits(URUMQI, now)
        outlet, brand = Outlet.objects.get(code="AX-CD-01"), people.organisation(cast.HEYAN.slug)
        Engagement.objects.filter(outlet=outlet).delete()
        acting(lambda: network.widen(outlet=outlet, brand=brand, division="6501", now=now))
        assert queries.served_by_now(now=now) == []
        assert waits(URUMQI, now).pk == entry.pk  # and who asks now may wait too
        assert waits(URUMQI, now, name="李", phone="13800000079").state == "waiting"

    def test_tells_nobody_to_report_to_a_brand_that_is_shut(self, now: datetime) -> None:
        entry, brand = waits(URUMQI, now), people.organisation(cast.HEYAN.slug)
        outlet = Outlet.objects.get(code="AX-CD-01")
        acting(lambda: network.widen(outlet=outlet, brand=brand, division="6501", now=now))
        Opening.objects.filter(brand=brand).update(shut_at=now)
        assert queries.served_by_now(now=now) == []
        Opening.objects.filter(brand=brand).update(shut_at=None)
        assert queries.served_by_now(now=now) == [entry.pk]

    def test_tells_once_somebody_works_on_one_of_the_days_that_are_offered(self, now: datetime) -> None:
        outlet, brand = Outlet.objects.get(code="AX-CD-01"), people.organisation(cast.HEYAN.slug)
        acting(lambda: network.widen(outlet=outlet, brand=brand, division="6501", now=now))
        shifts = list(Shift.objects.all())
        Shift.objects.all().delete()
        entry = waits(URUMQI, now)
        assert queries.served_by_now(now=now) == []
        ahead = (timezone.localtime(now) + timedelta(days=2)).weekday()
        Shift.objects.bulk_create(one for one in shifts if one.weekday == ahead)
        assert queries.served_by_now(now=now) == [entry.pk]
        with pytest.raises(network.Served):
            waits(URUMQI, now, phone="13800000079")

    @pytest.mark.parametrize("urgent", [True, False])
    def test_an_urgent_report_is_promised_nothing_where_nobody_works(self, urgent: bool, now: datetime) -> None:
        Shift.objects.all().delete()
        report = replace(a_report(now=now), urgent=urgent)
        with pytest.raises(repairs.NotCovered) if urgent else nullcontext():
            acting(lambda: repairs.report(report=report, by=STRANGER, now=now))
        assert Repair.objects.exists() is not urgent

    @pytest.mark.parametrize("lacks", ["hours", "everybody pauses", "skill"])
    def test_why_nobody_comes_is_asked_of_all_days_at_once(
        self, lacks: str, now: datetime, django_assert_max_num_queries: Any
    ) -> None:
        brand, code = people.organisation(cast.HEYAN.slug), "510107"
        if lacks == "hours":
            Shift.objects.all().delete()
        elif lacks == "everybody pauses":
            Technician.objects.update(paused_at=now)
        skills = ["piano" if lacks == "skill" else "lock"]
        with django_assert_max_num_queries(6):
            found = queries.nobody_comes(brand=brand, skills=skills, code=code, outside=False, now=now)
        assert found == ("nobody_able" if lacks == "skill" else "nobody_works")

    def test_is_told_in_blocks_of_its_own_with_a_few_questions_a_brand(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
    ) -> None:
        towns = (
            "乌鲁木齐市沙依巴克区",
            "乌鲁木齐市新市区",
            "乌鲁木齐市水磨沟区",
            "乌鲁木齐市头屯河区",
            "乌鲁木齐市天山区",
        )
        for at, town in enumerate(towns):
            waits(f"新疆维吾尔自治区{town}解放路1号", now, phone=f"1380000008{at}")
        outlet, brand = Outlet.objects.get(code="AX-CD-01"), people.organisation(cast.HEYAN.slug)
        acting(lambda: network.widen(outlet=outlet, brand=brand, division="65", now=now))
        told: list[int] = []
        serves = network.serve_waiting
        monkeypatch.setattr(tasks, "AT_ONCE", 2)
        monkeypatch.setattr(network, "serve_waiting", lambda **some: told.append(serves(**some)))

        with django_assert_max_num_queries(9):  # five of them ask who works where
            assert len(queries.served_by_now(now=now)) == 5
        tasks.serve_waiting.func(now=now)

        assert told == [2, 2, 1]
        assert tasks.serve_waiting.queue_name == "heavy"

    def test_is_served_by_the_outlets_of_its_place_and_nobody_else_is_read(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waits(URUMQI, now)
        read: list[Field] = []

        def watched(**told: Any) -> Field:
            read.append(whole_field(**told))
            return read[-1]

        monkeypatch.setattr(waitlist, "whole_field", watched)
        assert queries.served_by_now(now=now) == []
        assert [one.hands for one in read] == [()]
        outlet, brand = Outlet.objects.get(code="AX-CD-01"), people.organisation(cast.HEYAN.slug)
        acting(lambda: network.widen(outlet=outlet, brand=brand, division="65", now=now))
        assert len(queries.served_by_now(now=now)) == 1
        assert {home[0] for one in read[-1].hands for home in one.homes} == {outlet.pk}

    def test_is_for_the_desk_and_masked(self, now: datetime) -> None:
        waits(URUMQI, now)
        account = people.account(cast.XIAO_CHEN.username)
        assert account is not None
        (row,) = queries.waiting_list(actors.actor_of_account(account, now=now), now=now)
        assert (row.division, row.person.phone) == ("新疆维吾尔自治区 乌鲁木齐市 天山区", "138****0077")
        assert queries.waiting_list(Actor(kind="stranger", id=""), now=now) == []
