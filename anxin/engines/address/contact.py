"""Take a pasted line apart: who, which numbers, where."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anxin.engines.address import persons, phones
from anxin.engines.address.phones import Phone
from anxin.engines.address.resolution import Hints, Resolution
from anxin.engines.address.text import LIMIT

if TYPE_CHECKING:
    from anxin.engines.address.resolver import Resolver

_COLON = r"\s*[:：=]\s*"
_NAME_LABEL = (
    "收货人姓名|收件人姓名|联系人姓名|客户姓名|用户姓名|收货人|收件人|联系人|寄件人|发件人|报修人|客户名称|用户名称|真实姓名|"
    "姓名|名字|客户|用户|称呼"
)
_PHONE_LABEL = (
    "收货人手机号码|手机号码|手机号|联系电话|联系方式|联系手机|电话号码|固定电话|座机号码|收货电话|收件人电话|客户电话|用户电话|"
    "移动电话|备用电话|手机|电话|座机|热线|[Tt][Ee][Ll]|[Mm]obile|[Pp]hone"
)
_PLACE_LABEL = (
    "收货人地址|收货地址|收件地址|详细地址|所在地区|所在区域|所在地|上门地址|安装地址|维修地址|服务地址|家庭地址|公司地址|"
    "客户地址|用户地址|联系地址|街道地址|住址|地址|地区|省市区|邮编|邮政编码"
)
_LABEL = re.compile(
    rf"(?P<name>(?:{_NAME_LABEL}){_COLON})|(?P<phone>(?:{_PHONE_LABEL})(?:{_COLON}|[ \t]*(?=\n)))"
    rf"|(?P<place>(?:{_PLACE_LABEL}){_COLON}|(?:(?<=[\s,，;；|])|^)(?:{_PLACE_LABEL})[ \t]*(?=[\u4e00-\u9fff]{{4}}))"
)
_CUT = re.compile(r"[\s,，;；|/\t\u3000。、]+")
_HOLLOW = re.compile(r"[(（【\[〔<《]\s*[)）】\]〕>》]")
_SHOP = re.compile(rf"(?:{persons.SHOPS})[ \t]*(?:[用客会]户|会员|买家|客人)?[ \t]*(?=[(（【\[])")
_POSTCODE = re.compile(r"(?<![\d\-])[0-8]\d{5}(?![\d\-号室栋弄])")


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact line taken apart.

    Attributes
    ----------
    name : str
        "" if none was found.
    phones : tuple of Phone
    place : Resolution
        Its spans count code points of the whole line; its detail leaves out name and numbers.
    """

    name: str
    phones: tuple[Phone, ...]
    place: Resolution


def take_apart(resolver: "Resolver", line: str, hints: Hints | None = None) -> Contact:
    """Split one line into name, telephone numbers and address, in whatever order they stand.

    Only the first 4,000 characters are looked at.
    """
    whole, line = line, line[:LIMIT]
    numbers, spans = phones.find(line)
    blank = list(line)
    for start, end in spans:
        blank[start:end] = "\n" * (end - start)
    text = "".join(blank)
    labelled = ""
    name_span: tuple[int, int] | None = None
    for match in list(_LABEL.finditer(text)):
        if match["name"] and not labelled:
            value = _value(text, match.end())
            if persons.possible(text[slice(*value)]):
                name_span, labelled = value, text[slice(*value)]
        text = _blank(text, match.span())
    text = _emptied(_POSTCODE, text) if numbers else text
    text = _emptied(_HOLLOW, _emptied(_SHOP, text))
    if not labelled:
        name_span = _unlabelled(resolver, text, spans)
    name = persons.trimmed(line[slice(*name_span)]) if name_span else ""
    if name_span:
        text = _blank(text, name_span)
    text = _emptied(_HOLLOW, text)
    place = resolver.resolve(text.replace("\n", " "), hints)
    return Contact(name, tuple(numbers), place.within(whole))


def _blank(text: str, span: tuple[int, int]) -> str:
    return text[: span[0]] + "\n" * (span[1] - span[0]) + text[span[1] :]


def _emptied(pattern: re.Pattern[str], text: str) -> str:
    """Blank all that a pattern matches."""
    return pattern.sub(lambda match: "\n" * len(match[0]), text)


def _value(text: str, start: int) -> tuple[int, int]:
    """Find where the value of a label ends: at a separator, the next label or the end."""
    following = _LABEL.search(text, start)
    stop = following.start() if following else len(text)
    cut = _CUT.search(text, start, stop)
    end = cut.start() if cut else stop
    if end - start > persons.LONGEST:
        end = start + persons.LONGEST
    latin = re.compile(r"[A-Za-z.'\- ]+").match(text, start, stop)
    if latin and latin.end() > end:
        end = start + len(text[start : latin.end()].rstrip())
    return start, end


def _unlabelled(resolver: "Resolver", text: str, numbers: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Look for a person's name: a piece of its own, else glued before the chain or after the house number.

    Of several pieces that look like names the one nearest to a telephone number is taken.
    """
    with_number = bool(numbers)
    pieces = [match.span() for match in re.finditer(r"[^\s,，;；|/\t\u3000。、]+", text)]
    whole = [span for span in pieces if persons.likely(text[slice(*span)])]
    if numbers and len(whole) > 1:
        whole.sort(key=lambda span: min(max(start - span[1], span[0] - end) for start, end in numbers))
    for span in whole:
        rest = [other for other in pieces if other != span]
        if rest or with_number:
            if len(whole) > 1 and resolver.resolve(text[slice(*span)]).node >= 0:
                continue
            return span
    marks = resolver.resolve(text.replace("\n", " ")).marks
    first = min(marks[1::3], default=-1)
    if first > 0:
        start = max([end for end in (span[0] for span in pieces) if end <= first], default=first)
        if start < first and persons.likely(text[start:first], glued=True):
            return start, first
    last = max(marks[2::3], default=0)
    for start, end in reversed(pieces):
        tail = persons.tail(text[max(start, last) : end])
        if tail and (with_number or end == len(text)):
            return end - tail, end
    return None
