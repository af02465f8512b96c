"""Stories 2, 3, 5, 6 and 9: claims that end without a contest, by the platform, or by a technician's eyes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from anxin.core import clocks, settings
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.ledger import queries as ledger
from anxin.domain.repairs.commands import JOBS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from tests import builders
from tests.claim_builders import Walked, a_claim
from tests.evidence_builders import drawn, jpeg, sealed
from tests.faces.conftest import posted
from tests.faces.customer.claims.claimed import a_lock_case
from tests.faces.stories.stage import HOUR, Stage, a_cracked_cup

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.sqlite]


def refunded(one: Walked) -> int:
    bill = ledger.latest(stream_of(one.claim.purchase))
    return bill.refunded_fen if bill else 0


class TestHonestCup:
    """Stories 2 and 3: the merchant agrees by one click, or agreed beforehand; the money is out in minutes."""

    def test_is_paid_minutes_after_one_click(self, stage: Stage) -> None:
        one = a_cracked_cup(filed=stage.now - 2 * HOUR, pictures=("cup-chip-1", "cup-chip-2"))
        one.run()
        page = stage.shop(one)
        stage.seen(page, "2-shop")
        page.locator('a[href*="do=agreement"]:visible').first.click()
        assert "¥268.00" in page.locator("#command").inner_text()
        with posted(page):
            page.locator("#command button.btn-primary").click()
        stage.later(one, minutes=3)
        assert (one.claim.state, refunded(one), one.decision.kind) == ("closed", 26800, "agreed")
        page = stage.buyer(one)
        assert "¥268.00" in page.locator("body").inner_text()
        stage.seen(page, "2-paid")

    def test_is_paid_under_a_advance_answer_with_nobody_waiting(self, stage: Stage) -> None:
        page = stage.staff(cast.MERCHANT_OWNER, "/merchant/standing-answers/")
        page.locator("label.chip", has_text="破损").first.click()
        page.locator("label.chip", has_text="仅退款").first.click()
        page.fill("[name=most]", "300")
        page.fill("[name=reason]", "三百元以内破损直接退")
        page.get_by_role("button", name="拿过去的申请试试").click()
        page.get_by_role("button", name="提交这条预先答复").click()
        stage.windows[cast.MERCHANT_OWNER.username].sees("生效中 1 条")
        one = a_cracked_cup(filed=timezone.now(), pictures=("cup-chip-3",))
        one.run()
        assert (one.claim.state, refunded(one), one.claim.answers.get().kind) == ("closed", 26800, "standing")
        page = stage.buyer(one)
        assert "三百元以内破损直接退" in page.locator("body").inner_text()
        stage.seen(page, "3-paid")


class TestPlatform:
    """Story 5: a yes is an answer to the platform and moves nothing here; its refund is asked back, and comes."""

    def test_refund_is_recovered(self, stage: Stage) -> None:
        one = a_claim(now=stage.now - 20 * HOUR, platform_ref="PT-2026-9")
        page = stage.shop(one)
        page.locator('a[href*="do=agreement"]:visible').first.click()
        stage.seen(page, "5-agreeing")
        with posted(page):
            page.locator("#command button.btn-primary").click()
        one.read()
        assert (one.claim.state, refunded(one)) == ("merchant_answer", 0)
        stage.seen(stage.shop(one), "5-agreed")
        assert "等平台结果" in stage.shop(one).locator("body").inner_text()
        self._does(stage, one, "outcome", what="refunded", amount_fen="268", reference="PT-2026-9", reason="平台判退")
        assert (one.claim.state, one.claim.outcome) == ("outcome_taken", "said_refunded")
        page = stage.buyer(one)
        stage.seen(page, "5-said")
        page.locator('a[href$="/contradiction/"]:visible').first.click()
        stage.seen(page, "5-not-so")
        self._does(stage, one, "outcome", member=cast.QIAN, reference="PT-2026-9")
        assert one.claim.outcome == "platform_refunded"
        self._does(stage, one, "demand", amount_fen="268", reason="封存照片显示出库完好")
        self._does(stage, one, "recovery", step="promise", why="答应月底前还")
        self._does(stage, one, "repayment", amount_fen="268")
        row = one.claim.recoveries.get()
        assert (row.state, one.claim.state, one.claim.outcome) == ("repaid", "closed", "repaid")
        stage.seen(stage.shop(one), "5-repaid")

    def _does(
        self, stage: Stage, one: Walked, command: str, *, member: cast.Member = cast.XIAO_CHEN, **given: str
    ) -> None:
        page = stage.desk(member, one, f"?do={command}")
        for name, value in given.items():
            field = page.locator(f"#command [name={name}]")
            if field.first.get_attribute("type") == "radio":
                page.check(f'#command [name={name}][value="{value}"]', force=True)
            elif field.first.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        with posted(page):
            page.locator("#command button.btn-primary, #command button.btn-danger").click()
        one.read()


class TestInspection:
    """Story 6: a technician looks at it; what he saw settles it."""

    def test_visit_settles_the_claim(self, stage: Stage) -> None:
        one = a_lock_case(type="return", reason="defective")
        from_at = (one.now + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
        visit = one.do(
            lambda: claims.order_inspection(
                claim=one.claim,
                question="锁体有没有撬痕",
                from_at=from_at,
                to_at=from_at + timedelta(hours=2),
                by=one.by(cast.LIN),
                now=one.now,
            )
        )
        assert one.claim.inspection_number in stage.desk(cast.LIN, one, "?tab=order").content()
        self._looks(one, visit.number)
        one.run()
        page = stage.desk(cast.LIN, one)
        assert "E1" in page.locator("body").inner_text()
        stage.seen(page, "6-inspected")
        stage.decides(cast.LIN, one, remedy="return", sum="999", reason="师傅现场鉴定属质量问题,支持退货退款")
        assert one.claim.state == "decided"
        stage.seen(stage.buyer(one), "6-decided")

    def _looks(self, one: Walked, number: str) -> None:
        deng, luo = one.by(cast.XIAO_DENG), one.by(cast.MASTER_LUO)
        visit = visits_queries.visit(number, actor=deng, now=one.now)
        who = builders.technician(cast.MASTER_LUO)
        one.do(lambda: visits.assign_by_hand(visit=visit, technician=who, why="近", by=deng, now=one.now))
        one.do(lambda: visits.record_call(visit=visit, purpose="appointment", answered=True, by=luo, now=one.now))
        window = {"from_at": visit.wanted_from_at, "to_at": visit.wanted_to_at}
        one.do(lambda: visits.book(visit=visit, **window, by=luo, now=one.now))
        one.now = visit.wanted_from_at
        one.do(lambda: visits.set_out(visit=visit, by=luo, now=one.now))
        one.do(lambda: visits.check_in(visit=visit, by=luo, now=one.now))
        for salt, slot in enumerate(("before", "plate", "work")):
            photo = sealed(jpeg(drawn(60 + salt)), now=one.now)
            one.do(
                lambda slot=slot, photo=photo: visits.add_photo(visit=visit, slot=slot, file=photo, by=luo, now=one.now)
            )
        found = {"text": "屏幕内部断裂，外壳无磕碰"}
        one.do(lambda: JOBS.give("finding", row=visit, by=luo, now=one.now, fields=found))
        code = visits_queries.code_for_customer(visit, actor=one.buyer)
        one.do(lambda: visits.finish(visit=visit, code=code, by=luo, now=one.now))


class TestStatutoryReturn:
    """Story 9: a return without a reason opens at once; the goods come back, are looked at, and are paid."""

    def test_opens_at_once_and_is_paid_after_the_inspection(self, stage: Stage) -> None:
        here = "象园退货组，成都市金牛区仓库路 1 号"
        owner = actor(cast.MERCHANT_OWNER, now=stage.now)
        ago = stage.now - 2 * HOUR
        kept = {"organisation": owner.organisation, "valid_from": ago, "by": owner, "now": ago}
        settings.propose(name="claims.return_address", value=here, **kept)
        one = a_claim(now=stage.now - HOUR, type="return", reason="changed_mind")
        assert one.claim.state == "waiting_return"
        page = stage.buyer(one)
        assert here in page.locator("body").inner_text()
        stage.seen(page, "9-open")
        page.fill("[name=waybill]", "YD0000008888")
        with posted(page):
            page.click("button[form=return]")
        assert self._awaited(one) == ["claims.receive"]
        page = stage.staff(cast.XIAO_WU, f"/merchant/packing/returns/{one.claim.number}/")
        stage.seen(page, "9-parcel")
        with posted(page):
            page.click("button[name=how][value=receipt]")
        one.read()
        assert (one.claim.state, self._awaited(one)) == ("inspecting", ["claims.inspection"])
        page = stage.shop(one)
        stage.seen(page, "9-inspecting")
        page.locator('a[href*="do=inspection"]:visible').first.click()
        with posted(page):
            page.locator("#command button.btn-primary").click()
        stage.later(one, minutes=3)
        assert (one.claim.state, refunded(one)) == ("closed", 26800)
        assert "¥268.00" in stage.buyer(one).locator("body").inner_text()

    def _awaited(self, one: Walked) -> list[str]:
        """Name the clocks of the parcel that run now."""
        kinds = clocks.open_clocks(one.claim.stream()).values_list("kind", flat=True)
        return [kind for kind in kinds if kind in ("claims.ship", "claims.receive", "claims.inspection")]
