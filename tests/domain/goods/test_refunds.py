"""What went back in a shop is read from its file of orders, and never goes back a second time."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from anxin.core import imports, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.claims import actions as claims
from anxin.domain.claims.queries import order_options, seals
from anxin.domain.goods import queries
from anxin.domain.goods.actions.order_imports import import_purchase
from anxin.domain.goods.actions.purchases import ClaimedAbout, stream_of
from anxin.domain.goods.models import Purchase, PurchaseLine
from anxin.domain.goods.rules import order_states
from anxin.domain.ledger import queries as ledger
from tests.claim_builders import a_claim

pytestmark = pytest.mark.django_db
HEAD = (
    "店铺,订单编号,行号,宝贝标题,宝贝总数量,买家实际支付金额,收货人姓名,联系手机,订单创建时间,"
    "订单状态,退款状态,退款金额"
)
BROKEN = ("broken", "refund_only")


class TestFile:
    @pytest.fixture(autouse=True)
    def begun(self, now: datetime, tmp_path: Path) -> None:
        ground.lay(now=now)
        self.now, self.folder = now, tmp_path

    def brings(self, *rows: str) -> imports.ImportReport:
        """Bring a file in which orders are told by number, state, refund's state and what went back."""
        path = self.folder / "orders.csv"
        sold = []
        for row in rows:
            order, told = row.split(",", 1)
            sold.append(f"xiangyuan,{order},1,赭红杯,1,100.00,吴大鹏,{cast.BUYER.phone},2026-11-18,{told}")
        path.write_text("\n".join((HEAD, *sold)), encoding="utf-8")
        known = imports.table("purchases")
        return acting(
            lambda: imports.apply(known, tables.read(known.columns, path), by=SYSTEM, now=self.now, partial=True)
        )

    @staticmethod
    def most(order: str = "R-1") -> int:
        return order_options.most_for(purchase=Purchase.objects.get(order_key=order), pieces={1: 1})

    def test_of_which_a_part_went_back_leaves_the_rest_to_a_claim(self) -> None:
        assert self.brings("R-1,交易成功,部分退款,30.00").refused == []
        assert self.most() == 7000
        one = a_claim(now=self.now, purchase=Purchase.objects.get())
        assert one.claim.asked_fen == 7000
        bill = ledger.latest(stream_of(one.claim.purchase))
        assert bill is not None
        assert (bill.paid_fen, bill.refunded_fen, ledger.refundable(bill)) == (10000, 3000, 7000)

    def test_asks_how_much_went_back_where_no_column_says_it(self) -> None:
        report = self.brings("R-1,部分退款,,")
        assert [set(one.reasons) for one in report.refused] == [{"state"}]
        assert "退款金额" in report.refused[0].reasons["state"]
        assert not Purchase.objects.exists()

    @pytest.mark.parametrize(("state", "refund"), [("交易成功", "退款中"), ("已发货", "售后处理中"), ("申请退款", "")])
    def test_waits_for_the_end_of_a_refund_under_way(self, state: str, refund: str) -> None:
        assert self.brings(f"R-1,{state},{refund},30").refused
        assert not Purchase.objects.exists()

    def test_with_an_order_that_is_here_takes_a_refund_under_way_for_none(self) -> None:
        self.brings("R-1,交易成功,,")
        assert self.brings("R-1,交易成功,退款中,30").count("same") == 1
        assert self.most() == 10000

    def test_of_an_order_paid_back_whole_tells_its_buyer_so(self) -> None:
        assert self.brings("R-1,交易成功,退款成功,").refused
        assert self.brings("R-1,交易成功,退款成功,100").refused == []
        reason, wanted = BROKEN
        found = order_options.options_for(purchase=Purchase.objects.get(), pieces={1: 1}, reason=reason, now=self.now)
        assert next(one.why for one in found if one.type == wanted) == "already_back"
        with pytest.raises(claims.NotAllowed):
            a_claim(now=self.now, purchase=Purchase.objects.get())

    def test_says_later_what_went_back_and_the_record_says_that_it_came_later(self) -> None:
        self.brings("R-1,交易成功,,")
        assert self.brings("R-1,交易成功,部分退款,30").count("changed") == 1
        assert self.brings("R-1,交易成功,部分退款,30").count("same") == 1
        assert self.brings("R-1,交易成功,,").count("same") == 1, "an export without the column takes nothing back"
        assert self.most() == 7000
        told = timeline.facts_of(stream_of(Purchase.objects.get()), code="goods.told_later")
        assert [one.facts for one in told] == [{"cell": "refunded", "told_fen": 3000, "line": 1, "more_fen": 3000}]

    def test_about_an_order_whose_claim_was_taken_back_is_taken_and_counts_for_the_next(self) -> None:
        self.brings("R-1,交易成功,,", "R-2,交易成功,部分退款,30.00")
        for order, said, left in (("R-1", "退款成功,100.00", 0), ("R-2", "部分退款,70.00", 3000)):
            row = Purchase.objects.get(order_key=order)
            one = a_claim(now=self.now, purchase=row)
            one.do(lambda one=one: claims.withdraw(claim=one.claim, why="店里退了", by=one.buyer, now=one.now))
            assert self.brings(f"{order},交易成功,{said}").refused == []
            assert self.most(order) == left
        with pytest.raises(claims.NotAllowed):
            a_claim(now=self.now, purchase=Purchase.objects.get(order_key="R-1"))
        again = a_claim(now=self.now, purchase=Purchase.objects.get(order_key="R-2"))
        bill = ledger.latest(stream_of(again.claim.purchase))
        assert bill is not None
        assert (bill.refunded_fen, ledger.refundable(bill), again.claim.asked_fen) == (7000, 3000, 3000)
        again.agree()
        again.run()
        self.now = again.now
        assert self.brings("R-2,交易成功,退款成功,100.00").refused == []
        line = again.claim.purchase.lines.get()
        assert line.refunded_fen == 7000, "what the claim gave is a part of its total"
        assert not list(timeline.verify())

    @pytest.mark.parametrize(
        ("state", "left"),
        [("卖家已发货，等待买家确认", True), ("交易成功", True), ("买家已付款，等待卖家发货", False), ("", False)],
    )
    def test_that_says_the_goods_went_out_seals_no_picture_of_packing_after_it(self, state: str, left: bool) -> None:
        self.brings(f"R-1,{state},,")
        row = Purchase.objects.get()
        one = a_claim(now=self.now + timedelta(hours=1), purchase=row)
        assert seals.had_left(one.claim, self.now + timedelta(minutes=1)) is left
        assert not seals.had_left(one.claim, self.now - timedelta(minutes=1))
        assert self.brings(f"R-1,{state},,").count("same") == 1
        self.brings("R-1,,,")
        assert seals.had_left(one.claim, self.now + timedelta(minutes=1)) is left, "what went out stays so"

    def test_that_says_later_that_the_goods_went_out_is_told_so_once_and_can_be_taken_back(self) -> None:
        self.brings("R-1,待发货,,")
        batch = self.brings("R-1,已发货,,").batch
        told = timeline.facts_of(stream_of(Purchase.objects.get()), code="goods.told_later")
        assert [one.facts for one in told] == [{"cell": "state"}]
        assert Purchase.objects.get().sent_by == self.now
        assert batch is not None
        acting(lambda: imports.undo(batch, by=SYSTEM, now=self.now))
        assert Purchase.objects.get().sent_by is None

    @pytest.mark.parametrize("said", ["退款关闭", "卖家拒绝退款", "退款已取消", "退款失败", "未退款", "退款申请已关闭"])
    def test_of_a_refund_that_came_to_nothing_leaves_the_whole_to_a_claim(self, said: str) -> None:
        assert self.brings(f"R-1,交易成功,{said},100.00").refused == []
        assert self.most() == 10000
        assert a_claim(now=self.now, purchase=Purchase.objects.get()).claim.asked_fen == 10000

    @pytest.mark.parametrize("said", ["买家已经退货，等待卖家确认收货", "退款待处理", "退款申请审核中", "待商家收货"])
    def test_of_a_refund_that_waits_is_not_taken_for_money_that_went_back(self, said: str) -> None:
        assert [set(one.reasons) for one in self.brings(f"R-1,交易成功,{said},100.00").refused] == [{"back"}]
        self.brings("R-1,交易成功,,")
        assert self.brings(f"R-1,交易成功,{said},100.00").refused == []
        assert self.most() == 10000

    def test_is_read_to_its_last_word(self) -> None:
        said = "买家已付款；卖家已发货；快递运输中；买家已经签收；买家提出申请；卖家已经同意；最终退款成功"
        assert [set(one.reasons) for one in self.brings(f"R-1,{said},,").refused] == [{"state"}]

    def test_that_says_that_it_was_refused_and_went_through_is_asked(self) -> None:
        for said in ("订单取消退款成功", "卖家拒绝退货退款成功"):
            assert [set(one.reasons) for one in self.brings(f"R-1,{said},,100.00").refused] == [{"state"}]

    def test_that_says_a_sum_and_not_whether_it_went_back_is_asked(self) -> None:
        assert self.brings("R-1,交易成功,退款异常,").refused == []
        (row,) = self.brings("R-1,交易成功,退款异常,100.00").refused
        assert (set(row.reasons), "退款异常" in row.reasons["back"]) == ({"back"}, True)
        assert self.most() == 10000

    @pytest.mark.parametrize("told", ["退款关闭,100.00", "退款关闭,0.00", "退款关闭,", "退款失败,30"])
    def test_says_later_that_it_came_to_nothing_and_it_can_be_asked_for_again(self, told: str) -> None:
        self.brings("R-1,交易成功,,100.00")
        report = self.brings(f"R-1,交易成功,{told}")
        assert (report.refused, report.count("changed"), self.most()) == ([], 1, 10000)
        assert self.brings(f"R-1,交易成功,{told}").count("same") == 1
        (fact,) = timeline.facts_of(stream_of(Purchase.objects.get()), code="goods.told_later")
        assert fact.facts == {"cell": "refunded", "told_fen": 0}
        batch = report.batch
        assert batch is not None
        acting(lambda: imports.undo(batch, by=SYSTEM, now=self.now))
        assert self.most() == 0

    def test_of_a_merchant_that_left_does_not_say_that_it_came_not_back(self) -> None:
        self.brings("R-1,交易成功,部分退款,30")
        row = Purchase.objects.get()
        type(row.seller).objects.filter(pk=row.seller_id).update(left_at=self.now)
        assert self.brings("R-1,交易成功,退款关闭,").refused
        assert self.most() == 7000

    def test_takes_nothing_away_that_a_claim_stands_on(self) -> None:
        self.brings("R-1,交易成功,部分退款,30")
        a_claim(now=self.now, purchase=Purchase.objects.get())
        assert self.brings("R-1,交易成功,退款关闭,").count("same") == 1
        told = queries.purchases.imported({"seller": "xiangyuan", "order": "R-1", "line": 1})
        assert told is not None
        with pytest.raises(ClaimedAbout):
            acting(lambda: import_purchase(values={**told, "refunded": None}, by=SYSTEM, now=self.now))
        assert PurchaseLine.objects.get().refunded_fen == 3000

    def test_never_says_less_than_went_back_or_more_than_was_paid(self) -> None:
        self.brings("R-1,交易成功,部分退款,30")
        assert [set(one.reasons) for one in self.brings("R-1,交易成功,部分退款,10").refused] == [{"refunded"}]
        assert [set(one.reasons) for one in self.brings("R-1,交易成功,部分退款,100.01").refused] == [{"refunded"}]
        assert self.most() == 7000

    def test_taken_back_takes_back_what_it_told(self) -> None:
        self.brings("R-1,交易成功,部分退款,30")
        batch = self.brings("R-1,交易成功,部分退款,50").batch
        assert batch is not None
        assert self.most() == 5000
        acting(lambda: imports.undo(batch, by=SYSTEM, now=self.now))
        assert self.most() == 7000

    @staticmethod
    def undone(report: imports.ImportReport, now: datetime) -> None:
        """Take back what a file wrote."""
        batch = report.batch
        assert batch is not None
        acting(lambda: imports.undo(batch, by=SYSTEM, now=now))

    def test_that_first_told_a_refund_leaves_nothing_of_it_once_taken_back(self) -> None:
        self.brings("R-1,交易成功,,")
        before = queries.purchases.imported({"seller": "xiangyuan", "order": "R-1", "line": 1})
        self.undone(self.brings("R-1,交易成功,部分退款,30"), self.now)
        assert queries.purchases.imported({"seller": "xiangyuan", "order": "R-1", "line": 1}) == before
        assert self.most() == 10000
        (fact,) = timeline.facts_of(stream_of(Purchase.objects.get()), code="goods.taken_back")
        assert fact.facts == {"cell": "refunded", "told_fen": 3000}
        assert a_claim(now=self.now, purchase=Purchase.objects.get()).claim.asked_fen == 10000

    def test_that_brought_an_order_with_its_refund_leaves_no_order_once_taken_back(self) -> None:
        self.undone(self.brings("R-1,交易成功,部分退款,30"), self.now)
        assert not Purchase.objects.exists()
        self.brings("R-1,交易成功,,")
        assert self.most() == 10000

    def test_of_two_that_tell_one_refund_the_second_takes_back_only_what_it_added(self) -> None:
        self.brings("R-1,交易成功,,")
        first = self.brings("R-1,交易成功,部分退款,30")
        self.undone(self.brings("R-1,交易成功,部分退款,30", "R-2,交易成功,,"), self.now)
        assert (self.most(), Purchase.objects.filter(order_key="R-2").exists()) == (7000, False)
        self.undone(first, self.now)
        assert self.most() == 10000

    def test_of_two_that_tell_one_refund_the_first_goes_only_after_one_that_told_more(self) -> None:
        first = self.brings("R-1,交易成功,,")
        second = self.brings("R-1,交易成功,部分退款,30")
        with pytest.raises(imports.ChangedSince):
            self.undone(first, self.now)
        self.undone(second, self.now)
        self.undone(first, self.now)
        assert not Purchase.objects.exists()

    def test_and_its_platform_tell_of_one_refund_that_is_booked_once(self) -> None:
        self.brings("R-1,交易成功,,")
        purchase = Purchase.objects.get()
        one = a_claim(now=self.now, purchase=purchase, platform_ref="PT-9")
        gave = partial(
            claims.take_outcome, claim=one.claim, what="refunded", amount_fen=5000, reference="PT-9", reason=""
        )
        one.do(lambda: gave(by=one.by(cast.MERCHANT_OWNER), now=one.now))
        one.wait(days=40)
        one.run()
        assert self.brings("R-1,交易成功,部分退款,50.00").refused == []
        one.do(lambda: gave(by=SYSTEM, now=one.now))
        bill = ledger.latest(stream_of(purchase))
        assert bill is not None
        assert (bill.refunded_fen, self.most()) == (5000, 5000)

    def test_of_one_line_is_taken_though_another_line_was_paid_by_its_claim(self) -> None:
        path = self.folder / "two.csv"
        row = "xiangyuan,R-2,{},{},1,{},吴大鹏," + cast.BUYER.phone + ",2026-11-18,交易成功,{}"
        sold, known = (
            (row.format(1, "赭红杯", "100.00", ","), row.format(2, "台灯", "300.00", ",")),
            imports.table("purchases"),
        )

        def brings(*rows: str) -> imports.ImportReport:
            path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
            read = tables.read(known.columns, path)
            return acting(lambda: imports.apply(known, read, by=SYSTEM, now=self.now, partial=True))

        assert brings(*sold).refused == []
        one = a_claim(now=self.now, purchase=Purchase.objects.get(), at="closed")
        assert one.claim.outcome
        report = brings(row.format(2, "台灯", "300.00", "退款成功,300.00"))
        assert (report.refused, report.count("changed")) == ([], 1)
        assert order_options.most_for(purchase=Purchase.objects.get(), pieces={2: 1}) == 0

    def test_that_came_to_nothing_after_all_is_booked_back_for_the_next_claim(self) -> None:
        self.brings("R-1,交易成功,部分退款,50.00")
        one = a_claim(now=self.now, purchase=Purchase.objects.get())
        one.do(lambda: claims.withdraw(claim=one.claim, why="等商家", by=one.buyer, now=one.now))
        assert self.brings("R-1,交易成功,退款关闭,").refused == []
        two = a_claim(now=one.now, purchase=Purchase.objects.get())
        assert two.claim.asked_fen == 10000
        bill = ledger.latest(stream_of(two.claim.purchase))
        assert bill is not None
        assert (bill.refunded_fen, ledger.refundable(bill)) == (0, 10000)

    def test_says_more_while_a_claim_stands_and_it_is_told_there(self) -> None:
        self.brings("R-1,交易成功,部分退款,30")
        one = a_claim(now=self.now, purchase=Purchase.objects.get())
        assert self.brings("R-1,交易成功,部分退款,60").refused == []
        assert PurchaseLine.objects.get().refunded_fen == 6000
        (fact,) = timeline.facts_of(one.claim.stream(), code="claims.refunded_in_shop")
        assert fact.facts["amount_fen"] == 3000


