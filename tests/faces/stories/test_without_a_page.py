"""Who has a landline and no page: his visit ends, he pays and gets his thing back, by pages of who serves him alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.demo import bench, cast
from anxin.domain.custody import queries as custody
from anxin.domain.ledger import queries as ledger
from tests import builders
from tests.core.test_drawings import SIGNED
from tests.faces.conftest import DESK, PHONE, Visitor
from tests.faces.technician.phones import phone_of
from tests.faces.technician.test_signature import stroke
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


class TestWithoutAPage:
    def test_a_visit_ends_by_call_and_its_cash_is_signed_for(self, sits: Sits, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=8), at="billed")
        chen, luo = sits(cast.XIAO_CHEN), sits(cast.MASTER_LUO)
        job = f"/technician/jobs/{one.visit.number}/"
        assert (
            chen.post(
                f"/desk/repairs/{one.repair.number}/completion/", {"recording": "REC-2026-7", "said": "on"}
            ).status_code
            == 302
        )
        assert luo.post(f"{job}cash/", {"once": "k-1"}).status_code == 302
        assert luo.post(f"{job}cash/signature/", {"drawn": SIGNED, "once": "k-2"}).status_code == 302
        bill = ledger.latest(one.repair.stream())
        assert bill is not None
        assert (one.visit.state, bill.state, bill.paid_fen) == ("finished", "paid", bill.total_fen)
        one.repair.refresh_from_db()
        assert one.repair.state == "closed"

    def test_a_lock_is_paid_and_collected_at_the_counter(self, sits: Sits, live_now: datetime) -> None:
        one = builders.without_a_mobile(builders.at_a_bench(now=live_now, at="mended"))
        he, url = sits(cast.BOSS_HE), f"/outlet/counter/{one.repair.number}/"
        assert he.post(f"{url}cash/", {"once": "k-1"}).status_code == 302
        form = he.get(url, {"do": "cash-signed"})
        assert "现金已付 ¥298.00：签字" in flat(form)
        assert "data-drawing" in form.content.decode()
        assert he.post(f"{url}cash-signed/", {"drawn": SIGNED, "once": "k-2"}).status_code == 302
        form = he.get(url, {"do": "handing-back-signed"})
        assert form.content.decode().index("data-drawing") > 0
        unseen = he.post(f"{url}handing-back-signed/", {"drawn": SIGNED, "once": "k-3"})
        assert unseen.status_code == 422, "the receipt has to be shown"
        assert he.post(f"{url}handing-back-signed/", {"drawn": SIGNED, "shown": "on", "once": "k-4"}).status_code == 302
        one.repair.refresh_from_db()
        kept = custody.latest_of(one.repair.stream())
        assert kept is not None
        assert (kept.state, one.repair.state) == ("returned", "closed")
        assert "凭纸质收件单和签字取走" in flat(sits(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/"))
        assert bench.code(one) == ""


@pytest.mark.browser
class TestByHand:
    def test_signs_for_cash_on_the_technicians_phone(self, visitor: Callable[..., Visitor], live_now: datetime) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=8), at="coded")
        luo = visitor(PHONE).sits_down(phone_of(cast.MASTER_LUO))
        page = luo.goes(f"/technician/jobs/{one.visit.number}/")
        page.click("text=客户付现金")
        page.click("text=客户没有页面：在这里签字")
        stroke(page, (0.1, 0.6), (0.4, 0.2), (0.5, 0.8), on="#sign-cash canvas")
        luo.looks_over("tech-53-cash-signing")
        page.click("#sign-cash button >> text=我已付清，签字确认")
        luo.sees("客户付现金并当面签字")
        bill = ledger.latest(one.repair.stream())
        assert bill is not None
        assert bill.state == "paid"

    def test_signs_for_his_goods_at_the_counter(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime
    ) -> None:
        one = builders.without_a_mobile(builders.at_a_bench(now=live_now, at="paid"))
        he = visitor(DESK).sits_down(sits(cast.BOSS_HE))
        page = he.goes(f"/outlet/counter/{one.repair.number}/?do=handing-back-signed")
        he.looks_over("outlet-31-handing-back-signed")
        stroke(page, (0.1, 0.6), (0.4, 0.2), (0.5, 0.8), on="form canvas")
        he.looks_over("outlet-32-handing-back-drawn")
