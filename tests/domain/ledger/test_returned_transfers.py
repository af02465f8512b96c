"""A transfer of ours that its bank sent back: the refund is owed again, its payee asked anew, the books balance."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from anxin.core import timeline, vault
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, WrongState
from anxin.core.imports import TABLES
from anxin.core.tables import Values
from anxin.demo import cast
from anxin.domain.claims.queries import order_sums
from anxin.domain.ledger import actions, queries
from anxin.domain.ledger.actions import SecondPerson
from anxin.domain.ledger.actions.remittances import Received, take_down
from anxin.domain.ledger.actions.tables import bring
from anxin.domain.ledger.commands import PAYMENTS, REMITTANCES
from anxin.domain.ledger.models import Bill, Payment, Remittance, Transfer
from anxin.domain.ledger.queries import bank_lines as queries_of_lines
from anxin.domain.ledger.queries import remittances, sent_transfers
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_ways_back import SLIP, by, decided, refund_of, sentences, today, transferred

BACK = "CMB-0099"


def gives(one: Walked, name: str, row: Remittance, *, who: cast.Member = cast.QIAN, **fields: Any) -> Any:
    """Give a command of a remittance."""
    fresh = Remittance.objects.select_related("bill", "payment", "returns__payment").get(pk=row.pk)
    found = acting(lambda: REMITTANCES.give(name, row=fresh, by=by(who, one), now=one.now, fields=fields))
    one.run()
    row.refresh_from_db()
    one.claim.refresh_from_db()
    return found


def sent_out(wechat: Scene) -> tuple[Walked, Remittance]:
    """Return a claim whose refund went by a transfer, with that transfer."""
    one = decided(wechat, refused=True)
    transferred(one)
    one.claim.refresh_from_db()
    return one, Remittance.objects.get(direction="back")


def sent_back(one: Walked, out: Remittance) -> Remittance:
    """Have two write down that its bank sent a transfer back."""
    told = {"moved_date": today(one), "reference": BACK}
    row: Remittance = gives(one, "return", out, **told)
    gives(one, "agreement", row, who=cast.ADMIN)
    return row


def stands(bill: Bill) -> tuple[int, int, int]:
    bill.refresh_from_db()
    return bill.paid_fen, bill.refunded_fen, bill.reserved_fen


class TestSentBack:
    def test_is_owed_again_to_the_fen_and_the_first_transfer_stays_on_record(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        first, fen = refund_of(one), refund_of(one).amount_fen
        accounts = (first.bill.payer, first.bill.payee)
        before = {name: queries.balance(name) - sides * fen for name, sides in zip(accounts, (0, 1), strict=True)}
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        assert queries.balance("house:bank") == -fen
        sent_back(one, out)
        out.refresh_from_db()
        first.refresh_from_db()
        anew = refund_of(one)
        assert (out.state, first.state, first.fault, first.reference) == ("came_back", "failed", "came back", SLIP)
        assert (anew.pk != first.pk, anew.state, anew.provider, anew.amount_fen) == (True, "unclear", "bank", fen)
        assert stands(first.bill) == (first.bill.total_fen, 0, fen)
        assert queries.balance("house:bank") == 0
        assert {name: queries.balance(name) for name in accounts} == before
        assert first.bill.state == "paid"
        assert Transfer.objects.filter(reverses__payment=first).count() == 1
        assert list(timeline.verify()) == []

    def test_was_told_to_its_shop_when_it_went_since_it_is_charged_to_its_account(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        notices = Notice.objects.filter(code="claim_paid_by_house", number=one.claim.number)
        assert {row.facts["amount_fen"] for row in notices} == {out.amount_fen}
        assert not Notice.objects.filter(code="claim_paid_for_shop").exists()

    def test_opens_the_claim_again_and_its_buyer_is_asked_for_the_account_anew(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        sent_back(one, out)
        assert (one.claim.state, one.claim.outcome) == ("executing", "")
        assert any("银行退回了" in said for said in sentences(one))
        assert Notice.objects.filter(code="claim_sent_back").count() == 1
        assert not Notice.objects.filter(code="claim_account").exists()
        transferred(one, reference="ICBC20261130002")
        one.claim.refresh_from_db()
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        assert queries.balance("house:bank") == -refund_of(one).amount_fen
        assert [row.state for row in Payment.objects.filter(direction="back").order_by("id")] == ["failed", "succeeded"]
        assert list(timeline.verify()) == []

    def test_takes_two_persons_and_comes_back_once(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        row = gives(one, "return", out, moved_date=today(one), reference=BACK)
        with pytest.raises(SecondPerson):
            gives(one, "agreement", row)
        with pytest.raises(AnxinError):
            gives(one, "return", out, moved_date=today(one), reference="CMB-0100")
        assert refund_of(one).state == "succeeded"
        gives(one, "agreement", row, who=cast.ADMIN)
        with pytest.raises((WrongState, AnxinError)):
            gives(one, "return", out, moved_date=today(one), reference="CMB-0101")
        assert Payment.objects.filter(direction="back").count() == 2

    def test_that_is_refused_waits_for_its_bill_and_nothing_has_changed(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        row = gives(one, "return", out, moved_date=today(one), reference=BACK)
        gives(one, "refusal", row, who=cast.ADMIN, why="看错了")
        out.refresh_from_db()
        assert (row.state, row.returns, row.bill, out.state) == ("noted", None, None, "booked")
        assert gives(one, "return", out, moved_date=today(one), reference="CMB-0102").state == "proposed"


class TestStatement:
    def line(self, one: Walked, remark: str, fen: int, reference: str = BACK) -> Remittance:
        values: Values = {
            "reference": reference,
            "date": today(one).isoformat(),
            "amount": fen,
            "remark": remark,
        }
        acting(lambda: bring(values=values, by=by(cast.QIAN, one), now=one.now))
        return Remittance.objects.get(direction="in")

    def match(self, one: Walked, row: Remittance) -> remittances.Match:
        return remittances.matches([row], by=by(cast.QIAN, one))[row.pk]

    @pytest.mark.parametrize("written", ["{bill} 退汇 户名不符", "退汇{slip}", "{payment}"])
    def test_names_the_transfer_by_bill_reference_or_refund(self, wechat: Scene, written: str) -> None:
        one, out = sent_out(wechat)
        back = refund_of(one)
        said = written.format(bill=back.bill.number, slip="icbc-2026 1130001", payment=back.number)
        row = self.line(one, said, back.amount_fen)
        found = self.match(one, row)
        assert (found.sent, found.sure, found.bill) == (out, True, None)
        gives(one, "transfer", row, number=back.bill.number)
        gives(one, "agreement", row, who=cast.ADMIN)
        assert one.claim.state == "executing"

    def test_of_another_sum_is_no_transfer_of_ours(self, wechat: Scene) -> None:
        one, _out = sent_out(wechat)
        back = refund_of(one)
        row = self.line(one, f"{back.bill.number} 退汇", back.amount_fen - 100)
        assert self.match(one, row).sent is None
        with pytest.raises(AnxinError) as refused:
            gives(one, "transfer", row, number=back.bill.number)
        assert refused.value.code == "ledger.no_transfer_of"

    def test_that_only_says_it_came_back_offers_those_of_its_sum(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        row = self.line(one, "退票", refund_of(one).amount_fen)
        assert self.match(one, row).likely_sent == (out,)


def went(one: Walked, reference: str, fen: int, remark: str = "") -> Values:
    """Return a line of a statement, read, that went out."""
    day = today(one).isoformat()
    return {"reference": reference, "date": day, "out": fen, "remark": remark, "amount": None, "side": None}


def reads(one: Walked, values: Values) -> None:
    """Read a line as a statement is read: what passes is left."""
    table = TABLES["bank_statement"]
    assert not table.check(values)
    if not table.passes(values):
        acting(lambda: table.apply(values=table.complete(values), by=by(cast.QIAN, one), now=one.now))


class TestWentOut:
    def test_is_ticked_where_it_is_a_transfer_of_ours_and_left_out_where_it_is_none(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        reads(one, went(one, "icbc 20261130001", out.amount_fen))
        out.refresh_from_db()
        assert out.seen_date == today(one)
        assert queries_of_lines.passes(went(one, SLIP, out.amount_fen)), "read again it is known"
        reads(one, went(one, "FEE-1", 50, "手续费"))
        assert Remittance.objects.count() == 1
        assert list(timeline.verify()) == []

    def test_of_another_sum_than_our_books_say_is_asked(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        faults = queries_of_lines.line_faults(went(one, SLIP, out.amount_fen + 100))
        assert "out" in faults
        assert queries_of_lines.line_faults({**went(one, "X1", 5), "amount": 5})

    def test_for_the_same_refund_once_more_is_owed_back_until_it_came(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        number, fen = out.bill.number if out.bill else "", out.amount_fen
        reads(one, went(one, SLIP, fen, number))
        line = went(one, "CMB..09", fen, f"退款 {number}")
        (told, _left) = queries_of_lines.what_went([line], one.now)
        assert "同一笔退款转了两次" in told
        assert number in told
        reads(one, line)
        reads(one, line)
        twice = Remittance.objects.get(repeats=out)
        assert (twice.state, twice.bill, twice.seen_date) == ("noted", out.bill, today(one))
        gives(one, "twice", twice)
        with pytest.raises(SecondPerson):
            gives(one, "agreement", twice)
        gives(one, "agreement", twice, who=cast.ADMIN)
        assert (queries.balance("house:bank"), queries.balance("house:paid_twice")) == (-2 * fen, fen)
        assert list(sent_transfers.owed_back()) == [twice]
        assert one.claim.state == "closed"
        order = one.claim.purchase
        sums = order_sums.sums_of(order)
        assert (sums.gone_fen, sums.twice_fen, sums.sent_fen, sums.shop_fen) == (2 * fen, fen, 2 * fen, 0)
        row = TestStatement().line(one, f"{number} 退回多转", fen)
        assert remittances.matches([row], by=by(cast.QIAN, one))[row.pk].sent == twice
        gives(one, "transfer", row, number=twice.reference)
        gives(one, "agreement", row, who=cast.ADMIN)
        assert (queries.balance("house:bank"), queries.balance("house:paid_twice")) == (-fen, 0)
        assert not sent_transfers.owed_back().exists()
        assert (order_sums.sums_of(order).gone_fen, order_sums.sums_of(order).twice_fen) == (fen, 0)
        assert (one.claim.state, refund_of(one).state) == ("closed", "succeeded")
        assert list(timeline.verify()) == []

    def test_for_a_refund_that_waits_for_its_transfer_is_not_taken_for_a_second_one(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        sent_back(one, out)
        line = went(one, "ICBC20261130002", out.amount_fen, out.bill.number if out.bill else "")
        assert queries_of_lines.passes(line)


class TestMistyped:
    TRUE = "ICBC20261130007"

    def brought(self, one: Walked, out: Remittance, payer: str = "") -> Remittance:
        number = out.bill.number if out.bill else ""
        reads(one, {**went(one, self.TRUE, out.amount_fen, number), "payer": payer})
        return Remittance.objects.get(repeats=out)

    def test_reference_is_set_right_on_the_transfer_and_its_refund_and_no_money_moves(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        (told, _left) = queries_of_lines.what_went(
            [went(one, self.TRUE, out.amount_fen, out.bill.number if out.bill else "")], one.now
        )
        assert "是我方转账 ICBC20261130001" in told
        line, held = self.brought(one, out), queries.balance("house:bank")
        gives(one, "same", line)
        out.refresh_from_db()
        assert (out.state, out.reference, out.seen_date) == ("booked", self.TRUE, today(one))
        assert (line.state, refund_of(one).reference) == ("aside", self.TRUE)
        assert (queries.balance("house:bank"), queries.balance("house:paid_twice")) == (held, 0)
        (fact,) = timeline.facts_of(out.stream(), code="remittance.renumbered")
        assert (fact.facts["was"], fact.facts["reference"]) == (SLIP, self.TRUE)
        assert any(SLIP in said and self.TRUE in said for said in sentences(one)), "its buyer reads from which to which"
        assert list(timeline.verify()) == []

    def test_line_read_again_is_known_and_is_not_looked_at_again(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        line = self.brought(one, out)
        gives(one, "same", line)
        reads(one, went(one, self.TRUE, out.amount_fen, out.bill.number if out.bill else ""))
        assert Remittance.objects.filter(direction="back").count() == 2
        with pytest.raises(AnxinError):
            gives(one, "again", line)
        with pytest.raises(AnxinError):
            gives(one, "same", line)

    def test_is_said_of_none_that_a_statement_has_and_of_none_to_another(self, wechat: Scene) -> None:
        one, out = sent_out(wechat)
        Remittance.objects.filter(pk=out.pk).update(payer_sealed=vault.seal(remittances.PAYER, out.id, "陈晓燕"))
        line = self.brought(one, out, payer="王某")
        with pytest.raises(AnxinError):
            gives(one, "same", line)
        Remittance.objects.filter(pk=out.pk).update(payer_sealed="", seen_date=today(one))
        with pytest.raises(AnxinError):
            gives(one, "same", line)
        gives(one, "twice", line)


class TestMissing:
    def test_is_a_word_to_finance_and_its_answer_stands_on_the_claim(self, wechat: Scene) -> None:
        one, _out = sent_out(wechat)
        back = refund_of(one)
        told = {"payment": back, "text": "招行说没有这笔", "by": one.buyer, "now": one.now}
        acting(lambda: actions.say_missing(**told))  # type: ignore[arg-type]
        one.run()
        assert Notice.objects.filter(code="refund_missed").exists()
        assert queries.waiting(by(cast.QIAN, one)) == 1
        with pytest.raises(WrongState):
            acting(lambda: actions.say_missing(**told))  # type: ignore[arg-type]
        fresh = Payment.objects.select_related("bill").get(pk=back.pk)
        fields = {"text": "已查到，明天到账"}
        acting(lambda: PAYMENTS.give("answer", row=fresh, by=by(cast.QIAN, one), now=one.now, fields=fields))
        one.run()
        assert queries.waiting(by(cast.QIAN, one)) == 0
        assert Notice.objects.filter(code="claim_money_word").exists()
        told_on = timeline.read(one.claim.stream(), "customer", opened=("text",))
        assert [
            entry.private["text"].text
            for entry in told_on
            if (entry.code, entry.facts.get("answer")) == ("claims.refund_said", True)
        ] == ["已查到，明天到账"]


class TestReference:
    @pytest.mark.parametrize("written", ["hx0001", "ＨＸ０００１", "HX-0001", "HX 0001", "HX\u200b0001"])
    def test_is_known_however_it_is_written(self, wechat: Scene, written: str) -> None:
        one = decided(wechat, refused=True)
        who: Actor = by(cast.QIAN, one)
        told = {"way": "bank", "amount_fen": 100, "moved_date": today(one)}
        acting(lambda: take_down(Received(**told, reference="HX0001"), by=who, now=one.now))
        with pytest.raises(actions.ReferenceKnown):
            acting(lambda: take_down(Received(**told, reference=written), by=who, now=one.now))

    def test_that_was_let_in_twice_before_is_brought_along_and_known_once(self, wechat: Scene) -> None:
        one = decided(wechat, refused=True)
        who: Actor = by(cast.QIAN, one)
        for written in ("HX0001", "OTHER", "---x"):
            told = Received(way="bank", amount_fen=100, moved_date=today(one), reference=written)
            acting(lambda told=told: take_down(told, by=who, now=one.now))  # type: ignore[misc]
        Remittance.objects.filter(reference="OTHER").update(reference="hx-0001")
        Remittance.objects.update(plain=Concat(Value("old"), Cast("pk", CharField())))
        migration = import_module("anxin.domain.ledger.migrations.0019_plain_references")
        migration.fill(apps, SimpleNamespace(connection=connection))
        found = dict(Remittance.objects.values_list("reference", "plain"))
        assert (found["HX0001"], found["---x"]) == ("HX0001", "X")
        assert found["hx-0001"].startswith("HX0001#")
        with pytest.raises(actions.ReferenceKnown):
            acting(lambda: take_down(Received(**told_again(one)), by=who, now=one.now))


def told_again(one: Walked) -> dict[str, Any]:
    return {"way": "bank", "amount_fen": 100, "moved_date": today(one), "reference": "Hx 0001"}
