"""What follows a decision, on the same page: the visit that looks, the repair, money sent again, counts judged anew."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.claims.actions import Ruling, takeovers
from anxin.domain.claims.wording.tables import CLAIM_COLUMNS
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.reputation import actions as reputation
from anxin.domain.reputation.models import Mark
from tests.claim_builders import FACTS, Walked, a_claim, a_purchase, refuse
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]


def url(one: Walked, rest: str = "") -> str:
    return f"/desk/claims/{one.claim.number}/{rest}"


def lock(now: datetime, *, type: str = "return") -> Walked:
    """Give a claim under review about goods a technician knows."""
    line = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
    purchase = a_purchase(now=now, order="LOCK-1", lines=(line,), customer=cast.BUYER_HERE)
    return a_claim(now=now, at="review", type=type, reason="defective", purchase=purchase)


class TestBothHalves:
    def test_sends_a_technician_in_a_window_and_shows_the_visit(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = lock(live_now - timedelta(hours=2))
        html = flat(lin.get(f"{url(one)}?do=inspection"))
        assert html.count('class="slot"') >= 3
        window = html.split('name="window" value="')[1].split('"')[0]
        assert (
            lin.post(
                url(one, "inspection/"), {"question": "有没有撬痕", "window": "2026-01-01T00:00:00+08:00"}
            ).status_code
            == 422
        )
        assert lin.post(url(one, "inspection/"), {"question": "有没有撬痕", "window": window}).status_code == 302
        shown = flat(lin.get(f"{url(one)}?tab=order"))
        assert "上门鉴定" in shown
        assert "R-" in shown
        assert lin.post(url(one, "inspection/"), {"question": "有没有撬痕", "window": window}).status_code == 409

    def test_shows_the_repair_that_was_decided(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = lock(live_now - timedelta(days=8), type="repair")
        one.propose(Ruling(remedy="repair", reason="可修,先修", found=FACTS))
        one.wait(days=7, minutes=1)
        html = flat(lin.get(f"{url(one)}?tab=order"))
        assert one.claim.repair_number.split("-")[2] in html
        assert f"/desk/repairs/{one.claim.repair_number}/" not in html
        agent = sits(cast.XIAO_CHEN)
        assert f"/desk/repairs/{one.claim.repair_number}/" in flat(agent.get(f"{url(one)}?tab=order"))


class TestMoney:
    def test_that_a_former_system_decided_waits_for_finance_who_says_that_it_went(
        self, sits: Sits, live_now: datetime
    ) -> None:
        lin, qian = sits(cast.LIN), sits(cast.QIAN)
        order = a_purchase(now=live_now)
        told = {"seller": order.seller.slug, "old_number": "TK-7", "order": order.order_key, "type": "refund_only"}
        told |= {"reason": "broken", "state": "executing", "remedy": "refund_only", "amount": 26800}
        values = dict.fromkeys(CLAIM_COLUMNS) | told
        row = acting(lambda: takeovers.take_over(values=values, by=SYSTEM, now=live_now))
        at = f"/desk/claims/{row.number}/"
        html = flat(qian.get(at))
        assert all(said in html for said in ("原单号 TK-7", "由这里退款", "原系统已退款"))
        assert "由这里退款" not in flat(lin.get(at))
        assert qian.post(f"{at}money-there/", {"reference": ""}).status_code == 422
        assert qian.post(f"{at}money-there/", {"reference": "BANK-77"}).status_code == 302
        assert qian.post(f"{at}money-here/").status_code == 409
        assert "已退款" in flat(qian.get(f"{at}?tab=order"))

    def test_is_sent_again_by_finance_when_the_provider_did_not_take_it(self, sits: Sits, live_now: datetime) -> None:
        lin, qian = sits(cast.LIN), sits(cast.QIAN)
        purchase = a_purchase(now=live_now - timedelta(days=9))
        Purchase.objects.filter(pk=purchase.pk).update(paid_method="fake_failing")
        purchase.refresh_from_db()
        one = a_claim(now=live_now - timedelta(days=9), at="closed", reason="not_received", purchase=purchase)
        assert one.claim.state == "executing"
        assert "财务会重新退" in flat(qian.get(f"{url(one)}?tab=order"))
        assert lin.post(url(one, "payment/")).status_code == 403
        assert qian.post(url(one, "payment/")).status_code == 302
        assert one.claim.payouts.count() == 2
        assert qian.post(url(one, "payment/")).status_code == 409
        later.run_due(live_now)


class TestCounts:
    def test_that_are_contested_are_judged_by_another_person(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = a_claim(now=live_now - timedelta(days=9), at="review", reason="not_received")
        one.propose(refuse())
        one.wait(days=7, minutes=1)
        mark = Mark.objects.get(counter="claim_refused")
        one.now = live_now - timedelta(hours=1)
        one.do(lambda: reputation.contest(mark=mark, why="我有签收记录", by=one.buyer, now=one.now))
        html = flat(lin.get(f"{url(one)}?tab=sides"))
        assert f"do=judgement&amp;mark={mark.id}" in html
        given = {"mark": str(mark.id), "verdict": "correct", "why": ""}
        assert lin.post(url(one, "judgement/"), given).status_code == 422
        assert lin.post(url(one, "judgement/"), given | {"why": "签收记录属实"}).status_code == 302
        mark.refresh_from_db()
        assert mark.state == "corrected"
        assert lin.post(url(one, "judgement/"), given | {"why": "再来一次"}).status_code == 409
