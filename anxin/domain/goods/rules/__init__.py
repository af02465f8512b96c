"""What is decided about goods: which a customer's words mean, which services they have, whether they may go back."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from anxin.core.errors import Invalid
from anxin.core.zone import SHANGHAI

NOON = time(12)
"""Where a day lies among moments when its hour is not known: nobody's clock meets it to the microsecond."""

SUB_ORDER = "sub_order"
"""The platform's own key of a line, as a connected shop reads it: nobody else writes it."""
NAME_LONG = 60
LABEL_SIGNS, LABEL_LONG = "23456789abcdefghjkmnpqrstuvwxyz", 12
"""What a printed label is made of: nothing that is taken for another sign, and more than anybody guesses."""


def on_day(day: date) -> datetime:
    """Return the moment that stands for a day whose hour is not known, as a table of orders gives it."""
    return datetime.combine(day, NOON, SHANGHAI)


def only_day(moment: datetime) -> bool:
    """Return whether a moment of an order stands for its day alone: then no hour of it is shown."""
    return moment.astimezone(SHANGHAI).time() == NOON


def had_left(
    *, at: datetime, shipped_at: datetime | None, delivered_at: datetime | None, sent_by: datetime | None = None
) -> bool:
    """Return whether goods had left their seller by then; not on the day itself where no hour is known, nor unsaid.

    `sent_by`: when it was known that they had, if nobody says when they did.
    """
    if sent_by is not None and at > sent_by:
        return True
    left = shipped_at or delivered_at
    if left is None:
        return False
    return at.astimezone(SHANGHAI).date() > left.astimezone(SHANGHAI).date() if only_day(left) else at > left


NO_RETURN = ("made_to_order", "perishable", "opened_media", "newspaper", "confirmed")


def seven_day_return(*, signed_date: date | None, on: date, no_return: str, days: int) -> tuple[bool, str]:
    """Return whether goods may go back without a reason: days count from the day after they were signed for."""
    if no_return:
        return False, f"no_return.{no_return}"
    if signed_date is None:
        return True, "not_signed_for"
    last = signed_date + timedelta(days=days)
    return on <= last, "in_time" if on <= last else "too_late"


PAYMENT_NUMBER = re.compile(r"[0-9]{28}")
"""How WeChat Pay and Alipay number a payment: money may go back by it, so it belongs to one order alone."""


def is_payment_number(reference: str) -> bool:
    """Return whether this is a provider's own number of a payment.

    >>> is_payment_number("4200002345202611181234567890"), is_payment_number("F-1")
    (True, False)
    """
    return PAYMENT_NUMBER.fullmatch(reference) is not None


def plain_reference(written: str) -> str:
    """Return a payment's number in its one form, however it was written; what is none without marks around it.

    >>> plain_reference(" 4２00 0023-4520 2611 1812 3456 7890"), plain_reference("`F-1 ")
    ('4200002345202611181234567890', 'F-1')
    """
    bare = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", written)))
    return bare if is_payment_number(bare) else written.strip(" \t'`")


def payment_number_in(reference: str) -> str:
    """Return a reference where it is the number of a payment; empty where it is none."""
    return reference if is_payment_number(reference) else ""


_BEFORE_WAYBILL = re.compile(r"(?:no|运单号|快递单号|物流单号)\s*[.:]\s*", re.IGNORECASE)


def bare_waybill(written: str) -> str:
    """Return a waybill as it stands on the label: exports of shops write `No:SF1234567890123`."""
    return _BEFORE_WAYBILL.sub("", unicodedata.normalize("NFKC", written).strip(" '"), count=1)


TROUBLE = (
    *(
        "打不开",
        "开不了",
        "开不开",
        "关不上",
        "没反应",
        "不能用",
        "不好用",
        "不好使",
        "用不了",
        "出问题",
        "有问题",
        "出毛病",
    ),
    *("有毛病", "出故障", "故障", "坏掉", "坏了", "坏", "没电", "失灵", "报修", "维修", "修理", "修一下", "要修", "修"),
    *("我家的", "我家", "家里的", "家里", "我的", "怎么办", "的", "了", "想", "要"),
)
"""What customers write beside a name: it says that something is wrong, not what it is; the longest first."""


def means(asked: str, words: Iterable[str]) -> bool:
    """Return whether what a customer typed is made of words that name a product, or is a part of one of them.

    Names come in any order, with or without spaces between them: 禾砚门锁, heyan S3, 指纹锁; also with what is wrong
    said beside them: 我家指纹锁坏了.
    """
    asked, known = _plain(asked), sorted({_plain(word) for word in words} - {""}, key=len, reverse=True)
    left = asked
    for word in known:
        left = left.replace(word, "")
    if not left or any(left in word for word in known):
        return True
    return left != asked and not _besides(left)


