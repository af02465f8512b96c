"""Two first journeys with their clicks counted: an old customer's broken lock, a new shop's first answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page

from anxin.demo import cast
from anxin.domain.claims import queries
from anxin.domain.goods.models import Purchase
from anxin.domain.people import queries as people_queries
from anxin.domain.repairs.models import Repair
from tests.builders import a_repair
from tests.claim_builders import a_claim
from tests.faces.conftest import DESK, PHONE, Visitor
from tests.factor_builders import an_authenticator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.sqlite]
PASSWORD = "a long way home"
MOST_TAPS, MOST_CLICKS = 8, 15
ORDERS = (
    "订单编号,买家会员名,买家应付货款,买家应付邮费,买家实际支付金额,收货人姓名,联系手机,订单创建时间,宝贝标题,物流单号,宝贝总数量\n"
    f'="2800001234567890123",t**1,268.00,0.00,268.00,吴**,{cast.BUYER.phone},{{:%Y-%m-%d}} 13:05:22,'
    "赭红杯,SF0000000009,1\n"
)


@dataclass
class Hand:
    """Whoever clicks: every press is counted, and each has to lead somewhere that answers."""

    visitor: Visitor
    clicks: int = 0

    @property
    def page(self) -> Page:
        return self.visitor.page

    def presses(self, what: Locator | str) -> None:
        """Press what is visible, once."""
        found = self.page.locator(what) if isinstance(what, str) else what
        found.locator("visible=true").first.click()
        self.clicks += 1

    def arrives(self, path: str, what: Locator | str) -> None:
        """Press what leads to a page."""
        self.presses(what)
        self.page.wait_for_url(f"**{path}")


class TestOldCustomer:
    def test_reports_a_broken_lock_on_his_phone_in_eight_taps_at_most(
        self, visitor: Callable[..., Visitor], live_now: datetime
    ) -> None:
        a_repair(now=live_now - timedelta(days=90), at="closed")
        hand = Hand(visitor(PHONE))
        page = hand.visitor.goes("/report/")
        hand.arrives("/report/heyan/S3/", 'a[href="/report/heyan/S3/"]')
        hand.presses("label.chip:has([name=symptoms])")
        hand.presses("#id_paste")
        page.keyboard.insert_text(f"{cast.MS_ZHANG.name} {cast.MS_ZHANG.phone} {cast.MS_ZHANG.address}")
        hand.presses("label.slot:visible:has([name=window])")
        hand.presses("button[form=report]")
        hand.visitor.sees("都对吗")
        hand.presses("input[name=consent]")
        with page.expect_response(lambda one: "/submission/" in one.url) as sent:
            hand.presses("button[form=send]")
        assert sent.value.status == 302
        hand.visitor.sees("R-")
        newest = Repair.objects.latest("created_at")
        assert newest.number in page.locator("body").inner_text()
        assert hand.clicks <= MOST_TAPS, hand.clicks


class TestNewShop:
    @pytest.fixture
    def totp(self, sits: Callable[[object], object]) -> pyotp.TOTP:
        """Give the owner a password and an authenticator whose first code was used a while ago."""
        owner = people_queries.account(cast.MERCHANT_OWNER.username)
        owner.set_password(PASSWORD)
        owner.save()
        return an_authenticator(owner)

    def test_answers_its_first_claim_in_fifteen_clicks_at_most(
        self, visitor: Callable[..., Visitor], totp: pyotp.TOTP, tmp_path: Path
    ) -> None:
        hand = Hand(visitor(DESK))
        page = hand.visitor.goes("/sign-in/")
        page.fill("[name=username]", cast.MERCHANT_OWNER.username)
        page.fill("[name=password]", PASSWORD)
        hand.arrives("/sign-in/code/", "main button[type=submit], main button.btn-primary")
        page.fill("[name=code]", totp.now())
        hand.arrives("/merchant/**", "main button[type=submit], main button.btn-primary")
        purchase = self._imports(hand, tmp_path)
        one = a_claim(now=timezone.now(), purchase=purchase)
        hand.arrives("/merchant/claims/**", 'a[href^="/merchant/claims/"]')
        hand.arrives(f"/merchant/claims/{one.claim.number}/**", f'a[href*="{one.claim.number}"]')
        hand.presses('a[href*="do=answer"]')
        hand.presses(page.locator("#command label", has=page.locator("input[name=opening]")))
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            hand.presses("#command button.btn-primary")
        page.wait_for_load_state()
        one.read()
        assert (one.claim.state, queries.last_answer(one.claim) is not None) == ("review", True)
        assert hand.clicks <= MOST_CLICKS, hand.clicks

    def _imports(self, hand: Hand, folder: Path) -> Purchase:
        file = folder / "orders.csv"
        file.write_bytes(ORDERS.format(timezone.localtime() - timedelta(days=4)).encode("gb18030"))
        hand.arrives("/merchant/purchases/imports/", 'a[href="/merchant/purchases/imports/"]')
        hand.page.set_input_files("#file", str(file))
        hand.clicks += 1  # opening the file chooser
        hand.presses("main form button.btn-primary")
        hand.visitor.sees("哪一列")
        hand.presses("main form button.btn-primary")
        hand.visitor.sees("前几行读成这样")
        hand.presses('button[name=how][value="all"]')
        hand.visitor.sees("看这些订单")
        return Purchase.objects.get()
