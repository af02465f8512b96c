"""What was paid for a line goes back once, whoever gives it: the shop, this claim or one before."""

from datetime import datetime, timedelta
from functools import partial
from random import Random

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.claims.actions.execution import MoreThanClaimPaid
from anxin.domain.claims.models import ClaimLine
from anxin.domain.claims.queries import line_money, order_options
from anxin.domain.claims.rules.line_money import GivenSum, OrderPrice, PricedLine
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.rules.shop_book import spread
from anxin.domain.ledger import queries as ledger
from anxin.domain.people import queries as people
from tests.claim_builders import Walked, a_purchase, refund, refuse
from tests.races import line
from tests.shop_builders import file_says

pytestmark = pytest.mark.django_db
CUP, LAMP = Bought(title="杯", amount_fen=10000, quantity=3), Bought(title="灯", amount_fen=30000)


def filed(order: Purchase, now: datetime, *, positions: tuple[int, ...] = (1,), **told: object) -> Walked:
    """File a claim about whole lines of an order, as a stranger who knows its phone."""
    purchase = Purchase.objects.get(pk=order.pk)
    pieces = dict(purchase.lines.values_list("position", "quantity"))
    given = {"type": "refund_only", "reason": "broken", "told": "裂", "phone": cast.BUYER.phone, **told}
    lines = tuple(ClaimLineGiven(position=one, quantity=pieces[one]) for one in positions)
    filing = Filing(purchase=purchase, lines=lines, **given)  # type: ignore[arg-type]
    made = acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))
    return Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now)


def refunded(order: Purchase) -> int:
    bill = ledger.latest(stream_of(order))
    assert bill is not None
    return bill.refunded_fen + bill.reserved_fen


def agrees_beforehand(now: datetime, *types: str) -> None:
    """Let the merchant agree to broken goods in advance, whatever they cost."""
    by, house = acting(lambda: owner(now)), people.organisation(cast.MERCHANT.slug)
    given = partial(claims.give_advance_answer, organisation=house, reasons=("broken",), types=types, reason="都退")
    acting(lambda: given(most_fen=10**6, attention_most="medium", by=by, now=now))


def owner(now: datetime) -> Actor:
    return actor(cast.MERCHANT_OWNER, now=now)


@pytest.fixture
def order(now: datetime) -> Purchase:
    return a_purchase(now=now, lines=(CUP, LAMP))


