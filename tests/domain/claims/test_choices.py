"""A reason is declared in one place with its own evidence, and all that follows takes it from there."""

from datetime import datetime

import pytest

from anxin.domain.claims import choices, queries
from anxin.domain.claims.choices import Reason
from anxin.domain.claims.commands.advance_answers import AgreedBeforehand
from anxin.domain.claims.rules import law
from anxin.domain.claims.rules.remedies import fault_of_sum
from anxin.domain.evidence import choices as pictures
from anxin.domain.evidence.choices import Role
from anxin.faces.api.claims.questions import Bringing, Claiming
from anxin.faces.customer.claims.forms import GoodsForm
from tests.claim_builders import a_claim


@pytest.mark.django_db
def test_a_new_reason_is_filed_and_asks_for_its_own_picture(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    mouldy = Reason(says="mouldy", asks=("refund_only",), needs=("damp",))
    monkeypatch.setitem(choices.DECLARED, "mouldy", mouldy)
    monkeypatch.setitem(choices.REASONS, "mouldy", mouldy.says)
    monkeypatch.setitem(pictures.PICTURES, "damp", Role(says="the damp place", sides="buyer"))

    one = a_claim(now=now, reason="mouldy")

    view = queries.view(one.claim, actor=one.buyer, now=now)
    assert view.still_needed == ("damp",)
    assert pictures.roles_of("buyer")[-1] == "damp"
    assert law.TOUCHES["quality"](law.Facts(type="refund_only", reason="mouldy", forum="own", asked_fen=1))


def test_programs_buyers_and_merchants_choose_from_the_same_reasons() -> None:
    asked = Claiming.model_json_schema()["properties"]["reason"]["enum"]
    assert asked == list(choices.REASONS)
    assert asked == [code for code, _name in GoodsForm.base_fields["reason"].choices]  # type: ignore[attr-defined]
    beforehand = AgreedBeforehand.model_json_schema()["properties"]["reasons"]["items"]["enum"]
    assert beforehand == [code for code in asked if code not in (choices.NOT_REFUNDED, choices.FREIGHT)], (
        "nobody agrees to that unseen"
    )
    assert Bringing.model_json_schema()["properties"]["role"]["enum"] == list(pictures.PICTURES)


@pytest.mark.parametrize(
    ("remedy", "amount_fen", "fault"),
    [
        ("refuse", 0, ""),
        ("exchange", 100, "none"),
        ("refund_only", 0, "missing"),
        ("refund_part", 26800, "whole"),
        ("refund_part", 20001, "beyond"),
        ("refund_part", 20000, ""),
        ("refund_only", 20000, ""),
    ],
)
def test_a_part_is_less_than_all_and_no_more_than_is_left(remedy: str, amount_fen: int, fault: str) -> None:
    assert fault_of_sum(remedy, amount_fen, most_fen=26800, left_fen=20000) == fault
