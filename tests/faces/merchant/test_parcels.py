"""The parcel that comes back: received and photographed at the packing table."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.evidence.models import Link
from tests.claim_builders import a_claim, a_purchase
from tests.faces.merchant.test_house import CUP, text_of, upload

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


class TestParcel:
    def test_that_comes_back_is_received_and_photographed_at_the_table(self, sits: Sits, live_now: datetime) -> None:
        wu = sits(cast.XIAO_WU)
        one = a_claim(now=live_now - timedelta(hours=3), type="return", reason="changed_mind")
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="SF0000000001", by=one.buyer, now=one.now))
        url = wu.get("/merchant/packing/", {"q": "sf0000000001"}).headers["Location"]
        page = text_of(wu, url)
        assert "赭红浓缩咖啡杯碟" in page
        for covered in ("吴**", "拆开就有裂", "¥268.00"):
            assert covered not in page, covered
        assert wu.post(url).status_code == 422
        assert wu.post(url, {"photo_files": upload(CUP, "a.jpg")}).status_code == 302
        for _press in range(2):
            assert wu.post(url, {"how": "receipt", "once": "same"}).status_code == 302
        one.read()
        assert one.claim.state == "inspecting"
        assert Link.objects.get().role == "returned"
        assert "已收到退货" in text_of(wu, url)
        listed = text_of(sits(cast.MERCHANT_OWNER), "/merchant/claims/")
        assert "到期自动退款" in listed, "silence refunds here"
        assert "不会自动退款" not in listed

    def test_takes_the_picture_along_that_was_chosen_when_it_is_written_down(
        self, sits: Sits, live_now: datetime
    ) -> None:
        wu = sits(cast.XIAO_WU)
        one = a_claim(now=live_now - timedelta(hours=3), type="return", reason="changed_mind")
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="SF0000000002", by=one.buyer, now=one.now))
        url = f"/merchant/packing/returns/{one.claim.number}/"
        assert 'form="seal" name="how" value="receipt"' in text_of(wu, url)
        sent = {"how": "receipt", "once": "both", "photo_files": upload(CUP, "a.jpg")}
        assert wu.post(url, sent).status_code == 302
        one.read()
        assert one.claim.state == "inspecting"
        assert Link.objects.get().role == "returned"

    def test_is_nobody_elses_and_only_while_it_travels(self, sits: Sits, live_now: datetime) -> None:
        one = a_claim(now=live_now, type="return", reason="changed_mind")
        other = a_claim(now=live_now, purchase=a_purchase(now=live_now, order="YT-2"))
        assert sits(cast.HEYAN_OWNER).get(f"/merchant/packing/returns/{one.claim.number}/").status_code == 404
        assert sits(cast.XIAO_WU).get(f"/merchant/packing/returns/{other.claim.number}/").status_code == 404
