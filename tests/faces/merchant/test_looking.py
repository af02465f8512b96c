"""The merchant in a real browser: it looks right at every size, and its stories run from click to money."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import gettext

from anxin.core import later
from anxin.demo import cast
from anxin.domain.claims.models import AdvanceAnswer
from anxin.domain.evidence.models import Link
from anxin.domain.goods.actions import Bought
from tests.claim_builders import Walked, a_claim, a_purchase, drawn, jpeg, pack, refund
from tests.domain.command_rows import a_mark, an_advance_answer
from tests.faces.conftest import DESK, ON_A_DESK, PHONE, SIZES, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
Opens = Callable[..., Visitor]
CUP, CRACKED, HONEST = jpeg(drawn(7)), jpeg(drawn(7, crack=True)), jpeg(drawn(21))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def a_house(now: datetime) -> Walked:
    """Lay a few claims as a shop has them; give the one with the faked picture."""
    late = a_claim(now=now - 50 * HOUR, purchase=a_purchase(now=now, order="YT-38", lines=(sold("青釉茶漏", 9600),)))
    late.run()
    soon = a_purchase(now=now, order="YT-41", lines=(sold("素坯花插", 5990),))
    a_claim(now=now - 46 * HOUR, purchase=soon, reason="not_received")
    back = a_purchase(now=now, order="YT-47", lines=(sold("月白公道杯", 12800),))
    a_claim(now=now - 20 * HOUR, purchase=back, type="return", reason="changed_mind")
    change = a_purchase(now=now, order="YT-50", lines=(sold("手绘盘 8 寸", 8800),))
    a_claim(now=now - 18 * HOUR, purchase=change, type="exchange", reason="defective")
    theirs = a_purchase(now=now, order="YT-52", lines=(sold("柴烧壶", 42000),))
    a_claim(now=now - 4 * HOUR, purchase=theirs, platform_ref="PT-2026-88")
    purchase = a_purchase(now=now)
    pack(purchase, CUP, now=now - 5 * DAY, role="listing")
    pack(purchase, HONEST, now=now - 4 * DAY)
    one = a_claim(now=now - 30 * HOUR, purchase=purchase, pictures=(CRACKED, jpeg(drawn(9))))
    one.now = now - 29 * HOUR
    one.run()
    return one


def sold(title: str, amount_fen: int) -> Bought:
    """Name goods with their cost."""
    return Bought(title=title, amount_fen=amount_fen, cost_fen=amount_fen * 2 // 5)


class TestPages:
    @ON_A_DESK
    def test_hold_at_every_size(self, visitor: Opens, sits: Sits, live_now: datetime, size: dict[str, object]) -> None:
        client = sits(cast.MERCHANT_OWNER)
        one = a_house(live_now)
        given = a_claim(now=live_now - 9 * HOUR, purchase=a_purchase(now=live_now, order="YT-60"), at="review")
        given.propose(refund(26800))
        platform = one.claim.__class__.objects.get(platform_ref="PT-2026-88").number
        sale = one.claim.purchase_id
        back = one.claim.__class__.objects.get(type="return").number
        answer, mark = an_advance_answer(live_now, of=cast.MERCHANT), a_mark(live_now)
        window = visitor(size).sits_down(client)
        pages = {
            "claims": "claims/",
            "claim": f"claims/{one.claim.number}/",
            "answer": f"claims/{one.claim.number}/?do=answer",
            "offer": f"claims/{one.claim.number}/?do=offer",
            "evidence": f"claims/{one.claim.number}/?do=evidence",
            "given": f"claims/{given.claim.number}/",
            "platform": f"claims/{platform}/",
            "nothing": "claims/?waits=money",
            "standing": "standing-answers/",
            "revoking": f"standing-answers/{answer.id}/revocation/",
            "purchases": "purchases/",
            "purchase": f"purchases/{sale}/",
            "imports": "purchases/imports/",
            "shops": "purchases/shops/?do=douyin",
            "packing": "packing/",
            "order": f"packing/{sale}/",
            "parcel": f"packing/returns/{back}/",
            "overview": "overview/",
            "contesting": f"overview/marks/{mark.id}/contest/",
        }
        for what, path in pages.items():
            window.goes(f"/merchant/{path}")
            if what == "claims" and size is DESK:
                window.sees("各种结果您损失多少")
            window.looks_over(what)


class TestStories:
    @pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
    def test_agrees_once_the_sum_was_read_and_the_money_goes(
        self, visitor: Opens, sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        client = sits(cast.MERCHANT_OWNER)
        one = a_claim(now=live_now, pictures=(HONEST,))
        window = visitor(size).sits_down(client)
        page = window.goes(f"/merchant/claims/{one.claim.number}/")
        page.locator("a.btn-primary:visible", has_text="同意仅退款").last.click()
        page.locator("#command button.btn-primary, #command button.btn-danger").click()
        window.sees("您已经同意")
        later.run_due(live_now + timedelta(minutes=3))
        window.goes(f"/merchant/claims/{one.claim.number}/")
        window.sees("只退给当初付款的人")
        window.looks_over("paid")
        one.read()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")

    @ON_A_DESK
    def test_shows_a_packing_picture_made_after_the_claim_as_late(
        self,
        visitor: Opens,
        sits: Sits,
        live_now: datetime,
        tmp_path: Path,
        size: dict[str, object],
    ) -> None:
        client = sits(cast.MERCHANT_OWNER)
        one = a_claim(now=live_now - HOUR, pictures=(CRACKED,))
        (tmp_path / "pack.jpg").write_bytes(CUP)
        window = visitor(size).sits_down(client)
        page = window.goes(f"/merchant/claims/{one.claim.number}/?do=evidence")
        page.set_input_files("[data-upload] input[type=file]", tmp_path / "pack.jpg")
        page.locator("[data-tiles] input[name=photo]").wait_for(state="attached")
        page.locator("#command button.btn-primary").click()
        window.sees(gettext("sealed after the claim"))
        window.looks_over("late")
        assert Link.objects.get(side="merchant").late

    def test_gives_a_advance_answer_that_then_pays_by_itself(
        self, visitor: Opens, sits: Sits, live_now: datetime
    ) -> None:
        client = sits(cast.MERCHANT_OWNER)
        a_claim(now=live_now - 3 * DAY, purchase=a_purchase(now=live_now - 3 * DAY, order="YT-7"))
        window = visitor(DESK).sits_down(client)
        page = window.goes("/merchant/standing-answers/")
        page.locator("label.chip", has_text="破损").first.click()
        page.locator("label.chip", has_text="仅退款").first.click()
        page.fill("[name=most]", "300")
        page.fill("[name=reason]", "三百元以内破损直接退")
        page.get_by_role("button", name="拿过去的申请试试").click()
        window.sees("它会同意 1 件")
        window.looks("tried-desk")
        page.get_by_role("button", name="提交这条预先答复").click()
        window.sees("生效中 1 条")
        row = AdvanceAnswer.objects.get()
        one = a_claim(now=row.from_at + timedelta(minutes=1), pictures=(HONEST,))
        one.run()
        assert (one.claim.outcome, one.claim.answers.get().kind) == ("paid", "standing")

    def test_packs_on_a_phone_by_waybill(self, visitor: Opens, sits: Sits, live_now: datetime, tmp_path: Path) -> None:
        client, row = sits(cast.XIAO_WU), a_purchase(now=live_now)
        (tmp_path / "pack.jpg").write_bytes(CUP)
        window = visitor().sits_down(client)
        page = window.goes("/merchant/packing/")
        page.fill("[name=q]", row.waybill)
        page.keyboard.press("Enter")
        page.wait_for_url("**/packing/*-*/")
        page.set_input_files("[data-upload] input[type=file]", tmp_path / "pack.jpg")
        page.locator("[data-tiles] input[name=photo]").wait_for(state="attached")
        page.get_by_role("button", name="封存").click()
        window.sees("刚封存 1 份")
        window.looks("sealed-phone")
        assert Link.objects.get().stream_key == row.id

    def test_walks_the_list_by_keys(self, visitor: Opens, sits: Sits, live_now: datetime) -> None:
        client, one = sits(cast.MERCHANT_OWNER), a_claim(now=live_now)
        window = visitor(DESK).sits_down(client)
        page = window.goes("/merchant/claims/")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{one.claim.number}/")
        page.keyboard.press("a")
        page.locator("#command").wait_for()


class TestDeeds:
    @pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
    def test_stand_once_on_a_case_at_every_size(
        self, visitor: Opens, sits: Sits, live_now: datetime, size: dict[str, object]
    ) -> None:
        client = sits(cast.MERCHANT_OWNER)
        one = a_claim(now=live_now - 5 * HOUR, reason="not_received")
        window = visitor(size).sits_down(client)
        page = window.goes(f"/merchant/claims/{one.claim.number}/")
        named = page.locator(".btn-primary:visible").all_inner_texts()
        assert len(named) == 1
        assert page.locator(".btn:visible", has_text=named[0].split()[0]).count() == 1
