"""A reviewer corrects his own decision in the browser: the form, the draft, and what both sides read, at both sizes."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from tests.claim_builders import refund
from tests.faces.conftest import DESK, Visitor
from tests.faces.desk.claims.test_claim import bare, decides, url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Sits = Callable[[cast.Member], Client]


def test_a_correction_is_looked_at(visitor: Callable[..., Visitor], sits: Sits, live_now: datetime) -> None:
    lin = sits(cast.LIN)
    one = bare(live_now)
    assert decides(lin, one) == 302
    desk = visitor(DESK).sits_down(lin)
    page = desk.goes(url(one))
    page.get_by_role("link", name="更正我的裁定").click()
    page.get_by_label("裁定错在哪里").fill("漏看了 B1 的第二张照片")
    desk.looks_over("correction-form")
    ruling = claims.Ruling(**{**vars(refund(one.claim.asked_fen)), "mistake": "漏看了 B1 的第二张照片"})
    acting(lambda: claims.correct(claim=one.claim, ruling=ruling, by=one.by(cast.LIN), now=timezone.now()))
    desk.goes(url(one))
    desk.looks_over("correction-waits")
    one.read()
    draft = one.claim.decisions.get(state="proposed")
    acting(lambda: claims.confirm(decision=draft, by=one.by(cast.QIAO), now=timezone.now()))
    desk.goes(url(one))
    desk.looks_over("correction-given")
    seller = visitor(DESK).sits_down(sits(cast.MERCHANT_OWNER))
    seller.goes(f"/merchant/claims/{one.claim.number}/")
    seller.looks_over("correction-seller")
