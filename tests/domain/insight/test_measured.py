"""How long it took is measured from what happened: nothing flattered, nothing told of few."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.insight import actions, queries, rules
from anxin.domain.insight.models import MeasuredTime
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.repairs.models import Repair
from tests import builders

pytestmark = pytest.mark.django_db


def measured(now: datetime, **of: str) -> dict[str, MeasuredTime]:
    acting(lambda: actions.measure(now=now))
    return {one.step: one for one in MeasuredTime.objects.filter(**{"division": "", "category": "", **of})}


def rows(brand: Organisation, division: str, n: int, nine_s: int, now: datetime) -> None:
    for step in rules.STEPS:
        MeasuredTime.objects.create(
            brand=brand, division=division, step=step, n=n, half_s=60, nine_s=nine_s, held=n, at=now
        )


class TestQuantile:
    @pytest.mark.parametrize(("share", "found"), [(0.5, 5), (0.9, 9), (1.0, 10), (0.0, 1)])
    def test_is_a_value_that_was_measured(self, share: float, found: int) -> None:
        assert rules.quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == found

    def test_of_nothing_is_nothing(self) -> None:
        assert rules.quantile([], 0.9) == 0


class TestMeasuring:
    def test_counts_a_walked_repair_in_its_county_city_province_and_nation(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        county = one.repair.place.county_code
        for division in (county, county[:4], county[:2], ""):
            found = measured(one.now, division=division, category="lock")
            assert {step: row.n for step, row in found.items()} == dict.fromkeys(rules.STEPS, 1), division
        arrived = measured(one.now)["arrived"]
        checked_in = one.repair.created_at + timedelta(seconds=arrived.nine_s)
        assert now < checked_in < one.now, "from the report to the door, not from the call"

    def test_counts_how_help_from_afar_ended_and_not_what_is_under_way(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        row = Repair.objects.filter(pk=one.repair.pk)
        for state, way, held in (
            ("helping", "video", None),
            ("helped", "video", None),
            ("solved_remotely", "video", 1),
            ("solved_remotely", "", None),
            ("closed", "video", 0),
            ("cancelled", "video", None),
            ("closed", "", None),
        ):
            row.update(state=state, help_way=way)
            found = measured(one.now, category="lock").get(rules.AFAR)
            assert (found.held if found else None) == held, (state, way)

    def test_tells_of_help_from_afar_only_where_there_is_enough_of_it(self, now: datetime) -> None:
        brand = people.organisation(builders.a_repair(now=now).repair.brand.slug)
        asked = {"brand": brand, "category": "lock", "now": now}
        told = {"brand": brand, "category": "lock", "step": rules.AFAR, "at": now}
        MeasuredTime.objects.create(n=19, held=12, **told)
        assert queries.solved_from_afar(**asked) is None
        MeasuredTime.objects.update(n=20)
        found = queries.solved_from_afar(**asked)
        assert found is not None
        assert (found.held, found.n) == (12, 20)
        assert rules.AFAR not in queries.times(**asked).steps, "it is no time"

    def test_leaves_out_what_was_called_off(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        Repair.objects.filter(pk=one.repair.pk).update(state="cancelled")
        assert measured(one.now) == {}

    def test_counts_a_broken_promise_with_the_time_it_has_taken(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        clocks.sweep(now + timedelta(hours=2))
        late = measured(now + timedelta(hours=2))["accepted"]
        assert (late.n, late.held) == (1, 0)
        assert late.nine_s == 7200, one.repair.number

    def test_twice_leaves_the_same_rows(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        acting(lambda: actions.measure(now=one.now))
        first = MeasuredTime.objects.count()
        acting(lambda: actions.measure(now=one.now))
        assert MeasuredTime.objects.count() == first > 0


class TestTelling:
    def test_chooses_the_narrowest_place_that_says_enough(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        heyan = people.organisation(cast.HEYAN.slug)
        rows(heyan, "", 900, 40000, now)
        rows(heyan, "5101", 20, 30000, now)
        rows(heyan, "510107", 19, 20000, now)
        wuhou = queries.times(brand=heyan, county="510107", now=now)
        assert (wuhou.division, wuhou.steps["arrived"].nine_s) == ("5101", 30000)
        assert queries.times(brand=heyan, county="110108", now=now).division == ""

        acting(lambda: settings.propose(name="insight.public_least", value=10, valid_from=now, by=SYSTEM, now=now))
        assert queries.times(brand=heyan, county="510107", now=now).division == "510107"

    def test_says_nothing_of_few_anywhere(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        acting(lambda: actions.measure(now=one.now))
        found = queries.times(brand=one.repair.brand, county=one.repair.place.county_code, now=one.now)
        assert not found.told
        assert found.steps["arrived"].n == 1
