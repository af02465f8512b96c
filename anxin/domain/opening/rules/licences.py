"""Which number of a company's licence can be one."""

import re

from anxin.domain.invoices.rules import is_credit_code

CODE = re.compile(r"[0-9A-Za-z]{16,}", re.ASCII)
"""What is so long is meant as today's number; a name, or a number from before, isn't."""


def is_licence(written: str) -> bool:
    """Return whether a licence's number can be true: one of today carries a check character, as on an invoice.

    >>> is_licence("91350100M000100Y43"), is_licence("91350100M000100Y44"), is_licence("")
    (True, False, True)
    """
    plain = "".join(written.split())
    return not CODE.fullmatch(plain) or is_credit_code(plain.upper())
