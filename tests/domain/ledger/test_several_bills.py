"""What was paid of any bill of a case can go back: by two, once, the way it came; and the ledger balances."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import AnxinError
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import actions, queries
from anxin.domain.ledger.actions import Charge, bills
from anxin.domain.ledger.models import Bill, Payment, Repayment, Transfer
from anxin.domain.people.models import Organisation
from tests.domain.ledger.test_money import CUSTOMER, FINANCE, a_bill, lies
from tests.domain.ledger.test_remittances import QIAN, SECOND, comes

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUSE = ("provider:fake", "house:bank")
STEPS = (
    *("pay", "code", "unclear", "run", "comes", "requote", "ask_back", "agree_back", "refuse_back", "by_hand"),
    *("reduce", "waive", "guarantee", "let_go"),
)


@pytest.fixture(autouse=True)
def _over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bills._OVER, "claim", lambda _key: True)


@pytest.fixture
def stream(till: Organisation, now: datetime) -> StreamKey:
    """Return a case with a bill of 100 yuan of which 60 came by transfer, and one of its rest and 300 more, paid."""
    first = a_bill(now=now)
    acting(lambda: actions.agree(bill=first, by=CUSTOMER, now=now))
    comes(till, first, now, amount_fen=6000)
    requoted(first, 30000, now)
    pays(first.stream(), now)
    return first.stream()


def requoted(bill: Bill, fen: int, now: datetime, *, why: str = "") -> None:
    """Have a second quote's bill take a bill's place, as a repair does; under its guarantee it asks for no more."""

    def redone() -> None:
        lines = actions.lines_of(bill) if bill.state == "agreed" else []
        asked = {"full_fen": fen, "amount_fen": 0 if why else fen, "why": why}
        lines.append(Charge(code="Y", name="换压缩机", **asked))
        if bill.state in queries.OPEN:
            actions.replace(bill=bill, by=SYSTEM, now=now)
        sides = {"payer": bill.payer, "payee": bill.payee}
        other = actions.charge(stream=bill.stream(), lines=lines, **sides, by=SYSTEM, now=now)
        actions.show(bill=other, by=SYSTEM, now=now)

    acting(redone)


def latest(stream: StreamKey) -> Bill:
    found = queries.latest(stream)
    assert found is not None
    return found


def pays(stream: StreamKey, now: datetime, method: str = "fake") -> None:
    acting(lambda: actions.pay(bill=latest(stream), method=method, by=CUSTOMER, now=now))
    later.run_due(now)


def asks_back(stream: StreamKey, fen: int, now: datetime) -> list[Repayment]:
    said = {"amount_fen": fen, "reason": "too_much", "why": "多收了"}
    return acting(lambda: actions.propose_repayments(stream=stream, **said, by=FINANCE, now=now))


def all_of(stream: StreamKey) -> list[Bill]:
    return list(Bill.objects.filter(stream_kind=stream.kind, stream_key=stream.key).order_by("created_at", "id"))


def by_hand(stream: StreamKey, now: datetime, *, succeeded: bool = True) -> None:
    for one in Payment.objects.filter(bill__in=all_of(stream), state="unclear"):
        with suppress(AnxinError):
            said = {"succeeded": succeeded, "reference": f"HX-{one.pk.hex[:8]}", "by": SECOND}
            acting(lambda one=one, said=said: actions.clear(payment=one, now=now, **said))


def test_all_that_was_paid_is_offered_and_goes_back_the_way_it_came(stream: StreamKey, now: datetime) -> None:
    first, second = all_of(stream)
    assert queries.repayable_fen(latest(stream)) == 40000
    rows = asks_back(stream, 40000, now)
    assert [(one.bill, one.amount_fen) for one in rows] == [(second, 34000), (first, 6000)]
    for one in rows:
        acting(lambda one=one: actions.agree_to_repayment(repayment=one, by=SECOND, now=now))
    later.run_due(now)
    by_hand(stream, now)
    ways = Payment.objects.filter(direction="back", state="succeeded").values_list("provider", "amount_fen")
    assert set(ways) == {("fake", 34000), ("bank", 6000)}
    assert [one.state for one in all_of(stream)] == ["refunded", "refunded"]
    assert [queries.balance(one) for one in (*HOUSE, first.payer, first.payee)] == [0, 0, 0, 0]
    assert not list(timeline.verify())


def test_of_a_part_the_newest_bill_gives_first(stream: StreamKey, now: datetime) -> None:
    _first, second = all_of(stream)
    assert [(one.bill, one.amount_fen) for one in asks_back(stream, 500, now)] == [(second, 500)]


def test_more_than_was_paid_of_all_of_them_is_refused(stream: StreamKey, now: datetime) -> None:
    with pytest.raises(actions.MoreThanPaid) as refused:
        asks_back(stream, 40001, now)
    assert refused.value.facts["most_fen"] == 40000


def test_asked_for_twice_it_waits_once(stream: StreamKey, now: datetime) -> None:
    rows = asks_back(stream, 35000, now)
    with pytest.raises(actions.RepaymentWaits):
        asks_back(stream, 35000, now)
    acting(lambda: actions.refuse_repayment(repayment=rows[0], why="x", by=SECOND, now=now))
    with pytest.raises(actions.RepaymentWaits):
        asks_back(stream, 35000, now)
    assert Repayment.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("fallen", ["waive", "reduce"])
def test_under_a_guarantee_money_of_a_bill_that_fell_goes_back_and_no_more(
    till: Organisation, now: datetime, fallen: str
) -> None:
    first = a_bill(now=now)
    stream = first.stream()
    acting(lambda: actions.agree(bill=first, by=CUSTOMER, now=now))
    comes(till, first, now, amount_fen=6000)
    for number, step in enumerate((fallen, "guarantee", "pay", "waive", "guarantee", "pay"), 1):
        _try(stream, step, 7000, now + number * MINUTE, till, number)
    assert queries.repayable_fen(latest(stream)) == 6000
    if fallen == "reduce":  # who lets it go proposes to give back what was paid of it
        asks_back(stream, 6000, now)
    waits = Repayment.objects.get(ended_at=None)
    assert (waits.bill, waits.amount_fen) == (first, 6000)
    acting(lambda: actions.agree_to_repayment(repayment=waits, by=SECOND, now=now))
    later.run_due(now + 10 * MINUTE)
    by_hand(stream, now)
    first.refresh_from_db()
    assert (first.state, first.refunded_fen, queries.repayable_fen(latest(stream))) == ("refunded", 6000, 0)
    assert [queries.balance(one) for one in (*HOUSE, first.payer, first.payee)] == [0, 0, 0, 0]
    assert not list(timeline.verify())


@settings(max_examples=25)
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 12000)), max_size=14))
def test_the_ledger_balances_whatever_is_quoted_paid_and_given_back(steps: list[tuple[str, int]]) -> None:
    now = datetime.fromisoformat("2026-11-24T04:00:00+00:00")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Organisation, "pk", "o")
        till = Organisation(name="和晏", slug="heyan")
        stream = a_bill(now=now).stream()
        for number, (step, fen) in enumerate(steps):
            now += MINUTE
            _try(stream, step, fen, now, till, number)
        found, bill = all_of(stream), latest(stream)
        here = sum(one.paid_fen - one.refunded_fen for one in found)
        posted = Transfer.objects.filter(bill__in=found, state="posted")
        assert sum(lies(posted, one) for one in HOUSE) == here, steps
        assert all(0 <= one.refunded_fen + one.reserved_fen <= one.paid_fen <= one.total_fen for one in found)
        owed = sum(queries.still_due(one) for one in found if one.state == "agreed")
        assert queries.balance(bill.payer) == owed, steps
        assert queries.repayable_fen(bill) == sum(queries.refundable(one) for one in found)
        assert all(one.repayments.filter(ended_at=None).count() <= 1 for one in found)
        assert not list(timeline.verify())


def _try(stream: StreamKey, step: str, fen: int, now: datetime, till: Organisation, number: int) -> None:
    bill = latest(stream)
    waits = Repayment.objects.filter(bill__in=all_of(stream), ended_at=None).order_by("pk").first()
    works = {
        "pay": lambda: pays(stream, now),
        "code": lambda: acting(lambda: actions.pay(bill=bill, method="fake", by=CUSTOMER, now=now)),
        "unclear": lambda: pays(stream, now, "fake_unclear"),
        "run": lambda: later.run_due(now),
        "comes": lambda: comes(till, bill, now, amount_fen=fen, reference=f"{stream.key[-8:]}{number:04}"),
        "requote": lambda: requoted(bill, fen, now),
        "ask_back": lambda: asks_back(stream, fen, now),
        "agree_back": lambda: waits and acting(lambda: actions.agree_to_repayment(repayment=waits, by=QIAN, now=now)),
        "refuse_back": lambda: (
            waits and acting(lambda: actions.refuse_repayment(repayment=waits, why="x", by=QIAN, now=now))
        ),
        "by_hand": lambda: by_hand(stream, now, succeeded=bool(fen % 2)),
        "guarantee": lambda: requoted(bill, fen, now, why="guarantee"),
        "let_go": lambda: acting(lambda: actions.propose_release(bill=bill, why="w", by=FINANCE, now=now)),
        "reduce": lambda: acting(lambda: actions.reduce(bill=bill, to_fen=fen, why="w", by=FINANCE, now=now)),
        "waive": lambda: acting(lambda: actions.waive(bill=bill, why="w", by=FINANCE, now=now)),
    }
    with suppress(AnxinError):
        works[step]()
