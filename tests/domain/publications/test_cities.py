"""What a city page says is what the dispatch can do, and each change of it is an edition with its day."""

from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.ids import uuid7
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries as network_queries
from anxin.domain.network.models import Authorisation, Closure, Engagement, Outlet, Skill, Territory
from anxin.domain.network.queries import service_areas
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places
from anxin.domain.places import regions
from anxin.domain.publications import actions, queries, rules
from anxin.domain.publications.models import CityEdition
from anxin.domain.publications.queries import cities
from tests.flat import flat

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")
CHENGDU, DONGGUAN, BEIJING = "5101", "441900", "11"


@pytest.fixture
def heyan(now: datetime) -> Organisation:
    ground.lay(now=now)
    return people.organisation(cast.HEYAN.slug)


def city(brand: Organisation, region: str, now: datetime) -> queries.City:
    return queries.city(brand=brand, category="lock", region=region, now=now)


def renew(brand: Organisation, now: datetime) -> int:
    return acting(lambda: actions.renew_cities(brand=brand, now=now))


def dispatched(brand: Organisation, county: str, now: datetime) -> bool:
    """Tell whether the board knows anybody for a lock there, on whichever day."""
    board = network_queries.whole_field(day=now.date(), now=now)
    return board.gap(brand=brand.pk, code=county, skill="lock") in ("", "nobody_works")


def serve(brand: Organisation, code: str, areas: dict[str, str], now: datetime) -> None:
    """Have an outlet serve exactly these divisions, each in its way."""
    outlet = Outlet.objects.get(code=code)
    Territory.objects.filter(outlet=outlet, brand=brand).delete()
    for division, kind in areas.items():
        Territory.objects.create(id=uuid7(), outlet=outlet, brand=brand, division=division, kind=kind, from_at=now)


class TestRegions:
    def test_hold_every_county_of_the_mainland_once(self) -> None:
        counties = [one for region in regions.regions() for one in region.counties]
        mainland = [
            one
            for province in places.children()
            if province.code not in places.ABROAD
            for one in places.counties(province.code)
        ]
        assert len(counties) == len(set(counties))
        assert set(counties) == set(mainland)
        assert all(regions.region_of(one) is not None for one in counties)


class TestACity:
    def test_names_its_outlets_counties_and_technicians(self, heyan: Organisation, now: datetime) -> None:
        found = city(heyan, CHENGDU, now)
        assert found.served
        assert not found.unserved
        assert [one.outlet.code for one in found.branches] == ["AX-CD-01"]
        assert found.technicians == sum(one.technicians for one in found.branches) > 0

    def test_says_of_every_county_what_the_dispatch_can_do(self, heyan: Organisation, now: datetime) -> None:
        Authorisation.objects.filter(code=cast.MASTER_LUO.number).update(state="suspended")
        outlet = Outlet.objects.get(code="AX-DG-01")
        acting(lambda: network.widen(outlet=outlet, brand=heyan, division="110108", now=now))
        for region in (CHENGDU, DONGGUAN, BEIJING, "12", "5103"):
            for one in city(heyan, region, now).counties:
                assert one.served == dispatched(heyan, one.code, now), one

    def test_leaves_out_what_is_apart_exclusive_or_helped_out(self, heyan: Organisation, now: datetime) -> None:
        wuhou, jinniu, qingyang, xindu, town = "510107", "510106", "510105", "510114", "510107001"
        serve(heyan, "AX-CD-01", {"5101": "shared", wuhou: "apart"}, now)
        serve(heyan, "AX-DG-01", {jinniu: "exclusive", qingyang: "overflow"}, now)
        found = city(heyan, CHENGDU, now)
        assert [one.code for one in found.unserved] == [wuhou]
        for one in found.counties:
            assert one.served == dispatched(heyan, one.code, now), one
        named = {one.outlet.code: set(one.counties) for one in found.branches}
        short = {one.code: one.name for one in found.counties}
        assert named["AX-DG-01"] == {short[jinniu], short[qingyang]}
        assert named["AX-CD-01"] == set(short.values()) - {short[wuhou], short[jinniu]}
        facts = next(
            facts for _class, code, facts in queries.facts_everywhere(brand=heyan, known=(), now=now) if code == CHENGDU
        )
        assert facts["counties"] == sorted(set(short) - {wuhou})

        serve(heyan, "AX-DG-01", {town: "exclusive"}, now)
        assert city(heyan, CHENGDU, now).unserved == ()  # a town of it is served
        serve(heyan, "AX-DG-01", {"5101": "overflow"}, now)
        serve(heyan, "AX-CD-01", {"5101": "shared", xindu: "exclusive", f"{wuhou}001": "apart"}, now)
        [other] = [one for one in city(heyan, CHENGDU, now).branches if one.outlet.code == "AX-DG-01"]
        assert short[xindu] in other.counties  # helps out where the first have nobody left
        assert city(heyan, CHENGDU, now).unserved == ()

    def test_is_not_served_where_nobody_there_can_do_it(self, heyan: Organisation, now: datetime) -> None:
        Skill.objects.filter(code="lock").update(until_date=now.date() - timedelta(days=1))
        assert not city(heyan, CHENGDU, now).served
        assert not city(heyan, BEIJING, now).served

    def test_lists_no_outlet_the_brand_does_not_vouch_for(self, heyan: Organisation, now: datetime) -> None:
        Authorisation.objects.filter(kind="outlet", code="AX-CD-01").update(state="suspended")
        found = city(heyan, CHENGDU, now)
        assert (found.branches, found.served, found.technicians) == ((), False, 0)
        assert not dispatched(heyan, "510107", now)

    def test_says_until_when_an_outlet_is_closed_and_is_unserved_once_no_day_is_left_to_ask_for(
        self, heyan: Organisation, now: datetime
    ) -> None:
        today, outlet = timezone.localtime(now).date(), Outlet.objects.get(code="AX-CD-01")
        last = network_queries.days_asked(brand=heyan.pk, now=now)[-1]
        assert [one.outlet.closed_until for one in city(heyan, CHENGDU, now).branches] == [None]
        span = {"from_date": today, "to_date": last - timedelta(days=1), "why": "盘点", "by": KEEPER, "now": now}
        acting(lambda: network.close(outlet=outlet, **span))
        found = city(heyan, CHENGDU, now)
        assert [one.outlet.closed_until for one in found.branches] == [last - timedelta(days=1)]
        assert found.served
        assert network_queries.service_at(brand=heyan, code="510107", outside=False, now=now) == "served"
        Closure.objects.update(to_date=last)
        found = city(heyan, CHENGDU, now)
        assert (found.branches, found.served) == ((), False)
        assert [(one.code, one.closed_until) for one in found.closed] == [("AX-CD-01", last)]
        assert city(heyan, BEIJING, now).closed == ()
        assert network_queries.service_at(brand=heyan, code="510107", outside=False, now=now) == "uncovered"

    def test_of_goods_the_brand_does_not_make_is_none(self, heyan: Organisation, now: datetime) -> None:
        with pytest.raises(queries.NotMadeThere):
            queries.city(brand=heyan, category="stove", region=CHENGDU, now=now)


