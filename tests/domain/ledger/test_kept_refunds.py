"""A refund whose buyer had his data deleted: nobody is reminded, it is kept as owed until he comes."""

from datetime import timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.clocks import Clock
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims.queries import billed_repairs
from anxin.domain.ledger import queries
from anxin.domain.ledger.commands import PAYMENTS
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries.payees import kept_refunds
from anxin.domain.ledger.queries.repayments import open_payments
from anxin.domain.people.actions import personal_data
from anxin.domain.people.queries import actors
from tests.claim_builders import Walked
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_returned_transfers import sent_back, sent_out
from tests.domain.ledger.test_ways_back import by, refund_of, transferred

ACCOUNT = {"name": "陈晓燕", "bank": "招商银行深圳分行", "number": "6214830112345678"}


def tells(one: Walked, command: str, **fields: str) -> None:
    """Give a command of the refund as finance."""
    fresh = Payment.objects.select_related("bill").get(pk=refund_of(one).pk)
    acting(lambda: PAYMENTS.give(command, row=fresh, by=by(cast.QIAN, one), now=one.now, fields=fields))
    one.run()


def codes(one: Walked) -> list[str]:
    return [fact.code for fact in timeline.read(one.claim.stream())]


@pytest.fixture
def returned(wechat: Scene) -> Walked:
    """Give a claim whose refund its bank sent back after its buyer had his data deleted."""
    one, out = sent_out(wechat)
    one.wait(days=40)
    wechat.now = wechat.bank.now = one.now
    person = one.claim.buyer
    acting(lambda: personal_data.erase(person=person, by=actors.actor_of_person(str(person.pk)), now=one.now))
    sent_back(one, out)
    return one


class TestErasedBuyer:
    def test_is_neither_asked_nor_reminded(self, returned: Walked) -> None:
        one = returned
        before = codes(one).count("claims.account_asked")
        for _week in range(4):
            one.wait(days=8)
        assert codes(one).count("claims.account_asked") == before == 0
        with pytest.raises(AnxinError):
            tells(one, "account-request")

    def test_that_came_to_be_so_while_he_was_asked_is_asked_no_more(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        sent_back(one, out)
        type(one.claim.buyer).objects.filter(pk=one.claim.buyer_id).update(erased_at=one.now)
        before = codes(one).count("claims.account_asked")
        for _week in range(3):
            one.wait(days=8)
        assert codes(one).count("claims.account_asked") == before

    def test_money_is_kept_as_owed_in_a_list_of_its_own_and_the_claim_is_not_late(self, returned: Walked) -> None:
        one = returned
        qian = by(cast.QIAN, one)
        assert queries.waiting(qian) == 1
        tells(one, "keep")
        assert (queries.waiting(qian), open_payments(qian, most=9)) == (0, [])
        assert [row.pk for row in kept_refunds(qian)] == [refund_of(one).pk]
        assert billed_repairs.waiting(qian, now=returned.now)["kept"] == 1
        assert not kept_refunds(by(cast.XIAO_CHEN, one))
        one.wait(days=30)
        assert "claims.late" not in codes(one)
        assert codes(one)[-1] == "claims.money_kept"
        with pytest.raises(AnxinError):
            tells(one, "keep")
        assert list(timeline.verify()) == []

    def test_who_comes_says_his_account_and_it_goes_on(self, returned: Walked) -> None:
        one = returned
        tells(one, "keep")
        one.wait(days=100)
        tells(one, "account", **ACCOUNT)
        assert (queries.waiting(by(cast.QIAN, one)), refund_of(one).kept_at) == (1, None)
        waits = Clock.objects.filter(kind="claims.money", stream_key=str(one.claim.pk), met_at=None, stopped_at=None)
        assert waits.get().due_at > one.now
        transferred(one, reference="SLIP-9")
        one.claim.refresh_from_db()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        assert list(timeline.verify()) == []

    def test_of_whom_can_be_asked_nothing_is_kept(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        sent_back(one, out)
        one.now += timedelta(hours=1)
        with pytest.raises(AnxinError):
            tells(one, "keep")
