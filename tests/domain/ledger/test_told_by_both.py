"""A refund that an order's shop and its provider's statement both tell counts once, as the provider's."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from random import Random
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions.shop_refunds import apply_book
from anxin.domain.claims.queries import order_sums
from anxin.domain.goods.models import Purchase, ShopRefund
from anxin.domain.goods.rules.shop_book import Counted, plain
from anxin.domain.ledger import queries
from anxin.domain.ledger.actions.bindings import ToldByShop
from anxin.domain.ledger.models import Difference, Transfer
from anxin.domain.ledger.queries import bound_refunds
from anxin.domain.ledger.queries.bound_refunds import said_since, told_since
from anxin.domain.ledger.rules.bound_refunds import APART
from tests.claim_builders import Walked, a_claim, a_purchase
from tests.domain.ledger.differences import SECOND, THIRD, found, give
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_given_by_shops import NUMBER, SAID, THERE, bill_of, denied, lies, owed, said
from tests.domain.ledger.test_ways_back import paid_in_shop
from tests.domain.shops.test_shop_pays_its_debt import lists, order_of

pytestmark = pytest.mark.django_db
STATED, LISTED = "50000123456789", "TK-77"


def a_paid_one(wechat: Scene) -> Walked:
    return a_claim(now=wechat.now, purchase=paid_in_shop(wechat, a_purchase(now=wechat.now), refused=False))


def sums(one: Walked) -> tuple[int, int, int]:
    """Return what went back of the order in all, too much and by its shop, and check that the bill says the same."""
    told = order_sums.sums_of(order_of(one))
    assert bill_of(one).refunded_fen == told.gone_fen - told.twice_fen
    return told.gone_fen, told.twice_fen, told.shop_fen


def bound(one: Walked, number: str = STATED, fen: int = SAID, beside: str = "") -> Difference:
    """Give a refund of a statement to the order's bill, by two."""
    row, named = found("missing_here", fen, at=one.now, number=number), bill_of(one).number
    give("binding", row, now=one.now, number=named, why="后台退的", beside=beside)
    return give("agreement", row, now=one.now, by=SECOND)


def agreed(one: Walked) -> int:
    """Let the merchant agree to the whole; return what was sent by it."""
    one.agree()
    one.run()
    one.read()
    assert one.claim.state == "closed"
    return sum(each.amount_fen for each in one.claim.payouts.all())


@pytest.mark.parametrize("first", ["list", "statement"])
def test_by_one_number_it_counts_once_and_leaves_the_providers_account(wechat: Scene, first: str) -> None:
    one = a_paid_one(wechat)
    paid = bill_of(one).paid_fen
    for teller in ("list", "statement") if first == "list" else ("statement", "list"):
        lists(one, SAID, STATED) if teller == "list" else bound(one)
    assert (sums(one), lies(one)) == ((SAID, 0, 0), paid - SAID)
    assert agreed(one) == paid - SAID
    assert (sums(one), lies(one), queries.balance(bill_of(one).payee)) == ((paid, 0, 0), 0, 0)


def test_what_the_merchant_typed_is_the_same_refund_and_stays_one_once_it_is_struck_out(wechat: Scene) -> None:
    one = said(wechat)
    paid = bill_of(one).paid_fen
    bound(one, NUMBER)
    assert (sums(one), lies(one)) == ((SAID, 0, 0), paid - SAID)
    assert agreed(one) == paid - SAID
    denied(one)
    assert (sums(one)[:2], lies(one)) == ((paid, 0), 0)


def test_of_another_number_and_the_same_sum_finance_is_asked_and_says_which(wechat: Scene) -> None:
    one = a_paid_one(wechat)
    paid = bill_of(one).paid_fen
    lists(one, SAID, LISTED)
    with pytest.raises(ToldByShop) as asked:
        bound(one)
    assert asked.value.facts["numbers"] == LISTED
    row = bound(one, beside="same")
    assert (row.told_as, sums(one), lies(one)) == (LISTED, (SAID, 0, 0), paid - SAID)
    give("release", row, now=one.now, by=THIRD, why="是另一笔")
    assert (sums(one), lies(one)) == ((SAID, 0, SAID), paid)
    row = bound(one, beside="other")
    assert (sums(one), lies(one)) == ((2 * SAID, 0, SAID), paid - SAID)
    assert agreed(one) == paid - 2 * SAID


def test_told_by_another_number_after_the_proposal_the_second_person_books_nothing(wechat: Scene) -> None:
    one = a_paid_one(wechat)
    row, named = found("missing_here", SAID, at=one.now, number=STATED), bill_of(one).number
    give("binding", row, now=one.now, number=named, why="后台退的")
    lists(one, SAID, LISTED)
    with pytest.raises(ToldByShop):
        give("agreement", row, now=one.now, by=SECOND)
    assert sums(one) == (SAID, 0, SAID)


