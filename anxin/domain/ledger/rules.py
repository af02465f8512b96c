"""What is decided about money: the names of accounts, what may still go back, and the digest of a bill's lines."""

import hashlib
import json
from collections.abc import Iterable
from typing import Protocol


class Line(Protocol):
    """What a bill's line says, as a row or as it is asked for."""

    @property
    def code(self) -> str:
        """What is charged."""

    @property
    def name(self) -> str:
        """What the payer reads."""

    @property
    def quantity(self) -> int:
        """How many."""

    @property
    def full_fen(self) -> int:
        """What it would cost."""

    @property
    def amount_fen(self) -> int:
        """What the payer pays of it."""

    @property
    def why(self) -> str:
        """Why he pays less."""


def digest(lines: Iterable[Line]) -> str:
    """Give one short text that changes with any word or sum of the lines, in their order."""
    told = [[one.code, one.name, one.quantity, one.full_fen, one.amount_fen, one.why] for one in lines]
    return digest_of(json.dumps(told, ensure_ascii=False))


def digest_of(text: str) -> str:
    """Give what stands in a fact for a text that may be no code, such as a provider's reference."""
    return hashlib.sha256(text.encode()).hexdigest()


def customer_account(person: str) -> str:
    """Name the account of a customer."""
    return f"customer:{person}"


def organisation_account(organisation: str) -> str:
    """Name the account of an organisation."""
    return f"organisation:{organisation}"


def technician_account(technician: str) -> str:
    """Name the account of what an outlet owes a technician."""
    return f"technician:{technician}"


def provider_account(provider: str) -> str:
    """Name the account where a payment provider holds money for us."""
    return f"provider:{provider}"


def refundable(*, paid_fen: int, refunded_fen: int, reserved_fen: int) -> int:
    """Give what may still go back, less refunds under way."""
    return paid_fen - refunded_fen - reserved_fen
