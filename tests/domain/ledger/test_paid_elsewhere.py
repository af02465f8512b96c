"""What was paid for an order before there was a case goes back over its provider, by the payment's own number."""

from contextlib import suppress
from functools import partial
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.errors import AnxinError, WrongState
from anxin.domain.claims.queries.headline import headline_of
from anxin.domain.claims.queries.views import view
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions, tasks
from anxin.domain.ledger.commands import PAYMENTS
from anxin.domain.ledger.models import Payment, Transfer
from anxin.domain.ledger.queries.witnesses import money_differs
from anxin.domain.ledger.rules import is_by_hand
from anxin.domain.ledger.wording import FAULTS, fault_called
from anxin.domain.ledger.wording.faults import BY_HAND
from tests.claim_builders import a_claim, a_purchase
from tests.domain.ledger.scenes import OPERATOR, Scene
from tests.domain.ledger.test_money import FINANCE, paid_elsewhere

MOODS = ("", "break", "drop", "forged", "poor", "slow", "refused")
STEPS = ("give_back", "told", "later", "it_went", "it_did_not")


def ordered(scene: Scene, fen: int = 10000) -> Scene:
    """Have an order of the shop paid into the same account, and written down with its payment's number."""
    scene.bill = paid_elsewhere(scene.bank.sells(f"TS{uuid4().hex[:20]}", fen), now=scene.now)
    return scene


