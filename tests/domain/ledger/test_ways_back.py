"""Money of a claim is told by the way it went, in record, dossier and document: ordered, refused, sent."""

import html
import json
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest

from anxin.core import providers, timeline, wording
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.evidence.queries import build
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import actions
from anxin.domain.ledger.actions import Received
from anxin.domain.ledger.actions.remittances import book_remittance, pay_out
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.people.queries import actors
from anxin.faces.ground import case_dossiers
from tests import builders
from tests.claim_builders import Walked, a_claim, a_purchase
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_money import FINANCE

SLIP = "ICBC20261130001"
SECOND = Actor(kind="staff", id="second", organisation="o", roles=frozenset({"finance"}))


def today(one: Scene) -> date:
    """Return the day of the scene where the house stands."""
    return one.now.astimezone(SHANGHAI).date()


def paid_in_shop(wechat: Scene, purchase: Purchase, *, refused: bool) -> Purchase:
    """Have an order be paid in its shop by a provider, which refuses to give anything of it back where it says so."""
    fen = purchase.freight_fen + sum(one.amount_fen for one in purchase.lines.all())
    Purchase.objects.filter(pk=purchase.pk).update(paid_reference=wechat.bank.sells("TS20261201", fen))
    purchase.refresh_from_db()
    wechat.bank.refuses_refunds = refused
    return purchase


def decided(wechat: Scene, *, refused: bool = False) -> Walked:
    """Return a claim about an order that was paid in its shop, whose money the provider was asked to give back."""
    one = a_claim(now=wechat.now, purchase=paid_in_shop(wechat, a_purchase(now=wechat.now), refused=refused))
    one.agree()
    one.run()
    return one


def refund_of(one: Walked) -> Payment:
    return Payment.objects.filter(direction="back", bill__stream_key=one.claim.purchase_id).latest("created_at", "id")


def by(member: cast.Member, one: Walked) -> Actor:
    return actors.actor_of_account(builders.account(member), now=one.now)


def slip(one: Walked, *, way: str = "bank", day: date | None = None, reference: str = SLIP) -> Received:
    back = refund_of(one)
    return Received(way=way, amount_fen=back.amount_fen, moved_date=day or today(one), reference=reference)


def written_down(one: Walked, told: Received) -> Remittance:
    return acting(lambda: pay_out(payment=refund_of(one), told=told, by=by(cast.QIAN, one), now=one.now))


def transferred(one: Walked, *, way: str = "bank", reference: str = SLIP) -> None:
    row = written_down(one, slip(one, way=way, reference=reference))
    acting(lambda: book_remittance(remittance=row, by=by(cast.ADMIN, one), now=one.now))
    one.run()


def looked_up(one: Walked, *, succeeded: bool) -> None:
    reference, who = "5030X" if succeeded else "", by(cast.QIAN, one)
    back = refund_of(one)
    acting(lambda: actions.clear(payment=back, succeeded=succeeded, reference=reference, by=who, now=one.now))
    one.run()


def sentences(one: Walked) -> list[str]:
    return [wording.sentence(fact.code, fact.facts) for fact in timeline.read(one.claim.stream())]


def pages(one: Walked) -> dict[str, Any]:
    with (
        build(case_dossiers.claim(one.claim, now=one.now, reader=None), now=one.now) as file,
        zipfile.ZipFile(file) as pack,
    ):
        found = {name: json.loads(pack.read(name)) for name in pack.namelist() if name.endswith(".json")}
        return found | {"document": plain(pack.read("卷宗.html").decode())}


