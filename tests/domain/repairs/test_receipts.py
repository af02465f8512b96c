"""A proof of purchase that is shown at the door: what warranty follows, two that disagree, what was paid."""

from datetime import date, datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.errors import AnxinError, Invalid, WrongState
from anxin.core.files import PICTURES, receive
from anxin.core.row_seals import verifies
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.demo.walk import a_picture
from anxin.domain.goods.models import Device
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as money
from anxin.domain.ledger.models import Bill, Repayment
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import JOBS, TABLE
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import FieldPhoto
from tests import builders

pytestmark = pytest.mark.django_db


def unknown(one: builders.Walked, *, why: str = "no_purchase_date") -> builders.Walked:
    """Have nobody know when the goods of a repair were bought."""
    Repair.objects.filter(pk=one.repair.pk).update(covered=False, warranty_why=why, bought_proved=None)
    one.repair.refresh_from_db()
    return one


def at_the_door(now: datetime, *, at: str = "on_site") -> builders.Walked:
    """Walk on while nobody knows when the goods were bought."""
    return builders.a_repair(now=now, at=at)


def days_ago(now: datetime, days: int) -> date:
    return now.date() - timedelta(days=days)


def show(one: builders.Walked, day: date, *, seller: str = "安居五金店", salt: int = 7) -> None:
    """Have Master Luo write down the receipt that his customer shows him."""
    luo, file = one.by(cast.MASTER_LUO), a_picture(now=one.now, salt=salt)
    fields = {"bought_date": day, "seller": seller, "files": [file]}
    acting(lambda: JOBS.give("receipt", row=one.visit, by=luo, now=one.now, fields=fields))
    one.repair.refresh_from_db()


def told(one: builders.Walked, code: str) -> list[queries.EntryLine]:
    """Return what the customer reads of a fact."""
    return [line for line in queries.view(one.repair, actor=one.customer, now=one.now).timeline if line.code == code]


def bill_of(one: builders.Walked) -> Bill:
    bill = money.latest(one.repair.stream())
    assert bill is not None
    return bill


class TestShownAtTheDoor:
    def test_puts_the_repair_in_warranty_with_its_picture_sealed(self, now: datetime) -> None:
        one = at_the_door(now)
        show(one, days_ago(now, 40))
        assert (one.repair.covered, one.repair.warranty_why) == (True, "in_term")
        assert one.repair.bought_proved == days_ago(now, 40)
        photo = FieldPhoto.objects.get(visit=one.visit, slot="receipt")
        (line,) = told(one, "repairs.receipt_shown")
        assert line.text == "安居五金店"
        entry = Entry.objects.get(code="repairs.receipt_shown")
        assert (entry.facts["sha256"], entry.facts["covered"]) == (photo.file, True)

    def test_is_out_of_warranty_where_its_term_is_over(self, now: datetime) -> None:
        one = at_the_door(now)
        show(one, days_ago(now, 4000))
        assert (one.repair.covered, one.repair.warranty_why) in ((False, "term_over"), (False, "no_term"))

    def test_is_kept_with_the_device_for_the_next_repair(self, now: datetime) -> None:
        one = at_the_door(now)
        device = Device.objects.create(product=one.repair.product, serial="DOOR-1", created_at=now)
        Repair.objects.filter(pk=one.repair.pk).update(device=device)
        show(one, days_ago(now, 40))
        device.refresh_from_db()
        assert (device.proved_date, device.owner, verifies(device)) == (days_ago(now, 40), one.repair.customer, True)

    def test_puts_a_quote_aside_that_was_sent_at_other_prices(self, now: datetime) -> None:
        one = at_the_door(now, at="quoted")
        show(one, days_ago(now, 40))
        assert one.repair.quotes.get(version=1).state == "replaced"

    def test_is_no_day_that_lies_after_the_report_and_no_film(self, now: datetime) -> None:
        one = at_the_door(now)
        with pytest.raises(Invalid) as refused:
            show(one, days_ago(now, -3))
        assert refused.value.field == "bought_date"

    @pytest.mark.parametrize("day", [date(1, 1, 1), date(1999, 12, 31)])
    def test_is_no_day_before_anybody_sold_it(self, now: datetime, day: date) -> None:
        one = at_the_door(now)
        with pytest.raises(Invalid) as refused:
            show(one, day)
        assert (refused.value.field, one.repair.bought_proved) == ("bought_date", None)

    def test_is_a_picture_that_can_be_opened(self, now: datetime) -> None:
        one = at_the_door(now)
        page = b"GIF89a\x01\x00\x01\x00<html><script>alert(1)</script></html>"
        file = acting(lambda: receive([page], length=len(page), allowed=PICTURES, now=one.now))
        fields = {"bought_date": days_ago(now, 40), "seller": "店", "files": [file]}
        with pytest.raises(Invalid) as refused:
            acting(lambda: JOBS.give("receipt", row=one.visit, by=one.by(cast.MASTER_LUO), now=one.now, fields=fields))
        assert (refused.value.field, FieldPhoto.objects.filter(slot="receipt").exists()) == ("files", False)

    def test_is_written_down_by_nobody_elses_technician(self, now: datetime) -> None:
        one = at_the_door(now)
        other = one.by(cast.MASTER_ZHOU) if hasattr(cast, "MASTER_ZHOU") else one.by(cast.BOSS_HE)
        fields = {"bought_date": days_ago(now, 40), "seller": "店", "files": [a_picture(now=one.now, salt=7)]}
        with pytest.raises(AnxinError):
            acting(lambda: JOBS.give("receipt", row=one.visit, by=other, now=one.now, fields=fields))

    def test_says_nothing_of_what_the_warranty_doesnt_pay_for(self, now: datetime) -> None:
        one = unknown(builders.a_repair(now=now, at="on_site"), why="not_warranted")
        luo = one.by(cast.MASTER_LUO)
        assert "receipt" not in JOBS.allowed(JOBS.situation(one.visit, by=luo, now=one.now), luo)


