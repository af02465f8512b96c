"""A merchant's answer through a program names the person who gives it."""

from collections.abc import Callable
from typing import Any

import pytest

from anxin.demo import cast
from anxin.domain.claims.models import Answer
from tests import claim_builders
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
Of = Callable[..., Program]


class TestAnswer:
    @pytest.fixture
    def claim(self, live_now: Any) -> claim_builders.Walked:
        return claim_builders.a_claim(now=live_now)

    def answers(self, shop: Program, claim: claim_builders.Walked, *, key: str = "a1", **said: Any) -> Any:
        body = {"person": cast.MERCHANT_OWNER.username, **said}
        return shop.sends(body, key=key, path=f"/claims/{claim.claim.number}/answer")

    def test_names_the_person_who_answers(self, program: Of, claim: claim_builders.Walked) -> None:
        shop = program(cast.MERCHANT)
        made = self.answers(shop, claim, answer="contest", reason="出库时完好")
        assert made.status_code == 201, made.content
        assert (made.json()["state"], made.json()["answer"]) == ("review", "contest")
        row = Answer.objects.get()
        assert row.by == claim.by(cast.MERCHANT_OWNER).key
        assert self.answers(shop, claim, answer="contest", reason="出库时完好").content == made.content

    def test_agrees_and_offers(self, program: Of, claim: claim_builders.Walked) -> None:
        shop = program(cast.MERCHANT)
        offered = self.answers(
            shop, claim, answer="offer", reason="补一半", remedy="refund_part", amount_fen=13400
        ).json()
        assert offered["state"] == "offer_made"
        agreed = self.answers(shop, claim, key="a2", answer="agree").json()
        assert agreed["state"] == "executing"
        shown = shop.asks(f"/claims/{claim.claim.number}").json()
        assert [one["kind"] for one in shown["answers"]] == ["offer", "agree"]
        assert shown["decision"]["remedy"] == "refund_only"

    def test_refuses_somebody_who_does_not_answer_there(self, program: Of, claim: claim_builders.Walked) -> None:
        shop = program(cast.MERCHANT)
        for name in (cast.XIAO_WU.username, cast.HEYAN_OWNER.username, cast.LIN.username, "nobody"):
            refused = self.answers(shop, claim, person=name, answer="agree")
            assert (refused.status_code, refused.json()["field"]) == (422, "person"), name
        foreign = self.answers(program(cast.OPERATOR), claim, answer="agree")
        assert (foreign.status_code, foreign.json()["code"]) == (403, "claims.not_your_claim")
        wordless = self.answers(shop, claim, answer="contest", reason=" ")
        assert (wordless.status_code, wordless.json()["code"]) == (422, "claims.reason_needed")
        assert Answer.objects.count() == 0
        self.answers(shop, claim, answer="contest", reason="出库时完好")
        late = self.answers(shop, claim, key="a2", answer="contest", reason="再说一次")
        assert (late.status_code, late.json()["code"]) == (409, "core.wrong_state")
