"""What a shop tells of its refund while the money is decided, asked for or sent: it counts once, or is said twice."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from anxin.core import later, timeline
from anxin.core.actors import SYSTEM
from anxin.core.errors import WrongState
from anxin.core.queues.models import LaterTask
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.commands import PAYMENTS
from anxin.domain.ledger.commands.remittances import REMITTANCES
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.ledger.rules import by_hand
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked, a_claim, refund
from tests.domain.claims.test_line_money import filed
from tests.domain.shops.test_one_book import CUP, LAMP, bill, denies, files, said, unpaid
from tests.domain.shops.test_shop_pays_its_debt import left, lists, owed, pays, twice
from tests.evidence_builders import a_purchase
from tests.shop_builders import file_says, told_twice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("known", [(1,), ()], ids=["of the cup", "of no known line"])
def test_what_was_said_before_a_ruling_pays_nothing_of_it_once_it_is_listed(now: datetime, known: tuple[int]) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=CUP), Bought(title="灯", amount_fen=LAMP)))
    Purchase.objects.filter(pk=order.pk).update(paid_method="fake_unclear")
    one = filed(Purchase.objects.get(pk=order.pk), now, asked_fen=8000)
    said(one, 2000, "TK-3")
    one.answer()
    one.run()
    one.now += timedelta(hours=2)
    one.propose(replace(refund(3000), remedy="refund_part"))
    one.wait(days=8)
    one.run()
    by_hands(one)
    one.now += timedelta(hours=1)
    lists(one, 2000, "TK-3", positions=known)
    assert one.claim.state == "executing"
    assert [back.amount_fen for back in Payment.objects.filter(direction="back", state="unclear")] == [3000]
    assert left(one) == (5000, LAMP)


@pytest.mark.parametrize("parts", [[6000], [2000, 4000], [2000, 3000]], ids=str)
def test_what_its_list_told_while_the_provider_was_asked_is_not_owed_by_it(now: datetime, parts: list[int]) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=2 * CUP), Bought(title="灯", amount_fen=LAMP)))
    Purchase.objects.filter(pk=order.pk).update(paid_method="fake_unclear")
    one = filed(Purchase.objects.get(pk=order.pk), now, asked_fen=6000)
    one.agree()
    one.run()
    one.now += timedelta(hours=1)
    for number, fen in enumerate(parts, start=8):
        lists(one, fen, f"TK-{number}")
    by_hands(one)
    one.run()
    one.wait(days=4)
    assert (bill(one), twice(one)) == (sum(parts), False)
    rest = [row.amount_fen for row in Payment.objects.filter(direction="back", state="unclear")]
    asked = timeline.facts_of(one.claim.stream(), code="claims.shop_unpaid")
    if sum(parts) == 6000:
        assert (one.claim.state, one.claim.outcome, rest, asked) == ("closed", "paid", [], [])
    else:
        assert (rest, [fact.facts["amount_fen"] for fact in asked]) == ([1000], [1000])
    assert timeline.verify() == []


def test_what_its_book_pays_is_waited_for_until_it_is_booked_though_its_task_was_given_up(now: datetime) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=2 * CUP), Bought(title="灯", amount_fen=LAMP)))
    Purchase.objects.filter(pk=order.pk).update(paid_method="fake_unclear")
    one = filed(Purchase.objects.get(pk=order.pk), now, asked_fen=6000)
    one.agree()
    one.run()
    one.now += timedelta(hours=1)
    lists(one, 6000)
    by_hands(one)
    given_up = LaterTask.objects.filter(name="anxin.domain.claims.tasks.read_book")
    assert given_up.update(state="dead", finished_at=one.now) == 1
    one.now += timedelta(hours=2)
    assert (later.take_up(now=one.now), given_up.get().state) == (1, "ready")
    one.run()
    assert (bill(one), one.claim.outcome) == (6000, "paid")
    given_up.update(state="dead", finished_at=one.now)
    assert later.take_up(now=one.now + timedelta(hours=2)) == 0


def test_what_goes_beyond_the_order_is_said_on_a_claim_that_gave_whichever_refund_is_told_last(now: datetime) -> None:
    order = a_purchase(now=now, lines=(Bought(title="灯", amount_fen=LAMP), Bought(title="杯", amount_fen=CUP)))
    one = a_claim(now=now, purchase=order)
    one.agree()
    one.run()
    lists(one, 8000, "TK-1", positions=())
    assert not twice(one)
    lists(one, 5000, "TK-3", positions=(2,))
    one.read()
    (said_so,) = timeline.facts_of(one.claim.stream(), code="claims.gone_twice")
    assert (said_so.facts["twice_fen"], one.claim.twice_at) == (3000, said_so.at)


def by_hands(one: Walked) -> None:
    answer = PaymentAnswer(outcome="by_hand", fault=by_hand("no number"))
    back = Payment.objects.get(direction="back", state="unclear")
    one.do(lambda: payments.finish_call(payment=back, answer=answer, now=one.now))
    one.read()


def sends(one: Walked) -> Remittance:
    """Have finance say by which transfer it sent what the shop owes; a second person has not looked at it yet."""
    told = {"way": "other", "moved_date": one.now.date().isoformat(), "reference": "CMB-1"}
    back, finance = Payment.objects.get(direction="back", state="unclear"), one.by(cast.QIAN)
    one.do(lambda: PAYMENTS.give("payout", row=back, by=finance, now=one.now, fields=told))
    return Remittance.objects.get()


def books(one: Walked, row: Remittance) -> None:
    second = one.by(cast.ADMIN)
    one.do(lambda: REMITTANCES.give("agreement", row=row, by=second, now=one.now, fields={}))
    one.run()
    one.read()


class TestTransferOfAShopsDebt:
    @pytest.mark.parametrize("fen", [3000, 1000])
    def test_that_waits_gives_way_to_what_the_list_tells(self, now: datetime, fen: int) -> None:
        one = owed(now, 3000)
        one.wait(days=10)
        row = sends(one)
        lists(one, fen)
        row.refresh_from_db()
        assert (bill(one), left(one)) == (fen, (CUP - 3000, LAMP))
        assert one.claim.state == ("closed" if fen == 3000 else "executing")
        if fen == 1000:
            assert (row.state, row.amount_fen) == ("proposed", 3000), "of a part it keeps its sum, for the rest"
            lists(one, 2000, "TK-9")
            row.refresh_from_db()
        assert row.state == "aside"
        with pytest.raises(WrongState):
            books(one, row)
        told = Notice.objects.filter(code="transfer_overtaken").values_list("account__username", flat=True)
        assert {cast.QIAN.username, cast.ADMIN.username} <= set(told)
        assert (one.claim.outcome, bill(one), twice(one), timeline.verify()) == ("paid", 3000, False, [])

    def test_that_was_booked_went_twice(self, now: datetime) -> None:
        one = owed(now, 3000)
        one.wait(days=10)
        books(one, sends(one))
        one.now += timedelta(hours=1)
        lists(one, 3000)
        assert (one.claim.outcome, bill(one), left(one)) == ("paid", 6000, (CUP - 6000, LAMP))
        (fact,) = timeline.facts_of(one.claim.stream(), code="claims.gone_twice")
        assert fact.facts == told_twice(3000, gone=6000)
        codes = set(Notice.objects.values_list("code", flat=True))
        assert {"money_gone_twice", "claim_gone_twice"} <= codes
        lists(one, 3000)
        assert len(timeline.facts_of(one.claim.stream(), code="claims.gone_twice")) == 1
        lists(one, 1000, "TK-9")
        assert len(timeline.facts_of(one.claim.stream(), code="claims.gone_twice")) == 1


class TestRuledAndThenTold:
    """What its shop gives after a ruling is part of what was ruled: nobody gets both."""

    @pytest.fixture
    def one(self, now: datetime) -> Walked:
        order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=LAMP, quantity=3),))
        case = filed(order, now, asked_fen=LAMP)
        case.now += timedelta(hours=1)
        lists(case, 2000, "TK-1")
        case.answer()
        case.run()
        case.propose(refund(20000))
        case.now += timedelta(hours=1)
        return case

    @pytest.mark.parametrize("by", ["list", "file"])
    def test_only_the_rest_of_it_is_sent(self, one: Walked, by: str) -> None:
        lists(one, 15000) if by == "list" else files(one, 17000)
        one.wait(days=12)
        one.run()
        one.read()
        assert [row.amount_fen for row in one.claim.payouts.all()] == [5000]
        assert (one.claim.state, one.claim.outcome, bill(one)) == ("closed", "paid", 22000)
        (fact,) = timeline.facts_of(one.claim.stream(), code="claims.paid_before")
        assert fact.facts == {"decided_fen": 20000, "left_fen": 5000}

    def test_nothing_is_sent_where_the_shop_gave_all_of_it(self, one: Walked) -> None:
        lists(one, 20000)
        one.wait(days=12)
        one.run()
        one.read()
        assert (one.claim.payouts.count(), one.claim.state, bill(one)) == (0, "closed", 22000)


def test_what_its_list_tells_after_a_provider_failed_is_not_sent_again(now: datetime) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=CUP), Bought(title="灯", amount_fen=LAMP)))
    one = filed(order, now, asked_fen=4000)
    one.agree()
    back = Payment.objects.get(direction="back")
    one.do(lambda: ledger.clear(payment=back, succeeded=False, reference="", by=one.by(cast.QIAN), now=one.now))
    one.read()
    one.now += timedelta(hours=1)
    lists(one, 3000)
    one.do(lambda: claims.pay_again(claim=one.claim, by=one.by(cast.QIAN), now=one.now))
    one.run()
    assert bill(one) == 4000


@pytest.mark.parametrize("fen", [CUP, 4000, LAMP], ids=str)
@pytest.mark.parametrize("other", [False, True], ids=["alone", "beside another claim"])
def test_what_its_list_told_of_no_known_line_is_part_of_what_is_agreed(now: datetime, fen: int, other: bool) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=CUP), Bought(title="灯", amount_fen=LAMP)))
    lists(one := filed(order, now), 500, "TK-1", ())
    one.now += timedelta(hours=1)
    if other:
        filed(order, one.now, positions=(2,))
    lists(one, fen, "TK-3", ())
    one.now += timedelta(hours=1)
    one.agree()
    one.run()
    sent = sum(one.claim.payouts.values_list("amount_fen", flat=True))
    assert sent == (min(CUP, CUP + LAMP - 500 - fen) if other else max(CUP - fen, 0))
    assert (one.claim.outcome, twice(one)) == ("paid", False)


def test_what_its_list_tells_after_a_denial_pays_what_is_owed_anew_and_the_rest_counts_beside(now: datetime) -> None:
    one = owed(now, 3000)
    pays(one)
    unpaid(one, denies(one))
    lists(one, 5000, "TK-9")
    assert (one.claim.state, left(one), bill(one)) == ("closed", (5000, LAMP), 5000)
    paid = Payment.objects.get(direction="back", state="succeeded")
    assert (paid.amount_fen, paid.refund_reference) == (3000, "TK-9")


@pytest.mark.parametrize("how", ["list", "merchant"])
def test_more_than_is_owed_of_no_known_line_pays_nothing_before_somebody_says_for_which(
    now: datetime, how: str
) -> None:
    one = owed(now, 3000)
    lists(one, 8000, positions=())
    assert (one.claim.state, bill(one)) == ("executing", 8000)
    if how == "list":
        lists(one, 8000, positions=(2,))
    else:
        order = Purchase.objects.get(pk=one.claim.purchase_id)
        one.do(lambda: claims.name_shop_refund(purchase=order, refund="TK8", position=2, by=SYSTEM, now=one.now))
    one.read()
    assert (one.claim.state, left(one), bill(one)) == ("executing", (7000, LAMP - 8000), 8000)


@pytest.mark.parametrize("first", ["said", "file"])
def test_one_sum_of_two_lines_and_a_file_that_splits_it_are_the_same_money(now: datetime, first: str) -> None:
    order = a_purchase(now=now, lines=(Bought(title="杯", amount_fen=CUP), Bought(title="灯", amount_fen=LAMP)))
    one = filed(Purchase.objects.get(pk=order.pk), now, positions=(1, 2), asked_fen=20000)
    for how in (first, "file" if first == "said" else "said"):
        one.now += timedelta(hours=1)
        if how == "said":
            said(one, 8000)
        else:
            for line, fen in ((1, 3000), (2, 5000)):
                file_says(Purchase.objects.get(pk=order.pk), line, fen, now=one.now)
            one.read()
    assert (bill(one), list(order.lines.order_by("position").values_list("refunded_fen", flat=True))) == (
        8000,
        [3000, 5000],
    )
    one.agree()
    one.run()
    assert [back.amount_fen for back in one.claim.payouts.all()] == [12000]
