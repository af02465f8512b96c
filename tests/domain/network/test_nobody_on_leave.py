"""A place whose every technician is on leave from the outlet that goes there waits, whomever else they work for."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from anxin.core.acting import acting
from anxin.demo import ground
from anxin.domain.network import actions as network
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.models import Technician
from anxin.domain.network.queries import waitlist
from anxin.domain.visits.rules import local_day
from tests.domain.network.test_desk import somebody
from tests.domain.network.test_leave_of_one_employer import HERE, KEEPER, shared
from tests.domain.visits.test_windows import able, product, spot

pytestmark = pytest.mark.django_db


def why(now: datetime) -> str:
    goods = product()
    return waitlist.nobody_comes(brand=goods.brand, skills=[goods.skill], code=spot().code, outside=False, now=now)


def test_where_all_are_on_leave_from_the_only_outlet_that_goes_there_nobody_comes(now: datetime) -> None:
    ground.lay(now=now)
    span = {"from_date": local_day(now), "to_date": local_day(now) + timedelta(days=20)}
    others = Technician.objects.exclude(engagements__outlet__code="AX-CD-01")
    for one in others:
        acting(partial(network.absent, technician=one, kind="leave", by=KEEPER, now=now, **span))
    assert why(now) == ""
    for one in able():
        shared(now, who=one)
        manager = somebody("outlet_manager", HERE)
        acting(partial(TECHNICIANS.give, "leave", row=one, by=manager, now=now, fields=span))
    assert why(now) == "nobody_works"
