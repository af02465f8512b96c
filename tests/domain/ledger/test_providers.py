"""What a payment provider may do wrong, played through with each: money moves once, or somebody knows why not.

The first lines of these tests are the table in `docs/reference/providers.md`.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from anxin.core import providers, timeline
from anxin.core.acting import acting
from anxin.domain.ledger import actions, queries
from anxin.domain.ledger import providers as payments
from anxin.domain.ledger.models import Difference, Payment
from anxin.domain.ledger.wording import fault_called
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_money import FINANCE


class TestPaid:
    def test_by_the_code_and_told_of_it(self, scene: Scene) -> None:
        """Scanned, paid, told"""
        payment = scene.begin()
        assert payment.show.startswith(("weixin://", "https://qr.alipay.com/"))
        scene.bank.pay(payment.number)

        assert scene.hear(scene.bank.told(payment.number)) == 200
        assert scene.state == "paid succeeded"
        assert scene.payment.moved_at == scene.now
        assert queries.balance(f"provider:{scene.bank.name}") == scene.bank.taken_fen == 10000

    def test_and_nobody_told(self, scene: Scene) -> None:
        """Paid, and no notification ever comes"""
        payment = scene.begin()
        scene.bank.pay(payment.number)
        scene.run(10)

        assert scene.state == "paid succeeded"

    def test_and_told_three_times(self, scene: Scene) -> None:
        """The same notification three times"""
        scene.paid()
        again = [scene.hear(scene.bank.told(scene.payment.number)) for _ in range(2)]

        assert again == [200, 200]
        assert (scene.state, scene.differences) == ("paid succeeded", [])

    def test_and_told_late(self, scene: Scene) -> None:
        """The notification comes a day after we looked ourselves"""
        payment = scene.begin()
        scene.bank.pay(payment.number)
        paid_at = scene.now
        scene.run(10)
        scene.run(86400)

        assert scene.hear(scene.bank.told(payment.number, at=scene.now)) == 200
        assert (scene.state, scene.differences, scene.payment.moved_at) == ("paid succeeded", [], paid_at)

    def test_although_the_answer_to_the_order_was_lost(self, scene: Scene) -> None:
        """The order is placed, its answer is lost: the same number gives the code again"""
        scene.bank.moods.append("hang")
        with scene.impatient():
            payment = scene.begin()
        assert (payment.state, payment.show) == ("called", "")
        assert queries.view(scene.bill).asking, "no code, so nothing can have been paid"
        scene.run(10)
        assert scene.payment.show
        assert not queries.view(scene.bill).asking
        scene.bank.pay(payment.number)
        scene.run(60)

        assert scene.state == "paid succeeded"

    def test_and_told_before_the_order_was_answered(self, scene: Scene) -> None:
        """The notification overtakes our own answer"""
        scene.bank.moods.append("break")
        payment = scene.begin()
        scene.bank.pay(payment.number)

        assert scene.hear(scene.bank.told(payment.number)) == 200
        assert scene.state == "paid succeeded"
        scene.run(600)
        assert scene.state == "paid succeeded"

    def test_after_it_answered_badly_several_times(self, scene: Scene) -> None:
        """Dropped lines, 5xx, rate limits, unsigned and forged answers: asked again by the same number"""
        scene.bank.moods.extend(["drop", "500", "429", "unsigned", "forged"])
        scene.begin()
        for _ in range(6):
            scene.run(60)
        payment = scene.payment
        assert bool(payment.show)
        assert providers.health()[scene.bank.name].failing_since is None
        scene.bank.pay(payment.number)
        scene.run(900)

        assert scene.state == "paid succeeded"

    def test_when_nothing_is_known_for_long_a_person_is_told_and_looks_go_on(self, scene: Scene) -> None:
        """No answer for an hour: finance sees it, and looks go on"""
        scene.bank.moods.extend(["500"] * 8)
        scene.begin()
        for _ in range(7):
            scene.run(1900)
        assert scene.state == "agreed unclear"
        assert queries.waiting(FINANCE) == 1
        assert providers.health()[scene.bank.name].fault
        scene.bank.moods.clear()
        scene.run(7 * 3600)
        if scene.payment.state == "unclear":
            assert scene.bank.taken_fen == 0

    def test_twice_by_two_at_once_is_one_payment(self, scene: Scene) -> None:
        """Two press pay: one order"""
        first = scene.begin()

        assert scene.begin() == first
        assert len([one for one in scene.bank.calls if "precreate" in str(one.body) or "native" in one.target]) == 1


def closed(scene: Scene) -> Payment:
    """Have a code shown that nobody pays in time."""
    payment = scene.begin()
    for _ in range(6):
        scene.run(400)
    payment.refresh_from_db()
    assert payment.state == "failed"
    return payment


def pays_late(scene: Scene, payment: Payment) -> tuple[dict[str, str], bytes]:
    """Have it paid after all, and return how its provider tells it."""
    if scene.bank.name == "wechat":
        scene.bank.orders[payment.number]["state"] = "NOTPAY"
    else:
        scene.bank.codes[payment.number] = 10000
    scene.bank.pay(payment.number)
    told: tuple[dict[str, str], bytes] = scene.bank.told(payment.number)
    return told


class TestNotPaid:
    def test_in_its_time_is_closed_and_can_be_paid_anew(self, scene: Scene) -> None:
        """Nobody pays in time: closed there, then open again here"""
        first = scene.begin()
        for _ in range(6):
            scene.run(400)
        assert scene.state == "agreed failed"

        second = scene.begin()
        assert second != first
        scene.bank.pay(second.number)
        scene.run(10)
        assert scene.state == "paid succeeded"

    def test_but_paid_in_the_last_moment(self, scene: Scene) -> None:
        """Paid while we close: the close is refused, the money counts"""
        payment = scene.begin()
        scene.run(1795)
        scene.bank.pay(payment.number)
        scene.run(400)

        assert scene.state == "paid succeeded"

    @pytest.mark.parametrize("refusal", ["paid meanwhile", "not allowed"])
    def test_where_the_close_is_refused_is_not_taken_for_closed(self, scene: Scene, refusal: str) -> None:
        """Paid between our look and our close, or a close that is refused: looked up, never called unpaid"""
        payment, bank = scene.begin(), scene.bank
        if bank.name == "alipay":
            bank.orders[payment.number] = {"total": 10000, "state": "WAIT_BUYER_PAY"}
        bank.refuses_close = refusal == "not allowed"
        bank.paid_at_close = refusal == "paid meanwhile"
        for _ in range(6):
            scene.run(400)
        assert scene.state == ("agreed called" if bank.refuses_close else "paid succeeded")
        if bank.refuses_close:
            bank.pay(payment.number)
            scene.run(3600)
        assert (scene.state, scene.differences) == ("paid succeeded", [])

    def test_and_paid_after_all_pays_the_bill_and_the_code_after_it_is_given_up(self, scene: Scene) -> None:
        """Paid after it was closed, while the bill is open still: it counts; by the next code it goes back by itself"""
        first = closed(scene)
        second = scene.begin()
        assert scene.hear(pays_late(scene, first)) == 200
        first.refresh_from_db()
        second.refresh_from_db()
        assert (scene.bill.state, first.state, second.state, second.fault) == ("paid", "succeeded", "failed", "earlier")
        assert set(Difference.objects.values_list("end", flat=True)) == {"itself"}
        scene.bank.pay(second.number)
        assert scene.hear(scene.bank.told(second.number)) == 200
        scene.run(60)
        assert (scene.bank.returned_fen, scene.bill.paid_fen) == (10000, 10000)
        view = queries.view(scene.bill)
        assert [(one.code, one.fen) for one in view.surplus] == [("over_gone", 10000)]
        assert "100.00" in view.said[-1]
        assert not list(timeline.verify())

    def test_and_paid_after_all_becomes_work(self, scene: Scene) -> None:
        """Paid after it was closed and the bill paid by another code: for finance, given back from the desk"""
        first = closed(scene)
        scene.paid()
        assert scene.hear(pays_late(scene, first)) == 200
        assert scene.differences == ["not_settled"]
        assert [one.code for one in queries.view(scene.bill).surplus] == ["over"]
        row = queries.difference(Difference.objects.get().pk, actor=FINANCE)
        acting(lambda: actions.give_back(difference=row, why="退给付款人", by=FINANCE, now=scene.now))
        assert [one.code for one in queries.view(scene.bill).surplus] == ["over_back"]
        scene.bank.moods.append("hang")
        with scene.impatient():
            scene.run()
        scene.run(60)
        row.refresh_from_db()
        assert (row.end, scene.bank.returned_fen, len(scene.bank.refunds)) == ("returned", 10000, 1)

    def test_and_whose_return_was_refused_can_be_returned_again(self, scene: Scene) -> None:
        """Money of no bill whose return is refused: finance sends it again, by the same number"""
        first, bank = closed(scene), scene.bank
        scene.paid()
        scene.hear(pays_late(scene, first))
        row = queries.difference(Difference.objects.get().pk, actor=FINANCE)
        for refusing in (True, False):
            bank.refuses_refunds = refusing
            acting(lambda: actions.give_back(difference=row, why="退给付款人", by=FINANCE, now=scene.now))
            scene.run()
            scene.run(60)
            row.refresh_from_db()
            assert re.search("[\u4e00-\u9fff]{4}", fault_called(row.fault)) or not refusing
        assert (row.end, bank.returned_fen, len(bank.refunds)) == ("returned", 10000, 1)


class TestForged:
    @pytest.mark.parametrize(
        "changes",
        [{"by": "stranger"}, {"app": "wx-other"}, {"merchant": "1900000999"}],
        ids=["signed by a stranger", "for another app", "to another merchant"],
    )
    def test_is_refused_and_changes_nothing(self, scene: Scene, changes: dict[str, str]) -> None:
        """A notification signed by somebody else, or about another merchant, or his app"""
        payment = scene.begin()

        assert scene.hear(scene.bank.told(payment.number, **changes)) in (400, 401)
        assert (scene.state, scene.differences) == ("agreed called", [])

    def test_with_another_sum_pays_nothing(self, scene: Scene) -> None:
        """A genuine notification with another sum"""
        payment = scene.begin()

        assert scene.hear(scene.bank.told(payment.number, total=1)) == 200
        assert (scene.state, scene.differences) == ("agreed unclear", ["wrong_sum"])

    def test_with_no_sum_pays_nothing(self, scene: Scene) -> None:
        """A genuine notification of nothing"""
        payment = scene.begin()

        assert scene.hear(scene.bank.told(payment.number, total=0)) == 200
        assert (scene.state, scene.differences) == ("agreed unclear", ["wrong_sum"])

    def test_with_another_currency_pays_nothing(self, wechat: Scene) -> None:
        """The right number in another currency (WeChat)"""
        payment = wechat.begin()

        assert wechat.hear(wechat.bank.told(payment.number, currency="HKD")) == 200
        assert (wechat.state, wechat.differences) == ("agreed unclear", ["wrong_sum"])

    @pytest.mark.parametrize("stamp", ["9" * 400, "-1", "１７", ""])
    def test_of_no_time_is_refused(self, wechat: Scene, stamp: str) -> None:
        """A time that is none (WeChat)"""
        headers, body = wechat.bank.told(wechat.begin().number)
        provider = payments.opened("wechat")
        assert provider is not None
        with pytest.raises(payments.Forged, match="too old"):
            provider.heard({**headers, "Wechatpay-Timestamp": stamp}, body, now=wechat.now)

    def test_answer_with_another_sum_goes_to_a_person(self, scene: Scene) -> None:
        """A look that says another sum"""
        payment = scene.begin()
        scene.bank.pay(payment.number)
        scene.bank.moods.append("other_sum")
        scene.run(10)

        assert (scene.payment.state, scene.payment.fault) == ("unclear", "other sum")

    def test_number_nobody_knows_becomes_work(self, scene: Scene) -> None:
        """Money for a number that isn't ours"""
        payment = scene.begin()
        scene.bank.pay(payment.number)
        scene.bank.orders["f" * 32] = scene.bank.orders[payment.number]

        assert scene.hear(scene.bank.told("f" * 32)) == 200
        assert scene.differences == ["missing_here"]

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"serial": "PUB_KEY_ID_77"}, "unknown key"),
            ({"at": timedelta(minutes=-6)}, "too old"),
            ({"by": "wechat-old", "serial": "expired"}, "certificate expired"),
        ],
        ids=["unknown key", "replayed after five minutes", "expired certificate"],
    )
    def test_by_a_key_that_is_none(self, wechat: Scene, changes: dict[str, Any], why: str) -> None:
        """An unknown key, a replay after five minutes, an expired certificate (WeChat)"""
        payment, bank = wechat.begin(), wechat.bank
        if "at" in changes:
            changes = {"at": wechat.now + changes["at"]}
        if changes.get("serial") == "expired":
            changes = {**changes, "serial": bank.paper_serial}
        headers, body = bank.told(payment.number, **changes)
        provider = payments.opened("wechat")
        assert provider is not None
        with pytest.raises(payments.Forged, match=why):
            provider.heard(headers, body, now=wechat.now)

        assert wechat.hear((headers, body)) == 401
        assert wechat.state == "agreed called"

    @pytest.mark.parametrize("mood", ["unknown_key", "old", "expired"])
    def test_answer_by_a_key_that_is_none_is_not_believed(self, wechat: Scene, mood: str) -> None:
        """Answers by an unknown key, too old, by an expired certificate (WeChat)"""
        payment = wechat.begin()
        wechat.bank.pay(payment.number)
        wechat.bank.moods.append(mood)
        wechat.run(6)
        assert wechat.state == "agreed called"
        wechat.run(60)
        assert wechat.state == "paid succeeded"

    def test_nonsense_is_refused(self, scene: Scene) -> None:
        """Nonsense instead of a notification"""
        bodies = (b"{}", b"[]", b"\xff", b'{"resource":1}', b"a=b", b"sign=x&sign_type=RSA2")
        answers = {scene.hear(({"Wechatpay-Signature": "WECHATPAY/SIGNTEST/x"}, body)) for body in bodies}

        assert answers <= {400, 401}


@pytest.mark.parametrize(
    "change",
    [{"show": "https://qr.example/another"}, {"moved_at": datetime(2026, 1, 1, tzinfo=UTC)}],
    ids=["another code to scan", "another day"],
)
def test_what_is_scanned_and_when_money_moved_is_held_against_the_record(scene: Scene, change: dict[str, Any]) -> None:
    payment = scene.begin() if "show" in change else scene.paid()
    assert timeline.verify() == []
    type(payment).objects.filter(pk=payment.pk).update(**change)

    assert [one.code for one in timeline.verify()] == ["timeline.row_differs"]


def test_a_secret_is_never_shown(wechat: Scene) -> None:
    kept = providers.account("wechat")
    assert kept is not None
    assert "k" * 32 not in repr(kept) + json.dumps(dict(providers.health()["wechat"].values))
