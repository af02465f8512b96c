"""The merchant's claims: what the list and a claim show, what each command does, and whom they refuse."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Answer
from anxin.domain.goods.actions import Bought
from anxin.domain.people.models import Reveal
from tests.claim_builders import Walked, a_claim, a_purchase, drawn, jpeg, pack, refund, refuse
from tests.flat import flat
from tests.forms import shown

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
CUP, HONEST = jpeg(drawn(7)), jpeg(drawn(21))
DAY = timedelta(days=1)


def url_of(one: Walked) -> str:
    return f"/merchant/claims/{one.claim.number}/"


def text_of(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, flat(answer)[:2000]
    return flat(answer)


@pytest.fixture
def xiang(sits: Sits) -> Client:
    """Give the merchant's own browser."""
    return sits(cast.MERCHANT_OWNER)


class TestYes:
    def test_speaks_of_pictures_only_where_there_are_any(self, xiang: Client, live_now: datetime) -> None:
        bare = text_of(xiang, url_of(a_claim(now=live_now)))
        shown = a_claim(now=live_now, pictures=(CUP,), purchase=a_purchase(now=live_now, order="YT-2"))
        assert "退给付款人，货归买家。" in bare
        assert "图片都检查完" not in bare
        assert "未编辑" not in bare, "nothing was declared of pictures that are not there"
        assert "图片都检查完" in text_of(xiang, url_of(shown))

    def test_says_that_the_shop_gives_back_itself_what_no_provider_knows(
        self, xiang: Client, live_now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = url_of(a_claim(now=live_now))
        assert "由您店铺自己退" not in flat(xiang.get(f"{url}?do=agreement"))
        monkeypatch.setattr(settings, "PLAY", False)
        assert "由您店铺自己退" in flat(xiang.get(f"{url}?do=agreement"))


class TestList:
    def test_shows_what_waits_with_the_least_time_first(self, xiang: Client, live_now: datetime) -> None:
        later = a_claim(now=live_now - timedelta(hours=1))
        first = a_claim(now=live_now - timedelta(hours=45), purchase=a_purchase(now=live_now, order="YT-2"))
        over = a_claim(now=live_now - timedelta(hours=2), purchase=a_purchase(now=live_now, order="YT-3"), at="review")
        page = text_of(xiang, "/merchant/claims/")
        assert page.index(first.claim.number) < page.index(later.claim.number)
        assert over.claim.number not in page
        assert over.claim.number in text_of(xiang, "/merchant/claims/?waits=review")
        assert later.claim.number not in text_of(xiang, "/merchant/claims/?show=soon")
        assert first.claim.number in text_of(xiang, "/merchant/claims/?show=soon")
        assert "等您办的 2 件" in page

    def test_shows_an_appeal_that_waits_for_the_merchants_answer(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(hours=3), at="decided")
        one.do(lambda: claims.appeal(claim=one.claim, why="卖家还少寄了一只", by=one.buyer, now=one.now))
        page = text_of(xiang, "/merchant/claims/")
        assert one.claim.number in page
        assert "等您办的 1 件" in page
        assert "答复申诉" in page, "it says what is waited for"
        claims_of = xiang.get("/merchant/overview/").context["counts"]["claims"]
        assert claims_of == 1, "the bar counts it on every page"

    def test_narrows_by_kind_and_finds_by_number_anywhere(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now, at="review")
        assert one.claim.number not in text_of(xiang, "/merchant/claims/?waits=all&type=exchange")
        serial = one.claim.number.split("-")[2]
        assert one.claim.number in text_of(xiang, f"/merchant/claims/?text={serial}")
        assert xiang.post("/merchant/search/", {"q": serial}).headers["Location"] == url_of(one)
        assert "没找到" in flat(xiang.post("/merchant/search/", {"q": "999999"}))

    def test_is_empty_in_words(self, xiang: Client) -> None:
        assert "没有要您答复的" in text_of(xiang, "/merchant/claims/")
        assert "没有符合" in text_of(xiang, "/merchant/claims/?type=exchange")

    def test_gives_tables_no_spreadsheet_runs(self, xiang: Client, live_now: datetime) -> None:
        evil = Bought(title='=HYPERLINK("http://x.example","点我")', amount_fen=100)
        a_claim(now=live_now, lines=(evil,))
        written = xiang.get("/merchant/claims/table.csv").content.decode("utf-8-sig")
        assert "'=HYPERLINK" in written
        book = openpyxl.load_workbook(io.BytesIO(xiang.get("/merchant/claims/table.xlsx").content))
        cell = book.worksheets[0].cell(2, 2)
        assert (cell.data_type, str(cell.value)[:10]) == ("s", "=HYPERLINK")
        assert cast.BUYER.name not in written
        assert "没有照片" in written, "without a picture there is nothing to look at"
        assert "无发现" not in written
        assert xiang.get("/merchant/claims/table.exe").status_code == 404


class TestAgreements:
    def test_agree_to_the_chosen_ones_after_the_sum_was_read(self, xiang: Client, live_now: datetime) -> None:
        plain = a_claim(now=live_now)
        seen = a_claim(now=live_now, purchase=a_purchase(now=live_now, order="YT-2"), pictures=(HONEST,))
        there = a_claim(now=live_now, purchase=a_purchase(now=live_now, order="YT-3"), platform_ref="PT-1")
        chosen = [plain.claim.number, there.claim.number, seen.claim.number, "C-20260101-000000-0"]
        listed = text_of(xiang, "/merchant/claims/")
        assert [f'value="{one.claim.number}"' in listed for one in (plain, seen)] == [True, False]
        page = flat(xiang.post("/merchant/claims/agreements/", {"number": chosen}))
        assert "请单独打开这一件" in page
        assert "其中 1 件在平台那边" in page
        assert Answer.objects.count() == 0
        token = page.split('name="token" value="')[1].split('"')[0]
        done = xiang.post("/merchant/claims/agreements/", {"number": chosen[:3], "token": token})
        assert done.status_code == 200
        assert [one.claim_id for one in Answer.objects.order_by("id")] == [plain.claim.id, there.claim.id]
        assert "等平台结果" in text_of(xiang, "/merchant/claims/")
        again = xiang.post("/merchant/claims/agreements/", {"number": chosen[:3], "token": token})
        assert again.status_code == 409
        assert Answer.objects.count() == 2


class TestClaim:
    def test_shows_both_sides_and_nobody_plain(self, xiang: Client, live_now: datetime) -> None:
        purchase = a_purchase(now=live_now)
        pack(purchase, CUP, now=live_now - 4 * DAY)
        one = a_claim(now=live_now, purchase=purchase, pictures=(HONEST,))
        page = text_of(xiang, url_of(one))
        for said in ("拆开就有裂", "吴**", "S1", "B1", "¥268.00", "do=agreement", "仅退款"):
            assert said in page, said
        for plain in (cast.BUYER.name, cast.BUYER.phone, "浣花北路"):
            assert plain not in page
        assert 'id="slim"' in text_of(xiang, f"/merchant/claims/?part=queue&open={one.claim.number}")
        assert xiang.get(f"{url_of(one)}pictures/B1/").status_code == 200
        assert xiang.post(f"{url_of(one)}originals/B1/").status_code == 403

    def test_opens_every_form_that_a_state_offers(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now)
        for name in ("offer", "answer", "evidence", "message", "referral"):
            assert 'id="command"' in text_of(xiang, f"{url_of(one)}?do={name}"), name
        assert 'role="alert"' in text_of(xiang, f"{url_of(one)}?do=appeal")

    def test_reveals_for_a_reason_that_is_logged(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now)
        answer = xiang.post(f"{url_of(one)}reveals/", {"field": "contact", "reason": "settlement"})
        assert cast.BUYER.phone in flat(answer)
        assert Reveal.objects.filter(granted=True).count() == 2
        where = flat(xiang.post(f"{url_of(one)}reveals/", {"field": "address", "reason": "another_piece"}))
        assert "浣花北路" in where
        assert xiang.post(f"{url_of(one)}reveals/", {"field": "contact", "reason": ""}).status_code == 403
        assert xiang.post(f"{url_of(one)}reveals/", {"field": "id_card", "reason": "查一下"}).status_code == 404


class TestAgreement:
    def test_is_one_press_and_the_money_goes(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now, pictures=(HONEST,))
        read = shown(xiang, f"{url_of(one)}?do=agreement")
        for _press in range(2):
            assert xiang.post(f"{url_of(one)}agreement/", {"once": "same"} | read).status_code == 302
        assert "您已经同意" in text_of(xiang, url_of(one))
        one.now = live_now + timedelta(minutes=2)
        one.run()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        page = text_of(xiang, url_of(one))
        assert "agreement/" not in page
        assert Answer.objects.count() == 1

    def test_of_the_buyer_to_an_offer_is_told_while_a_picture_is_examined(
        self, xiang: Client, live_now: datetime
    ) -> None:
        one = a_claim(now=live_now, pictures=(HONEST,))
        xiang.post(f"{url_of(one)}offer/", {"remedy": "refund_part", "reason": "补偿", "amount_fen": "60.00"})
        one.read()
        assert "您的方案在等买家回应" in text_of(xiang, url_of(one))
        one.do(lambda: claims.accept_offer(claim=one.claim, by=one.buyer, now=one.now))
        for part in ("", "?part=brief"):
            page = text_of(xiang, f"{url_of(one)}{part}")
            assert "买家已接受您的方案" in page, part
            assert "您的方案在等买家回应" not in page, part

    def test_comes_too_late_in_words(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now, at="closed")
        answer = xiang.post(f"{url_of(one)}agreement/")
        assert answer.status_code == 409
        assert 'role="alert"' in flat(answer)


class TestAnswer:
    def test_needs_a_sentence_and_keeps_what_was_typed(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now)
        assert "可不填" not in flat(xiang.get(f"{url_of(one)}?do=answer"))
        assert xiang.post(f"{url_of(one)}answer/", {"opening": "", "reason": " "}).status_code == 422
        form = flat(xiang.get(f"{url_of(one)}?do=answer"))
        assert "请看装箱" not in form  # nothing of this order was sealed
        assert 'value="back" checked' not in form
        assert xiang.post(f"{url_of(one)}answer/", {"opening": "packed", "reason": "见第二张"}).status_code == 422
        one.read()
        assert one.claim.state == "merchant_answer"
        assert xiang.post(f"{url_of(one)}answer/", {"opening": "back", "reason": "见第二张"}).status_code == 302
        one.read()
        assert one.claim.state == "review"
        assert "见第二张" in text_of(xiang, url_of(one))

    def test_offers_a_part_only_with_a_sum(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now)
        given = {"remedy": "refund_part", "reason": "裂纹不影响使用,愿退一部分"}
        answer = xiang.post(f"{url_of(one)}offer/", given)
        assert answer.status_code == 422
        assert "愿退一部分" in flat(answer)
        much = xiang.post(f"{url_of(one)}offer/", given | {"amount_fen": "999.00"})
        assert (much.status_code, "最多还能退 ¥268.00" in flat(much)) == (422, True)
        assert xiang.post(f"{url_of(one)}offer/", given | {"amount_fen": "60.00"}).status_code == 302
        one.read()
        assert one.claim.state == "offer_made"


class TestAnAnswerThatComesTooLate:
    def test_is_refused_with_what_can_still_be_done(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(hours=49))
        one.wait(hours=48)
        response = xiang.post(f"{url_of(one)}answer/", {"reason": "出库时没有裂"})
        said = response.content.decode()
        assert response.status_code == 409
        assert ("您的举证时限已过，审核员正在处理" in said, "出库时没有裂" in said) == (True, True)


class TestEvidence:
    def test_handed_in_now_is_shown_as_late(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(hours=1))
        file = io.BytesIO(CUP)
        file.name = "pack.jpg"
        assert xiang.post(f"{url_of(one)}evidence/", {"role": "packing"}).status_code == 422
        assert xiang.post(f"{url_of(one)}evidence/", {"role": "packing", "photo_files": file}).status_code == 302
        assert gettext("sealed after the claim") in text_of(xiang, url_of(one))


class TestDecision:
    def test_is_read_and_accepted_or_appealed(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(hours=3), at="review")
        one.propose(refund(26800))
        page = text_of(xiang, url_of(one))
        assert "裂纹在多个角度可见" in page
        assert cast.LIN.called not in page
        assert xiang.post(f"{url_of(one)}appeal/", {"why": " "}).status_code == 422
        read = shown(xiang, f"{url_of(one)}?do=appeal")
        assert xiang.post(f"{url_of(one)}appeal/", {"why": "出库时没有裂"} | read).status_code == 302
        one.read()
        assert one.claim.state == "review"
        assert xiang.post(f"{url_of(one)}appeal-withdrawal/").status_code == 302
        one.run()
        assert (one.claim.state, xiang.get(f"{url_of(one)}?do=appeal").status_code) == ("decided", 200)
        assert "?do=appeal" not in text_of(xiang, url_of(one)), "he accepted with it"
        one.do(lambda: claims.accept(claim=one.claim, by=one.buyer, now=one.now))
        one.run()
        assert one.claim.state in ("executing", "closed")

    def test_accepted_by_one_side_waits_for_the_other(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(hours=3), at="review")
        one.propose(refuse())
        read = shown(xiang, f"{url_of(one)}?do=acceptance")
        assert xiang.post(f"{url_of(one)}acceptance/", read).status_code == 302
        page = text_of(xiang, url_of(one))
        assert "acceptance/" not in page
        one.read()
        assert one.claim.state == "decided"


class TestReturn:
    def test_is_received_looked_at_and_paid(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(hours=3), type="return", reason="changed_mind")
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="SF0000000001", by=one.buyer, now=one.now))
        assert "SF0000000001" in text_of(xiang, url_of(one))
        assert xiang.post(f"{url_of(one)}receipt/").status_code == 302
        assert xiang.post(f"{url_of(one)}findings/", {"reason": ""}).status_code == 422
        assert xiang.post(f"{url_of(one)}inspection/").status_code == 302
        one.now = live_now + timedelta(minutes=1)
        one.run()
        assert one.claim.outcome == "paid"

    def test_found_wanting_goes_to_a_person(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(hours=3), type="return", reason="changed_mind")
        xiang.post(f"{url_of(one)}receipt/")
        assert xiang.post(f"{url_of(one)}findings/", {"reason": "杯底有使用痕迹"}).status_code == 302
        one.read()
        assert one.claim.state == "review"
        assert "appeal-withdrawal" not in text_of(xiang, url_of(one))

    def test_can_still_be_agreed_to_once_the_goods_are_here(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now - timedelta(hours=3), type="return", reason="changed_mind")
        one.do(lambda: claims.ship_back(claim=one.claim, waybill="SF0000000001", by=one.buyer, now=one.now))
        xiang.post(f"{url_of(one)}receipt/")
        xiang.post(f"{url_of(one)}findings/", {"reason": "杯底有使用痕迹"})
        assert "货已在您手里" in text_of(xiang, url_of(one))
        read = shown(xiang, f"{url_of(one)}?do=agreement")
        assert xiang.post(f"{url_of(one)}agreement/", read).status_code == 302
        one.now = live_now + timedelta(minutes=1)
        one.run()
        assert (one.claim.outcome, one.decision.remedy) == ("paid", "refund_only")