class TestEditions:
    def test_begin_with_whoever_comes_first_and_follow_what_changes(self, heyan: Organisation, now: datetime) -> None:
        assert renew(heyan, now) == 2
        assert renew(heyan, now) == 0
        outlet = Outlet.objects.get(code="AX-DG-01")
        later = now + timedelta(days=1)
        acting(lambda: network.widen(outlet=outlet, brand=heyan, division="110108", now=later))
        assert renew(heyan, later) == 1
        [first] = queries.editions_of(brand=heyan, category="lock", region=BEIJING)
        assert (first.number, first.change.counties_come) == (1, ("110108",))

        Authorisation.objects.filter(kind="technician").update(state="suspended")
        assert renew(heyan, later) == 3
        last, _first = queries.editions_of(brand=heyan, category="lock", region=CHENGDU)
        assert (last.number, len(last.change.counties_gone)) == (2, 20)
        assert queries.listed(brand=heyan) == []

    def test_are_cut_on_a_page_and_lists_read_the_newest_alone(
        self, heyan: Organisation, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        renew(heyan, now)
        newest = queries.listed(brand=heyan)
        row = CityEdition.objects.get(brand=heyan, category="lock", region=CHENGDU)
        facts = row.facts
        for n in range(1, 61):
            CityEdition.objects.filter(pk=row.pk).update(to_at=now + timedelta(minutes=15 * n))
            at, said = now + timedelta(minutes=15 * n), {**facts, "technicians": 1 + n % 2}
            about = {"brand": heyan, "category": "lock", "region": CHENGDU}
            row = CityEdition.objects.create(**about, number=n + 1, facts=said, at=at)
        with django_assert_num_queries(1):
            assert len(queries.listed(brand=heyan)) == len(newest)
        assert dict(cities.latest(heyan))["lock", CHENGDU].number == 61
        with django_assert_num_queries(1):
            told = queries.editions_of(brand=heyan, category="lock", region=CHENGDU)
        assert [one.number for one in told] == list(range(61, 41, -1))
        assert {abs(one.change.technicians) for one in told} == {1}, "the last one, too, says what it changed"
        plan = CityEdition.objects.filter(brand=heyan, to_at=None).order_by("category", "region").explain()
        assert "publications_city_newest_once" in plan or connection.vendor == "postgresql"

    def test_are_none_where_only_the_number_of_technicians_moved(self, heyan: Organisation, now: datetime) -> None:
        renew(heyan, now)
        written = CityEdition.objects.count()
        outlet = Outlet.objects.get(code="AX-CD-01")
        his = outlet.engagements.filter(brand=heyan, technician__skills__code="lock").first()
        assert his is not None
        before = city(heyan, CHENGDU, now).technicians
        word = Authorisation.objects.get(kind="technician", brand=heyan, code=his.technician.number)
        for turn, state in enumerate(("suspended", "authorised", "suspended"), 1):
            Authorisation.objects.filter(pk=word.pk).update(state=state)
            assert renew(heyan, now + timedelta(minutes=15 * turn)) == 0
        assert city(heyan, CHENGDU, now).technicians == before - 1, "the page counts when it is read"
        assert CityEdition.objects.count() == written
        Authorisation.objects.filter(kind="outlet", code="AX-CD-01").update(state="suspended")
        assert renew(heyan, now + timedelta(hours=1)) > 0
        newest = cities.latest(heyan)["lock", CHENGDU]
        told = queries.editions_of(brand=heyan, category="lock", region=CHENGDU)
        assert (newest.number, told[0].change.outlets_gone) == (2, ("AX-CD-01",))

    @pytest.mark.parametrize("kept", [True, False], ids=["", "of before names were kept"])
    def test_call_an_outlet_that_is_gone_by_its_name_of_then(
        self, heyan: Organisation, now: datetime, client: Client, kept: bool
    ) -> None:
        renew(heyan, now)
        house = Outlet.objects.get(code="AX-CD-01").organisation
        then = house.name
        if not kept:
            for row in CityEdition.objects.all():
                CityEdition.objects.filter(pk=row.pk).update(facts={**row.facts, "names": {}})
        Authorisation.objects.filter(kind="outlet", code="AX-CD-01").update(state="suspended")
        renew(heyan, now + timedelta(hours=1))
        Organisation.objects.filter(pk=house.pk).update(name="别的名字")
        told = queries.editions_of(brand=heyan, category="lock", region=CHENGDU)
        assert told[0].change.outlets_gone == ("AX-CD-01",)
        html = flat(client.get(reverse("public:city", args=[heyan.slug, CHENGDU, "lock"])))
        assert f"撤掉网点：{then if kept else '别的名字'}" in html
        assert "撤掉网点：AX-CD-01" not in html

    def test_of_before_end_with_the_next_one(self, heyan: Organisation, now: datetime) -> None:
        renew(heyan, now)
        Authorisation.objects.filter(kind="technician").update(state="suspended")
        later = now + timedelta(days=1)
        renew(heyan, later)
        made = list(CityEdition.objects.order_by("region", "number").values_list("region", "number", "to_at"))
        newest = CityEdition.objects.filter(to_at=None)
        assert {one[2] for one in made} == {later, None}
        migration = import_module("anxin.domain.publications.migrations.0006_city_editions_end")
        newest.update(to_at=now)
        migration.end_earlier(apps, SimpleNamespace(connection=connection))
        assert list(CityEdition.objects.order_by("region", "number").values_list("region", "number", "to_at")) == made

    def test_are_told_of_what_a_reader_sees(self) -> None:
        before = rules.city_facts(outlets={"A": "甲店"}, counties=["510107"], technicians=3, prices="2026-05")
        after = rules.city_facts(outlets={"B": "乙店"}, counties=["510107"], technicians=2, prices="2026-11")
        change = rules.changed(before, after)
        assert (change.outlets_come, change.outlets_gone) == (("B",), ("A",))
        assert (change.counties_come, change.technicians, change.prices) == ((), -1, "2026-11")
        assert not rules.changed(after, after).any

    def test_cost_the_same_with_one_city_and_with_many(
        self, heyan: Organisation, now: datetime, django_assert_max_num_queries
    ) -> None:  # type: ignore[no-untyped-def]
        for n in range(40):
            region = regions.regions()[n].code
            facts = rules.city_facts(outlets={}, counties=["x"], technicians=1, prices="")
            CityEdition.objects.create(brand=heyan, category="lock", region=region, number=1, facts=facts, at=now)
        with django_assert_max_num_queries(12):
            renew(heyan, now)

    def test_cost_no_look_at_each_technician_where_nothing_moved(
        self, heyan: Organisation, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[int] = []
        all_vouched = service_areas.all_vouched

        def counted(brand: Organisation, several: set[Any], **days: Any) -> frozenset[Any]:
            asked.append(len(several))
            return all_vouched(brand, several, **days)

        outlet = Outlet.objects.get(code="AX-CD-01")
        first = min(Engagement.objects.filter(outlet=outlet).values_list("technician__number", flat=True))
        renew(heyan, now)
        before = city(heyan, CHENGDU, now)
        monkeypatch.setattr(service_areas, "all_vouched", counted)
        monkeypatch.setattr(service_areas, "ALL_AT_ONCE", 0)
        assert renew(heyan, now) == 0
        assert max(asked) == Outlet.objects.count()
        Authorisation.objects.filter(code=first).update(state="suspended")
        assert renew(heyan, now) == 0, "another of the outlet goes there"
        assert city(heyan, CHENGDU, now).technicians == before.technicians - 1
