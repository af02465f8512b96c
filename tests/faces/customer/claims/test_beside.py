"""Both halves on one page: the inspection visit, the repair, the exchange after two failures, all cases in one list."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.models import Claim
from anxin.domain.people.models import Person
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Visit
from anxin.faces.words import day
from tests import builders
from tests.claim_builders import FACTS, Walked, a_claim
from tests.domain.claims.test_decided_repairs import words_end
from tests.domain.claims.test_inspections import at_the_door, found, ordered
from tests.faces.customer.claims.claimed import (
    a_case,
    a_lock_case,
    address,
    an_hour_ago,
    by_phone,
    entered,
    page,
)
from tests.flat import flat

pytestmark = pytest.mark.django_db
type Sits = Callable[[cast.Member], Client]


class TestBesideIt:
    def test_an_inspection_visit_stands_with_its_time_and_technician(self) -> None:
        one = a_lock_case(type="return", reason="defective")
        lin = one.by(cast.LIN)
        from_at = one.now + timedelta(hours=5)
        window = {"from_at": from_at, "to_at": from_at + timedelta(hours=2)}
        visit = one.do(lambda: claims.order_inspection(claim=one.claim, question="撬痕", **window, by=lin, now=one.now))
        text = page(entered(one), one)
        assert visit.number.split("-")[2] in text
        assert "师傅上门鉴定" in text
        assert "不收费" in text

    def test_an_inspection_whose_wished_time_is_over_says_so_and_what_comes_next(self) -> None:
        one = a_lock_case(type="return", reason="defective")
        window = {"from_at": one.now + timedelta(minutes=1), "to_at": one.now + timedelta(minutes=3)}
        lin = one.by(cast.LIN)
        visit = one.do(lambda: claims.order_inspection(claim=one.claim, question="撬痕", **window, by=lin, now=one.now))
        assert visit.wanted_to_at < timezone.now()
        text = page(entered(one), one)
        assert "已过，没有约定" in text
        assert "还没约定，师傅会打给您" not in text
        assert "写下您哪天在家" in text

    @pytest.mark.parametrize(("here", "said"), [("yes", "kept"), ("no", "confirmed")])
    def test_an_inspection_visit_without_a_position_asks_whether_he_is_there(self, here: str, said: str) -> None:
        one = a_lock_case(type="return", reason="defective")
        visit = self._checked_in(one)
        assert "师傅到了吗" not in page(entered(one), one)  # a link opens its own case alone
        client = by_phone(one)
        assert "师傅到了吗" in page(client, one)
        assert client.post(address(one, "arrival/"), {"here": here}).status_code == 302
        text = page(client, one)
        assert "师傅到了吗" not in text
        assert ("您说师傅还没到" in text) == (here == "no")
        assert visit.appointments.get().state == said

    def test_what_the_technician_found_is_read_before_the_code_is_given(self, now: datetime) -> None:
        one, look = ordered(now)
        at_the_door(look)
        found(look, "锁体有撬痕，锁舌断")
        one.now = look.now
        text = page(entered(one), one)
        assert "锁体有撬痕，锁舌断" in text.partition("验收码")[0]

    def _checked_in(self, one: Walked) -> Visit:
        lin, deng, luo = one.by(cast.LIN), one.by(cast.XIAO_DENG), one.by(cast.MASTER_LUO)
        from_at = timezone.localtime(one.now).replace(hour=10, minute=0) + timedelta(days=1)
        window = {"from_at": from_at, "to_at": from_at + timedelta(hours=2)}
        visit = one.do(lambda: claims.order_inspection(claim=one.claim, question="撬痕", **window, by=lin, now=one.now))
        who = builders.technician(cast.MASTER_LUO)
        one.do(lambda: visits.assign_by_hand(visit=visit, technician=who, why="近", by=deng, now=one.now))
        one.do(lambda: visits.record_call(visit=visit, purpose="appointment", answered=True, by=luo, now=one.now))
        one.do(lambda: visits.book(visit=visit, **window, by=luo, now=one.now))
        one.now = from_at
        one.do(lambda: visits.set_out(visit=visit, by=luo, now=one.now))
        one.do(lambda: visits.check_in(visit=visit, by=luo, now=one.now))
        return visit

    def test_the_repair_it_opened_stands_with_its_steps(self) -> None:
        one = a_lock_case()
        one.propose(Ruling(remedy="repair", reason="可修，先修", found=FACTS))
        for by in (one.buyer, one.by(cast.MERCHANT_OWNER)):
            one.do(lambda by=by: claims.accept(claim=one.claim, by=by, now=one.now))
        assert one.claim.repair_number
        text = page(entered(one), one)
        assert "这个链接只能打开申请" in text
        assert f"/customer/repairs/{one.claim.repair_number}/" in page(by_phone(one), one)
        assert by_phone(one).get(f"/customer/repairs/{one.claim.repair_number}/").status_code == 200

    def test_a_repair_that_nobody_may_be_sent_for_says_so_to_both_sides_and_until_when(self, sits: Sits) -> None:
        one = a_lock_case()
        one.propose(Ruling(remedy="repair", reason="可修，先修", found=FACTS))
        for by in (one.buyer, one.by(cast.MERCHANT_OWNER)):
            one.do(lambda by=by: claims.accept(claim=one.claim, by=by, now=one.now))
        words_end(one.now)
        one.do(lambda: claims.give_up_repair(claim=one.claim, now=one.now))
        grace = queries.grace_of(one.claim)
        assert grace is not None
        last = day(grace.due_at - timedelta(minutes=1))
        text = page(by_phone(one), one)
        assert "目前没有可以上门维修的师傅" in text
        assert f"{last}结束前有师傅获得授权，维修照常进行" in text
        merchants = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{one.claim.number}/"))
        assert f"{last}结束前有师傅获得授权，维修照常进行" in merchants
        reviewers = flat(sits(cast.LIN).get(f"/desk/claims/{one.claim.number}/"))
        assert f"{last}结束前仍没有，退回重新裁定" in reviewers

    def test_a_repair_that_was_thought_of_asks_where_to_come_to(self) -> None:
        one = a_lock_case(type="return", reason="defective")
        Person.objects.filter(pk=one.claim.buyer_id).update(place=None)
        one.read()
        assert "上门到哪里" not in page(entered(one), one)
        with pytest.raises(claims.AddressNeeded):
            one.propose(Ruling(remedy="repair", reason="可修，先修", found=FACTS))
        client = entered(one)
        assert "上门到哪里" in page(client, one)
        told = client.post(address(one, "address/"), {"address": "老地方"})
        assert (told.status_code, "老地方" in told.content.decode()) == (422, True)
        assert client.post(address(one, "address/"), {"address": cast.BUYER_HERE.address}).status_code == 302
        text = page(client, one)
        assert "上门到哪里" not in text
        assert "浣花北路" not in text


class TestExchange:
    @pytest.fixture
    def failed(self) -> builders.Walked:
        walked = builders.a_repair(now=an_hour_ago() - timedelta(days=1), at="closed")
        type(walked.repair).objects.filter(pk=walked.repair.pk).update(reworks=1)
        walked.repair.refresh_from_db()
        by = walked.by(cast.XIAO_CHEN)
        walked.do(lambda: repairs.rework(repair=walked.repair, why="又坏了", by=by, now=walked.now))
        return walked

    def test_is_offered_on_the_repairs_page_and_asked_for_there(self, failed: builders.Walked) -> None:
        client, number = Client(), failed.repair.number
        client.get(f"/c/{failed.token}/")
        there = f"/customer/repairs/{number}/exchange/"
        assert there in client.get(f"/customer/repairs/{number}/").content.decode()
        assert client.post(there, {"why": ""}).status_code == 422
        response = client.post(there, {"why": "修了两次还坏"}, follow=True)
        claim = Claim.objects.get()
        assert response.redirect_chain[-1][0] == f"/customer/claims/{claim.number}/receipt/"
        text = client.get(f"/customer/claims/{claim.number}/").content.decode()
        assert number in text
        assert "¥0.00" not in text
        assert "由这张维修单而来" in text
        assert client.get(f"/customer/repairs/{number}/").status_code == 200

    def test_shows_the_reviewer_its_repair_and_that_nothing_was_paid(
        self, failed: builders.Walked, sits: Callable[[object], Client]
    ) -> None:
        client, number = Client(), failed.repair.number
        client.get(f"/c/{failed.token}/")
        client.post(f"/customer/repairs/{number}/exchange/", {"why": "修了两次还坏"})
        text = flat(sits(cast.LIN).get(f"/desk/claims/{Claim.objects.get().number}/"))
        assert f"由维修单 {number} 而来" in text
        assert "repair-" not in text
        assert "已经全部退回" not in text

    def test_leaves_nobody_else_s_repair_open(self, failed: builders.Walked) -> None:
        other = builders.a_repair(now=an_hour_ago(), at="accepted", customer=cast.NEIGHBOUR)
        client = Client()
        client.get(f"/c/{failed.token}/")
        client.get(f"/c/{other.token}/")
        assert client.get(f"/customer/repairs/{other.repair.number}/").status_code == 200
        assert client.get(f"/customer/repairs/{failed.repair.number}/").status_code == 404

    def test_is_not_there_without_the_second_failure(self) -> None:
        walked = builders.a_repair(now=an_hour_ago(), at="closed")
        client = Client()
        client.get(f"/c/{walked.token}/")
        there = f"/customer/repairs/{walked.repair.number}/exchange/"
        assert there not in client.get(f"/customer/repairs/{walked.repair.number}/").content.decode()
        refused = client.post(there, {"why": "想换"})
        assert (refused.status_code, "这次维修目前没有换货资格。" in refused.content.decode()) == (403, True)


class TestHome:
    def test_lists_repairs_and_claims_together(self) -> None:
        one = a_case("offer_made")
        other = a_claim(now=one.now, order="OTHER-9")
        text = by_phone(one).get("/customer/").content.decode()
        assert "我的服务单" in text
        assert text.count("等您处理") == 1
        for claim in (one.claim, other.claim):
            assert f"/customer/claims/{claim.number}/" in text
