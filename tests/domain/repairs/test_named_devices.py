"""Which device it is, written down later than reported: at the counter, from the parcel, at the door, by the desk."""

from datetime import date, datetime

import pytest

from anxin.core.acting import acting
from anxin.core.errors import Forbidden
from anxin.demo import bench, cast
from anxin.domain.goods.actions import catalogue
from anxin.domain.goods.models import Device
from anxin.domain.ledger import queries as money
from anxin.domain.ledger.models import Repayment
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import JOBS, TABLE
from anxin.domain.repairs.models import Repair
from tests import builders
from tests.domain.repairs.test_receipts import days_ago, unknown

pytestmark = pytest.mark.django_db

SERIAL = "LCDS2026000004"


def registered(one: builders.Walked, day: date | None, serial: str = SERIAL) -> Device:
    """Have the brand's file know the device, as bought on a day."""
    product = one.repair.product
    return acting(lambda: catalogue.register(product=product, serial=serial, now=one.now, bought_date=day))


def name(one: builders.Walked, serial: str = SERIAL) -> None:
    """Have the desk write the number down."""
    chen = one.by(cast.XIAO_CHEN)
    acting(lambda: TABLE.give("device", row=one.repair, by=chen, now=one.now, fields={"serial": serial}))
    one.repair.refresh_from_db()


def codes(one: builders.Walked) -> list[str]:
    view = queries.view(one.repair, actor=one.customer, now=one.now)
    return [line.code for line in view.timeline]


class TestADeviceNamedLater:
    def test_is_in_warranty_by_the_register_once_the_counter_wrote_its_number_down(self, now: datetime) -> None:
        one = unknown(builders.at_a_bench(now=now, at="accepted"))
        device = registered(one, days_ago(now, 300), serial="HYS3-0001")
        bench.here(one)
        one.repair.refresh_from_db()
        assert (one.repair.covered, one.repair.warranty_why) == (True, "in_term")
        assert (one.repair.device, one.repair.bought_proved) == (device, days_ago(now, 300))
        assert "repairs.device_known" in codes(one)

    def test_is_in_warranty_once_it_was_read_on_what_lay_in_a_parcel(self, now: datetime) -> None:
        one = unknown(builders.at_a_bench(now=now, mode="mail_in", at="here"))
        registered(one, days_ago(now, 300))
        told = {"condition": ("fine",), "shelf": "B-07", "witness": cast.XIAO_FANG.username, "serial": SERIAL.lower()}
        bench.give(one, "unpacking", one.by(cast.BOSS_HE), **told, files=(bench.picture(one, "receipt", 71),))
        one.repair.refresh_from_db()
        assert (one.repair.covered, one.repair.warranty_why) == (True, "in_term")

    def test_is_written_down_by_its_technician_at_the_door(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="quoted"))
        registered(one, days_ago(now, 300))
        luo = one.by(cast.MASTER_LUO)
        acting(lambda: JOBS.give("device", row=one.visit, by=luo, now=one.now, fields={"serial": SERIAL}))
        one.repair.refresh_from_db()
        assert one.repair.covered
        assert one.repair.quotes.get(version=1).state == "replaced"

    def test_has_a_quote_that_was_agreed_to_offered_anew(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="agreed"))
        registered(one, days_ago(now, 300))
        name(one)
        assert [quote.state for quote in one.repair.quotes.all()] == ["replaced"]

    def test_has_what_was_paid_proposed_to_go_back(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="closed"))
        paid = money.latest(one.repair.stream())
        assert paid is not None
        registered(one, days_ago(now, 300))
        name(one)
        name(one)
        (back,) = Repayment.objects.filter(bill=paid)
        assert (back.reason, back.amount_fen > 0) == ("warranty", True)
        assert codes(one).count("repairs.device_known") == 1

    def test_that_nobody_registered_changes_nothing_but_its_name(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="quoted"))
        name(one)
        assert (one.repair.covered, one.repair.warranty_why) == (False, "no_purchase_date")
        assert one.repair.device is not None
        assert codes(one).count("repairs.device_named") == 1
        assert one.repair.quotes.get(version=1).state == "sent"

    def test_leaves_a_day_that_was_proved_and_the_desk_decides(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="quoted")
        Repair.objects.filter(pk=one.repair.pk).update(
            covered=False, warranty_why="term_over", bought_proved=days_ago(now, 3000), device=None
        )
        one.repair.refresh_from_db()
        registered(one, days_ago(now, 300))
        name(one)
        assert (one.repair.covered, one.repair.bought_other) == (False, days_ago(now, 300))

    def test_keeps_what_the_brand_said(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="quoted")
        Repair.objects.filter(pk=one.repair.pk).update(covered=True, warranty_why="brand_said")
        one.repair.refresh_from_db()
        registered(one, days_ago(now, 3000))
        name(one)
        assert (one.repair.covered, one.repair.warranty_why) == (True, "brand_said")

    def test_isnt_named_by_its_customer(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="quoted")
        with pytest.raises(Forbidden):
            acting(lambda: TABLE.give("device", row=one.repair, by=one.customer, now=one.now, fields={"serial": "A1"}))
