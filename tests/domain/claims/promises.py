"""What no walk may break, whoever tries what in which order: on a claim at any moment, and at the end of all."""

from datetime import datetime, timedelta

from anxin.core import clocks, timeline
from anxin.core.actors import Actor
from anxin.core.queues.models import LaterTask
from anxin.domain.claims import queries
from anxin.domain.claims.models import Answer, Claim, Decision
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.models import Capture
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.insight import queries as insight
from anxin.domain.insight import tasks as figures
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill, Payment, Transfer
from anxin.domain.people.models import Account
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR

JUDGED = ("reviewed", "appealed")
HEARD = ("claim.contest", "claim.time_out", "claim.offer", "claim.agree", "claim.miss_parcel", "claim.miss_address")


def claim_holds(row: Claim) -> None:
    """Check all that must hold of a claim at any moment, but for the chain."""
    bill = ledger.latest(stream_of(row.purchase))
    assert bill is not None
    assert bill.refunded_fen + bill.reserved_fen <= bill.paid_fen
    facts = timeline.read(row.stream())
    heard = [one.at for one in facts if one.code in HEARD]
    decisions = list(row.decisions.order_by("created_at"))
    for one in decisions:
        _gates_were_open(row, one)
        if one.kind in JUDGED:
            assert any(at <= one.created_at for at in heard) or row.answers.filter(kind="contest").exists()
            _judged_by_another(row, one)
        else:
            assert one.remedy != "refuse"
        if one.state not in ("proposed", "sent_back") and one.second_why:
            assert one.confirmed_by not in ("", one.decided_by)
        if one.kind == "appealed":
            assert one.replaces is not None or one.state == "sent_back"
            assert one.decided_by not in (one.first_by, one.replaces.confirmed_by if one.replaces else "")
    _carried_out(row, decisions)
    for clock in clocks.Clock.objects.filter(stream_kind="claim", stream_key=str(row.id)):
        clock_holds(clock, facts)


def _gates_were_open(row: Claim, one: Decision) -> None:
    assert Answer.objects.filter(claim=row, at__lte=one.created_at).exists(), "nobody was heard"
    seen = list(one.seen.select_related("examination"))
    assert len(seen) == one.pictures == one.examined
    assert all(item.outcome in ("done", "not_possible") for item in seen)
    assert one.reason_sealed
    looks = Capture.objects.filter(challenge__stream_key=row.id, created_at__lt=one.created_at)
    assert all(look.ended_at and look.ended_at <= one.created_at for look in looks), "a capture nobody looked at"
    if one.given_at is not None:
        there = {link.label for link, _ in evidence.outcomes(row.stream()) if link.linked_at < one.given_at}
        assert there <= {item.label for item in seen}, "evidence that nobody saw"


def _judged_by_another(row: Claim, one: Decision) -> None:
    """Neither who decided nor who confirmed is of a party's unit, the buyer, or who drafted the answer."""
    units = {str(row.seller_id), str(row.platform_id or "")}
    for judge in {one.decided_by, one.confirmed_by} - {""}:
        kind, _, key = judge.partition(":")
        assert kind == "staff"
        account = Account.objects.get(id=key)
        assert account.person_id != row.buyer_id
        assert not units & {str(role.organisation_id) for role in account.roles.all()}
        assert not row.answers.filter(by=judge, at__lte=one.created_at).exists()
    assert one.unit not in units


def _carried_out(row: Claim, decisions: list[Decision]) -> None:
    standing = [one for one in decisions if one.state == "final"]
    if row.payouts.exists():
        assert row.statutory or standing, "money without a decision that stands"
    if row.outcome == "refused":
        assert any(one.remedy == "refuse" for one in standing)
    if row.state in ("decided", "executing"):
        assert decisions or row.statutory
    assert [one.state for one in decisions].count("given") <= 1


def clock_holds(clock: clocks.Clock, facts: list[timeline.EntryView]) -> None:
    """A clock is met, missed, stopped, paused with its proof, or it runs."""
    assert clock.met_at is None or clock.stopped_at is None, clock.kind
    pauses = list(clock.pauses.all())
    known = {one.id: one for one in facts}
    for one in pauses:
        assert known[one.proof_id].at >= clock.started_at
    ended = clock.met_at or clock.stopped_at
    assert (clock.paused_since is not None and not ended) == any(one.until_at is None for one in pauses), clock.kind
    if clock.missed_at is not None:
        assert clock.missed_at >= clock.due_at
        told = [one for one in facts if one.code == "clock.missed" and one.facts["clock"] == clock.kind]
        assert any(one.at == clock.missed_at for one in told), f"{clock.kind} missed without a fact"


