"""A day of purchase that a reporter says is his word: it takes no warranty from a device, and gives him none."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.demo.walk import a_report
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import Device
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.models import Repair
from tests import builders

pytestmark = pytest.mark.django_db
SERIAL = "HY3-ATTACK-1"
LONG_AGO = date(2015, 1, 1)


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    builders.a_visit(now=now, at="triaged")


def reported(now: datetime, *, by: cast.Customer, day: date | None, proved: bool = False) -> Repair:
    """Have somebody report a lock of this serial number that was bought on a day, as he says."""
    said = replace(a_report(now=now, customer=by), serial=SERIAL, bought_date=day, proved=proved)
    return acting(lambda: repairs.report(report=said, by=SYSTEM, now=now)).repair


class TestSaidDay:
    def test_of_a_stranger_takes_no_warranty_from_the_owner(self, now: datetime) -> None:
        """He reported it with 2015 first; with 2026 the owner read that it was out of warranty."""
        stranger = reported(now, by=cast.GRANDMA_LI, day=LONG_AGO)
        assert (stranger.covered, stranger.warranty_why) == (False, "no_term")
        assert Device.objects.get(serial=SERIAL).bought_date is None
        day = now.date() - timedelta(days=10)
        owner = reported(now + timedelta(minutes=5), by=cast.MS_ZHANG, day=day)
        assert (owner.covered, owner.warranty_why, owner.bought_said) == (False, "unproved", day)

    def test_gives_nobody_a_warranty_until_the_desk_saw_it_proved(self, now: datetime) -> None:
        day = now.date() - timedelta(days=10)
        stranger = reported(now, by=cast.GRANDMA_LI, day=None)
        made = reported(now, by=cast.MS_ZHANG, day=day)
        assert (made.covered, made.covered_until) == (False, None)
        one = builders.a_repair(now=now, at="accepted")
        chen = one.by(cast.XIAO_CHEN)
        acting(lambda: repairs.accept(repair=made, by=chen, now=now + timedelta(minutes=1)))
        assert queries.view(made, actor=chen, now=now).warranty_open
        acting(lambda: repairs.check_cover(repair=made, bought_date=day, by=chen, now=now + timedelta(minutes=2)))
        made.refresh_from_db()
        assert (made.covered, made.warranty_why, made.bought_said) == (True, "in_term", None)
        device = Device.objects.get(serial=SERIAL)
        assert (device.bought_date, device.owner) == (day, made.customer), "whose receipt it is, not who came first"
        assert device.owner != stranger.customer

    @pytest.mark.parametrize("said", [LONG_AGO, None])
    def test_is_nothing_beside_one_that_was_proved(self, said: date | None, now: datetime) -> None:
        day = now.date() - timedelta(days=10)
        product = a_report(now=now).product
        goods.register(product=product, serial=SERIAL, now=now, bought_date=day, proof="FP-1")
        made = reported(now, by=cast.MS_ZHANG, day=said)
        assert (made.covered, made.warranty_why) == (True, "in_term")
        assert Device.objects.get(serial=SERIAL).bought_date == day

    def test_of_an_order_or_the_brand_that_pays_is_written_on_the_device(self, now: datetime) -> None:
        day = now.date() - timedelta(days=10)
        made = reported(now, by=cast.MS_ZHANG, day=day, proved=True)
        assert (made.covered, made.bought_said) == (True, None)
        assert Device.objects.get(serial=SERIAL).bought_date == day
