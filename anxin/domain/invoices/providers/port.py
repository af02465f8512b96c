"""What a provider of invoices is asked, and what it answers: the same words for whoever issues them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class InvoiceRequest:
    """What is to be issued: a blue invoice, or a red one over some of the blue one named by `blue_official`.

    `number` is ours, the same however often it is asked: it is what keeps an invoice from being issued twice. `before`
    are the numbers of attempts that failed; they are inquired about first. A `special` one states where its company
    sits and where it has its account.
    """

    number: str
    amount_fen: int
    title: str
    tax_number: str = ""
    mail: str = ""
    phone: str = ""
    special: bool = False
    address: str = ""
    tel: str = ""
    bank: str = ""
    account: str = ""
    blue_official: str = ""
    blue_fen: int = 0
    mistake: bool = False
    before: tuple[str, ...] = ()
    now: datetime

    @property
    def is_red(self) -> bool:
        """Return whether it reverses another."""
        return bool(self.blue_official)


@dataclass(frozen=True, kw_only=True)
class InvoiceAnswer:
    """What it answered.

    `issued` is final; `twice` names another that was issued for an earlier number after all. `failed`: it was refused,
    and stands there as refused. `waiting`: it is under way. `absent`: it knows no such number. `unknown`: no answer
    that can be trusted, it is asked again. `official` is the tax office's number, `found_at` where the file is,
    `fault` why in a word or the provider's own sentence.
    """

    outcome: str
    official: str = ""
    at: datetime | None = None
    found_at: str = ""
    fault: str = ""
    twice: str = ""


class Issuer(Protocol):
    """A provider of invoices, opened with what it is asked with; neither raises."""

    def issue(self, request: InvoiceRequest) -> InvoiceAnswer:
        """Ask to issue; the same number twice issues it once."""

    def inquire(self, request: InvoiceRequest) -> InvoiceAnswer:
        """Return what became of a request that was sent before."""


type Remember = Callable[[dict[str, str]], None]
"""Keeps secrets that a provider gave, beside those it is asked with."""