class TestOrder:
    def test_goes_back_in_parts_over_the_provider_it_was_paid_with(self, scene: Scene) -> None:
        """A refund of an order paid in the shop, named by the provider's own number, in parts"""
        ordered(scene)
        for fen in (2500, 7500):
            assert scene.give_back(fen).state == "succeeded"

        assert (scene.bill.state, scene.bank.returned_fen) == ("refunded", 10000)

    @pytest.mark.parametrize("mood", ["break", "drop", "forged"])
    def test_goes_back_once_although_the_answer_was_lost(self, scene: Scene, mood: str) -> None:
        """The same, its answer late, lost or forged: looked up first, sent once"""
        ordered(scene)
        spoil(scene, mood)
        row = scene.give_back(4000)
        assert row.state == "called"
        scene.run(30)
        row.refresh_from_db()

        assert (row.state, scene.bank.returned_fen, len(scene.bank.refunds)) == ("succeeded", 4000, 1)

    def test_goes_back_later_and_is_told(self, scene: Scene) -> None:
        """The same, under way for days, told before we look; twice"""
        ordered(scene)
        scene.bank.slow_refunds = True
        row = scene.give_back(4000)
        assert row.state == "called"
        scene.bank.finish_refund(row.number)
        answers = {scene.hear(scene.bank.told_refund(row.number)) for _ in range(2)}
        row.refresh_from_db()

        assert (answers, row.state, scene.bill.refunded_fen) == ({200}, "succeeded", 4000)

    @pytest.mark.parametrize("why", ["other account", "less", "more", "switched off"])
    def test_refused_is_left_to_a_person_and_never_sent_again(self, scene: Scene, why: str) -> None:
        """The same, refused for good (another account, another sum): a person's work, never sent again"""
        ordered(scene)
        if why == "other account":
            scene.bank.orders.clear()
        elif why in ("less", "more"):
            next(iter(scene.bank.orders.values()))["total"] = 3000 if why == "less" else 30000
        else:
            scene.bank.refuses_refunds = True
        row = scene.give_back(4000)
        asked = len(scene.bank.calls)
        scene.bank.refuses_refunds = False
        scene.run(100_000)

        assert (row.state, scene.bill.reserved_fen, len(scene.bank.calls)) == ("unclear", 4000, asked)
        assert fault_called(row.fault) == str(BY_HAND).format(why=fault_called(row.fault.removeprefix("by hand: ")))
        with pytest.raises(WrongState):
            acting(lambda: PAYMENTS.give("look", row=row, by=FINANCE, now=scene.now, fields={}))
        acting(lambda: actions.clear(payment=row, succeeded=True, reference="TB1", by=FINANCE, now=scene.now))
        row.refresh_from_db()
        scene.bill.refresh_from_db()
        assert (row.state, scene.bill.refunded_fen, scene.bank.returned_fen) == ("succeeded", 4000, 0)

    @pytest.mark.parametrize("mood", ["drop", "forged", "500"])
    def test_whose_sum_could_not_be_looked_up_is_asked_again(self, scene: Scene, mood: str) -> None:
        """The same, its payment's sum not to be looked up, or the refund not to be sent: asked again, sent once"""
        ordered(scene)
        scene.bank.moods.append(mood)
        row = scene.give_back(4000)
        assert row.state == "called"
        scene.run(30)
        row.refresh_from_db()
        assert (row.state, scene.bank.returned_fen, len(scene.bank.refunds)) == ("succeeded", 4000, 1)

    def test_of_a_provider_that_is_not_set_up_is_left_to_a_person(self, scene: Scene) -> None:
        """The same, while its provider isn't set up: a person's work, at once"""
        ordered(scene)
        acting(lambda: providers.end(scene.bank.name, now=scene.now))
        row = scene.give_back(4000)

        assert (row.state, row.fault) == ("unclear", "by hand: not set up")

    @pytest.mark.parametrize("where", ["bill", "order"])
    def test_whose_number_stands_twice_is_left_to_a_person(self, scene: Scene, where: str) -> None:
        """The same, its number on another order or bill too: a person's work"""
        ordered(scene)
        if where == "bill":
            paid_elsewhere(scene.bill.payments.get().reference, now=scene.now)
        else:
            a_purchase(now=scene.now)
            Purchase.objects.update(paid_reference=scene.bill.payments.get().reference)
        row = scene.give_back(4000)
        assert (row.state, row.fault, scene.bank.refunds) == ("unclear", "by hand: number twice", {})

    @pytest.mark.parametrize("sent", ["forged", "under way", "stopped"])
    @pytest.mark.parametrize("since", ["number twice", "not set up"])
    def test_that_was_sent_is_looked_up_whatever_became_of_its_number(
        self, scene: Scene, sent: str, since: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The same, sent, then its number on a second bill or the account ended: looked up, never back by hand"""
        ordered(scene)
        scene.bank.slow_refunds = sent == "under way"
        if sent == "forged":
            spoil(scene, sent)
        with monkeypatch.context() as stopped, suppress(InterruptedError):
            if sent == "stopped":
                stopped.setattr(tasks, "_finish", _stopped)
            scene.give_back(4000)
        (row,) = open_ones(scene)
        assert (row.state, len(scene.bank.refunds)) == ("called", 1)
        if since == "number twice":
            paid_elsewhere(scene.bill.payments.get(direction="in").reference, now=scene.now)
        else:
            acting(lambda: providers.end(scene.bank.name, now=scene.now))
        for _ in range(8):
            scene.run(4000)
        row.refresh_from_db()
        assert not is_by_hand(row.fault)
        if since == "not set up":
            keep(scene)
        if sent == "under way":
            scene.bank.finish_refund(row.number)
        scene.run(100_000)
        row.refresh_from_db()
        assert (row.state, scene.bank.returned_fen, len(scene.bank.refunds)) == ("succeeded", 4000, 1)

    def test_that_never_arrived_is_not_sent_again_once_its_number_stands_twice(self, scene: Scene) -> None:
        """The same, lost on its way there, then its number on a second bill: asked, not sent again, a person told"""
        ordered(scene)
        spoil(scene, "drop")
        row = scene.give_back(4000)
        paid_elsewhere(scene.bill.payments.get(direction="in").reference, now=scene.now)
        scene.bank.refunds.clear()
        for _ in range(8):
            scene.run(4000)
        row.refresh_from_db()
        assert (row.state, row.fault, scene.bank.refunds) == ("unclear", "number twice", {})
        acting(lambda: PAYMENTS.give("look", row=row, by=FINANCE, now=scene.now, fields={}))

    def test_with_no_payment_number_is_left_to_a_person(self, scene: Scene, settings: object) -> None:
        """The same, without a payment number: a person's work, and why is said"""
        settings.PLAY = False  # type: ignore[attr-defined]
        scene.bill = paid_elsewhere("202611240001", now=scene.now)
        row = scene.give_back(4000)

        assert (row.state, row.provider, row.fault) == ("unclear", "fake", "by hand: no number")
        assert fault_called(row.fault) == str(BY_HAND).format(why=FAULTS["no number"])


class TestClaim:
    def test_that_is_agreed_to_sends_the_money_back_and_closes_once_it_went(self, wechat: Scene) -> None:
        purchase = a_purchase(now=wechat.now)
        paid = purchase.freight_fen + sum(one.amount_fen for one in purchase.lines.all())
        Purchase.objects.filter(pk=purchase.pk).update(paid_reference=wechat.bank.sells("TS20261128", paid))
        purchase.refresh_from_db()
        wechat.bank.slow_refunds = True
        one = a_claim(now=wechat.now, purchase=purchase)
        one.agree()
        one.run()
        assert (one.claim.state, wechat.bank.returned_fen) == ("executing", 0)
        (number,) = wechat.bank.refunds
        wechat.bank.finish_refund(number)
        wechat.hear(wechat.bank.told_refund(number))
        one.run()
        assert (one.claim.state, one.claim.outcome, wechat.bank.returned_fen) == ("closed", "paid", one.claim.asked_fen)

    def test_whose_money_finance_has_yet_to_send_says_so_to_its_buyer(self, wechat: Scene) -> None:
        purchase = a_purchase(now=wechat.now)
        paid = purchase.freight_fen + sum(one.amount_fen for one in purchase.lines.all())
        Purchase.objects.filter(pk=purchase.pk).update(paid_reference=wechat.bank.sells("TS20261130", paid))
        purchase.refresh_from_db()
        one = a_claim(now=wechat.now, purchase=purchase)
        acting(lambda: providers.end(wechat.bank.name, now=wechat.now))
        one.agree()
        one.run()
        (back,) = Payment.objects.filter(direction="back")
        told = headline_of(view(one.claim, actor=one.buyer, now=one.now), now=one.now)
        assert (is_by_hand(back.fault), told.says) == (True, "money_by_hand")

    def test_goes_by_the_number_that_was_told_after_it_was_filed(self, wechat: Scene) -> None:
        purchase = a_purchase(now=wechat.now)
        paid = purchase.freight_fen + sum(one.amount_fen for one in purchase.lines.all())
        one = a_claim(now=wechat.now, purchase=purchase)
        Purchase.objects.filter(pk=purchase.pk).update(paid_reference=wechat.bank.sells("TS20261129", paid))
        one.agree()
        one.run()
        (back,) = Payment.objects.filter(direction="back")
        assert (one.claim.outcome, wechat.bank.returned_fen) == ("paid", one.claim.asked_fen)
        assert (back.provider, back.bill.transfers.get(reason="refund").credit) == ("wechat", "provider:wechat")
        assert list(money_differs(back.stream())) == []


class TestNumber:
    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(STEPS), st.sampled_from(MOODS), st.integers(1, 7000)), min_size=1, max_size=9
        )
    )
    def test_gives_back_what_our_books_say_and_never_more(
        self, wechat: Scene, steps: list[tuple[str, str, int]]
    ) -> None:
        before = wechat.bank.returned_fen
        ordered(wechat)
        for step, mood, fen in steps:
            wechat.bank.moods.clear()
            wechat.bank.moods.extend([mood] if mood in ("break", "drop", "forged", "poor") else [])
            wechat.bank.slow_refunds, wechat.bank.refuses_refunds = mood == "slow", mood == "refused"
            with suppress(AnxinError):
                take(wechat, step, fen)
        wechat.bank.moods.clear()
        wechat.bank.slow_refunds = wechat.bank.refuses_refunds = False
        for row in open_ones(wechat):
            if wechat.bank.refunds.get(row.number, {}).get("status") == "PROCESSING":
                wechat.bank.finish_refund(row.number)
        wechat.run(4000)
        wechat.run(100_000)

        back = wechat.bill.payments.filter(direction="back")
        by_hand = sum(one.amount_fen for one in back.filter(state="succeeded", fault="hand"))
        there = wechat.bank.returned_fen - before
        gone = sum(one.amount_fen for one in back.filter(state="succeeded")) - by_hand
        assert (there, wechat.bill.refunded_fen) == (gone, gone + by_hand)
        assert wechat.bill.refunded_fen + wechat.bill.reserved_fen <= wechat.bill.paid_fen
        posted = Transfer.objects.filter(payment__in=back, state="posted")
        assert sum(one.amount_fen for one in posted) == wechat.bill.refunded_fen


