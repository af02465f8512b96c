"""A dossier holds what each side said, who looked at the goods, which terms counted, and a document to read."""

import io
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from anxin.commands import dossier as verifier
from anxin.core import timeline, wording
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import dossier_pages, timeline_of
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.actions import ContactCase, WrittenMessage
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.people.actions import legal_holds
from anxin.domain.people.queries import actors
from anxin.domain.repairs.commands import JOBS
from anxin.domain.threads import actions as threads
from anxin.domain.visits import queries as visits_queries
from anxin.faces.ground import case_dossiers, claim_document
from tests import builders
from tests.claim_builders import FACTS, Walked, a_claim, refuse
from tests.domain.claims.test_grants import opened
from tests.domain.claims.test_inspections import at_the_door, found, ordered
from tests.evidence_builders import drawn, jpeg
from tests.flat import flat

pytestmark = pytest.mark.django_db

EXPORTED = "evidence.exported"


def packed(one: Walked, *, by: cast.Member = cast.LIN) -> zipfile.ZipFile:
    made = case_dossiers.claim(one.claim, now=one.now, reader=one.by(by))
    with evidence_queries.build(made, now=one.now) as out:
        return zipfile.ZipFile(io.BytesIO(out.read()))


def page(pack: zipfile.ZipFile, name: str) -> Any:
    return json.loads(pack.read(f"{name}.json"))


def looked(now: datetime) -> Walked:
    """Walk a claim until a technician has looked at its goods."""
    one, look = ordered(now)
    at_the_door(look)
    found(look)
    code = visits_queries.code_for_customer(look.visit, actor=actors.actor_of_person(str(one.claim.buyer_id)))
    luo = look.by(cast.MASTER_LUO)
    look.do(lambda: JOBS.give("completion", row=look.visit, by=luo, now=look.now, fields={"code": code}))
    one.now = look.now
    one.run()
    return one


