"""Claims that come from another system: in any state, found by their old number, each going on from there."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import clocks, imports, later, tables, timeline, wording
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import AnxinError
from anxin.core.ids import uuid7
from anxin.core.imports import ImportReport
from anxin.core.outbox.models import Message
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimTakenOverAlready
from anxin.domain.claims.actions.takeovers import DESK
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.models import Claim, Decision, Payout
from anxin.domain.claims.queries import dossier_pages, lookup
from anxin.domain.claims.queries.stepper import steps_of
from anxin.domain.claims.wording import HEARD
from anxin.domain.claims.wording.tables import STATES_TAKEN
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger.models import Payment
from anxin.domain.people.models import Consent
from anxin.domain.people.queries import consents
from anxin.faces.customer import privacy
from tests.builders import actor
from tests.claim_builders import FACTS
from tests.evidence_builders import CUP, a_purchase

pytestmark = pytest.mark.django_db
HEAD = (
    "店铺,退款编号,订单编号,售后类型,退款原因,退款状态,申请金额,问题描述,申请时间,截止时间,商家答复,补充凭证要求,"
    "处理结果,判定金额,判定理由,退货物流单号,平台单号"
)
CELLS = HEAD.split(",")
MONEY = {"处理结果": "退款", "判定金额": "268"}
STATES = {
    "merchant_answer": {"退款状态": "待商家处理"},
    "offer_made": {"退款状态": "待买家确认", "商家答复": "补您一半", "处理结果": "部分退款", "判定金额": "134"},
    "review": {"退款状态": "客服介入中", "商家答复": "发出时是好的"},
    "need_evidence": {"退款状态": "待买家举证", "补充凭证要求": "杯底的照片"},
    "decided": {"退款状态": "已判定", "判定理由": "照片看得清裂纹", **MONEY},
    "waiting_return": {"退款状态": "待买家退货", "售后类型": "退货退款", "退款原因": "质量问题", "判定金额": "268"},
    "inspecting": {
        **{"退款状态": "待商家收货", "售后类型": "退货", "退款原因": "7天无理由退货", "判定金额": "268"},
        "退货物流单号": "SF1000000001",
    },
    "executing": {"退款状态": "退款中", **MONEY},
    "outcome_taken": {"退款状态": "平台已退款", "平台单号": "PT-9", **MONEY},
    "closed": {"退款状态": "退款成功", **MONEY},
    "withdrawn": {"退款状态": "买家已撤销"},
}


def line(state: str, *, order: str = "YT-1", old: str = "TK-1", **cells: str) -> str:
    usual = {"店铺": cast.MERCHANT.slug, "退款编号": old, "订单编号": order, "售后类型": "仅退款", "退款原因": "破损"}
    said = {**usual, "问题描述": "杯口裂了", "申请时间": "2026-11-20 10:11:12", **STATES[state], **cells}
    return ",".join(said.get(one, "") for one in CELLS)


def brought(path: Path, *lines: str, now: datetime, partial: bool = True, by: Actor = SYSTEM) -> ImportReport:
    file = path / "claims.csv"
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    known = imports.table("claims")
    sheet = tables.read(known.columns, file)
    return acting(lambda: imports.apply(known, sheet, by=by, now=now, partial=partial))


def one_of(state: str, path: Path, now: datetime, **cells: str) -> Claim:
    a_purchase(now=now, order="YT-1", lines=(CUP,))
    report = brought(path, line(state, **cells), now=now)
    assert [one.reasons for one in report.refused] == []
    return Claim.objects.get()


class TestItsBuyer:
    @pytest.mark.parametrize(
        ("state", "way"), [("review", "import"), ("closed", "import"), ("outcome_taken", "platform")]
    )
    def test_was_told_elsewhere_what_becomes_of_his_data(
        self, state: str, way: str, tmp_path: Path, now: datetime
    ) -> None:
        claim = one_of(state, tmp_path, now)
        told = Consent.objects.get(purpose="claim")
        assert (told.version, told.channel, told.basis) == ("", way, "contract")
        assert (told.person_id, str(told.stream_key)) == (claim.buyer_id, str(claim.pk))
        [fact] = [one for one in timeline.read(claim.stream()) if one.code == "people.told_elsewhere"]
        assert fact.facts["way"] == way

    def test_reads_how_on_his_page(self, tmp_path: Path, now: datetime) -> None:
        claim = one_of("review", tmp_path, now)
        [given] = consents.consents_of(claim.buyer)
        assert privacy._words(given) == [("已告知（在原系统里）", "")]


class TestTakeOver:
    def test_keeps_every_state_tells_nobody_moves_no_money_and_misses_nothing(
        self, now: datetime, tmp_path: Path
    ) -> None:
        for at, _ in enumerate(STATES):
            a_purchase(now=now, order=f"YT-{at}", lines=(CUP,))
        messages = Message.objects.exclude(carrier="live").count()
        lines = [
            line(one, order=f"YT-{at}", old=f"tk {at}", 截止时间="2026-11-21 18:00") for at, one in enumerate(STATES)
        ]

        report = brought(tmp_path, *lines, now=now)

        assert set(STATES) == set(STATES_TAKEN)
        assert [one.reasons for one in report.refused] == []
        assert {one.taken_over.old_number: one.state for one in Claim.objects.select_related("taken_over")} == {
            f"TK {at}": one for at, one in enumerate(STATES)
        }
        assert Message.objects.exclude(carrier="live").count() == messages
        gone = Payout.objects.select_related("payment").get()
        assert (gone.claim.state, gone.payment.state) == ("closed", "succeeded")
        assert not Clock.objects.filter(stream_kind="claim", due_at__lte=now).exists()
        assert timeline.verify() == []
        assert brought(tmp_path, *lines, now=now).count("same") == len(STATES)

    @pytest.mark.parametrize("who", [cast.ADMIN, cast.QIAN, cast.XIAO_CHEN])
    def test_takes_whatever_its_preview_takes_whoever_of_the_operator_brings_it(
        self, who: cast.Member, now: datetime, tmp_path: Path
    ) -> None:
        for at, _ in enumerate(STATES):
            a_purchase(now=now, order=f"YT-{at}", lines=(CUP,))
        lines = [line(one, order=f"YT-{at}", old=f"tk {at}") for at, one in enumerate(STATES)]
        report = brought(tmp_path, *lines, now=now, by=actor(who, now=now))
        assert [one.reasons for one in report.refused] == []
        gone = Payout.objects.select_related("payment").get()
        assert (gone.payment.state, lookup.left_of(gone.claim.purchase)) == ("succeeded", 0)
        assert timeline.verify() == []

    @pytest.mark.parametrize("said", ["已结束", "已结单"])
    def test_reads_the_words_of_its_how_to_and_of_its_own_pages(self, said: str, now: datetime, tmp_path: Path) -> None:
        row = one_of("closed", tmp_path, now, 退款状态=said)
        assert (row.state, row.outcome, lookup.left_of(row.purchase)) == ("closed", "paid", 0)

    def test_is_found_by_the_old_number_and_says_where_it_comes_from(self, now: datetime, tmp_path: Path) -> None:
        row = one_of("merchant_answer", tmp_path, now, 退款编号="tk-2026/7 甲")
        himself = Actor(kind="customer_phone", id=str(row.buyer_id), roles=frozenset({"customer"}))

        for by in (actor(cast.LIN, now=now), actor(cast.MERCHANT_OWNER, now=now), himself):
            assert [one.number for one in queries.search("TK-2026/7 甲", actor=by, now=now)] == [row.number]
            shown = queries.view(queries.claim("tk-2026/7 甲", actor=by, now=now), actor=by, now=now)
            assert (shown.number, shown.old_number) == (row.number, "TK-2026/7 甲")
            assert shown.timeline[-1].code == "claim.taken_over"
            assert steps_of(shown)[0].at is None, "it was not filed at the moment it was brought in"
            assert [one.at.day for one in shown.axis if one.what == "filed" and one.day] == [20]
            assert [one.old_number for one in queries.queue(by, now=now, text="tk-2026/7 甲").rows] == ["TK-2026/7 甲"]
        with pytest.raises(queries.NoSuchClaim):
            queries.claim("TK-2026/7 甲", actor=Actor(kind="customer_phone", id=str(uuid7())), now=now)

    def test_runs_to_the_day_the_file_names_and_from_now_where_that_is_over(
        self, now: datetime, tmp_path: Path
    ) -> None:
        until = now + timedelta(days=9)
        row = one_of("merchant_answer", tmp_path, now, 截止时间=f"{until:%Y/%m/%d}", 平台单号="PT-1")
        running = {one.kind: one.due_at for one in Clock.objects.filter(stream_key=row.id)}
        assert set(running) == {"claims.answer", "claims.platform"}
        assert {one.astimezone(until.tzinfo).date() for one in running.values()} == {until.date()}


class TestGoingOn:
    def test_the_merchant_answers_and_a_reviewer_decides_as_ever(self, now: datetime, tmp_path: Path) -> None:
        row = one_of("review", tmp_path, now)
        ruling = claims.Ruling(remedy="refund_only", amount_fen=26800, reason="照片看得清裂纹", found=FACTS)
        acting(lambda: claims.propose(claim=row, ruling=ruling, by=actor(cast.LIN, now=now), now=now))
        assert Claim.objects.get().state == "decided"
        _wait(now, days=8)
        row = Claim.objects.get()
        assert (row.state, row.outcome) == ("closed", "paid")
        assert timeline.verify() == []

    @pytest.mark.parametrize("state", ["decided", "inspecting", "offer_made"])
    def test_money_that_rests_on_words_of_the_file_waits_for_finance(
        self, state: str, now: datetime, tmp_path: Path
    ) -> None:
        row = one_of(state, tmp_path, now)
        if state == "offer_made":
            himself = Actor(kind="customer_phone", id=str(row.buyer_id), roles=frozenset({"customer"}))
            acting(lambda: claims.accept_offer(claim=row, by=himself, now=now))
        later_on = _wait(now, days=8)
        row = Claim.objects.get()
        assert (row.state, Payout.objects.count()) == ("executing", 0)
        by = actor(cast.QIAN, now=later_on)
        acting(lambda: TABLE.give("money-here", row=row, by=by, now=later_on, fields={}))
        _wait(later_on)
        row = Claim.objects.get()
        assert (row.state, row.outcome) == ("closed", "paid")
        assert Payment.objects.get(direction=Payment.Direction.BACK).amount_fen == (
            13400 if state == "offer_made" else 26800
        )
        assert timeline.verify() == []

    def test_money_the_former_system_sent_is_booked_and_never_sent_again(self, now: datetime, tmp_path: Path) -> None:
        row, by = one_of("executing", tmp_path, now), actor(cast.QIAN, now=now)
        fields = {"reference": "BANK-77"}
        acting(lambda: TABLE.give("money-there", row=row, by=by, now=now, fields=fields))
        row = Claim.objects.get()
        assert (row.state, row.outcome, lookup.left_of(row.purchase)) == ("closed", "paid", 0)
        _wait(now)
        back = Payment.objects.get(direction=Payment.Direction.BACK)
        assert (back.state, back.refund_reference) == ("succeeded", "BANK-77")
        said = [wording.sentence(one.code, one.facts) for one in timeline.read(row.stream())]
        assert len([one for one in said if "已由原系统退出" in one]) == 2
        assert not any("原路退回" in one or "已提交退款" in one for one in said)
        with pytest.raises(AnxinError):
            acting(lambda: claims.pay_here(claim=Claim.objects.get(), by=by, now=now))

    @pytest.mark.parametrize("cells", [{}, {"判定金额": "134", "处理结果": ""}, {"平台单号": "PT-1"}])
    def test_what_went_back_before_it_was_closed_there_cannot_go_back_here_again(
        self, cells: dict[str, str], now: datetime, tmp_path: Path
    ) -> None:
        row, gone = one_of("closed", tmp_path, now, **cells), 13400 if "判定金额" in cells else 26800
        brought(tmp_path, line("closed", **cells), now=now)
        _wait(now)
        assert row.outcome == ("platform_refunded" if row.platform_ref else "paid")
        assert Payment.objects.get(direction=Payment.Direction.BACK).state == "succeeded"
        assert lookup.left_of(row.purchase) == 26800 - gone
        assert not Clock.objects.filter(stream_kind="claim", stream_key=row.id, met_at=None, stopped_at=None).exists()
        bill = ledger_queries.latest(stream_of(row.purchase))
        assert bill is not None
        with pytest.raises(AnxinError):
            acting(lambda: ledger.refund(bill=bill, amount_fen=26801 - gone, reason="again", by=SYSTEM, now=now))
        again = brought(tmp_path, line("closed", old="TK-2"), now=now)
        assert [list(one.reasons) for one in again.refused] == [["amount"]]
        assert timeline.verify() == []

    def test_what_was_decided_there_can_be_appealed_here_and_counts_for_no_reviewer(
        self, now: datetime, tmp_path: Path
    ) -> None:
        row = one_of("decided", tmp_path, now)
        shown = queries.view(row, actor=actor(cast.LIN, now=now), now=now)
        assert (shown.decisions[0].kind, shown.decisions[0].by) == ("taken_over", "原系统")
        assert shown.decisions[0].rules_version == ""
        owner = actor(cast.MERCHANT_OWNER, now=now)
        acting(lambda: claims.appeal(claim=row, why="发出时是好的", by=owner, now=now))
        buyer = Actor(kind="customer_phone", id=str(row.buyer_id), roles=frozenset({"customer"}))
        acting(lambda: claims.waive_answer(claim=row, by=buyer, now=now))
        ruling = claims.Ruling(remedy="refuse", liable="nobody", found=FACTS, reason="裂纹在签收之后")
        acting(lambda: claims.propose(claim=row, ruling=ruling, by=actor(cast.LIN, now=now), now=now))
        assert (Claim.objects.get().state, Claim.objects.get().outcome) == ("closed", "refused")
        assert Decision.objects.filter(decided_by=DESK.key).get().state == "replaced"


class TestRefusal:
    @pytest.mark.parametrize(
        ("state", "cells", "column"),
        [
            ("merchant_answer", {"订单编号": "YT-404"}, "order"),
            ("merchant_answer", {"退款状态": "飞走了"}, "state"),
            ("merchant_answer", {"退款原因": "心情不好"}, "reason"),
            ("merchant_answer", {"申请金额": "999"}, "asked"),
            ("merchant_answer", {"截止时间": "明天"}, "due"),
            ("offer_made", {"商家答复": ""}, "answer"),
            ("offer_made", {"处理结果": "驳回", "判定金额": ""}, "remedy"),
            ("decided", {"判定理由": ""}, "why"),
            ("decided", {"判定金额": ""}, "amount"),
            ("decided", {"平台单号": "PT-1"}, "state"),
            ("inspecting", {"退货物流单号": ""}, "waybill"),
            ("executing", {"判定金额": "100"}, "why"),
            ("executing", {"处理结果": "维修", "判定金额": "", "判定理由": "修"}, "repair"),
            ("outcome_taken", {"平台单号": ""}, "platform_number"),
            ("closed", {"处理结果": "", "判定金额": "", "申请金额": "268"}, "amount"),
            ("closed", {"退款状态": "已退款", "处理结果": "", "判定金额": "0", "平台单号": "PT-1"}, "amount"),
        ],
    )
    def test_says_which_cell_and_why(
        self, state: str, cells: dict[str, str], column: str, now: datetime, tmp_path: Path
    ) -> None:
        a_purchase(now=now, order="YT-1", lines=(CUP,))
        report = brought(tmp_path, line(state, **cells), now=now)
        assert [list(one.reasons) for one in report.refused] == [[column]]
        assert not Claim.objects.exists()

    def test_asks_how_much_went_back_of_a_claim_that_was_refunded(self, now: datetime, tmp_path: Path) -> None:
        a_purchase(now=now, order="YT-1", lines=(CUP,))
        [row] = brought(tmp_path, line("closed", 处理结果="", 判定金额=""), now=now).refused
        assert row.reasons["amount"].startswith("退回了多少？")

    def test_of_what_goes_on_here_or_is_open_already(self, now: datetime, tmp_path: Path) -> None:
        one_of("review", tmp_path, now)
        batch = imports.ImportBatch.objects.get()

        report = brought(tmp_path, line("executing"), line("review", old="TK-2"), now=now)

        assert [list(one.reasons) for one in report.refused] == [["old_number"], ["lines"]]
        with pytest.raises(ClaimTakenOverAlready):
            acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
        assert Claim.objects.get().state == "review"


def _wait(now: datetime, **time: float) -> datetime:
    at = now + timedelta(**time)
    clocks.sweep(at)
    later.run_due(at)
    return at


@pytest.mark.parametrize(("answer", "kind"), [("同意。", "agree"), ("只肯退这些", "contest")])
def test_a_merchants_yes_to_a_part_is_his_yes(answer: str, kind: str, tmp_path: Path, now: datetime) -> None:
    cells = {"商家答复": answer, "判定金额": "120", "判定理由": "协商部分退"}
    claim = one_of("executing", tmp_path, now, **cells)
    assert [one.kind for one in claim.answers.all()] == [kind]
    assert Decision.objects.get(claim=claim).amount_fen == 12000


@pytest.mark.parametrize("state", ["review", "need_evidence"])
def test_of_a_merchant_whose_former_system_brought_no_answer_nobody_says_that_he_was_silent(
    state: str, tmp_path: Path, now: datetime
) -> None:
    claim = one_of(state, tmp_path, now, 商家答复="")
    for who in (cast.MERCHANT_OWNER, cast.LIN):
        shown = queries.view(claim, actor=actor(who, now=now), now=now)
        assert [(one.kind, wording.words_of(HEARD, one.kind)) for one in shown.answers] == [
            ("untold", "原系统没有带来商家的答复")
        ]
        assert shown.hearing_cause in ("untold", "")
        assert not queries.is_unanswered(shown)
    assert dossier_pages.answer(claim.answers.get())["kind"] == "untold"


def test_two_rows_about_the_same_pieces_are_tried_beside_each_other_however_far_apart(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anxin.core.imports.paces.AT_ONCE", 1)
    monkeypatch.setattr("anxin.core.imports.paces.PAUSE_S", 0)
    for order in ("YT-1", "YT-2"):
        a_purchase(now=now, order=order, lines=(CUP,))
    rows = line("review", old="TK-1"), line("review", order="YT-2", old="TK-2"), line("review", old="TK-3")
    file = tmp_path / "claims.csv"
    file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    known = imports.table("claims")
    told = imports.rehearse(known, tables.read(known.columns, file), by=SYSTEM, now=now)
    assert [one.kind for one in told.outcomes] == ["new", "new", "refused"]
    assert [one.kind for one in brought(tmp_path, *rows, now=now).outcomes] == ["new", "new", "refused"]


def test_a_file_without_the_shop_says_so_of_each_row(tmp_path: Path, now: datetime) -> None:
    a_purchase(now=now, order="YT-1")
    file, known = tmp_path / "claims.csv", imports.table("claims")
    rows = (line("merchant_answer", old=old).partition(",")[2] for old in ("TK-1", "TK-2"))
    file.write_text("\n".join([HEAD.partition(",")[2], *rows]), encoding="utf-8")
    sheet = tables.read(known.columns, file)
    assert [(row.number, list(row.reasons)) for row in sheet.rows] == [(2, ["seller"]), (3, ["seller"])]
    assert "哪家店铺" in sheet.rows[0].reasons["seller"]
    told = acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now, partial=True))
    assert (len(told.refused), Claim.objects.count()) == (2, 0)
    chosen = tables.read(known.columns, file, mapping=tables.Mapping(constants={"seller": cast.MERCHANT.slug}))
    assert not any(row.reasons for row in chosen.rows)
