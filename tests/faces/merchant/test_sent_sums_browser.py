"""What is sent by a yes as it looks, at its merchant and on its buyer's page."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from tests.faces.conftest import ON_A_DESK, Visitor
from tests.faces.customer.claims.claimed import entered
from tests.faces.merchant.test_sent_sums import claimed, gives

pytestmark = pytest.mark.django_db(transaction=True)


@ON_A_DESK
def test_look_right(
    size: dict[str, object], visitor: Callable[..., Visitor], sits: Callable[..., Client], live_now: datetime
) -> None:
    one = claimed(live_now - timedelta(hours=2), 3)
    by = one.by(cast.MERCHANT_OWNER)
    told = {"remedy": "refund_part", "amount_fen": 6000, "reason": "先退一部分"}
    one.do(lambda: claims.offer(claim=one.claim, **told, by=by, now=one.now))
    for fen, what in ((2000, "partly"), (4000, "met")):
        gives(one, fen, f"TK-{fen}")
        for client, path in (
            (entered(one), f"/customer/claims/{one.claim.number}/"),
            (sits(cast.MERCHANT_OWNER), f"/merchant/claims/{one.claim.number}/?do=agreement"),
        ):
            window = visitor(size).sits_down(client)
            window.goes(path)
            window.looks_over(f"sent_{what}_{path.split('/')[1]}")
