"""Statements against our books: 10,000 payments, 200 of them disturbed, every one found and named, none beside."""

import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.core.ids import uuid7
from anxin.core.queues.models import LaterTask
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger import actions, queries, rules
from anxin.domain.ledger.commands import DIFFERENCES
from anxin.domain.ledger.models import Bill, Difference, Payment, Transfer
from anxin.domain.ledger.providers import PaymentAnswer, ProviderLine
from anxin.domain.ledger.rules.reconciliation import FoundDifference
from anxin.domain.ledger.rules.situation import may_give_back
from tests.domain.ledger.test_money import FINANCE, a_bill

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 23, tzinfo=SHANGHAI)
KINDS = ("missing_there", "missing_here", "wrong_sum", "double", "refund_missing", "other_day", "not_settled")


def books(bill: Bill, count: int, name: str = "test", *, provider: str = "wechat") -> list[Payment]:
    """Write payments and refunds of one day into our books, without the walk that leads there."""
    chance = Random(7)
    rows = []
    for n in range(count):
        at = DAY + timedelta(seconds=chance.uniform(3600, 82000))
        back = n % 10 == 9
        rows.append(
            Payment(
                id=uuid7(),
                bill=bill,
                direction="back" if back else "in",
                amount_fen=chance.randrange(1, 200_000),
                provider=provider,
                method="native",
                key=f"{name}:{n}",
                state="succeeded",
                moved_at=at,
                created_at=at,
                updated_at=at,
            )
        )
    return Payment.objects.bulk_create(rows, batch_size=1000)


def line(row: Payment, *, fen: int = 0, at: datetime | None = None) -> ProviderLine:
    return ProviderLine(
        direction=str(row.direction),
        number=row.id.hex,
        reference=f"42{row.id.hex[:20]}",
        amount_fen=fen or row.amount_fen,
        fee_fen=row.amount_fen * 6 // 1000,
        at=at or row.moved_at or row.created_at,
    )


def disturbed(rows: list[Payment], each: int) -> tuple[list[ProviderLine], list[ProviderLine], dict[str, str]]:
    """Return the statements of the day and the next, and what has to be found: number → kind."""
    chance = Random(11)
    ours_in = [one for one in rows if one.direction == "in"]
    chosen = iter(chance.sample(ours_in, 5 * each))
    backs = chance.sample([one for one in rows if one.direction == "back"], each)
    gone = {next(chosen).id: "missing_there" for _ in range(each)}
    wrong = {next(chosen).id for _ in range(each)}
    double = {next(chosen).id for _ in range(each)}
    late = [next(chosen) for _ in range(each)]
    lost = [next(chosen) for _ in range(each)]
    gone |= {one.id: "refund_missing" for one in backs}
    for row in late:
        row.moved_at = DAY + timedelta(hours=23, minutes=59, seconds=58)
    for row in lost:
        row.state = "failed"
        row.moved_at = None
    Payment.objects.bulk_update([*late, *lost], ["moved_at", "state"], batch_size=500)
    here, beside = [], []
    for row in rows:
        if row.id in gone:
            continue
        if row in late:
            beside.append(line(row, at=DAY + timedelta(days=1, seconds=3)))
            continue
        here.append(line(row, fen=row.amount_fen + chance.choice((-1, 1)) if row.id in wrong else 0))
        here += [line(row)] if row.id in double else []
    foreign = [line(Payment(id=uuid7(), direction="in", amount_fen=990, created_at=DAY)) for _ in range(each)]
    expected = {key.hex: kind for key, kind in gone.items()}
    expected |= {key.hex: "wrong_sum" for key in wrong} | {key.hex: "double" for key in double}
    expected |= {one.id.hex: "other_day" for one in late} | {one.id.hex: "not_settled" for one in lost}
    expected |= {one.number: "missing_here" for one in foreign}
    chance.shuffle(here)
    return [*here, *foreign], beside, expected


