"""What moves money or is a ruling has no one-letter key and is asked once more, on every desk."""

from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType, SimpleNamespace

import pytest

from anxin.core.commands import tables
from anxin.domain.ledger import actions as ledger
from anxin.domain.opening.rules.accounts import TAKES_TWO
from anxin.faces.ground.commands import Place, Runner

MOVES_NOTHING = {
    ("claim", "address"): "where a technician comes to; what was decided before goes on with it",
    ("claim", "contradiction"): "no money goes: what a platform is said to have paid counts as unpaid till one decides",
    **dict.fromkeys(
        (("claim", "withdrawal"), ("claim", "replacement"), ("claim", "goods-back"), ("shop_order", "line")),
        "what its shop gave back is counted anew; nothing goes by it",
    ),
    ("visit", "parts"): "a bill that nobody has paid takes the place of another",
    ("visit", "finding"): "a look for a claim is free, so the bill it shows is of nothing",
    ("visit", "cash-end"): "nothing was booked, and cash can be taken again",
    ("repair", "cash-end"): "nothing was booked, and cash can be taken again",
    **dict.fromkeys(
        (("repair", one) for one in ("code-end", "dispute", "objection-by-call")),
        "a code to pay ends by it that nobody has paid, and another can be shown",
    ),
    **dict.fromkeys(
        (
            *(("repair", one) for one in ("receipt", "device", "registered", "taking-in", "unpacking")),
            *(("visit", one) for one in ("receipt", "device")),
        ),
        "a bill only falls by it, and what was paid is proposed to go back: finance agrees to that",
    ),
}
"""Commands from which the ledger is reached all the same, and why one press is enough."""


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _names(work: FunctionType) -> set[str]:
    return {name for code in _codes(work.__code__) for name in code.co_names}


def _called(work: FunctionType) -> Iterator[FunctionType]:
    """Yield the functions that one names, itself or by a module it names."""
    names = _names(work)
    known = [work.__globals__[name] for name in names if name in work.__globals__]
    for one in (*known, *(cell.cell_contents for cell in work.__closure__ or ())):
        if isinstance(one, ModuleType) and one.__name__.startswith("anxin.domain."):
            yield from (found for name in names if isinstance(found := getattr(one, name, None), FunctionType))
        elif isinstance(one, FunctionType):
            yield one


def books(work: FunctionType, seen: set[FunctionType]) -> bool:
    """Return whether a command's work comes, by what it calls, to an action that writes a row of the ledger."""
    if work in seen:
        return False
    seen.add(work)
    if work.__module__.startswith(ledger.__name__) and "Transfer" in _names(work):
        return True
    return any(books(one, seen) for one in _called(work) if one.__module__.startswith("anxin.domain."))


class TestWeighing:
    def test_takes_no_key_and_no_single_press(self) -> None:
        for table in tables().values():
            for one in table:
                if one.weighs:
                    assert one.opens
                    with pytest.raises(ValueError, match="weighs, expected no key"):
                        Runner(table, (Place(name=one.name, key="p"),), find=print, page=print)  # type: ignore[arg-type]

    def test_is_so_of_every_command_from_which_the_ledger_is_reached(self) -> None:
        every = [(about, one) for about, table in tables().items() for one in table]
        booking = {(about, one.name): one.weighs for about, one in every if books(one.do, set())}  # type: ignore[arg-type]
        assert {name for name, weighs in booking.items() if not weighs} == set(MOVES_NOTHING)
        assert {("cash_holder", "handing-in"), ("claim", "agreement"), ("repair", "waiver")} <= set(booking)

    def test_sees_a_new_one(self) -> None:
        def work(it: SimpleNamespace) -> None:
            ledger.refund(bill=it.row, amount_fen=1, reason="", by=it.by, now=it.now)

        assert books(work, set())  # type: ignore[arg-type]
        assert not books(lambda it: ledger.NoCash, set())  # type: ignore[arg-type]

    def test_is_so_of_what_no_booking_shows(self) -> None:
        weighs = {(about, one.name) for about, table in tables().items() for one in table if one.weighs}
        rulings = ("agreement", "inspection", "acceptance", "confirmation", "payment", "receipt", "appeal-withdrawal")
        assert weighs >= {("claim", name) for name in rulings}
        assert weighs >= {("providers", name) for name in ("wechat", "alipay", "company")}, TAKES_TWO
