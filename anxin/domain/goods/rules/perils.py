"""Which dangers a customer's words tell of."""

import re

from anxin.domain.goods.choices import PERILS


def perils_in(*texts: str) -> tuple[str, ...]:
    """Return the codes of the dangers that these words tell of, the gravest first.

    >>> perils_in("有燃气味", "打不着火"), perils_in("漏电，冒烟"), perils_in("打不着火", "不漏气")
    (('gas',), ('fire', 'shock'), ())
    """
    return tuple(code for code, one in PERILS.items() if any(re.search(one.signs, text, re.I) for text in texts))