def keep(lines: list[ProviderLine], day: datetime) -> float:
    began = time.perf_counter()
    acting(
        lambda: actions.keep_statement(provider="wechat", day=day.date(), lines=lines, now=day + timedelta(hours=34))
    )
    return time.perf_counter() - began


@pytest.mark.parametrize(
    ("count", "each"),
    [(700, 2), pytest.param(10_000, 29, marks=pytest.mark.soak), pytest.param(10_000, 0, marks=pytest.mark.soak)],
)
def test_every_disturbed_payment_is_found_and_named_and_no_other(count: int, each: int) -> None:
    rows = books(a_bill(now=DAY), count)
    here, beside, expected = disturbed(rows, each) if each else ([line(one) for one in rows], [], {})
    keep([], DAY - timedelta(days=1))
    took_s = keep(here, DAY)
    keep(beside, DAY + timedelta(days=1))

    found = list(Difference.objects.values_list("number", "kind"))
    assert len(found) == len(expected)
    assert dict(found) == expected
    assert Counter(kind for _number, kind in found) == (dict.fromkeys(KINDS, each) if each else {})
    assert {one.ended_at is not None for one in Difference.objects.filter(kind="other_day")} <= {True}
    assert queries.waiting(FINANCE) == 6 * each
    assert took_s < 20
    with CaptureQueriesContext(connection) as asked:
        several = queries.statements()
    assert (len(several), len(asked)) == (3, 1)
    view = next(one for one in several if one.day == DAY.date())
    assert view.agrees is (each == 0)
    print(f"{count} payments, {len(expected)} disturbed: {took_s:.2f} s")  # noqa: T201


def test_a_statement_read_again_finds_nothing_twice() -> None:
    rows = books(a_bill(now=DAY), 100)
    here, beside, expected = disturbed(rows, 1)
    for _ in range(2):
        keep([], DAY - timedelta(days=1))
        keep(here, DAY)
        keep(beside, DAY + timedelta(days=1))

    assert dict(Difference.objects.values_list("number", "kind")) == expected
    assert Difference.objects.count() == len(expected)


def said(what: str = "kind") -> dict[str, str]:
    return dict(Difference.objects.filter(ended_at=None).values_list("number", what))


