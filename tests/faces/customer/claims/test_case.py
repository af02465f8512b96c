"""The buyer's case page: what it says in every state, what may be pressed, what it costs, and nobody else."""

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from PIL import Image

from anxin.core import clocks
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.models import Claim, Referral
from anxin.domain.evidence.models import Link
from anxin.domain.threads import actions as threads
from anxin.domain.threads.models import Message
from tests import builders
from tests.claim_builders import Walked, a_claim, refuse
from tests.faces.customer.claims.claimed import STATES, a_case, a_lock_case, address, by_phone, entered

pytestmark = pytest.mark.django_db
SAYS = {
    "merchant_answer": "等商家答复",
    "agreed": "商家已同意",
    "offer_made": "¥120.00",
    "review": "审核员正在看双方",
    "paper": "请再补拍一张",
    "link": "请再补拍一张",
    "silent": "审核员正在看双方",
    "decided": "裁定：仅退款 ¥268.00",
    "refused": "裁定：不支持",
    "accepted": "您已认可",
    "appealed": "另一位审核员正在重新看",
    "waiting_return": "请把东西寄回",
    "sent_back": "YD0000007788",
    "inspecting": "商家正在验货",
    "executing": "¥268.00 正在退回给您",
    "closed": "已退给您 ¥268.00",
    "withdrawn": "您已撤回申请",
    "platform": "PT-2026-1",
}
PRESSES = (
    *("offer/acceptance/", "offer/refusal/", "acceptance/", "appeal/", "appeal/withdrawal/", "withdrawal/", "return/"),
    *("messages/", "evidence/", "referrals/", "capture/x/"),
)


def a_picture(colour: str = "grey") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    file.name = "cup.jpg"
    file.seek(0)
    return file


def page(client: Client, one: Walked, rest: str = "") -> str:
    response = client.get(address(one, rest))
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def slip(response: object) -> str:
    found = re.findall(r'role="alert".*?</div>', response.content.decode(), re.DOTALL)  # type: ignore[attr-defined]
    return found[-1] if found else ""


