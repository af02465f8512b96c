"""The address of an open repair is corrected: seen by whoever comes, another looked for in another county."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from anxin.core import case_contents, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid, WrongState
from anxin.demo import cast
from anxin.demo.bench import give
from anxin.demo.walk import Walked
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data
from anxin.domain.people.queries import actors
from anxin.domain.places import actions as places
from anxin.domain.places.models import Place
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.actions import addresses
from tests import builders

pytestmark = pytest.mark.django_db
REMOTE = "西藏自治区阿里地区改则县改则镇鲁仁路 1 号"


def correct(one: Walked, address: str) -> None:
    give(one, "address", actors.actor_of_person(str(one.repair.customer_id)), address=address)
    one.repair.refresh_from_db()


def county(one: Walked) -> str:
    return str(one.repair.place.county_code)


class TestAnAddress:
    def test_is_read_at_once_by_who_is_on_his_way_there(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_the_way")
        same = one.repair.place.division
        correct(one, f"{same} 玉林南路 9 号 3 单元 201")
        luo = one.by(cast.MASTER_LUO)
        visit = one.visit
        assert (visit.state, visit.place_id) == ("on_the_way", one.repair.place_id)
        told = {"field": "address", "reason": "job.address", "by": luo, "now": one.now}
        read = acting(lambda: people.reveal(person=one.repair.customer, stream=one.repair.stream(), **told))
        assert "玉林南路 9 号" in read
        assert "visits.address_corrected" in [each.code for each in timeline.read(one.repair.stream(), "technician")]

    def test_keeps_the_one_of_before_sealed(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        before = places.full_address(place=one.repair.place)
        correct(one, f"{one.repair.place.division} 玉林南路 9 号")
        stream = personal_data.stream_of(one.repair.customer_id)
        told = {each.code: each.private for each in timeline.read(stream, opened={"before"})}
        assert told["people.address_corrected"]["before"].text == before
        assert [each.code for each in timeline.verify()] == []

    def test_of_before_is_erased_where_no_case_holds_it(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="submitted")
        first = one.repair.place
        correct(one, f"{first.division} 玉林南路 9 号")
        second = one.repair.place
        correct(one, f"{first.division} 玉林南路 10 号")
        for row in (first, second):
            row.refresh_from_db()
            assert row.detail_sealed == ""
            assert row.erased_at is not None
        one.repair.place.refresh_from_db()
        assert one.repair.place.detail_sealed
        assert [each.code for each in timeline.verify()] == []

    def test_of_before_stays_while_a_case_that_was_there_is_kept_and_goes_after_it(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="submitted")
        first, person = one.repair.place, one.repair.customer
        one.do(lambda: repairs.cancel(repair=one.repair, why="修好了", by=one.customer, now=one.now))
        him = actors.actor_of_person(str(person.pk))
        told = {"person": person, "address": f"{first.division} 玉林南路 9 号", "now": one.now}
        acting(lambda: addresses.correct_home(**told, by=him))
        later = one.now + timedelta(days=2)
        assert acting(lambda: addresses.forget_left(now=later)) == (0, "")
        first.refresh_from_db()
        assert first.detail_sealed
        acting(lambda: case_contents.empty(one.repair.stream(), reason="test", by=SYSTEM, now=later))
        assert acting(lambda: addresses.forget_left(now=later)) == (1, "")
        first.refresh_from_db()
        assert first.detail_sealed == ""

    def test_of_before_is_looked_for_on_from_where_the_last_run_stopped(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(addresses, "LOOKED_AT", 1)
        lived = builders.a_repair(now=now, at="submitted").repair.place
        left = places.located(address=f"{lived.division} 玉林南路 9 号", now=now)
        left.save(force_insert=True)
        later = now + timedelta(days=2)
        assert acting(lambda: addresses.forget_left(now=later)) == (0, str(lived.pk))
        gone = 0
        after = str(lived.pk)
        while after:
            count, after = acting(partial(addresses.forget_left, after=after, now=later))
            gone += count
        assert gone == 1
        left.refresh_from_db()
        assert left.detail_sealed == ""

    def test_in_another_county_lets_the_technician_go_and_looks_for_another(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        was = county(one)
        other = "广东省东莞市塘厦镇林村西路 5 号"
        correct(one, other)
        assert county(one) != was
        visit = one.visit
        assert (visit.technician, visit.state, visit.place_id) == (None, "open", one.repair.place_id)
        assert one.repair.state == "triaged"
        assert not visit.appointments.filter(state__in=["proposed", "confirmed"]).exists()
        assert [each.code for each in timeline.verify()] == []

    @pytest.mark.parametrize("at", ["ordered", "named"])
    def test_in_another_county_lets_the_outlet_go_that_was_asked(self, now: datetime, at: str) -> None:
        one = builders.a_repair(now=now, at=at)
        correct(one, "广东省东莞市塘厦镇林村西路 5 号")
        assert not one.visit.outlet_orders.filter(state__in=["offered", "accepted", "technician_named"]).exists()
        assert (one.visit.state, one.visit.outlet, one.repair.state) == ("open", None, "triaged")
        assert [each.code for each in timeline.verify()] == []

    def test_where_nobody_goes_stays_as_it_was(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        was = one.repair.place_id
        with pytest.raises(repairs.NotCovered):
            correct(one, REMOTE)
        one.repair.refresh_from_db()
        assert one.repair.place_id == was
        assert one.visit.state == "booked"

    def test_that_can_not_be_read_is_refused_by_its_field(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        count = Place.objects.count()
        with pytest.raises(Invalid) as refused:
            correct(one, "老地方")
        assert "address" in str(refused.value)
        assert Place.objects.count() == count

    def test_that_is_the_same_is_said_to_be(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        with pytest.raises(repairs.SameAddress):
            correct(one, places.full_address(place=one.repair.place))

    @pytest.mark.parametrize("at", ["on_site", "closed"])
    def test_of_who_stands_at_the_door_or_of_a_closed_case_is_not(self, now: datetime, at: str) -> None:
        one = builders.a_repair(now=now, at=at)
        with pytest.raises(WrongState):
            correct(one, f"{one.repair.place.division} 玉林南路 9 号")
