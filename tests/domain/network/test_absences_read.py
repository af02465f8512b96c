"""That somebody of several employers is ill stops all of them, and only one of them reads why."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Absence, Outlet, Technician
from anxin.domain.network.queries import hours_of, technicians, weeks
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from tests import builders
from tests.domain.network.test_desk import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def luo(now: datetime) -> Technician:
    ground.lay(now=now)
    return Technician.objects.get(number=cast.MASTER_LUO.number)


def shared(luo: Technician, now: datetime) -> Outlet:
    """Have him work for another house too."""
    other = Outlet.objects.get(code="AX-DG-01")
    brand = people.organisation(cast.QINGFENG.slug)
    acting(lambda: network.engage(technician=luo, outlet=other, brand=brand, by=SYSTEM, now=now))
    return other


def ill(luo: Technician, by: Actor, now: datetime) -> Absence:
    day = now.date()
    return acting(lambda: network.absent(technician=luo, kind="sick", from_date=day, to_date=day, by=by, now=now))


def own(luo: Technician) -> Actor:
    return Actor(kind="technician", id=str(luo.account_id), roles=frozenset({"technician"}))


class TestIllness:
    def test_of_one_employer_s_is_read_by_all_who_lead_him(self, luo: Technician, now: datetime) -> None:
        assert ill(luo, own(luo), now).house is None
        assert Notice.objects.filter(code="member_ill").exists()

    def test_of_several_s_stops_all_and_is_read_by_the_first_and_by_himself(
        self, luo: Technician, now: datetime
    ) -> None:
        other = shared(luo, now)
        row = ill(luo, own(luo), now)
        first, second = builders.actor(cast.BOSS_HE, now=now), somebody("outlet_manager", other.organisation.slug)
        read = [
            technicians.absence_read(row, by) for by in (first, second, own(luo), builders.actor(cast.ADMIN, now=now))
        ]
        assert read == ["sick", "away", "sick", "sick"]
        assert weeks.days_ahead(luo, now=now, reader=other.organisation_id)[0].absent == "away"
        assert not hours_of(luo, day=now.date()), "he is sent for nobody"
        assert not Notice.objects.filter(code="member_ill").exists()
        assert Notice.objects.filter(code="member_off").exists()

    def test_is_read_by_the_house_that_says_it(self, luo: Technician, now: datetime) -> None:
        other = shared(luo, now)
        says = somebody("outlet_manager", other.organisation.slug)
        assert ill(luo, says, now).house_id == other.organisation_id
