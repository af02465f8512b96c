"""What is decided about shops: which while is read next, what a platform's words mean here, who may be told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from anxin.core.visible_texts import visible

BACK = timedelta(days=15)
"""So far back a shop is read when it is connected; a claim about an older order brings that order along."""
OVERLAP, AT_REST = timedelta(minutes=5), timedelta(minutes=3)
"""What is written late at a platform: a little is read again each time, and the last minutes are left for the next."""
WINDOWS, LOOKED = 24, 20
"""So many whiles, and so many single claims, at most a run."""
LOOK_FOR = timedelta(days=60)
NARROW, CROWD = timedelta(minutes=11), 20
"""A while shorter than this is parted no more: so many times more rows of it are read then, on a day of sales."""
TRIES = 7
FAILING = timedelta(minutes=30)
"""After so long a merchant is told that his shop can't be read: claims wait there for an answer."""

# In this order: the first that stands in a platform's reason says which of ours it is.
REASONS = (
    ("changed_mind", ("七天", "7天", "无理由", "不想要", "不喜欢", "拍错", "多拍")),
    ("not_received", ("未收到", "没收到", "未按约定时间发货", "缺货", "未发货", "物流", "快递一直")),
    ("missing", ("少件", "漏发", "缺件", "少发", "少了")),
    ("wrong", ("发错", "错发", "型号不符", "颜色不符")),
    ("swapped", ("调包",)),
    ("perishable", ("变质", "发霉", "过期", "坏果", "腐烂")),
    ("transport_damage", ("运输", "包装破", "包裹破")),
    ("broken", ("破损", "碎", "裂", "污渍", "划痕")),
    ("defective", ("质量", "故障", "不能用", "无法使用", "性能", "坏了")),
    ("not_as_described", ("描述", "不符", "假", "材质", "效果")),
)
USUAL = {"refund_only": "not_received", "return": "not_as_described", "exchange": "defective", "repair": "defective"}
AFTER = {"agree": ("goes_on", "refunded", "returned"), "contest": ("goes_on", "refused")}
"""How a claim stands at its platform after each kind of answer."""
GIVEN_BACK = "given_back"
"""Why a claim stands apart that gave money back for what another one is open about here: somebody looks there."""
UNNAMED = "line"
"""Why one stands apart that gave money back, nobody knows for which line."""
SETTLED = ("", GIVEN_BACK, UNNAMED)
"""Of what was heard of and has no claim here: what it gave back is written down already."""
BUYER = "买家"
CIPHER_FROM = 24


def is_answered_as(state: str, kind: str) -> bool:
    """Return whether a platform's claim stands as it does once an answer of this kind was taken."""
    return state in AFTER.get(kind, ())


def reason_of(text: str, *, type: str) -> str:
    """Return which of our reasons a platform's words mean; the words themselves are kept with the claim."""
    for code, words in REASONS:
        if any(one in text for one in words):
            return code
    return USUAL.get(type, "not_as_described")


def buyer_of(told: str) -> str:
    """Return what a buyer is called: the masked name, or nobody where the platform gives none but a cipher."""
    name = visible(told).strip()
    return name if 0 < len(name) < CIPHER_FROM else BUYER


def window(*, until: datetime, span: timedelta, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the while that is read next; None where all but the last minutes has been."""
    start = until - OVERLAP
    end = min(start + span, now - AT_REST)
    return (start, end) if end > until else None


@dataclass(frozen=True, kw_only=True)
class ShopSituation:
    """A house as the rules of its shops look at it."""

    sells: bool
    own: bool

    @property
    def states(self) -> dict[str, str]:
        """No machine is walked here."""
        return {}


@dataclass(frozen=True, kw_only=True)
class OrderSituation:
    """An order of a house as its rules look at it; `unreached`: no phone of its buyer is known.

    `unnamed`: its shop gave money back, nobody knows for which line.
    """

    own: bool
    shops: bool
    shipped: bool
    refused: bool = False
    unreached: bool = False
    unnamed: bool = False

    @property
    def states(self) -> dict[str, str]:
        """No machine is walked here."""
        return {}


def may_send_out(case: OrderSituation) -> bool:
    """Return whether somebody says of his own house's order that it goes out: it didn't, and a shop is connected."""
    return case.own and case.shops and not case.shipped


def may_send_again(case: OrderSituation) -> bool:
    """Return whether somebody tells of his own house's order anew: the platform did not take its waybill."""
    return case.own and case.shops and case.refused


def may_make_link(case: OrderSituation) -> bool:
    """Return whether the buyer of one's own order can't prove himself: his platform masks his phone."""
    return case.own and case.unreached


def may_name_line(case: OrderSituation) -> bool:
    """Return whether somebody says for which line of his own house's order its shop gave money back: it named none."""
    return case.own and case.unnamed


def may_sell(case: ShopSituation) -> bool:
    """Return whether somebody of a house that sells on platforms, a brand or a merchant, looks at his own."""
    return case.sells and case.own