class TestReplacement:
    def test_is_sent_with_its_waybill(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now, type="exchange")
        xiang.post(f"{url_of(one)}agreement/", shown(xiang, f"{url_of(one)}?do=agreement"))
        assert 'id="command"' in text_of(xiang, f"{url_of(one)}?do=replacement")
        assert xiang.post(f"{url_of(one)}replacement/", {"waybill": "?"}).status_code == 422
        assert xiang.post(f"{url_of(one)}replacement/", {"waybill": "SF0000000002"}).status_code == 302
        one.read()
        assert one.claim.outcome == "exchanged"


class TestPlatform:
    def test_walks_from_the_pack_to_the_last_instalment(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now, platform_ref="PT-1")
        url = url_of(one)
        packed = xiang.post(f"{url}pack/")
        assert packed.headers["Content-Disposition"].startswith("attachment")
        with zipfile.ZipFile(io.BytesIO(b"".join(packed.streaming_content))) as found:  # type: ignore[attr-defined]
            assert "manifest.json" in found.namelist()
        gone = {"what": "refunded", "reference": "PT-1", "reason": "超时未举证"}
        assert xiang.post(f"{url}outcome/", gone).status_code == 422
        assert xiang.post(f"{url}outcome/", gone | {"amount_fen": "268.00"}).status_code == 302
        assert "据称平台或店铺已退款，尚未证实" in text_of(xiang, url)
        assert xiang.post(f"{url}demand/", {"amount_fen": "268", "reason": "货未损坏"}).status_code == 409
        told = {"claim": one.claim, "by": one.by(cast.QIAN), "now": one.now, **gone}
        one.do(lambda: claims.take_outcome(amount_fen=26800, **told))
        much = xiang.post(f"{url}demand/", {"amount_fen": "300", "reason": "货未损坏"})
        assert (much.status_code, "这个金额不行" in flat(much)) == (422, True)
        assert xiang.post(f"{url}demand/", {"amount_fen": "268", "reason": "货未损坏"}).status_code == 302
        day = (live_now + DAY).date().isoformat()
        assert xiang.post(f"{url}recovery/", {"step": "promise", "until": day}).status_code == 302
        assert xiang.post(f"{url}repayment/", {"amount_fen": "68"}).status_code == 302
        assert "¥200.00" in text_of(xiang, url)
        assert xiang.post(f"{url}repayment/", {"amount_fen": "200"}).status_code == 302
        one.read()
        assert one.claim.outcome == "repaid"

    def test_goes_through_a_door_and_hears_back(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now)
        assert xiang.post(f"{url_of(one)}referral/", {"door": "hotline_12315"}).status_code == 422
        assert xiang.post(f"{url_of(one)}referral/", {"door": "police"}).status_code == 302
        page = text_of(xiang, f"{url_of(one)}?do=news")
        news = page.split('name="news" value="')[1].split('"')[0]
        assert xiang.post(f"{url_of(one)}news/", {"news": news, "number": "A-1"}).status_code == 302
        assert "A-1" in text_of(xiang, url_of(one))


class TestMessage:
    def test_pressed_twice_is_written_once(self, xiang: Client, live_now: datetime) -> None:
        one = a_claim(now=live_now)
        for _press in range(2):
            given = {"text": "麻烦再拍一张", "to": "buyer", "once": "k"}
            assert xiang.post(f"{url_of(one)}message/", given).status_code == 302
        assert text_of(xiang, url_of(one)).count("麻烦再拍一张") == 1
