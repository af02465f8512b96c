"""Numbers that people read out: R-20261124-000123-5 (kind, Shanghai date, serial, check digit)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F

from anxin.core import acting
from anxin.core.errors import Invalid

SHANGHAI = ZoneInfo("Asia/Shanghai")
_SHAPE = re.compile(r"([A-Z]{1,3})-?(\d{8})-?(\d{6,9})-?(\d)")


class NotANumber(Invalid):
    """The text is no number of ours: a letter is missing, or a digit was misread."""

    code = "core.not_a_number"


class Serial(models.Model):
    """The last serial given out for a kind on a day."""

    pk = models.CompositePrimaryKey("kind", "day")
    kind = models.CharField(max_length=3)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return f"{self.kind} {self.day}: {self.last}"


@dataclass(frozen=True)
class Number:
    """A number taken apart."""

    kind: str
    day: date
    serial: int

    def __str__(self) -> str:
        body = f"{self.kind}-{self.day:%Y%m%d}-{self.serial:06d}"
        return f"{body}-{check_digit(body)}"


def issue(kind: str, *, now: datetime) -> str:
    """Give out the next number of a kind; without gaps, since a refused block takes its number back."""
    acting.current()
    if not re.fullmatch(r"[A-Z]{1,3}", kind):
        raise ValueError(f"kind of number: expected one to three capital letters, got {kind!r}")
    day = now.astimezone(SHANGHAI).date()
    Serial.objects.bulk_create([Serial(kind=kind, day=day)], ignore_conflicts=True)
    Serial.objects.filter(kind=kind, day=day).update(last=F("last") + 1)
    serial = Serial.objects.values_list("last", flat=True).get(kind=kind, day=day)
    return str(Number(kind, day, serial))


def parse(text: str) -> Number:
    """Read a number as typed or read out: small letters, full-width digits, blanks and missing dashes do."""
    plain = re.sub(r"[\s_]+", "", unicodedata.normalize("NFKC", text)).upper()
    found = _SHAPE.fullmatch(re.sub(r"[‐‑‒–—―−]", "-", plain))
    if found is None:
        raise NotANumber("number", expected="R-20261124-000123-5", got=text[:40])
    kind, digits, serial, check = found.groups()
    if check_digit(kind + digits + serial) != int(check):
        raise NotANumber("number", expected="a number whose check digit fits", got=text[:40])
    try:
        day = datetime.strptime(digits, "%Y%m%d").date()
    except ValueError as error:
        raise NotANumber("number", expected="a day of the calendar", got=text[:40]) from error
    return Number(kind, day, int(serial))


def check_digit(body: str) -> int:
    """Compute the check digit (ISO 7064, MOD 11,10); a letter counts as two digits, A = 10 to Z = 35."""
    product = 10
    for character in "".join(str(int(character, 36)) for character in body if character.isalnum()):
        total = (product + int(character)) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10
