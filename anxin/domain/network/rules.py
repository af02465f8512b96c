"""What is decided about numbers, authorisations and badges."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BADGE_STEP_S = 60


def digits(code: str) -> str:
    """Keep what identifies a number: its digits and capital letters."""
    return "".join(char for char in code.upper() if char.isalnum())


def one_off(left: str, right: str) -> bool:
    """Say whether two numbers differ by exactly one digit changed, missing, added or two swapped."""
    left, right = digits(left), digits(right)
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    if len(left) == len(right):
        wrong = [i for i, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
        if len(wrong) == 1:
            return True
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and left[wrong[0]] == right[wrong[1]]
            and left[wrong[1]] == right[wrong[0]]
        )
    short, long_ = sorted((left, right), key=len)
    return any(long_[:i] + long_[i + 1 :] == short for i in range(len(long_)))


def statement(*, number: str, brand: str, kind: str, code: str, scope: str, from_date: date, to_date: date) -> bytes:
    """Give the canonical bytes of an authorisation that a brand signs."""
    facts = {
        "anxin": 1,
        "number": number,
        "brand": brand,
        "kind": kind,
        "code": digits(code),
        "scope": scope,
        "from": from_date.isoformat(),
        "to": to_date.isoformat(),
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def badge_token(*, secret: bytes, number: str, step: int) -> str:
    """Give the ten characters a badge shows during one step of time."""
    digest = hmac.new(secret, f"{number}|{step}".encode(), hashlib.sha256).digest()
    alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "".join(alphabet[byte & 31] for byte in digest[:10])


def badge_holds(*, secret: bytes, number: str, token: str, seconds: int) -> bool:
    """Say whether a token is the badge's of this step or the one before."""
    step = seconds // BADGE_STEP_S
    return any(
        hmac.compare_digest(badge_token(secret=secret, number=number, step=at), token.upper())
        for at in (step, step - 1)
    )


def serves(territory: str, division: str) -> bool:
    """Say whether a territory covers a division; both are codes of 2, 4, 6 or 9 digits, bare of zeros or not."""
    return division.startswith(bare(territory))


def bare(code: str) -> str:
    """Give a division's code without the zeros that stand for nothing: 510000 is 51."""
    while len(code) > 2 and code.endswith("00") and len(code) in (4, 6):
        code = code[:-2]
    return code


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Working hours of a weekday or of one date, in minutes from midnight; equal ones are a day off."""

    weekday: int | None
    date: date | None
    from_min: int
    to_min: int


def hours_on(day: date, rows: Iterable[Hours]) -> tuple[int, int] | None:
    """Give the hours of a day: the date's own row wins over the weekday's; None on a day off."""
    known = list(rows)
    row = next((one for one in known if one.date == day), None)
    row = row or next((one for one in known if one.weekday == day.weekday()), None)
    return None if row is None or row.from_min == row.to_min else (row.from_min, row.to_min)


# What a file of outlets or technicians says.
_DAYS = {sign: str(day) for day, signs in enumerate(("一", "二", "三", "四", "五", "六", "日天"), 1) for sign in signs}
_CLOCK = r"(\d{1,2})(?:[:\uff1a](\d\d))?"
_SPAN = re.compile(rf"^(.*\S)\s+{_CLOCK}\s*[-–—~至到]\s*{_CLOCK}$")


type Week = dict[int, tuple[int, int]]
"""Hours by weekday (0 = Monday), in minutes from midnight."""


def week(written: str) -> Week | None:
    """Read working hours as people write them: `1-5 08:00-18:00、周六 9-12`; None where it can't be, or says twice."""
    found: Week = {}
    for one in re.split(r"[,\uff0c、;\uff1b\n]", written):
        span = _SPAN.match(one.strip())
        if span is None:
            return None
        from_min, to_min = (int(span[at]) * 60 + int(span[at + 1] or 0) for at in (2, 4))
        days = {int(day) - 1: (from_min, to_min) for day in _weekdays(span[1])}
        if not days or found.keys() & days.keys() or not from_min <= to_min <= 24 * 60:
            return None
        found |= days
    return found


def written_week(hours: Week) -> str:
    """Write working hours as `12345 08:00-18:00, 6 09:00-12:00`."""
    days: dict[tuple[int, int], str] = {}
    for weekday, span in sorted(hours.items()):
        days[span] = f"{days.get(span, '')}{weekday + 1}"
    clock = "{:02}:{:02}".format
    return ", ".join(sorted(f"{text} {clock(*divmod(a, 60))}-{clock(*divmod(b, 60))}" for (a, b), text in days.items()))


def _weekdays(written: str) -> str:
    plain = re.sub(r"周|星期|礼拜|\s", "", written)
    plain = "".join(_DAYS.get(sign, sign) for sign in plain)
    plain = re.sub(r"[-–—~至到]", "-", plain)
    if not re.fullmatch(r"[1-7](?:-?[1-7])*", plain):
        return ""
    spans = re.sub(r"([1-7])-([1-7])", lambda span: "".join(map(str, range(int(span[1]), int(span[2]) + 1))), plain)
    return "".join(sorted(set(spans.replace("-", ""))))


def slug_of(code: str) -> str:
    """Give the name in addresses of an outlet with this code."""
    return re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or "outlet"


def called(name: str) -> str:
    """Give what customers call a technician of this name: 罗师傅, 欧阳师傅; other names stay as they are."""
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", name):
        return name[:40]
    return f"{name[: 2 if len(name) == 4 else 1]}师傅"
