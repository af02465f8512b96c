"""What is worse for a side that has not answered an appeal yet; what can't be compared counts as worse."""

import pytest

from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.rules.appeals import is_worse


def ruled(remedy: str, fen: int = 0, *, liable: str = "merchant", fraud: bool = False) -> Ruling:
    return Ruling(remedy=remedy, amount_fen=fen, liable=liable, fraud_said=fraud, reason="")


PART = ruled("refund_part", 25_000)
CASES = [
    ("buyer", PART, ruled("refund_only", 39_900), True),
    ("buyer", PART, PART, False),
    ("buyer", PART, ruled("refuse", liable="nobody"), False),
    ("buyer", ruled("refund_part", 25_000, liable="carrier"), PART, True),
    ("buyer", ruled("refuse", liable="nobody"), ruled("repair"), True),
    ("buyer", ruled("repair"), ruled("exchange"), True),
    ("merchant", PART, ruled("refund_part", 10_000), True),
    ("merchant", PART, ruled("refund_only", 39_900), False),
    ("merchant", PART, ruled("refuse", liable="nobody"), True),
    ("merchant", ruled("refuse", liable="nobody"), PART, False),
    ("merchant", ruled("return", 39_900), ruled("repair"), True),
    ("merchant", PART, ruled("refund_part", 25_000, fraud=True), True),
]


@pytest.mark.parametrize(("appealed_by", "before", "after", "worse"), CASES)
def test_who_did_not_appeal_has_no_less_before_he_was_heard(
    appealed_by: str, before: Ruling, after: Ruling, worse: bool
) -> None:
    assert is_worse(appealed_by=appealed_by, before=before, after=after) is worse
