"""What a payment provider is asked, and what it answers: the same words for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

IN, BACK = "in", "back"


@dataclass(frozen=True, kw_only=True)
class PaymentRequest:
    """What a provider is asked: to take money, or to give it back to who paid.

    `number` is ours, the same however often it is asked: it is what keeps money from moving twice. `first_number` and
    `total_fen` name the payment that something goes back of; `first_reference` names it where it wasn't made here.
    `payer` is who pays in a page: WeChat's name for him (`jsapi`), or his network address (`h5`). `by_hand` says in one
    word why no provider is asked.
    """

    key: str
    number: str
    amount_fen: int
    method: str
    direction: str
    first_number: str = ""
    first_reference: str = ""
    total_fen: int = 0
    about: str = ""
    until: datetime | None = None
    tell_at: str = ""
    payer: str = ""
    by_hand: str = ""
    now: datetime


@dataclass(frozen=True, kw_only=True)
class PaymentAnswer:
    """What it answered.

    `succeeded` and `failed` are final. `waiting`: it stands there and isn't paid, or is on its way back. `absent`: it
    knows no such number. `unknown`: no answer that can be trusted, it is asked again. `unclear`: only a person can
    tell. `by_hand`: nobody sends it but a person. `show` is what the payer opens or scans, `at` when money moved,
    `fault` why in one word.
    """

    outcome: str
    reference: str = ""
    at: datetime | None = None
    show: str = ""
    fault: str = ""

    @property
    def is_final(self) -> bool:
        """Return whether nothing else will be said of it."""
        return self.outcome == "succeeded" or self.outcome == "failed"


@dataclass(frozen=True, kw_only=True)
class Notification:
    """What a provider told by itself, proved to come from it; `number` is ours, `event` the same each time."""

    event: str
    number: str
    direction: str
    amount_fen: int
    answer: PaymentAnswer


@dataclass(frozen=True, kw_only=True)
class ProviderLine:
    """One line of a day's statement: which of our numbers, how much, its fee."""

    direction: str
    number: str
    reference: str
    amount_fen: int
    fee_fen: int
    at: datetime


class Forged(ValueError):
    """A notification that isn't the provider's, is too old, or speaks of somebody else's money; says why."""


class NoStatement(ValueError):
    """There is no statement now; says why in one word."""


class PaymentProvider(Protocol):
    """A payment provider, opened with what it is asked with; none of its methods but the last two raises."""

    def begin(self, request: PaymentRequest) -> PaymentAnswer:
        """Ask to take money or to give it back; the same number twice moves it once."""

    def inquire(self, request: PaymentRequest) -> PaymentAnswer:
        """Return what became of a request that was sent before."""

    def close(self, request: PaymentRequest) -> PaymentAnswer:
        """Have nobody pay it any more; `failed` without a fault where that is sure."""

    def heard(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notification:
        """Read a notification; raise `Forged`."""

    def statement(self, day: date, *, now: datetime) -> list[ProviderLine]:
        """Return the lines of a day; raise `NoStatement`."""


UNKNOWN_CODES = frozenset({"SYSTEM_ERROR", "FREQUENCY_LIMITED", "RATELIMIT_EXCEEDED", "BANK_ERROR", "NOT_ENOUGH"})


def fen_of(yuan: str) -> int:
    """Return fen of what a statement says in yuan; raise ValueError where it is no sum."""
    text = yuan.strip().lstrip("`").strip()
    sign, plain = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, _dot, part = plain.partition(".")
    if not (whole.isdigit() and whole.isascii()) or (part and not (part.isdigit() and part.isascii())):
        raise ValueError(f"sum: expected yuan such as 12.30, got {yuan[:20]!r}")
    if part[2:].strip("0"):
        raise ValueError(f"sum: expected whole fen, got {yuan[:20]!r}")
    return sign * (int(whole) * 100 + int((part[:2] or "0").ljust(2, "0")))


def yuan_of(fen: int) -> str:
    """Write fen in yuan, as providers read them: 1230 → 12.30."""
    return f"{fen // 100}.{fen % 100:02d}"
