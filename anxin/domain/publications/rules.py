"""What is decided about publications: what an edition is made of, when it may be published, what it changed."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

HELP = "help/"
LEGAL = ("privacy", "terms", "claims", "prices", "algorithm", "technicians")
"""What binds the house towards customers and technicians, each text in editions."""
OF_CLAIMS = ("privacy", "terms", "claims")
"""What a buyer agrees to and is told before he files; without the last no house opens for claims."""
ACKNOWLEDGED = ("algorithm", "technicians")  # what technicians are asked to have read, once an edition
NEEDED = ("privacy", "terms")
"""Without these nobody may be asked for his name and address (PIPL, article 17; E-commerce Law, article 32)."""
STEPS = ("1", "2", "3")  # what somebody tries himself first, before he reports
SHORT = 3  # a Latin name of so many letters or fewer is looked for as a word of its own
_BLANK = re.compile(r"【[^】]{1,60}】")


@dataclass(frozen=True, kw_only=True)
class RetentionTerm:
    """How long what is personal of a kind of case stays after its end: the days at first, at the least, and the law."""

    kind: str
    days: int
    law: str
    least: int = 0

    @property
    def setting(self) -> str:
        """Return the setting that holds the days."""
        return f"publications.keep_{self.kind}_d"


EVERY = timedelta(days=1)
"""So often the schedule of erasures runs."""
TRADE = "电子商务法 第三十一条；民法典 第一百八十八条"
NEED = "个人信息保护法 第十九条"
THREE_YEARS = 1096
TERMS = {
    "claims": RetentionTerm(kind="claim", days=THREE_YEARS, least=THREE_YEARS, law=TRADE),
    "repairs": RetentionTerm(kind="repair", days=THREE_YEARS, least=THREE_YEARS, law=TRADE),
    "purchases": RetentionTerm(kind="purchase", days=THREE_YEARS, least=THREE_YEARS, law=TRADE),
    "contacts": RetentionTerm(kind="contact", days=365, law=NEED),
    "waiting": RetentionTerm(kind="waiting", days=90, law=NEED),
    "reports": RetentionTerm(kind="report", days=365, law=NEED),
    "persons": RetentionTerm(kind="person", days=30, law=NEED),
}
"""What ends by itself, in this order: what a case is about goes after it, a person after the last of his cases."""
ARCHIVED = ("claims", "repairs")
"""Whose facts go into archives, a while after what is personal of them ended."""
ARCHIVE_AFTER = "publications.archive_after_d"


@dataclass(frozen=True, kw_only=True)
class TextSituation:
    """A document as the rules of its commands read it: is there a draft, does it tell what isn't so.

    `stale`: a privacy notice that tells of others than those who get something, or of other terms than are set;
    `outdated`: another text that tells of other terms.

    `theirs`: it is the actor's to write. `own`: a brand's guide says something of its own; `returned`: it did, and was
    given back to the house.
    """

    draft: bool = False
    stale: bool = False
    outdated: bool = False
    theirs: bool = False
    own: bool = False
    returned: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a text walks none, its editions are dated."""
        return {}


@dataclass(frozen=True, kw_only=True)
class NoticeSituation:
    """A text as the technician's own command reads it: has he yet to acknowledge the edition in force."""

    owed: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: an edition walks none."""
        return {}


def is_owed(case: NoticeSituation) -> bool:
    """Return whether the edition in force is still to be acknowledged."""
    return case.owed


def version(code: str, number: int) -> str:
    """Return how a consent names an edition: `algorithm/2`."""
    return f"{code}/{number}"


def has_draft(case: TextSituation) -> bool:
    """Return whether something was written that isn't published."""
    return case.draft


def is_theirs(case: TextSituation) -> bool:
    """Return whether it is theirs to write: the house's people write every text, a brand's people their brand's."""
    return case.theirs


def may_give_back(case: TextSituation) -> bool:
    """Return whether the house's words can count again in the place of a brand's own: nobody is at a draft."""
    return case.own and not case.draft


def may_take_back(case: TextSituation) -> bool:
    """Return whether what a brand had of its own can count again after it was given back."""
    return case.returned and not case.draft


def is_stale(case: TextSituation) -> bool:
    """Return whether a privacy notice tells of others than those who get something now, or of other terms."""
    return case.stale


def is_outdated(case: TextSituation) -> bool:
    """Return whether a text other than the privacy notice tells other terms than are set."""
    return case.outdated


def digest(zh: str, en: str) -> str:
    """Return what stands in the fact of an edition for its words."""
    return hashlib.sha256(f"{zh}\n\n{en}".encode()).hexdigest()


