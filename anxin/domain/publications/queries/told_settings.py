"""What a legal text tells that is set: it is filled into the template, and found again in what was published."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.utils import translation

from anxin.core import settings
from anxin.core.singletons import single
from anxin.domain.ledger.queries.online import online_ways
from anxin.domain.network import queries as network
from anxin.domain.privacy_numbers import rules as numbers
from anxin.domain.publications import rules
from anxin.domain.publications.wording import IMPRINT, MONEY_BACK, MONEY_WAY, RINGS, SHARES

LANGUAGES = {"zh": "zh-hans", "en": "en"}
IMPRINTED, FAIR, NEWCOMERS = "site.imprint", "visits.fairness_min", "visits.newcomer_percent"
DAYS = {
    "least": "quality.least",
    "contest_days": "quality.contest_d",
    "hours": "people.reveal_technician_h",
    "day_hours": "visits.day_most_h",
    "notice_days": "publications.notice_days",
    "request_days": "people.data_request_d",
    "money_days": "claims.money_d",
    "return_days": "claims.seven_day_return_d",
}
"""The numbers that templates tell, by their gap."""
BACK = "money_back"
"""Under which name, and gap, stands whether a provider is set up that sends money back."""
SETTINGS = (IMPRINTED, numbers.USE, FAIR, NEWCOMERS, *DAYS.values())
NONE_LEFT = "【热线】"
"""What stands for a hotline that is gone where no other is known: a blank that a person fills."""
type Said = Mapping[str, Any]
PHONE = r"(?!12\d{3}\b)\d[\d -]{4,}\d"
"""A telephone number, none of the public ones that a text names beside it."""
_PART = re.compile(r"(?<=[。；])|(?<=\.) |\n")
_GAP = re.compile(r"(\{\w+\}|【[^】]*】)")


@dataclass(frozen=True, kw_only=True)
class ToldSentence:
    """A sentence of a template that tells what is set: what finds it with other values, and its gaps in order."""

    found: re.Pattern[str]
    gaps: tuple[str, ...]

    def differing(self, text: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Yield each gap that a text fills with something else, and with what."""
        for match in self.found.finditer(text):
            yield from ((gap, told) for gap, told in zip(self.gaps, match.groups(), strict=True) if told != words[gap])

    def retold(self, text: str, words: Mapping[str, str]) -> str:
        """Return a text in which this sentence tells what is set; what stands between stays as it was written."""
        return self.found.sub(lambda match: _filled(match, [words[gap] for gap in self.gaps]), text)


def words_of(of: str, *, now: datetime) -> dict[str, str]:
    """Return by gap what is set now, in a language; a gap of the imprint that nobody filled isn't among them."""
    return _words(of, said(now=now))


def said(*, now: datetime) -> Said:
    """Return what legal texts tell of the settings, as it is set now.

    The hotline of an imprint that names none, or one that nobody vouches for any more, is the brand's.
    """
    found = {**settings.several(*SETTINGS, at=now), BACK: bool(online_ways())}
    kept = str(found[IMPRINTED].get("hotline") or "")
    hotline = network.house_hotline(kept, now=now) or (kept and NONE_LEFT)
    return {**found, IMPRINTED: {**found[IMPRINTED], "hotline": hotline}}


def _words(of: str, said: Said) -> dict[str, str]:
    with translation.override(LANGUAGES[of]):
        chosen = {
            "calls": str(RINGS[said[numbers.USE]]),
            "shared": str(SHARES[bool(said[FAIR]), bool(said[NEWCOMERS])]),
            BACK: str(MONEY_BACK[said[BACK]]),
        }
    imprint = {gap: str(said[IMPRINTED].get(gap) or "") for gap in IMPRINT}
    return {
        **{gap: text for gap, text in imprint.items() if text},
        **chosen,
        **{gap: str(said[name]) for gap, name in DAYS.items()},
    }


def differences(code: str, zh: str, en: str, *, said: Said) -> tuple[str, ...]:
    """Return what a text tells otherwise than it is set, each with both, in the reader's language; own words aren't."""
    found: dict[str, str] = {}
    for of, text in (("zh", zh), ("en", en)):
        words = _words(of, said)
        for gap, told in (pair for one in _sentences(code, of, words) for pair in one.differing(text, words)):
            if words[gap] != NONE_LEFT:
                found.setdefault(gap, f"“{_title(gap)}” {told} → {words[gap]}")
    return tuple(found.values())


def retold(code: str, zh: str, en: str, *, now: datetime) -> tuple[str, str]:
    """Return a text whose sentences of ours tell what is set now."""
    told, chosen = [], said(now=now)
    for of, text in (("zh", zh), ("en", en)):
        words = _words(of, chosen)
        for one in _sentences(code, of, words):
            text = one.retold(text, words)
        told.append(text)
    return told[0], told[1]


def template_of(code: str, of: str) -> str:
    """Return the template of a legal text, its gaps open."""
    return files("anxin.domain.publications").joinpath(f"data/{code}.{of}.txt").read_text(encoding="utf-8")


def _sentences(code: str, of: str, words: Mapping[str, str]) -> list[ToldSentence]:
    return [one for one in _all_sentences()[code, of] if set(one.gaps) <= set(words)]


@single
def _all_sentences() -> Mapping[tuple[str, str], list[ToldSentence]]:
    """Return by text and language the sentences with gaps; a gap that is filled with several lines is none of these."""
    return {(code, of): list(_read(template_of(code, of), of)) for code in rules.LEGAL for of in LANGUAGES}


def _read(text: str, of: str) -> Iterator[ToldSentence]:
    patterns = _patterns(of)
    for part in _PART.split(text):
        pieces = _GAP.split(part.strip())
        gaps = [one[1:-1] for one in pieces[1::2] if one.startswith("{")]
        if gaps and set(gaps) <= set(patterns):
            ways = (patterns[one[1:-1]] if one.startswith("{") else ".*?" for one in pieces[1::2])
            written = [re.escape(pieces[0])]
            for way, literal in zip(ways, pieces[2::2], strict=True):
                written += [way if way == ".*?" else f"({way})", re.escape(literal)]
            yield ToldSentence(found=re.compile("".join(written)), gaps=tuple(gaps))


def _patterns(of: str) -> dict[str, str]:
    with translation.override(LANGUAGES[of]):
        chosen = {
            gap: "|".join(re.escape(str(one)) for one in ways.values())
            for gap, ways in (("calls", RINGS), ("shared", SHARES), (BACK, MONEY_BACK))
        }
    return {"operator": ".+?", "hotline": PHONE, "address": ".+", **chosen, **dict.fromkeys(DAYS, r"\d+")}


def _title(gap: str) -> str:
    if gap in IMPRINT:
        return str(IMPRINT[gap])
    if gap == BACK:
        return str(MONEY_WAY)
    name = DAYS.get(gap) or (numbers.USE if gap == "calls" else FAIR)
    return str(settings.declared(name).title)


def _filled(match: re.Match[str], words: list[str]) -> str:
    text, begins, parts = match.string, match.start(), []
    for place, word in enumerate(words, 1):
        parts += [text[begins : match.start(place)], word]
        begins = match.end(place)
    return "".join([*parts, text[begins : match.end()]])