def _besides(left: str) -> str:
    """Return what is left of a sentence without what only says that something is wrong."""
    for word in TROUBLE:
        left = left.replace(word, "")
    return left


def category_of(written: str, called: Mapping[str, Iterable[str]]) -> str:
    """Return the code of the category people mean by a word; another word is a category of its own."""
    plain = _plain(written)
    return next((code for code, words in called.items() if plain in map(_plain, (code, *words))), written)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


KINDS = ("repair", "install", "maintain", "inspect", "remove", "lock_opening")
"""What is done with goods, in the order in which it is offered."""
WAYS = ("remote", "visit", "drop_off", "mail_in")
"""How it is done, in the order in which it is offered: help from afar first, nobody waits for it and it is free."""
_COMMON = {
    **{"repair": ["visit", "remote"], "install": ["visit", "remote"]},
    **{"maintain": ["visit"], "inspect": ["visit"], "remove": ["visit"]},
}
_AT_THE_BENCH = {"repair": ["visit", "drop_off", "mail_in", "remote"]}
SERVICES: dict[str, dict[str, list[str]]] = {
    "": _COMMON,
    "lock": {**_COMMON, **_AT_THE_BENCH, "lock_opening": ["visit"]},
}
"""Which kinds a category's goods have, each with its ways; a category not named has those of the empty one."""
LINES = {
    **{"install": "INSTALL", "maintain": "MAINTAIN", "inspect": "INSPECT", "remove": "REMOVE"},
    **{"lock_opening": "OPENING", "visit": "VISIT"},
}
"""Under which code a price list says what a kind or a way costs; a category's own ends in it (`AC-INSTALL`)."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """A kind of service that some goods have, and the ways in which it is done."""

    kind: str
    ways: tuple[str, ...]


def services_of(category: str, table: Mapping[str, Mapping[str, Iterable[str]]]) -> tuple[Service, ...]:
    """Return what is offered for a category of goods, in our order."""
    known = table.get(category) or table.get("") or SERVICES[""]
    several = (Service(kind=kind, ways=tuple(one for one in WAYS if one in known.get(kind, ()))) for kind in KINDS)
    return tuple(one for one in several if one.ways)


def usual_way(ways: Sequence[str], *, presses: bool | None) -> str:
    """Return the way chosen beforehand: help from afar for a known fault that doesn't press, else a visit."""
    if presses is False and "remote" in ways:
        return "remote"
    return "visit" if "visit" in ways else ways[0]


def check_services(value: dict[str, Any]) -> None:
    """Refuse a table that names a kind or a way nobody knows, or offers nothing; raises `Invalid`."""
    for category, kinds in value.items():
        if not isinstance(kinds, dict) or not kinds:
            raise Invalid("goods.services", expected=f"{category}: kinds, each with its ways", got=kinds)
        for kind, ways in kinds.items():
            if kind not in KINDS:
                raise Invalid("goods.services", expected=" | ".join(KINDS), got=kind)
            if not isinstance(ways, list) or not ways or set(ways) - set(WAYS):
                raise Invalid("goods.services", expected=f"{kind}: some of {' | '.join(WAYS)}", got=ways)


def label_of(written: str) -> str:
    """Read a printed label; raises ValueError for what can't be one."""
    label = written.strip().lower()
    if len(label) != LABEL_LONG or not set(label) <= set(LABEL_SIGNS):
        raise ValueError(label[:LABEL_LONG])
    return label


def may_label(*, roles: frozenset[str], own: bool) -> bool:
    """Return whether somebody may print labels of a brand's goods: the desk those of all, the brand its own."""
    return bool(roles & {"agent", "dispatcher", "operator"}) or (own and bool(roles & {"merchant_owner", "packer"}))


def check_called(value: dict[str, Any]) -> None:
    """Refuse a table of names whose rows are not lists of words; raises `Invalid`."""
    for category, words in value.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and _plain(word) for word in words):
            raise Invalid("goods.called", expected=f"{category}: a list of words", got=words)


def check_in_english(value: dict[str, Any]) -> None:
    """Refuse a table of English names whose rows are not a short name each; raises `Invalid`."""
    for category, name in value.items():
        if not isinstance(name, str) or not _plain(name) or len(name) > NAME_LONG:
            raise Invalid("goods.in_english", expected=f"{category}: a name, at most {NAME_LONG} letters", got=name)


def with_brand(brand: str, name: str) -> str:
    """Return a product's name behind its brand's, which it may begin with already.

    >>> with_brand("沪暖", "沪暖 1.5 匹挂机"), with_brand("禾砚", "S3 智能锁")
    ('沪暖 1.5 匹挂机', '禾砚 S3 智能锁')
    """
    return name if name.casefold().startswith(brand.casefold()) else f"{brand} {name}"
