"""What the privacy notice says of how long: who sees something, how long it is kept, as it is set at a moment."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from anxin.domain.people.queries import access
from anxin.domain.people.wording.privacy import SEES
from anxin.domain.publications.queries.retention import kept, kept_for
from anxin.domain.publications.queries.retention import titles as kept_titles
from anxin.domain.publications.queries.told_settings import LANGUAGES

LISTED = {"zh": ("- {}：{}", "（{}）"), "en": ("- {}: {}", " ({})")}
ANY = "\0"
"""What stands for a number while a line is made that finds the same one with another."""


@dataclass(frozen=True, kw_only=True)
class TermLine:
    """A line of a notice: how it reads now, and what finds it with other numbers."""

    now: str
    found: re.Pattern[str]

    def is_outdated(self, line: str) -> bool:
        """Return whether a line is this one with other numbers."""
        return line.strip() != self.now and self.found.fullmatch(line.strip()) is not None


def kept_lines(of: str, *, now: datetime) -> str:
    """Return how long what is kept, in the language of the reader, as lines of a notice."""
    return "\n".join(LISTED[of][0].format(what, said) for what, said in kept(now=now))


def seen_lines(of: str, *, now: datetime) -> str:
    """Return who sees what how long, in the language of the reader, as lines of a notice."""
    return "\n".join(_seen(of, who, what, said) for who, what, said in access.who_sees(now=now))


def outdated(zh: str, en: str, *, now: datetime) -> tuple[str, ...]:
    """Return of what a notice tells another term than is set now, in the reader's language; own words aren't judged."""
    titles = [*kept_titles(), *(str(who) for who, _what, _long in SEES)]
    wrong = {
        title
        for of, text in (("zh", zh), ("en", en))
        for title, term in zip(titles, _lines(of, now), strict=True)
        if any(map(term.is_outdated, text.splitlines()))
    }
    return tuple(title for title in titles if title in wrong)


def retold(zh: str, en: str, *, now: datetime) -> tuple[str, str]:
    """Return a notice in which each line of ours about a term says what is set now; own words stay."""
    return _retold(zh, "zh", now), _retold(en, "en", now)


def _retold(text: str, of: str, now: datetime) -> str:
    terms, lines = _lines(of, now), text.splitlines()
    told = [next((one.now for one in terms if one.is_outdated(line)), line) for line in lines]
    return text if told == lines else "\n".join(told)


def _lines(of: str, now: datetime) -> list[TermLine]:
    listed, _aside = LISTED[of]
    with translation.override(LANGUAGES[of]):
        keeps = [
            (listed.format(what, said), listed.format(what, free))
            for (what, said), free in zip(kept(now=now), kept_for(ANY), strict=True)
        ]
        sees = [
            (_seen(of, who, what, said), _seen(of, who, what, str(free).format(days=ANY, hours=ANY)))
            for (who, what, said), (_who, _what, free) in zip(access.who_sees(now=now), SEES, strict=True)
        ]
    return [
        TermLine(now=line, found=re.compile(re.escape(free).replace(ANY, r"\d+"))) for line, free in [*keeps, *sees]
    ]


def _seen(of: str, who: str, what: str, said: str) -> str:
    listed, aside = LISTED[of]
    return listed.format(who, f"{what}{aside.format(said)}")
