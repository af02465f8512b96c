"""How a bill stands is said in plain words, the same on every face."""

import pytest

from anxin.domain.ledger.queries import BillView


def said(*, state: str, total: int, paid: int = 0, refunded: int = 0, reserved: int = 0) -> tuple[str, ...]:
    """Say how a bill stands."""
    due = total - paid if state in ("shown", "agreed", "contested") else 0
    sums = {"total_fen": total, "full_fen": total, "paid_fen": paid, "refunded_fen": refunded, "due_fen": due}
    back = paid - refunded - reserved
    return BillView(number="B", state=state, refundable_fen=back, paying=False, unclear=False, lines=(), **sums).said


class TestStanding:
    @pytest.mark.parametrize(
        ("bill", "words"),
        [
            ({"state": "agreed", "total": 32800}, ("应付 ¥328.00",)),
            ({"state": "agreed", "total": 32800, "paid": 12800}, ("还应付 ¥200.00", "已付 ¥128.00")),
            ({"state": "paid", "total": 32800, "paid": 32800}, ("已付清 ¥328.00",)),
            ({"state": "agreed", "total": 0}, ("不用付钱",)),
            ({"state": "waived", "total": 32800}, ("已免单，不用付钱",)),
            (
                {"state": "paid", "total": 32800, "paid": 32800, "reserved": 6000},
                ("已付清 ¥328.00", "应退 ¥60.00，正在退"),
            ),
            ({"state": "invoiced", "total": 32800, "paid": 32800, "refunded": 6000}, ("已付清 ¥328.00", "已退 ¥60.00")),
            ({"state": "refunded", "total": 32800, "paid": 32800, "refunded": 32800}, ("已全部退回 ¥328.00",)),
        ],
    )
    def test_is_one_sentence_a_native_would_say(self, bill: dict[str, object], words: tuple[str, ...]) -> None:
        assert said(**bill) == words  # type: ignore[arg-type]