class TestTwoThatDisagree:
    def test_leave_what_was_proved_and_the_desk_decides(self, now: datetime) -> None:
        one = at_the_door(now)
        show(one, days_ago(now, 40))
        show(one, days_ago(now, 90), seller="另一家", salt=8)
        assert (one.repair.covered, one.repair.bought_proved) == (True, days_ago(now, 40))
        assert one.repair.bought_other == days_ago(now, 90)
        assert told(one, "repairs.receipts_disagree")
        chen = one.by(cast.XIAO_CHEN)
        given = {"bought_date": days_ago(now, 90)}
        acting(lambda: TABLE.give("receipt", row=one.repair, by=chen, now=one.now, fields=given))
        one.repair.refresh_from_db()
        assert (one.repair.bought_proved, one.repair.bought_other) == (days_ago(now, 90), None)

    def test_are_not_three(self, now: datetime) -> None:
        one = at_the_door(now)
        show(one, days_ago(now, 40))
        show(one, days_ago(now, 90), salt=8)
        with pytest.raises(WrongState):
            show(one, days_ago(now, 41), salt=9)

    def test_are_one_where_they_say_the_same_day(self, now: datetime) -> None:
        one = at_the_door(now)
        show(one, days_ago(now, 40))
        show(one, days_ago(now, 40), salt=8)
        assert one.repair.bought_other is None


class TestAPictureShownTwice:
    def test_at_another_customers_repair_is_left_to_the_desk_who_reads_where(self, now: datetime) -> None:
        first = at_the_door(now)
        show(first, days_ago(now, 40))
        grandma = builders.a_repair(now=first.now, customer=cast.GRANDMA_LI).repair.customer
        Repair.objects.filter(pk=first.repair.pk).update(customer=grandma)
        second = unknown(builders.a_repair(now=first.now, at="on_site"))

        show(second, days_ago(now, 40))

        assert (first.repair.covered, second.repair.covered) == (True, False)
        assert (second.repair.bought_proved, second.repair.bought_other) == (None, days_ago(now, 40))
        (line,) = told(second, "repairs.receipts_disagree")
        assert "客服" in line.sentence
        assert first.repair.number not in str([one.sentence for one in told(second, "repairs.receipts_disagree")])
        assert not told(second, "repairs.receipt_again"), "nobody is accused"
        view = queries.view(second.repair, actor=second.by(cast.XIAO_CHEN), now=second.now)
        assert [
            first.repair.number in one.sentence for one in view.timeline if one.code == "repairs.receipt_again"
        ] == [True]

    def test_at_ones_own_next_repair_counts(self, now: datetime) -> None:
        first = at_the_door(now)
        show(first, days_ago(now, 40))
        second = unknown(builders.a_repair(now=first.now, at="on_site"))
        assert second.repair.pk != first.repair.pk
        show(second, days_ago(now, 40))
        assert (second.repair.covered, second.repair.bought_other) == (True, None)


