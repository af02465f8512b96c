"""What a gone merchant owes by a decision is charged to who pays it, to the fen, once; anew where that was wrong."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.utils import translation

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.commands import ShownOtherwise
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast, ground
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions.execution import money_moved
from anxin.domain.claims.commands.payers import PAID_FOR
from anxin.domain.claims.models import Decision
from anxin.domain.claims.queries.payers import NobodyPays, paid_for, paid_for_decision, unsaid_payers
from anxin.domain.claims.tasks import catch_up
from anxin.domain.ledger.models import Transfer
from anxin.domain.ledger.queries.accounts import account_statement, open_account_statement, open_accounts
from anxin.domain.notices import queries as notices
from anxin.domain.notices.models import Notice
from anxin.domain.opening.commands.houses import HOUSES
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from tests import builders
from tests.claim_builders import Walked, a_claim, refund

pytestmark = pytest.mark.django_db(transaction=True)


def house() -> Organisation:
    return people.organisation(cast.MERCHANT.slug)


def silent(one: Walked, paid_by: str) -> None:
    fields = {"paid_by": paid_by, "why": "电话停机，办公地点已空"}
    acting(lambda: HOUSES.give("silence", row=house(), by=one.by(cast.ADMIN), now=one.now, fields=fields))


def decided(now: datetime, *, paid_by: str = "deposit", final: bool = True, lays: bool = True) -> Walked:
    """Have a claim decided against a merchant that answers nothing; its money goes back once that stands."""
    if lays:
        ground.lay(now=now)
    one = a_claim(now=now)
    silent(one, paid_by)
    one.wait(hours=49)
    one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
    one.propose(refund(one.claim.asked_fen))
    if final:
        one.wait(days=12)
        one.run()
        assert one.claim.state == "closed"
    return one


def give(one: Walked, name: str, *, by: cast.Member = cast.QIAN, **fields: object) -> Decision:
    row = paid_for_decision(one.claim.number, actor=one.by(by))
    read = PAID_FOR.shown(name, row, now=one.now)
    acting(lambda: PAID_FOR.give(name, row=row, by=one.by(by), now=one.now, fields=fields, read=read))
    row.refresh_from_db()
    return row


def paid(one: Walked, **fields: object) -> Decision:
    moved = {"way": "bank", "moved_date": one.now.date() - timedelta(days=1), "reference": "ICBC-20261", **fields}
    return give(one, "payment", **moved)


def stands_at(account: str) -> int:
    """Return what came to an account less what left it."""
    posted = Transfer.objects.filter(state="posted")
    came = sum(one.amount_fen for one in posted if one.debit == account)
    return came - sum(one.amount_fen for one in posted if one.credit == account)


def own() -> str:
    return f"organisation:{house().pk}"


def _told() -> QuerySet[Notice]:
    return Notice.objects.filter(code__startswith="payer_charged").order_by("at", "id")


class TestCharge:
    def test_is_posted_against_who_pays_with_the_money_and_leaves_the_merchant_even(self, now: datetime) -> None:
        one = decided(now, final=False)
        was = stands_at(own())
        assert stands_at("house:deposits") == 0
        one.wait(days=12)
        one.run()
        fen = one.claim.asked_fen
        assert (stands_at("house:deposits"), stands_at(own())) == (fen, was)
        (line,) = paid_for(one.by(cast.QIAN), limit=9)
        assert (line.charged_fen, line.payer) == (fen, "deposit")
        assert not list(timeline.verify())

    def test_is_told_once_to_who_keeps_the_money_and_to_whose_deposit_it_is(self, now: datetime) -> None:
        one = decided(now)
        one.run()
        who = {(row.code, str(row.account)): row.facts["amount_fen"] for row in _told()}
        finance, owner = (builders.account(who) for who in (cast.QIAN, cast.MERCHANT_OWNER))
        assert who["payer_charged", str(finance)] == one.claim.asked_fen
        assert who["payer_charged_yours", str(owner)] == one.claim.asked_fen
        with translation.override("en"):
            assert "was charged to its deposit" in notices.inbox(one.by(cast.QIAN)).rows[0].text
        count = _told().count()
        give(one, "payer", payer="platform", why="保证金由平台代管")
        one.run()
        assert {row.code for row in _told()[count:]} == {"payer_charged"}, "the deposit is no longer charged"

    def test_is_once_however_often_it_is_told_that_the_money_went(self, now: datetime) -> None:
        one = decided(now)
        payment = one.claim.payouts.get().payment
        facts = timeline.facts_of(payment.stream(), code="payment.succeed")
        fact = next(told for told in facts if told.facts["row"] == str(payment.pk))
        acting(lambda: money_moved(fact=fact, now=one.now))
        catch_up.func(now=one.now)
        assert Transfer.objects.filter(reason="borne").count() == 1

    @pytest.mark.parametrize(("paid_by", "account"), [("platform", "outside:platform"), ("deposit", "house:deposits")])
    def test_stands_in_the_account_and_the_month_that_finance_reads(
        self, now: datetime, paid_by: str, account: str
    ) -> None:
        one = decided(now, paid_by=paid_by)
        qian = one.by(cast.QIAN)
        assert {line.name: line.fen for line in open_accounts(qian)}[account] == one.claim.asked_fen
        month = open_account_statement(account, actor=qian, month=one.now.date().replace(day=1))
        assert [(line.reason, line.came_fen) for line in month.movements] == [("borne", one.claim.asked_fen)]

    def test_of_who_runs_the_service_is_borne_by_it_and_waits_for_nobody(self, now: datetime) -> None:
        one = decided(now, paid_by="operator")
        assert stands_at(f"organisation:{one.claim.operator_id}") == one.claim.asked_fen
        assert paid_for(one.by(cast.QIAN), limit=9) == []
        with pytest.raises(AnxinError):
            paid(one)

    def test_of_an_earlier_version_is_made_up_for_by_itself(self, now: datetime) -> None:
        one = decided(now)
        Transfer.objects.filter(reason="borne").delete()
        Decision.objects.update(charged_fen=0)
        catch_up.func(now=one.now)
        catch_up.func(now=one.now)
        assert stands_at("house:deposits") == one.claim.asked_fen
        assert one.decision.charged_fen == one.claim.asked_fen


class TestPayment:
    def test_ends_what_is_asked_for_and_is_booked_where_it_came_in(self, now: datetime) -> None:
        one = decided(now)
        row = paid(one)
        assert row.payer_paid_at == one.now
        assert (stands_at("house:deposits"), stands_at("house:bank")) == (0, one.claim.asked_fen)
        assert paid_for(one.by(cast.QIAN), limit=9) == []
        with pytest.raises(AnxinError):
            paid(one)
        with pytest.raises(AnxinError):
            give(one, "payer", payer="platform", why="搞错了")
        assert Transfer.objects.filter(reason="borne_paid").count() == 1
        assert not list(timeline.verify())

    def test_is_taken_back_by_another_and_comes_once_more_to_the_fen(self, now: datetime) -> None:
        one = decided(now)
        paid(one)
        with pytest.raises(AnxinError):
            give(one, "unpaid", why="看错了流水")  # who wrote it down
        row = give(one, "unpaid", by=cast.ADMIN, why="看错了流水，钱没到")
        assert row.payer_paid_at is None
        assert (stands_at("house:deposits"), stands_at("house:bank")) == (one.claim.asked_fen, 0)
        (line,) = paid_for(one.by(cast.QIAN), limit=9)
        assert line.charged_fen == one.claim.asked_fen
        told = timeline.facts_of(one.claim.stream(), code="claims.payer_unpaid")
        assert [(fact.actor_kind, fact.facts["amount_fen"]) for fact in told] == [("staff", one.claim.asked_fen)]
        one.run()
        assert Notice.objects.filter(code="payer_unpaid", account=builders.account(cast.QIAN)).exists()
        assert paid(one, reference="ICBC-20262").payer_paid_at == one.now
        assert (stands_at("house:deposits"), stands_at("house:bank")) == (0, one.claim.asked_fen)
        assert not list(timeline.verify())

    def test_is_taken_back_within_thirty_days(self, now: datetime) -> None:
        one = decided(now)
        paid(one)
        one.now += timedelta(days=31)
        with pytest.raises(AnxinError):
            give(one, "unpaid", by=cast.ADMIN, why="太晚了")

    def test_of_a_day_ahead_is_refused(self, now: datetime) -> None:
        one = decided(now)
        with pytest.raises(Invalid):
            paid(one, moved_date=one.now.date() + timedelta(days=2))

    def test_is_written_down_by_finance_alone(self, now: datetime) -> None:
        one = decided(now)
        with pytest.raises(NobodyPays):
            give(one, "payer", by=cast.LIN, payer="platform", why="不该由我说")


class TestCorrection:
    def test_reverses_the_charge_and_charges_another_to_the_fen(self, now: datetime) -> None:
        one = decided(now)
        was, fen = stands_at(own()), one.claim.asked_fen
        for payer, account in (("platform", "outside:platform"), ("deposit", "house:deposits")):
            row = give(one, "payer", payer=payer, why="保证金由平台代管")
            assert (row.payer, row.charged_fen) == (payer, fen)
            assert stands_at(account) == fen
        assert (stands_at("outside:platform"), stands_at(own())) == (0, was)
        assert one.view(one.buyer).decision.payer == "deposit"
        assert not list(timeline.verify())

    def test_said_twice_is_once(self, now: datetime) -> None:
        one = decided(now)
        for _turn in range(2):
            give(one, "payer", payer="platform", why="保证金由平台代管")
        assert Transfer.objects.filter(reason="borne").count() == 2
        assert stands_at("outside:platform") == one.claim.asked_fen

    def test_can_say_that_the_merchant_pays_itself_after_all(self, now: datetime) -> None:
        one = decided(now)
        was, fen = stands_at(own()), one.claim.asked_fen
        row = give(one, "payer", payer="merchant", why="商家重新营业，自行承担")
        assert (row.charged_fen, stands_at("house:deposits"), stands_at(own())) == (0, 0, was + fen)
        assert not unsaid_payers(one.by(cast.QIAN), limit=9)

    def test_refuses_who_is_none_that_pays(self, now: datetime) -> None:
        one = decided(now)
        with pytest.raises(Invalid):
            give(one, "payer", payer="nobody", why="写错")


def test_what_came_from_one_is_not_booked_as_another_s_said_meanwhile(now: datetime) -> None:
    one = decided(now)
    row = paid_for_decision(one.claim.number, actor=one.by(cast.QIAN))
    read = PAID_FOR.shown("payment", row, now=one.now)
    give(one, "payer", payer="platform", why="平台赔付")
    moved = {"way": "bank", "moved_date": one.now.date(), "reference": "DEPOSIT-1"}
    by = one.by(cast.QIAN)
    with pytest.raises(ShownOtherwise):
        acting(lambda: PAID_FOR.give("payment", row=row, by=by, now=one.now, fields=moved, read=read))


def test_of_an_exchange_that_became_money_the_money_is_paid(now: datetime) -> None:
    ground.lay(now=now)
    one = a_claim(now=now)
    silent(one, "deposit")
    one.wait(hours=49)
    one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
    one.propose(replace(refund(0), remedy="exchange"))
    while one.claim.state != "review":
        one.wait(days=3)
        one.run()
    one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
    one.propose(refund(one.claim.asked_fen))
    one.wait(days=12)
    one.run()
    assert Decision.objects.filter(state="final").count() == 2
    assert [line.amount_fen for line in paid_for(one.by(cast.QIAN), limit=9)] == [one.claim.asked_fen]
    assert paid(one).remedy == "refund_only"
    assert paid_for(one.by(cast.QIAN), limit=9) == []


class TestUnsaid:
    def test_waits_for_finance_and_is_charged_once_it_says_who_pays(self, now: datetime) -> None:
        one = decided(now)
        give(one, "payer", payer="merchant", why="x")
        Decision.objects.update(payer="")
        (line,) = unsaid_payers(one.by(cast.QIAN), limit=9)
        assert line.number == one.claim.number
        row = give(one, "payer", payer="deposit", why="旧版本未记")
        assert row.charged_fen == one.claim.asked_fen
        assert not unsaid_payers(one.by(cast.QIAN), limit=9)

    def test_are_none_that_stood_before_the_merchant_was_gone(self, now: datetime) -> None:
        ground.lay(now=now)
        one = a_claim(now=now, at="closed")
        one.now += timedelta(days=1)
        silent(one, "deposit")
        assert not unsaid_payers(one.by(cast.QIAN), limit=9)
        with pytest.raises(NobodyPays):
            paid_for_decision(one.claim.number, actor=one.by(cast.QIAN))


def test_the_dossier_tells_who_was_charged_and_that_he_paid(now: datetime) -> None:
    one = decided(now)
    give(one, "payer", payer="platform", why="保证金由平台代管")
    paid(one)
    money = queries.dossier(one.claim, now=one.now).pages["money"]
    borne = [line for line in money if line["what"] == "borne"]  # type: ignore[index,union-attr]
    told = [(line["account"], bool(line["reversed_at"]), bool(line["paid_at"])) for line in borne]  # type: ignore[index,union-attr]
    assert told == [("house:deposits", True, False), ("outside:platform", False, True)]


def test_what_the_deposit_bears_is_what_its_buyer_got_and_its_merchant_s_statement_says(now: datetime) -> None:
    one = decided(now)
    one.read()
    told = sum(each.amount_fen for each in one.view(one.buyer).payouts if each.state == "succeeded")
    month = Transfer.objects.latest("settled_at").settled_at or one.now
    finance = open_account_statement("house:deposits", actor=one.by(cast.QIAN), month=month.date())
    merchant = account_statement(one.by(cast.MERCHANT_OWNER), month=month.date())
    assert sum(each.went_fen for each in merchant.over_provider) == told > 0
    assert finance.came_fen - finance.went_fen in (told, -told)
