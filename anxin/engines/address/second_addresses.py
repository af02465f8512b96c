"""Find a second address behind the first one of a line."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from anxin.engines.address.evidence import HOUSE, short_weight
from anxin.engines.address.table import CITY, COUNTY
from anxin.engines.address.text import CLOSE, OPEN

if TYPE_CHECKING:
    from anxin.engines.address.descent import Descent

SURE = 0.8
APART = "[\\s,，;；|/、。]"
BETWEEN = re.compile("[\\s,，;；|/、。:：号室楼层栋座幢收寄或]+|(?<=[0-9])(?=[^0-9])")
NO_ADDRESS = re.compile(
    ".{0,6}(?:银行|公司|集团|支行|分行|大学|医院|酒店|宾馆|饭店|商会|会馆|风味|小吃|菜馆|方向|高速)"
)


def break_before(steps: Iterable[str]) -> re.Pattern[str]:
    """Compile what finds a separator with a character behind it with which a province or prefecture may begin."""
    return re.compile(f"{APART}[{''.join(sorted({key[0] for key in steps}))}]")


def begins(descent: "Descent", text: str, at: int) -> int:
    """Return where, behind a place of the text, another chain down to a county begins; -1 if none does.

    It begins behind a separator or the word that ends a house number, outside brackets, names at least two levels, and
    no bank, hotel or road that only bears the name follows.
    """
    steps, table = descent.steps[-1], descent.table
    for gap in BETWEEN.finditer(text, at):
        begin = gap.end()
        if text[begin : begin + 2] not in steps or _inside(text, begin):
            continue
        chain = descent.chain(text, begin)
        if chain is None or len(chain[2]) < 6 or (table.levels[chain[0]] < COUNTY and table.levels[chain[0]] != CITY):
            continue
        end, full = chain[3], chain[5]
        if (full or short_weight(text, end, frozenset()) == 1.0) and not NO_ADDRESS.match(text, end):
            return begin
    return -1


def only_names(text: str, end: int) -> bool:
    """Return whether what follows a chain makes it part of a bank's or firm's name."""
    return bool(HOUSE.match(text, end))


def _inside(text: str, at: int) -> bool:
    """Return whether a place of the text lies inside brackets."""
    opened = sum(text.count(sign, 0, at) for sign in OPEN)
    return opened > 0 and opened > sum(text.count(sign, 0, at) for sign in CLOSE)
