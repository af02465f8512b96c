"""What is worse for a side; what can't be compared counts as worse, what it asked for or offered never does."""

import pytest

from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.rules.appeals import is_worse

WHOLE = 39_900


def ruled(remedy: str, fen: int = 0, *, liable: str = "merchant", fraud: bool = False) -> Ruling:
    return Ruling(remedy=remedy, amount_fen=fen, liable=liable, fraud_said=fraud, reason="")


PART, ALL = ruled("refund_part", 25_000), ruled("refund_only", WHOLE)
NONE = ruled("refuse", liable="nobody")
RETURN, REPAIR, EXCHANGE = ruled("return", WHOLE), ruled("repair"), ruled("exchange")
CASES = [
    ("merchant", PART, ALL, True),
    ("merchant", PART, PART, False),
    ("merchant", PART, NONE, False),
    ("merchant", ruled("refund_part", 25_000, liable="carrier"), PART, True),
    ("merchant", PART, ruled("refund_part", 30_000, liable="carrier"), False),
    ("merchant", NONE, REPAIR, True),
    ("merchant", REPAIR, EXCHANGE, True),
    ("merchant", EXCHANGE, REPAIR, False),
    ("merchant", EXCHANGE, PART, False),
    ("merchant", EXCHANGE, ALL, True),
    ("merchant", ALL, EXCHANGE, False),
    ("merchant", PART, EXCHANGE, True),
    ("merchant", ALL, RETURN, False),
    ("merchant", RETURN, ruled("refund_part", 10_000), True),
    ("buyer", PART, ruled("refund_part", 10_000), True),
    ("buyer", PART, ALL, False),
    ("buyer", PART, NONE, True),
    ("buyer", NONE, PART, False),
    ("buyer", RETURN, REPAIR, True),
    ("buyer", RETURN, ALL, False),
    ("buyer", ALL, RETURN, True),
    ("buyer", PART, EXCHANGE, True),
    ("buyer", EXCHANGE, REPAIR, True),
    ("buyer", REPAIR, EXCHANGE, False),
    ("buyer", EXCHANGE, RETURN, False),
    ("buyer", EXCHANGE, PART, True),
    ("buyer", PART, ruled("refund_part", 25_000, fraud=True), True),
    ("buyer", NONE, ruled("refuse", liable="nobody", fraud=True), True),
    ("buyer", PART, ruled("refund_part", 25_000, liable="buyer"), True),
]


@pytest.mark.parametrize(("side", "before", "after", "worse"), CASES)
def test_a_side_has_no_less_than_what_stands(side: str, before: Ruling, after: Ruling, worse: bool) -> None:
    assert is_worse(side, before=before, after=after, whole_fen=WHOLE) is worse


def test_of_two_sums_for_the_same_goods_the_sums_decide_also_where_a_side_asked_for_less() -> None:
    lower = ruled("refund_only", 10_000)
    assert is_worse("buyer", before=PART, after=lower, whole_fen=WHOLE, own=[("refund_only", 10_000)])
    assert is_worse("merchant", before=lower, after=PART, whole_fen=WHOLE, own=[("refund_part", 25_000)])


def test_what_a_side_asked_for_or_offered_is_not_worse_for_it() -> None:
    assert not is_worse("buyer", before=PART, after=RETURN, whole_fen=WHOLE, own=[("return", WHOLE)])
    offered = [("refund_part", 10_000)]
    assert not is_worse("merchant", before=RETURN, after=ruled("refund_part", 10_000), whole_fen=WHOLE, own=offered)
    assert is_worse("merchant", before=RETURN, after=ruled("refund_part", 10_001), whole_fen=WHOLE, own=offered)