def test_told_by_another_number_after_it_was_booked_both_count_and_its_page_says_so(wechat: Scene) -> None:
    one = a_paid_one(wechat)
    row = bound(one)
    assert told_since(row) == ""
    lists(one, SAID, LISTED)
    assert (told_since(row), sums(one)) == (LISTED, (2 * SAID, 0, SAID))


def test_of_the_whole_sum_it_fits_though_nothing_is_left_of_the_bill(wechat: Scene) -> None:
    one = a_paid_one(wechat)
    paid = bill_of(one).paid_fen
    lists(one, paid, STATED)
    assert bill_of(one).state == "refunded"
    bound(one, fen=paid)
    assert (bill_of(one).state, sums(one), lies(one)) == ("refunded", (paid, 0, 0), 0)


def test_what_the_shop_owed_and_was_said_to_have_paid_goes_over_and_back(wechat: Scene) -> None:
    one = owed(wechat)
    paid = bill_of(one).paid_fen
    assert lies(one) == paid
    row = bound(one, fen=paid)
    assert (lies(one), sums(one)) == (0, (paid, 0, 0))
    give("release", row, now=one.now, by=THIRD, why="不是这笔")
    assert (lies(one), sums(one)) == (paid, (paid, 0, paid))


def ended_as_said(wechat: Scene, fen: int) -> Walked:
    """Return a claim that its merchant ended by the number under which his shop gave all that it asks for."""
    order = paid_in_shop(wechat, a_purchase(now=wechat.now), refused=False)
    one = a_claim(now=wechat.now, purchase=order, asked_fen=fen)
    says(one, fen)
    return one


def says(one: Walked, fen: int) -> None:
    told = {"amount_fen": fen, "reference": NUMBER, "by": one.by(cast.MERCHANT_OWNER)}
    one.do(lambda: claims.say_refund(claim=one.claim, now=one.now, **told))
    assert one.claim.state == "outcome_taken"


def nobody_contradicts(one: Walked) -> None:
    one.wait(days=31)
    one.run()
    one.read()
    assert (one.claim.state, one.claim.outcome) == ("closed", "said_refunded")


@pytest.mark.parametrize("fen", [SAID, 26800])
def test_of_a_word_that_ended_a_claim_finance_is_asked_too_and_it_counts_once(wechat: Scene, fen: int) -> None:
    one = ended_as_said(wechat, fen)
    with pytest.raises(ToldByShop) as asked:
        bound(one, fen=fen)
    assert asked.value.facts["numbers"] == NUMBER
    row = bound(one, fen=fen, beside="same")
    assert (row.told_as, told_since(row), sums(one)) == (NUMBER, "", (fen, 0, 0))
    nobody_contradicts(one)
    assert (sums(one), lies(one)) == ((fen, 0, 0), bill_of(one).paid_fen - fen)
    assert not list(timeline.verify())


@pytest.mark.parametrize("otherwise", [False, True])
def test_a_word_told_after_the_statement_is_that_refund_too_unless_somebody_says_otherwise(
    wechat: Scene, otherwise: bool
) -> None:
    order = paid_in_shop(wechat, a_purchase(now=wechat.now), refused=False)
    one = a_claim(now=wechat.now, purchase=order, asked_fen=SAID)
    row = bound(one)
    says(one, SAID)
    assert (told_since(row), said_since(row)) == ("", NUMBER)
    if otherwise:
        give("release", row, now=one.now, by=THIRD, why="是另一笔")
        row = bound(one, beside="other")
    nobody_contradicts(one)
    row.refresh_from_db()
    twice = (APART, (2 * SAID, 0, SAID)), (NUMBER, (SAID, 0, 0))
    assert (row.told_as, sums(one)) == twice[0 if otherwise else 1]
    assert not list(timeline.verify())


def test_a_word_of_all_of_it_beside_another_refund_of_all_of_it_went_twice_and_says_so(wechat: Scene) -> None:
    one = ended_as_said(wechat, 26800)
    bound(one, fen=26800, beside="other")
    nobody_contradicts(one)
    assert sums(one)[:2] == (2 * 26800, 26800)
    (said_so,) = timeline.facts_of(one.claim.stream(), code="claims.gone_twice")
    assert (said_so.facts["twice_fen"], one.claim.twice_at) == (26800, said_so.at)


def test_a_month_that_is_over_reads_as_it_was_read(wechat: Scene) -> None:
    one = a_paid_one(wechat)
    lists(one, SAID, STATED)
    was = list(Transfer.objects.order_by("id").values())
    one.wait(days=40)
    bound(one)
    assert list(Transfer.objects.filter(pk__in=[each["id"] for each in was]).order_by("id").values()) == was
    new = Transfer.objects.exclude(pk__in=[each["id"] for each in was])
    assert min(each.settled_at for each in new) > max(each["settled_at"] for each in was)


