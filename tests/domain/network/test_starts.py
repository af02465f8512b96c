"""Who works somewhere else sets out there, and who starts too far away is listed."""

from datetime import datetime

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.models import Engagement, Outlet, Technician
from anxin.domain.network.queries import starts, technicians

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")
BEIJING = (116.4, 39.9)


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def luo() -> Technician:
    return Technician.objects.get(number=cast.MASTER_LUO.number)


def at(row: Technician | Outlet) -> tuple[float, float]:
    return row.lng, row.lat


def give(name: str, now: datetime, **fields: object) -> None:
    acting(lambda: TECHNICIANS.give(name, row=luo(), by=KEEPER, now=now, fields=fields))


def moves(now: datetime) -> Outlet:
    """Let Luo work in Dongguan, and no more in Chengdu."""
    there = Outlet.objects.exclude(code__in=luo().engagements.values("outlet__code")).get(code="AX-DG-01")
    former = list(Engagement.objects.filter(technician=luo(), to_at=None))
    give("employment", now, outlet=there.code, brand=cast.HEYAN.slug)
    for one in former:
        give("employment-end", now, employment=str(one.pk))
    return there


def test_who_moves_to_an_outlet_far_away_sets_out_there(now: datetime) -> None:
    before = at(luo())
    there = moves(now)
    assert at(luo()) == at(there) != before
    assert "network.start_moved" in [one.code for one in timeline.read(luo().stream())]
    assert starts.far_starts(now=now) == []


def test_who_also_works_near_home_goes_on_setting_out_from_home(now: datetime) -> None:
    before = at(luo())
    give("employment", now, outlet="AX-DG-01", brand=cast.HEYAN.slug)
    assert at(luo()) == before


def test_a_start_that_was_given_far_away_stays(now: datetime) -> None:
    give("start", now, point="116.40000, 39.90000")
    assert at(luo()) == BEIJING
    moves(now)
    assert at(luo()) == BEIJING
    assert starts.far_starts(now=now) == [luo().pk]
    sought = technicians.TechnicianFilter(stands="far")
    found = technicians.listed(KEEPER, sought, now=now, offset=0, limit=9)
    assert [one.number for one in found] == [luo().number]


def test_an_empty_start_is_the_outlet_he_came_to_last(now: datetime) -> None:
    give("start", now, point="116.4, 39.9")
    give("start", now, point="")
    assert at(luo()) in [at(one) for one in starts.outlets_of(luo())]
    with pytest.raises(Invalid, match="point"):
        give("start", now, point="somewhere")
    Engagement.objects.filter(technician=luo()).update(to_at=now)
    with pytest.raises(network.NoOutlet):
        give("start", now, point="")
