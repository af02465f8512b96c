"""A shop gives money back while a claim about the same goods is here: it counts at once, once, and all are told."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.errors import Invalid
from anxin.core.timeline import StreamKey
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions.execution import MoreThanClaimPaid
from anxin.domain.claims.queries import order_options
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.rules import SUB_ORDER
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.models import Bill
from anxin.domain.notices.models import Notice
from anxin.domain.shops import queries
from anxin.domain.shops.actions import intake
from anxin.domain.shops.commands import TABLE
from anxin.domain.shops.models import Heard
from anxin.domain.shops.providers import ClaimTold
from tests.claim_builders import Walked, a_claim, refund
from tests.domain.claims.test_line_money import filed as about
from tests.domain.shops.scene import Scene, played
from tests.evidence_builders import a_purchase
from tests.shop_builders import file_says, told_twice
from tests.standins.shops import Taobao

pytestmark = pytest.mark.django_db
PRICE = 26800


@pytest.fixture
def taobao(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    for scene in played(Taobao, monkeypatch):
        scene.order = a_purchase(now=scene.now, order="OX-1")  # type: ignore[attr-defined]
        yield scene


def order() -> Purchase:
    return Purchase.objects.get(order_key="OX-1")


def filed(now: datetime) -> Walked:
    found = a_claim(now=now, purchase=order())
    found.read()
    return found


def tells(scene: Scene, ref: str = "88", state: str = "refunded", fen: int = PRICE, type: str = "refund_only") -> None:
    told = ClaimTold(ref=ref, order="OX-1", type=type, state=state, asked_fen=fen, reason="x")
    acting(lambda: intake.take_claim(shop=scene.row, told=told, now=scene.now + timedelta(minutes=1)))


def facts(claim: Walked, code: str) -> list[dict[str, object]]:
    return [one.facts for one in timeline.facts_of(claim.claim.stream(), code=code)]


def left(fen: int) -> dict[str, object]:
    """Return how an open claim's record says how much is left to go back here."""
    return {"undecided": True, "sent_fen": fen}


def bill() -> Bill:
    return Bill.objects.get(stream_key=order().pk)


def took(case: Walked) -> None:
    case.answer()
    case.run()
    case.read()
    case.do(lambda: claims.take_case(claim=case.claim, by=case.by(cast.LIN), now=case.now))


