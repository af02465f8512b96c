"""Read every division name out of a folded text."""

import re
from dataclasses import dataclass, field
from operator import add

from anxin.engines.address.index import Form, Index
from anxin.engines.address.table import CITY

MAX_HITS = 400
WORDS_ON = frozenset({"市场", "旗舰", "州际", "区块", "县志"})  # a name's last character that belongs to another word
AT_START = 0.25  # a short name that begins the text may stand before its own town
GOES_ON = 0.12
BEFORE_A_PLACE = 0.12
CHAINED_BEFORE_A_PLACE = 0.5
CHAINED_INSIDE = 0.8  # 吉县 in 山西吉县, although 西吉县 holds it
REMARK = 0.7  # a name inside brackets only explains
Raw = tuple[int, int, Form]
_TURN = "[东西南北中前后上下左右内外]{0,2}[一二三四五六七八九十]{0,2}"
ROAD = re.compile(
    _TURN + "(?:路|街(?!道)|大道|大街|道(?!县)|巷|弄|里(?!县)|胡同|大?桥|高速|国道|省道|线|环路|立交|隧道|码头|渡口"
    "|市场|门(?!市))"
)
NAMED_ROAD = re.compile(  # a road of its own behind a short name: 学院路, 体育西路, 火车站前街
    "(?:体育馆?|公园|学校|小学|中学|大学|学院|医院|火车站|汽车站|客运站|车站|站|机场|港口|花园|广场|图书馆?|湖|山|岛|寺|庙|河)"
    "[东西南北中前后]?[一二三四五六七八九十]{0,2}(?:路|街(?!道)|大道|大街|巷|胡同)"
)
PLACE = re.compile(
    "(?:新村|村|社区|居委|小区|花园|大厦|大楼|广场|公寓|苑|公园|学校|小学|中学|大学|学院|医院|卫生|火车站|汽车站|客运|站|机场|港口|"
    "街道|镇|乡(?!县)|河|湖|水库|山庄|山(?!县|市)|岛|寺|庙|庄|屯|坊|酒店|宾馆|饭店|餐|商场|超市|市场|体育|影城|图书)"
)
HOUSE = re.compile("(?:公司|有限|集团|分公司|支公司|支行|分行|银行|厂|店|商行|商会|话|菜|人(?!民)|籍|产|牌|烤|拉面)")


@dataclass(slots=True)
class Hit:
    """One name in the text: code points ``[start, end)``, node or row, whether it is a full form, its weight 0 to 1."""

    start: int
    end: int
    row: int
    full: bool
    weight: float


@dataclass(slots=True)
class Evidence:
    """All names of a text by level; `remarks` are the positions that stood inside brackets."""

    text: str
    remarks: frozenset[int] = frozenset()
    provinces: list[Hit] = field(default_factory=list)
    cities: list[Hit] = field(default_factory=list)
    counties: list[Hit] = field(default_factory=list)
    old_cities: list[Hit] = field(default_factory=list)
    old_counties: list[Hit] = field(default_factory=list)
    zones: list[Hit] = field(default_factory=list)


def gather(
    index: Index, text: str, breaks: frozenset[int] = frozenset(), remarks: frozenset[int] = frozenset()
) -> Evidence:
    """Collect the names in a folded text; at most `MAX_HITS` of them, so that junk stays cheap.

    Parameters
    ----------
    text : str
        Folded text.
    breaks : frozenset of int
        Positions before which a separator was dropped.
    """
    raw: list[Raw] = []
    forms = index.forms
    for start, lengths in enumerate(map(index.lengths.get, map(add, text, text[1:]))):
        if lengths:
            for length in lengths:
                form = forms.get(text[start : start + length])
                if form and start + length <= len(text):
                    raw.append((start, start + length, form))
            if len(raw) > MAX_HITS:
                break
    found = Evidence(text, remarks)
    if raw:
        _weigh(found, raw, breaks)
    return found


def _weigh(found: Evidence, raw: list[Raw], breaks: frozenset[int]) -> None:
    """Give each name its weight from what stands around it, and sort the names by level."""
    text, remarks = found.text, found.remarks
    lists = (
        None,
        found.provinces,
        found.cities,
        found.counties,
        None,
        found.old_cities,
        found.old_counties,
        found.zones,
    )
    longest: dict[int, int] = {}
    ends, full_starts = set(), set()
    for start, end, form in raw:
        ends.add(end)
        longest.setdefault(start, end)
        if form[1]:
            full_starts.add(start)
    for start, end, (candidates, any_full, higher) in raw:
        crossed, inside = _crossing(raw, start, end)
        short = 0.0
        if not crossed and not (any_full and len(candidates) == 1):
            short = 1.0 if end in full_starts else short_weight(text, end, breaks)
            if start == 0 and short < AT_START:
                short = AT_START
            if short == BEFORE_A_PLACE and start in ends:
                short = CHAINED_BEFORE_A_PLACE
            if short == 1.0 and longest[start] > end:
                short = 0.5
        for level, row, full in candidates:
            weight = 1.0 if full else short * 0.5 if higher and level > CITY else short
            if full and text[end - 1 : end + 1] in WORDS_ON:
                weight = GOES_ON
            if full and inside and end - start < 4:
                weight = CHAINED_INSIDE if start in ends else 0.0
            if start in remarks:
                weight *= REMARK
            if weight > (0.0 if level <= CITY else 0.24):
                names = lists[level]
                assert names is not None
                names.append(Hit(start, end, row, full, weight))


def _crossing(raw: list[Raw], start: int, end: int) -> tuple[bool, bool]:
    """Return whether an earlier name runs into this one, and whether a longer full name holds it."""
    crossed = inside = False
    for other_start, other_end, form in raw:
        if other_start >= start:
            break
        if start < other_end:
            crossed = True
            inside = inside or (other_end >= end and form[1])
    return crossed, inside


def short_weight(text: str, end: int, breaks: frozenset[int]) -> float:
    """Weigh a name without its word of kind by what follows it: a road, a village or a shop is another thing."""
    if end in breaks or end >= len(text):
        return 1.0
    if ROAD.match(text, end):
        return 0.0
    if NAMED_ROAD.match(text, end):
        return 1.0
    if PLACE.match(text, end):
        return BEFORE_A_PLACE
    if HOUSE.match(text, end):
        return 0.4
    return 1.0
