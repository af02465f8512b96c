"""Where nobody may be sent, a repair isn't among what a merchant can offer, and his page says why."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from tests.domain.claims.test_decided_repairs import reviewed, words_end
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
REPAIR = 'name="remedy" value="repair"'
OFFER = {"remedy": "repair", "reason": "上门修好"}


class TestOffers:
    def test_leave_a_repair_out_where_nobody_is_vouched_for_and_say_why(self, sits: Sits, live_now: datetime) -> None:
        one, owner = reviewed(live_now - timedelta(hours=2), at="merchant_answer"), sits(cast.MERCHANT_OWNER)
        url = f"/merchant/claims/{one.claim.number}/"
        before = flat(owner.get(f"{url}?do=offer"))
        assert REPAIR in before
        assert "不能提出维修" not in before
        words_end(live_now)
        after = flat(owner.get(f"{url}?do=offer"))
        assert REPAIR not in after
        assert 'name="remedy" value="refund_part"' in after
        assert "不能提出维修:买家所在地没有能修且有授权的师傅" in after.replace("：", ":")

    def test_refuse_a_repair_that_was_chosen_before(self, sits: Sits, live_now: datetime) -> None:
        one, owner = reviewed(live_now - timedelta(hours=2), at="merchant_answer"), sits(cast.MERCHANT_OWNER)
        words_end(live_now)
        refused = owner.post(f"/merchant/claims/{one.claim.number}/offer/", OFFER)
        one.read()
        assert (refused.status_code, one.claim.state) == (422, "merchant_answer")