class TestRefundOfAShop:
    @pytest.mark.parametrize("state", ["refunded", "returned"])
    def test_counts_at_once_on_the_claim_that_is_open_here(self, taobao: Scene, state: str) -> None:
        case = filed(taobao.now)
        tells(taobao, state=state)
        assert facts(case, "claims.refunded_in_shop") == [{"amount_fen": PRICE, "reference": "88", **left(0)}]
        assert (PurchaseLine.objects.get(purchase=order()).refunded_fen, bill().refunded_fen) == (PRICE, PRICE)
        assert order_options.most_for(purchase=order(), pieces={1: 1}) == 0
        took(case)
        with pytest.raises(Invalid) as refused:
            case.propose(refund(PRICE))
        assert refused.value.facts["field"] == "remedy", "all of it has gone back already"
        assert bill().refunded_fen == PRICE
        assert not list(timeline.verify())

    def test_leaves_what_it_did_not_give_to_be_decided(self, taobao: Scene) -> None:
        case = filed(taobao.now)
        tells(taobao, fen=10000)
        took(case)
        with pytest.raises(MoreThanClaimPaid) as refused:
            case.propose(refund(PRICE))
        assert refused.value.facts["most_fen"] == PRICE - 10000
        case.propose(refund(PRICE - 10000))
        case.wait(days=8)
        case.run()
        assert bill().refunded_fen == PRICE
        assert not facts(case, "claims.gone_twice")

    def test_told_twice_is_once(self, taobao: Scene) -> None:
        case = filed(taobao.now)
        tells(taobao, fen=10000)
        tells(taobao, fen=10000)
        assert PurchaseLine.objects.get(purchase=order()).refunded_fen == bill().refunded_fen == 10000
        assert len(facts(case, "claims.refunded_in_shop")) == 1

    def test_is_told_to_merchant_buyer_and_who_has_the_case(self, taobao: Scene) -> None:
        case = filed(taobao.now)
        took(case)
        tells(taobao, fen=10000)
        told = set(Notice.objects.values_list("code", flat=True))
        assert facts(case, "claims.refunded_in_shop") == [
            {"amount_fen": 10000, "reference": "88", **left(PRICE - 10000)}
        ]
        assert {"claim_shop_gave", "claim_back_in_shop", "review_shop_gave"} <= told

    def test_stands_apart_until_somebody_has_looked(self, taobao: Scene) -> None:
        filed(taobao.now)
        tells(taobao)
        (view,) = queries.shops(taobao.owner)
        assert [(one.ref, one.why) for one in view.apart] == [("88", "given_back")]
        assert not queries.to_look_at(taobao.row, every=False, now=taobao.now), "there is nothing more to learn there"
        fields = {"shop": taobao.row.account, "ref": "88"}
        for _time in range(2):
            acting(lambda: TABLE.give("look", row=taobao.house, by=taobao.owner, now=taobao.now, fields=fields))
        assert queries.shops(taobao.owner)[0].apart == []
        assert len(timeline.facts_of(StreamKey("organisation", str(taobao.house.pk)), code="shops.looked_at")) == 1
        tells(taobao)
        assert PurchaseLine.objects.get(purchase=order()).refunded_fen == PRICE

    @pytest.mark.parametrize("state", ["refunded", "returned"])
    def test_of_what_was_paid_here_is_named_as_paid_twice(self, taobao: Scene, state: str) -> None:
        case = filed(taobao.now)
        case.agree()
        case.run()
        case.read()
        tells(taobao, state=state)
        tells(taobao, state=state)
        assert facts(case, "claims.gone_twice") == [told_twice(PRICE, gone=2 * PRICE)]
        assert bill().refunded_fen == PRICE
        told = set(Notice.objects.values_list("code", flat=True))
        assert {"claim_gone_twice", "money_gone_twice"} <= told

    @pytest.mark.parametrize("sent", [True, False])
    def test_while_money_is_on_its_way_here_is_named_as_paid_twice_once_that_has_gone(
        self, taobao: Scene, sent: bool
    ) -> None:
        case = filed(taobao.now)
        case.agree()
        tells(taobao)
        assert facts(case, "claims.gone_twice") == []
        told = {"payment": case.claim.payouts.get().payment, "succeeded": sent, "reference": "R-1" if sent else ""}
        case.do(lambda: ledger.clear(**told, by=case.by(cast.QIAN), now=case.now))
        assert facts(case, "claims.gone_twice") == ([told_twice(PRICE, gone=2 * PRICE)] if sent else [])
        tells(taobao)
        assert len(facts(case, "claims.gone_twice")) == int(sent)

    def test_leaves_the_other_line_of_its_order_whole(self, taobao: Scene) -> None:
        goods = (Bought(title="杯", amount_fen=10000), Bought(title="灯", amount_fen=30000))
        row = a_purchase(now=taobao.now, order="OX-2", lines=goods)
        PurchaseLine.objects.filter(purchase=row, position=1).update(listing={SUB_ORDER: "S1"})
        first = a_claim(now=taobao.now, purchase=row)
        first.agree()
        first.run()
        first.read()
        told = ClaimTold(ref="90", order="OX-2", type="return", state="returned", asked_fen=10000, line="S1")
        acting(lambda: intake.take_claim(shop=taobao.row, told=told, now=taobao.now))
        assert facts(first, "claims.gone_twice") == [told_twice(10000, gone=20000)]
        other = about(row, taobao.now, positions=(2,))
        other.agree()
        other.run()
        other.read()
        assert (other.claim.asked_fen, Bill.objects.get(stream_key=row.pk).refunded_fen) == (30000, 40000)

    def test_after_the_claim_here_gave_nothing_is_no_second_payment(self, taobao: Scene) -> None:
        case = filed(taobao.now)
        case.do(lambda: claims.withdraw(claim=case.claim, why="", by=case.buyer, now=case.now))
        tells(taobao, state="returned", fen=10000)
        assert PurchaseLine.objects.get(purchase=order()).refunded_fen == bill().refunded_fen == 10000
        assert not facts(case, "claims.gone_twice")
        assert Heard.objects.get(ref="88").why == ""

    def test_of_a_kind_unknown_here_counts_all_the_same(self, taobao: Scene) -> None:
        tells(taobao, fen=10000, type="")
        tells(taobao, fen=10000, type="")
        assert PurchaseLine.objects.get(purchase=order()).refunded_fen == 10000


