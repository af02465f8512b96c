"""Somebody edits a decision past the house: the verifier names it, and money goes once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from anxin.commands import timeline as command
from anxin.core import later, timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.core.ids import uuid7
from anxin.core.streams.models import Entry
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Decision
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.models import Bill
from tests import claim_builders
from tests.races import line

EDITS: dict[str, Callable[[Decision], dict[str, Any]]] = {
    "less money": lambda _row: {"amount_fen": 1},
    "another remedy": lambda _row: {"remedy": "refuse", "amount_fen": 0},
    "another liable": lambda _row: {"liable": "platform"},
    "other rules": lambda _row: {"rules_version": "v0"},
    "somebody else": lambda _row: {"decided_by": "staff:nobody"},
    "it stands already": lambda _row: {"state": "final"},
    "another reason": lambda row: {"reason_sealed": vault.seal("claims.reason", row.id, "改过的理由")},
    "other facts": lambda row: {"found_sealed": vault.seal("claims.found", row.id, '[["没有裂纹", ["B1"]]]')},
    "noise": lambda _row: {"reason_sealed": "v1|x|y|z"},
}


@pytest.mark.django_db
class TestEdited:
    def test_is_named_with_its_claim(self, contested: Any, capsys: pytest.CaptureFixture[str]) -> None:
        contested.propose()
        row = contested.decision
        assert timeline.verify() == []
        for name, edit in EDITS.items():
            Decision.objects.filter(pk=row.pk).update(**edit(row))
            (found,) = timeline.verify()
            assert (found.code, found.stream) == ("timeline.row_differs", contested.claim.stream()), name
            assert str(row.id) in str(found), name
            assert timeline.verify_stream(contested.claim.stream()) == found, name
            assert command.report() == 1, name
            assert str(row.id) in capsys.readouterr().out, name
            row.save()
        assert timeline.verify() == []

    def test_that_is_gone_is_named(self, contested: Any) -> None:
        contested.propose()
        row = contested.decision
        row.seen.all().delete()
        Decision.objects.filter(pk=row.pk).delete()
        assert [str(row.id) in one.row for one in timeline.verify()] == [True]

    def test_that_nobody_made_is_named(self, contested: Any) -> None:
        contested.propose()
        row = contested.decision
        copy = Decision.objects.get(pk=row.pk)
        copy.pk, copy.state, copy._state.adding = uuid7(), "replaced", True
        copy.save(force_insert=True)
        assert [str(copy.pk) in one.row for one in timeline.verify()] == [True]

    def test_along_with_its_fact_is_named_too(self, contested: Any) -> None:
        contested.propose()
        row = contested.decision
        Decision.objects.filter(pk=row.pk).update(amount_fen=1)
        fact = Entry.objects.get(code="decision.proposed", stream__key=str(contested.claim.id))
        Entry.objects.filter(pk=fact.pk).update(facts={**fact.facts, "amount_fen": 1})
        assert "timeline.changed" in [one.code for one in timeline.verify()]

    def test_second_person_forged_is_named(self, contested: Any) -> None:
        contested.propose(claim_builders.refuse(fraud_said=True))
        Decision.objects.filter(pk=contested.decision.pk).update(
            confirmed_by=contested.by(cast.QIAO).key, state="given"
        )
        assert [one.code for one in timeline.verify()] == ["timeline.row_differs"]


@pytest.mark.django_db(transaction=True)
class TestTwoRefunds:
    def test_at_once_never_exceed_what_was_paid(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        bill = bills.latest(stream_of(one.claim.purchase))
        assert bill is not None
        finance = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance"}))

        def refund(key: str) -> Callable[[], object]:
            mine = Bill.objects.get(pk=bill.pk)
            return lambda: ledger.refund(bill=mine, amount_fen=20000, reason="双花", key=key, by=finance, now=one.now)

        with line(2) as race:
            outcomes = race.run(refund("a"), refund("b"))
        assert sorted(outcome.won for outcome in outcomes) == [False, True]
        assert isinstance(next(outcome.refusal for outcome in outcomes if not outcome.won), AnxinError)
        later.run_due(one.now)
        bill.refresh_from_db()
        assert (bill.refunded_fen, bill.reserved_fen) == (20000, 0)

    def test_of_a_claim_and_of_finance_at_once_don_t_either(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="decided")
        bill = bills.latest(stream_of(one.claim.purchase))
        assert bill is not None
        finance = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance"}))
        mine = Bill.objects.get(pk=bill.pk)
        row = claims_row(one)
        with line(2) as race:
            race.run(
                lambda: claims.accept(claim=row, by=one.buyer, now=one.now),
                lambda: ledger.refund(bill=mine, amount_fen=9000, reason="双花", key="x", by=finance, now=one.now),
            )
        one.wait(days=8)
        later.run_due(one.now)
        bill.refresh_from_db()
        one.read()
        assert (one.claim.state, bill.refunded_fen, bill.reserved_fen) == ("closed", bill.paid_fen, 0)
        assert "claims.paid_before" in [fact.code for fact in timeline.read(one.claim.stream())]

    def test_after_everything_was_given_back_closes_without_money(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="decided")
        bill = bills.latest(stream_of(one.claim.purchase))
        assert bill is not None
        finance = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance"}))
        one.do(lambda: ledger.refund(bill=bill, amount_fen=26800, reason="先退", key="y", by=finance, now=one.now))
        one.wait(days=8)
        assert (one.claim.state, one.claim.outcome, one.claim.payouts.count()) == ("closed", "paid", 0)

    def test_past_the_house_are_refused_by_the_database(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Bill.objects.filter(stream_key=str(one.claim.purchase_id)).update(refunded_fen=99999999)


def claims_row(one: claim_builders.Walked) -> Any:
    """Read the claim on a connection of one's own."""
    from anxin.domain.claims import queries

    return queries.claim_by_key(str(one.claim.id))
