"""Somebody edits sums, answers, rulings, prices or hashes in their tables by SQL: the verifier names row and field."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from anxin.core import timeline, vault
from anxin.core.checkpoints import rows
from anxin.core.ids import uuid7
from anxin.core.streams.models import Entry
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Answer, Claim, ClaimLine, Decision, Seen
from anxin.domain.evidence.models import Examination
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.models import Difference, Statement, StatementLine
from anxin.domain.ledger.providers import ProviderLine as StatementLine_
from anxin.domain.ledger.rules.reconciliation import day_of
from anxin.domain.network.models import Authorisation
from anxin.domain.people import actions as people
from anxin.domain.people.actions import reveals
from anxin.domain.people.models import Party
from anxin.domain.quality import actions as quality
from anxin.domain.quality.actions.reviews import ReviewGiven
from anxin.domain.quality.models import Review
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Quote, QuoteLine, Repair, UsedPart
from anxin.domain.threads import actions as threads
from anxin.domain.threads.models import Message
from tests import builders, claim_builders
from tests.claim_builders import drawn, jpeg, sealed

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
OTHER: dict[str, Any] = {
    "kind": ["timeout", "offer", "install"],
    "remedy": ["refund", "exchange", "refuse"],
    "type": ["exchange", "return"],
    "reason": ["other", "broken", "quality"],
    "forum": ["platform"],
    "liable": ["platform"],
    "attention": ["high"],
    "what": ["returned"],
    "role": ["label", "close"],
}


def others(field: "models.Field[Any, Any]", value: Any) -> Iterator[Any]:
    """Yield what somebody could write in a field's place."""
    if field.name in OTHER:
        yield from (one for one in OTHER[field.name] if one != value)
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, max(0, value - 1))
    elif isinstance(value, datetime | date):
        yield from (value + timedelta(days=1), value - timedelta(days=1))
    elif isinstance(field, models.DateField):
        yield AT
    elif isinstance(field, models.IntegerField):
        yield 1
    elif isinstance(value, list):
        yield ["x"]
    elif isinstance(field, models.ForeignKey | models.UUIDField):
        yield uuid7()
    else:
        yield "x"
        yield from [""] if value else []


def written(model: type[models.Model], key: Any, field: "models.Field[Any, Any]", value: Any) -> bool:
    """Write one field past the house; False where the database refuses that."""
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(pk=key).update(**{field.attname: value}))
    except IntegrityError:
        return False


def deeds(witness: timeline.Witness) -> Iterator[tuple[Any, str]]:
    """Do one edit after another to rows of a model, each as if alone; yield the row and the field edited."""
    told = {name for fields in witness.told.values() for name in fields} - {"state"} | set(witness.homes.values())
    for row in witness.model._base_manager.order_by("pk")[:2]:
        for field in witness.model._meta.concrete_fields:
            if field.attname not in told or field.primary_key or field.attname == witness.key:
                continue
            for value in others(field, getattr(row, field.attname)):
                with transaction.atomic():
                    if written(witness.model, row.pk, field, value):
                        yield row, field.attname
                        transaction.set_rollback(True)
                        break


def named(model: type[models.Model], name: str) -> bool:
    """Return whether a row of a model is named with a field, where every row of the house is looked at."""
    told = [one.row for one in rows.rows_differ() if one.row.startswith(f"{model._meta.label_lower} ")]
    return any(name in one.partition(": ")[2].split(", ") for one in told)


def named_alone(model: type[models.Model], name: str) -> bool:
    """Return whether a row of a model is named with a field by what is declared of that model."""
    declared = [one for one in rows.witnesses() if one.model is model]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rows, "witnesses", lambda: declared)
        return named(model, name)


HIDDEN: dict[str, tuple[Callable[[], object], type[models.Model], str]] = {
    "another number of pieces": (lambda: ClaimLine.objects.update(quantity=9), Claim, "drawn"),
    "another look before who decided": (lambda: Seen.objects.update(outcome="not_possible"), Decision, "seen"),
    "a quote's price": (lambda: QuoteLine.objects.filter(amount_fen__gt=0).update(amount_fen=1), Quote, "drawn"),
    "a quote's choice": (lambda: QuoteLine.objects.filter(position=0).update(optional=True), Quote, "drawn"),
    "another part": (lambda: UsedPart.objects.update(serial="X1"), Repair, "parts"),
    "no part": (lambda: UsedPart.objects.all().delete()[0], Repair, "parts"),
    "another star": (lambda: Review.objects.update(stars={"skill": 1}), Review, "drawn"),
    "another day of a brand's word": (
        lambda: Authorisation.objects.update(to_date=date(2036, 1, 1)),
        Authorisation,
        "drawn",
    ),
    "a line of a statement": (lambda: StatementLine.objects.update(amount_fen=1), Statement, "drawn"),
    "a sum of a statement": (lambda: Statement.objects.update(paid_fen=1), Statement, "drawn"),
    "an end of a difference": (lambda: Difference.objects.update(ended_at=AT, end="explained"), Difference, "drawn"),
    "a sum of a difference": (lambda: Difference.objects.update(theirs_fen=1), Difference, "drawn"),
    "somebody else in a seat": (lambda: seated(), Party, "who"),
    "a seat that was left": (lambda: Party.objects.filter(role="merchant").update(to_at=AT), Party, "who"),
    "who wrote a message": (lambda: Message.objects.update(by_id="x"), Message, "by"),
    "another report of a picture": (lambda: reported(), Examination, "report"),
    "other words of the merchant": (lambda: answered(), Answer, "reason"),
}


def reported() -> int:
    """Write another report of what was seen in a picture."""
    row = Examination.objects.filter(state="done")[0]
    sealed_report = vault.seal("evidence.report", row.id, "{}")
    return Examination.objects.filter(pk=row.pk).update(report_sealed=sealed_report)


