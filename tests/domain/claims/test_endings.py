"""How a claim ended is said in the words of that end: what both sides agreed on is no ruling."""

from datetime import datetime

import pytest
from django.utils import translation

from anxin.demo import cast
from anxin.domain.claims.queries.history import timeline_of
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db


def told(one: Walked, by: cast.Member = cast.LIN) -> str:
    with translation.override("zh-hans"):
        return " / ".join(line.sentence for line in timeline_of(one.claim, actor=one.by(by)))


class TestRecord:
    def test_of_an_agreement_speaks_of_no_ruling(self, now: datetime) -> None:
        one = a_claim(now=now)
        one.agree()
        one.run()
        assert one.decision.kind == "agreed"
        for reader in (cast.LIN, cast.MERCHANT_OWNER):
            assert "达成一致" in told(one, reader)
            assert "裁定" not in told(one, reader)
        lines = timeline_of(one.claim, actor=one.by(cast.LIN))
        assert "agreed by click" not in {line.text for line in lines}, "what stands for his click is nobody's words"

    def test_of_an_agreement_under_review_ends_dispute_and_draft_in_its_own_words(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.agree()
        one.run()
        assert "双方达成一致，争议结束" in told(one)
        assert "争议已裁定" not in told(one)

    def test_of_a_decision_nobody_appeals_says_that_it_stands(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose()
        one.wait(days=7, minutes=1)
        assert "裁定生效" in told(one)
        assert "达成一致" not in told(one)
