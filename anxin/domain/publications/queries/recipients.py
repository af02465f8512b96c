"""Who outside gets personal data here, by the providers that are set up; whether the privacy notice names them."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from django.conf import settings as django_settings

from anxin.core import providers, settings
from anxin.core.providers import ProviderHealth
from anxin.core.singletons import single
from anxin.core.wording import in_language
from anxin.domain.places import queries as places
from anxin.domain.publications import rules
from anxin.domain.publications.models import Text
from anxin.domain.shops.models import Shop

PUT_OFF = "opening.put_off"
"""Which steps of the set-up wait."""
KINDS_OF = {"messages": "sms", "payment": "payment"}
"""Which kind of provider a step sets up."""
ALL = "any"
"""The name of those of a kind who are told as one."""
NOTICE = "privacy"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody outside who gets something of people: his name, the line for the notice, and what tells that it is in.

    `abroad`: the operator alone knows in which country it stands.
    """

    kind: str
    name: str
    who: tuple[str, str]
    lines: tuple[str, str]
    marks: tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]
    abroad: bool = False

    @property
    def said(self) -> str:
        """Return its name in the reader's language, without what is still blank."""
        return rules.without_blanks(in_language(*self.who))

    def stands_in(self, text: str, place: int) -> bool:
        """Return whether a text names it, Chinese (0) or English (1): all its marks there in one line."""
        return any(all(mark.search(line) for mark in self.marks[place]) for line in text.splitlines())

    def is_named(self, zh: str, en: str) -> bool:
        """Return whether a notice names it in each language that it has."""
        return self.stands_in(zh, 0) and (not en or self.stands_in(en, 1))

    def is_mentioned(self, zh: str, en: str) -> bool:
        """Return whether a notice names it in one of its languages."""
        return self.stands_in(zh, 0) or self.stands_in(en, 1)


@dataclass(frozen=True, kw_only=True)
class Naming:
    """A privacy notice beside who gets something: whom it doesn't name, whom it names though nobody asks him.

    `coming`: from which day on an edition counts that names everybody; None where none does. `english`: those of the
    unnamed whom its Chinese names.
    """

    unnamed: tuple[Recipient, ...] = ()
    idle: tuple[Recipient, ...] = ()
    english: tuple[Recipient, ...] = ()
    coming: date | None = None

    def lacks(self, kind: str, name: str) -> bool:
        """Return whether a provider, by its kind and name, gets something and isn't named."""
        return any(one.kind == kind and one.name in (name, ALL) for one in self.unnamed)


@single
def _told() -> dict[str, Any]:
    text = files("anxin.domain.publications").joinpath("data/recipients.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@single
def all_known() -> tuple[Recipient, ...]:
    """Return everybody who can be set up, in the order of a notice."""
    kinds = {kind: told for kind, told in _told().items() if kind != "section"}
    return tuple(
        _recipient(kind, name, told, one) for kind, told in kinds.items() for name, one in told["names"].items()
    )


def _recipient(kind: str, name: str, told: dict[str, Any], one: dict[str, Any]) -> Recipient:
    return Recipient(
        kind=kind,
        name=name,
        who=(one["zh"], one["en"]),
        lines=(f"- {told['zh'].format(who=one['zh'])}", f"- {told['en'].format(who=one['en'])}"),
        marks=(tuple(map(rules.spelled, one["marks"])), tuple(map(rules.spelled, one["marks_en"]))),
        abroad=one.get("abroad", False),
    )


def recipients(*, now: datetime, known: Iterable[ProviderHealth] | None = None) -> list[Recipient]:
    """Return who gets something, in the order of a notice: who is set up, tried or not (two queries and settings)."""
    there = {(one.kind, one.name) for one in (providers.health().values() if known is None else known)}
    there |= {("shop", one) for one in Shop.objects.filter(ended_at=None).values_list("platform", flat=True)}
    streets = places.streets(now=now)
    if streets is not None and streets.origin:  # where there is none our own server has them
        there.add(("streets", str(settings.get("places.streets", at=now))))
    kinds = {kind for kind, _name in there} | ({"storage"} if django_settings.S3 else set())
    return [one for one in all_known() if (one.kind, one.name) in there or (one.name == ALL and one.kind in kinds)]


def naming(*, on: date, now: datetime, known: Iterable[ProviderHealth] | None = None) -> Naming:
    """Return whom the notice in force names, and whom it doesn't; nothing while none is in force (three queries)."""
    rows = Text.objects.filter(document__code=NOTICE, published_at__isnull=False).order_by("from_date", "number")
    editions = [(since, (zh, en)) for since, zh, en in rows.values_list("from_date", "zh", "en") if since]
    held = [text for since, text in editions if since <= on]
    if not held:
        return Naming()
    there = recipients(now=now, known=known)
    unnamed = tuple(one for one in there if not one.is_named(*held[-1]))
    whole = (since for since, text in editions if since > on and all(one.is_named(*text) for one in unnamed))
    idle = tuple(one for one in all_known() if one not in there and one.is_mentioned(*held[-1]))
    english = tuple(one for one in unnamed if one.stands_in(held[-1][0], 0))
    return Naming(
        unnamed=unnamed,
        idle=idle,
        english=english,
        coming=next(whole, None) if unnamed else None,
    )


def first_lines(*, now: datetime) -> tuple[str, str]:
    """Return the lines of a first edition, Chinese and English: who is set up, a blank for who always comes.

    Whoever was put off at set-up comes later, if at all: no blank waits for him; once he is there, he is missed.
    """
    there = recipients(now=now)
    kinds = {one.kind for one in there} | {KINDS_OF.get(one, "") for one in str(settings.get(PUT_OFF, at=now)).split()}
    return _first("zh", 0, there, kinds), _first("en", 1, there, kinds)


def _first(of: str, place: int, there: list[Recipient], kinds: set[str]) -> str:
    awaited = (told for kind, told in _told().items() if "expected" in told and kind not in kinds)
    blank = [f"- {told[of].format(who=told['expected'][of])}" for told in awaited]
    return "\n".join([*blank, *(one.lines[place] for one in there)])


def is_abroad_unknown(*, now: datetime) -> bool:
    """Return whether the operator alone knows if anything leaves the country."""
    return any(one.abroad for one in recipients(now=now))


def redrawn(zh: str, en: str, *, now: datetime) -> tuple[str, str]:
    """Return a notice with a line for each who gets something and isn't named, and without our lines of who doesn't."""
    there = recipients(now=now)
    gone = [one for one in all_known() if one not in there]
    return _one_redrawn(zh, "zh", 0, there, gone), _one_redrawn(en, "en", 1, there, gone) if en else ""


def _one_redrawn(text: str, of: str, place: int, there: Iterable[Recipient], gone: Iterable[Recipient]) -> str:
    section = _told()["section"]
    return rules.with_lines(
        text,
        heading=section[of],
        last=section[f"last_{of}"],
        add=[one.lines[place] for one in there if not one.stands_in(text, place)],
        drop=[one.lines[place] for one in gone],
    )
