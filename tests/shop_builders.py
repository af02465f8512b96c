"""What a shop's orders file says of an order, for tests."""

from datetime import datetime
from pathlib import Path

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.claims.actions.shop_refunds import apply_book
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import Purchase

HEAD = "店铺,订单编号,行号,宝贝标题,宝贝总数量,买家实际支付金额,收货人姓名,"
HEAD += "联系手机,订单创建时间,订单状态,退款状态,退款金额"


def brings_orders(folder: Path, back: str, *, now: datetime) -> imports.ImportReport:
    """Bring a shop's orders file of one cup for 100.00, of which so much went back; with "" of none."""
    path, state = folder / "orders.csv", "部分退款" if back else ""
    sold = f"xiangyuan,R-1,1,赭红杯,1,100.00,吴大鹏,{cast.BUYER.phone},2026-11-18,交易成功,{state},{back}"
    path.write_text(f"{HEAD}\n{sold}", encoding="utf-8")
    known = imports.table("purchases")
    read = tables.read(known.columns, path)
    return acting(lambda: imports.apply(known, read, by=SYSTEM, now=now, partial=True))


def file_says(purchase: Purchase, position: int, fen: int, *, now: datetime) -> None:
    """Have a file say how much of a line went back in its shop, in all."""
    row = Purchase.objects.get(pk=purchase.pk)

    def says() -> None:
        goods.tell_total(purchase=row, position=position, fen=fen, now=now)
        apply_book(row, by=SYSTEM, now=now)

    acting(says)


def told_twice(fen: int, *, gone: int) -> dict[str, object]:
    """Return what a claim's record says of so much that went twice, of what has gone of its order in all."""
    return {"amount_fen": fen, "left_fen": 0, "in_all": True, "gone_fen": gone, "twice_fen": fen}
