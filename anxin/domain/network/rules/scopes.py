"""For which goods a brand's word for a technician is: those it was signed with, else those its sentence names."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from anxin.domain.goods.wording import SKILLS, SKILLS_CALLED
from anxin.domain.network.rules import scope_words

ANYTHING = "*"
"""What stands in the place of goods where a word is for all he can do."""
SKILL_NAMED = {
    name.casefold(): skill
    for skill in SKILLS_CALLED
    for name in (*SKILLS_CALLED[skill], *scope_words.ALSO_CALLED.get(skill, ()))
} | {one.replace("-", " "): "" for one in scope_words.OTHER_GOODS.split()}
NAMES = re.compile(
    "|".join(
        rf"(?<![a-z0-9]){re.escape(one)}(?=(?:e?s)?(?![a-z0-9]))" if one.isascii() else re.escape(one)
        for one in sorted(SKILL_NAMED, key=len, reverse=True)
    )
)
EXCLUDES = re.compile(scope_words.EXCLUDES)

type Span = tuple[date, date, frozenset[str]]
"""From when to when a word holds, and for which goods."""


class WordFor(NamedTuple):
    """Whom a word is for, and for a technician for which skill; without one for anything."""

    kind: str
    code: str
    skill: str = ""


@lru_cache(maxsize=10_000)
def goods_of(goods: str, scope: str) -> frozenset[str]:
    """Return for which skills a word is, or `ANYTHING`; none of one without goods whose sentence leaves a doubt."""
    if goods:
        return _widened(goods.split())
    names = named(scope)
    if "" in names or excludes(scope):
        return frozenset()
    return _widened(names or [ANYTHING])


def is_for(goods: frozenset[str], skill: str) -> bool:
    """Return whether a word for these goods is for a skill; without one it is for anything."""
    return not skill or ANYTHING in goods or skill in goods


def covers(words: Collection[Span], days: Collection[date], skill: str = "") -> bool:
    """Return whether on each of these days a word holds that is for a skill: the one rule of check and dispatch."""
    theirs = [(begins, ends) for begins, ends, goods in words if is_for(goods, skill)]
    return all(any(begins <= day <= ends for begins, ends in theirs) for day in days)


def named(scope: str) -> frozenset[str]:
    """Return the skills whose goods a sentence names; the empty one for goods that are none of ours."""
    return frozenset(SKILL_NAMED[one] for one in NAMES.findall(_plain(scope)))


def excludes(scope: str) -> bool:
    """Return whether a sentence may leave something out."""
    return EXCLUDES.search(_plain(scope)) is not None


def skill_named(called: str) -> str:
    """Return the skill that goods are meant by, by its code or as a customer or a brand calls them; empty for none."""
    plain = _plain(called).strip()
    return plain if plain in SKILLS else SKILL_NAMED.get(plain) or SKILL_NAMED.get(plain.removesuffix("s"), "")


def written(skills: Iterable[str]) -> str:
    """Return goods as they are kept and signed: each once, in order; all he can do stands alone."""
    several = {*skills}
    return ANYTHING if ANYTHING in several else " ".join(sorted(several))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def _widened(goods: Iterable[str]) -> frozenset[str]:
    several = frozenset(goods)
    return several.union(*(scope_words.WIDER.get(one, ()) for one in several))
