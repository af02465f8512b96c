"""A merchant's account counts what the house gave back for it, and nothing that never went through this service."""

from datetime import datetime, timedelta

import pytest

from anxin.core.actors import Actor
from anxin.domain.ledger import queries
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.ledger.queries.accounts import AccountStatement
from tests.claim_builders import a_claim, refund

pytestmark = pytest.mark.django_db


def month_of(bill: Bill, now: datetime) -> AccountStatement:
    house = bill.payee.removeprefix("organisation:")
    owner = Actor(kind="staff", id="m", organisation=house, roles=frozenset({"merchant_owner"}))
    return queries.account_statement(owner, month=now.date())


def test_an_order_paid_in_a_shop_and_given_back_there_stands_apart(now: datetime) -> None:
    one = a_claim(now=now, at="review")
    bill = Bill.objects.get(stream_kind="purchase")
    found = month_of(bill, one.now)
    assert (found.left_fen, [one.came_fen for one in found.apart]) == (0, [bill.total_fen])
    one.propose(refund(20000))
    one.wait(days=8)
    one.run()
    assert Payment.objects.get(direction="back").state == "succeeded"
    found = month_of(bill, Payment.objects.get(direction="back").moved_at or one.now)
    assert (found.before_fen, found.left_fen, found.apart) == (0, 0, ())
    assert sum(one.went_fen for one in found.over_provider) == 20000, "a provider of the house gave it back"


def test_what_the_house_sent_out_of_its_own_bank_counts_and_so_does_who_bears_it(now: datetime) -> None:
    one = a_claim(now=now, at="review")
    one.propose(refund(20000))
    one.wait(days=8)
    one.run()
    bill, back = Bill.objects.get(stream_kind="purchase"), Payment.objects.get(direction="back")
    Payment.objects.filter(pk=back.pk).update(provider="bank")
    Bill.objects.filter(pk=bill.pk).update(by_hand=True)
    assert month_of(bill, one.now).left_fen == -20000
    later = one.now + timedelta(days=40)
    assert month_of(bill, later).before_fen == -20000
    Transfer.objects.create(
        **{"bill": bill, "debit": "house:deposits", "credit": bill.payee, "amount_fen": 20000, "state": "posted"},
        **{"key": f"borne:{bill.pk}:{back.pk.hex}", "reason": "borne", "created_at": one.now, "settled_at": one.now},
    )
    assert month_of(bill, one.now).left_fen == 0
