"""What a merchant types on a claim that his shop gave back is of that claim's pieces, whoever tells more of it."""

from datetime import datetime, timedelta
from importlib import import_module
from random import Random
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import wording
from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.core.row_seals import verifies
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries import line_money, order_options, order_sums
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase, ShopRefund
from anxin.domain.ledger.models import Bill
from tests.claim_builders import Walked
from tests.domain.claims.test_shared_lines import agreed, sent
from tests.domain.shops.test_one_book import said
from tests.domain.shops.test_shop_pays_its_debt import lists
from tests.evidence_builders import a_purchase
from tests.shop_builders import file_says

pytestmark = pytest.mark.django_db
CUPS, TRAY = Bought(title="杯", amount_fen=10000, quantity=2), Bought(title="盘", amount_fen=6000)
LAMPS = Bought(title="灯", amount_fen=30000, quantity=3)


def about(order: Purchase, now: datetime, *pieces: tuple[int, int], asked_fen: int = 0) -> Walked:
    """File a claim about so many pieces of some lines."""
    purchase = Purchase.objects.get(pk=order.pk)
    lines = tuple(ClaimLineGiven(position=position, quantity=count) for position, count in pieces)
    told = {"type": "refund_only", "reason": "broken", "told": "裂", "phone": cast.BUYER.phone, "asked_fen": asked_fen}
    filing = Filing(purchase=purchase, lines=lines, **told)  # type: ignore[arg-type]
    made = acting(lambda: claims.file(filing=filing, by=STRANGER, now=now))
    return Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now)


def back(order: Purchase) -> list[int]:
    return [*order.lines.order_by("position").values_list("refunded_fen", flat=True)]


@pytest.fixture
def cups(now: datetime) -> Purchase:
    return a_purchase(now=now, lines=(CUPS, TRAY), customer=cast.BUYER)


@pytest.fixture
def lamps(now: datetime) -> Purchase:
    return a_purchase(now=now, lines=(LAMPS,), customer=cast.BUYER)


class TestItFalls:
    def test_on_the_claimed_pieces_by_their_price_and_the_other_cup_keeps_its_own(
        self, cups: Purchase, now: datetime
    ) -> None:
        """It fell on the first line up to its whole price: the cup nobody claimed about lost what was its own"""
        one = about(cups, now, (1, 1), (2, 1), asked_fen=10000)
        said(one, 3000, "TK-30")
        assert back(cups) == [1363, 1637]
        assert agreed(one) == 7000
        other = about(cups, one.now + timedelta(hours=1), (1, 1))
        assert (other.claim.asked_fen, agreed(other)) == (5000, 5000)
        assert order_options.most_for(purchase=Purchase.objects.get(pk=cups.pk), pieces={1: 2, 2: 1}) == 1000

    def test_as_a_file_splits_it_but_never_beyond_the_claimed_pieces(self, cups: Purchase, now: datetime) -> None:
        one = about(cups, now, (1, 1), (2, 1))
        file_says(cups, 1, 9000, now=one.now)
        one.now += timedelta(minutes=1)
        said(one, 2000, "TK-20")
        assert back(cups) == [9000, 0], "the file tells of it already"

    def test_on_no_more_than_their_price_and_what_the_list_tells_beyond_is_of_the_lines(
        self, cups: Purchase, now: datetime
    ) -> None:
        one = about(cups, now, (1, 1), (2, 1))
        said(one, 3000, "TK-30")
        one.now += timedelta(minutes=1)
        lists(one, 12000, "TK-30", positions=(1, 2))
        assert back(cups) == [6000, 6000], "110 of its pieces, 10 of the cup beside them"
        assert about(cups, one.now + timedelta(hours=1), (1, 1)).claim.asked_fen == 4000

    def test_on_pieces_that_are_not_to_be_had_again(self, lamps: Purchase, now: datetime) -> None:
        """Of three lamps one got all, in its shop; the next claim reaches what is left of the one that got least"""
        one, two, three = (about(lamps, now + timedelta(hours=n), (1, 1), asked_fen=5000 + n) for n in range(3))
        three.now += timedelta(hours=1)
        said(three, 4000, "TK-40")
        assert [agreed(each) for each in (one, two, three)] == [5000, 5001, 1002]
        order = Purchase.objects.get(pk=lamps.pk)
        assert [order_options.most_for(purchase=order, pieces={1: count}) for count in (1, 2, 3)] == [5000, 9999, 14997]

    def test_as_the_money_that_claim_gave_itself(self, lamps: Purchase, now: datetime) -> None:
        one = about(lamps, now, (1, 1), asked_fen=9000)
        said(one, 4000, "TK-40")
        assert agreed(one) == 5000
        order = Purchase.objects.get(pk=lamps.pk)
        (gone,) = line_money.of_order(order).gone.pieces.values()
        assert sorted(gone) == [0, 0, 9000]
        assert order_options.most_for(purchase=order, pieces={1: 3}) == 21000


