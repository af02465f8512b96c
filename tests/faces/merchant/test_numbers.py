"""A brand reads which reported numbers use its name, says whether they are its own, and the desk weighs it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anxin.demo import cast
from anxin.domain.network.models import ReportedNumber
from tests.claim_builders import drawn, jpeg

pytestmark = pytest.mark.django_db
LIST, DESK = "/merchant/numbers/", "/desk/numbers/"


def reported(**more: str) -> ReportedNumber:
    told = {"kind": "hotline", "code": cast.LOOK_ALIKE, "note": "要先付 200", "phone": "13800000099", **more}
    assert Client().post("/verify/reports/", told).status_code == 302
    return ReportedNumber.objects.get()


def test_a_brand_says_it_is_none_of_its_own_with_proof_and_the_desk_weighs_it(
    sits: Callable[..., Client], live_now: datetime
) -> None:
    owner, row = sits(cast.HEYAN_OWNER), reported(shared="on")
    assert cast.LOOK_ALIKE in owner.get(LIST).content.decode()
    page = owner.get(f"{LIST}{row.number}/").content.decode()
    assert "要先付 200" in page
    assert "0099" not in page
    proof = SimpleUploadedFile("proof.jpg", jpeg(drawn(3)), content_type="image/jpeg")
    sent = {"says": "not_ours", "why": "我们没有这条热线", "photo_files": proof}
    assert owner.post(f"{LIST}{row.number}/statement/", sent).status_code == 302
    kept = row.sightings.get().picture
    assert owner.get(f"{LIST}{row.number}/pictures/{kept}.jpg")["Content-Type"] == "image/jpeg"
    desk = sits(cast.XIAO_CHEN).get(f"{DESK}{row.number}/").content.decode()
    assert "我们没有这条热线" in desk
    assert "不是我们的" in desk


def test_what_a_reporter_keeps_to_the_desk_is_not_shown_to_the_brand(
    sits: Callable[..., Client], live_now: datetime
) -> None:
    owner, row = sits(cast.HEYAN_OWNER), reported()
    page = owner.get(f"{LIST}{row.number}/").content.decode()
    assert "要先付 200" not in page
    assert "举报人没有同意" in page


def test_another_house_finds_nothing(sits: Callable[..., Client], live_now: datetime) -> None:
    sits(cast.HEYAN_OWNER)
    row = reported()
    for member in (cast.QINGFENG_OWNER, cast.MERCHANT_OWNER):
        assert sits(member).get(f"{LIST}{row.number}/").status_code in (403, 404)


def test_a_statement_without_words_keeps_the_page(sits: Callable[..., Client], live_now: datetime) -> None:
    owner, row = sits(cast.HEYAN_OWNER), reported()
    assert owner.post(f"{LIST}{row.number}/statement/", {"says": "not_ours", "why": ""}).status_code == 422


def test_the_desk_tells_a_brand_it_recognised(sits: Callable[..., Client], live_now: datetime) -> None:
    chen = sits(cast.XIAO_CHEN)
    row = reported(code="400-765-4321")
    assert "提醒品牌" in chen.get(f"{DESK}{row.number}/").content.decode()
    assert chen.post(f"{DESK}{row.number}/brand/", {"brand": cast.QINGFENG.slug}).status_code == 302
    assert row.code in sits(cast.QINGFENG_OWNER).get(LIST).content.decode()
