"""What the words a shop has for the state of an order, or of a refund of it, mean here."""

import re

# As Taobao, Douyin, JD, Pinduoduo, Youzan and WeChat shops write them.
_BACK = "(退款|退货|售后|维权)"
_CAME_TO_NOTHING = re.compile(
    f"{_BACK}+(申请|单)?(已经?|被|审核)*(关闭|取消|撤销|撤回|失败|驳回|拒绝|被拒|[不未]通过)"
    f"|(拒绝|撤销|撤回|取消|驳回)了?{_BACK}+(申请)?|(没有|未|无)(申请|发生)?{_BACK}+|无需退款"
)
_UNPAID = re.compile("(等待|待|未)(买家)?(付款|支付)")
_UNDER_WAY = re.compile(
    f"{_BACK}(申请)?(正在)?(待?处理|待?审核|进行|协商)?中|{_BACK}(申请)?等?待"
    f"|(申请|待|同意|等待)(商家|卖家|买家)?(处理|审核)?(仅|部分|全额)?{_BACK}"
    "|等?待(商家|卖家)(确认)?(收货|签收)|等?待买家(寄回|退回|发货)|买家已经?(退货|寄回|退回|发货)"
)
_PART = re.compile("部分退")
_OVER = re.compile(
    "关闭|已取消|取消订单|(退款|退货)已?(经|全部)?(成功|完成|完毕|到账|结束)|已经?(全额|全部)?退(款|货|完|回|$)|全额退款"
)
_DONE = re.compile("(?<!交易)(?<!付款)(?<!支付)(成功|完成|完毕|到账)")
_UNSURE = re.compile(f"{_BACK}(?!已?(完成|成功))")

# Each stands alone between commas: 已完成付款, 已发货前退款 and 未交易成功 tell of other things.
_BETWEEN = re.compile(r"[\s,，;；、。/|()（）:：_-]+")
_SENT = re.compile(
    "(卖家|商家|仓库|订单|商品|部分|全部)*已(经|部分|全部)*(发货|出库)(等?待.*)?"
    "|(买家|用户|订单|商品|包裹)?已(经|部分|全部|确认)*(签收|收货)|(订单)?已完成"
    "|等?待(买家)?(确认)?收货|(订单)?交易(已经?)?(成功|完成)|(快递|物流|商品|包裹)?(正在)?(配送|运输)中"
)
_UNSENT = re.compile("(未|待|等待)(卖家|商家)?(发货|出库)")

SENT = "已发货"
"""What stands for every state of an order whose goods have gone out."""
SOLD, UNPAID, UNDER_WAY, PART, OVER = "sold", "unpaid", "under_way", "part", "over"
NOTHING, UNSURE = "nothing", "unsure"
"""A refund that came to nothing; words of a refund that don't say how it stands."""
COUNTED = frozenset({SOLD, PART, OVER})
"""With what a sum that went back counts."""


def meaning(written: str) -> str:
    """Return what a shop says of an order by its state: sold, unpaid, or how a refund stands.

    >>> [meaning(one) for one in ("交易成功", "退款关闭", "等待买家付款", "退款中", "部分退款", "已收货，退款成功")]
    ['sold', 'nothing', 'unpaid', 'under_way', 'part', 'over']
    """
    plain = _CAME_TO_NOTHING.sub("", written)
    if any(_says_both(one) for one in _BETWEEN.split(written)):
        return UNSURE
    told = ((UNPAID, _UNPAID), (UNDER_WAY, _UNDER_WAY), (PART, _PART), (OVER, _OVER))
    unsaid = UNSURE if _UNSURE.search(plain) else SOLD
    return next((one for one, said in told if said.search(plain)), unsaid if plain == written else NOTHING)


def _says_both(piece: str) -> bool:
    """Return whether one piece says that a refund came to nothing and that something is done: 拒绝退货退款成功."""
    rest = _CAME_TO_NOTHING.sub("", piece)
    return rest != piece and _DONE.search(rest) is not None


def says_sent(written: str) -> bool:
    """Return whether a shop's state of an order says that its goods have gone out.

    >>> [says_sent(one) for one in ("卖家已发货，等待买家确认", "交易成功", "买家已付款，等待卖家发货", "待发货", "")]
    [True, True, False, False, False]
    """
    return any(map(_SENT.fullmatch, _BETWEEN.split(written))) and not _UNSENT.search(written)
