"""A decided repair that an earlier version billed is found, let go by two, and borne by who is liable."""

from datetime import datetime

import pytest
from django.test import Client

from anxin.commands.doctor import findings
from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.demo import cast
from anxin.demo.walk import STEPS, actor
from anxin.domain.claims.commands.billed_repairs import BILLED_REPAIRS
from anxin.domain.claims.queries import billed_repairs as queries
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger.actions import Received, remittances
from anxin.domain.ledger.commands import REPAYMENTS
from anxin.domain.ledger.models import Bill, Payment, Repayment
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repairs
from tests import builders
from tests.claim_builders import Walked
from tests.domain.claims.test_decided_repairs import at_the_door, decided, finished
from tests.domain.claims.test_earlier_versions import before

pytestmark = pytest.mark.django_db
SECOND = Actor(kind="staff", id="second", organisation="o", roles=frozenset({"finance"}))


def billed(now: datetime, *, paid: bool) -> tuple[Walked, builders.Walked, Bill]:
    """Have a decided repair made and billed as an earlier version did."""
    one, repair = decided(now)
    before(one, repair)
    walked = at_the_door(one, repair)
    STEPS["quoted"](walked)
    quote, buyer = repair.quotes.get(), actors.actor_of_person(str(repair.customer_id))
    walked.do(lambda: repairs.agree_quote(quote=quote, chosen=(), by=buyer, now=walked.now))
    finished(walked)
    if paid:
        owed = Bill.objects.get(stream_key=repair.pk, state="agreed")
        walked.do(lambda: ledger.pay(bill=owed, method="fake", by=buyer, now=walked.now))
        walked.run()
    bill = Bill.objects.exclude(state="replaced").get(stream_key=repair.pk)
    assert bill.total_fen > 0
    return one, walked, bill


def release(one: Walked, now: datetime) -> Repayment:
    """Have one of finance propose to let it go."""
    by = actor(cast.QIAN, now=now)
    claim = queries.billed_repair(one.claim.number, actor=by)
    made: Repayment = acting(
        lambda: BILLED_REPAIRS.give("release", row=claim, by=by, now=now, fields={"why": "裁定维修免费"})
    )
    return made


def pay_part(bill: Bill, now: datetime) -> int:
    """Have a part of a bill paid by transfer; give how much."""
    qian, fen = actor(cast.QIAN, now=now), bill.total_fen // 3
    told = Received(way="bank", amount_fen=fen, moved_date=now.date(), reference="HX-17", payer="张伟")
    row = acting(lambda: remittances.receive(told=told, number=bill.number, by=qian, now=now))
    acting(lambda: remittances.book_remittance(remittance=row, by=SECOND, now=now))
    bill.refresh_from_db()
    assert (bill.state, bill.paid_fen) == ("agreed", fen)
    return fen


def send(bill: Bill, now: datetime) -> Payment:
    """Have a second of finance let a bill go that waits for it; give the refund."""
    row = Repayment.objects.select_related("bill").get(bill=bill, ended_at=None)
    acting(lambda: REPAYMENTS.give("agreement", row=row, by=SECOND, now=now, fields={}))
    later.run_due(now)
    bill.refresh_from_db()
    back: Payment = bill.payments.filter(direction="back").latest("id")
    return back


def test_paid_in_part_is_let_go_whole_and_borne_as_far_as_money_went_back(now: datetime) -> None:
    one, walked, bill = billed(now, paid=False)
    at, merchant = walked.now, f"organisation:{one.claim.seller_id}"
    whole, fen = bill.total_fen, pay_part(bill, at)
    stood = ledger_queries.balance(merchant)
    (found,) = queries.billed_repairs(actor(cast.QIAN, now=at), most=10)
    assert (found.fen, found.over) == (whole, True)
    release(one, at)
    back = send(bill, at)
    assert (ledger_queries.still_due(bill), bill.reserved_fen) == (0, fen)
    assert ledger_queries.balance(merchant) - stood == whole - fen
    acting(lambda: ledger.clear(payment=back, succeeded=False, reference="", by=SECOND, now=at))
    assert ledger_queries.balance(merchant) - stood == whole - fen, "what failed to go back is borne by nobody"
    (again,) = queries.billed_repairs(actor(cast.QIAN, now=at), most=10)
    assert again.fen == fen
    release(one, at)
    back = send(bill, at)
    acting(lambda: ledger.clear(payment=back, succeeded=True, reference="HX-18", by=SECOND, now=at))
    bill.refresh_from_db()
    assert (bill.state, ledger_queries.balance(bill.payer)) == ("refunded", 0)
    assert ledger_queries.balance(merchant) - stood == whole
    assert not queries.billed_claims().exists()
    assert not [one for one in timeline.verify() if "ledger." in one.row]


@pytest.mark.parametrize("paid", [True, False])
def test_is_let_go_by_two_and_borne_by_who_is_liable(now: datetime, paid: bool) -> None:
    one, walked, bill = billed(now, paid=paid)
    at = walked.now
    (found,) = queries.billed_repairs(actor(cast.QIAN, now=at), most=10)
    assert (found.claim.pk, found.fen) == (one.claim.pk, bill.total_fen)
    told = {one.code: one.says for one in findings(now=at)}
    assert "1" in told["billed_repairs"]
    merchant = f"organisation:{one.claim.seller_id}"
    stood = ledger_queries.balance(merchant)
    row = release(one, at)
    with pytest.raises(WrongState):
        release(one, at)
    with pytest.raises(ledger.SecondPerson):
        acting(lambda: ledger.agree_to_repayment(repayment=row, by=actor(cast.QIAN, now=at), now=at))
    row = Repayment.objects.select_related("bill").get(pk=row.pk)
    acting(lambda: REPAYMENTS.give("agreement", row=row, by=SECOND, now=at, fields={}))
    later.run_due(at)
    bill.refresh_from_db()
    assert bill.state == ("refunded" if paid else "waived")
    assert ledger_queries.balance(merchant) - stood == found.fen
    assert not queries.billed_claims().exists()
    assert "billed_repairs" not in {one.code for one in findings(now=at)}
    assert not [one for one in timeline.verify() if "ledger." in one.row]


def test_finance_finds_it_under_money(now: datetime) -> None:
    one, _walked, bill = billed(now, paid=True)
    qian = Client()
    qian.force_login(people.account(cast.QIAN.username))
    assert "/desk/money/decided/" in qian.get("/desk/money/").content.decode()
    listed = qian.get("/desk/money/decided/").content.decode()
    assert one.claim.number in listed
    assert bill.number in listed
    at = f"/desk/money/decided/{one.claim.number}/"
    assert "do=release" in qian.get(at).content.decode()
    assert qian.post(f"{at}release/", {"why": "裁定免费", "sure": "1"}).status_code == 302
    assert "等第二个人" in qian.get("/desk/money/decided/").content.decode()
    assert qian.post(f"{at}release/", {"why": "裁定免费", "sure": "1"}).status_code == 409
