"""Decode and check the producer code of GB 45438-2025 labels, and know the producers of the dated table."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CODE = re.compile(r"^(\d{3})(\d)([0-9A-Z]{18})(\d)(\d{4})$")


@dataclass(frozen=True, slots=True)
class Producer:
    """Who a producer code names.

    known : the name in the dated table, or "".
    valid : 27 characters whose credit code's check digit holds.
    role : producer, propagator or "" (read from the digit behind the credit code).
    """

    code: str
    credit_code: str = ""
    valid: bool = False
    known: str = ""
    role: str = ""


@cache
def table() -> dict[str, Any]:
    """Load the dated table of known producers."""
    text = files("anxin.engines.evidence").joinpath("data/producers.toml").read_text("utf-8")
    return tomllib.loads(text)


def check_digit_holds(credit_code: str) -> bool:
    """Check an 18-character unified social credit code (GB 32100-2015)."""
    if len(credit_code) != 18 or any(letter not in ALPHABET for letter in credit_code):
        return False
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(credit_code, WEIGHTS, strict=False))
    return ALPHABET[(31 - total % 31) % 31] == credit_code[17]


def decode(code: str) -> Producer:
    """Take a ContentProducer or ContentPropagator apart; a plain name is legal too."""
    text = code.strip()
    match = CODE.match(text)
    if match is None:
        return Producer(text, known=_by_name(text))
    credit = match[3]
    role = {"1": "producer", "2": "propagator"}.get(match[4], "")
    valid = check_digit_holds(credit)
    known = next((row["name"] for row in table()["producer"] if row["credit_code"] == credit), "") if valid else ""
    return Producer(text, credit, valid, known, role)


def _by_name(text: str) -> str:
    """Find a producer whose alias is the whole plain name."""
    plain = text.casefold()
    return next((row["name"] for row in table()["producer"] if plain and plain in row["aliases"]), "")
