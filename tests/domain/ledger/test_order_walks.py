"""Whatever happens to the money of an order of three pieces, nobody gets more back than he paid, nor less than is left.

A random walk: claims about some of its goods, decisions, corrections, appeals, transfers that go out and come back, and
a shop that gives money back by itself, for a line or for none it names.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from django.db.models import Sum

from anxin.core import later, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import ClaimLineGiven, Filing
from anxin.domain.claims.models import ClaimLine
from anxin.domain.claims.queries import line_money, order_options
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.queries.shop_book import unnamed_refunds
from anxin.domain.goods.rules import SUB_ORDER
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.actions import Received
from anxin.domain.ledger.actions.remittances import book_remittance, pay_out, return_sent
from anxin.domain.ledger.models import Bill, Payment, Remittance
from anxin.domain.ledger.queries import accounts
from anxin.domain.shops.actions import intake
from anxin.domain.shops.providers import ClaimTold
from tests.claim_builders import Walked, a_purchase, refund
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_ways_back import by, today
from tests.domain.shops import scene as shops
from tests.standins.shops import Taobao

pytestmark = pytest.mark.django_db
GOODS = (Bought(title="杯", amount_fen=9999), Bought(title="灯", amount_fen=20001, quantity=2))
FREIGHT = 900
PRICE = sum(one.amount_fen for one in GOODS) + FREIGHT
STEPS = 30


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[shops.Scene]:
    yield from shops.played(Taobao, monkeypatch)


class Walk:
    """An order on its way, with what was claimed about it and what its shop gave back by itself."""

    def __init__(self, wechat: Scene, shop: shops.Scene, seed: int) -> None:
        self.drawn, self.wechat, self.shop, self.now = Random(seed), wechat, shop, wechat.now
        wechat.bank.refuses_refunds = True  # so finance sends it by a transfer
        row = a_purchase(now=self.now, order=f"W-{seed}", lines=GOODS)
        paid = wechat.bank.sells(f"TS{seed:08}", PRICE)
        Purchase.objects.filter(pk=row.pk).update(freight_fen=FREIGHT, paid_reference=paid)
        self.key, self.given_fen, self.claims, self.done = row.pk, 0, list[Walked](), list[str]()
        self.files()

    @property
    def order(self) -> Purchase:
        return Purchase.objects.get(pk=self.key)

    @property
    def backs(self):  # type: ignore[no-untyped-def]
        return Payment.objects.select_related("bill").filter(direction="back", bill__stream_key=self.key)

    def left(self) -> int:
        pieces = dict(self.order.lines.values_list("position", "quantity"))
        return order_options.most_for(purchase=self.order, pieces=pieces)

    def step(self) -> None:
        """Do one thing that may happen now; what is refused has changed nothing."""
        self.now += timedelta(minutes=self.drawn.choice((1, 7, 60)))
        work = self.drawn.choice((self.files, self.gives, *[self.goes_on] * 4, *[self.pays] * 2))
        with suppress(AnxinError):
            work()
            self.done.append(work.__name__)
        self.wechat.now = self.wechat.bank.now = self.now
        later.run_due(self.now)

    def files(self) -> None:
        chosen = self.drawn.choice(([1], [2], [1, 2]))
        lines = tuple(
            ClaimLineGiven(position=one, quantity=self.drawn.randint(1, GOODS[one - 1].quantity)) for one in chosen
        )
        told = {"type": "refund_only", "reason": "broken", "told": "裂", "phone": cast.BUYER.phone}
        filing = Filing(purchase=self.order, lines=lines, **told)
        made = acting(lambda: claims.file(filing=filing, by=Actor(kind="stranger", id=""), now=self.now))
        self.claims.append(Walked(claim=queries.claim_by_key(str(made.claim.id)), token=made.token, now=self.now))

    def gives(self) -> None:
        """Have the shop give back what nothing here is on its way for, or say for which line it did."""
        waits = next(iter(unnamed_refunds(self.order).items()), None)
        if waits is not None and self.drawn.random() < 0.5:
            money = line_money.of_order(self.order)
            room = {one.position: one.amount_fen - money.gone[one.pk] for one in money.lines}
            line = max(room, key=lambda one: room[one])
            if waits[1].fen > room[line]:
                return
            acting(lambda: claims.name_shop_refund(**self._told(refund=waits[0], position=line)))
            return
        line = self.drawn.choice((1, 2))
        most = order_options.most_for(purchase=self.order, pieces={line: GOODS[line - 1].quantity})
        fen = self.drawn.randint(0, most)
        if not fen or ClaimLine.objects.filter(line__purchase=self.key, open=True).exists():
            return
        key = self.drawn.choice((f"s{line}", ""))
        told = {"ref": f"R{len(self.done)}", "order": self.order.order_key, "type": "return", "state": "returned"}
        what = ClaimTold(**told, asked_fen=fen, reason="x", line=key)  # type: ignore[arg-type]
        PurchaseLine.objects.filter(purchase=self.key, position=line).update(listing={SUB_ORDER: key} if key else {})
        acting(lambda: intake.take_claim(shop=self.shop.row, told=what, now=self.now))
        self.given_fen += fen

    def _told(self, **told: object) -> dict[str, object]:
        return {"purchase": self.order, "by": self.shop.owner, "now": self.now, **told}

    def goes_on(self) -> None:
        """Take a claim on by whatever may come next."""
        one = self.drawn.choice(self.claims)
        one.now = max(one.now, self.now)
        one.read()
        ways: dict[str, tuple[Callable[[Walked], object], ...]] = {
            "merchant_answer": (Walked.agree, Walked.answer),
            "review": (self.decides,),
            "decided": (self.corrects, self.appeals, self.waits),
        }
        self.drawn.choice(ways.get(one.claim.state, (Walked.run,)))(one)
        self.now = max(self.now, one.now)

    def decides(self, one: Walked) -> None:
        with suppress(AnxinError):
            one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        fen = self.drawn.randint(1, max(one.claim.asked_fen, 1))
        ruling = replace(refund(fen), remedy="refund_part")
        try:
            one.propose(ruling)
        except AnxinError:
            one.propose(ruling, by=cast.QIAO)  # who decided hears no appeal

    def corrects(self, one: Walked) -> None:
        told = {"remedy": "refund_part", "mistake": "看错", "early": "没有提出新的内容"}
        ruling = replace(refund(max(one.claim.asked_fen // 3, 1)), **told)  # type: ignore[arg-type]
        one.do(lambda: claims.correct(claim=one.claim, ruling=ruling, by=one.by(cast.LIN), now=one.now))
        one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))

    def appeals(self, one: Walked) -> None:
        if one.claim.decisions.count() > 1:
            return  # whoever decided, or agreed to it, hears no appeal
        one.do(lambda: claims.appeal(claim=one.claim, why="不服", by=one.buyer, now=one.now))
        one.do(lambda: claims.waive_answer(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now))

    def waits(self, one: Walked) -> None:
        one.wait(days=8)

    def pays(self) -> None:
        """Send a refund by a transfer, or have its bank send one back; two write it down."""
        one = replace(self.claims[0], now=self.now)
        got = Received(
            way="bank", amount_fen=0, moved_date=today(one), reference=f"REF{len(self.done)}X{self.now:%H%M%S}"
        )
        open_one, sent = self.backs.filter(state="unclear").first(), Remittance.objects.filter(state="booked").first()
        if open_one is not None:
            told = replace(got, amount_fen=open_one.amount_fen)
            row = acting(lambda: pay_out(payment=open_one, told=told, by=by(cast.QIAN, one), now=self.now))
        elif sent is not None and sent.direction == "back":
            told = replace(got, amount_fen=sent.amount_fen)
            row = acting(lambda: return_sent(sent=sent, told=told, by=by(cast.QIAN, one), now=self.now))
        else:
            return
        acting(lambda: book_remittance(remittance=row, by=by(cast.ADMIN, one), now=self.now))
        one.run()

    def check(self) -> None:
        """Hold what is true after each step, however it came."""
        bill = Bill.objects.filter(stream_key=self.key).first()
        gave = self.backs.filter(state="succeeded").aggregate(fen=Sum("amount_fen"))["fen"] or 0
        on_its_way = self.backs.exclude(state__in=("succeeded", "failed")).aggregate(fen=Sum("amount_fen"))["fen"] or 0
        assert gave + on_its_way + self.given_fen <= PRICE, self.done
        assert self.left() == PRICE - gave - on_its_way - self.given_fen, self.done
        if bill is not None:
            assert (bill.refunded_fen, bill.reserved_fen) == (gave + self.given_fen, on_its_way), self.done
            own, _came = ledger.elsewhere(bill, source=self.key)
            assert ledger.balance(bill.payee) == bill.refunded_fen - bill.paid_fen - own, "its shop gave so much itself"
            assert ledger.balance("provider:wechat") == bill.paid_fen, "the provider sent nothing"

    def check_pages(self) -> None:
        """Hold that merchant, finance and buyer read the same sum as sent."""
        gave = self.backs.filter(state="succeeded").aggregate(fen=Sum("amount_fen"))["fen"] or 0
        one = replace(self.claims[0], now=self.now)
        open_ones = {row.name: row.fen for row in accounts.open_accounts(by(cast.QIAN, one))}
        month = ledger.account_statement(by(cast.MERCHANT_OWNER, one), month=today(one))
        paid = [row.amount_fen for each in self.claims for row in each.view(each.buyer).payouts if row.arrived]
        assert month.left_fen == open_ones.get("house:bank", 0) == -gave == -sum(paid), self.done


@pytest.mark.parametrize("seed", [5, 14, 22])
def test_nobody_gets_more_than_he_paid_nor_less_than_is_left(wechat: Scene, shop: shops.Scene, seed: int) -> None:
    walk = Walk(wechat, shop, seed)
    for step in range(STEPS):
        walk.step()
        walk.check()
        if step % 6 == 0:
            walk.check_pages()
    walk.check_pages()
    assert not list(timeline.verify())