class TestCase:
    @pytest.mark.parametrize("at", STATES)
    def test_says_where_it_stands_in_every_state(self, at: str) -> None:
        one = a_case(at)
        text = page(entered(one), one)
        assert SAYS[at] in text
        assert one.claim.number in text
        for secret in (cast.BUYER.name, cast.BUYER.phone, "麓谷", "浣花", "造假", "成功"):
            assert secret not in text

    def test_asks_no_more_of_the_database_however_long_the_story(self, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        one = a_case("appealed", seen=True)
        client = entered(one)
        with django_assert_max_num_queries(62):
            client.get(address(one))

    def test_leads_from_the_link_to_the_one_case(self) -> None:
        one = a_case()
        assert Client().get(f"/c/{one.token}/", follow=True).redirect_chain[-1][0] == address(one)

    def test_refuses_a_stranger_everywhere(self) -> None:
        one = a_case()
        for rest in ("", "receipt/", *PRESSES):
            for method in ("get", "post"):
                response = getattr(Client(), method)(address(one, rest))
                assert response.status_code in {302, 405}
                assert response.status_code == 405 or "/customer/sign-in/" in response["Location"]

    def test_is_nobody_elses_anywhere(self) -> None:
        mine, other = a_case(), a_claim(now=a_case_now(), order="OTHER-9")
        client = entered(mine)
        before = Claim.objects.values().get(pk=other.claim.pk)
        for rest in ("", *PRESSES):
            for method in ("get", "post"):
                assert getattr(client, method)(address(other, rest), {"why": "x"}).status_code in {404, 405}
        assert Claim.objects.values().get(pk=other.claim.pk) == before

    def test_prints_without_buttons(self) -> None:
        text = page(entered(a := a_case("decided")), a)
        assert "data-print" in text
        assert text.count("no-print") >= 3


def a_case_now():  # type: ignore[no-untyped-def]
    from django.utils import timezone

    return timezone.now() - timedelta(minutes=30)


class TestOffer:
    def test_is_accepted_in_one_press(self) -> None:
        one = a_case("offer_made")
        assert entered(one).post(address(one, "offer/acceptance/")).status_code == 302
        one.read()
        assert one.claim.state == "executing"
        assert one.decision.amount_fen == 12000

    def test_is_refused_with_a_reason_and_goes_to_a_person(self) -> None:
        one = a_case("offer_made")
        client = entered(one)
        assert client.post(address(one, "offer/refusal/"), {"why": ""}).status_code == 422
        assert client.post(address(one, "offer/refusal/"), {"why": "太少了"}).status_code == 302
        one.read()
        assert one.claim.state == "review"

    def test_accepted_after_it_was_over_says_so(self) -> None:
        one = a_case("review")
        response = entered(one).post(address(one, "offer/acceptance/"))
        assert response.status_code == 409
        assert slip(response)


class TestDecision:
    def test_shows_facts_reasons_and_rule(self) -> None:
        one = a_case("decided", seen=True)
        text = page(entered(one), one)
        for said in ("裂纹可见", 'href="#B1"', "裂纹在多个角度可见", "2026-11 版", "商家"):
            assert said in text

    def test_is_accepted(self) -> None:
        one = a_case("refused")
        client = entered(one)
        assert client.post(address(one, "acceptance/")).status_code == 302
        assert one.decision.buyer_accepted_at
        assert f'{address(one)}appeal/"' not in page(client, one)

    def test_is_appealed_with_a_reason_and_taken_back(self) -> None:
        one = a_case("refused")
        client = entered(one)
        assert client.post(address(one, "appeal/"), {"why": ""}).status_code == 422
        assert client.post(address(one, "appeal/"), {"why": "再看看"}).status_code == 302
        assert "另一位审核员" in page(client, one)
        assert client.post(address(one, "appeal/withdrawal/")).status_code == 302
        one.read()
        assert (one.claim.state, one.claim.outcome) == ("closed", "refused")

    def test_appealed_after_it_was_accepted_is_refused_and_keeps_the_words(self) -> None:
        one = a_case("accepted")
        response = entered(one).post(address(one, "appeal/"), {"why": "我反悔了"})
        assert response.status_code == 409
        assert "我反悔了" in response.content.decode()

    def test_on_appeal_shows_the_earlier_one_too(self) -> None:
        one = a_case("appealed")
        one.propose(refuse("换人复看，结论相同"), by=cast.QIAO)
        text = page(entered(one), one)
        assert "换人复看，结论相同" in text
        assert "以前的裁定" in text

    def test_a_proposal_is_not_shown_before_it_is_given(self) -> None:
        one = a_case("review")
        one.propose(refuse("草稿只给内部看", fraud_said=True))
        text = page(entered(one), one)
        assert "草稿只给内部看" not in text
        assert "审核员正在看双方" in text


class TestWithdrawal:
    def test_needs_a_reason_and_ends_the_claim(self) -> None:
        one = a_case()
        client = entered(one)
        assert client.post(address(one, "withdrawal/"), {"why": ""}).status_code == 422
        assert client.post(address(one, "withdrawal/"), {"why": "找到了"}).status_code == 302
        one.read()
        assert one.claim.state == "withdrawn"

    def test_comes_too_late_after_the_decision(self) -> None:
        one = a_case("decided")
        assert entered(one).post(address(one, "withdrawal/"), {"why": "算了"}).status_code == 409


class TestReturn:
    def test_keeps_the_waybill(self) -> None:
        one = a_case("waiting_return")
        client = entered(one)
        assert client.post(address(one, "return/"), {"waybill": ""}).status_code == 422
        assert client.post(address(one, "return/"), {"waybill": "YD0000001234"}).status_code == 302
        assert "YD0000001234" in page(client, one)

    def test_is_not_possible_otherwise(self) -> None:
        one = a_case()
        assert entered(one).post(address(one, "return/"), {"waybill": "YD1"}).status_code == 409


class TestEvidence:
    def test_says_in_words_what_was_looked_at_and_since_when_it_lies_here(self) -> None:
        text = page(entered(one := a_case(seen=True)), one)
        for said in ('id="B1"', 'id="S1"', "申请之前就有", "封存", "已查验", "不是证据"):
            assert said in text

    def test_is_shown_as_a_copy_to_its_sides_only(self) -> None:
        one = a_case(seen=True)
        client = entered(one)
        link = Link.objects.get(label="B1", stream_kind="claim")
        shown = client.get(address(one, f"evidence/{link.id}/"))
        assert shown["Content-Type"] == "image/jpeg"
        assert Client().get(address(one, f"evidence/{link.id}/")).status_code == 302
        other = a_claim(now=a_case_now(), order="OTHER-9")
        assert entered(other).get(address(one, f"evidence/{link.id}/")).status_code == 404
        assert entered(other).get(address(other, f"evidence/{link.id}/")).status_code == 404

    def test_is_added_with_its_role_and_declaration(self) -> None:
        one = a_case()
        sent = {"photo-package_files": a_picture(), "declaration": "edited"}
        assert entered(one).post(address(one, "evidence/"), sent).status_code == 302
        link = Link.objects.get(label="B1")
        assert (link.role, link.declaration, link.side) == ("package", "edited", "buyer")

    def test_needs_a_picture(self) -> None:
        one = a_case()
        response = entered(one).post(address(one, "evidence/"), {"declaration": "none"})
        assert response.status_code == 422
        assert "没有收到照片" in slip(response)

    def test_refuses_what_is_no_picture_and_what_comes_too_late(self) -> None:
        one = a_case("closed")
        client = entered(one)
        script = io.BytesIO(b"#!/bin/sh\necho\n")
        script.name = "x.jpg"
        assert client.post(address(one, "evidence/"), {"photo-whole_files": script}).status_code == 422
        assert client.post(address(one, "evidence/"), {"photo-whole_files": a_picture()}).status_code == 409
        assert not Link.objects.filter(label="B1").exists()


class TestPaperCode:
    def test_is_shown_large_with_the_upload_beside_it(self) -> None:
        one = a_case("paper")
        text, code = page(entered(one), one), one.view(one.buyer).challenge.code  # type: ignore[union-attr]
        assert len(code) == 6
        assert f'aria-label="{" ".join(code)}">{code}<' in text
        assert "请从杯口正上方再拍一张" in text

    def test_is_answered_beside_it(self) -> None:
        one = a_case("paper")
        client = entered(one)
        code = one.view(one.buyer).challenge.code  # type: ignore[union-attr]
        sent = {"code": code, "photo-second_angle_files": a_picture()}
        assert client.post(address(one, "evidence/"), sent).status_code == 302
        one.read()
        assert one.claim.state == "review"
        assert one.view(one.buyer).evidence[-1].challenged == "paper"

    def test_of_another_request_is_refused(self) -> None:
        one = a_case("paper")
        sent = {"code": "AAAAAA", "photo-second_angle_files": a_picture()}
        response = entered(one).post(address(one, "evidence/"), sent)
        assert response.status_code == 409
        assert "补拍已经结束" in slip(response)


class TestLink:
    def capture(self, one: Walked) -> str:
        return address(one, f"capture/{one.view(one.buyer).challenge.code}/")  # type: ignore[union-attr]

    def test_leads_to_the_camera_with_one_movement(self) -> None:
        one = a_case("link")
        client = entered(one)
        there = self.capture(one)
        assert there in page(client, one)
        text = client.get(there).content.decode()
        assert "再照着做一步" in text
        assert 'accept="image/*' in text

    def test_takes_the_pictures_once(self) -> None:
        one = a_case("link")
        client, there = entered(one), self.capture(a := one)
        assert client.post(there, {}).status_code == 422
        sent = {"photo-whole_files": a_picture("red"), "photo-second_angle_files": a_picture("blue")}
        assert client.post(there, sent).status_code == 302
        a.read()
        assert a.claim.state == "review"
        assert Link.objects.filter(challenge__kind="link").count() == 2
        again = client.post(there, {"photo-whole_files": a_picture("green")})
        assert again.status_code == 410
        assert "只能用一次" in again.content.decode()
        assert client.get(there).status_code == 410

    def test_says_that_its_time_is_up(self) -> None:
        one = a_case("silent")
        code = one.view(one.buyer).challenge.code  # type: ignore[union-attr]
        response = entered(one).get(address(one, f"capture/{code}/"))
        assert response.status_code == 410
        assert "时间已过" in response.content.decode()

    @pytest.mark.parametrize("code", ["nothing", "不是", "%00"])
    def test_of_nobody_is_over(self, code: str) -> None:
        one = a_case("link")
        assert entered(one).get(address(one, f"capture/{code}/")).status_code == 410


class TestMessages:
    def test_reach_whom_they_are_for(self) -> None:
        one = a_case()
        client = entered(one)
        sent = {"text": "退货地址是哪里？", "to": ["merchant"]}
        assert client.post(address(one, "messages/"), sent).status_code == 302
        assert "merchant" in Message.objects.get().audience
        assert "退货地址是哪里" in page(client, one)

    def test_of_the_others_are_read(self) -> None:
        one = a_case()
        owner = one.by(cast.MERCHANT_OWNER)
        post = {"stream": one.claim.stream(), "text": "请稍等，明天答复", "to": ("buyer",)}
        one.do(lambda: threads.post(**post, by=owner, now=one.now))  # type: ignore[arg-type]
        lin = one.by(cast.LIN)
        inside = {"stream": one.claim.stream(), "text": "只给商家看的话", "to": ("merchant",)}
        one.do(lambda: threads.post(**inside, by=lin, now=one.now))  # type: ignore[arg-type]
        text = page(entered(one), one)
        assert "请稍等，明天答复" in text
        assert "只给商家看的话" not in text

    @pytest.mark.parametrize("sent", [{"text": "", "to": ["desk"]}, {"text": "在吗", "to": []}])
    def test_lacking_something_are_kept_beside_the_slip(self, sent: dict[str, object]) -> None:
        one = a_case()
        response = entered(one).post(address(one, "messages/"), sent)
        assert response.status_code == 422
        assert str(sent["text"]) in response.content.decode()
        assert not Message.objects.exists()


class TestDoors:
    def test_are_those_of_a_buyer_and_are_noted(self) -> None:
        one = a_case("refused")
        client = entered(one)
        assert client.post(address(one, "referrals/"), {"door": "police"}).status_code == 422
        assert client.post(address(one, "referrals/"), {"door": "hotline_12315"}).status_code == 302
        row = Referral.objects.get()
        there = address(one, f"referrals/{row.id}/")
        assert client.post(there, {"step": "receive", "number": "12315-888"}).status_code == 302
        assert "12315-888" in page(client, one)
        assert client.post(there, {"step": "nonsense"}).status_code == 404


class TestBesideIt:
    def test_an_inspection_visit_stands_with_its_time_and_technician(self) -> None:
        one = a_lock_case(type="return", reason="defective")
        lin = one.by(cast.LIN)
        from_at = one.now + timedelta(hours=5)
        window = {"from_at": from_at, "to_at": from_at + timedelta(hours=2)}
        visit = one.do(lambda: claims.order_inspection(claim=one.claim, **window, by=lin, now=one.now))
        text = page(entered(one), one)
        assert visit.number.split("-")[2] in text
        assert "师傅上门鉴定" in text
        assert "不收费" in text

    def test_the_repair_it_opened_stands_with_its_steps(self) -> None:
        one = a_lock_case()
        one.propose(Ruling(remedy="repair", reason="可修，先修"))
        for by in (one.buyer, one.by(cast.MERCHANT_OWNER)):
            one.do(lambda by=by: claims.accept(claim=one.claim, by=by, now=one.now))
        assert one.claim.repair_number
        text = page(entered(one), one)
        assert "这个链接只能打开申请" in text
        assert f"/customer/repairs/{one.claim.repair_number}/" in page(by_phone(one), one)
        assert by_phone(one).get(f"/customer/repairs/{one.claim.repair_number}/").status_code == 200


class TestExchange:
    @pytest.fixture
    def failed(self) -> builders.Walked:
        walked = builders.a_repair(now=a_case_now() - timedelta(days=1), at="closed")
        type(walked.repair).objects.filter(pk=walked.repair.pk).update(reworks=1)
        walked.repair.refresh_from_db()
        by = walked.by(cast.XIAO_CHEN)
        from anxin.domain.repairs import actions as repairs

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

    def test_is_not_there_without_the_second_failure(self) -> None:
        walked = builders.a_repair(now=a_case_now(), at="closed")
        client = Client()
        client.get(f"/c/{walked.token}/")
        there = f"/customer/repairs/{walked.repair.number}/exchange/"
        assert there not in client.get(f"/customer/repairs/{walked.repair.number}/").content.decode()
        assert client.post(there, {"why": "想换"}).status_code == 403


class TestHome:
    def test_lists_repairs_and_claims_together(self) -> None:
        one = a_case("offer_made")
        other = a_claim(now=one.now, order="OTHER-9")
        text = by_phone(one).get("/customer/").content.decode()
        assert "我的服务单" in text
        assert text.count("等您处理") == 1
        for claim in (one.claim, other.claim):
            assert f"/customer/claims/{claim.number}/" in text


class TestClocks:
    def test_a_silent_merchant_is_said_without_a_verdict(self) -> None:
        one = a_case(minutes_ago=60 * 73)
        clocks.sweep(a_case_now())
        text = page(entered(one), one)
        assert "审核员正在看双方" in text
        assert "逾期未答复" in text
