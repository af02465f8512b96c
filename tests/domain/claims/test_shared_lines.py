"""Several claims about pieces of one line: no more than there are, and the money right to the fen."""

from datetime import datetime, timedelta
from random import Random

import pytest

from anxin.core import timeline, wording
from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing, OpenAlready
from anxin.domain.claims.models import Claim, Payout
from anxin.domain.claims.queries import claimed_pieces, line_money, order_options
from anxin.domain.claims.rules import shared_lines
from anxin.domain.claims.rules.shared_lines import ClaimedPieces
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.models import Bill
from tests.claim_builders import Walked
from tests.domain.shops.test_one_book import said
from tests.evidence_builders import a_purchase
from tests.races import line
from tests.shop_builders import file_says

pytestmark = pytest.mark.django_db
PARTS = ((0, 3333), (1, 1000), (2, 2000))
CUP, LAMP = Bought(title="杯", amount_fen=10001, quantity=3), Bought(title="灯", amount_fen=30000)


def piece(order: Purchase, now: datetime, count: int = 1, **told: object) -> Walked:
    """File a claim about so many cups of an order, as a stranger who knows its phone."""
    given = {"type": "refund_only", "reason": "broken", "told": "裂", "phone": cast.BUYER.phone, **told}
    lines, purchase = (ClaimLineGiven(position=1, quantity=count),), Purchase.objects.get(pk=order.pk)
    filing = Filing(purchase=purchase, lines=lines, **given)  # type: ignore[arg-type]
    made = acting(lambda: claims.file(filing=filing, by=STRANGER, now=now))
    return Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now)


def free(order: Purchase) -> int:
    lines = Purchase.objects.get(pk=order.pk).lines.select_related("purchase").order_by("position")
    return claimed_pieces.of_order([*lines])[lines[0].pk].count


def agreed(one: Walked) -> int:
    """Let the merchant agree; return what was sent."""
    one.read()
    one.agree()
    one.run()
    return sum(one.claim.payouts.values_list("amount_fen", flat=True))


def sent(order: Purchase) -> int:
    return sum(Payout.objects.filter(claim__purchase=order).values_list("amount_fen", flat=True))


@pytest.fixture
def order(now: datetime) -> Purchase:
    return a_purchase(now=now, lines=(CUP, LAMP), customer=cast.BUYER)


