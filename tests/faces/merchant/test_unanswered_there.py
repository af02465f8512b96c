"""A platform's time for the merchant's answer that passed without one: page and desk say so, and what may follow."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.faces.words import moment
from tests.claim_builders import a_claim
from tests.flat import flat

pytestmark = pytest.mark.django_db
type Sits = Callable[[cast.Member], Client]


def test_is_said_with_its_moment_until_he_answers_after_all(sits: Sits, live_now: datetime) -> None:
    one = a_claim(now=live_now - timedelta(days=2), platform_ref="PT-1")
    xiang, lin = sits(cast.MERCHANT_OWNER), sits(cast.LIN)
    his, desks = f"/merchant/claims/{one.claim.number}/", f"/desk/claims/{one.claim.number}/"
    one.wait(hours=25)
    passed = moment(one.claim.answer_due_at)
    page = flat(xiang.get(his))
    assert f"截止时间是 {passed}" in page
    assert "您的答复已收进举证包" not in page
    for button in ("do=answer", "do=outcome"):
        assert button in page
    assert f"平台的答复时限（{passed}）已过，商家没有答复" in flat(lin.get(desks))
    one.answer("包装完好，请看照片")
    assert "您的答复已收进举证包" in flat(xiang.get(his))
    assert "平台的答复时限" not in flat(lin.get(desks))
