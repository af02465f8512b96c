"""That a waybill was put right before a claim is shown on its page: to desk, seller, buyer and inspector alike."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import queries
from anxin.domain.goods.actions import purchases
from tests.claim_builders import a_claim
from tests.evidence_builders import a_purchase
from tests.faces.auditor.test_cases import opened
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]


def test_a_waybill_put_right_is_told_with_was_and_becomes(sits: Sits, live_now: datetime) -> None:
    before = live_now - timedelta(hours=5)
    order, owner = a_purchase(now=before, order="YT-1"), actor(cast.MERCHANT_OWNER, now=before)
    for waybill in ("SF1000001", "SF2000002"):
        acting(lambda new=waybill: purchases.correct_waybill(purchase=order, waybill=new, by=owner, now=before))
    one = a_claim(now=live_now - timedelta(hours=2), at="review", purchase=order)
    plain = a_claim(now=live_now - timedelta(hours=2), at="review", order="YT-2")
    number = opened(one).claim.number
    pages = [
        sits(cast.LIN).get(f"/desk/claims/{number}/?tab=order"),
        sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{number}/"),
        sits(cast.ZHOU).get(f"/auditor/cases/{number}/?tab=order"),
    ]
    for page in pages:
        assert "原为 SF1000001，改为 SF2000002" in flat(page)
    assert "运单号更正过" not in flat(sits(cast.LIN).get(f"/desk/claims/{plain.claim.number}/?tab=order"))
    case = queries.dossier(one.claim, now=one.now).pages["case"]
    assert [(row["was"], row["becomes"]) for row in case["waybill_changes"]][-1] == ("SF1000001", "SF2000002")  # type: ignore[index,call-overload]