class TestTwoClaimsOfALine:
    def test_are_open_about_different_pieces_and_each_gives_its_share(self, order: Purchase, now: datetime) -> None:
        one, two = piece(order, now), piece(order, now + timedelta(hours=1), 2)
        assert (one.claim.asked_fen, two.claim.asked_fen, free(order)) == (3333, 6667, 0)
        assert (agreed(two), agreed(one)) == (6667, 3333)
        assert Bill.objects.get(stream_key=order.pk).refunded_fen == 10000
        assert order_options.most_for(purchase=order, pieces={1: 3}) == 1
        assert timeline.verify() == []

    def test_are_refused_about_the_same_piece_by_the_number_of_the_first(self, order: Purchase, now: datetime) -> None:
        one = piece(order, now, 2)
        with pytest.raises(OpenAlready) as refused:
            piece(order, now, 2)
        assert refused.value.facts["number"] == one.claim.number
        assert one.claim.number in wording.error(refused.value)
        (cups, _lamp) = order_options.order(order).lines
        assert (cups.free, cups.open_claim) == (1, one.claim.number)
        piece(order, now)
        assert order_options.order(order).lines[0].free == 0
        one.do(lambda: claims.withdraw(claim=one.claim, why="", by=one.buyer, now=one.now))
        assert free(order) == 2

    def test_settled_pieces_are_not_paid_above_their_price_by_the_next_claim(
        self, order: Purchase, now: datetime
    ) -> None:
        """Of three pieces two got a part: the next claim reaches what is left of the one that got least"""
        one, two, three = (piece(order, now + timedelta(hours=at), asked_fen=fen) for at, fen in PARTS)
        assert [agreed(each) for each in (one, two, three)] == [3333, 1000, 2000]
        assert [order_options.most_for(purchase=order, pieces={1: count}) for count in (1, 2, 3)] == [2333, 3667, 3668]
        again = piece(order, now + timedelta(hours=4))
        assert agreed(again) == 2333

    def test_what_one_gave_itself_is_of_its_own_pieces(self, order: Purchase, now: datetime) -> None:
        one = piece(order, now, asked_fen=1000)
        assert agreed(one) == 1000
        claimed = line_money.of_claim(one.claim)
        assert (claimed.open_fen, claimed.given_fen, claimed.room_fen) == (3333, 1000, 2333)

    def test_leave_no_piece_free_whose_price_went_back(self, order: Purchase, now: datetime) -> None:
        assert agreed(piece(order, now)) == 3333
        one = piece(order, now + timedelta(hours=1))
        assert free(order) == 1
        agreed(piece(order, now + timedelta(hours=2)))
        with pytest.raises(OpenAlready):
            piece(order, now + timedelta(hours=3))
        assert agreed(one) == 3333

    def test_count_what_the_shop_gives_as_of_the_older_ones_pieces_first(self, order: Purchase, now: datetime) -> None:
        one, two = piece(order, now), piece(order, now + timedelta(hours=1))
        file_says(order, 1, 3333, now=now + timedelta(hours=2))
        assert free(order) == 1, "what went back is of the piece that is claimed about"
        assert (agreed(two), agreed(one)) == (3333, 0)
        assert piece(order, now + timedelta(hours=3)).claim.asked_fen == 3333

    def test_count_what_was_typed_on_one_as_of_its_own_pieces(self, order: Purchase, now: datetime) -> None:
        """Said of the younger one, nothing of it is the older one's, whatever becomes of that"""
        one, two = piece(order, now), piece(order, now + timedelta(hours=1))
        two.now += timedelta(hours=1)
        said(two, 2000, "TK-1")
        assert free(order) == 1, "it is of the piece that is claimed about"
        file_says(order, 1, 2500, now=two.now)
        one.now = two.now + timedelta(hours=1)
        assert agreed(two) == 1333
        assert agreed(one) == 3333 - 500, "what the file says beyond is of the older one's pieces first"
        assert piece(order, one.now + timedelta(hours=1)).claim.asked_fen == 3333

    def test_count_it_so_when_the_older_one_is_taken_back(self, order: Purchase, now: datetime) -> None:
        one, two = piece(order, now), piece(order, now + timedelta(hours=1))
        two.now += timedelta(hours=1)
        said(two, 2000, "TK-1")
        one.now = two.now + timedelta(hours=1)
        one.do(lambda: claims.withdraw(claim=one.claim, why="", by=one.buyer, now=one.now))
        two.now = one.now + timedelta(hours=1)
        assert agreed(two) == 1333
        assert Bill.objects.get(stream_key=order.pk).refunded_fen == 3333

    def test_count_it_so_once_the_older_one_has_ended(self, order: Purchase, now: datetime) -> None:
        one, two = piece(order, now), piece(order, now + timedelta(hours=1))
        file_says(order, 1, 3333, now=now + timedelta(hours=2))
        one.now = now + timedelta(hours=3)
        one.do(lambda: claims.withdraw(claim=one.claim, why="到账了", by=one.buyer, now=one.now))
        file_says(order, 1, 4000, now=now + timedelta(hours=4))
        two.now = now + timedelta(hours=5)
        assert agreed(two) == 3333 - 667

    @pytest.mark.parametrize("seed", range(12))
    def test_drawn_by_lot_never_give_more_than_their_pieces_cost(
        self, order: Purchase, now: datetime, seed: int
    ) -> None:
        drawn, walks, told = Random(seed), list[Walked](), 0
        for step in range(8):
            at = now + timedelta(hours=step)
            count, most = free(order), order_options.most_for(purchase=order, pieces={1: 1})
            if count and most and drawn.random() < 0.6:
                walks.append(piece(order, at, drawn.randrange(1, count + 1)))
            elif walks and drawn.random() < 0.6:
                agreed(walks.pop(drawn.randrange(len(walks))))
            else:
                told = min(told + drawn.randrange(4000), 10001 - sent(order))
                file_says(order, 1, told, now=at)
            lines = Claim.objects.filter(purchase=order, lines__open=True).values_list("lines__quantity", flat=True)
            assert sum(lines) <= 3
        for one in walks:
            agreed(one)
        for claim in Claim.objects.filter(purchase=order):
            fen = sum(claim.payouts.values_list("amount_fen", flat=True))
            assert fen <= 10001 * claim.lines.get().quantity // 3
        row = order.lines.get(position=1)
        assert sent(order) + row.refunded_fen <= 10001
        assert Bill.objects.get(stream_key=order.pk).refunded_fen == sent(order) + row.refunded_fen
        assert timeline.verify() == []