def seated() -> int:
    """Put a stranger in the buyer's seat."""
    thief = people.enrol(name="贼", phone="13800000666", now=AT)
    return Party.objects.filter(role="customer", stream_kind="claim").update(person=thief)


def answered() -> int:
    """Put other words in the merchant's mouth."""
    row = Answer.objects.get()
    return Answer.objects.filter(pk=row.pk).update(reason_sealed=vault.seal("claims.answer", row.id, "我同意"))


@pytest.fixture
def walked(now: datetime) -> claim_builders.Walked:
    """A repair to its end with a picture, and a claim with a picture, its ruling, accepted by the buyer, and paid."""
    repair = builders.a_repair(now=now, at="closed")
    photo, by = sealed(jpeg(drawn(7)), now=now), repair.customer
    repair.do(lambda: repairs.add_picture(repair=repair.repair, file=photo, by=by, now=repair.now))
    one = claim_builders.a_claim(now=now, at="decided", pictures=(jpeg(drawn(8)),))
    one.do(lambda: claims.accept(claim=one.claim, by=one.buyer, now=one.now))
    one.do(lambda: threads.post(stream=one.claim.stream(), text="谢谢", to=["desk"], by=one.buyer, now=one.now))
    one.wait(days=8)
    one.run()
    given = ReviewGiven(overall=5, stars={"skill": 5}, tags=(), words="好")
    repair.do(lambda: quality.review(repair=repair.repair, given=given, by=by, now=repair.now))
    line = StatementLine_(direction="in", number="n" * 32, reference="F1", amount_fen=5, fee_fen=0, at=one.now)
    one.do(lambda: ledger.keep_statement(provider="wechat", day=day_of(one.now), lines=[line], now=one.now))
    lin = one.by(cast.LIN)
    person, case = one.claim.buyer, one.claim.stream()
    asked = one.do(lambda: reveals.ask(person=person, stream=case, reason="客户要补发票", by=lin, now=one.now))
    one.do(lambda: reveals.agree(request=asked, by=one.by(cast.ADMIN), now=one.now))
    assert timeline.verify() == []
    return one


class TestRows:
    def test_edited_by_sql_are_named_with_each_field_a_fact_tells(self, walked: claim_builders.Walked) -> None:
        done: set[str] = set()
        unseen: list[str] = []
        for witness in rows.witnesses():
            for row, name in deeds(witness):
                done.add(f"{row._meta.label}.{name}")
                unseen += [] if named_alone(row._meta.model, name) else [f"{row._meta.label}.{name}"]
        assert unseen == []
        assert len(done) > 50, sorted(done)
        assert done >= {
            "claims.Claim.asked_fen",
            "claims.Answer.amount_fen",
            "claims.Answer.claim_id",
            "evidence.Link.stream_key",
            "claims.Decision.amount_fen",
            "claims.Payout.amount_fen",
            "evidence.Link.party_key",
            "repairs.Repair.covered",
            "repairs.Guarantee.until_date",
            "repairs.Picture.file",
            "visits.FieldPhoto.file",
            "visits.Appointment.from_at",
            "visits.CheckIn.distance_m",
            "visits.CheckIn.timing",
            "quality.Review.overall",
            "quality.Review.counts",
            "threads.Message.audience",
            "threads.Message.side",
            "repairs.Repair.urgent",
            "repairs.Repair.outcome",
            "repairs.Repair.wanted_from_at",
            "network.Authorisation.ended_at",
            "network.Authorisation.signature",
            "people.RevealRequest.until_at",
        }

        for deed, (act, model, name) in HIDDEN.items():
            with transaction.atomic():
                assert act(), deed
                assert named(model, name), deed
                transaction.set_rollback(True)
        assert timeline.verify() == []

    def test_that_are_made_up_or_taken_away_are_named(self, walked: claim_builders.Walked) -> None:
        answer = walked.claim.answers.get()
        copied = Answer.objects.get(pk=answer.pk)
        copied.pk, copied.kind, copied._state.adding = uuid7(), "agree", True
        copied.save(force_insert=True)
        walked.claim.payouts.get().delete()
        found = {one.row for one in timeline.verify()}
        assert found == {f"claims.answer {copied.pk}", f"claims.payout {payout_id(walked)}"}
        assert f"claims.answer {copied.pk}" in {one.row for one in rows.rows_differ(walked.claim.stream())}

    def test_of_a_version_that_told_less_are_no_finding(self, walked: claim_builders.Walked) -> None:
        """Such a claim's first fact names no buyer: what nobody wrote down then can't be compared."""
        first = Entry.objects.get(code="claim.submitted")
        first.facts.pop("customer")
        Entry.objects.filter(pk=first.pk).update(facts=first.facts)
        Entry.objects.filter(code="claims.heard").update(code="claims.noted")
        assert [one for one in rows.rows_differ() if one.row.startswith("claims.answer")] == []

    def test_are_compared_in_as_many_statements_however_many_there_are(
        self, walked: claim_builders.Walked, now: datetime
    ) -> None:
        with CaptureQueriesContext(connection) as few:
            list(rows.rows_differ())
        for _more in range(6):
            repair = builders.begin(builders.a_report(now=now), now=now).until("accepted")
            assert repair.repair.state == "accepted"
        with CaptureQueriesContext(connection) as many:
            assert list(rows.rows_differ()) == []
        assert len(many) <= len(few) + 3


def payout_id(walked: claim_builders.Walked) -> str:
    """Return the id of the payout that the claim's facts tell of."""
    return str(Entry.objects.get(stream__key=str(walked.claim.id), code="claims.payout").facts["payout"])