def _stopped(*_args: object, **_named: object) -> None:
    raise InterruptedError("stopped between the call and its answer")


def spoil(scene: Scene, mood: str) -> None:
    """Have the answer to a refund spoiled; at Alipay the payment is looked at before it."""
    scene.bank.moods.extend(["", mood] if scene.bank.name == "alipay" else [mood])


def keep(scene: Scene) -> None:
    """Set the provider up, as it was."""
    told = {"values": scene.bank.values, "secrets": scene.bank.secrets}
    acting(lambda: providers.keep(kind="payment", name=scene.bank.name, rank=1, **told, by=OPERATOR, now=scene.now))


def open_ones(scene: Scene) -> list[Payment]:
    return list(scene.bill.payments.filter(direction="back").exclude(state__in=("succeeded", "failed")))


def take(scene: Scene, step: str, fen: int) -> None:
    """Give back, be told, let time pass; as a person say what became of it, where the provider has nothing of it."""
    rows = open_ones(scene)
    if step == "give_back":
        scene.give_back(fen)
    elif step == "later":
        scene.run(fen)
    elif step == "told":
        for row in rows:
            if row.number in scene.bank.refunds:
                scene.bank.finish_refund(row.number)
                scene.hear(scene.bank.told_refund(row.number))
    else:
        for row in (one for one in rows if one.state == "unclear" and one.number not in scene.bank.refunds):
            told = {"payment": row, "succeeded": step == "it_went", "reference": "TB1"}
            acting(partial(actions.clear, **told, by=FINANCE, now=scene.now))
            Payment.objects.filter(pk=row.pk).update(fault="hand")
