"""A difference, and a payment of unclear outcome, as the rules of finance's commands look at them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from anxin.domain.ledger.states import PAYMENT

RETURNABLE: Mapping[str, Collection[str]] = {
    "missing_here": ("",),
    "double": PAYMENT.ends,
    "not_settled": ("failed",),
}
"""Kinds in which money may have come that belongs to nothing here, and what our books then say of the payment."""


@dataclass(frozen=True, kw_only=True)
class DifferenceSituation:
    """A difference: its kind, whether it is open, and what our books say of the payment it is about."""

    kind: str
    direction: str
    open: bool
    returning: bool
    payment: str = ""

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a difference walks none."""
        return {}


@dataclass(frozen=True, kw_only=True)
class PaymentSituation:
    """A payment, and whether its provider can be asked."""

    state: str
    asked: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"payment": self.state}


def may_explain(case: DifferenceSituation) -> bool:
    """Return whether somebody still has to say what it was."""
    return case.open and not case.returning


def may_give_back(case: DifferenceSituation) -> bool:
    """Return whether money came that our books give no bill: it is no refund, and no payment still under way."""
    return may_explain(case) and case.direction == "in" and case.payment in RETURNABLE.get(case.kind, ())


def may_inquire(case: DifferenceSituation) -> bool:
    """Return whether the provider can be asked about a payment that is still under way here."""
    return may_explain(case) and case.payment in ("called", "unclear")


def is_unclear(case: PaymentSituation) -> bool:
    """Return whether a person has to say what became of a payment."""
    return case.state == "unclear"


def may_ask(case: PaymentSituation) -> bool:
    """Return whether a provider can be asked about an unclear payment."""
    return case.state == "unclear" and case.asked
