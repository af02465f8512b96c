"""Producer codes: 27 characters, a credit code with its check digit, known legal entities."""

import pytest

from anxin.engines.evidence.labels.producers import check_digit_holds, decode, table


class TestCode:
    def test_holds_for_every_known_producer(self) -> None:
        assert all(check_digit_holds(row["credit_code"]) for row in table()["producer"])

    @pytest.mark.parametrize("place", range(18))
    def test_fails_for_every_single_changed_character(self, place: int) -> None:
        code = "91110102MACQD9K640"
        other = "A" if code[place] != "A" else "C"
        assert not check_digit_holds(code[:place] + other + code[place + 1 :])

    def test_tells_producer_from_propagator(self) -> None:
        assert decode("00119144030008867405X220001").role == "propagator"
        assert decode("00119144030008867405X210001").role == "producer"

    def test_knows_a_plain_name(self) -> None:
        assert decode("doubao").known
        assert not decode("doubaodou").known