def beside(pictures: Mapping[str, str], checked_by: str) -> str:
    """Return the part of an edition's fact for its pictures, by step, and for its reader."""
    return hashlib.sha256(json.dumps([dict(pictures), checked_by], sort_keys=True).encode()).hexdigest()


def blanks(*texts: str) -> tuple[str, ...]:
    """Return the blanks of a template that are still to be filled, each once: 【公司地址】."""
    return tuple(dict.fromkeys(found for text in texts for found in _BLANK.findall(text)))


def filled(text: str, words: Mapping[str, str]) -> str:
    """Write words in the place of blanks; a blank without a word stays."""
    return _BLANK.sub(lambda found: words.get(found[0], "").strip() or found[0], text)


def without_blanks(text: str) -> str:
    """Return a text without its blanks."""
    return _BLANK.sub("", text).strip()


def spelled(mark: str) -> re.Pattern[str]:
    """Return what finds a mark in any of its spellings, with bars between, in large or small letters.

    A spelling begins with a word, and a short one is a word of its own: JD stands in no other.
    """
    ways = (re.escape(one) if not one.isascii() else _latin(one) for one in mark.split("|"))
    return re.compile("|".join(ways), re.IGNORECASE)


def _latin(spelling: str) -> str:
    return rf"(?<![a-z0-9]){re.escape(spelling)}{'(?![a-z0-9])' if len(spelling) <= SHORT else ''}"


def with_lines(text: str, *, heading: str, last: str, add: Iterable[str], drop: Iterable[str]) -> str:
    """Return a text with lines more and fewer in the section of a heading, which is made at its end where it lacks.

    They come before the line that begins with `last`, else after the section's list; what was written otherwise than
    in `drop` stays.
    """
    gone, more = set(drop), list(add)
    lines = [one for one in text.splitlines() if one.strip() not in gone]
    if not more and len(lines) == len(text.splitlines()):
        return text
    begin = next((n for n, one in enumerate(lines) if one.strip() == f"## {heading}"), None)
    if begin is None:
        return "\n".join([*lines, "", f"## {heading}", *more]) if more else "\n".join(lines)
    end = next((n for n in range(begin + 1, len(lines)) if lines[n].startswith("## ")), len(lines))
    listed = [n for n in range(begin + 1, end) if lines[n].startswith("- ")]
    place = next((n for n in listed if lines[n].startswith(last)), listed[-1] + 1 if listed else begin + 1)
    return "\n".join([*lines[:place], *more, *lines[place:]])


def first_day(*, published: date | None, notice_days: int, today: date) -> date:
    """Return from which day on a new edition may count: the first at once, a later one after its notice."""
    if published is None:
        return today
    return max(today + timedelta(days=notice_days), published)


def help_code(category: str, symptom: str) -> str:
    """Return the code of what to try first for a fault."""
    return f"{HELP}{category}/{symptom}"


def plain_code(code: str) -> str:
    """Return a document's code in the signs a fact may hold: that of a class of one's own is in any script."""
    return code.encode("ascii", "backslashreplace").decode().replace(" ", "\\x20")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one edition of a city page changed: codes of outlets and counties, and whether the prices are others."""

    outlets_come: tuple[str, ...] = ()
    outlets_gone: tuple[str, ...] = ()
    counties_come: tuple[str, ...] = ()
    counties_gone: tuple[str, ...] = ()
    technicians: int = 0
    prices: str = ""

    @property
    def any(self) -> bool:
        """Return whether it changed anything a reader can see."""
        return self != Change()


def city_facts(
    *, outlets: Mapping[str, str], counties: Iterable[str], technicians: int, prices: str
) -> dict[str, list[str] | dict[str, str] | int | str]:
    """Return what an edition says, in one order; `outlets` by code with what they are called then."""
    return {
        "outlets": sorted(outlets),
        "names": dict(sorted(outlets.items())),
        "counties": sorted(counties),
        "technicians": technicians,
        "prices": prices,
    }


def reads_alike(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether a page says the same: how many technicians there are, and what who is there is called, is read."""
    return all(before.get(name) == after.get(name) for name in {*before, *after} - {"technicians", "names"})


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """Return what became of an edition."""

    def come(name: str) -> tuple[str, ...]:
        return tuple(one for one in after[name] if one not in before.get(name, ()))

    def gone(name: str) -> tuple[str, ...]:
        return tuple(one for one in before.get(name, ()) if one not in after[name])

    return Change(
        outlets_come=come("outlets"),
        outlets_gone=gone("outlets"),
        counties_come=come("counties"),
        counties_gone=gone("counties"),
        technicians=after["technicians"] - before.get("technicians", 0),
        prices=after["prices"] if after["prices"] != before.get("prices", "") else "",
    )
