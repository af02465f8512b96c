"""A code to pay that was taken back: its provider closes the order, and what was paid meanwhile counts."""

import pytest

from anxin.core.acting import acting
from anxin.core.errors import WrongState
from anxin.domain.ledger import actions, queries
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_money import FINANCE


def is_closed(scene: Scene, number: str) -> bool:
    """Return whether the provider takes nothing by that order any more: Alipay cancels what nobody has scanned yet."""
    order = scene.bank.orders.get(number)
    return "CLOSED" in order["state"] if order else number not in scene.bank.codes


def void(scene: Scene) -> None:
    acting(lambda: actions.void_codes(bill=scene.bill, by=FINANCE, now=scene.now))
    scene.bill.refresh_from_db()


class TestCodeTakenBack:
    def test_is_paid_by_nobody_any_more_and_closed_with_its_provider(self, scene: Scene) -> None:
        payment = scene.begin()
        void(scene)
        assert (scene.state, queries.is_paying(scene.bill)) == ("agreed failed", False)
        shown = queries.view(scene.bill)
        assert (shown.code, shown.failed) == (None, False)
        scene.run()
        assert is_closed(scene, payment.number)

    def test_leaves_room_for_a_lower_bill_at_once(self, scene: Scene) -> None:
        scene.begin()
        void(scene)
        acting(lambda: actions.reduce(bill=scene.bill, to_fen=100, why="说好的", by=FINANCE, now=scene.now, wrong=True))
        assert scene.bill.total_fen == 100

    def test_counts_what_was_paid_in_the_same_moment(self, scene: Scene) -> None:
        payment = scene.begin()
        scene.bank.pay(payment.number)
        void(scene)
        scene.run()
        assert scene.state == "paid succeeded"

    def test_is_closed_although_its_provider_was_out_of_order(self, scene: Scene) -> None:
        payment = scene.begin()
        void(scene)
        scene.bank.moods.extend(["500", "500", "500"])
        scene.run()
        assert not is_closed(scene, payment.number)
        for _ in range(3):
            scene.run(60)
        assert is_closed(scene, payment.number)

    def test_is_one_that_is_about(self, scene: Scene) -> None:
        with pytest.raises(WrongState):
            void(scene)