class TestWhatEachSideSaid:
    def test_stands_in_it_word_for_word_bound_by_a_fact(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        pack = packed(one)
        told = one.view(one.by(cast.LIN)).told
        first, *others = page(pack, "statements")
        assert (first["side"], first["kind"], first["text"]) == ("buyer", "filed", told)
        assert [each["side"] for each in others] == ["merchant"]
        facts = page(pack, "chain")["entries"]
        for each in (first, *others):
            fact = facts[each["fact"] - 1]
            assert fact["commitments"]
            assert each["text"] in [value[1] for value in fact["opened"].values()]
        assert list(verifier.verify(pack))
        assert timeline.verify() == []

    def test_says_of_a_claim_filed_before_that_no_commitment_was_made(self, now: datetime) -> None:
        one = a_claim(now=now)
        facts = [each for each in timeline.read(one.claim.stream()) if each.code != dossier_pages.STATED]
        [first] = dossier_pages.statements(one.claim, facts)
        assert (first["committed"], first["fact"]) == (False, None)

    def test_is_held_against_the_chain(self, now: datetime) -> None:
        one = a_claim(now=now)
        Claim.objects.filter(pk=one.claim.pk).update(told_sealed="")
        assert timeline.verify()


class TestTheTechnicianWhoLooked:
    def test_is_named_with_his_badge_who_vouched_for_him_that_day_and_when_he_came(self, now: datetime) -> None:
        one = looked(now)
        pack = packed(one)
        luo = builders.technician(cast.MASTER_LUO)
        told = page(pack, "inspection")
        assert (told["technician"], told["badge"], told["found"]) == (luo.called, luo.number, "锁体裂，不是人为")
        assert told["arrived_at"]
        assert [each["brand"] for each in told["authorised_by"]]
        his = [each for each in page(pack, "custody") if each["role"] == "inspection"]
        assert {each["side"] for each in his} == {"expert"}
        assert [each["label"] for each in his] == ["E1", "E2", "E3"]
        fact = next(each for each in page(pack, "chain")["entries"] if each["code"] == "claims.inspected")
        assert fact["facts"]["technician"] == luo.number
        assert fact["facts"]["arrived"]
        marks = [each for each in one.view(one.by(cast.LIN)).axis if each.label.startswith("E")]
        assert {each.side for each in marks} == {"expert"}
        document = pack.read("卷宗.html").decode()
        assert luo.called in document
        assert "到场鉴定的师傅" in document
        [came] = re.findall(r"<th>到场</th>\s*<td>(.*?)</td>", document, re.DOTALL)
        assert [word in came for word in ("师傅自己说的", "买家没有说过")] == [True, True]

    def test_reads_as_called_off_and_as_nobody_who_came_where_the_claim_was_decided_first(self, now: datetime) -> None:
        one, look = ordered(now)
        one.propose(Ruling(remedy="return", amount_fen=99900, reason="属质量问题，不等师傅", found=FACTS))
        pack = packed(one)
        told = page(pack, "inspection")
        assert (told["state"], told["technician"], told["arrived_at"]) == ("cancelled", "", None)
        read = [each["code"] for each in page(pack, "chain")["entries"]]
        assert read.index("claims.inspection_called_off") > read.index("claims.inspection_ordered")
        document = pack.read("卷宗.html").decode()
        assert "没有人上门" in document
        assert "当天的授权" not in document
        buyer = actors.actor_of_person(str(one.claim.buyer_id))
        assert any(
            look.repair.number in str(line) and line.code == "claims.inspection_called_off"
            for line in one.view(buyer).timeline
        )


class TestTheRest:
    def test_names_the_term_that_counted_the_numbers_of_the_order_and_the_people(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        Claim.objects.filter(pk=one.claim.pk).update(needs_attention=True)
        one.read()
        pack = packed(one)
        applied = {each["code"]: each["applied"] for each in page(pack, "law") if "applied" in each}
        assert applied == {"claims.answer_h": False, "claims.answer_suspect_h": True}
        assert {"waybill", "paid_reference", "return_waybill", "buyer_erased_at"} <= set(page(pack, "case"))
        assert cast.MERCHANT_OWNER.called in [each["name"] for each in page(pack, "people")]
        assert page(pack, "money")[0]["what"] == "paid"
        assert [each["kind"] for each in page(pack, "clocks")]
        listed = pack.read("README.txt").decode()
        for name in pack.namelist():
            if name.endswith(".json"):
                assert name in listed, name

    def test_is_read_and_printed_in_chinese_from_one_page(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed", pictures=(jpeg(drawn(21)),))
        document = packed(one).read("卷宗.html").decode()
        for said in ("双方与诉求", "各方所说", "证据", "裁定", "资金", "谁看过", one.claim.number, "北京时间"):
            assert said in document, said
        assert 'src="originals/' in document
        assert "<script" not in document

    def test_tells_what_came_with_the_claim_from_what_its_buyer_handed_in_later(self, now: datetime) -> None:
        one = a_claim(now=now, pictures=(jpeg(drawn(21)),))
        one.hand_in(jpeg(drawn(22)), by=one.buyer, role="detail")
        one.run()
        pack = packed(one)
        told = [(it["sealed_with_the_claim"], it["sealed_after_the_claim"]) for it in page(pack, "custody")]
        assert told == [(True, False), (False, True)]
        document = flat(pack.read("卷宗.html").decode())
        first, later = document.index("随申请提交"), document.index("申请之后补交")
        assert document.index("B1 ·") < first < document.index("B2 ·") < later

    def test_calls_what_it_says_of_an_article_a_summary_and_names_where_its_words_are(self, now: datetime) -> None:
        pack = packed(a_claim(now=now, at="review"))
        (row,) = [one for one in page(pack, "law") if one["code"] == "consumer_24"]
        assert "text" not in row
        document = flat(pack.read("卷宗.html").decode())
        assert f"摘要：{row['summary']}" in document
        assert row["link"] in document


LABELLED = {
    "found": True,
    "kinds": ["tc260"],
    "producer": "示例生成工具",
    "says": "generated",
    "strength": "moderate",
}
CAPTURED = {
    "action": "move_left",
    "asked_at": "2026-11-30T08:09:34.799661+00:00",
    "until": "2026-12-03T08:09:34.799661+00:00",
    "became": "answered",
    "frames": [{"label": "B2"}],
    "why": "",
    "report": {"checks": [{"code": "nonce", "answer": "yes"}, {"code": "action", "answer": "cannot_tell"}]},
}


class TestTheDocument:
    def test_tells_what_was_found_the_label_and_each_answer_about_new_pictures(self, now: datetime) -> None:
        pack = packed(a_claim(now=now, at="closed", pictures=(jpeg(drawn(21)),)))
        pages = {name.removesuffix(".json"): json.loads(pack.read(name)) for name in pack.namelist() if "json" in name}
        seen = pages["examinations"][0]
        seen["reasons"], seen["report"]["label"] = ["label.generated.moderate"], LABELLED
        document = claim_document.written({**pages, "captures": [CAPTURED]})
        for said in (
            *(
                "文件里的标识说明由 AI 生成",
                "示例生成工具",
                "要求补拍的图片",
                "镜头左移",
                "每张照片都是从这个链接的页面交来的吗",
            ),
            *("无法判断", "B2"),
        ):
            assert said in document, said

    def test_counts_the_originals_its_reviewer_opened(self, now: datetime) -> None:
        one = a_claim(now=now, at="decided")
        pack = packed(one)
        [given] = page(pack, "decisions")
        assert f"裁定人打开的原件: {given['opened']} / {given['pictures']}" in flat(pack.read("卷宗.html").decode())

    def test_numbers_its_parts_without_a_gap_and_shows_no_marks_of_a_text(self, now: datetime) -> None:
        builders.legal_texts(now=now)
        document = packed(a_claim(now=now, at="review")).read("卷宗.html").decode()
        for number in "一二三四五六七八九":
            assert f"<h2>{number}、" in document, number
        assert "## " not in document


def test_that_a_second_person_agreed_is_not_said_to_bring_the_decision_into_force() -> None:
    said = wording.sentence("claim.decide", {"second": "agreed"})
    assert "第二复核人同意" in said
    assert "生效" not in said


def all_said(pack: zipfile.ZipFile) -> str:
    """Return every page of a dossier, one after the other."""
    return "".join(pack.read(name).decode() for name in pack.namelist() if name.endswith((".json", ".html")))


def codes(pack: zipfile.ZipFile) -> set[str]:
    return {each["code"] for each in page(pack, "chain")["entries"] if not each["closed"]}


class TestTheMerchantsOwn:
    def test_says_nothing_of_an_authority_that_reads_his_case(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        opened(one)
        his, whole = packed(one, by=cast.MERCHANT_OWNER), packed(one, by=cast.ZHOU)
        for said in ("opened_to", "legal_hold", cast.AUTHORITY.slug, "开放给监管机关", "按司法或行政要求保留"):
            assert said not in all_said(his), said
        assert {"claims.opened_to", "people.legal_hold"} <= codes(whole) == codes(packed(one))
        assert cast.AUTHORITY.slug in all_said(whole)
        assert {"opened_to", "legal_hold"}.isdisjoint(codes(his))

    def test_and_his_record_say_nothing_of_the_inspector_who_took_it_along(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        opened(one)
        acting(lambda: evidence.export(stream=one.claim.stream(), by=one.by(cast.ZHOU), now=one.now))
        acting(lambda: evidence.export(stream=one.claim.stream(), by=one.by(cast.MERCHANT_OWNER), now=one.now))
        his = all_said(packed(one, by=cast.MERCHANT_OWNER))
        for said in (cast.AUTHORITY.name, cast.ZHOU.called):
            assert said in all_said(packed(one, by=cast.ZHOU)), said
            assert said not in his, said
        read = {
            who.called: [line.by for line in timeline_of(one.claim, actor=one.by(who)) if line.code == EXPORTED]
            for who in (cast.MERCHANT_OWNER, cast.LIN)
        }
        owner = cast.MERCHANT_OWNER.called
        assert read == {owner: [owner], cast.LIN.called: [owner, cast.ZHOU.called]}

    def test_says_nothing_of_what_the_police_asked_to_keep(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        held = {"source": "police", "letter": "海公(经)字 7", "why": "涉案"}
        acting(lambda: legal_holds.place(stream=one.claim.stream(), by=one.by(cast.XIAO_CHEN), now=one.now, **held))
        his = all_said(packed(one, by=cast.MERCHANT_OWNER))
        for said in ("legal_hold", "police", "按司法或行政要求保留", "海公"):
            assert said not in his, said

    def test_says_nothing_of_a_proposal_that_was_sent_back(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.propose(refuse(fraud_said=True))
        first = one.decision
        one.do(lambda: claims.send_back(decision=first, why="再看一次", by=one.by(cast.QIAO), now=one.now))
        his = packed(one, by=cast.MERCHANT_OWNER)
        assert {"decision.proposed", "decision.send_back"}.isdisjoint(codes(his))
        for said in (str(first.id), "第二人退回", "再看一次"):
            assert said not in all_said(his), said
        one.propose()
        given = packed(one, by=cast.MERCHANT_OWNER)
        told = [each for each in page(given, "chain")["entries"] if each.get("code") == "decision.proposed"]
        assert [(each["facts"]["row"], each["facts"]["fraud_said"]) for each in told] == [(str(one.decision.id), False)]

    def test_holds_the_hash_of_what_is_closed_and_verifies_and_breaks_where_one_is_changed(
        self, now: datetime, tmp_path: Path
    ) -> None:
        one = a_claim(now=now, at="review")
        opened(one)
        his = packed(one, by=cast.MERCHANT_OWNER)
        chain = page(his, "chain")
        closed = [each for each in chain["entries"] if each["closed"]]
        assert {frozenset(each) for each in closed} == {frozenset({"position", "previous", "hash", "closed"})}
        assert any(f", {len(closed)} are closed to this reader" in line for line in verifier.verify(his))
        assert his.read("卷宗.html").decode().count("不对下载本证据包的人公开") == len(closed)
        closed[0]["hash"] = "0" * 64
        with zipfile.ZipFile(tmp_path / "changed.zip", "w") as changed:
            changed.writestr("chain.json", json.dumps(chain))
        with zipfile.ZipFile(tmp_path / "changed.zip") as changed, pytest.raises(verifier.Broken):
            verifier._chain(changed)

    def test_tells_how_he_answered_in_the_words_its_fact_binds(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        his = packed(one, by=cast.MERCHANT_OWNER)
        answer = next(each for each in page(his, "statements") if each["side"] == "merchant")
        fact = page(his, "chain")["entries"][answer["fact"] - 1]
        assert fact["code"] == "claims.heard"
        assert answer["text"] in [value[1] for value in fact["opened"].values()]


class TestMessages:
    def test_of_the_desk_are_headed_by_the_role_of_who_wrote(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        for who, text in ((cast.XIAO_CHEN, "请补一张照片"), (cast.LIN, "我来看")):
            said = {"stream": one.claim.stream(), "text": text, "to": {"buyer"}}
            one.do(lambda who=who, said=said: threads.post(**said, by=one.by(who), now=one.now))
        document = packed(one).read("卷宗.html").decode()
        heads = {
            text: role for role, text in re.findall(r"<h3>(\S+) · [^<]*</h3>\s*<p class=\"text\">([^<]*)</p>", document)
        }
        assert {text: heads[text] for text in ("请补一张照片", "我来看")} == {
            "请补一张照片": "客服",
            "我来看": "审核员",
        }

    def test_of_a_complaint_about_it_stand_in_its_record(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        about = ContactCase(stream=one.claim.stream(), number=one.claim.number)
        message = WrittenMessage(text="拖了一周没人理", topic="complaint", about=about)
        one.do(lambda: contacts.receive(message=message, by=one.buyer, now=one.now))
        document = packed(one).read("卷宗.html").decode()
        assert "拖了一周没人理" in document

    def test_stand_in_it_bound_word_for_word(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        said = {"stream": one.claim.stream(), "text": "包装是好的，里面碎了", "to": {"merchant"}}
        one.do(lambda: threads.post(**said, by=one.buyer, now=one.now))
        pack = packed(one)
        [row] = [each for each in page(pack, "messages") if not each["automatic"]]
        assert (row["text"], row["side"], row["committed"]) == ("包装是好的，里面碎了", "buyer", True)
        assert "包装是好的，里面碎了" in pack.read("卷宗.html").decode()
        assert any("messages" in line and "1 are bound" in line for line in checked(pack)), list(checked(pack))

    def test_of_others_are_not_in_what_a_side_takes(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        said = {"stream": one.claim.stream(), "text": "只告诉客服的话", "to": {"desk"}}
        one.do(lambda: threads.post(**said, by=one.buyer, now=one.now))
        his, hers = packed(one, by=cast.MERCHANT_OWNER), packed(one)
        assert "只告诉客服的话" in [each["text"] for each in page(hers, "messages")]
        for name in his.namelist():
            assert "只告诉客服的话".encode() not in his.read(name), name
        list(checked(his))

    def test_whose_words_were_changed_are_found(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        said = {"stream": one.claim.stream(), "text": "原话", "to": {"merchant"}}
        one.do(lambda: threads.post(**said, by=one.buyer, now=one.now))
        pack, out = packed(one), io.BytesIO()
        with zipfile.ZipFile(out, "w") as other:
            for name in pack.namelist():
                content = pack.read(name)
                other.writestr(name, content.replace("原话".encode(), "假话".encode()))
        with zipfile.ZipFile(out) as changed, pytest.raises(verifier.Broken, match="binds other words"):
            verifier._messages(changed)


def checked(pack: zipfile.ZipFile) -> list[str]:
    """Return what the check of a dossier says."""
    return [str(line) for line in verifier.verify(pack)]
