"""Races for one thing: exactly one wins, one fact is written, the other reads a clear sentence."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from anxin.core import settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.providers import PaymentAnswer
from anxin.domain.people import actions as people
from anxin.domain.people import rules
from anxin.domain.people.actions import codes
from anxin.domain.people.models import MessageDay
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Offer, Visit
from tests import builders, races
from tests.domain.rows import Pattern

ROUNDS = pytest.mark.parametrize("rounds", [60, pytest.param(200, marks=pytest.mark.soak)])
FINANCE = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance"}))


def _told(row: Visit | Bill, code: str) -> int:
    return [one.code for one in timeline.read(row.stream())].count(code)


@pytest.mark.django_db(transaction=True)
class TestRaces:
    @ROUNDS
    def test_give_a_visit_to_one_of_two_technicians(self, rounds: int, now: datetime) -> None:
        pattern = Pattern(now)
        luo, lu = builders.actor(cast.MASTER_LUO, now=now), builders.actor(cast.MASTER_LU, now=now)
        with races.line(2) as race:
            for turn, (visit, first, second) in enumerate(_prepared(lambda: _offered(pattern, now), rounds)):
                at = now + timedelta(days=10, hours=2 * turn)  # nobody takes two jobs in one window
                Visit.objects.filter(pk=visit.pk).update(wanted_from_at=at, wanted_to_at=at + timedelta(hours=2))
                for offer in (first, second):
                    offer.visit.refresh_from_db()
                outcomes = race.run(
                    lambda first=first: visits.accept(offer=first, by=luo, now=now),  # type: ignore[misc]
                    lambda second=second: visits.accept(offer=second, by=lu, now=now),  # type: ignore[misc]
                )
                assert [one.won for one in outcomes].count(True) == 1
                (lost,) = (one for one in outcomes if not one.won)
                assert isinstance(lost.refusal, visits.TakenAlready)
                assert visit.number in lost.sentence
                assert _told(visit, "visit.assign") == 1
                assert sorted(visit.offers.values_list("state", flat=True)) == ["accepted", "withdrawn"]

    @ROUNDS
    def test_give_the_last_window_to_one_of_two_visits(self, rounds: int, now: datetime) -> None:
        pattern = Pattern(now)
        with races.line(2) as race:
            pairs = _prepared(lambda: [_assigned(pattern, now) for _ in range(2)], rounds)
            for turn, pair in enumerate(pairs):
                start = now + timedelta(days=2, hours=2 * turn)
                outcomes = race.run(
                    *(
                        lambda visit=visit, start=start: visits.book(  # type: ignore[misc]
                            visit=visit, from_at=start, to_at=start + timedelta(hours=2), by=SYSTEM, now=now
                        )
                        for visit in pair
                    )
                )
                assert [one.won for one in outcomes].count(True) == 1
                (lost,) = (one for one in outcomes if not one.won)
                assert isinstance(lost.refusal, visits.NoRoom)
                assert sum(_told(visit, "visit.book") for visit in pair) == 1

    def test_send_the_day_s_last_message_to_one_of_two(self, now: datetime) -> None:
        price = settings.get("people.message_fen", at=now)
        phones = ("13800000001", "13800000002")
        acting(lambda: [people.enrol(name="张女士", phone=phone, now=now) for phone in phones])
        budget = settings.get("people.messages_daily_fen", at=now)
        with races.line(2) as race:
            for turn in range(20):
                later = now + timedelta(days=turn)
                MessageDay.objects.create(day=later.date(), spent_fen=budget - 2 * price + 1)
                outcomes = race.run(
                    *(
                        lambda phone=phone, later=later: codes.send_code(  # type: ignore[misc]
                            phone=phone, asked_from="192.0.2.7", now=later
                        )
                        for phone in phones
                    )
                )
                assert [one.won for one in outcomes].count(True) == 1
                assert MessageDay.objects.get(day=later.date()).spent_fen == budget - price + 1
        assert Message.objects.filter(carrier="sms").count() == 20

    def test_send_an_hour_s_last_code_to_one_of_two(self, now: datetime) -> None:
        phone = "13800000001"
        acting(lambda: people.enrol(name="张女士", phone=phone, now=now))
        with races.line(2) as race:
            for turn in range(20):
                later = now + timedelta(hours=2 * turn)
                for sent in range(rules.CODES_PER_PHONE_IN_ALL - 1):
                    asked_from = f"192.0.2.{sent // (rules.CODES_PER_PHONE - 1) + 10}"
                    acting(
                        lambda later=later, asked_from=asked_from: codes.send_code(  # type: ignore[misc]
                            phone=phone, asked_from=asked_from, now=later
                        )
                    )
                outcomes = race.run(
                    *(
                        lambda origin=origin, later=later: codes.send_code(  # type: ignore[misc]
                            phone=phone, asked_from=origin, now=later
                        )
                        for origin in ("192.0.2.8", "192.0.2.9")
                    )
                )
                assert [one.won for one in outcomes].count(True) == 1

    @ROUNDS
    def test_give_back_no_more_than_was_paid(self, rounds: int, now: datetime) -> None:
        pattern = Pattern(now)
        with races.line(2) as race:
            for bill in _prepared(lambda: _paid(pattern, now), rounds // 5):
                left = bill.total_fen
                for _round in range(5):  # each for more than half of what the winners before have left
                    amount = left // 2 + 1
                    outcomes = race.run(
                        *(
                            lambda bill=bill, fen=amount: ledger.refund(  # type: ignore[misc]
                                bill=Bill.objects.get(pk=bill.pk), amount_fen=fen, reason="r", by=FINANCE, now=now
                            )
                            for _ in range(2)
                        )
                    )
                    left -= amount
                    assert [one.won for one in outcomes].count(True) == 1
                    (lost,) = (one for one in outcomes if not one.won)
                    assert isinstance(lost.refusal, ledger.MoreThanPaid)
                    assert str(left) in lost.sentence
                    bill.refresh_from_db()
                    assert bill.reserved_fen == bill.total_fen - left


def _prepared[T](make: Callable[[], T], count: int) -> list[T]:
    """Make what the rounds race for, all in one block: the races are what takes time, not the way to them."""
    return acting(lambda: [make() for _one in range(count)])


def _offered(pattern: Pattern, now: datetime) -> tuple[Visit, Offer, Offer]:
    visit = pattern.visit(now, held=False)
    return visit, pattern.offer(now, visit), pattern.offer(now, visit, first=False)


def _assigned(pattern: Pattern, now: datetime) -> Visit:
    visit = pattern.visit(now)
    Visit.objects.filter(pk=visit.pk).update(state="assigned")
    visit.refresh_from_db()
    return visit


def _paid(pattern: Pattern, now: datetime) -> Bill:
    bill = pattern.bill(now)
    ledger.show(bill=bill, by=SYSTEM, now=now)
    payment = ledger.pay(bill=bill, method="fake", by=SYSTEM, now=now)
    ledger.begin_call(payment=payment, now=now)
    ledger.finish_call(payment=payment, answer=PaymentAnswer(outcome="succeeded", reference="F"), now=now)
    return bill
