"""Which bill a remittance was said to be for, the slip that names its payer, and a bill that another replaced."""

from datetime import datetime, timedelta

import pytest

from anxin.core import files, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.files import SealedFile
from anxin.domain.ledger import actions
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.queries import remittances
from anxin.domain.people.models import Organisation
from tests.domain.ledger.test_money import a_bill
from tests.domain.ledger.test_remittances import QIAN, balances, gives, receives

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def a_slip(now: datetime) -> SealedFile:
    """Return a bank's slip, sealed."""
    return files.receive([PDF], length=len(PDF), allowed=files.DOCUMENTS, now=now)


def replaced(bill: Bill, now: datetime) -> Bill:
    """Have another bill of the same sum take a bill's place."""

    def draw() -> Bill:
        lines = actions.lines_of(bill)
        actions.replace(bill=bill, by=SYSTEM, now=now)
        sides = {"payer": bill.payer, "payee": bill.payee}
        other = actions.charge(stream=bill.stream(), lines=lines, **sides, by=SYSTEM, now=now)
        actions.show(bill=other, by=SYSTEM, now=now)
        return other

    return acting(draw)


def test_who_paid_and_the_slip_are_forgotten_too_where_a_bill_was_named_first(
    till: Organisation, now: datetime
) -> None:
    row = receives(till, a_bill(now=now), now, files=(a_slip(now),))
    assert row.proof
    gives(row, "refusal", now, why="金额不对")
    gives(row, "apart", now, by=QIAN, why="不是本店的款")
    assert acting(lambda: actions.forget_aside(now=now + timedelta(days=91))) == 1
    row.refresh_from_db()
    assert (row.payer_sealed, row.proof) == ("", "")
    assert acting(lambda: actions.forget_aside(now=now + timedelta(days=92))) == 0
    assert not list(timeline.verify())


def test_a_look_at_the_slip_is_told(till: Organisation, now: datetime) -> None:
    row = receives(till, a_bill(now=now), now, files=(a_slip(now),))
    assert gives(row, "slip", now, reason="transfer_compared").sha256 == row.proof
    assert [one.code for one in timeline.read(row.stream())][-1] == "ledger.slip_seen"


class TestReplaced:
    def test_meanwhile_it_takes_nothing_and_the_money_is_proposed_for_the_other(
        self, till: Organisation, now: datetime
    ) -> None:
        bill = a_bill(now=now)
        row = receives(till, bill, now)
        other = replaced(bill, now)
        with pytest.raises(actions.ReplacedMeanwhile):
            gives(row, "agreement", now)
        assert balances() == {}
        gives(row, "refusal", now, why="已换账单")
        gives(row, "bill", now, by=QIAN, number=bill.number)
        assert (row.state, row.bill) == ("proposed", other)
        gives(row, "agreement", now)
        other.refresh_from_db()
        assert other.state == "paid"
        assert not list(timeline.verify())

    def test_its_number_leads_to_the_bill_that_counts_now(self, till: Organisation, now: datetime) -> None:
        bill = a_bill(now=now)
        other = replaced(bill, now)
        said = actions.Received(
            way="bank", amount_fen=10000, moved_date=now.date(), reference="N1", remark=f"维修费{bill.number}"
        )
        row = acting(lambda: actions.take_down(said, by=QIAN, now=now))
        match = remittances.matches([row], by=QIAN)[row.pk]
        assert (match.bill, match.sure) == (other, True)
