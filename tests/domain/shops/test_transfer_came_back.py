"""A transfer for a shop's debt that its bank sent back: what the shop's list tells is owed no more, before or after."""

from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.demo import cast
from anxin.domain.ledger.commands import PAYMENTS
from anxin.domain.ledger.models import Payment, Remittance
from tests.claim_builders import Walked
from tests.domain.ledger.test_returned_transfers import gives, today
from tests.domain.shops.test_one_book import CUP, LAMP, bill, files
from tests.domain.shops.test_shop_pays_its_debt import left, lists, owed
from tests.domain.shops.test_told_meanwhile import books, sends

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(now: datetime) -> Walked:
    case = owed(now, 3000)
    case.wait(days=4)
    books(case, sends(case))
    case.now += timedelta(hours=1)
    return case


def comes_back(one: Walked) -> None:
    row = gives(one, "return", Remittance.objects.get(), moved_date=today(one), reference="BACK-1")
    gives(one, "agreement", row, who=cast.ADMIN)
    one.run()
    one.read()


def asked(one: Walked) -> list[object]:
    return [fact.facts["amount_fen"] for fact in timeline.facts_of(one.claim.stream(), code="claims.account_asked")]


@pytest.mark.parametrize("fen", [3000, 1000])
def test_what_the_list_told_before_is_not_owed_anew(one: Walked, fen: int) -> None:
    lists(one, fen)
    comes_back(one)
    rest = [row.amount_fen for row in Payment.objects.filter(direction="back", state="unclear")]
    assert (rest, asked(one)) == (([], []) if fen == 3000 else ([2000], [2000]))
    assert (bill(one), left(one)) == (fen, (CUP - 3000, LAMP))
    if fen < 3000:
        lists(one, 2000, "TK-9")
    assert (one.claim.state, one.claim.outcome, bill(one), left(one)) == ("closed", "paid", 3000, (CUP - 3000, LAMP))
    assert timeline.verify() == []


@pytest.mark.parametrize("parts", [[3000], [1000, 2000], [1000, 3000]], ids=str)
def test_what_the_list_tells_after_pays_what_is_owed_anew(one: Walked, parts: list[int]) -> None:
    comes_back(one)
    assert (one.claim.state, asked(one)) == ("executing", [3000])
    one.now += timedelta(hours=1)
    for number, fen in enumerate(parts, start=8):
        lists(one, fen, f"TK-{number}")
    assert (one.claim.state, one.claim.outcome, bill(one)) == ("closed", "paid", sum(parts))
    files(one, sum(parts))
    assert (bill(one), left(one)) == (sum(parts), (CUP - sum(parts), LAMP))
    assert not Payment.objects.filter(direction="back", state="unclear").exists()
    one.wait(days=9)
    assert asked(one) == [3000], "nobody is asked again"
    assert timeline.verify() == []


def test_debt_that_finance_asked_an_account_for_is_paid_by_what_the_list_tells(now: datetime) -> None:
    one = owed(now, 3000)
    one.wait(days=4)
    back, finance = Payment.objects.get(direction="back"), one.by(cast.QIAN)
    one.do(lambda: PAYMENTS.give("account-request", row=back, by=finance, now=one.now, fields={}))
    one.run()
    lists(one, 3000)
    assert (one.claim.state, bill(one), left(one)) == ("closed", 3000, (CUP - 3000, LAMP))
    one.wait(days=9)
    assert asked(one) == [3000], "nobody is asked again"