class TestALaterStatement:
    def test_takes_the_place_of_the_one_before_with_all_it_said(self) -> None:
        right, wrong, lacking = books(a_bill(now=DAY), 3)
        keep([], DAY - timedelta(days=1))
        keep([], DAY + timedelta(days=1))
        keep([line(right), replace(line(wrong), amount_fen=1), replace(line(right), number="another")], DAY)
        first = {wrong.id.hex: "wrong_sum", lacking.id.hex: "missing_there", "another": "missing_here"}
        assert said() == first

        keep([line(wrong), line(lacking)], DAY)
        assert said() == {right.id.hex: "missing_there"}
        assert set(Difference.objects.filter(end="replaced").values_list("number", flat=True)) == set(first)
        assert queries.waiting(FINANCE) == 1
        assert queries.statements()[1].open == 1

    def test_that_is_the_same_changes_nothing(self) -> None:
        (wrong,) = books(a_bill(now=DAY), 1)
        for _ in range(2):
            keep([replace(line(wrong), amount_fen=1)], DAY)
        assert said() == {wrong.id.hex: "wrong_sum"}
        assert not Difference.objects.filter(end="replaced").exists()

    def test_with_yet_another_sum_says_that_sum_and_is_work_again(self) -> None:
        (wrong,) = books(a_bill(now=DAY), 1)
        keep([replace(line(wrong), amount_fen=1)], DAY)
        (row,) = Difference.objects.all()
        acting(lambda: actions.explain(difference=row, why="手续费", by=FINANCE, now=DAY))
        keep([replace(line(wrong), amount_fen=2)], DAY)
        assert said("theirs_fen") == {wrong.id.hex: 2}
        keep([line(wrong)], DAY)
        assert said() == {}
        keep([replace(line(wrong), amount_fen=2)], DAY)
        assert said("theirs_fen") == {wrong.id.hex: 2}

    def test_leaves_what_a_signed_notification_said_and_what_a_person_ended(self) -> None:
        wrong, other = books(a_bill(now=DAY), 2)
        found = FoundDifference(kind="missing_here", direction="in", number="told", theirs_fen=5)
        acting(lambda: actions.provider_statements.note(provider="wechat", found=[found], at=DAY, now=DAY))
        keep([replace(line(wrong), amount_fen=1), line(other)], DAY)
        acting(
            lambda: actions.explain(
                difference=Difference.objects.get(kind="wrong_sum"), why="手续费", by=FINANCE, now=DAY
            )
        )
        keep([line(wrong), line(other)], DAY)
        assert said() == {"told": "missing_here"}
        assert Difference.objects.get(kind="wrong_sum").end == "explained"

    def test_that_has_our_sum_ends_the_other_one_of_a_notification(self) -> None:
        told, unlike = books(a_bill(now=DAY), 2)
        for row in (told, unlike):
            key = {"direction": "in", "number": row.id.hex, "key": str(row.id)}
            found = FoundDifference(kind="wrong_sum", ours_fen=row.amount_fen, theirs_fen=5, **key)
            acting(lambda f=found: actions.provider_statements.note(provider="wechat", found=[f], at=DAY, now=DAY))
        keep([line(told), replace(line(unlike), amount_fen=5)], DAY)
        assert said() == {unlike.id.hex: "wrong_sum"}
        assert Difference.objects.get(number=told.id.hex).end == "agreed"
        keep([replace(line(told), amount_fen=5), replace(line(unlike), amount_fen=5)], DAY)
        assert said() == {told.id.hex: "wrong_sum", unlike.id.hex: "wrong_sum"}


class TestMidnight:
    def test_parts_our_own_sums_too(self) -> None:
        rows, day, moment = books(a_bill(now=DAY), 4), timedelta(days=1), timedelta(microseconds=1)
        for row, at in zip(rows, (DAY - moment, DAY, DAY + day - moment, DAY + day), strict=True):
            Payment.objects.filter(pk=row.pk).update(moved_at=at)
        keep([], DAY)
        assert queries.statements()[0].our_paid_fen == rows[1].amount_fen + rows[2].amount_fen

    def row(self, at: datetime) -> Payment:
        (row,) = books(a_bill(now=DAY), 1)
        row.moved_at = at
        row.save()
        return row

    def test_waits_for_the_statement_of_the_next_day_before_anything_is_said(self) -> None:
        self.row(DAY + timedelta(hours=23, minutes=59))
        keep([], DAY)
        assert not Difference.objects.exists()

        keep([], DAY + timedelta(days=1))
        assert Difference.objects.get().kind == "missing_there"

    def test_ends_what_was_said_too_early_by_itself(self) -> None:
        row = self.row(DAY + timedelta(hours=22))
        keep([], DAY)
        assert Difference.objects.get(ended_at=None).kind == "missing_there"

        keep([line(row, at=DAY + timedelta(days=1, minutes=1))], DAY + timedelta(days=1))
        assert not Difference.objects.filter(ended_at=None).exists()
        assert set(Difference.objects.values_list("kind", "end")) == {
            ("missing_there", "itself"),
            ("other_day", "itself"),
        }


def test_a_refund_that_takes_days_stands_in_the_statement_of_the_day_it_was_asked_for() -> None:
    (row,) = books(a_bill(now=DAY), 1)
    Payment.objects.filter(pk=row.pk).update(direction="back", state="called", moved_at=None)
    row.refresh_from_db()
    keep([line(row, at=DAY + timedelta(hours=9))], DAY)
    assert not Difference.objects.exists()

    Payment.objects.filter(pk=row.pk).update(state="succeeded", moved_at=DAY + timedelta(days=3, hours=9))
    keep([], DAY + timedelta(days=3))
    assert not Difference.objects.exclude(kind="other_day").exists()


