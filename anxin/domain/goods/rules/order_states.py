"""What the words a shop has for the state of an order, or of a refund of it, mean here."""

import re

# As Taobao, Douyin, JD, Pinduoduo, Youzan and WeChat shops write them. A refund that came to nothing says nothing.
_STAYS = re.compile(
    "(退款|退货|售后|维权)(已)?(关闭|取消|撤销|失败|被拒绝?|已拒绝)|(拒绝|撤销|取消)(了)?(退款|退货|售后)"
    "|(没有|未|无)(申请)?(退款|退货|售后)|无需退款"
)
_UNPAID = re.compile("(等待|待|未)(买家)?(付款|支付)")
_UNDER_WAY = re.compile(
    "(退款|退货|售后|维权|退货退款)(处理)?中|(申请|待|同意|等待)(商家|卖家|买家)?(处理)?(退款|退货|售后)|售后待处理"
)
_PART = re.compile("部分退")
_OVER = re.compile("关闭|已取消|取消订单|退款成功|退款完成|已退款|全额退款")

_SENT = re.compile("已(部分)?(发货|出库|签收|收货|完成)|待(买家)?(确认)?收货|交易(成功|完成)|配送中|运输中")
_UNSENT = re.compile("(未|待|等待)(卖家|商家)?(发货|出库)")

SENT = "已发货"
"""What stands for every state of an order whose goods have gone out."""
SOLD, UNPAID, UNDER_WAY, PART, OVER = "sold", "unpaid", "under_way", "part", "over"


def meaning(written: str) -> str:
    """Return what a shop says of an order by its state: sold, unpaid, a refund under way, given back in part, or over.

    >>> [meaning(one) for one in ("交易成功", "退款关闭", "等待买家付款", "退款中", "部分退款", "已收货，退款成功")]
    ['sold', 'sold', 'unpaid', 'under_way', 'part', 'over']
    """
    plain = _STAYS.sub("", written)
    told = ((UNPAID, _UNPAID), (UNDER_WAY, _UNDER_WAY), (PART, _PART), (OVER, _OVER))
    return next((one for one, said in told if said.search(plain)), SOLD)


def says_sent(written: str) -> bool:
    """Return whether a shop's state of an order says that its goods have gone out.

    >>> [says_sent(one) for one in ("卖家已发货，等待买家确认", "交易成功", "买家已付款，等待卖家发货", "待发货", "")]
    [True, True, False, False, False]
    """
    return bool(_SENT.search(written)) and not _UNSENT.search(written)


def left(*, amount_fen: int, quantity: int, bought: int, refunded_fen: int) -> int:
    """Return what can still go back for so many pieces of a line: their share, and no more than is left of the line.

    >>> left(amount_fen=10000, quantity=1, bought=2, refunded_fen=0)
    5000
    >>> left(amount_fen=10000, quantity=1, bought=2, refunded_fen=7000)
    3000
    """
    return max(min(amount_fen * quantity // bought, amount_fen - refunded_fen), 0)
