"""A shop gives money back for no known line: it counts for the order, until its merchant says which line it was."""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.errors import AnxinError, Invalid
from anxin.domain.claims.queries import line_money, order_options
from anxin.domain.claims.queries.lookup import paid_for
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.queries.shop_book import unnamed_refunds
from anxin.domain.ledger.models import Bill
from anxin.domain.shops import queries
from anxin.domain.shops.actions import intake
from anxin.domain.shops.commands import ORDERS
from anxin.domain.shops.models import Heard
from anxin.domain.shops.providers import ClaimTold
from tests.claim_builders import Walked
from tests.domain.claims.test_line_money import filed
from tests.domain.shops.scene import Scene, played
from tests.evidence_builders import a_purchase
from tests.shop_builders import file_says, told_twice
from tests.standins.shops import Taobao

pytestmark = pytest.mark.django_db
CUP, LAMP, GAVE = 10000, 30000, 25000


@pytest.fixture
def taobao(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    yield from played(Taobao, monkeypatch)


@pytest.fixture
def order(taobao: Scene) -> Purchase:
    """Give an order of a cup of 100.00 and a lamp of 300.00 that bears no key of its platform."""
    sold = (Bought(title="杯", amount_fen=CUP), Bought(title="灯", amount_fen=LAMP))
    return a_purchase(now=taobao.now, order="OX-2", lines=sold)


def tells(scene: Scene, fen: int = GAVE, *, ref: str = "r1") -> None:
    """Have the shop's list tell, before anything was sent, what it gave back."""
    told = ClaimTold(ref=ref, order="OX-2", type="return", state="returned", asked_fen=fen, reason="x")
    acting(lambda: intake.take_claim(shop=scene.row, told=told, now=scene.now + timedelta(minutes=1)))


def names(scene: Scene, order: Purchase, line: int) -> None:
    """Have the merchant say for which line it went back."""
    row = Purchase.objects.get(pk=order.pk)
    fields = {"refund": next(iter(unnamed_refunds(row)), "1"), "line": str(line)}
    now = scene.now + timedelta(minutes=5)
    acting(lambda: ORDERS.give("line", row=row, by=scene.owner, now=now, fields=fields))


def most(order: Purchase, *positions: int) -> int:
    row = Purchase.objects.get(pk=order.pk)
    return order_options.most_for(purchase=row, pieces=dict.fromkeys(positions, 1))


def paid(case: Walked) -> int:
    case.agree()
    case.run()
    case.read()
    return sum(one.amount_fen for one in case.claim.payouts.all())


def bill(order: Purchase) -> int:
    return Bill.objects.get(stream_key=order.pk).refunded_fen


def back(order: Purchase) -> list[int]:
    return list(order.lines.order_by("position").values_list("refunded_fen", flat=True))


class TestRefundOfNoKnownLine:
    def test_leaves_its_buyer_what_was_paid_less_it_and_no_more(self, taobao: Scene, order: Purchase) -> None:
        tells(taobao)
        assert (most(order, 1), most(order, 2), most(order, 1, 2)) == (CUP, 15000, 15000)
        case = filed(order, taobao.now + timedelta(minutes=2), positions=(1, 2))
        assert (case.claim.asked_fen, bill(order)) == (15000, GAVE)
        assert (paid(case), bill(order)) == (15000, CUP + LAMP)
        assert not timeline.facts_of(case.claim.stream(), code="claims.gone_twice")
        assert not list(timeline.verify())

    def test_of_a_whole_line_leaves_that_line_whole(self, taobao: Scene, order: Purchase) -> None:
        tells(taobao)
        assert paid(filed(order, taobao.now + timedelta(minutes=2), positions=(1,))) == CUP
        assert most(order, 2) == CUP + LAMP - GAVE - CUP

    def test_told_while_a_claim_is_open_lowers_what_can_be_decided(self, taobao: Scene, order: Purchase) -> None:
        case = filed(order, taobao.now + timedelta(minutes=2), positions=(1, 2))
        tells(taobao)
        case.read()
        claimed = line_money.of_claim(case.claim)
        assert (claimed.most_fen, claimed.open_fen, claimed.room_fen) == (CUP + LAMP, 15000, 15000)
        assert paid(case) == 15000
        assert bill(order) == CUP + LAMP

    def test_after_all_was_paid_here_is_named_as_paid_twice(self, taobao: Scene, order: Purchase) -> None:
        case = filed(order, taobao.now + timedelta(minutes=2), positions=(1, 2))
        assert paid(case) == CUP + LAMP
        tells(taobao)
        (fact,) = timeline.facts_of(case.claim.stream(), code="claims.gone_twice")
        assert fact.facts == told_twice(GAVE, gone=CUP + LAMP + GAVE)

    def test_that_its_file_tells_of_a_line_is_one(self, taobao: Scene, order: Purchase) -> None:
        tells(taobao)
        file_says(order, 2, GAVE, now=taobao.now)
        row = Purchase.objects.get(pk=order.pk)
        assert (most(order, 1), most(order, 2), paid_for(row)) == (CUP, LAMP - GAVE, CUP + LAMP - GAVE)
        assert order_options.most_for(purchase=row, pieces={2: 1}, reason="not_refunded") == 0, "its list proves it"

    def test_of_all_that_was_left_leaves_nothing_to_ask_for(self, taobao: Scene, order: Purchase) -> None:
        tells(taobao, 29000, ref="r1")
        tells(taobao, 11000, ref="r2")
        row = Purchase.objects.get(pk=order.pk)
        assert (most(order, 1, 2), paid_for(row)) == (0, 0)
        assert line_money.of_order(row).is_back(row.lines.all())
        with pytest.raises(AnxinError):
            filed(order, taobao.now + timedelta(minutes=2), positions=(1,))


class TestSayingWhichLineItWas:
    def test_counts_for_that_line_once(self, taobao: Scene, order: Purchase) -> None:
        tells(taobao)
        case = filed(order, taobao.now + timedelta(minutes=2), positions=(1,))
        assert [one.why for one in queries.shops(taobao.owner)[0].apart] == ["line"]
        names(taobao, order, 2)
        assert (back(order), bill(order), most(order, 2)) == ([0, GAVE], GAVE, LAMP - GAVE)
        assert Heard.objects.get(ref="r1").why == ""
        assert paid(case) == CUP
        with pytest.raises(AnxinError):
            names(taobao, order, 2)
        tells(taobao)
        assert (back(order), bill(order)) == ([0, GAVE], GAVE + CUP)
        assert not list(timeline.verify())

    def test_stays_to_be_looked_at_while_a_claim_about_that_line_is_open(self, taobao: Scene, order: Purchase) -> None:
        case = filed(order, taobao.now + timedelta(minutes=2), positions=(2,))
        tells(taobao)
        names(taobao, order, 2)
        assert Heard.objects.get(ref="r1").why == "given_back"
        assert len(timeline.facts_of(case.claim.stream(), code="claims.refunded_in_shop")) == 1

    def test_of_which_so_much_cannot_have_gone_back_is_refused(self, taobao: Scene, order: Purchase) -> None:
        tells(taobao)
        with pytest.raises(Invalid) as refused:
            names(taobao, order, 1)
        assert refused.value.facts["field"] == "line"
        assert back(order) == [0, 0]

    def test_that_was_paid_here_says_so(self, taobao: Scene, order: Purchase) -> None:
        case = filed(order, taobao.now + timedelta(minutes=2), positions=(1,))
        assert paid(case) == CUP
        tells(taobao, 6000)
        names(taobao, order, 1)
        (fact,) = timeline.facts_of(case.claim.stream(), code="claims.gone_twice")
        assert fact.facts == told_twice(6000, gone=CUP + 6000)
        assert (most(order, 2), bill(order)) == (LAMP, CUP), "the other line is whole"


class TestFreight:
    def test_given_back_by_the_shop_for_a_line_that_was_paid_here_is_not_asked_for_again(
        self, taobao: Scene, order: Purchase
    ) -> None:
        Purchase.objects.filter(pk=order.pk).update(freight_fen=900)
        assert paid(filed(order, taobao.now + timedelta(minutes=2), positions=(1,))) == CUP
        assert paid(filed(order, taobao.now + timedelta(minutes=2), positions=(2,))) == LAMP
        assert line_money.of_order(Purchase.objects.get(pk=order.pk)).freight_alone_fen == 900
        tells(taobao, 900)
        names(taobao, order, 2)
        assert line_money.of_order(Purchase.objects.get(pk=order.pk)).freight_alone_fen == 0
        assert bill(order) == CUP + LAMP + 900


def test_a_second_refund_of_a_lines_price_is_not_that_lines(taobao: Scene, order: Purchase) -> None:
    tells(taobao, CUP, ref="r1")
    tells(taobao, CUP, ref="r2")
    assert (back(order), Purchase.objects.get(pk=order.pk).unnamed_fen) == ([CUP, 0], CUP)
    assert (most(order, 1), most(order, 2)) == (0, LAMP - CUP)


def test_an_upgrade_counts_what_was_told_of_no_line_before(taobao: Scene, order: Purchase) -> None:
    tells(taobao)
    tells(taobao, 1000, ref="r2")
    Purchase.objects.update(unnamed_fen=0)
    count = import_module("anxin.domain.goods.migrations.0020_given_back_for_no_known_line").count
    count(apps, SimpleNamespace(connection=connection))
    assert Purchase.objects.get(pk=order.pk).unnamed_fen == GAVE + 1000
