"""What is decided about numbers, authorisations and badges."""

import hashlib
import hmac
import json
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
