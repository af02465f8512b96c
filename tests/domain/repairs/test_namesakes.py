"""A number that is registered under another model is asked about at the desk; one that was mistyped leaves nothing."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.goods.actions import catalogue
from anxin.domain.goods.models import Device, Product
from anxin.domain.repairs.commands import TABLE
from tests import builders
from tests.domain.repairs.test_named_devices import SERIAL, name, registered
from tests.domain.repairs.test_receipts import days_ago, unknown

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(now: datetime) -> builders.Walked:
    return unknown(builders.a_repair(now=now, at="accepted"))


def elsewhere(one: builders.Walked, now: datetime, *, category: str = "", covered: bool = True) -> Device:
    """Have the register know the number under another model of the same brand."""
    made = one.repair.product
    same = {"minutes": made.minutes, "skill": made.skill, "category": category or made.category}
    other = Product.objects.create(brand=made.brand, code="OTHER-9", name="另一款", **same)
    day = days_ago(now, 300) if covered else None
    return acting(lambda: catalogue.register(product=other, serial=SERIAL, now=now, bought_date=day))


def may(one: builders.Walked, member: cast.Member = cast.XIAO_CHEN) -> bool:
    case = TABLE.situation(one.repair, by=one.by(member), now=one.now)
    return "registered" in TABLE.allowed(case, one.by(member))


def take(one: builders.Walked, device: Device) -> None:
    given = {"by": one.by(cast.XIAO_CHEN), "now": one.now, "fields": {"device": str(device.pk)}}
    acting(lambda: TABLE.give("registered", row=one.repair, **given))
    one.repair.refresh_from_db()


class TestNamesake:
    def test_is_asked_about_and_is_the_repairs_from_then_on(self, one: builders.Walked, now: datetime) -> None:
        device = elsewhere(one, now)
        assert not may(one)
        name(one)
        assert may(one)
        left = one.repair.device
        take(one, device)
        assert (one.repair.device, one.repair.product.code) == (device, "OTHER-9")
        assert (one.repair.covered, one.repair.bought_proved) == (True, days_ago(now, 300))
        assert left is not None
        assert not Device.objects.filter(pk=left.pk).exists(), "the row of the wrong model goes again"
        assert not may(one)

    def test_of_another_kind_of_goods_is_another_thing(self, one: builders.Walked, now: datetime) -> None:
        device = elsewhere(one, now, category="washer")
        name(one)
        assert not may(one)
        with pytest.raises(AnxinError):
            take(one, device)

    def test_is_told_to_no_customer(self, one: builders.Walked, now: datetime) -> None:
        elsewhere(one, now)
        name(one)
        case = TABLE.situation(one.repair, by=one.customer, now=now)
        assert "registered" not in TABLE.allowed(case, one.customer)


class TestMistyped:
    def test_number_leaves_no_device_once_it_is_put_right(self, one: builders.Walked, now: datetime) -> None:
        name(one, "LCDS2026000OO4")
        name(one)
        assert not Device.objects.filter(serial="LCDS2026000OO4").exists()
        assert one.repair.device is not None
        assert one.repair.device.serial == SERIAL

    def test_number_that_was_registered_before_or_is_somebody_elses_stays(
        self, one: builders.Walked, now: datetime
    ) -> None:
        known = registered(one, days_ago(now, 30), serial="KNOWN-1")
        name(one, "KNOWN-1")
        name(one)
        assert Device.objects.filter(pk=known.pk).exists()
        wrong = builders.a_repair(now=now, at="accepted", customer=cast.GRANDMA_LI)
        name(wrong, "SHARED-1")
        name(one, "SHARED-1")
        name(one)
        assert Device.objects.filter(serial="SHARED-1").exists()
