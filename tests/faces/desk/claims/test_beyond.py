"""A reviewer who gives more than was asked says why; where nothing is given nobody is named as bearing it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from tests.claim_builders import FACTS, a_claim
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
TYPED = {"own_1": "面板裂了", "remedy": "refund_only", "amount_fen": "268.00", "liable": "merchant", "reason": "整件退"}


def test_more_than_was_asked_for_needs_its_reason_and_the_preview_says_so(sits: Sits, live_now: datetime) -> None:
    one = a_claim(now=live_now, at="review", asked_fen=20000)
    more = claims.Ruling(remedy="refund_only", amount_fen=26800, reason="整件退", found=FACTS)
    with pytest.raises(Invalid) as refused:
        one.propose(more)
    assert refused.value.field == "beyond"
    client, here = sits(cast.LIN), f"/desk/claims/{one.claim.number}/decision/"
    one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
    answer = client.post(here, {**TYPED, "how": "preview"})
    assert "请写明为什么给得比申请的多" in flat(answer)
    page = flat(client.post(here, {**TYPED, "how": "preview", "beyond": "整件不能用，修不了"}))
    assert "多 ¥68.00" in page
    assert "比申请多给的理由：整件不能用，修不了" in page


def test_who_bears_it_is_not_said_where_nothing_is_given(sits: Sits, live_now: datetime) -> None:
    one = a_claim(now=live_now, at="review")
    one.propose(claims.Ruling(remedy="refuse", liable="merchant", reason="照片看不出裂纹", found=FACTS))
    assert one.decision.liable == "nobody"
    for member, path in ((cast.LIN, "/desk/claims/"), (cast.MERCHANT_OWNER, "/merchant/claims/")):
        page = flat(sits(member).get(f"{path}{one.claim.number}/"))
        assert "照片看不出裂纹" in page
        assert "<dt>由谁承担</dt>" not in page
        assert "由谁承担：" not in page