@pytest.mark.parametrize("seed", range(60))
def test_what_the_shop_gives_is_of_each_claims_pieces_once(seed: int) -> None:
    """However claims of a line overlap: no fen is of two, none of one beyond its price, none but while it is open."""
    drawn, start = Random(seed), datetime(2026, 11, 1)
    moments = [start + timedelta(hours=hour) for hour in range(40)]
    gifts = sorted((drawn.choice(moments), drawn.randrange(1, 500)) for _ in range(drawn.randrange(1, 6)))

    def given(at: datetime | None) -> int:
        return sum(fen for when, fen in gifts if at is None or when <= at)

    spells = []
    for since in sorted(drawn.sample(moments[:-1], drawn.choice([3, 30]))):
        until = drawn.choice([None, *[one for one in moments if one > since]])
        spells.append(ClaimedPieces(since=since, until=until, fen=drawn.randrange(1, 800)))
    found = shared_lines.taken(spells, given, None)
    assert sum(found) <= given(None)
    for one, fen in zip(spells, found, strict=True):
        assert 0 <= fen <= min(one.fen, given(one.until) - given(one.since))
    for at in moments:
        assert sum(shared_lines.taken(spells, given, at)) <= given(at)
        assert all(a <= b for a, b in zip(shared_lines.taken(spells, given, at), found, strict=True))


def test_what_was_typed_on_a_claim_leaves_less_room_for_what_was_not() -> None:
    start = datetime(2026, 11, 1)
    times = [start + timedelta(hours=hour) for hour in range(4)]

    def beside(at: datetime | None) -> int:
        return 0 if at is not None and at < times[3] else 90

    def typed(at: datetime | None) -> int:
        return 0 if at is not None and at < times[2] else 60

    one = ClaimedPieces(since=times[0], until=None, fen=100, own=typed)
    two = ClaimedPieces(since=times[1], until=None, fen=100)
    assert shared_lines.taken([one, two], beside, None) == [100, 50]
    assert shared_lines.taken([one, two], beside, times[2]) == [60, 0]
    assert shared_lines.given_since([one], beside, times[1]) == 50


@pytest.mark.django_db(transaction=True)
def test_two_at_once_about_the_last_piece_are_one(now: datetime) -> None:
    order = a_purchase(now=now, lines=(CUP, LAMP), customer=cast.BUYER)
    piece(order, now, 2)
    filing = Filing(
        purchase=Purchase.objects.get(pk=order.pk),
        lines=(ClaimLineGiven(position=1),),
        type="refund_only",
        reason="broken",
        phone=cast.BUYER.phone,
    )
    with line() as race:
        outcomes = race.run(
            lambda: claims.file(filing=filing, by=STRANGER, now=now),
            lambda: claims.file(filing=filing, by=STRANGER, now=now),
        )
    assert sorted(one.won for one in outcomes) == [False, True]
    assert isinstance(next(one.refusal for one in outcomes if not one.won), OpenAlready)
    assert Claim.objects.count() == 2
