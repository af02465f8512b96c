"""The reviewer's desk: what queue and claim show, what each command does, what is locked and why, whom they refuse."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import openpyxl
import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Decision
from anxin.domain.evidence.models import Examination
from anxin.domain.people.models import Reveal
from tests import cups
from tests.claim_builders import Walked, a_claim, refund, refuse
from tests.flat import flat
from tests.forms import shown

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
RULING = {
    "remedy": "refuse",
    "amount_fen": "",
    "liable": "nobody",
    "reason": "照片与商品图为同一画面,裂纹处不同",
    "own_1": "同一画面",
}

SLIPS: list[tuple[dict[str, str], str]] = [
    ({"remedy": ""}, "请选怎么处理"),
    ({"remedy": "refund_only", "amount_fen": ""}, "请写退多少"),
    ({"remedy": "refund_only", "amount_fen": "9999"}, "最多"),
    ({"remedy": "refund_only", "amount_fen": "很多"}, "128.00"),
    ({"remedy": "refund_part", "amount_fen": "268"}, "请改选"),
    ({"own_1": ""}, "裁定要有事实"),
    ({"reason": ""}, 'id="reason-wrong"'),
    ({"own_1": "看得见", "proof_1": "B9"}, "没有 B9"),
    ({"own_1": "", "proof_1": "B1"}, "请写这份凭证说明什么"),
]


def url(one: Walked, rest: str = "") -> str:
    return f"/desk/claims/{one.claim.number}/{rest}"


def bare(now: datetime) -> Walked:
    """Give a claim under review without any picture: nothing has to be examined."""
    return a_claim(now=now - timedelta(hours=2), at="review", reason="not_received")


def once(html: str) -> str:
    found = re.search(r'name="once" value="([^"]+)-decision"', html)
    assert found, "no decision form"
    return f"{found.group(1)}-decision"


def read(client: Client, one: Walked, **changes: str) -> dict[str, str]:
    """Type a ruling, read it as both sides will, and give what the button under it sends."""
    html = flat(client.post(url(one, "decision/"), {**RULING, "how": "give", **changes}))
    found = re.search(r'name="read" value="([^"]+)"', html)
    assert found, "nothing to read"
    return {**RULING, "how": "give", "once": once(html), "read": found.group(1), **changes}


def once_only(html: str, pattern: str) -> str:
    """Return what stands once on a page."""
    (found,) = re.findall(pattern, html, re.S)
    return str(found)


def decides(client: Client, one: Walked, **changes: str) -> int:
    answer = client.post(url(one, "decision/"), read(client, one, **changes))
    one.read()
    return answer.status_code


class TestQueue:
    def test_shows_claims_by_clock_with_counts(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        pressing = a_claim(now=live_now - timedelta(hours=43), order="YT-1")
        later = cups.faked(now=live_now, order="YT-2")
        html = flat(lin.get("/desk/claims/"))
        serials = [one.claim.number.split("-")[2] for one in (pressing, later)]
        assert html.index(pressing.claim.number) < html.index(later.claim.number)
        assert all(serial in html for serial in serials)
        assert "快到 1" in html
        assert "要细看 1" in html

    def test_is_narrowed(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = cups.faked(now=live_now)
        for query in ("show=suspect", "waits=merchant", "show=x", "page=x"):
            assert one.claim.number in flat(lin.get(f"/desk/claims/?{query}")), query
        for query in ("show=second", "waits=over"):
            html = flat(lin.get(f"/desk/claims/?{query}"))
            assert one.claim.number not in html, query
            assert "没有符合筛选的" in html

    def test_finds_by_order_and_by_phone_but_never_in_an_address(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = a_claim(now=live_now - timedelta(hours=1))
        for text in (one.claim.number, "YT-20261118-7730", cast.BUYER.phone):
            assert lin.post("/desk/claims/search/", {"q": text}).headers["Location"] == url(one)
        assert "没找到" in flat(lin.post("/desk/claims/search/", {"q": "13899999999"}))

    def test_gives_a_table_that_names_nobody_and_runs_nothing(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = a_claim(now=live_now - timedelta(hours=1))
        one.claim.lines.get().line.__class__.objects.update(title="=HYPERLINK(1)")
        text = lin.get("/desk/claims/table.csv").content.decode("utf-8-sig")
        assert one.claim.number in text
        assert "'=HYPERLINK(1)" in text
        assert cast.BUYER.name not in text
        book = openpyxl.load_workbook(io.BytesIO(lin.get("/desk/claims/table.xlsx").content))
        cell = book.worksheets[0].cell(2, 6)
        assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(1)")
        assert book.worksheets[0].cell(2, 5).value == one.claim.asked_fen / 100
        assert lin.get("/desk/claims/table.exe").status_code == 404


class TestClaim:
    def test_shows_both_sides_and_all_pages(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = cups.faked(now=live_now, at="review")
        html = flat(lin.get(url(one)))
        for text in ("拆开就有裂", "出库时完好", "这张图与 S1 重合", "B1 里找到标识", "不是证据", "已封存"):
            assert text in html, text
        assert cast.BUYER.name not in html
        assert cast.BUYER.phone not in html
        for tab in ("talk", "order", "sides", "record"):
            assert lin.get(f"{url(one)}?tab={tab}").status_code == 200

    def test_gives_its_panes_alone_for_a_live_page(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        for part in ("case", "decide", "changed"):
            pane = flat(lin.get(f"{url(one)}?part={part}"))
            assert f'id="{part}"' in pane
            assert "<html" not in pane
        beside = re.search(r'id="slim"[^>]*hx-get="([^"]+)"', flat(lin.get(url(one))))
        assert beside, "the list beside a claim isn't live"
        slim = flat(lin.get(unescape(beside.group(1))))
        assert slim.lstrip().startswith("<nav")
        assert 'aria-current="true"' in slim

    def test_keeps_a_typed_command_when_something_happens(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        assert 'data-live-when="untouched"' in flat(lin.get(url(one)))
        refused = flat(lin.post(url(one, "decision/"), RULING | {"reason": ""}))
        assert "data-live-when" not in refused

    @pytest.mark.parametrize("member", [cast.XIAO_DENG, cast.MERCHANT_OWNER, cast.ZHOU, cast.BOSS_HE, cast.MASTER_LUO])
    def test_refuses_who_does_not_work_claims(self, sits: Sits, live_now: datetime, member: cast.Member) -> None:
        client = sits(member)
        one = a_claim(now=live_now - timedelta(hours=1))
        for path in ("/desk/claims/", "/desk/claims/table.csv", url(one), url(one, "pictures/B1/")):
            assert client.get(path).status_code in (403, 404), path
        for path in ("decision/", "dossier/", "note/", "reveals/", "originals/B1/"):
            assert client.post(url(one, path), {"text": "x"}).status_code in (403, 404), path

    def test_asks_a_stranger_to_sign_in(self, sits: Sits, live_now: datetime) -> None:
        sits(cast.LIN)
        one = a_claim(now=live_now - timedelta(hours=1))
        for path in ("/desk/claims/", url(one), url(one, "pictures/B1/")):
            assert "/sign-in/" in Client().get(path).headers["Location"]

    def test_lets_an_agent_read_but_not_decide(self, sits: Sits, live_now: datetime) -> None:
        chen = sits(cast.XIAO_CHEN)
        one = bare(live_now)
        html = flat(chen.get(url(one)))
        assert "decision/" not in html
        assert chen.post(url(one, "decision/"), RULING).status_code == 403

    def test_shows_the_name_for_a_reason_that_is_logged(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = a_claim(now=live_now - timedelta(hours=1))
        answer = lin.post(url(one, "reveals/"), {"field": "contact", "reason": "waybill"})
        assert cast.BUYER.phone in flat(answer)
        assert Reveal.objects.filter(person=one.claim.buyer, granted=True).count() == 2

    def test_opens_an_original_by_post_and_shows_who_did(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = cups.faked(now=live_now, at="review")
        assert lin.get(url(one, "originals/B1/")).status_code == 405
        assert b"".join(lin.post(url(one, "originals/B1/")).streaming_content) == cups.labelled()
        assert "1 次" in flat(lin.get(f"{url(one)}?look=B1"))

    def test_shows_the_copy_and_the_map_but_no_map_of_what_fits_nothing(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = cups.faked(now=live_now, at="review")
        assert lin.get(url(one, "pictures/B1/")).headers["Content-Type"] == "image/jpeg"
        assert lin.get(url(one, "heats/B1/")).status_code == 200
        assert lin.get(url(one, "heats/B2/")).status_code == 404
        assert lin.get(url(one, "pictures/B9/")).status_code == 404


class TestLocks:
    def test_say_that_the_merchant_has_to_be_heard_and_until_when(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = cups.faked(now=live_now)
        html = flat(lin.get(url(one)))
        assert "现在还不能裁定" in html
        assert "自动解锁" in html
        answer = lin.post(url(one, "decision/"), RULING)
        assert answer.status_code in (403, 409)
        assert RULING["reason"] in flat(answer)
        assert not Decision.objects.exists()

    def test_say_which_picture_is_waited_for_and_a_person_may_say_why_it_can_not_be(
        self, sits: Sits, live_now: datetime
    ) -> None:
        lin = sits(cast.LIN)
        one = a_claim(now=live_now - timedelta(hours=2), pictures=(cups.HONEST,))
        one.answer()
        html = flat(lin.get(url(one)))
        assert "(B1)" in html.replace("（", "(").replace("）", ")")
        assert f"{url(one)}?do=missing-outcome" in html
        shut = lin.post(url(one, "missing-outcome/"), {"label": "B1", "note": " "})
        assert shut.status_code == 422
        assert lin.post(url(one, "missing-outcome/"), {"label": "B1", "note": "视频格式打不开"}).status_code == 302
        assert Examination.objects.get().why == "by_hand"
        assert "可以裁定了" in flat(lin.get(url(one)))

    def test_say_why_somebody_may_not_judge(self, sits: Sits, live_now: datetime) -> None:
        sits(cast.LIN)
        qiao = sits(cast.QIAO)
        one = bare(live_now)
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        html = flat(qiao.get(url(one)))
        assert "这件您不能裁定" in html
        assert cast.LIN.called in html
        assert 'name="remedy"' not in html, "who may not decide it has no form to fill in"


class TestDecision:
    def test_reads_first_what_both_will_read_and_writes_nothing(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = cups.faked(now=live_now, at="review", pictures=(cups.CRACKED,))
        given = {**RULING, "how": "preview", "facts": ["same.B1"], "own_1": "装箱照片里完好", "proof_1": "s2"}
        html = flat(lin.post(url(one, "decision/"), given))
        assert "双方会读到的就是这些" in html
        assert "装箱照片里完好" in html
        assert 'id="preview" tabindex="-1" autofocus' in html  # by keyboard one stands at what is to be read
        assert not Decision.objects.exists()

    def test_offers_every_way_a_picture_can_be_read_and_chooses_none(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = a_claim(now=live_now - timedelta(hours=2), at="review", pictures=(cups.HONEST,))
        html = flat(lin.get(url(one)))
        asked = re.search(r'name="look_B1".*?</select>', html)
        assert asked
        assert all(way in asked.group() for way in ("能看到损坏", "看不到损坏", "看不清", "不是这件商品"))
        assert " selected" not in asked.group()
        given = {**RULING, "own_1": "", "look_B1": "unseen", "how": "preview"}
        read = flat(lin.post(url(one, "decision/"), given))
        assert "里看不到损坏" in read
        assert "裁定人打开的原件</dt><dd>1 份中打开原件 0 份；页面上看的是副本" in read

    def test_is_never_given_unread(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        given = read(lin, one, remedy="refund_only", amount_fen="268.00", liable="merchant")
        answer = lin.post(url(one, "decision/"), {**given, "amount_fen": "26.80"})
        assert answer.status_code == 200
        assert "¥26.80 退回原付款人" in flat(answer)
        assert not Decision.objects.exists()

    def test_is_given_alone_where_no_second_person_is_needed(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        assert decides(lin, one, remedy="refund_only", amount_fen="268.00", liable="merchant") == 302
        row = Decision.objects.get()
        assert (row.state, row.amount_fen, row.remedy) == ("given", 26800, "refund_only")
        assert "已裁定" in flat(lin.get(url(one)))

    def test_counts_once_when_it_is_pressed_twice(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        given = read(lin, one)
        for _ in range(2):
            answer = lin.post(url(one, "decision/"), given)
        assert answer.status_code == 302
        assert Decision.objects.count() == 1

    def test_says_beside_the_field_what_is_missing_and_keeps_the_rest(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = a_claim(now=live_now - timedelta(hours=2), at="review", pictures=(cups.HONEST,))
        for changes, said in SLIPS:
            answer = lin.post(url(one, "decision/"), {**RULING, "how": "give", **changes})
            html = flat(answer)
            assert answer.status_code == 422, changes
            assert said in html, changes
            assert changes.get("reason", RULING["reason"]) in html
        assert not Decision.objects.exists()

    def test_that_moved_on_leaves_what_was_written_to_be_copied(self, sits: Sits, live_now: datetime) -> None:
        lin, qiao, third = sits(cast.LIN), sits(cast.QIAO), sits(cast.LIN)
        one = bare(live_now)
        mine = read(third, one, reason="我写了半天的理由", fraud_said="on")
        decides(lin, one, fraud_said="on")
        answer = third.post(url(one, "decision/"), mine)
        assert (answer.status_code, "“我写了半天的理由”" in flat(answer)) == (409, True)
        seen = shown(qiao, url(one, "?do=objection"))
        assert qiao.post(url(one, "confirmation/"), shown(qiao, url(one, "?do=confirmation"))).status_code == 302
        late = qiao.post(url(one, "objection/"), {"why": "依据要写明"} | seen)
        assert (late.status_code, "您写的是：“依据要写明”" in flat(late)) == (409, True)

    def test_of_two_reviewers_at_once_the_second_reads_a_sentence(self, sits: Sits, live_now: datetime) -> None:
        lin, qiao = sits(cast.LIN), sits(cast.QIAO)
        one = bare(live_now)
        given = read(qiao, one, reason="另一个理由")
        assert decides(lin, one) == 302
        answer = qiao.post(url(one, "decision/"), given)
        assert answer.status_code == 409
        assert "别人先处理了" in flat(answer)
        assert Decision.objects.count() == 1

    def test_on_appeal_is_somebody_else_s(self, sits: Sits, live_now: datetime) -> None:
        lin, qiao = sits(cast.LIN), sits(cast.QIAO)
        one = bare(live_now)
        decides(lin, one)
        one.now = live_now
        one.do(lambda: claims.appeal(claim=one.claim, why="就是裂的", by=one.buyer, now=one.now), minutes=0)
        assert "申诉由另一人看" in flat(lin.get(url(one))) or "这件您不能裁定" in flat(lin.get(url(one)))
        heard = flat(qiao.get(url(one)))
        assert ("对方还可以答复申诉。" in heard, "申诉可以裁定了" in heard) == (True, False)
        assert all(said in heard for said in ("买家申诉的理由", "“就是裂的”", "被申诉的裁定：不支持", RULING["reason"]))
        told = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{one.claim.number}/"))
        assert all(said in told for said in ("申诉审理中", "“就是裂的”"))
        assert "时限内您可以认可" not in told
        refused = lin.post(url(one, "decision/"), RULING | {"early": "没有新内容"})
        assert (refused.status_code, "申诉由别人裁定" in flat(refused)) == (409, True)
        early = qiao.post(url(one, "decision/"), RULING)
        assert (early.status_code, flat(early).count("要提前裁定，请写明申诉里为什么没有新内容")) == (422, 1)
        self._answers(sits(cast.MERCHANT_OWNER), one)
        heard = flat(qiao.get(url(one)))
        assert all(said in heard for said in ("答复：“当天就签收了”", "申诉可以裁定了"))
        assert decides(qiao, one) == 302
        assert (one.claim.state, one.claim.outcome) == ("closed", "refused")
        assert "更早的裁定" in flat(qiao.get(url(one)))

    def _answers(self, owner: Client, one: Walked) -> None:
        page = f"/merchant/claims/{one.claim.number}/"
        assert all(said in flat(owner.get(page)) for said in ("买家提出申诉；您可以答复", "对申诉没有补充"))
        assert owner.post(f"{page}appeal-answer/", {"text": ""}).status_code == 422
        assert owner.post(f"{page}appeal-answer/", {"text": "当天就签收了"}).status_code == 302
        assert "买家提出申诉；您可以答复" not in flat(owner.get(page))


class TestAfter:
    @pytest.mark.parametrize("ruling", [refund(26800), refuse()])
    def test_shows_how_a_decided_claim_went_on(self, sits: Sits, live_now: datetime, ruling: claims.Ruling) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        one.propose(ruling)
        html = flat(lin.get(url(one)))
        assert ruling.reason in html
        assert "还可以申诉" in html
        assert lin.get(f"{url(one)}?tab=order").status_code == 200
