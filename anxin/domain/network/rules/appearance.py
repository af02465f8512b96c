"""What is decided about how an organisation shows itself: its name, mark, hotline and colour."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from anxin.core import colours
from anxin.core.errors import Invalid
from anxin.domain.network.rules.identifiers import hyphened

SETTING, PICTURE = "network.look", "network.mark_picture"
IMPRINT = "site.imprint"
"""Where the house says whom to ring."""
MARK_BYTES, MARK_PIXELS = 2 * 1024 * 1024, 16_000_000
PARTS = {"name": 40, "mark": 2, "hotline": 32, "accent": 6, "primary": 6}
COLOURS = ("accent", "primary")
"""What of it is a colour: text is written in the one, on the other."""
"""The parts of how an organisation shows itself, and how long each may be."""


class BadColour(Invalid):
    """Text in this colour can't be read on our paper (WCAG AA: 4.5 to 1)."""

    code = "network.bad_colour"


class BadFill(Invalid):
    """White text on this colour can't be read (WCAG AA: 4.5 to 1)."""

    code = "network.bad_fill"


class NoColour(Invalid):
    """This is no colour: a name, or other signs than six hexadecimal digits."""

    code = "network.no_colour"


def hotline(typed: str, vouched: Sequence[str], *, signs: bool) -> str:
    """Return the number that is shown: of who signs the one it vouches for, of anybody else what he typed."""
    same = next((one for one in vouched if is_same(one, typed)), "")
    first = next(iter(vouched), "")
    return same or (first if signs or not typed else hyphened(typed))


def is_same(one: str, other: str) -> bool:
    """Return whether two numbers are one, however they are written."""
    return _digits(one) == _digits(other)


def _digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))


def check_picture(value: str) -> None:
    """Refuse what is no hash of a picture; empty shows the letters."""
    if value and not re.fullmatch(r"[0-9a-f]{64}", value):
        raise Invalid("value", expected="the hash of a picture, or nothing", got=value[:40])


def check(value: dict[str, Any]) -> None:
    """Refuse a part nobody knows, one that is too long, a hotline without digits, a colour nobody can read."""
    for name in COLOURS:
        said = value.get(name)
        if said and not (isinstance(said, str) and re.fullmatch(r"[0-9a-f]{6}", said)):
            raise NoColour(name, expected="six hexadecimal digits such as 0c5b5c", got=str(said)[:40])
    for name, part in value.items():
        if name not in PARTS:
            raise Invalid(name, expected=" | ".join(PARTS), got=part)
        if not isinstance(part, str) or len(part) > PARTS[name]:
            raise Invalid(name, expected=f"a text of at most {PARTS[name]} characters", got=part)
    if value.get("hotline") and not set(value["hotline"]) <= set("0123456789- +()"):
        raise Invalid("hotline", expected="a number to call", got=value["hotline"])
    _readable("accent", value.get("accent", ""), colours.check, BadColour)
    _readable("primary", value.get("primary", ""), colours.check_filled, BadFill)


def _readable(name: str, colour: str, refuse: Callable[[str], None], bad: type[Invalid]) -> None:
    try:
        if colour:
            refuse(colour)
    except colours.UnreadableColour as error:
        got = f"{error.contrast:.1f}"
        facts = {"contrast": got, "darker": colours.darker(colour)}
        raise bad(name, expected=f"{colours.TEXT} to 1", got=got, facts=facts) from error
