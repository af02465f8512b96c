"""Whoever tells what of a shop's refunds, in whatever order and however often: what counts in the end is what went."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from uuid import UUID

import pytest

from anxin.domain.goods.rules.shop_book import (
    DENIED,
    GIVEN,
    OWED,
    Counted,
    ShopMoney,
    ToldRefund,
    ToldTotal,
    count,
    plain,
)

PRICES, FREIGHT = {1: 10000, 2: 30000}, 900
START = datetime(2026, 11, 30, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Gave:
    """What a shop truly gave under a number, for a line; or says that it gave, where it did not `come`."""

    number: str
    line: int
    fen: int
    came: bool = True


@dataclass
class Told:
    """An order's book as its tellers fill it, and what a claim counts of it; a debt is paid as the rule says."""

    gave: list[Gave]
    now: datetime = START
    book: dict[str, ToldRefund] = field(default_factory=dict)
    totals: list[ToldTotal] = field(default_factory=list)
    money: list[ShopMoney] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)

    def owes(self, line: int, fen: int) -> None:
        self.money.append(ShopMoney(key=f"d{line}", state=OWED, positions=[line], fen=fen, at=self.now, takes=True))

    def count(self) -> Counted:
        return count(prices=PRICES, freight_fen=FREIGHT, told=self.book.values(), totals=self.totals, money=self.money)

    def settle(self) -> Counted:
        """Count, and end what is owed as far as a refund pays it, as a claim does."""
        found = self.count()
        for key, parts in found.parts.items():
            one = next(each for each in self.money if each.key == key)
            self.money.remove(one)
            for number, fen in parts:
                numbers = frozenset((number,))
                part = replace(one, key=f"{key}.{number}", state=GIVEN, fen=fen, numbers=numbers)
                self.money.append(part)
                one = replace(one, fen=one.fen - fen)
                self.paid.append(number)
            self.money += [replace(one, key=f"{key}'")] if one.fen else []
        return self.count()

    def lists(self, one: Gave, *, known: bool = True) -> None:
        was = self.book.get(plain(one.number))
        told = ToldRefund(number=plain(one.number), positions=[one.line] if known else [], fen=one.fen)
        since = was.told_at if was else self.now
        at = was.proven_at if was and was.proven_at else self.now
        told = replace(told, told_at=since, proven_fen=one.fen, proven_at=at)
        self.book[told.number] = told

    def files(self) -> None:
        for line in PRICES:
            fen = sum(one.fen for one in self.gave if one.line == line and one.came)
            if fen > max((each.fen for each in self.totals if each.position == line), default=0):
                self.totals.append(ToldTotal(position=line, fen=fen, at=self.now))

    def merchant_pays(self, one: Gave, number: str = "") -> None:
        """Say what pays the debt, by a mistyped number perhaps, where it is owed and its number was not told before."""
        owed = [each for each in self.money if each.state == OWED and one.line in each.positions]
        debt = next((each for each in owed if not number or each.fen == one.fen), None)
        number = plain(number or one.number)
        if debt is not None and number not in self.book and not debt.key.endswith("anew"):
            self.money.remove(debt)
            self.money.append(replace(debt, state=GIVEN, numbers=frozenset((number,))))

    def merchant_types(self, one: Gave, number: str = "") -> None:
        """Say that a part went back, by a mistyped number perhaps."""
        number = plain(number or one.number)
        told = ToldRefund(number=number, positions=[one.line], fen=one.fen, told_at=self.now)
        self.book.setdefault(number, told)

    def mistypes(self, one: Gave) -> None:
        """Tell of it by another number, where its list has not told it yet."""
        if plain(one.number) in self.book:
            return
        says = self.merchant_pays if one.number.startswith("DT") else self.merchant_types
        says(one, f"XX {one.number}")

    def denies(self, one: Gave) -> None:
        """Deny a payment that only its merchant told, and owe it anew."""
        said = next((each for each in self.money if each.state == GIVEN and plain(one.number) in each.numbers), None)
        if said is None or plain(one.number) in self.book:
            return
        self.money.remove(said)
        self.money.append(replace(said, state=DENIED, anew=True, takes=False))
        anew = replace(said, key=f"{said.key}anew", state=OWED, numbers=frozenset())
        self.money.append(anew)

    def gone(self, line: int) -> int:
        """Return what counts of a line: beside the claims, and by them."""
        found = self.settle()
        by_claims = sum(one.fen for one in self.money if one.state != DENIED and line in one.positions)
        return found.gone[line] + by_claims


