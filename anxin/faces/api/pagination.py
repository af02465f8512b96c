"""Lists in pages: a cursor that stays where it is while new rows arrive, and numbers as people write them."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from anxin.core import numbers
from anxin.core.errors import Invalid, Missing
from anxin.core.pages import Place

_CURSOR = re.compile(r"([0-9]{1,10})\.([0-9]{6})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class BadCursor(Invalid):
    """The cursor is none that was given out."""

    code = "api.bad_cursor"


def cursor_of(place: Place | None) -> str | None:
    """Write the place behind the last row."""
    if place is None:
        return None
    at, key = place
    return f"{int(at.timestamp())}.{at.microsecond:06d}.{key}"


def place_of(text: str) -> Place | None:
    """Read a cursor that was given out; empty is the beginning."""
    if not text:
        return None
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise BadCursor("cursor", expected="", got="")
    at = datetime.fromtimestamp(int(found[1]), UTC) + timedelta(microseconds=int(found[2]))
    return at, UUID(found[3])


def canonical_number(number: str, missing: type[Missing]) -> str:
    """Read a number as people write it; what is none belongs to nobody either."""
    try:
        return str(numbers.parse(number))
    except numbers.NotANumber:
        raise missing({"number": number[:40]}) from None
