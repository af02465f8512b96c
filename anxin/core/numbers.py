"""Numbers that people read out: R-20261124-000123-7 (kind, Shanghai date, serial, check digit)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, models

from anxin.core import acting
from anxin.core.errors import Invalid
from anxin.core.zone import SHANGHAI

X = "X"
SIZE, LATELY, AHEAD, TRIES = 100, 64, 128, 100
"""Serials a block; so many of a day's last blocks are looked at, and so many behind them begun at once at most."""
_COUNTING = {
    vendor: f'''
INSERT INTO "core_serialblock" ("kind", "day", "block", "given")
WITH lately AS (
    SELECT "block", "given" FROM "core_serialblock" WHERE "kind" = %(kind)s AND "day" = %(day)s
    ORDER BY "block" DESC LIMIT {LATELY}
), open AS (
    SELECT "block" FROM lately WHERE "given" < {SIZE} UNION ALL {behind} ORDER BY 1 LIMIT {LATELY + AHEAD}
)
SELECT %(kind)s, %(day)s, "block", 1 FROM open WHERE {free} LIMIT 1
ON CONFLICT ("kind", "day", "block") DO UPDATE SET "given" = "core_serialblock"."given" + 1
WHERE "core_serialblock"."given" < {SIZE}
RETURNING "block" * {SIZE} + "given"'''.lstrip()
    for vendor, behind, free in (
        ("sqlite", 'SELECT coalesce(max("block") + 1, 0) FROM lately', "true"),
        (
            "postgresql",
            f'SELECT generate_series(coalesce(max("block") + 1, 0), coalesce(max("block"), 0) + {AHEAD}) FROM lately',
            'pg_try_advisory_xact_lock(hashtext(%(lock)s), "block")',
        ),
    )
}
_END = re.compile(r"((?:0[1-9]|1[0-2])[0-3]\d)?(\d{6})(\d)?")
_SHORT = re.compile(r"(?:(\d{4})-)?(\d{1,6})")
_SHAPE = re.compile(r"([A-Z]{1,3})-?(\d{8})-?(\d{6,9})-?(\d)")


class NotANumber(Invalid):
    """The text is no number of ours: a letter is missing, or a digit was misread."""

    code = "core.not_a_number"


class SerialBlock(models.Model):
    """A hundred serials of a kind on a day, and how many of them were given out, the lowest first."""

    pk = models.CompositePrimaryKey("kind", "day", "block")
    kind = models.CharField(max_length=3)
    day = models.DateField()
    block = models.PositiveIntegerField()
    given = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.kind} {self.day}: {self.given} of block {self.block}"


@dataclass(frozen=True)
class Number:
    """A number taken apart."""

    kind: str
    day: date
    serial: int

    def __str__(self) -> str:
        day, serial = f"{self.day:%Y%m%d}", f"{self.serial:06d}"
        return f"{self.kind}-{day}-{serial}-{check_digit(day + serial)}"


def issue(kind: str, *, now: datetime) -> str:
    """Give out a number of a kind; a refused block takes its number back.

    One after the other they count on without a gap. Those given out at the same moment come from different blocks of
    a hundred, so that nobody waits for another's commit: they are in no order, and the rest of such a block is given
    out to whoever comes next. A serial whose check character would be X is left out: every number ends in a digit.
    """
    acting.current()
    if not re.fullmatch(r"[A-Z]{1,3}", kind):
        raise ValueError(f"kind of number: expected one to three capital letters, got {kind!r}")
    day = now.astimezone(SHANGHAI).date()
    while True:
        number = str(Number(kind, day, _next(kind, day)))
        if not number.endswith(X):
            return number


def _next(kind: str, day: date) -> int:
    """Count one on in the lowest block that no other transaction counts in: in one statement, without waiting.

    The database sees what was committed before the statement began; a block that was filled up since gives nothing
    more, and one that was begun since is counted on, as the row is now.
    """
    for _try in range(TRIES):
        with connection.cursor() as cursor:
            cursor.execute(_COUNTING[connection.vendor], {"kind": kind, "day": day, "lock": f"serial {kind} {day}"})
            if found := cursor.fetchone():
                return int(found[0])
    raise acting.Busy({"tries": TRIES})


def parse(text: str) -> Number:
    """Read a number as typed or read out: small letters, full-width digits, blanks and missing dashes do."""
    plain = re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", text)).upper()
    found = _SHAPE.fullmatch(re.sub(r"[‐‑‒–—―−]", "-", plain))
    if found is None:
        raise NotANumber("number", expected="R-20261124-000123-7", got=text[:40])
    kind, digits, serial, check = found.groups()
    if check_digit(digits + serial) != check:
        raise NotANumber("number", expected="a number whose check digit fits", got=text[:40])
    try:
        day = datetime.strptime(digits, "%Y%m%d").date()
    except ValueError as error:
        raise NotANumber("number", expected="a day of the calendar", got=text[:40]) from error
    return Number(kind, day, int(serial))


def completed(kind: str, text: str, *, now: datetime, days: int = 730) -> set[str]:
    """Return the numbers of the last days that end in a text: a serial, or month, day and serial (1127-000001).

    As read aloud (1127 000 001), and with the check digit behind the six too. Who types the end of a number finds it by
    an index on whole numbers, without a walk through all of them.
    """
    plain = re.sub(r"(?<=\d)[\s-]+(?=\d{3})", "", unicodedata.normalize("NFKC", text).strip())
    found = _END.fullmatch(re.sub(r"[\s-]+(?=\d$)", "", plain)) or _SHORT.fullmatch(text.strip())
    if found is None:
        return set()
    day, serial, check = (*found.groups(), "")[:3]
    today = now.astimezone(SHANGHAI).date()
    back = (today - timedelta(days=one) for one in range(days + 1))
    ends = (str(Number(kind, one, int(serial))) for one in back if not day or f"{one:%m%d}" == day)
    return {one for one in ends if one.endswith(check or "")}


def check_digit(digits: str) -> str:
    """Compute the check character of day and serial (ISO 7064, MOD 11-2, as on an identity card): 0 to 9, or X."""
    product = 0
    for digit in digits:
        product = (product + int(digit)) * 2 % 11
    left = (12 - product) % 11
    return X if left == 10 else str(left)
