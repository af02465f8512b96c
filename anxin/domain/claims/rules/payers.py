"""Who pays by a decision for a merchant that is gone, from which account, and what finance may do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from anxin.domain.ledger import rules as accounts

ITSELF = "merchant"
"""Said where a gone merchant pays itself after all: nobody else does, and nobody has to be found."""
ASKED = frozenset({"deposit", "platform"})
"""Those who are asked for it; who runs the service has nobody to ask."""


def account_of(payer: str, *, seller: str, platform: str, operator: str) -> str:
    """Return the account of who pays, the merchant's own where nobody else does.

    >>> account_of("deposit", seller="s", platform="", operator="o")
    'house:deposits'
    >>> account_of("platform", seller="s", platform="p", operator="o")
    'organisation:p'
    >>> account_of("operator", seller="s", platform="", operator="o")
    'organisation:o'
    >>> account_of("", seller="s", platform="", operator="o")
    'organisation:s'
    """
    if payer == "deposit":
        return accounts.DEPOSITS
    if payer == "platform" and not platform:
        return accounts.outside_account(payer)
    return accounts.organisation_account({"platform": platform, "operator": operator}.get(payer, seller))


@dataclass(frozen=True, kw_only=True)
class PaidForSituation:
    """Who is said to pay, how much stands charged to him, whether he paid it, and how much too much (`over_fen`).

    `own`: this person wrote that down; `old`: too long ago to be taken back.
    """

    payer: str
    charged_fen: int
    paid: bool
    over_fen: int = 0
    own: bool = False
    old: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: what is paid for another walks none."""
        return {}


def may_say_payer(case: PaidForSituation) -> bool:
    """Return whether it may be said who pays, or who does instead: until he has paid."""
    return not case.paid


def may_be_paid(case: PaidForSituation) -> bool:
    """Return whether who pays can have paid: he was charged, is somebody to be asked, and has not paid yet."""
    return case.charged_fen > 0 and case.payer in ASKED and not case.paid


def may_be_unpaid(case: PaidForSituation) -> bool:
    """Return whether it may be taken back that he paid, not too long ago and by another than who wrote it down."""
    return case.paid and not case.own and not case.old


def may_be_returned(case: PaidForSituation) -> bool:
    """Return whether what he paid too much can have gone back; another than who wrote down that he paid says so."""
    return case.paid and case.over_fen > 0 and not case.own