@pytest.mark.parametrize(
    ("meant", "written"),
    [
        ("sold", "交易成功 已发货 卖家已发货，等待买家确认 买家已付款 待买家收货 售后完成"),
        ("nothing", "没有申请退款 退款关闭 无售后或售后取消 拒绝退款 退款已取消 退款失败 未退款 退货退款申请已关闭"),
        ("nothing", "退款关闭，交易成功 未退款、交易完成"),
        ("unsure", "退款异常 有售后 订单取消退款成功 没有退货退款成功 卖家拒绝退货退款成功"),
        ("unpaid", "等待买家付款 待支付"),
        ("under_way", "退款中 申请退款 售后处理中 等待卖家同意退款 退货退款中 部分退款中 退款待处理 退款申请审核中"),
        ("under_way", "售后审核中 待商家收货 买家已经退货，等待卖家确认收货 商家同意退货，待买家寄回 待商家处理退款"),
        ("part", "部分退款 部分退款成功"),
        ("over", "交易关闭 已关闭 已取消 未发货，退款成功 已全额退款 退款已到账 退款完毕 已退货 已全额退 退货退款完成"),
    ],
)
def test_a_shop_s_words_mean_one_thing_each(meant: str, written: str) -> None:
    assert {order_states.meaning(one) for one in written.split()} == {meant}


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        (True, "卖家已发货，等待买家确认 交易成功 已完成 已签收 待收货 等待买家确认收货 已部分发货 已发货，退款成功"),
        (False, "已完成付款，备货中 拼单已完成，待成团 已发货前退款 未交易成功 待发货 买家已发货 等待卖家确认收货"),
    ],
)
def test_only_words_that_say_so_whole_say_that_goods_went_out(sent: bool, written: str) -> None:
    assert {order_states.says_sent(one) for one in written.split()} == {sent}
