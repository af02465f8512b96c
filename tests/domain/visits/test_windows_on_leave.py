"""Windows shown are windows taken where some who work for two houses have leave from one of them."""

from datetime import datetime
from functools import partial

import pytest

from anxin.core.acting import acting
from anxin.demo import ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Technician
from anxin.domain.visits.rules import local_day
from tests.domain.network.test_leave_of_one_employer import HERE, KEEPER, THERE, leave, shared
from tests.domain.visits.test_shown_windows import report, taken, tomorrow
from tests.domain.visits.test_windows import able, at, product, spot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("from_whom", [(), (HERE,), (THERE,), (HERE, THERE)])
@pytest.mark.parametrize("asked", [False, True])
def test_windows_shown_are_windows_taken_whoever_gave_leave(
    from_whom: tuple[str, ...], asked: bool, now: datetime
) -> None:
    ground.lay(now=now)
    day, whole = local_day(at(now, 8)), {"kind": "leave", "by": KEEPER, "now": now}
    for who in Technician.objects.exclude(engagements__outlet__code="AX-CD-01"):
        acting(partial(network.absent, technician=who, from_date=day, to_date=day, **whole))
    for who in able():
        shared(now, who=who, asked=asked)
        for slug in from_whom:
            leave(slug, day, now, who)
    shown = {one.from_at: one.free > 0 for one in tomorrow(now)}
    works = HERE not in from_whom or (asked and THERE not in from_whom)
    assert any(shown.values()) == works
    assert taken(shown, partial(report, now)) == shown
    worked = queries.hours_worked(brand=product().brand, skill=product().skill, days=[day], now=now, code=spot().code)
    assert bool(worked[day]) == works
    gap = queries.brief_field(day=day, now=now).gap(brand=product().brand_id, code=spot().code, skill=product().skill)
    assert gap == ("" if works else "nobody_works")
