"""Windows are offered as many days ahead as the brand says, each day counted truly, all of them read at once."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries as network_queries
from anxin.domain.network.models import Outlet
from anxin.domain.network.rules.working_hours import Week
from anxin.domain.people import queries as people
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.queries import FreeWindow
from anxin.domain.visits.rules import offered_days
from tests.domain.visits.test_windows import KEEPER, able, at, free, held, product, spot

pytestmark = pytest.mark.django_db
LAST = 13
"""So many days after today lies the last that is offered."""


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def asked(days: int, *, now: datetime, organisation: str = "") -> None:
    told = {"name": "network.days_ahead", "value": days, "valid_from": now, "by": SYSTEM, "now": now}
    acting(lambda: settings.propose(**told, organisation=organisation))


def ahead(now: datetime) -> list[FreeWindow]:
    days = network_queries.days_asked(brand=product().brand_id, now=now)
    return gateway.windows_ahead(product=product(), spot=spot(), days=days, now=now)


class TestDays:
    def test_are_fourteen_unless_the_brand_says_otherwise(self, now: datetime) -> None:
        heyan, qingfeng = (people.organisation(one.slug) for one in (cast.HEYAN, cast.QINGFENG))
        assert len(network_queries.days_asked(brand=heyan.pk, now=now)) == LAST + 1
        asked(5, now=now, organisation=str(heyan.pk))
        told = [len(network_queries.days_asked(brand=one, now=now)) for one in (heyan.pk, qingfeng.pk, None)]
        assert told == [5, 14, 14]
        last = visits_queries.windows_asked(now=now, brand=heyan.pk)[-1][0]
        assert (last.date() - now.date()).days == 4

    @pytest.mark.parametrize("days", [2, 31])
    def test_are_three_at_least_and_thirty_at_most(self, days: int, now: datetime) -> None:
        with pytest.raises(Invalid):
            asked(days, now=now)

    def test_are_counted_as_each_is_counted_alone(self, now: datetime) -> None:
        week = Week.every({0: ((8 * 60, 12 * 60),), 5: ((8 * 60, 20 * 60),)})
        acting(lambda: network.keep_week(technician=able()[0], week=week, by=KEEPER, now=now))
        day = at(now, 8, days=9).date()
        told = {"technician": able()[1], "kind": "leave", "from_date": day, "to_date": day, "by": KEEPER, "now": now}
        acting(lambda: network.absent(**told))
        acting(lambda: repairs.report(report=held(now, 10, 1), by=STRANGER, now=now))
        days = network_queries.days_asked(now=now)
        alone = [
            one for each in days for one in gateway.free_windows(product=product(), spot=spot(), day=each, now=now)
        ]
        assert ahead(now) == alone
        assert len({one.free for one in alone}) > 2

    def test_cost_the_same_statements_whether_three_or_thirty(self, now: datetime) -> None:
        told: list[int] = []
        for days in (3, 14, 30):
            asked(days, now=now)
            with CaptureQueriesContext(connection) as asks:
                acting(lambda: ahead(now))  # a block reads the settings once, as a request does
            told.append(len(asks))
        assert told[0] == told[1] == told[2] <= 10

    def test_end_early_for_who_takes_leave_and_for_a_closed_outlet(self, now: datetime) -> None:
        everybody, day = len(able()), at(now, 8, days=LAST).date()
        assert free(now, days=LAST)[10] == everybody
        told = {"from_date": day, "to_date": day, "by": KEEPER, "now": now}
        acting(lambda: network.absent(technician=able()[0], kind="leave", **told))
        assert free(now, days=LAST)[10] == everybody - 1
        outlet = Outlet.objects.get(code="AX-CD-01")
        acting(lambda: network.close(outlet=outlet, why="盘点", **told))
        shut = [one for one in ahead(now) if one.from_at.date() == day]
        assert not any(one.works for one in shut)
        assert offered_days.day_state([one.free for one in shut if one.works]) == "shut"


class TestWindowOfTheLastDay:
    def test_that_is_taken_is_gone(self, now: datetime) -> None:
        everybody = len(able())
        for n in range(everybody):
            acting(lambda n=n: repairs.report(report=last_day(now, n), by=STRANGER, now=now))
        assert free(now, days=LAST)[10] == 0
        with pytest.raises(visits.WindowGone):
            acting(lambda: repairs.report(report=last_day(now, everybody), by=STRANGER, now=now))


def last_day(now: datetime, n: int) -> repairs.Report:
    return held(now + timedelta(days=LAST - 1), 10, n)


@pytest.mark.parametrize(
    ("counted", "stands"),
    [([], "shut"), ([None, None], "uncounted"), ([0, 0], "full"), ([0, 3, 1], "few"), ([1, 1, 1], "free")],
)
def test_a_day_stands_by_its_windows(counted: list[int | None], stands: str) -> None:
    assert offered_days.day_state(counted) == stands
