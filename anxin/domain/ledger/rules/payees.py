"""When somebody may say to which account money goes back that no provider sends, and how an account is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

NUMBER = re.compile(r"\d{8,30}|[^@\s]+@[^@\s]+|1\d{10}")
"""An account at a bank, or one of a wallet: a phone or a mail address."""


SHOP_SAID = "shop said"
"""Beside a refund that went back in its shop: nobody but the shop says so."""
SHOP_PROVED = "shop proved"
"""The same once the shop's own list tells of it."""
IN_PARTS = "in parts"
"""Beside a refund that was given up because its shop gave it otherwise, or a part of it: others took its place."""
GONE_BEFORE = "gone before"
"""Beside a refund that was given up because the one in whose place it stood went after all."""
GIVEN_UP = {IN_PARTS: "in_parts", GONE_BEFORE: "gone_before"}
"""What the fact of a refund that was given up is marked by."""
GONE_KEY = "t"
"""How the key of a refund begins that a former system has sent."""


@dataclass(frozen=True, kw_only=True)
class PayeeSituation:
    """A refund before who gets it: is its account still `asked` for, can it be `missing`; is he its `payer`, proved."""

    state: str
    asked: bool
    payer: bool
    missing: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"payment": self.state}


def may_say_account(case: PayeeSituation) -> bool:
    """Return whether an account can be said, by who proved that he is who paid."""
    return case.asked and case.payer


def may_say_missing(case: PayeeSituation) -> bool:
    """Return whether it can be said that a transfer has not arrived, by who proved that he is who paid."""
    return case.missing and case.payer


def plain_number(text: str) -> str:
    """Return an account's number without its gaps; empty where it is none.

    >>> plain_number("6222 0210-0100 1234"), plain_number("6222")
    ('6222021001001234', '')
    """
    bare = re.sub(r"[\s-]", "", text)
    return bare if NUMBER.fullmatch(bare) else ""
