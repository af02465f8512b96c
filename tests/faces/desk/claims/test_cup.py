"""The cracked cup before reviewers, in a real browser: label, paper code, silence, refusal, appeal, dossier."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from anxin.commands import dossier as verifier
from anxin.core import clocks, later
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from tests import cups
from tests.claim_builders import Walked
from tests.faces.conftest import DESK, PHONE, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "B1 与商品图同一画面,裂纹处不同;请补拍未交,按现有凭证不支持。"


@dataclass
class Moved:
    """The clock of the house, put forward by a test."""

    by: timedelta = timedelta(0)


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Moved:
    real, shift = timezone.now, Moved()
    monkeypatch.setattr(timezone, "now", lambda: real() + shift.by)
    return shift


def sits_down(visitor: Visitor, client: Client) -> Visitor:
    visitor.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": visitor.base}]
    )
    return visitor


def decides(page: Page, reason: str = REASON) -> None:
    """Tick what was found, refuse, read what both will read, and give it."""
    page.locator("input[name=facts][value='same.B1']").check()
    page.locator("label.chip", has_text="不支持").click()
    page.locator("select[name=liable]").select_option("nobody")
    page.locator("textarea[name=reason]").fill(reason)
    page.get_by_text("看双方会读到什么").click()
    page.locator("#preview").wait_for(timeout=20000)
    assert reason in page.locator("#preview").inner_text()
    page.locator("button[value=give]").click()
    page.wait_for_url("**done=decision", timeout=20000)


def confirms(window: Visitor, path: str) -> None:
    page = window.goes(path)
    page.locator("#deeds a", has_text="同意该裁定").click()
    page.locator("#deed button.btn-primary").click()
    page.wait_for_url("**done=confirmation", timeout=20000)


class TestCrackedCup:
    @pytest.mark.parametrize(("name", "size"), [("desk", DESK), ("phone", PHONE)])
    def test_is_judged_by_four_people_and_its_dossier_proves_it(
        self,
        visitor: Callable[..., Visitor],
        sits: Callable[[cast.Member], Client],
        live_now: datetime,
        moved: Moved,
        name: str,
        size: dict[str, object],
    ) -> None:
        lin = sits(cast.LIN)
        one = cups.faked(now=live_now, at="review", pictures=(cups.labelled(),))
        path = f"/desk/claims/{one.claim.number}/"
        window = sits_down(visitor(size), lin)
        window.goes(path)
        window.sees("B1 里找到标识")
        self._asks(window, path, name)
        self._silence(one, moved)
        page = window.goes(path)
        window.sees("可以裁定了")
        decides(page)
        window.sees("等第二人同意")
        window.finds_nothing_serious()
        qiao = sits_down(visitor(size), sits(cast.QIAO))
        confirms(qiao, path)
        qiao.sees("还可以申诉")
        qiao.looks(f"cup-given-{name}")
        one.now = timezone.now()
        one.do(lambda: claims.appeal(claim=one.claim, why="杯子就是裂的", by=one.buyer, now=one.now), minutes=0)
        window.goes(path)
        window.sees("这件您不能裁定")
        cheng = sits_down(visitor(size), sits(cast.CHENG))
        decides(cheng.goes(path), "另一人复看,结论相同。")
        confirms(sits_down(visitor(size), sits(cast.YAN)), path)
        one.read()
        assert (one.claim.state, one.claim.outcome, one.decision.kind) == ("closed", "refused", "appealed")
        self._dossier(cheng, path, name)

    def _asks(self, window: Visitor, path: str, name: str) -> None:
        page = window.goes(f"{path}?do=challenge")
        page.locator("#deed textarea").fill("请换个角度拍裂纹,旁边放写了码的纸")
        page.locator("#deed button.btn-primary").click()
        page.wait_for_url("**done=challenge", timeout=20000)
        window.sees("已请买家再拍一张")
        window.sees("现在还不能裁定")
        window.looks(f"cup-asked-{name}")

    def _silence(self, one: Walked, moved: Moved) -> None:
        """Let 72 hours pass in which the buyer sends nothing."""
        moved.by = timedelta(hours=72, minutes=5)
        clocks.sweep(timezone.now())
        later.run_due(timezone.now())
        one.read()
        assert one.claim.state == "review"

    def _dossier(self, window: Visitor, path: str, name: str) -> None:
        page = window.goes(f"{path}?tab=record&check=chain")
        window.sees("这件的留痕链完好")
        window.looks(f"cup-record-{name}")
        with page.expect_download(timeout=20000) as got:
            page.get_by_text("下载证据包").click()
        packed = got.value.path().read_bytes()
        with zipfile.ZipFile(io.BytesIO(packed)) as pack:
            assert "checkpoints are signed" in list(verifier.verify(pack))[-1]
        broken = bytearray(packed)
        broken[packed.index(b"originals/B1") + 200] ^= 1
        with zipfile.ZipFile(io.BytesIO(bytes(broken))) as pack, pytest.raises(verifier.Broken, match="originals/B1"):
            list(verifier.verify(pack))