class TestItRises:
    def test_for_the_claim_it_was_typed_on(self, lamps: Purchase, now: datetime) -> None:
        one, two = about(lamps, now, (1, 1)), about(lamps, now + timedelta(hours=1), (1, 1))
        two.now += timedelta(hours=1)
        said(two, 3000, "TK-1")
        two.now += timedelta(hours=1)
        lists(two, 9000, "TK-1")
        assert agreed(two) == 1000
        one.now = two.now + timedelta(hours=1)
        assert agreed(one) == 10000

    def test_and_what_is_more_than_its_pieces_cost_is_of_the_older_ones(self, lamps: Purchase, now: datetime) -> None:
        one, two = about(lamps, now, (1, 1)), about(lamps, now + timedelta(hours=1), (1, 1))
        two.now += timedelta(hours=1)
        said(two, 3000, "TK-1")
        two.now += timedelta(hours=1)
        lists(two, 12000, "TK-1")
        one.now = two.now + timedelta(hours=1)
        assert (line_money.of_claim(two.claim).room_fen, agreed(one)) == (0, 8000)

    def test_by_the_number_that_takes_the_place_of_a_typed_one(self, lamps: Purchase, now: datetime) -> None:
        one, two = about(lamps, now, (1, 1)), about(lamps, now + timedelta(hours=1), (1, 1))
        two.now += timedelta(hours=1)
        said(two, 6000, "TK-1")
        two.now += timedelta(hours=1)
        lists(two, 6000, "TK-77")
        one.now = two.now + timedelta(hours=1)
        assert (agreed(two), agreed(one)) == (4000, 10000)


class TestAllOfItIsSaid:
    """While its buyer may contradict what is said to have gone, nobody claims for it anew."""

    def test_and_a_second_claim_is_led_to_the_first(self, lamps: Purchase, now: datetime) -> None:
        """It was agreed to as well: the shop paid the same price twice, and no page named the first"""
        one = about(lamps, now, (1, 2))
        said(one, 20000, "QK-200")
        assert one.claim.state == "outcome_taken"
        with pytest.raises(claims.SaidBack) as refused:
            about(lamps, one.now, (1, 2))
        assert "¥200.00" in wording.error(refused.value)
        assert one.claim.number in wording.error(refused.value)
        (line,) = order_options.order(Purchase.objects.get(pk=lamps.pk)).lines
        assert (line.free, line.open_claim, len(line.said)) == (1, one.claim.number, 1)
        assert about(lamps, one.now, (1, 1)).claim.asked_fen == 10000, "of the piece beside them it is nobody's word"
        assert Bill.objects.get(stream_key=lamps.pk).refunded_fen == 0, "it counts for no money"

    def test_of_less_than_the_price_leaves_the_rest_to_a_new_claim(self, lamps: Purchase, now: datetime) -> None:
        """A buyer who got something for a scratch may still send the thing back for the rest"""
        one = about(lamps, now, (1, 3), asked_fen=5000)
        said(one, 5000, "QK-50")
        assert (one.claim.state, about(lamps, one.now, (1, 3)).claim.asked_fen) == ("outcome_taken", 25000)

    def test_and_said_not_to_have_come_it_is_claimed_about_there(self, lamps: Purchase, now: datetime) -> None:
        one = about(lamps, now, (1, 3))
        said(one, 30000, "QK-300")
        fields = {"why": "没有收到"}
        one.do(lambda: TABLE.give("contradiction", row=one.claim, by=one.buyer, now=one.now, fields=fields))
        assert (one.claim.state, line_money.of_claim(one.claim).room_fen) == ("review", 30000)
        with pytest.raises(claims.OpenAlready):
            about(lamps, one.now, (1, 1))


def test_all_that_a_shop_says_it_gave_stands_in_its_figures(lamps: Purchase, now: datetime) -> None:
    """Parts, and what ends a claim as it says, were left out: three pages told three sums"""
    one, two = about(lamps, now, (1, 1)), about(lamps, now, (1, 2))
    said(one, 4000, "TK-40")
    said(two, 20000, "QK-200")
    owner = one.by(cast.MERCHANT_OWNER)
    assert queries.figures(owner, now=two.now).said_fen == 24000
    two.now += timedelta(minutes=1)
    lists(one, 4000, "TK-40")
    assert queries.figures(owner, now=two.now).said_fen == 20000, "the list proves the part"
    two.wait(days=31)
    two.run()
    assert (two.claim.state, queries.figures(owner, now=two.now).said_fen) == ("closed", 20000)


def test_what_was_typed_before_the_upgrade_is_of_its_claim(cups: Purchase, now: datetime) -> None:
    one = about(cups, now, (1, 1), (2, 1))
    said(one, 3000, "TK-30")
    row = ShopRefund.objects.get(number="TK30")
    ShopRefund.objects.filter(pk=row.pk).update(typed_on=None)
    fill = import_module("anxin.domain.claims.migrations.0032_typed_on_claims").fill
    fill(apps, SimpleNamespace(connection=connection))
    row.refresh_from_db()
    assert row.typed_on == one.claim.pk
    assert verifies(row)


@pytest.mark.parametrize("seed", range(6))
def test_drawn_by_lot_no_claim_reaches_more_than_its_pieces_cost(cups: Purchase, now: datetime, seed: int) -> None:
    """Claims about pieces of both lines, each with a sum that its merchant types: never more than their price in all"""
    drawn, walks = Random(seed), list[tuple[Walked, int]]()
    for step, pieces in enumerate(drawn.sample([((1, 1), (2, 1)), ((1, 1),)], 2)):
        walks.append((about(cups, now + timedelta(hours=step), *pieces), 11000 if len(pieces) == 2 else 5000))
    gave = dict[str, int]()
    for one, price in drawn.sample(walks, 2):
        one.now = now + timedelta(hours=5)
        gave[one.claim.number] = drawn.randrange(1, price)
        said(one, gave[one.claim.number], f"TK-{one.claim.number}")
    for one, price in drawn.sample(walks, 2):
        one.now = now + timedelta(hours=6)
        assert agreed(one) == price - gave[one.claim.number]
    bill = Bill.objects.get(stream_key=cups.pk)
    assert (bill.refunded_fen, sent(cups) + sum(back(cups))) == (16000, 16000)
    sums = order_sums.sums_of(Purchase.objects.get(pk=cups.pk))
    assert (sums.gone_fen, sums.twice_fen) == (16000, 0)