def nothing_waits_for_nobody(row: Claim) -> None:
    """After all clocks have run: a claim is over, or it waits for a person who was told so, its platform, or money."""
    if row.state in ("closed", "withdrawn"):
        assert row.outcome
        assert not clocks.open_clocks(row.stream()).exists()
        assert not row.disputes.filter(state__in=["opened", "assigned"]).exists()
        assert not row.appeals.filter(state__in=["opened", "assigned"]).exists()
        assert not row.decisions.filter(state="proposed").exists()
        return
    if row.state == "review":
        assert queries.hearing_of(row) is not None, "a review nobody was asked for"
    elif row.state == "executing":
        given = queries.decision_in_force(row)
        paying = given is None or given.remedy in ("refund_only", "refund_part", "return")
        waits = paying and row.payouts.filter(payment__state="failed").exists()
        assert waits or is_repaired(row), "carried out by nobody"
    elif row.forum == Claim.Forum.PLATFORM and row.state == "merchant_answer":
        assert queries.last_answer(row) is not None, "before a platform with no answer"
        assert not clocks.open_clocks(row.stream()).exists()
    else:
        assert row.state == "outcome_taken", f"{row.number} stands still in {row.state}"


def is_repaired(row: Claim) -> bool:
    """Return whether a decided repair is under way, with a clock that is looked at."""
    repair = Repair.objects.filter(number=row.repair_number).exclude(state__in=REPAIR.ends).first()
    clock = clocks.Clock.objects.filter(stream_kind="claim", stream_key=row.id, kind="claims.repair", stopped_at=None)
    return repair is not None and clock.exists()


def ledger_is(books: dict[str, tuple[str, int, bool]]) -> None:
    """The ledger says what the provider's statement says, payment by payment and in sum: `key → (way, fen, moved)`."""
    asked = Payment.objects.exclude(key__startswith="paid:").exclude(state="intended")
    assert {one.key: (one.direction, one.amount_fen) for one in asked} == {
        key: (way, fen) for key, (way, fen, _moved) in books.items()
    }
    for one in asked:
        moved = books[one.key][2]
        assert one.state == ("succeeded" if moved else "failed"), f"{one.key}: {one.state}"
        posted = set(Transfer.objects.filter(payment=one).values_list("state", flat=True))
        assert posted == {"posted" if moved else "void"}
        assert Transfer.objects.filter(key=f"credit:{one.key}").count() == int(moved)
    for bill in Bill.objects.all():
        back = [one for one in asked if one.bill_id == bill.id and books[one.key][2]]
        assert (bill.refunded_fen, bill.reserved_fen) == (sum(one.amount_fen for one in back) + elsewhere(bill), 0)
        assert bill.refunded_fen <= bill.paid_fen
    paid = sum(Bill.objects.values_list("paid_fen", flat=True))
    gone = sum(fen for way, fen, moved in books.values() if moved)
    assert ledger.balance("provider:fake") == paid - gone - sum(elsewhere(bill) for bill in Bill.objects.all())


def elsewhere(bill: Bill) -> int:
    """Give what of a bill a platform has given back, less what came in again."""
    moved = Transfer.objects.filter(bill=bill, reversed_by=None, key__startswith="elsewhere:")
    return sum(one.amount_fen * (1 if one.reason == "gone_elsewhere" else -1) for one in moved)


def figures_are_those_of_the_ledger(by: Actor, *, now: datetime) -> None:
    """What the page of figures says was paid out, with what finance gave back by hand, is what left the ledger."""
    scope = insight.Scope(from_date=now.date() - timedelta(days=400), to_date=now.date())
    figures.gather.func(now=now)
    sums = insight.money(insight.sums(by, scope=scope))
    paid_out, by_hand = sums["paid_out"], sums["by_hand"]
    there = sum(elsewhere(bill) for bill in Bill.objects.all())
    assert paid_out + by_hand + there == sum(Bill.objects.values_list("refunded_fen", flat=True))


def nothing_died() -> None:
    """No task gave up."""
    assert list(LaterTask.objects.filter(state="dead").values_list("name", "error")) == []
