"""What is redone bills nothing of what was agreed to before, and each agreed line once, whatever the order."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

import pytest

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.demo.walk import HAPPY, LOCK_PARTS, STEPS, daytime
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill, BillLine
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.actions import PartGiven, QuoteLineGiven
from anxin.domain.repairs.commands.job import JOBS
from anxin.domain.repairs.models import QuoteLine
from anxin.domain.visits import actions as visits
from tests import builders

pytestmark = pytest.mark.django_db
BOARD, CONTACTS = PartGiven(code="HY3-PCB-02"), PartGiven(code="HY3-BAT-01")
DAMAGED = QuoteLineGiven(code="HY3-BAT-01", excluded=True, excluded_why="进水了")


def bill_of(one: builders.Walked) -> Bill:
    bill = ledger.latest(one.repair.stream())
    assert bill is not None
    return bill


def stated(one: builders.Walked, *parts: PartGiven) -> Bill:
    by = one.by(one.technician)
    return one.do(lambda: repairs.use_parts(repair=one.repair, parts=parts, by=by, now=one.now))


def redone(one: builders.Walked, lines: Sequence[QuoteLineGiven] | None = None) -> None:
    """Let it be redone, up to a technician at the door; with lines, as far as they are agreed to."""
    chen = one.by(cast.XIAO_CHEN)
    one.do(lambda: repairs.rework(repair=one.repair, why="又没反应了", by=chen, now=one.now))
    start = daytime(one.now + timedelta(hours=26))
    window = {"wanted_from_at": start, "wanted_to_at": start + timedelta(hours=2)}
    one.do(lambda: repairs.resume(repair=one.repair, by=SYSTEM, now=one.now, **window))
    for name in HAPPY[HAPPY.index("ordered") : HAPPY.index("on_site") + 1]:
        STEPS[name](one)
    if lines is not None:
        one.lines = lines
        STEPS["quoted"](one)
        STEPS["agreed"](one)


class TestWhatIsRedone:
    def test_bills_nothing_of_the_quote_that_was_paid(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        paid = bill_of(one)
        redone(one)
        with pytest.raises(repairs.QuoteNeeded):
            stated(one)
        one.lines = [QuoteLineGiven(code="HY3-PCB-02")]
        STEPS["quoted"](one)
        assert stated(one, BOARD).total_fen == 0
        paid.refresh_from_db()
        assert (paid.state, paid.total_fen) == ("paid", 32800)

    def test_asks_who_is_at_the_door_for_a_quote_of_its_own(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        redone(one)
        luo = one.by(cast.MASTER_LUO)
        assert not queries.job_situation(one.visit, by=luo, now=one.now).quoted
        assert queries.view(one.repair, actor=one.customer, now=one.now).quote is None

    def test_leaves_an_unpaid_bill_as_it_is(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        unpaid = bill_of(one)
        redone(one, [QuoteLineGiven(code="HY3-PCB-02")])
        assert stated(one, BOARD) == unpaid
        assert (bill_of(one).state, bill_of(one).total_fen) == ("agreed", 32800)
        builders.photographed(one)
        STEPS["coded"](one)
        assert (bill_of(one), one.repair.state) == (unpaid, "confirmed")

    def test_carries_an_unpaid_bill_over_once_where_more_is_agreed_to(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="coded")
        redone(one, [DAMAGED])
        assert stated(one, CONTACTS).total_fen == 32800 + 3800
        assert stated(one).total_fen == 32800
        assert stated(one, CONTACTS).total_fen == 32800 + 3800

    def test_charges_what_the_guarantee_leaves_out_for_a_reason_once_it_is_agreed_to(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        redone(one, [DAMAGED])
        assert stated(one, CONTACTS).total_fen == 3800


class TestACorrection:
    def test_takes_the_place_of_what_was_stated(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        luo = one.by(cast.MASTER_LUO)
        assert "parts" in JOBS.allowed(queries.job_situation(one.visit, by=luo, now=one.now), luo).names
        assert stated(one).total_fen == 3000
        assert not one.repair.used_parts.exists()
        assert stated(one, *LOCK_PARTS).total_fen == 32800

    def test_keeps_off_what_the_desk_took_off(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        wrong = {"what": "bill_wrong", "why": "说好不收上门费", "by": one.customer}
        one.do(lambda: repairs.object_to(repair=one.repair, **wrong, now=one.now))
        lower = {"to_fen": 29800, "why": "不收上门费", "by": one.by(cast.XIAO_CHEN)}
        one.do(lambda: repairs.lower_bill(repair=one.repair, **lower, now=one.now))
        stated(one, BOARD)
        assert bill_of(one).total_fen == 26000


class TestSeveralVisits:
    def test_use_no_more_of_a_part_together_than_was_agreed_to(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        gone = {"why": "part_missing", "note": "", "by": one.by(cast.MASTER_LUO)}
        one.do(lambda: visits.give_up(visit=one.visit, **gone, now=one.now))
        start = daytime(one.now + timedelta(hours=26))
        window = {"wanted_from_at": start, "wanted_to_at": start + timedelta(hours=2)}
        one.do(lambda: repairs.resume(repair=one.repair, by=SYSTEM, now=one.now, **window))
        for name in HAPPY[HAPPY.index("ordered") : HAPPY.index("on_site") + 1]:
            STEPS[name](one)
        with pytest.raises(repairs.NotAgreed):
            stated(one, BOARD)
        assert stated(one).total_fen == 32800


LINES = (
    [QuoteLineGiven(code="HY3-PCB-02"), QuoteLineGiven(code="HY3-BAT-01")],
    [QuoteLineGiven(code="HY3-PCB-02"), DAMAGED],
    [DAMAGED],
)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_order_each_agreed_line_is_billed_once(seed: int, now: datetime) -> None:
    dice = Random(seed)
    one = builders.a_repair(now=now, at="agreed")
    for turn in range(3):
        if turn:
            redone(one, dice.choice(LINES))
        for _ in range(dice.randint(1, 3)):
            with suppress(repairs.NotAgreed):
                stated(one, *dice.sample((BOARD, CONTACTS), dice.randint(0, 2)))
        if not one.visit.parts_stated_at:
            stated(one)
        builders.photographed(one)
        STEPS["coded"](one)
        if dice.random() < 0.5:
            STEPS["closed"](one)
    agreed = QuoteLine.objects.filter(quote__repair=one.repair, chosen=True)
    billed = BillLine.objects.filter(bill__stream_key=one.repair.pk).exclude(bill__state="replaced")
    assert sum(row.total_fen for row in {line.bill for line in billed}) <= sum(line.amount_fen for line in agreed)
    charged, wanted = Counter[str](), Counter[str]()
    for line in billed.filter(amount_fen__gt=0):
        charged[line.code] += line.quantity
    for row in agreed.filter(amount_fen__gt=0).select_related("line"):
        wanted[row.line.code] += row.quantity
    assert not charged - wanted
    assert timeline.verify() == []
