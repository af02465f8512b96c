"""What codes are called: one registry, filled by every app's `wording.py` when the app is ready."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, pgettext

from anxin.core.errors import AnxinError, Invalid
from anxin.core.money import format_fen

type Text = object  # a str or a lazy gettext string: whatever str() turns into the reader's language


@dataclass(frozen=True)
class Fact:
    """How a fact reads in a timeline, and who may read it (role or kind names in one string).

    `words`: who alone reads what somebody wrote beside it, where that isn't everybody who reads the fact.
    """

    text: Text
    audience: str = ""
    instead: Mapping[tuple[str, str | int], Text] = field(default_factory=dict)
    """How it reads where one of its values is this one: `{("how", "bench"): …}`."""
    words: str = ""

    def reads(self, facts: Mapping[str, object]) -> Text:
        """Return the text that says it as its values are."""
        fitting = (text for (name, value), text in self.instead.items() if facts.get(name) == value)
        return next(fitting, self.text)

    def __str__(self) -> str:
        return str(self.text)

    @property
    def audiences(self) -> frozenset[str]:
        """Return the audience as a set."""
        return frozenset(self.audience.split())

    def tells(self, audiences: Collection[str]) -> bool:
        """Return whether one of these audiences reads what somebody wrote beside it."""
        return not self.words or not frozenset(self.words.split()).isdisjoint(audiences)


_DAYS = frozenset({"day", "from", "to", "until", "since"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")

ERRORS: dict[str, Text] = {}
STATES: dict[str, dict[str, Text]] = {}
STEPS: dict[str, dict[str, Text]] = {}
FACTS: dict[str, Fact] = {}
MESSAGES: dict[str, Text] = {}
VALUES: dict[str, dict[str, Text]] = {}


def declare(
    *,
    errors: Mapping[str, Text] | None = None,
    states: Mapping[str, Mapping[str, Text]] | None = None,
    steps: Mapping[str, Mapping[str, Text]] | None = None,
    facts: Mapping[str, Fact] | None = None,
    messages: Mapping[str, Text] | None = None,
    values: Mapping[str, Mapping[str, Text]] | None = None,
) -> None:
    """Register an app's sentences; a code that is already worded otherwise is refused.

    `values` words the codes that facts carry: `{"slot": {"before": …}}` fills `{slot}` of every sentence.
    """
    _add(ERRORS, errors or {})
    _add(FACTS, facts or {})
    _add(MESSAGES, messages or {})
    for machine_name, texts in (states or {}).items():
        _add(STATES.setdefault(machine_name, {}), texts)
    for machine_name, texts in (steps or {}).items():
        _add(STEPS.setdefault(machine_name, {}), texts)
    for name, texts in (values or {}).items():
        _add(VALUES.setdefault(name, {}), texts)


def words_of(table: Mapping[str, object], code: str) -> str:
    """Return a code's words in the reader's language; a code without words says itself."""
    return str(table.get(code, code))


def error(failure: AnxinError) -> str:
    """Return an error's sentence in the reader's language; one without its own has its parent's."""
    for cls in type(failure).__mro__:
        text = ERRORS.get(getattr(cls, "code", ""))
        if text is not None:
            return _filled(text, failure.facts)
    return failure.code


def error_here(failure: AnxinError) -> str:
    """Return an error's sentence as it stands beside its field, which needs no name there."""
    plain = failure.code == Invalid.code
    return _filled(ERRORS["core.invalid_here"], failure.facts) if plain else error(failure)


def state(machine_name: str, code: str) -> str:
    """Return a state's name in the reader's language."""
    return str(STATES.get(machine_name, {}).get(code, code))


def step(machine_name: str, code: str) -> str:
    """Return a step's name in the reader's language, as a button says it."""
    return str(STEPS.get(machine_name, {}).get(code, code))


def fact(code: str) -> Fact:
    """Return the wording of a fact; an unworded one reads as its code and has no audience."""
    return FACTS.get(code, Fact(code))


def sentence(code: str, facts: Mapping[str, object]) -> str:
    """Say a fact with its values filled in."""
    return _filled(fact(code).reads(facts), facts)


def in_language(chinese: str, english: str) -> str:
    """Return an operator's own name of a thing in the reader's language, where he gave one there."""
    return english if english and (get_language() or "").startswith("en") else chinese


def called(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was read of a thing as its reader calls it: `name_en` gives way to `name`."""
    found = dict(told)
    return found | {"name": in_language(found["name"], found.pop("name_en"))}


def message(template: str, values: Mapping[str, object]) -> str:
    """Return a message (an SMS, a notice) with its values filled in."""
    return _filled(MESSAGES.get(template, template), values)


def names_in(text: Text) -> tuple[str, ...]:
    """Return the names of what fills a sentence, in its order, each once."""
    return tuple(dict.fromkeys(name for _text, name, _form, _how in Formatter().parse(str(text)) if name))


def parts(template: str, values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Return what fills a message, worded as in its sentence: name and words, in the order of the sentence."""
    text, shown = MESSAGES.get(template, template), _values(values)
    return tuple((name, str(shown[name])) for name in names_in(text))


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _filled(text: Text, facts: Mapping[str, object]) -> str:
    return str(text).format_map(_values(facts))


def _values(facts: Mapping[str, object]) -> _Values:
    """Return the words that fill a sentence; a span within one day names the day once."""
    found = _Values({name: _shown(name, value) for name, value in facts.items()})
    begins, ends = (_moment(facts.get(name)) for name in ("from", "to"))
    if begins and ends and begins.date() == ends.date():
        found["to"] = ends.strftime("%H:%M")
    first, last = (_day(name, str(facts.get(name))) for name in ("from", "to"))
    if first and last:
        found["span"] = span(first, last)
    return found


def _moment(value: object) -> datetime | None:
    return localtime(datetime.fromisoformat(value)) if isinstance(value, str) and _MOMENT.fullmatch(value) else None


def _shown(name: str, value: object) -> object:
    """Return a code, a sum, a day or a moment (which facts keep as ISO 8601) as the reader writes it."""
    if name.endswith("_fen") and isinstance(value, int):
        return format_fen(value)
    if not isinstance(value, str):
        return value
    if value in VALUES.get(name, {}):
        return VALUES[name][value]
    at, day = _moment(value), _day(name, value)
    if at is None:
        return written(day) if day else value
    return gettext("%(month)d/%(day)d %(time)s") % {"month": at.month, "day": at.day, "time": at.strftime("%H:%M")}


def _day(name: str, value: str) -> date | None:
    if not (name in _DAYS or name.endswith("_date")) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:  # what somebody typed for a day: 2026-02-31
        return None


def joined(names: Iterable[object]) -> str:
    """Write names one after another, as the language does."""
    return pgettext("between names", ", ").join(map(str, names))


def gap() -> str:
    """Put a space between two sentences where the language has one: Chinese has none."""
    return "" if (get_language() or "").startswith("zh") else " "


def span(first: date, last: date) -> str:
    """Write some days; of one alone that it is the whole of it."""
    if first == last:
        return gettext("{day}, all day").format(day=written(first))
    return gettext("{first} to {last}").format(first=written(first), last=written(last))


def written(day: date) -> str:
    """Write a day in full."""
    return gettext("%(year)d-%(month)02d-%(day)02d") % {"year": day.year, "month": day.month, "day": day.day}


def _add[T](table: dict[str, T], texts: Mapping[str, T]) -> None:
    for code, text in texts.items():
        if code in table and str(table[code]) != str(text):
            raise ValueError(f"wording of {code!r}: expected one sentence, got {table[code]!s} and {text!s}")
        table[code] = text
