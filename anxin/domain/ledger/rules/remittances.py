"""Money outside of every provider, as the rules of its commands look at it; the account it is to be sent to."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anxin.core import numbers
from anxin.core.errors import Invalid

ACCOUNT = "ledger.transfer_to"
PARTS = {"name": 80, "bank": 80, "number": 40}
"""What a payer needs to know of the house's account, and how long each part may be."""

WRITTEN = re.compile(r"(?<![A-Za-z0-9])[Bb][- ]?\d{8}[- ]?\d{6,9}[- ]?\d(?!\d)")
"""How the number of a bill stands in what a payer wrote, also where a bank drops its dashes."""


def numbers_in(remark: str) -> list[str]:
    """Return the numbers of bills that stand in what a payer wrote, a misread one left out."""
    found = []
    for one in WRITTEN.findall(unicodedata.normalize("NFKC", remark)):
        try:
            found.append(str(numbers.parse(one)))
        except numbers.NotANumber:
            continue
    return list(dict.fromkeys(found))


PLAIN = 80
EXCESS = "#"
"""How the reference of a transfer ends, as it is compared, for what went by it beyond what was owed."""


RETURNED = re.compile("退汇|退票|退回|退款|冲正|return|revers|reject", re.IGNORECASE)
"""How a bank says that money is a transfer which it sent back."""


def is_return(remark: str) -> bool:
    """Return whether a bank says that money is a transfer which came back."""
    return RETURNED.search(unicodedata.normalize("NFKC", remark)) is not None


def plain_reference(text: str, *, most: int = PLAIN) -> str:
    """Return a reference as it is compared: its letters and digits, whatever their width and case.

    >>> plain_reference("HX-0001"), plain_reference("ｈｘ ００\u200b０１")
    ('HX0001', 'HX0001')
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(one for one in folded if one.isalnum())[:most]


@dataclass(frozen=True, kw_only=True)
class RemittanceSituation:
    """A remittance before somebody: how it stands, whether it goes back, did he propose it.

    `over`: more came than was due, and is here still; `named`: who paid is known; `slip`: a file proves it;
    `returns`: it is a transfer of ours that came back, and `refunds` if that paid a refund out; `coming`: this one is
    said to have come back; `twice`: it went out a second time for the same refund, or is the first one, its reference
    `mistyped`; `known`: another one bears its reference by now; `fell`: it was sent for a refund, and fell away.
    """

    state: str
    back: bool
    own: bool
    over: bool
    named: bool
    slip: bool
    returns: bool = False
    refunds: bool = False
    coming: bool = False
    twice: bool = False
    mistyped: bool = False
    known: bool = False
    fell: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"remittance": self.state}


@dataclass(frozen=True, kw_only=True)
class TillSituation:
    """The house that collects, before who keeps its money."""

    own: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a house walks none."""
        return {}


def is_own_till(case: TillSituation) -> bool:
    """Return whether somebody keeps the money of this very house."""
    return case.own


def is_second_look(case: RemittanceSituation) -> bool:
    """Return whether another than who proposed it looks."""
    return not case.own


def comes(case: RemittanceSituation) -> bool:
    """Return whether it is money that came."""
    return not case.back


def may_be_owed(case: RemittanceSituation) -> bool:
    """Return whether it went out a second time for the same refund."""
    return case.twice


def is_perhaps_mistyped(case: RemittanceSituation) -> bool:
    """Return whether it may be the transfer that was written down, with another reference."""
    return case.mistyped


def may_be_looked_at_again(case: RemittanceSituation) -> bool:
    """Return whether what was put aside may be looked at again: no other transfer bears its reference by now."""
    return may_be_apart(case) and not case.fell and not case.known


def may_have_gone(case: RemittanceSituation) -> bool:
    """Return whether a transfer of a refund that fell away may have gone: no other one bears its reference by now."""
    return case.fell and not case.known


def may_be_apart(case: RemittanceSituation) -> bool:
    """Return whether it may be of nothing here: money that came, or a line that went out."""
    return not case.back or case.twice


def may_come_back(case: RemittanceSituation) -> bool:
    """Return whether a transfer of ours can be said to have come back from its bank."""
    return case.back and case.state == "booked" and not case.coming


def may_return_rest(case: RemittanceSituation) -> bool:
    """Return whether what came too much can go back."""
    return case.over and case.state == "booked"


def is_named(case: RemittanceSituation) -> bool:
    """Return whether it is known who paid."""
    return case.named


def has_slip(case: RemittanceSituation) -> bool:
    """Return whether there is a slip to look at."""
    return case.slip


def check_account(value: Any) -> None:
    """Refuse an account that a payer can't transfer to: nothing at all, or name, bank and number."""
    if not isinstance(value, dict) or (value and set(value) != set(PARTS)):
        raise Invalid(ACCOUNT, expected="name, bank and number, or nothing", got=", ".join(value) or "nothing")
    for part, text in value.items():
        if not isinstance(text, str) or not text.strip() or len(text) > PARTS[part]:
            raise Invalid(ACCOUNT, expected=f"{part}: 1 to {PARTS[part]} characters", got=str(text)[:100])
    digits = str(value.get("number", "")).replace(" ", "").replace("-", "")
    if value and not (digits.isdigit() and 6 <= len(digits) <= 34):
        raise Invalid(ACCOUNT, expected="an account number of 6 to 34 digits", got=str(value["number"])[:40])
