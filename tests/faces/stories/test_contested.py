"""Stories 1, 4, 7, 8 and 10: claims that the merchant contests, decided by people through the pages."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from anxin.commands import dossier as verifier
from anxin.demo import album, cast
from anxin.domain.evidence.models import Examination, Link
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.ledger import queries as ledger
from tests.claim_builders import Walked, a_claim
from tests.faces.conftest import posted
from tests.faces.stories.stage import HOUR, Moved, Stage, a_cracked_cup, a_sold_cup

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.sqlite]
REFUSED = "补拍请求 72 小时未回应;与封存的装箱照片相比,裂纹只出现在这一张,现有照片不足以支持"


def refunded(one: Walked) -> int:
    bill = ledger.latest(stream_of(one.claim.purchase))
    return bill.refunded_fen if bill else 0


class TestFakedCup:
    """Story 1: a labelled picture, a packing picture sealed days before, silence, refusal, appeal, dossier."""

    def test_goes_from_the_two_pictures_on_one_axis_to_a_dossier_that_holds(self, stage: Stage, moved: Moved) -> None:
        one = self._silent(stage, moved)
        self._is_read(stage, one)
        stage.decides(cast.LIN, one, remedy="refuse", reason=REFUSED)
        assert (one.claim.state, one.decision.state) == ("review", "proposed")  # a label: never by one alone
        stage.confirms(cast.QIAO, one)
        self._is_appealed(stage, one)
        stage.decides(cast.CHENG, one, remedy="refuse", reason="换人复看双方照片,维持原裁定")
        if one.claim.state == "review":
            stage.confirms(cast.YAN, one)
        assert (one.claim.state, one.claim.outcome, one.decision.kind) == ("closed", "refused", "appealed")
        assert refunded(one) == 0
        page = stage.buyer(one)
        assert "12315" in page.content()
        stage.seen(page, "1-end")
        self._dossier(stage, one)

    def _silent(self, stage: Stage, moved: Moved) -> Walked:
        one = a_cracked_cup(filed=stage.now - 2 * HOUR, pictures=("cup-painted-1",), packed="cup-packing-1")
        one.run()
        one.answer()
        page = stage.desk(cast.LIN, one, "?do=challenge")
        page.fill("#command textarea", "请换个角度拍裂纹,旁边放写了码的纸")
        with posted(page):
            page.click("#command button.btn-primary")
        asked = page.locator("body").inner_text()
        assert "已请买家再拍一张" in asked
        assert "现在还不能裁定" in asked
        stage.seen(page, "1-asked")
        moved.by = timedelta(hours=72, minutes=5)
        stage.later(one, hours=72, minutes=5)
        one.now = timezone.now()
        assert one.claim.state == "review"
        return one

    def _is_read(self, stage: Stage, one: Walked) -> None:
        page = stage.desk(cast.LIN, one)
        text = page.locator("body").inner_text()
        assert "B1" in text
        assert "S1" in text
        assert "AI" in text
        stage.seen(page, "1-desk")

    def _is_appealed(self, stage: Stage, one: Walked) -> None:
        page = stage.buyer(one)
        assert REFUSED in page.locator("body").inner_text()
        stage.seen(page, "1-decided")
        page.locator('a[href$="/appeal/"]').first.click()
        page.fill("[name=why]", "杯子就是裂的,我那几天出差没看到")
        with posted(page):
            page.click("button[form=command]")
        one.read()
        assert one.claim.state == "review"
        shut = stage.desk(cast.LIN, one)
        assert shut.locator("button[name=how][value=give]").count() == 0  # he judged it before
        waits = stage.desk(cast.CHENG, one)
        assert waits.locator("#decision-early").count() == 1
        stage.seen(waits, "1-appealed-desk")
        shop = stage.shop(one)
        assert "买家提出申诉；您可以答复" in shop.locator("body").inner_text()
        stage.seen(shop, "1-appealed-shop")
        shop = stage.shop(one, "?do=appeal-answer")
        shop.fill("#command textarea", "装箱照片四天前就封存了")
        with posted(shop):
            shop.click("#command button.btn-primary")
        one.read()

    def _dossier(self, stage: Stage, one: Walked) -> None:
        page = stage.desk(cast.LIN, one, "?tab=record")
        with page.expect_download() as got:
            page.locator('form[action$="/dossier/"] button').first.click()
        packed = Path(got.value.path()).read_bytes()
        with zipfile.ZipFile(io.BytesIO(packed)) as pack:
            assert "checkpoints are signed" in list(verifier.verify(pack))[-2]
        broken = bytearray(packed)
        broken[packed.index(b"originals/B1") + 200] ^= 1
        with zipfile.ZipFile(io.BytesIO(bytes(broken))) as pack, pytest.raises(verifier.Broken, match="originals/B1"):
            list(verifier.verify(pack))


class TestLatePacking:
    """Story 4: a "packing picture" made after the claim is shown as late, raises nothing, and the buyer wins."""

    def test_changes_nothing_and_the_buyer_wins(self, stage: Stage, tmp_path: Path) -> None:
        one = a_cracked_cup(filed=stage.now - 20 * HOUR, pictures=("cup-crack-1",))
        one.run()
        before = one.view(one.by(cast.LIN)).attention
        (tmp_path / "pack.jpg").write_bytes(album.content("cup-packing-3"))
        page = stage.shop(one, "?do=evidence")
        page.set_input_files("[data-upload] input[type=file]", tmp_path / "pack.jpg")
        page.locator("[data-tiles] input[name=photo]").wait_for(state="attached")
        with posted(page):
            page.locator("#command button.btn-primary").click()
        assert Link.objects.get(side="merchant").late
        page = stage.shop(one, "?do=answer")
        page.fill("#command [name=reason]", "出库时完好,请看装箱照片")
        with posted(page):
            page.locator("#command button.btn-primary").click()
        stage.later(one, minutes=5)
        assert one.view(one.by(cast.LIN)).attention == before
        stage.decides(cast.LIN, one, remedy="refund_only", sum="268", reason="装箱照片晚于申请,不能说明出库状态")
        stage.seen(stage.desk(cast.LIN, one), "4-decided")
        stage.later(one, days=7, minutes=10)
        assert (one.claim.state, refunded(one)) == ("closed", 26800)


class TestWithoutPictures:
    """Stories 7 and 8: no picture at all, and a picture that can't be examined: both are decided."""

    def test_is_decided_without_any(self, stage: Stage) -> None:
        one = a_claim(now=stage.now - 30 * HOUR, at="review", reason="not_received")
        stage.decides(cast.LIN, one, remedy="refund_only", sum="268", reason="承运方无签收底单,支持退款")
        assert (one.claim.state, one.decision.pictures) == ("decided", 0)
        stage.seen(stage.buyer(one), "7-decided")

    def test_notes_the_failed_examination_and_is_decided(self, stage: Stage) -> None:
        cut = album.content("cup-chip-1")[:600]
        one = a_claim(now=stage.now - 30 * HOUR, at="review", pictures=(cut,), purchase=_bought(stage))
        assert Examination.objects.get().state == "not_possible"
        page = stage.desk(cast.LIN, one)
        stage.seen(page, "8-not-possible")
        stage.decides(cast.LIN, one, remedy="refund_only", sum="268", reason="照片打不开,已注明;其余陈述一致,支持退款")
        assert [(seen.label, seen.outcome) for seen in one.decision.seen.all()] == [("B1", "not_possible")]


def _bought(stage: Stage):  # type: ignore[no-untyped-def]
    return a_sold_cup(filed=stage.now - 30 * HOUR, order="YT-8", packed="")


class TestFraudSaid:
    """Story 10: who says fraud needs a second person, and neither side reads it before."""

    def test_waits_for_a_second_person(self, stage: Stage) -> None:
        one = a_cracked_cup(filed=stage.now - 30 * HOUR, pictures=("cup-chip-2",), packed="cup-packing-2")
        one.run()
        one.answer()
        said = "两张照片不能同时为真,理由涉及欺诈,请第二人复核"
        stage.decides(cast.LIN, one, remedy="refuse", reason=said, fraud="1")
        assert (one.claim.state, one.decision.state) == ("review", "proposed")
        assert said not in stage.buyer(one).content()
        assert stage.desk(cast.LIN, one).locator('a[href*="do=confirmation"]').count() == 0
        stage.seen(stage.desk(cast.QIAO, one), "10-second")
        stage.confirms(cast.QIAO, one)
        assert (one.claim.state, one.decision.state) == ("decided", "given")
        assert said in stage.buyer(one).content()
