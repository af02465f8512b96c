"""The buyer's claim in a real browser: phone, desk and 320 px; one story from the order to the money."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from anxin.core import later
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.models import Claim
from anxin.domain.evidence.models import Frame, Link
from tests.claim_builders import a_purchase, drawn, jpeg
from tests.faces.conftest import DESK, NARROW, ON_A_PHONE, Visitor
from tests.faces.customer.claims.claimed import a_case, address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@ON_A_PHONE
class TestFiling:
    def test_walks_from_the_order_to_a_number_and_the_merchants_yes_to_the_money(
        self, size: dict[str, object], visitor: Callable[..., Visitor], tmp_path: Path
    ) -> None:
        a_purchase(now=timezone.now())
        buyer = visitor(size)
        page = buyer.goes("/claim/")
        buyer.looks_over("claim-1")
        page.fill("#id_order", "YT-20261118-7730")
        page.fill("#id_phone", cast.BUYER.phone)
        page.click("button[form=find]")
        buyer.sees("哪件东西，哪里不对")
        page.locator("label.chip", has_text="破损").first.click()
        buyer.looks_over("claim-2")
        page.click("button[form=goods]")
        buyer.sees("您想怎么解决")
        page.locator("label.slot:visible").first.click()
        page.fill("#id_told", "拆开就有裂，从杯口裂下来")
        picture = tmp_path / "cup.jpg"
        picture.write_bytes(jpeg(drawn(21)))
        page.set_input_files('[data-name="photo-detail"] input[type=file]', str(picture))
        page.locator('input[type=hidden][name="photo-detail"]').wait_for(state="attached")
        buyer.sees("只是建议")
        buyer.looks_over("claim-3")
        page.click("button[form=wish]")
        buyer.sees("都对吗")
        buyer.looks_over("claim-4")
        page.check("input[name=consent]")
        page.click("button[form=send]")
        buyer.sees("申请收到了")
        buyer.looks_over("claim-5-receipt")
        page.click(f'a[href="{self._paid(page)}"]')
        buyer.sees("已退给您 ¥268.00")
        buyer.looks_over("claim-6-paid")

    def _paid(self, page: object) -> str:
        """The merchant agrees, the picture is examined, the money goes; give where the case is."""
        claim = queries.claim_by_key(str(Claim.objects.get().id))
        assert Link.objects.get().role == "detail"
        now = timezone.now()
        acting(lambda: claims.agree(claim=claim, by=actor(cast.MERCHANT_OWNER, now=now), now=now))
        later.run_due(timezone.now())
        return f"/customer/claims/{claim.number}/"


@pytest.mark.parametrize("at", ["offer_made", "paper", "refused", "waiting_return"])
@ON_A_PHONE
class TestCase:
    def test_looks_right(self, at: str, size: dict[str, object], visitor: Callable[..., Visitor]) -> None:
        one = a_case(at, seen=at in ("paper", "refused"))
        buyer = visitor(size)
        buyer.goes(f"/c/{one.token}/")
        buyer.sees("走到哪一步")
        buyer.looks_over(f"case-{at}")


class TestPresses:
    def test_an_offer_is_accepted_after_a_second_look(self, visitor: Callable[..., Visitor]) -> None:
        one = a_case("offer_made")
        buyer = visitor()
        page = buyer.goes(f"/c/{one.token}/")
        page.get_by_role("link", name="接受方案").click()
        buyer.sees("¥120.00 退给付款人")
        page.click("button[form=command]")
        buyer.sees("¥120.00 正在退回给您")

    def test_the_merchants_words_come_in_and_what_is_being_written_stays(self, visitor: Callable[..., Visitor]) -> None:
        one = a_case()
        buyer = visitor()
        page = buyer.goes(f"/c/{one.token}/")
        page.locator("textarea:visible").first.fill("我再补一句")
        now = timezone.now()
        by = actor(cast.MERCHANT_OWNER, now=now)
        acting(lambda: claims.answer(claim=one.claim, reason="出库时完好，请看装箱照片", by=by, now=now))
        page.eval_on_selector("#head", "head => head.dispatchEvent(new CustomEvent('anxin:fact'))")
        page.locator("#heard", has_text="请看装箱照片").wait_for()
        page.locator("#trail", has_text="请看装箱照片").wait_for()
        assert page.locator("textarea:visible").first.input_value() == "我再补一句"

    def test_a_decision_is_accepted_after_a_second_look(self, visitor: Callable[..., Visitor]) -> None:
        one = a_case("decided")
        buyer = visitor()
        page = buyer.goes(f"/c/{one.token}/")
        page.get_by_role("link", name="认可裁定").click()
        page.click("button[form=command]")
        buyer.sees("商家也认可，或申诉期满")
        buyer.finds_nothing_serious()

    def test_works_with_big_letters_at_320_px(self, visitor: Callable[..., Visitor]) -> None:
        one = a_case("refused")
        buyer = visitor(NARROW)
        page = buyer.goes(f"/c/{one.token}/")
        page.locator("[data-letters]").click()
        assert buyer.reaches_over() <= 0
        buyer.looks("case-big-narrow")

    def test_prints_on_white_without_buttons(self, visitor: Callable[..., Visitor]) -> None:
        one = a_case("refused")
        buyer = visitor(DESK)
        page = buyer.goes(f"/c/{one.token}/")
        page.emulate_media(media="print")
        assert not page.get_by_role("link", name="认可裁定").is_visible()
        assert not page.get_by_role("link", name="补照片").first.is_visible()
        assert page.locator("#decision").is_visible()
        tick = page.locator('[data-state="done"] > .dot').first
        assert tick.evaluate("dot => getComputedStyle(dot).printColorAdjust") == "exact"
        buyer.looks("case-print")
        assert page.url.endswith(address(one))


NO_CAMERA = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"


@ON_A_PHONE
class TestCamera:
    def test_leads_through_what_was_asked_for_once(
        self, size: dict[str, object], visitor: Callable[..., Visitor]
    ) -> None:
        one = a_case("link")
        buyer = visitor(size)
        page = buyer.goes(f"/c/{one.token}/")
        page.get_by_role("link", name="去拍照").click()
        buyer.sees("现在就在这里拍")
        buyer.looks_over("capture-1")
        page.get_by_role("button", name="打开相机").click()
        for step in range(3):
            page.locator("[data-camera-shoot]:enabled:visible").wait_for()
            if step == 2:
                buyer.looks("capture-2")
            page.locator("[data-camera-shoot]").click()
            page.locator("[data-camera-use]:visible").wait_for()
            page.locator("[data-camera-use]").click()
        page.locator("dialog[open]").wait_for(state="detached")
        page.locator("[data-shot][data-here]").nth(2).wait_for()
        page.locator("[data-hand-in]:enabled").wait_for()
        buyer.looks_over("capture-3")
        there = page.url
        page.click("button[form=capture]")
        buyer.sees("审核员正在看双方")
        frames = Frame.objects.filter(challenge__capture__isnull=False)
        assert [frame.role for frame in frames.order_by("id")] == ["overview", "closeup", "action"]
        assert all(frame.told_at and frame.received_at and frame.told_at < frame.received_at for frame in frames)
        later.run_due(timezone.now())
        page.reload()
        page.locator("#capture summary").click()
        buyer.looks_over("capture-4")
        buyer.goes(there)
        buyer.sees("只能用一次")
        buyer.looks("capture-over")

    def test_opens_the_phones_own_where_the_page_may_not(
        self, size: dict[str, object], visitor: Callable[..., Visitor], tmp_path: Path
    ) -> None:
        one = a_case("link")
        buyer = visitor(size)
        buyer.page.add_init_script(NO_CAMERA)
        page = buyer.goes(f"/c/{one.token}/")
        page.get_by_role("link", name="去拍照").click()
        page.get_by_role("button", name="打开相机").click()
        buyer.sees("直接打开手机自带的相机")
        for seed, role in enumerate(("overview", "closeup")):
            picture = tmp_path / f"{role}.jpg"
            picture.write_bytes(jpeg(drawn(33 + seed)))
            page.set_input_files(f'[data-shot="{role}"] input[type=file]', str(picture))
            page.locator(f'[data-shot="{role}"][data-here]').wait_for()
        buyer.looks_over("capture-own")
        page.reload()
        assert page.locator("[data-here]").count() == 2
        page.locator("[data-hand-in]:enabled").click()
        buyer.sees("还缺")
        buyer.looks_over("capture-lacking")
        page.get_by_role("button", name="先提交已有的").click()
        buyer.sees("审核员正在看双方")
        assert Frame.objects.filter(link__isnull=False, told_at__isnull=False).count() == 2
