"""Two at once: whoever is second is told so, and money goes once."""

from datetime import datetime

import pytest

from anxin.core import clocks, later
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.ledger import queries as ledger
from tests.claim_builders import Walked, a_claim, refund, refuse
from tests.races import Race, line

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def race():  # type: ignore[no-untyped-def]
    with line() as drawn:
        yield drawn


def _fresh(one: Walked):  # type: ignore[no-untyped-def]
    return queries.claim_by_key(str(one.claim.id))


class TestTwoReviewers:
    def test_make_one_decision(self, race: Race, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        lin, qiao = one.by(cast.LIN), one.by(cast.QIAO)
        mine, his = _fresh(one), _fresh(one)
        outcomes = race.run(
            lambda: claims.propose(claim=mine, ruling=refuse(), by=lin, now=one.now),
            lambda: claims.propose(claim=his, ruling=refund(26800), by=qiao, now=one.now),
        )
        assert sorted(one_.won for one_ in outcomes) == [False, True]
        assert isinstance(next(o.refusal for o in outcomes if not o.won), AnxinError)
        assert one.claim.decisions.count() == 1


class TestAgreementAgainstTheClock:
    def test_is_one_or_the_other_and_money_goes_once(self, race: Race, now: datetime) -> None:
        one = a_claim(now=now)
        owner = one.by(cast.MERCHANT_OWNER)
        mine, stream = _fresh(one), one.claim.stream()
        clock = clocks.open_clocks(stream).get(kind="claims.answer")
        race.run(
            lambda: claims.agree(claim=mine, by=owner, now=one.now),
            lambda: claims.answer_timed_out(stream=stream, clock=clock, now=one.now),
        )
        later.run_due(one.now)
        one.read()
        bill = ledger.latest(stream_of(one.claim.purchase))
        assert bill is not None
        assert (one.claim.state, bill.refunded_fen) == ("closed", 26800)
        assert one.claim.payouts.count() == 1


class TestTwoRefunds:
    def test_of_one_purchase_never_exceed_what_was_paid(self, race: Race, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        stream = one.claim.stream()
        clock = clocks.open_clocks(stream).get(kind="claims.appeal")
        race.run(
            lambda: claims.appeal_window_over(stream=stream, clock=clock, now=one.now),
            lambda: claims.appeal_window_over(stream=stream, clock=clock, now=one.now),
        )
        later.run_due(one.now)
        bill = ledger.latest(stream_of(one.claim.purchase))
        assert bill is not None
        assert (bill.refunded_fen, bill.reserved_fen, one.claim.payouts.count()) == (26800, 0, 1)