def test_the_upgrade_has_what_counted_twice_count_once(wechat: Scene) -> None:
    one = a_paid_one(wechat)
    lists(one, SAID, STATED)
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(bound_refunds, "_counted", lambda _order, _words=(): Counted(gone={}, proven={}))
        row = bound(one)
    Difference.objects.filter(pk=row.pk).update(told_as="")
    assert bill_of(one).refunded_fen == 2 * SAID
    one.wait(days=1)
    put = import_module("anxin.domain.claims.migrations.0031_told_by_both").put
    for _ in range(2):
        put(apps, SimpleNamespace(connection=connection))
        one.run()
    assert (sums(one), queries.balance(THERE)) == ((SAID, 0, 0), bill_of(one).paid_fen - SAID)


@dataclass
class Refund:
    """A refund as it really was, and by which numbers who tells it: list, statement, merchant."""

    fen: int
    listed: str = ""
    stated: str = ""
    typed: str = ""
    row: Difference | None = None
    is_listed: bool = False
    real: bool = True


def refunds_by(rng: Random, n: int) -> list[Refund]:
    several = []
    for nth in range(rng.randint(1, 3)):
        one, same = Refund(rng.choice((2000, 3000))), f"{n}00{nth}"
        tellers = rng.choice(("list", "statement", "both", "both", "both"))
        one.listed = f"L{same}" if tellers != "statement" else ""
        one.stated = (f"L{same}" if rng.random() < 0.5 else f"S{same}") if tellers != "list" else ""
        several.append(one)
    kind = rng.choice(("none", "false", "listed", "stated"))
    if kind != "none":
        number = f"T{n}"
        told = Refund(1700, typed=number, real=kind != "false")
        told.listed, told.stated = (number if kind == "listed" else ""), (number if kind == "stated" else "")
        several.append(told)
    return several


def does(step: str, refund: Refund | None, one: Walked) -> None:
    if step == "yes":
        one.agree()
        one.run()
    elif refund is None:
        return
    elif step == "list":
        lists(one, refund.fen, refund.listed)
        refund.is_listed = True
    elif step == "type":
        told = {"amount_fen": refund.fen, "reference": refund.typed, "by": one.by(cast.MERCHANT_OWNER)}
        with suppress(AnxinError):  # it is over already
            one.do(lambda: claims.say_refund(claim=one.claim, now=one.now, **told))
    elif step == "bind":
        binds(refund, one)
    elif step == "release" and refund.row is not None:
        give("release", refund.row, now=one.now, by=THIRD, why="再看看")
        refund.row = None
    elif step == "strike" and not refund.real:
        order = order_of(one)
        ShopRefund.objects.filter(purchase=order, number=plain(refund.typed)).delete()
        one.do(lambda: apply_book(Purchase.objects.get(pk=order.pk), by=SYSTEM, now=one.now))


def binds(refund: Refund, one: Walked) -> None:
    """Give it to the bill, saying where it is asked whether it is what the shop tells."""
    row = Difference.objects.filter(number=refund.stated).first()
    row = row or found("missing_here", refund.fen, at=one.now, number=refund.stated)
    named = {"number": bill_of(one).number, "why": "后台退的"}
    try:
        give("binding", row, now=one.now, **named)
    except ToldByShop:
        give("binding", row, now=one.now, **named, beside="same" if refund.is_listed else "other")
    refund.row = give("agreement", row, now=one.now, by=SECOND)


@pytest.mark.parametrize("seed", range(10))
def test_in_any_order_what_went_is_what_really_went_and_the_ledger_balances(wechat: Scene, seed: int) -> None:
    rng = Random(seed)
    order = a_purchase(now=wechat.now)
    one = a_claim(now=wechat.now, purchase=paid_in_shop(wechat, order, refused=False), asked_fen=10000)
    several = refunds_by(rng, seed)
    steps: list[tuple[str, Refund | None]] = [("yes", None)]
    for each in several:
        steps += [("list", each)] if each.listed else []
        steps += [("bind", each)] if each.stated else []
        steps += [("type", each)] if each.typed else []
        steps += [("release", each)] if rng.random() < 0.3 else []
    rng.shuffle(steps)
    for step, refund in [*steps, *(("strike", each) for each in several)]:
        one.now += timedelta(seconds=1)
        does(step, refund, one)
        told = bill_of(one)
        assert 0 <= told.refunded_fen + told.reserved_fen <= told.paid_fen
    for each in several:  # who was asked too early, or not at all, is asked again
        if each.stated and (each.row is None or each.row.told_as != each.listed):
            does("release", each, one)
            binds(each, one)
    sent = sum(each.amount_fen for each in one.claim.payouts.all())
    went = sum(each.fen for each in several if each.listed or each.stated)
    over = sum(each.fen for each in several if each.stated)
    paid, shown = bill_of(one).paid_fen, order_sums.sums_of(order_of(one))
    assert (shown.gone_fen, shown.twice_fen, bill_of(one).refunded_fen) == (went + sent, 0, went + sent)
    assert shown.shop_fen == went - over
    assert queries.balance(THERE) == paid - over - sent
    assert queries.balance(bill_of(one).payee) == -queries.balance(THERE)
    assert queries.balance(bill_of(one).payer) == 0
    assert not list(timeline.verify())