def test_what_was_cleared_by_hand_days_later_belongs_to_its_own_day() -> None:
    (row,) = books(a_bill(now=DAY), 1)
    bill = row.bill
    Payment.objects.filter(pk=row.pk).update(state="unclear", moved_at=None, amount_fen=bill.total_fen)
    row.refresh_from_db()
    at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    keep([line(row, at=at)], DAY)
    assert Difference.objects.get().kind == "not_settled"
    acting(lambda: actions.bills.agree(bill=bill, by=FINANCE, now=DAY))
    acting(lambda: actions.clear(payment=row, succeeded=True, reference="42", by=FINANCE, now=DAY + timedelta(days=3)))

    assert Payment.objects.get(pk=UUID(row.id.hex)).moved_at == at
    assert Difference.objects.get().end == "itself"
    keep([], DAY + timedelta(days=3))
    assert Difference.objects.count() == 1


def test_who_asks_the_provider_again_and_again_begins_no_chain_of_looks_of_his_own() -> None:
    (row,) = books(a_bill(now=DAY), 1)
    Payment.objects.filter(pk=row.pk).update(state="called", moved_at=None)
    for minute in range(20):
        acting(lambda at=DAY + timedelta(minutes=minute): actions.inquire_now(payment=row, now=at))
    asked = LaterTask.objects.filter(key__startswith=f"ledger.look:{row.pk}:by-hand")
    assert asked.count() == 20
    pending = PaymentAnswer(outcome="waiting")
    for task in asked:
        assert task.arguments["beside"] == 1
        acting(lambda: actions.finish_call(payment=row, answer=pending, now=DAY, beside=True))
    assert LaterTask.objects.filter(key__startswith=f"ledger.look:{row.pk}").count() == 20
    acting(lambda: actions.finish_call(payment=row, answer=pending, now=DAY))
    assert LaterTask.objects.filter(key__startswith=f"ledger.look:{row.pk}").count() == 21


def test_what_a_statement_said_before_our_books_did_ends_with_them_and_is_never_given_back() -> None:
    (row,) = books(a_bill(now=DAY), 1)
    Payment.objects.filter(pk=row.pk).update(state="called", moved_at=None, amount_fen=row.bill.total_fen)
    row.refresh_from_db()
    keep([line(row)], DAY)
    acting(lambda: actions.bills.agree(bill=row.bill, by=FINANCE, now=DAY))
    answer = PaymentAnswer(outcome="succeeded", reference="42", at=DAY)
    acting(lambda: actions.finish_call(payment=row, answer=answer, now=DAY))

    found = Difference.objects.get()
    assert (found.kind, found.end) == ("not_settled", "itself")
    Difference.objects.update(ended_at=None)  # as an earlier version left it
    found = Difference.objects.get()
    assert not may_give_back(queries.difference_situation(found, by=FINANCE, now=DAY))


