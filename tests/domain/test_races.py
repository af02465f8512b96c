"""Races for one thing: exactly one wins, one fact is written, the other reads a clear sentence."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.demo import cast
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.models import Bill
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Offer, Visit
from tests import builders, races
from tests.domain.rows import Pattern

ROUNDS = 200
FINANCE = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance"}))


def _told(row: Visit | Bill, code: str) -> int:
    return [one.code for one in timeline.read(row.stream())].count(code)


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_give_a_visit_to_one_of_two_technicians(self, now: datetime) -> None:
        pattern = Pattern(now)
        luo, lu = builders.actor(cast.MASTER_LUO, now=now), builders.actor(cast.MASTER_LU, now=now)
        with races.line(2) as race:
            for visit, first, second in _prepared(lambda: _offered(pattern, now)):
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

    def test_give_the_last_window_to_one_of_two_visits(self, now: datetime) -> None:
        pattern = Pattern(now)
        with races.line(2) as race:
            pairs = _prepared(lambda: [_assigned(pattern, now) for _ in range(2)])
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

    def test_give_back_no_more_than_was_paid(self, now: datetime) -> None:
        pattern = Pattern(now)
        with races.line(2) as race:
            for bill in _prepared(lambda: _paid(pattern, now)):
                outcomes = race.run(
                    *(
                        lambda bill=bill: ledger.refund(  # type: ignore[misc]
                            bill=Bill.objects.get(pk=bill.pk), amount_fen=6000, reason="r", by=FINANCE, now=now
                        )
                        for _ in range(2)
                    )
                )
                assert [one.won for one in outcomes].count(True) == 1
                (lost,) = (one for one in outcomes if not one.won)
                assert isinstance(lost.refusal, ledger.TooMuch)
                assert "4000" in lost.sentence
                bill.refresh_from_db()
                assert bill.reserved_fen == 6000


def _prepared[T](make: Callable[[], T]) -> list[T]:
    """Make what every round races for, all in one block: the races are what takes time, not the way to them."""
    return acting(lambda: [make() for _round in range(ROUNDS)])


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
    ledger.finish_call(payment=payment, answer=ledger.Answer(outcome="succeeded", reference="F"), now=now)
    return bill
