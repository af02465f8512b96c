"""Where the two halves meet: a decided repair opens one, an inspection brings evidence, a repair failed twice."""

from datetime import datetime, timedelta

import pytest

from anxin.core import calendars, timeline
from anxin.core.acting import acting
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import Ruling
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.network.models import Shift, Territory
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repairs_queries
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from tests import builders
from tests.claim_builders import FACTS, Walked, a_claim, a_purchase
from tests.domain.claims.test_decided_repairs import at_the_door, decided

pytestmark = pytest.mark.django_db


def _lock_claim(now: datetime, *, at: str = "review", type: str = "repair", reason: str = "broken") -> Walked:
    builders.ground.lay(now=now)
    lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
    purchase = a_purchase(now=now, order="LOCK-1", lines=(lock,), customer=cast.BUYER_HERE)
    return a_claim(now=now, at=at, type=type, reason=reason, purchase=purchase)


class TestDecidedRepair:
    def test_opens_a_repair_for_the_buyer_and_closes_with_it(self, now: datetime) -> None:
        one = _lock_claim(now)
        one.propose(Ruling(remedy="repair", reason="可修,先修", found=FACTS))
        one.wait(days=7, minutes=1)
        assert one.claim.state == "executing"
        repair = Repair.objects.get(number=one.claim.repair_number)
        assert (repair.customer_id, repair.channel) == (one.claim.buyer_id, "claim")
        acting(lambda: repairs.accept(repair=repair, by=one.by(cast.XIAO_CHEN), now=one.now))
        assert queries.claim_of_repair(repair.stream()) == one.claim


class TestUncovered:
    def test_decides_no_repair_and_orders_no_visit_where_nobody_goes(self, now: datetime) -> None:
        one = _lock_claim(now)
        Territory.objects.exclude(outlet__code="AX-DG-01").delete()
        with pytest.raises(repairs.NotCovered):
            one.propose(Ruling(remedy="repair", reason="可修,先修", found=FACTS))
        assert queries.inspection_windows(one.claim, day=now.date() + timedelta(days=1), now=now) == []


class TestWindow:
    @pytest.mark.parametrize("hour", [1, 9, 15, 20, 23])
    @pytest.mark.parametrize("ahead", range(0, 8, 3))
    def test_asked_for_in_the_buyers_name_is_a_day_ahead_by_daylight_on_a_working_day(
        self, hour: int, ahead: int, now: datetime
    ) -> None:
        one = _lock_claim(now)
        decided = (now.astimezone(SHANGHAI) + timedelta(days=ahead)).replace(hour=hour, minute=40)
        place, product = one.claim.buyer.place, goods.product(brand="heyan", code="S3")
        assert place is not None
        from_at, to_at = queries.next_window(product=product, place=place, now=decided)
        local = from_at.astimezone(SHANGHAI)
        assert from_at - decided >= timedelta(hours=24)
        assert 8 <= local.hour < to_at.astimezone(SHANGHAI).hour <= 22
        assert calendars.is_working(local.date())

    def test_is_found_though_nobody_is_free(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        one = _lock_claim(now)
        place, product = one.claim.buyer.place, goods.product(brand="heyan", code="S3")
        assert place is not None
        Shift.objects.all().delete()
        from_at, _to_at = queries.next_window(product=product, place=place, now=now)
        assert 8 <= from_at.astimezone(SHANGHAI).hour < 22

    def test_stands_on_the_repair(self, now: datetime) -> None:
        one = _lock_claim(now)
        one.propose(Ruling(remedy="repair", reason="可修,先修", found=FACTS))
        one.wait(days=7, hours=9, minutes=1)
        repair = Repair.objects.get(number=one.claim.repair_number)
        assert 8 <= repair.wanted_from_at.astimezone(SHANGHAI).hour < 22
        assert repair.wanted_from_at > one.now


class TestFailedRepair:
    def test_offers_an_exchange_the_second_time_and_only_once(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="closed")
        self._again(walked)
        assert not queries.exchange_offered(walked.repair)
        with pytest.raises(claims.NoExchange):
            self._accept(walked)
        Repair.objects.filter(pk=walked.repair.pk).update(state="closed")
        walked.repair.refresh_from_db()
        self._again(walked)
        assert queries.exchange_offered(walked.repair)
        made = self._accept(walked)
        assert (made.claim.type, made.claim.reason, made.claim.state) == ("exchange", "defective", "merchant_answer")
        assert str(made.claim.seller.slug) == "heyan"
        with pytest.raises(claims.NoExchange):
            self._accept(walked)

    def test_offers_none_after_one_visit_that_could_not_repair_it(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="on_site")
        luo = walked.by(cast.MASTER_LUO)
        gone = {"why": "unrepairable", "note": "主板烧了", "by": luo, "now": walked.now}
        walked.do(lambda: visits.give_up(visit=walked.visit, **gone))
        assert not queries.exchange_offered(walked.repair)

    def test_exchanges_by_the_brand_s_yes_with_both_serials(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="closed")
        Repair.objects.filter(pk=walked.repair.pk).update(reworks=1)
        walked.repair.refresh_from_db()
        self._again(walked)
        made = self._accept(walked)
        one = Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=walked.now)
        owner = one.by(cast.HEYAN_OWNER)
        one.do(lambda: claims.agree(claim=one.claim, by=owner, now=one.now))
        assert one.claim.state == "executing"
        one.do(
            lambda: claims.send_replacement(
                claim=one.claim, waybill="YD7", old_serial="OLD1", new_serial="NEW1", by=owner, now=one.now
            )
        )
        assert (one.claim.state, one.claim.outcome) == ("closed", "exchanged")
        device = goods.device(product=goods.product(brand="heyan", code="S3"), serial="OLD1")
        assert device is not None
        assert device.serial == "NEW1"

    def _again(self, walked: builders.Walked) -> None:
        agent = walked.by(cast.XIAO_CHEN)
        walked.do(lambda: repairs.rework(repair=walked.repair, why="又坏了", by=agent, now=walked.now))

    def _accept(self, walked: builders.Walked) -> claims.FiledClaim:
        row = repairs_queries.repair(walked.repair.number, actor=walked.customer, now=walked.now)
        return walked.do(
            lambda: claims.accept_exchange(repair=row, told="修了两次", by=walked.customer, now=walked.now)
        )


def test_what_its_technician_cannot_make_goes_back_to_a_reviewer_at_once_with_his_words(now: datetime) -> None:
    one, repair = decided(now)
    walked = at_the_door(one, repair)
    luo = walked.by(cast.MASTER_LUO)
    gone = {"why": "unrepairable", "note": "主板短路烧毁", "by": luo, "now": walked.now}
    walked.do(lambda: visits.give_up(visit=walked.visit, **gone))
    one.now = walked.now
    one.read()
    assert (one.claim.state, Repair.objects.get(pk=repair.pk).state) == ("review", "cancelled")
    said = [line for line in one.view(one.by(cast.LIN)).timeline if line.code == "claim.miss_repair"]
    assert [line.text for line in said] == ["主板短路烧毁"]
    assert not list(timeline.verify())