class TestADayThatItsDeviceKnows:
    """Neither repair knew a day when it was reported; the one was proved while the other waited."""

    def waiting(
        self, now: datetime, day: date, *, owner: cast.Customer | None = None
    ) -> tuple[builders.Walked, Device]:
        one = unknown(at_the_door(now))
        whose = builders.a_repair(now=now, customer=owner).repair.customer if owner else one.repair.customer
        made = {"product": one.repair.product, "serial": "DOOR-1", "created_at": now, "owner": whose}
        device = Device.objects.create(bought_date=day, **made)
        Repair.objects.filter(pk=one.repair.pk).update(device=device)
        one.repair.refresh_from_db()
        return one, device

    def test_is_not_overwritten_by_a_younger_receipt_and_the_desk_decides(self, now: datetime) -> None:
        one, device = self.waiting(now, days_ago(now, 3000))
        show(one, days_ago(now, 40))
        device.refresh_from_db()
        assert (device.proved_date, one.repair.covered) == (days_ago(now, 3000), False)
        assert (one.repair.bought_proved, one.repair.bought_other) == (days_ago(now, 3000), days_ago(now, 40))
        given = {"bought_date": days_ago(now, 40)}
        acting(lambda: TABLE.give("receipt", row=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now, fields=given))
        one.repair.refresh_from_db()
        device.refresh_from_db()
        assert (one.repair.covered, device.proved_date) == (True, days_ago(now, 40))

    def test_of_somebody_elses_device_stays_with_its_owner(self, now: datetime) -> None:
        one, device = self.waiting(now, days_ago(now, 3000), owner=cast.GRANDMA_LI)
        owner = device.owner
        show(one, days_ago(now, 40))
        device.refresh_from_db()
        assert (device.owner, device.proved_date, one.repair.covered) == (owner, days_ago(now, 3000), False)
        assert one.repair.customer != owner

    def test_is_not_begun_by_a_receipt_for_a_device_that_is_somebody_elses(self, now: datetime) -> None:
        one, device = self.waiting(now, days_ago(now, 3000), owner=cast.GRANDMA_LI)
        Device.objects.filter(pk=device.pk).update(bought_date=None)
        show(one, days_ago(now, 40))
        device.refresh_from_db()
        assert (device.proved_date, device.owner != one.repair.customer) == (None, True)
        assert (one.repair.bought_proved, one.repair.bought_other) == (None, days_ago(now, 40))
        assert one.repair.covered is False
        assert "登记在别人名下" in told(one, "repairs.receipts_disagree")[0].sentence


class TestShownAfterItWasPriced:
    def test_makes_what_is_covered_of_an_open_bill_free(self, now: datetime) -> None:
        one = at_the_door(now, at="billed")
        assert bill_of(one).total_fen
        show(one, days_ago(now, 40))
        assert (bill_of(one).total_fen, bill_of(one).state) == (0, "shown")

    def test_has_what_was_paid_proposed_to_go_back_once(self, now: datetime) -> None:
        one = at_the_door(now, at="closed")
        bill = bill_of(one)
        assert bill.paid_fen
        chen = one.by(cast.XIAO_CHEN)
        given = {"bought_date": days_ago(now, 40)}
        acting(lambda: TABLE.give("receipt", row=one.repair, by=chen, now=one.now, fields=given))
        (row,) = Repayment.objects.filter(bill=bill)
        assert (row.amount_fen, row.reason, row.ended_at) == (bill.paid_fen, "warranty", None)
        with pytest.raises(WrongState):
            acting(lambda: TABLE.give("receipt", row=one.repair, by=chen, now=one.now, fields=given))

    def test_leaves_what_was_given_back_already(self, now: datetime) -> None:
        one = at_the_door(now, at="closed")
        chen, bill = one.by(cast.XIAO_CHEN), bill_of(one)
        acting(
            lambda: ledger.propose_repayment(
                bill=bill, amount_fen=100, reason="goodwill", why="致歉", by=chen, now=one.now
            )
        )
        given = {"bought_date": days_ago(now, 40)}
        acting(lambda: TABLE.give("receipt", row=one.repair, by=chen, now=one.now, fields=given))
        assert Repayment.objects.filter(bill=bill).count() == 1, "finance decides that one first"
