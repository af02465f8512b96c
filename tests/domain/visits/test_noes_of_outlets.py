"""An outlet's no to a job counts for its people too: none of them is asked for it behind its back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.demo import cast
from anxin.demo.walk import Walked
from anxin.domain.network import actions as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import queries as people
from anxin.domain.repairs.commands.appointments import windows
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.models import OutletOrder
from anxin.domain.visits.rules import local_day
from tests import builders

pytestmark = pytest.mark.django_db
HOME, OTHER = "AX-CD-01", "AX-DG-01"
DISPATCHER = Actor(kind="staff", id="d", roles=frozenset({"dispatcher"}))


def ordered(one: Walked) -> OutletOrder:
    outlet = Outlet.objects.get(code=HOME)
    return acting(lambda: visits.order_outlet(visit=one.visit, outlet=outlet, by=DISPATCHER, now=one.now))


def boss(order: OutletOrder) -> Actor:
    house = str(order.outlet.organisation_id)
    return Actor(kind="staff", id="he", organisation=house, roles=frozenset({"outlet_manager"}))


def gives_back(one: Walked, why: str = "no_technician") -> OutletOrder:
    order = ordered(one)
    acting(lambda: visits.accept_order(order=order, by=boss(order), now=one.now))
    acting(lambda: visits.give_back_order(order=order, why=why, by=boss(order), now=one.now))
    return order


def refuses(one: Walked, why: str = "no_technician") -> OutletOrder:
    order = ordered(one)
    acting(lambda: visits.refuse_order(order=order, why=why, by=boss(order), now=one.now))
    return order


def free(one: Walked, day: date) -> int:
    """Return how many can come on a day, as the case's own windows say."""
    return sum(each.free for each in windows(one.repair, day, one.now))


@pytest.mark.parametrize("says_no", [gives_back, refuses])
def test_asks_none_of_its_people_and_the_desk_takes_over(
    says_no: Callable[[Walked], OutletOrder], now: datetime
) -> None:
    one = builders.a_repair(now=now, at="triaged")
    assert gateway.candidates(one.visit, now=one.now)
    says_no(one)
    one.run()
    one.visit.refresh_from_db()
    assert not one.visit.offers.exists()
    assert one.visit.by_hand_at is not None
    assert gateway.ranking(one.visit, now=one.now).able == []


def test_windows_of_that_day_count_nobody_of_it_and_those_of_others_do(now: datetime) -> None:
    one = builders.a_repair(now=now, at="triaged")
    day = local_day(one.visit.wanted_from_at)
    assert free(one, day)
    before = free(one, day + timedelta(days=1))
    gives_back(one)
    assert (free(one, day), free(one, day + timedelta(days=1))) == (0, before)
    elsewhere = gateway.free_windows(
        product=one.repair.product, spot=gateway.spot_of(one.repair.place), day=day, now=one.now
    )
    assert sum(each.free for each in elsewhere), "another's windows are as they were"


@pytest.mark.parametrize(("why", "asked"), [("no_technician", True), ("no_skill", False)])
def test_a_day_later_its_people_are_asked_again_unless_it_meant_the_job(
    why: str, *, asked: bool, now: datetime
) -> None:
    one = builders.a_repair(now=now, at="triaged")
    refuses(one, why)
    visit = one.visit
    visit.wanted_from_at += timedelta(days=1)
    visit.wanted_to_at += timedelta(days=1)
    visit.save()
    assert bool(gateway.candidates(visit, now=one.now)) == asked
    assert bool(free(one, local_day(visit.wanted_from_at))) == asked


def test_who_works_for_another_house_there_too_goes_for_that_one(now: datetime) -> None:
    one = builders.a_repair(now=now, at="triaged")
    brand, other = people.organisation(cast.HEYAN.slug), Outlet.objects.get(code=OTHER)
    luo = Technician.objects.get(number=cast.MASTER_LUO.number)
    acting(lambda: network.widen(outlet=other, brand=brand, division=one.visit.place.county_code, now=one.now))
    acting(lambda: network.engage(technician=luo, outlet=other, brand=brand, by=SYSTEM, now=one.now))
    gives_back(one)
    assert {each.outlet.code for each in gateway.candidates(one.visit, now=one.now)} == {OTHER}
    one.run()
    assert luo in {offer.technician for offer in one.visit.offers.all()}


def test_asked_once_more_it_names_whom_it_will(now: datetime) -> None:
    one = builders.a_repair(now=now, at="triaged")
    gives_back(one)
    order = ordered(one)
    acting(lambda: visits.accept_order(order=order, by=boss(order), now=one.now))
    luo = Technician.objects.get(number=cast.MASTER_LUO.number)
    assert luo in {each.technician for each in gateway.own_ranking(order, now=one.now).able}
    offer = acting(lambda: visits.name_technician(order=order, technician=luo, by=boss(order), now=one.now))
    assert (offer.technician, offer.state) == (luo, "sent")


def test_a_person_may_name_one_of_its_people_still(now: datetime) -> None:
    one = builders.a_repair(now=now, at="triaged")
    gives_back(one)
    luo = Technician.objects.get(number=cast.MASTER_LUO.number)
    offer = acting(lambda: visits.offer_to(visit=one.visit, technician=luo, by=DISPATCHER, now=one.now))
    assert offer.state == "sent"
