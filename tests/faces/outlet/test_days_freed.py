"""Before leave, an illness, a closure or a swap takes jobs from somebody, the form names them and their customers."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.demo.walk import Walked
from anxin.domain.network import actions as network
from anxin.domain.network.models import Absence, Closure, Leave, Shift, Swap, Technician
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import local_day
from tests import builders
from tests.faces.outlet.test_house import Sits
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
LUO = cast.MASTER_LUO.number
LOOKS = {
    "an outlet's leave": (cast.BOSS_HE, f"/outlet/week/{LUO}/leave/", {}),
    "the desk's leave": (cast.ADMIN, f"/desk/network/technicians/{LUO}/leave/", {}),
    "an illness": (cast.BOSS_HE, f"/outlet/week/{LUO}/sick/", {}),
    "an outlet's closure": (cast.BOSS_HE, "/outlet/house/closure/", {"why": "盘点"}),
    "the desk's closure": (cast.ADMIN, "/desk/network/outlets/AX-CD-01/closure/", {"why": "盘点"}),
}


def luo() -> Technician:
    return Technician.objects.get(number=LUO)


@pytest.fixture
def one(live_now: datetime) -> Walked:
    """Have Master Luo booked for two days on."""
    walked = builders.a_repair(now=live_now, at="booked")
    begins, ends = (each + timedelta(days=2) for each in (walked.visit.wanted_from_at, walked.visit.wanted_to_at))
    Visit.objects.filter(pk=walked.visit.pk).update(wanted_from_at=begins, wanted_to_at=ends)
    return walked


def day_of(one: Walked) -> date:
    return local_day(Visit.objects.get(pk=one.visit.pk).wanted_from_at)


def named(page: str, one: Walked) -> bool:
    return "有 1 位客户已约好时段" in page and one.repair.number in page


@pytest.mark.parametrize("what", LOOKS)
def test_the_form_names_them_while_it_is_typed_and_nothing_is_given_by_a_look(
    what: str, sits: Sits, one: Walked
) -> None:
    who, way, told = LOOKS[what]
    client, day = sits(who), day_of(one)
    after = day + timedelta(days=1)
    for first, last, goes in ((day, day, True), (after, after, False)):
        days = {"from_date": first.isoformat(), "to_date": last.isoformat()}
        page = flat(client.post(way, {**told, **days, "once": "k-1", "look": "yes"}))
        assert named(page, one) is goes
        assert ("这几天没有已派的单" in page) is not goes
    assert not Absence.objects.exists()
    assert not Closure.objects.exists()
    assert Visit.objects.get(pk=one.visit.pk).state == "booked"


@pytest.mark.parametrize("what", LOOKS)
def test_days_at_either_end_of_time_are_no_fault(what: str, sits: Sits, one: Walked) -> None:
    who, way, told = LOOKS[what]
    client, far, early = sits(who), "9999-12-31", "0001-01-01"
    page, _, name = way.removesuffix("/").rpartition("/")
    for first, last in ((far, far), (early, early), (early, far), (day_of(one).isoformat(), far)):
        days = {"from_date": first, "to_date": last}
        assert client.get(f"{page}/", {"do": name, **days}).status_code in (200, 404)
        assert client.post(way, {**told, **days, "once": "k-1", "look": "yes"}).status_code in (200, 422)
        assert client.post(way, {**told, **days, "once": "k-1"}).status_code == 422


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "0001-01-01"])
def test_a_last_day_at_either_end_of_time_is_no_fault(day: str, sits: Sits, one: Walked) -> None:
    page = f"/outlet/week/{LUO}/"
    assert sits(cast.BOSS_HE).get(page, {"do": "last-day", "last_date": day}).status_code == 200
    for look in ({"look": "yes"}, {}):
        told = {"last_date": day, "once": f"k-{len(look)}", **look}
        assert sits(cast.BOSS_HE).post(f"{page}last-day/", told).status_code in (200, 302, 422)


def agreed(client: Client, way: str, one: Walked) -> None:
    """Agree to a wish by two presses: the first names what goes to others and changes nothing."""
    page = client.post(way, {"once": "k-1"})
    assert page.status_code == 200
    assert named(flat(page), one)
    assert Visit.objects.get(pk=one.visit.pk).state == "booked"
    assert client.post(way, {"once": "k-1", "read": "yes"}).status_code == 302
    assert Visit.objects.get(pk=one.visit.pk).state == "open"


def test_a_wish_for_leave_is_agreed_once_they_were_read(sits: Sits, live_now: datetime, one: Walked) -> None:
    day, he = day_of(one), one.by(cast.MASTER_LUO)
    leave = acting(lambda: network.ask_leave(technician=luo(), from_date=day, to_date=day, by=he, now=one.now))
    agreed(sits(cast.BOSS_HE), f"/outlet/wishes/leave/{leave.pk}/agree/", one)
    assert Leave.objects.get().state == "agreed"


def test_a_swap_is_agreed_once_they_were_read(sits: Sits, live_now: datetime, one: Walked) -> None:
    day, he, lu = day_of(one), one.by(cast.MASTER_LUO), Technician.objects.get(number=cast.MASTER_LU.number)
    acting(lambda: network.keep_day(technician=lu, day=day, hours=(), by=SYSTEM, now=one.now))
    swap = acting(lambda: network.ask_swap(technician=luo(), colleague=lu, day=day, back=None, by=he, now=one.now))
    agreed(sits(cast.ADMIN), f"/desk/network/wishes/swap/{swap.pk}/agree/", one)
    assert Swap.objects.get().state == "agreed"
    assert Shift.objects.filter(technician=lu, date=day, to_min__gt=0).exists()


@pytest.mark.parametrize("ends", [True, False])
def test_a_skill_that_ends_before_a_booked_visit_names_it_while_it_is_typed(
    ends: bool, sits: Sits, one: Walked
) -> None:
    code, at = Visit.objects.get(pk=one.visit.pk).skill, f"/desk/network/technicians/{LUO}/"
    until = day_of(one) - timedelta(days=ends)
    look = {"once": "k-1", "look": "yes"}
    page = flat(sits(cast.ADMIN).post(f"{at}skill/", {**look, "code": code, "until_date": until.isoformat()}))
    assert named(page, one) is ends
    assert ("没有因此要转走的单" in page) is not ends
    assert ("没有因此要转走的单" in flat(sits(cast.ADMIN).post(f"{at}skill/", {**look, "code": code}))) is True
    assert Visit.objects.get(pk=one.visit.pk).state == "booked"


def test_a_skill_that_is_ended_names_what_goes_to_others(sits: Sits, one: Walked) -> None:
    code, way = Visit.objects.get(pk=one.visit.pk).skill, f"/desk/network/technicians/{LUO}/skill-end/"
    look = {"once": "k-1", "look": "yes"}
    assert named(flat(sits(cast.ADMIN).post(way, {**look, "skill": code})), one)
    assert Visit.objects.get(pk=one.visit.pk).state == "booked"
