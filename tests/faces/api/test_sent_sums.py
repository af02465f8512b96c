"""A program that answers as the merchant is told what goes back by it: less what the shop gave meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from tests.claim_builders import a_claim
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_names_what_is_sent_by_it_and_what_the_shop_gave(
    program: Callable[..., Program], live_now: datetime
) -> None:
    one = a_claim(now=live_now - timedelta(hours=1))
    shop, whole = program(cast.MERCHANT), one.claim.asked_fen

    def answers(key: str, **said: Any) -> Any:
        body = {"person": cast.MERCHANT_OWNER.username, **said}
        return shop.sends(body, key=key, path=f"/claims/{one.claim.number}/answer").json()

    offered = answers("a1", answer="offer", reason="补一半", remedy="refund_part", amount_fen=whole // 2)
    assert (offered["sent_fen"], offered["given_fen"]) == (whole // 2, 0)
    one.read()
    gave = {"amount_fen": 1000, "reference": "T1", "by": one.by(cast.MERCHANT_OWNER), "now": live_now}
    one.do(lambda: claims.say_refund(claim=one.claim, **gave))
    agreed = answers("a2", answer="agree")
    assert (agreed["sent_fen"], agreed["given_fen"]) == (whole - 1000, 1000)
