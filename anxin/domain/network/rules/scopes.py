"""For which goods a brand's word for a technician is: read from the sentence that it signed and customers read."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from anxin.domain.goods.wording import SKILLS_CALLED
from anxin.domain.network.rules import scope_words

SKILL_NAMED = {
    name.casefold(): skill
    for skill in SKILLS_CALLED
    for name in (*SKILLS_CALLED[skill], *scope_words.ALSO_CALLED.get(skill, ()))
} | dict.fromkeys(scope_words.OTHERS, "")
NAMES = re.compile(
    "|".join(
        rf"(?<![a-z0-9]){re.escape(one)}(?:e?s)?(?![a-z0-9])" if one.isascii() else re.escape(one)
        for one in sorted(SKILL_NAMED, key=len, reverse=True)
    )
)
SENTENCE = re.compile(r"[;。!?()\[\]【】\n]|(?<!no)\.(?=\s|$)")
CLAUSE = re.compile(r"[,:|·—–]")
BLANK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
ITEM = re.compile(r"[、/&+]|以及|和|与|及|或|(?<![a-z])(?:and|or)(?![a-z])")
CLOSED = re.compile(r"(?<![拆清消解删排])除(?![外湿霜尘垢锈味])[了去开]?([^;。,]+?)(?:之外|以外|外)")
LEAVES_OUT, LEFT_OUT = re.compile(scope_words.LEAVES_OUT), re.compile(scope_words.LEFT_OUT)
MARKER = re.compile(f"{scope_words.LEAVES_OUT}|{scope_words.DENIES}")
WORK, FILLS = re.compile(scope_words.WORK), re.compile(f"{scope_words.WORK}|{scope_words.FILLS}")


type Span = tuple[date, date, str]
"""From when to when a word holds, and what it is for as it says."""


class WordFor(NamedTuple):
    """Whom a word is for, and for a technician for which skill; without one for anything."""

    kind: str
    code: str
    skill: str = ""


class Reading(NamedTuple):
    """What a scope was read as: the skills it names (None: all he can do), those it leaves out, whether it is clear."""

    named: frozenset[str] | None
    without: frozenset[str] = frozenset()
    clear: bool = True

    def holds(self, skill: str) -> bool:
        """Return whether it is for a skill."""
        return skill not in self.without and (self.named is None or skill in self.named)


@dataclass
class _Said:
    """What a scope says, part by part: what it is for, what it leaves out, and what may be either."""

    kept: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    either: list[str] = field(default_factory=list)
    denied: bool = False
    clear: bool = True

    def leave_out(self, part: str) -> None:
        """Take a part for what is left out: one name an item; nothing that has a name is unclear."""
        items = [(len(NAMES.findall(one)), FILLS.sub("", NAMES.sub("", one))) for one in ITEM.split(part)]
        if any(beside for _, beside in items) or not any(count for count, _ in items):
            self.clear = False
        (self.out if all(count < 2 for count, _ in items) else self.either).append(part)


@lru_cache(maxsize=10_000)
def read(scope: str) -> Reading:
    """Return what a scope was read as: who doubts whether goods are left out reads them so."""
    said = _parts(unicodedata.normalize("NFKC", scope).casefold().replace("’", "'"))
    if not said.clear:
        return Reading(frozenset(), clear=False)
    kept, out, either = (_names(one) for one in (said.kept, said.out, said.either))
    without = _left_out({*out, *either} - {""})
    if goods := kept - {""}:
        return Reading(_widened(goods), without)
    if kept:
        return Reading(frozenset(), without)
    if either or (said.denied and not any(map(WORK.search, said.kept))):
        return Reading(frozenset(), clear=False)
    return Reading(None, without)


def is_for(scope: str, skill: str) -> bool:
    """Return whether a word with this scope is for a skill: it names it, or names no goods and is for all he can do.

    What it leaves out it isn't for, and for nothing where what it leaves out can't be read.
    """
    return not skill or read(scope).holds(skill)


def covers(words: Collection[Span], days: Collection[date], skill: str = "") -> bool:
    """Return whether on each of these days a word holds that is for a skill: the one rule of check and dispatch."""
    theirs = [(begins, ends) for begins, ends, scope in words if is_for(scope, skill)]
    return all(any(begins <= day <= ends for begins, ends in theirs) for day in days)


def _parts(text: str) -> _Said:
    said = _Said()
    for sentence in SENTENCE.split(BLANK.sub(",", text)):
        for found in CLOSED.finditer(sentence):
            said.leave_out(found[1])
        opened = False
        for clause in CLAUSE.split(CLOSED.sub(",", sentence)):
            opened = _clause(said, clause, opened=opened) or opened
    return said


def _clause(said: _Said, clause: str, *, opened: bool) -> bool:
    """Sort a clause; return whether what follows it may be left out, too."""
    if found := LEFT_OUT.search(clause):
        before, after = clause[: found.start()], clause[found.end() :]
        said.denied = True
        said.leave_out(before)
        said.either += [before] if len(NAMES.findall(before)) > 1 else []
        return _clause(said, after, opened=opened)
    marks = list(MARKER.finditer(clause))
    (said.either if opened else said.kept).append(clause[: marks[0].start()] if marks else clause)
    for mark, end in zip(marks, [*(one.start() for one in marks[1:]), len(clause)], strict=False):
        said.denied |= not LEAVES_OUT.fullmatch(mark[0])
        said.leave_out(clause[mark.end() : end])
    return bool(marks)


def _names(parts: Collection[str]) -> set[str]:
    return {_skill(one) for part in parts for one in NAMES.findall(part)}


def _skill(name: str) -> str:
    """Return which skill a name that was found means, in the plural, too; none for goods that are none of ours."""
    return next(SKILL_NAMED[one] for one in (name, name[:-1], name[:-2]) if one in SKILL_NAMED)


def _widened(goods: Collection[str]) -> frozenset[str]:
    return frozenset(goods).union(*(scope_words.WIDER.get(one, ()) for one in goods))


def _left_out(goods: Collection[str]) -> frozenset[str]:
    """Return what is left out with some goods: those they are a wider name of, and the wider name they belong to."""
    return _widened(goods).union(wide for wide, among in scope_words.WIDER.items() if not set(among).isdisjoint(goods))