def drawn(drawn: Random) -> tuple[Told, list[str], list[int]]:
    """Draw what truly happened, what each teller says of it, and what is gone of each line in truth."""
    gave = [Gave(f"TK-{line}{n}", line, drawn.randrange(1, 2000)) for line in PRICES for n in range(drawn.randrange(3))]
    truth = Told(gave=gave)
    for line in PRICES:
        if drawn.random() < 0.7:
            debt = drawn.randrange(2, 5000)
            truth.owes(line, debt)
            cut = drawn.choice((debt, drawn.randrange(1, debt)))
            parts = [debt] if cut == debt else [cut, debt - cut]
            gave += [Gave(f"DT {line}{n}", line, fen) for n, fen in enumerate(parts)]
            if len(parts) == 1 and drawn.random() < 0.4:
                gave.append(Gave(f"NO-{line}", line, debt, came=False))
    says = [f"list {n}" for n, one in enumerate(gave) if one.came]
    says += [f"pays {n}" for n, one in enumerate(gave) if one.number.startswith(("DT", "NO")) and drawn.random() < 0.5]
    says += [f"types {n}" for n, one in enumerate(gave) if one.number.startswith("TK") and drawn.random() < 0.3]
    owed = {one.fen for one in truth.money}
    whole = [n for n, one in enumerate(gave) if one.number.startswith("TK") or one.fen in owed]
    says += [f"mistypes {n}" for n in whole if gave[n].came and f"types {n}" not in says and drawn.random() < 0.3]
    says += [f"denies {n}" for n, one in enumerate(gave) if not one.came] + ["file"] * 2
    return truth, says, [sum(one.fen for one in gave if one.came and one.line == line) for line in PRICES]


def tell(told: Told, what: str) -> None:
    told.now += timedelta(minutes=1)
    who, _, which = what.partition(" ")
    if who == "file":
        told.files()
    else:
        one = told.gave[int(which)]
        known = {"list": told.lists, "pays": told.merchant_pays, "denies": told.denies}
        {**known, "types": told.merchant_types, "mistypes": told.mistypes}[who](one)
    told.settle()


@pytest.mark.parametrize("seed", range(300))
def test_what_counts_in_the_end_is_what_went(seed: int) -> None:
    draws = Random(seed)
    truth, says, went = drawn(draws)
    for _ in range(4):
        told = replace(truth, book={}, totals=[], money=[*truth.money], paid=[])
        order = draws.sample(says, len(says))
        told.now = START
        for what in [*order, *draws.sample(order, len(order))]:
            if not what.startswith("pays") or what in order:
                tell(told, what)
        assert [told.gone(line) for line in PRICES] == went, order
        assert told.count().twice_fen == 0, order
        assert not [one for one in told.money if one.state == OWED], order
        assert len(told.paid) == len(set(told.paid)), "a debt ends once"


def debt(fen: int, *, line: int = 1) -> Told:
    told = Told(gave=[])
    told.owes(line, fen)
    return told


@pytest.mark.parametrize("order", [*permutations(("list", "file", "pays"))])
@pytest.mark.parametrize("gave", [6000, 8000])
def test_a_debt_that_list_file_and_merchant_tell_of_is_one(order: tuple[str, ...], gave: int) -> None:
    told = debt(6000)
    told.gave.append(Gave("TK-8", 1, gave))
    for one in order:
        tell(told, {"list": "list 0", "file": "file", "pays": "pays 0"}[one])
    assert (told.gone(1), told.count().twice_fen) == (gave, 0)


def test_a_total_that_was_told_before_a_debt_holds_nothing_of_its_payment() -> None:
    told = Told(gave=[Gave("TK-1", 1, 3000)])
    tell(told, "file")
    told.now += timedelta(days=1)
    told.owes(1, 6000)
    assert told.gone(1) == 9000
    told.gave.append(Gave("TK-2", 1, 6000))
    tell(told, "file")
    assert told.gone(1) == 9000


def test_a_list_that_tells_of_no_line_pays_a_debt() -> None:
    told = debt(6000)
    told.lists(Gave("TK-8", 1, 6000), known=False)
    assert (told.gone(1), told.settle().unnamed_fen, told.paid) == (6000, 0, ["TK8"])


def test_what_was_denied_and_sent_anew_has_gone_twice_once_its_list_tells_it() -> None:
    told = debt(6000)
    told.gave.append(Gave("TK-8", 1, 6000))
    tell(told, "pays 0")
    tell(told, "denies 0")
    assert told.gone(1) == 6000
    anew = next(one for one in told.money if one.state == OWED)
    told.money.remove(anew)
    told.money.append(replace(anew, state=GIVEN, through=False, takes=False))
    tell(told, "list 0")
    assert (told.gone(1), told.count().twice_fen) == (12000, 6000)


def test_what_was_denied_pays_what_is_owed_anew_once_its_list_tells_it() -> None:
    told = debt(6000)
    told.gave.append(Gave("TK-8", 1, 6000))
    for one in ("pays 0", "denies 0", "list 0"):
        tell(told, one)
    assert (told.gone(1), told.count().twice_fen) == (6000, 0)
    assert not [one for one in told.money if one.state == OWED]


