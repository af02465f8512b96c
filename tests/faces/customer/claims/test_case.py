"""The buyer's case page: what it says in every state, what may be pressed, what it costs, and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import clocks, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim, Referral
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence.models import Link
from anxin.domain.notices import queries as notices
from anxin.domain.people import queries as people
from tests.claim_builders import a_claim, a_purchase, pack, refuse
from tests.faces.customer.claims.claimed import (
    STATES,
    a_case,
    address,
    an_hour_ago,
    entered,
    page,
    slip,
)
from tests.forms import shown

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
    "waiting_return": "商家还没给退货地址，请先把货收好",
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

FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(400)


class TestFilm:
    def test_of_the_sellers_packing_says_when_it_was_sealed_and_whose_people_opened_it(self) -> None:
        """The buyer gets no copy of it, so he reads what there is, and who looked; no person is named."""
        now = timezone.now()
        purchase = a_purchase(now=now)
        pack(purchase, FILM, now=purchase.bought_at + timedelta(hours=1))
        one = a_claim(now=now, purchase=purchase)
        client = entered(one)
        before = page(client, one)
        assert ("装箱录像" in before, "装箱照片" in before, "还没有人打开看过" in before) == (True, False, True)
        assert "申请之前就有" in before
        link = Link.objects.get(stream_kind="claim", side="merchant")
        lin = one.by(cast.LIN)
        for _ in range(2):
            acting(lambda: evidence.show(link=link, by=lin, now=now))
        after = page(client, one)
        assert f"{people.operator().name}的人打开看过 2 次" in after
        assert cast.LIN.called not in after


class TestCase:
    @pytest.mark.parametrize("at", STATES)
    def test_says_where_it_stands_in_every_state(self, at: str) -> None:
        one = a_case(at)
        text = page(entered(one), one)
        assert SAYS[at] in text
        assert one.claim.number in text
        for secret in (cast.BUYER.name, cast.BUYER.phone, "麓谷", "浣花", "造假", "成功"):
            assert secret not in text

    @pytest.mark.django_db(transaction=True)  # as in a request: in another's transaction each setting is asked for
    def test_asks_no_more_of_the_database_however_long_the_story(self, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
        one = a_case("appealed", seen=True)
        client = entered(one)
        with django_assert_max_num_queries(14):
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
        mine, other = a_case(), a_claim(now=an_hour_ago(), order="OTHER-9")
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

    @pytest.mark.parametrize(
        ("at", "missing"),
        [("withdrawn", ["听取商家答复", "由人裁定", "办理"]), ("closed", []), ("decided", [])],
    )
    def test_ticks_off_nothing_that_never_happened(self, at: str, missing: list[str]) -> None:
        text = page(entered(one := a_case(at)), one)
        steps = [name for name in ("提交申请", "听取商家答复", "由人裁定", "办理") if f"<b>{name}</b>" not in text]
        assert steps == missing


class TestOffer:
    def test_is_accepted_in_one_press(self) -> None:
        one = a_case("offer_made")
        client, yes = entered(one), address(one, "offer/acceptance/")
        assert client.post(yes, shown(client, yes)).status_code == 302
        one.read()
        assert one.claim.state == "executing"
        assert one.decision.amount_fen == 12000

    def test_is_refused_with_a_reason_and_goes_to_a_person(self) -> None:
        one = a_case("offer_made")
        client = entered(one)
        assert client.post(address(one, "offer/refusal/"), {"why": ""}).status_code == 422
        no = address(one, "offer/refusal/")
        assert client.post(no, {"why": "太少了"} | shown(client, no)).status_code == 302
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
        for said in ("看过照片", 'href="#B1"', "裂纹在多个角度可见", "2026-11 版", "商家"):
            assert said in text

    def test_is_accepted(self) -> None:
        one = a_case("refused")
        client = entered(one)
        assert client.post(address(one, "acceptance/"), shown(client, address(one, "acceptance/"))).status_code == 302
        assert one.decision.buyer_accepted_at
        assert f'{address(one)}appeal/"' not in page(client, one)

    def test_is_appealed_with_a_reason_and_taken_back(self) -> None:
        one = a_case("refused")
        client = entered(one)
        assert client.post(address(one, "appeal/"), {"why": ""}).status_code == 422
        read = shown(client, address(one, "appeal/"))
        assert client.post(address(one, "appeal/"), {"why": "再看看"} | read).status_code == 302
        assert all(said in page(client, one) for said in ("另一位审核员", "买家申诉的理由", "“再看看”"))
        assert client.post(address(one, "appeal/withdrawal/")).status_code == 302
        one.read()
        assert one.claim.state == "decided", "the merchant has not said yes, and his time runs"
        assert "您已认可" in page(client, one)
        assert f'{address(one)}appeal/"' not in page(client, one)
        one.wait(days=7, minutes=1)
        assert (one.claim.state, one.claim.outcome) == ("closed", "refused")

    @pytest.mark.parametrize(("at", "said"), [("answer", {"text": "我有录像"}), ("waiver", {})])
    def test_that_the_merchant_appeals_is_answered_or_there_is_nothing_to_add(
        self, at: str, said: dict[str, str]
    ) -> None:
        one = a_case("decided")
        owner = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=owner, now=one.now))
        client = entered(one)
        shown = page(client, one)
        assert all(words in shown for words in ("商家提出申诉：您可以答复", "答复申诉", "没有补充"))
        assert client.post(address(one, f"appeal/{at}/"), said).status_code == 302
        assert "商家提出申诉：您可以答复" not in page(client, one)

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

    def test_on_appeal_names_the_merchant_s_time_and_when_it_is_ruled_on(self) -> None:
        one = a_case("appealed")
        text = page(entered(one), one)
        assert "商家答复申诉" in text
        assert "裁定最晚" in text
        assert "没有在他的时间里" not in text

    def test_on_appeal_says_that_the_merchant_s_time_passed_and_shows_the_ruling_s(self) -> None:
        one = a_case("appealed", minutes_ago=2000)
        text = page(entered(one), one)
        assert "商家没有在他的时间里答复申诉" in text
        assert "答复申诉 超" not in " ".join(text.split())
        assert "裁定最晚" in text

    def test_a_proposal_is_not_shown_before_it_is_given(self) -> None:
        one = a_case("review")
        one.propose(refuse("草稿只给内部看", fraud_said=True))
        text = page(entered(one), one)
        assert "草稿只给内部看" not in text
        assert "审核员正在看双方" in text


class TestWhatThePlatformIsSaidToHaveDecided:
    def test_is_called_said_by_the_merchant_and_contradicted_from_the_page(self) -> None:
        one = a_case("platform")
        told = {"what": "refunded", "amount_fen": 26800, "reference": "PT-9", "reason": "平台判定"}
        by = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.take_outcome(claim=one.claim, by=by, now=one.now, **told))
        client = entered(one)
        text = page(client, one)
        assert "据称平台或店铺已退款，尚未证实" in text
        assert "商家称平台已把 ¥268.00 退给您" in text
        assert "还不作数" in text
        assert "之前说明" in text, "until when he may say so"
        assert address(one, "contradiction/") in text
        assert client.post(address(one, "contradiction/"), {"why": ""}).status_code == 422
        assert client.post(address(one, "contradiction/"), {"why": "没有收到"}).status_code == 302
        assert "审核员正在看双方" in page(client, one)
        assert client.post(address(one, "contradiction/"), {"why": "没有收到"}).status_code == 409

    def test_is_contradicted_no_more_once_its_time_is_over_and_the_page_says_so(self) -> None:
        one = a_case("platform")
        told = {"what": "refunded", "amount_fen": 26800, "reference": "PT-9", "reason": "平台判定"}
        by = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.take_outcome(claim=one.claim, by=by, now=one.now, **told))
        one.wait(days=31)
        client = entered(one)
        text = page(client, one)
        assert "说明的时间已过" in text
        assert address(one, "contradiction/") not in text
        assert client.post(address(one, "contradiction/"), {"why": "没有收到"}).status_code == 409

    def test_once_finance_found_it_is_contradicted_from_the_page_all_the_same(self) -> None:
        one = a_case("platform")
        told = {"what": "refunded", "amount_fen": 26800, "reference": "PT-9", "reason": "平台判定"}
        one.do(lambda: claims.take_outcome(claim=one.claim, by=one.by(cast.QIAN), now=one.now, **told))
        client = entered(one)
        text = page(client, one)
        assert "我们的财务核实，平台已退给您 ¥268.00" in text
        assert address(one, "contradiction/") in text
        assert client.post(address(one, "contradiction/"), {"why": "没有收到"}).status_code == 302
        assert "审核员正在看双方" in page(client, one)

    def test_once_the_platform_says_so_is_said_plainly_and_contradicted_no_more(self) -> None:
        one = a_case("platform")
        told = {"what": "refunded", "amount_fen": 26800, "reference": "PT-9", "reason": "平台判定"}
        one.do(lambda: claims.take_outcome(claim=one.claim, by=SYSTEM, now=one.now, **told))
        client = entered(one)
        assert address(one, "contradiction/") not in page(client, one)
        assert client.post(address(one, "contradiction/"), {"why": "没有收到"}).status_code == 409


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

    def test_goes_where_the_merchant_says_and_he_is_told_where_he_has_said_nothing(self) -> None:
        one = a_case("waiting_return")
        owner, here = one.by(cast.MERCHANT_OWNER), "象园退货组，028-00000188，成都市金牛区仓库路 1 号"
        shown = page(entered(one), one)
        assert "这里就会显示" in shown
        assert "已经寄出了？填运单号" in shown.split('id="return"')[0]
        assert 'form="return"' not in shown
        assert "claim_no_address" in [row.code for row in notices.inbox(owner).rows]
        now = timezone.now()
        facts = {"organisation": owner.organisation, "valid_from": now, "by": owner, "now": now}
        settings.propose(name="claims.return_address", value=here, **facts)
        told = page(entered(one), one)
        assert here in told
        assert "这里就会显示" not in told
        assert 'form="return"' in told
        with pytest.raises(Invalid):
            settings.propose(name="claims.return_address", value="长" * 121, **facts)

    def test_is_not_possible_otherwise(self) -> None:
        one = a_case()
        assert entered(one).post(address(one, "return/"), {"waybill": "YD1"}).status_code == 409


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
        assert client.post(there, {"step": "nonsense"}).status_code == 422


class TestClocks:
    def test_a_silent_merchant_is_said_without_a_verdict(self) -> None:
        one = a_case(minutes_ago=60 * 73)
        clocks.sweep(an_hour_ago())
        text = page(entered(one), one)
        assert "审核员正在看双方" in text
        assert "逾期未答复" in text