class TestAgainAndAgain:
    @pytest.mark.parametrize("beforehand", [False, True])
    def test_a_line_is_paid_once_however_often_it_is_claimed(
        self, order: Purchase, now: datetime, *, beforehand: bool
    ) -> None:
        if beforehand:
            agrees_beforehand(now, "refund_only")
        one = filed(order, now)
        if not beforehand:
            one.agree()
        one.run()
        assert (one.claim.state, one.claim.outcome, refunded(order)) == ("closed", "paid", 10000)
        with pytest.raises(claims.NotAllowed) as refused:
            filed(order, now + timedelta(hours=1))
        assert refused.value.facts["why"] == "already_back"
        assert refunded(order) == 10000
        assert order_options.most_for(purchase=order, pieces={1: 3, 2: 1}) == 30000
        assert not list(timeline.verify())

    def test_what_is_left_of_a_line_is_asked_of_a_person_who_agreed_beforehand(
        self, order: Purchase, now: datetime
    ) -> None:
        agrees_beforehand(now, "refund_only", "exchange")
        filed(order, now, asked_fen=4000).run()
        assert refunded(order) == 4000
        rest = filed(order, now + timedelta(hours=1))
        rest.run()
        assert (rest.claim.asked_fen, rest.claim.state) == (6000, "merchant_answer")
        rest.do(lambda: claims.withdraw(claim=rest.claim, why="", by=rest.buyer, now=rest.now))
        another = filed(order, rest.now, type="exchange")
        another.run()
        assert another.claim.state == "merchant_answer"
        assert another.view(another.by(cast.MERCHANT_OWNER)).before_fen == 4000
        assert filed(order, rest.now, positions=(2,)).claim.state == "executing", "another line is answered as before"

    def test_pieces_claimed_one_by_one_never_give_more_than_the_line(self, order: Purchase, now: datetime) -> None:
        for _time in range(3):
            purchase = Purchase.objects.get(pk=order.pk)
            piece = (ClaimLineGiven(position=1, quantity=1),)
            filing = Filing(purchase=purchase, lines=piece, type="refund_only", reason="broken", phone=cast.BUYER.phone)
            made = acting(lambda filing=filing: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))
            one = Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now)
            one.agree()
            one.run()
        assert refunded(order) == 9999
        assert order_options.most_for(purchase=order, pieces={1: 3}) == 1

    def test_freight_goes_with_all_pieces_of_the_order_and_once(self, order: Purchase, now: datetime) -> None:
        Purchase.objects.filter(pk=order.pk).update(freight_fen=900)
        order.refresh_from_db()
        assert order_options.most_for(purchase=order, pieces={1: 1, 2: 1}) == 33333
        one = filed(order, now, positions=(1, 2), asked_fen=40000)
        one.agree()
        one.run()
        assert order_options.most_for(purchase=order, pieces={1: 3, 2: 1}) == 900
        assert order_options.most_for(purchase=order, pieces={1: 3}) < 300

    def test_freight_is_asked_for_alone_once_all_pieces_went_back_one_by_one(
        self, order: Purchase, now: datetime
    ) -> None:
        Purchase.objects.filter(pk=order.pk).update(freight_fen=900)
        for count in range(3):
            self._piece_back(order, now, count)
        with pytest.raises(claims.NotAllowed) as early:
            filed(order, now, positions=(1, 2), reason="freight")
        assert early.value.facts["why"] == "goods_first", "the lamp has not gone back"
        lamp = filed(order, now, positions=(2,))
        lamp.agree()
        lamp.run()
        with pytest.raises(Invalid, match="lines"):
            filed(order, lamp.now, positions=(2,), reason="freight")
        one = filed(order, lamp.now, positions=(1, 2), reason="freight")
        assert (one.claim.asked_fen, one.claim.state) == (901, "merchant_answer"), "and the fen that three thirds left"
        one.agree()
        one.run()
        assert (one.claim.outcome, refunded(order)) == ("paid", 40900)
        with pytest.raises(claims.NotAllowed):
            filed(order, one.now, positions=(1, 2), reason="freight")
        assert not list(timeline.verify())

    def test_freight_alone_is_asked_for_within_its_days_and_answered_by_nobody_beforehand(
        self, order: Purchase, now: datetime
    ) -> None:
        Purchase.objects.filter(pk=order.pk).update(freight_fen=900)
        for position in (1, 2):
            one = filed(order, now, positions=(position,))
            one.agree()
            one.run()
        with pytest.raises(claims.NotAllowed) as late:
            filed(order, now + timedelta(days=31), positions=(1, 2), reason="freight")
        assert late.value.facts["why"] == "freight_late"
        agrees_beforehand(now, "refund_only")
        rest = filed(order, now + timedelta(days=29), positions=(1, 2), reason="freight")
        rest.run()
        assert rest.claim.state == "merchant_answer"
        rest.answer()
        rest.run()
        rest.read()
        assert rest.claim.state == "review", "a no is looked at as any other"

    def _piece_back(self, order: Purchase, now: datetime, count: int) -> None:
        piece = (ClaimLineGiven(position=1, quantity=1),)
        filing = Filing(
            purchase=Purchase.objects.get(pk=order.pk),
            lines=piece,
            type="refund_only",
            reason="broken",
            phone=cast.BUYER.phone,
            key=str(count),
        )
        made = acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=now))
        one = Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=now)
        one.agree()
        one.run()

    def test_two_at_once_about_one_line_share_what_was_paid_for_it(self, order: Purchase, now: datetime) -> None:
        one = filed(order, now)
        ClaimLine.objects.filter(claim=one.claim).update(open=False)
        other = filed(order, now)
        for each in (one, other):
            each.agree()
        assert refunded(order) == 10000
        for each in (one, other):
            each.run()
            assert each.claim.outcome == "paid"
        assert "claims.paid_before" in [line.code for line in other.view(other.buyer).timeline]
        assert (refunded(order), list(timeline.verify())) == (10000, [])


@pytest.mark.django_db(transaction=True)
class TestRace:
    def test_two_who_hold_one_line_take_what_was_paid_for_it_once(self, order: Purchase, now: datetime) -> None:
        one = filed(order, now)
        ClaimLine.objects.filter(claim=one.claim).update(open=False)
        other, by = filed(order, now), owner(now)
        rows = [queries.claim_by_key(str(each.claim.pk)) for each in (one, other)]
        with line() as race:
            race.run(*(partial(claims.agree, claim=row, by=by, now=now) for row in rows))
        assert refunded(order) == 10000


class TestShop:
    @pytest.fixture
    def case(self, order: Purchase, now: datetime) -> Walked:
        file_says(order, 1, 7000, now=now)
        one = filed(order, now)
        assert one.claim.asked_fen == 3000
        return one

    def test_nobody_gives_more_than_it_left_of_a_line(self, case: Walked) -> None:
        by = case.by(cast.MERCHANT_OWNER)
        told = {"remedy": "refund_only", "amount_fen": 10000, "reason": "退", "by": by, "now": case.now}
        with pytest.raises(MoreThanClaimPaid) as refused:
            case.do(lambda: claims.offer(claim=case.claim, **told))
        assert refused.value.facts["most_fen"] == 3000
        case.answer()
        case.do(lambda: claims.take_case(claim=case.claim, by=case.by(cast.LIN), now=case.now))
        for fen in (10000, 3001):
            with pytest.raises(MoreThanClaimPaid):
                case.propose(refund(fen))
        case.propose(refund(2000))
        wrong = {**vars(refund(10000)), "mistake": "看错"}
        with pytest.raises(MoreThanClaimPaid):
            case.do(
                lambda: claims.correct(
                    claim=case.claim, ruling=claims.Ruling(**wrong), by=case.by(cast.LIN), now=case.now
                )
            )
        view = case.view(case.by(cast.LIN))
        assert (view.most_fen, view.before_fen, view.left_fen) == (10000, 7000, 3000)

    def test_what_it_left_is_given_whole(self, case: Walked, order: Purchase) -> None:
        case.answer()
        case.propose(refund(3000))
        case.wait(days=8)
        case.run()
        assert (case.claim.outcome, refunded(order)) == ("paid", 10000)


