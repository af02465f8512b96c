"""A technician's own work: what he holds, what he did, when he is free."""

from datetime import datetime, timedelta

import pytest

from anxin.core.actors import STRANGER
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.network.models import Technician
from anxin.domain.places.models import Place
from anxin.domain.visits import queries
from tests import builders

pytestmark = pytest.mark.django_db


class TestJobs:
    def test_are_his_alone(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        mine = queries.jobs_of(one.by(cast.MASTER_LUO), now=one.now)
        assert [line.visit for line in mine] == [one.visit.number]
        assert queries.jobs_of(one.by(cast.MASTER_LU), now=one.now) == []
        assert queries.jobs_of(one.by(cast.BOSS_HE), now=one.now) == []
        assert queries.jobs_of(STRANGER, now=one.now) == []

    def test_tell_the_straight_way_from_home_once_booked(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        Place.objects.filter(pk=one.repair.place_id).update(lng=luo.lng, lat=luo.lat + 0.05, radius_m=200)
        assert queries.jobs_of(one.by(cast.MASTER_LUO), now=one.now)[0].leg_m == 5560

    def test_tell_no_way_within_the_one_point_of_a_county(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        Place.objects.filter(pk=one.repair.place_id).update(lng=luo.lng, lat=luo.lat, radius_m=9_000)
        assert queries.jobs_of(one.by(cast.MASTER_LUO), now=one.now)[0].leg_m is None

    def test_that_are_not_booked_have_no_way_yet(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="assigned")
        assert queries.jobs_of(one.by(cast.MASTER_LUO), now=one.now)[0].leg_m is None

    def test_that_ended_leave_the_day_but_not_the_list(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        luo = one.by(cast.MASTER_LUO)
        assert queries.jobs_of(luo, now=one.now)[0].state == "finished"
        assert queries.jobs_of(luo, now=one.now + timedelta(days=1)) == []
        assert [line.visit for line in queries.done_by(luo)] == [one.visit.number]


class TestSlots:
    def test_show_the_booked_window_as_full(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        windows = queries.own_windows(one.visit, days=2, now=one.now)
        by_start = {window.from_at: window.free for window in windows}
        assert by_start[one.repair.wanted_from_at] == 0
        assert sum(free for free in by_start.values()) == len(windows) - 1

    def test_tell_time_off_from_time_taken(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="assigned")
        technician = one.visit.technician
        assert technician is not None
        technician.shifts.all().update(from_min=8 * 60, to_min=20 * 60)
        windows = queries.own_windows(one.visit, days=2, now=one.now)
        late = [window for window in windows if window.from_at.astimezone(SHANGHAI).hour == 20]
        assert late
        assert all((window.works, window.free) == (False, 0) for window in late)
        assert all(window.works for window in windows if window not in late)
