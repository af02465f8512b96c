"""Which device it is, written down later than reported: at the counter, from the parcel, at the door, by the desk."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Forbidden
from anxin.core.timeline import Entry
from anxin.demo import bench, cast
from anxin.domain.goods.actions import catalogue
from anxin.domain.goods.models import Device
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as money
from anxin.domain.ledger.models import Repayment
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people.models import Person
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import JOBS, TABLE
from anxin.domain.repairs.models import Repair
from tests import builders
from tests.domain.repairs.test_receipts import bill_of, days_ago, show, told, unknown

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


def at_the_door(one: builders.Walked, serial: str = SERIAL) -> None:
    """Have the technician write the number down."""
    luo = one.by(cast.MASTER_LUO)
    acting(lambda: JOBS.give("device", row=one.visit, by=luo, now=one.now, fields={"serial": serial}))
    one.repair.refresh_from_db()


def of_grandma(one: builders.Walked, day: date) -> Device:
    """Have the device be another customer's, bought on a day."""
    grandma = builders.a_repair(now=one.now, customer=cast.GRANDMA_LI).repair.customer
    device = registered(one, day)
    Device.objects.filter(pk=device.pk).update(owner=grandma)
    return device


class TestADeviceOfSomebodyElse:
    @pytest.mark.parametrize("at", ["quoted", "billed", "closed"])
    def test_frees_nothing_by_its_number_and_the_desk_is_told(self, now: datetime, at: str) -> None:
        one = unknown(builders.a_repair(now=now, at=at))
        device = of_grandma(one, days_ago(now, 300))
        before = money.latest(one.repair.stream())

        if at == "closed":
            name(one)
        else:
            at_the_door(one)

        after, owner = money.latest(one.repair.stream()), device.owner_id
        device.refresh_from_db()
        assert (after and after.total_fen, after and after.state) == (
            before and before.total_fen,
            before and before.state,
        )
        assert not Repayment.objects.exists()
        assert (one.repair.covered, one.repair.bought_other) == (False, days_ago(now, 300))
        assert (one.repair.bought_proved, device.owner_id != one.repair.customer_id) == (None, True), owner
        (line,) = told(one, "repairs.receipts_disagree")
        assert "登记在别人名下" in line.sentence
        assert str(days_ago(now, 300).year) not in line.sentence, "a stranger isn't told when it was bought"
        assert Notice.objects.filter(code="repair_receipts").exists() == (at != "closed"), "who wrote it knows"

    def test_whose_own_term_is_over_is_written_down_and_asks_nobody(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="quoted"))
        of_grandma(one, days_ago(now, 4000))
        at_the_door(one)
        assert (one.repair.bought_other, one.repair.bought_proved, one.repair.covered) == (None, None, False)

    def test_is_no_other_where_its_owner_lives_elsewhere_by_now(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="quoted"))
        device = registered(one, days_ago(now, 300))
        known = Person.objects.get(pk=one.repair.customer_id)
        moved = acting(lambda: people.enrolled_anew(name="张女士", phone=cast.MS_ZHANG.phone, now=now))
        assert (moved.pk != known.pk, moved.phone_index) == (True, known.phone_index)
        Device.objects.filter(pk=device.pk).update(owner=moved)
        at_the_door(one)
        assert (one.repair.covered, one.repair.bought_other) == (True, None)

    def test_covers_no_report_that_names_its_number(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        of_grandma(one, days_ago(now, 300))
        for who, covered in ((cast.MS_ZHANG, False), (cast.GRANDMA_LI, True)):
            said = replace(builders.a_report(now=one.now, customer=who), product=one.repair.product, serial=SERIAL)
            made = acting(lambda said=said: repairs.report(report=said, by=SYSTEM, now=one.now)).repair
            assert (made.covered, made.bought_other) == (covered, None if covered else days_ago(now, 300))
        waits = Repair.objects.get(bought_other__isnull=False)
        entry = Entry.objects.get(code="repairs.receipts_disagree")
        assert (entry.stream.key, entry.facts["whose"]) == (str(waits.pk), "number")
        assert (waits.warranty_why, waits.bought_proved) == ("no_purchase_date", None)
        assert Notice.objects.filter(code="repair_receipts").exists()


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

    def test_overrules_no_receipt_that_was_shown_for_a_number_named_before(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="quoted"))
        at_the_door(one, "AAA-OLD-1")
        show(one, days_ago(now, 4000))
        registered(one, days_ago(now, 300))
        at_the_door(one)
        assert (one.repair.covered, one.repair.bought_proved) == (False, days_ago(now, 4000))
        assert one.repair.bought_other == days_ago(now, 300), "the desk decides"
        assert told(one, "repairs.receipts_disagree")

    def test_puts_a_mistyped_number_right_where_no_receipt_was_shown(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="quoted"))
        registered(one, days_ago(now, 400), serial="AAA-OLD-1")
        registered(one, days_ago(now, 300))
        at_the_door(one, "AAA-OLD-1")
        at_the_door(one)
        assert (one.repair.bought_proved, one.repair.bought_other) == (days_ago(now, 300), None)

    def test_frees_no_bill_that_was_agreed_to_where_its_technician_alone_writes_it(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="billed"))
        bill = bill_of(one)
        acting(lambda: ledger.agree(bill=bill, by=one.customer, now=one.now))
        registered(one, days_ago(now, 300))

        at_the_door(one)

        assert (bill_of(one).state, bill_of(one).total_fen) == ("agreed", bill.total_fen)
        assert (one.repair.covered, one.repair.bought_other) == (False, days_ago(now, 300))
        assert "账单先不变" in told(one, "repairs.receipts_disagree")[0].sentence
        chen, given = one.by(cast.XIAO_CHEN), {"bought_date": days_ago(now, 300)}
        acting(lambda: TABLE.give("receipt", row=one.repair, by=chen, now=one.now, fields=given))
        assert bill_of(one).total_fen == 0, "the desk decides"

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
