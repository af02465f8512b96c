"""For which goods a brand's word for a technician is: read from the sentence that it signed and customers read."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from anxin.domain.goods.wording import SKILLS_CALLED

WIDER: Mapping[str, tuple[str, ...]] = {
    "electric": ("air_conditioner", "water_heater", "washer", "fridge", "hood", "purifier"),
    "gas": ("water_heater", "stove"),
}
"""Which goods are among those that a wider name says."""
IN_ENGLISH = {"electric": ("electrical appliance", "home appliance"), "gas": ("gas appliance",)}


type Span = tuple[date, date, str]
"""From when to when a word holds, and what it is for as it says."""


class WordFor(NamedTuple):
    """Whom a word is for, and for a technician for which skill; without one for anything."""

    kind: str
    code: str
    skill: str = ""


@lru_cache(maxsize=10_000)
def named(scope: str) -> frozenset[str]:
    """Return the skills that a scope names, by what people call them; the longer name where one lies in another."""
    skills, names = _names()
    found = {skills[one] for one in names.findall(scope.casefold())}
    return frozenset(found.union(*(WIDER.get(one, ()) for one in found)))


def is_for(scope: str, skill: str) -> bool:
    """Return whether a word with this scope is for a skill: it names it, or names no goods and is for all he can do."""
    return not skill or not (goods := named(scope)) or skill in goods


def covers(words: Collection[Span], days: Collection[date], skill: str = "") -> bool:
    """Return whether on each of these days a word holds that is for a skill: the one rule of check and dispatch."""
    theirs = [(begins, ends) for begins, ends, scope in words if is_for(scope, skill)]
    return all(any(begins <= day <= ends for begins, ends in theirs) for day in days)


@cache
def _names() -> tuple[Mapping[str, str], re.Pattern[str]]:
    skills = {
        name.casefold(): skill
        for skill, called in SKILLS_CALLED.items()
        for name in (*called, *IN_ENGLISH.get(skill, ()))
    }
    return skills, re.compile("|".join(map(re.escape, sorted(skills, key=len, reverse=True))))