def two_lines(scene: Scene, *keys: str) -> Purchase:
    """Give an order of a cup of 100.00 and a lamp of 300.00, freight 30.00, with the platform's keys of them."""
    sold = (Bought(title="杯", amount_fen=10000), Bought(title="灯", amount_fen=30000))
    row = a_purchase(now=scene.now, order="OX-2", lines=sold)
    Purchase.objects.filter(pk=row.pk).update(freight_fen=3000, shipped_at=None)
    for line, key in zip(row.lines.order_by("position"), keys, strict=False):
        PurchaseLine.objects.filter(pk=line.pk).update(listing={SUB_ORDER: key})
    return Purchase.objects.get(pk=row.pk)


def lists(scene: Scene, ref: str, fen: int, line: str = "", state: str = "returned") -> None:
    told = ClaimTold(ref=ref, order="OX-2", type="return", state=state, asked_fen=fen, reason="x", line=line)
    acting(lambda: intake.take_claim(shop=scene.row, told=told, now=scene.now + timedelta(minutes=1)))


def back(row: Purchase) -> list[int]:
    return list(row.lines.order_by("position").values_list("refunded_fen", flat=True))


class TestRefundsOfOneOrder:
    def test_told_by_its_file_and_by_its_list_is_one(self, taobao: Scene) -> None:
        row = two_lines(taobao, "a", "b")
        file_says(row, 1, 5000, now=taobao.now)
        lists(taobao, "r1", 5000, "a")
        assert back(row) == [5000, 0]
        lists(taobao, "r2", 2000, "a")
        assert back(row) == [7000, 0]

    def test_fall_on_no_other_line_where_the_shop_names_none(self, taobao: Scene) -> None:
        row = two_lines(taobao)
        cup = about(row, taobao.now, positions=[1])
        lists(taobao, "r1", 12000, "lamp")
        assert back(row) == [0, 0]
        assert [one.why for one in queries.shops(taobao.owner)[0].apart] == ["line"]
        assert facts(cup, "claims.refunded_in_shop") == [{"amount_fen": 12000, "reference": "r1", **left(0)}]
        lists(taobao, "r1", 12000, "lamp")
        assert len(facts(cup, "claims.refunded_in_shop")) == 1
        lists(taobao, "r2", 30000, "lamp")
        assert back(row) == [0, 30000], "one line alone cost as much"

    def test_give_the_freight_back_once(self, taobao: Scene) -> None:
        row = two_lines(taobao, "a", "b")
        lists(taobao, "r1", 13000, "a")
        lists(taobao, "r2", 33000, "b")
        assert sum(back(row)) == 43000

    def test_refused_there_and_taken_up_again_counts(self, taobao: Scene) -> None:
        row = two_lines(taobao, "a", "b")
        about(row, taobao.now, positions=[1])
        for state in ("waits", "refused", "returned", "returned"):
            lists(taobao, "r1", 10000, "a", state=state)
        assert back(row) == [10000, 0]
