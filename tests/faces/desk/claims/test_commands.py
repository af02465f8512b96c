"""What a reviewer, an agent or an administrator does with a claim, command by command."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.commands import dossier as verifier
from anxin.core import files
from anxin.core.files import SealedFile
from anxin.core.streams.models import Entry
from anxin.demo import cast
from anxin.domain.evidence.models import Challenge
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.threads.models import Message
from tests import cups
from tests.capture_builders import answers, asked, takes
from tests.claim_builders import Walked, a_claim
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]


def url(one: Walked, rest: str = "") -> str:
    return f"/desk/claims/{one.claim.number}/{rest}"


def bare(now: datetime) -> Walked:
    """Give a claim under review without any picture: nothing has to be examined."""
    return a_claim(now=now - timedelta(hours=2), at="review", reason="not_received")


class TestDeeds:
    def test_takes_the_case_and_a_colleague_may_take_it_over(self, sits: Sits, live_now: datetime) -> None:
        lin, qiao = sits(cast.LIN), sits(cast.QIAO)
        one = bare(live_now)
        assert lin.post(url(one, "assignment/")).status_code == 302
        assert "这件在您手上" in lin.get(url(one)).content.decode()
        refused = qiao.post(url(one, "challenge/"), {"kind": "paper", "text": "换个角度"})
        assert refused.status_code == 409
        assert cast.LIN.called in refused.content.decode()
        assert qiao.post(url(one, "assignment/")).status_code == 302
        assert "这件在您手上" in qiao.get(url(one)).content.decode()

    def test_asks_for_a_picture_with_a_code_on_paper(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        assert lin.post(url(one, "challenge/"), {"kind": "paper", "text": ""}).status_code == 422
        assert lin.post(url(one, "challenge/"), {"kind": "paper", "text": "请换个角度拍裂纹"}).status_code == 302
        asked = Challenge.objects.get()
        html = lin.get(url(one)).content.decode()
        assert asked.code in html
        assert "现在还不能裁定" in html

    def test_writes_to_the_sides_and_notes_for_the_desk(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        assert lin.post(url(one, "message/"), {"to": ["buyer"], "text": "请补一张全景"}).status_code == 302
        assert lin.post(url(one, "message/"), {"text": "给谁呢"}).status_code == 422
        assert Message.objects.get().audience == ["auditor", "buyer", "desk"]
        assert "请补一张全景" in lin.get(f"{url(one)}?tab=talk").content.decode()
        assert lin.post(url(one, "note/"), {"text": "等物流回复"}).status_code == 302
        assert "等物流回复" in lin.get(f"{url(one)}?tab=record").content.decode()

    def test_says_when_nobody_can_be_sent_to_look(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        assert "没有师傅会看这种货" in lin.get(f"{url(one)}?do=inspection").content.decode()
        assert lin.post(url(one, "inspection/"), {"window": "x"}).status_code == 422

    def test_enters_a_platform_s_decision_and_follows_the_money(self, sits: Sits, live_now: datetime) -> None:
        chen, qian = sits(cast.XIAO_CHEN), sits(cast.QIAN)
        one = a_claim(now=live_now - timedelta(hours=1), platform_ref="PT-1")
        given = {"what": "refunded", "amount_fen": "268.00", "reference": "PT-1", "reason": "平台判退"}
        assert chen.post(url(one, "outcome/"), given).status_code == 302
        assert chen.post(url(one, "outcome/"), given).status_code == 409
        assert chen.post(url(one, "demand/"), {"amount_fen": "268", "reason": "货未损坏"}).status_code == 409
        assert 'value="268.00"' in qian.get(f"{url(one)}?do=outcome").content.decode(), "what was said stands there"
        assert qian.post(url(one, "outcome/"), given).status_code == 302
        assert chen.post(url(one, "demand/"), {"amount_fen": "268", "reason": "货未损坏"}).status_code == 302
        assert chen.post(url(one, "recovery/"), {"step": "promise", "why": "答应月底前还"}).status_code == 302
        assert chen.post(url(one, "repayment/"), {"amount_fen": "999"}).status_code == 422
        assert chen.post(url(one, "repayment/"), {"amount_fen": "268"}).status_code == 302
        assert (
            "已退回" in chen.get(f"{url(one)}?tab=order").content.decode()
            or one.claim.recoveries.get().state == "repaid"
        )

    def test_says_that_the_other_side_wrote_money_down_meanwhile_and_takes_more_after_it(
        self, sits: Sits, live_now: datetime
    ) -> None:
        chen, xiang = sits(cast.XIAO_CHEN), sits(cast.MERCHANT_OWNER)
        one = a_claim(now=live_now - timedelta(hours=1), platform_ref="PT-1")
        given = {"what": "refunded", "amount_fen": "268.00", "reference": "PT-1", "reason": "平台判退"}
        assert sits(cast.QIAN).post(url(one, "outcome/"), given).status_code == 302
        assert chen.post(url(one, "demand/"), {"amount_fen": "268", "reason": "货未损坏"}).status_code == 302
        seen = '<input type="hidden" name="seen_fen" value="{}"'
        assert seen.format(0) in chen.get(f"{url(one)}?do=repayment").content.decode()
        there = f"/merchant/claims/{one.claim.number}/"
        assert seen.format(0) in xiang.get(f"{there}?do=repayment").content.decode()
        sent = {"amount_fen": "100", "seen_fen": "0"}
        assert xiang.post(f"{there}repayment/", sent).status_code == 302
        late = chen.post(url(one, "repayment/"), sent)
        assert late.status_code == 409
        assert "100.00" in late.content.decode()
        assert seen.format(10000) in late.content.decode(), "who looked may go on"
        assert one.claim.recoveries.get().repaid_fen == 10000
        assert chen.post(url(one, "repayment/"), {**sent, "seen_fen": "10000"}).status_code == 302
        assert one.claim.recoveries.get().repaid_fen == 20000

    def test_goes_through_a_door_outside_and_hears_back(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = bare(live_now)
        assert lin.post(url(one, "referral/"), {"door": "police"}).status_code == 302
        row = one.claim.referrals.get()
        given = {"news": f"{row.id}:receive", "number": "公(2026)17", "text": "已登记"}
        assert lin.post(url(one, "reply/"), given).status_code == 302
        assert "公(2026)17" in lin.get(f"{url(one)}?tab=order").content.decode()

    def test_opens_the_case_to_an_authority_and_shuts_it(self, sits: Sits, live_now: datetime) -> None:
        admin, zhou = sits(cast.ADMIN), sits(cast.ZHOU)
        one = a_claim(now=live_now - timedelta(hours=1))
        until = (live_now + timedelta(days=20)).date().isoformat()
        given = {"organisation": cast.AUTHORITY.slug, "letter": "市监调字 17", "until": until}
        assert admin.post(url(one, "grant/"), given | {"until": "2030-01-01"}).status_code == 422
        assert admin.post(url(one, "grant/"), given).status_code == 302
        assert zhou.get(f"/auditor/cases/{one.claim.number}/").status_code == 200
        assert cast.AUTHORITY.name in admin.get(f"{url(one)}?tab=record").content.decode()
        assert (
            admin.post(url(one, "grant-end/"), {"organisation": cast.AUTHORITY.slug, "why": "已结案"}).status_code
            == 302
        )
        assert zhou.get(f"/auditor/cases/{one.claim.number}/").status_code == 404

    def test_says_that_no_authority_is_entered_and_who_enters_one(self, sits: Sits, live_now: datetime) -> None:
        admin = sits(cast.ADMIN)
        one = a_claim(now=live_now - timedelta(hours=1))
        Organisation.objects.filter(kind="authority").update(kind="operator")
        page = flat(admin.get(url(one, "?do=grant")))
        assert "还没有登记监管部门" in page
        assert 'name="organisation"' not in page
        assert '<a href="/desk/houses/">' in page
        until = (live_now + timedelta(days=20)).date().isoformat()
        answer = admin.post(url(one, "grant/"), {"organisation": "on", "letter": "17", "until": until})
        assert answer.status_code == 422
        assert "还没有登记监管部门" in flat(answer)

    def test_gives_the_dossier_that_holds_and_breaks_when_a_byte_changes(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = cups.faked(now=live_now, at="decided", pictures=(cups.HONEST,))
        packed = b"".join(lin.post(url(one, "dossier/")).streaming_content)
        with zipfile.ZipFile(io.BytesIO(packed)) as pack:
            assert "checkpoints are signed" in list(verifier.verify(pack))[-2]
        broken = bytearray(packed)
        broken[packed.index(b"originals/B1") + 200] ^= 1
        with zipfile.ZipFile(io.BytesIO(bytes(broken))) as pack, pytest.raises(verifier.Broken, match="originals/B1"):
            list(verifier.verify(pack))
        fact = Entry.objects.get(stream__key=str(one.claim.id), code="evidence.exported")
        assert fact.actor_id == str(people.account(cast.LIN.username).id)

    def test_gives_no_dossier_nor_answer_pack_and_says_of_none_where_an_original_is_lost(
        self, sits: Sits, live_now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lin, owner = sits(cast.LIN), sits(cast.MERCHANT_OWNER)
        one = cups.faked(now=live_now, at="decided", pictures=(cups.HONEST,))
        asked = [(lin, url(one, "dossier/")), (owner, f"/merchant/claims/{one.claim.number}/pack/")]
        exported = Entry.objects.filter(stream__key=str(one.claim.id), code="evidence.exported")

        def lost(file: SealedFile, **_at: object) -> Iterator[bytes]:
            raise files.Lost({"sha256": file.sha256[:12]})

        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(files, "open_", lost)
            assert [client.post(path).status_code for client, path in asked] == [404, 404]
        assert not exported.exists(), "nobody took anything along"
        for client, path in asked:
            with zipfile.ZipFile(io.BytesIO(b"".join(client.post(path).streaming_content))) as pack:
                assert any(name.startswith("originals/") for name in pack.namelist())
        assert exported.count() == 2

    def test_answers_a_command_that_is_none(self, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        one = a_claim(now=live_now - timedelta(hours=1))
        assert lin.post(url(one, "nothing/")).status_code == 404
        assert lin.get(url(one, "note/")).headers["Location"] == f"{url(one)}?do=note"
        of_finance = lin.get(f"{url(one)}?do=payment")
        assert of_finance.status_code == 403
        assert "这一步不由您办理" in of_finance.content.decode()


class TestCapture:
    @pytest.fixture
    def one(self, sits: Sits, live_now: datetime) -> Walked:
        one, made = asked(live_now - timedelta(hours=3))
        takes(one, made.code)
        answers(one, made.code)
        return one

    def test_keeps_the_decision_waiting_until_it_was_looked_at(
        self, one: Walked, sits: Sits, live_now: datetime
    ) -> None:
        html = sits(cast.LIN).get(url(one)).content.decode()
        assert "要求补拍的内容还在核对" in html
        assert "?do=missing-look" in html

    def test_is_shown_question_by_question_with_what_was_measured(
        self, one: Walked, sits: Sits, live_now: datetime
    ) -> None:
        one.run()
        html = sits(cast.LIN).get(url(one)).content.decode()
        assert "补拍已逐项核对：是" in html
        panel = html.split('id="capture-h-1"')[1].split("</section>")[0]
        for said in ("看得出要求的动作吗？", "倍大", "指纹登记", "不是拒绝的理由"):
            assert said in panel
        for word in ("真实", "可信", "造假"):
            assert word not in panel

    def test_is_given_up_with_a_reason(self, one: Walked, sits: Sits, live_now: datetime) -> None:
        lin = sits(cast.LIN)
        assert lin.post(url(one, "missing-look/"), {"note": ""}).status_code == 422
        assert lin.post(url(one, "missing-look/"), {"note": "照片打不开"}).status_code == 302
        html = lin.get(url(one)).content.decode()
        assert "无法核对" in html
        assert "要求补拍的内容还在核对" not in html
        assert sits(cast.XIAO_CHEN).post(url(one, "missing-look/"), {"note": "x"}).status_code == 403
