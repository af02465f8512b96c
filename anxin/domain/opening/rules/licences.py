"""Which number of a company's licence, or of a site's filing, can be one."""

import re

from anxin.domain.invoices.rules import is_credit_code

CODE = re.compile(r"[0-9A-Za-z]+", re.ASCII)
"""What is of digits and letters alone is meant as a number."""
FORMER = re.compile(r"[0-9]{15}", re.ASCII)
"""A registration number from before."""
FILED = re.compile("备|证")
"""What a site's filing says of itself: 京ICP备2021000001号, 京ICP证000001号."""


def is_licence(written: str) -> bool:
    """Return whether a licence's number can be true: one of today carries a check character, as on an invoice.

    >>> is_licence("91350100M000100Y43"), is_licence("91350100M000100Y44"), is_licence(""), is_licence("123")
    (True, False, True, False)
    """
    plain = "".join(written.split())
    return not CODE.fullmatch(plain) or bool(FORMER.fullmatch(plain)) or is_credit_code(plain.upper())


def is_filing(written: str) -> bool:
    """Return whether this can be the number of a site's filing; nothing is none yet.

    >>> is_filing("京ICP备2021000001号-1"), is_filing("x"), is_filing("")
    (True, False, True)
    """
    return not written.strip() or bool(FILED.search(written))