def plain(document: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", document)).split())


class TestTransfer:
    def test_is_told_as_a_transfer_and_never_as_gone_back_the_way_it_was_paid(self, wechat: Scene) -> None:
        one = decided(wechat, refused=True)
        transferred(one)
        told = sentences(one)
        assert (one.claim.state, one.claim.outcome) == ("closed", "paid")
        assert any("已通过银行转账退给付款人" in said for said in told)
        assert not any("原路退回" in said for said in told)
        assert list(timeline.verify()) == []

    @pytest.mark.parametrize(("way", "said"), [("office", "以现金退给付款人"), ("other", "支付机构以外的其他方式")])
    def test_or_cash_or_another_way_is_told_as_that(self, wechat: Scene, way: str, said: str) -> None:
        one = decided(wechat, refused=True)
        transferred(one, way=way)
        assert any(said in each for each in sentences(one))
        assert said in pages(one)["document"]

    def test_stands_in_the_dossier_with_slip_day_and_both_persons(self, wechat: Scene) -> None:
        one = decided(wechat, refused=True)
        transferred(one)
        found = pages(one)
        _paid, refund, sums = found["money.json"]
        assert sums["house_fen"] == refund["amount_fen"]
        transfer = refund["transfer"]
        assert (refund["way"], refund["moved_at"], refund["refund_reference"]) == (
            "bank",
            today(one).isoformat(),
            "",
        )
        assert (transfer["slip"], transfer["state"]) == (SLIP, "booked")
        assert (transfer["registered_by"], transfer["agreed_by"]) == (by(cast.QIAN, one).key, by(cast.ADMIN, one).key)
        assert f"转账凭证号: {SLIP}" in found["document"]
        assert "支付机构退款单号" not in found["document"]
        assert refund["payment_reference"] == one.claim.purchase.paid_reference

    def test_that_waits_for_a_second_person_is_told_as_waiting(self, wechat: Scene) -> None:
        one = decided(wechat, refused=True)
        written_down(one, slip(one))
        found = pages(one)
        assert (found["money.json"][1]["way"], found["money.json"][1]["transfer"]["state"]) == ("", "proposed")
        assert "待第二人核对" in found["document"]

    def test_is_not_dated_before_it_was_ordered(self, wechat: Scene) -> None:
        one = decided(wechat, refused=True)
        before = today(one) - timedelta(days=1)
        with pytest.raises(Invalid) as refused:
            acting(
                lambda: pay_out(payment=refund_of(one), told=slip(one, day=before), by=by(cast.QIAN, one), now=one.now)
            )
        assert refused.value.facts["field"] == "moved_date"
        transferred(one)
        back = refund_of(one)
        assert back.moved_at is not None
        assert back.moved_at >= back.created_at


class TestRefusal:
    def test_is_a_fact_of_its_own_beside_the_order_and_stays(self, wechat: Scene) -> None:
        one = decided(wechat, refused=True)
        codes = [fact.code for fact in timeline.read(one.claim.stream())]
        assert codes[codes.index("claims.payout") :] == ["claims.payout", "claims.money_unsent"]
        transferred(one)
        found = pages(one)
        (unsent,) = found["money.json"][1]["unsent"]
        assert (unsent["refused_by"], unsent["said"]) == ("wechat", "NO_AUTH")
        assert "微信支付拒绝退款" in found["document"]
        assert "NO_AUTH" in found["document"]
        assert "by hand" not in found["document"]
        assert not any("已发出" in said for said in sentences(one))

    def test_stays_told_once_finance_sent_it_again(self, wechat: Scene) -> None:
        one = decided(wechat, refused=True)
        acting(
            lambda: actions.clear(
                payment=refund_of(one), succeeded=False, reference="", by=by(cast.QIAN, one), now=one.now
            )
        )
        one.run()
        wechat.bank.refuses_refunds = False
        acting(lambda: claims.pay_again(claim=one.claim, by=by(cast.QIAN, one), now=one.now))
        one.run()
        found = pages(one)
        _paid, first, second, _sums = found["money.json"]
        assert [each["fact"] for each in first["unsent"]] == ["claims.money_unsent", "claims.money_failed"]
        assert (first["state"], first["way"], first["refund_reference"]) == ("failed", "", "")
        assert (second["state"], second["way"], second["unsent"]) == ("succeeded", "back", [])

    def test_of_nobody_who_was_asked_says_why_none_was(self, wechat: Scene) -> None:
        acting(lambda: providers.end(wechat.bank.name, now=wechat.now))
        one = decided(wechat)
        assert any("这家支付机构没有接入" in said for said in sentences(one))
        assert pages(one)["money.json"][1]["unsent"][0]["why_unsent"] == "not_set_up"


class TestGoneBack:
    def test_bears_the_provider_s_own_number_of_the_refund_and_the_payment_s(self, wechat: Scene) -> None:
        one = decided(wechat)
        back = refund_of(one)
        assert back.refund_reference == f"50300{back.number[:20]}"
        found = pages(one)
        refund = found["money.json"][1]
        assert refund["refund_reference"] == back.refund_reference
        assert refund["payment_reference"] == one.claim.purchase.paid_reference
        assert f"支付机构退款单号: {back.refund_reference}" in found["document"]
        assert any("已原路退回" in said for said in sentences(one))

    def test_with_another_number_of_the_refund_than_was_told_is_found(self, wechat: Scene) -> None:
        one = decided(wechat)
        Payment.objects.filter(pk=refund_of(one).pk).update(refund_reference="50300X")
        assert f"ledger.payment {refund_of(one).pk}" in [found.row for found in timeline.verify()]

    def test_by_finance_s_hand_where_it_was_paid_is_told_as_that(self, wechat: Scene) -> None:
        one = decided(wechat, refused=True)
        acting(
            lambda: actions.clear(
                payment=refund_of(one), succeeded=True, reference="5030X", by=by(cast.QIAN, one), now=one.now
            )
        )
        one.run()
        assert any("由财务人工在原付款处退回" in said for said in sentences(one))
        assert pages(one)["money.json"][1]["way"] == "hand"


class TestOfARepair:
    def test_is_told_on_its_case_by_the_way_it_went_and_who_refused(self, wechat: Scene) -> None:
        wechat.paid()
        wechat.bank.moods.append("gone")
        back = wechat.give_back(4000)
        told = Received(way="bank", amount_fen=4000, moved_date=today(wechat), reference=SLIP)
        row = acting(lambda: pay_out(payment=back, told=told, by=FINANCE, now=wechat.now))
        acting(lambda: book_remittance(remittance=row, by=SECOND, now=wechat.now))
        said = [wording.sentence(fact.code, fact.facts) for fact in timeline.read(back.stream())]
        assert any("微信支付拒绝退款 ¥40.00" in one for one in said)
        assert any("¥40.00 已通过银行转账退给付款人" in one for one in said)
        assert not any("原路退回" in one for one in said)


class TestOrder:
    def test_that_was_paid_in_its_shop_is_never_said_to_be_paid_by_play_money(self, wechat: Scene) -> None:
        one = decided(wechat)
        found = pages(one)
        paid = found["money.json"][0]
        number = one.claim.purchase.paid_reference
        assert (paid["what"], paid["where"], paid["way"], paid["reference"]) == ("paid", "shop", "unknown", number)
        assert "fake" not in json.dumps([found["money.json"], found["case.json"]])
        assert "fake" not in found["document"]
        assert "在下单的店铺付款" in found["document"]