def test_a_file_that_tells_what_was_denied_counts_nothing_of_it() -> None:
    told = debt(6000)
    told.gave.append(Gave("TK-8", 1, 6000))
    for one in ("pays 0", "denies 0", "file"):
        tell(told, one)
    assert told.gone(1) == 6000


def test_of_one_number_the_larger_sum_counts_and_what_is_beyond_the_price_went_twice() -> None:
    told = Told(gave=[])
    told.lists(Gave("TK-8", 1, 4000))
    told.lists(Gave("tk 8", 1, 10900))
    assert (told.gone(1), told.count().twice_fen) == (10900, 0)
    told.lists(Gave("TK-9", 1, 500))
    assert (told.gone(1), told.count().twice_fen) == (10900, 500)


@pytest.mark.parametrize("says", [Told.merchant_pays, Told.merchant_types], ids=["what is owed", "a part"])
def test_what_was_typed_by_another_number_is_the_refund_that_the_list_tells_until_it_tells_both(
    says: Callable[[Told, Gave], None],
) -> None:
    told = debt(3000) if says is Told.merchant_pays else Told(gave=[])
    says(told, Gave("TK-8", 1, 3000))
    told.lists(Gave("TK-9", 1, 3000), known=False)
    found = told.count()
    assert (told.gone(1) + found.unnamed_fen, found.same) == (6000, {}), "nobody said yet for which line it was"
    told.lists(Gave("TK-9", 1, 3000))
    found = told.count()
    assert (told.gone(1) + found.unnamed_fen, found.same) == (3000, {"TK8": "TK9"})
    told.lists(Gave("TK-8", 1, 3000))
    found = told.count()
    assert (told.gone(1) + found.unnamed_fen, found.same) == (6000, {})


def test_what_was_typed_is_no_refund_of_another_sum_another_line_or_told_before_it_was_owed() -> None:
    told = Told(gave=[])
    told.lists(Gave("TK-7", 1, 3000))
    told.now += timedelta(days=1)
    told.owes(1, 3000)
    told.merchant_pays(Gave("TK-8", 1, 3000))
    told.lists(Gave("TK-9", 2, 3000))
    told.lists(Gave("TK-10", 1, 2000))
    assert (told.gone(1), told.gone(2), told.count().same) == (8000, 3000, {})


def test_a_part_that_was_typed_pays_no_debt_once_its_list_tells_it() -> None:
    told = Told(gave=[])
    told.merchant_types(Gave("TK-8", 1, 6000))
    told.merchant_types(Gave("TK-9", 2, 6000))
    told.now += timedelta(days=1)
    told.owes(1, 4000)
    told.owes(2, 6000)
    told.lists(Gave("TK-8", 1, 6000))
    told.lists(Gave("TK-10", 2, 6000))
    assert (told.gone(1), told.gone(2), told.paid) == (10000, 12000, [])


@pytest.mark.parametrize("typed_on", [ONE, TWO])
def test_a_refund_that_was_typed_on_a_claim_pays_no_other_claims_debt(typed_on: UUID) -> None:
    told = ToldRefund(number="TK8", positions=[1], fen=3000, told_at=START, proven_fen=3000, proven_at=START)
    told = replace(told, typed_on=typed_on, pieces={1: 5000})
    debt = ShopMoney(key="d", state=OWED, positions=[1], fen=3000, at=START, takes=True, claim=ONE)
    found = count(prices=PRICES, freight_fen=0, told=[told], money=[debt])
    assert (found.parts, found.own) == (
        ({"d": [("TK8", 3000)]}, {ONE: {1: 0}}) if typed_on == ONE else ({}, {TWO: {1: 3000}})
    )


def test_what_was_typed_on_a_claim_falls_on_its_pieces_by_their_price() -> None:
    typed = {"told_at": START, "typed_on": ONE, "pieces": {1: 5000, 2: 15000}}
    told = [ToldRefund(number=str(n), positions=[1, 2], fen=fen, **typed) for n, fen in enumerate((4000, 8000, 9000))]  # type: ignore[arg-type]
    assert count(prices=PRICES, freight_fen=0, told=told[:1]).own == {ONE: {1: 1000, 2: 3000}}
    assert count(prices=PRICES, freight_fen=0, told=told[:2]).own == {ONE: {1: 3000, 2: 9000}}
    found = count(prices=PRICES, freight_fen=0, told=told)
    assert (found.own, found.gone) == ({ONE: {1: 5000, 2: 15000}}, {1: 6000, 2: 15000})
    total = ToldTotal(position=2, fen=4000, at=START)
    assert count(prices=PRICES, freight_fen=0, told=told[:1], totals=[total]).own == {ONE: {1: 0, 2: 4000}}