class TestPlatform:
    def test_what_it_gave_back_is_gone_of_the_line_until_it_comes_in_again(
        self, order: Purchase, now: datetime
    ) -> None:
        one = filed(order, now, platform_ref="TB-1")
        told = {"what": "refunded", "amount_fen": 8000, "reference": "TB-1", "reason": "", "by": SYSTEM}
        one.do(lambda: claims.take_outcome(claim=one.claim, now=one.now, **told))
        assert order_options.most_for(purchase=order, pieces={1: 3}) == 2000
        by = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.demand(claim=one.claim, amount_fen=8000, reason="货没回来", by=by, now=one.now))
        back = queries.recovery_of(one.claim)
        one.do(lambda: claims.repay(recovery=back, amount_fen=5000, seen_fen=0, by=by, now=one.now))
        assert order_options.most_for(purchase=order, pieces={1: 3}) == 7000


class TestShares:
    def test_of_any_sums_no_line_gives_more_than_its_price_and_all_is_counted(self) -> None:
        drawn = Random(16)
        for _time in range(300):
            prices = [drawn.randrange(1, 5000) for _ in range(drawn.randrange(1, 5))]
            keys = [PurchaseLine(position=n).pk for n in range(len(prices))]
            lines = {
                key: PricedLine(amount_fen=fen, quantity=drawn.randrange(1, 4), refunded_fen=drawn.randrange(fen + 1))
                for key, fen in zip(keys, prices, strict=True)
            }
            price = OrderPrice(lines=lines, freight_fen=drawn.randrange(900), count=len(prices))
            _gives_until_nothing_is_left(price, drawn)

    @pytest.mark.parametrize(("fen", "rooms"), [(100, [1, 1, 1]), (7, [7]), (0, [5]), (9, [2, 3, 4]), (1, [0, 9])])
    def test_a_sum_falls_on_its_lines_to_the_fen(self, fen: int, rooms: list[int]) -> None:
        assert sum(spread(fen, rooms)) == fen
        assert fen > sum(rooms) or all(part <= room for part, room in zip(spread(fen, rooms), rooms, strict=True))


def test_a_sum_that_is_just_what_is_left_of_one_line_falls_on_that_one() -> None:
    cup, lamp = (PurchaseLine(position=n).pk for n in (1, 2))
    lines = {key: PricedLine(amount_fen=fen, quantity=1, refunded_fen=0) for key, fen in ((cup, 10000), (lamp, 30000))}
    price = OrderPrice(lines=lines, freight_fen=0, count=2)
    assert price.gone([GivenSum(fen=30000, pieces={cup: 1, lamp: 1})]) == {None: 0, cup: 0, lamp: 30000}


def _gives_until_nothing_is_left(price: OrderPrice, drawn: Random) -> None:
    given: list[GivenSum] = []
    for _claim in range(9):
        chosen = drawn.sample([*price.lines], drawn.randrange(1, len(price.lines) + 1))
        pieces = {key: drawn.randrange(1, price.lines[key].quantity + 1) for key in chosen}
        room = sum(price.rooms(pieces, price.gone(given)).values())
        if room:
            given.append(GivenSum(fen=drawn.randrange(1, room + 1), pieces=pieces))
        gone = price.gone(given)
        assert gone[None] <= price.freight_fen
        assert all(gone[key] <= line.amount_fen for key, line in price.lines.items())
        assert sum(gone.values()) == sum(one.fen for one in given) + sum(
            line.refunded_fen for line in price.lines.values()
        )


class TestGivenBefore:
    def test_is_what_another_claim_about_the_line_gave(self, order: Purchase, now: datetime) -> None:
        one = filed(order, now)
        assert not line_money.was_given(one.claim)
        one.agree()
        one.run()
        again = filed(order, one.now, type="exchange")
        assert line_money.was_given(again.claim)
        assert not line_money.was_given(filed(order, one.now, positions=(2,)).claim)

    def test_is_what_an_appeal_gave_of_what_was_refused_and_nothing_where_it_stays_so(
        self, order: Purchase, now: datetime
    ) -> None:
        one = filed(order, now)
        one.answer()
        one.propose(refuse())
        one.do(lambda: claims.appeal(claim=one.claim, why="再看", by=one.buyer, now=one.now))
        one.do(lambda: claims.waive_answer(claim=one.claim, by=owner(one.now), now=one.now))
        one.propose(refund(4000), by=cast.QIAO)
        one.run()
        assert one.claim.outcome == "paid"
        again = filed(order, one.now)
        assert line_money.was_given(again.claim)
        lamp = filed(order, one.now, positions=(2,))
        lamp.answer()
        lamp.propose(refuse())
        lamp.wait(days=8)
        assert lamp.claim.outcome == "refused"
        assert not line_money.was_given(filed(order, lamp.now, positions=(2,)).claim)