class TestCorrection:
    SECOND = Actor(kind="staff", id="second", organisation="o", roles=frozenset({"operator"}), via="page")

    def give(self, name: str, row: Difference, by: Actor = FINANCE, **fields: object) -> None:
        fresh = Difference.objects.select_related("payment__bill").get(pk=row.pk)
        acting(lambda: DIFFERENCES.give(name, row=fresh, by=by, now=DAY + timedelta(days=3), fields=fields))

    def a_difference(self, kind: str, *, fen: int = 0) -> Difference:
        """Let a statement differ from one payment or refund of ours."""
        rows = books(a_bill(now=DAY), 10, uuid7().hex)
        row = rows[9] if kind == "refund_missing" else rows[0]
        lines = [line(one) for one in rows if one != row]
        keep([*lines, *([line(row, fen=fen)] if kind == "wrong_sum" else [])], DAY)
        keep([], DAY + timedelta(days=1))
        return Difference.objects.get(kind=kind, payment=row)

    @settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        kind=st.sampled_from(["wrong_sum", "missing_there", "refund_missing"]),
        fen=st.integers(1, 300_000),
        way=st.sampled_from(["loss", "elsewhere"]),
    )
    def test_of_two_has_our_books_say_what_the_provider_says(self, kind: str, fen: int, way: str) -> None:
        row = self.a_difference(kind, fen=fen)
        before = queries.balance("provider:wechat"), queries.balance(rules.CORRECTIONS[way])
        ours, theirs = row.ours_fen or 0, row.theirs_fen or 0
        more = theirs - ours if row.direction == "in" else ours - theirs
        self.give("correction", row, way=way, voucher="2026-77", why="看过对方账")
        with pytest.raises(AnxinError):
            self.give("agreement", row)
        assert queries.balance("provider:wechat") == before[0]
        self.give("agreement", row, by=self.SECOND)
        row.refresh_from_db()
        assert (row.end, row.ended_by) == ("corrected", self.SECOND.key)
        moved = queries.balance("provider:wechat") - before[0], queries.balance(rules.CORRECTIONS[way]) - before[1]
        assert moved == (more, -more)
        for name in ("correction", "agreement", "refusal", "explanation"):
            with pytest.raises(AnxinError):
                self.give(name, row, by=self.SECOND, **({"why": "w"} if name == "explanation" else {}))
        assert not [one for one in timeline.verify() if "transfer" in str(one) or "difference" in str(one)]

    def test_is_refused_and_proposed_anew_and_waits_for_nobody_meanwhile(self) -> None:
        row = self.a_difference("missing_there")
        with pytest.raises(Invalid) as refused:
            self.give("correction", row, way="elsewhere", why="转账")
        assert refused.value.field == "voucher"
        self.give("correction", row, way="loss", why="没有收到")
        for name in ("explanation", "correction", "look"):
            with pytest.raises(AnxinError):
                self.give(name, row, **({"why": "w"} if name == "explanation" else {"way": "loss", "why": "w"}))
        self.give("refusal", row, by=self.SECOND)
        row.refresh_from_db()
        assert (row.correction, row.note, row.proposed_at, row.ended_at) == ("", "", None, None)
        self.give("correction", row, way="elsewhere", voucher="转-9", why="客户转账")
        self.give("agreement", row, by=self.SECOND)
        assert queries.balance("house:elsewhere") == row.ours_fen

    def test_stands_again_where_the_provider_agrees_with_us_after_all(self) -> None:
        row = self.a_difference("wrong_sum", fen=5)
        self.give("correction", row, way="loss", why="看过对方账")
        self.give("agreement", row, by=self.SECOND)
        keep([line(one) for one in Payment.objects.exclude(pk=row.payment_id)] + [line(row.payment)], DAY)  # type: ignore[arg-type]
        row.refresh_from_db()
        assert (row.ended_at, row.theirs_fen) == (None, row.ours_fen)
        self.give("correction", row, way="loss", why="对方更正了")
        self.give("agreement", row, by=self.SECOND)
        assert (queries.balance("provider:wechat"), queries.balance("house:differences")) == (0, 0)

    def test_a_forged_one_is_seen(self) -> None:
        row = self.a_difference("wrong_sum", fen=5)
        self.give("correction", row, way="loss", why="看过对方账")
        self.give("agreement", row, by=self.SECOND)
        Transfer.objects.filter(reason=rules.CORRECTED).update(amount_fen=1)
        assert any("transfer" in str(one) for one in timeline.verify())

    def test_asked_again_the_provider_s_statement_of_the_day_is_fetched_anew(self) -> None:
        row = self.a_difference("missing_there")
        self.give("look", row)
        put = LaterTask.objects.get(name="anxin.domain.ledger.tasks.fetch_statement")
        assert put.arguments == {"provider": "wechat", "day": DAY.date().isoformat()}
