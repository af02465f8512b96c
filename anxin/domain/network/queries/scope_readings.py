"""What was understood of the sentence of a brand's word for a technician, as whoever writes or signs it reads it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import pgettext

from anxin.core.tables import Values, text_in
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.queries.engagements import Voucher
from anxin.domain.network.rules import scopes
from anxin.domain.network.wording import scopes as wording

MOST = 10
"""So many scopes of a file are read aloud: those that nobody would be sent by come first."""


def reading_said(scope: str) -> str:
    """Return in a sentence for which goods a scope was read to be."""
    reading = scopes.read(scope)
    if not reading.clear:
        return str(wording.UNCLEAR)
    without = _said(reading.without)
    if reading.named is None:
        return str(wording.ALL_WITHOUT if without else wording.ALL).format(without=without)
    goods = _said([one for one in reading.named if reading.holds(one)])
    if not goods:
        return str(wording.NONE)
    return str(wording.READ_WITHOUT if without else wording.READ).format(goods=goods, without=without)


def readings_of(words: Iterable[Voucher]) -> dict[str, list[str]]:
    """Return by brand how its words for a technician are read."""
    found: dict[str, list[str]] = {}
    for one in words:
        found.setdefault(one.brand, []).append(reading_said(one.signed_for))
    return found


def readings_said(rows: Sequence[Values]) -> list[str]:
    """Return how each scope of a file of technicians was read; first those by which nobody is sent for anything."""
    found = Counter(scope for one in rows if (scope := text_in(one, "scope")))
    order = sorted(found, key=lambda scope: (any(map(scopes.read(scope).holds, SKILLS)), -found[scope]))[:MOST]
    return [str(wording.ROWS).format(scope=one, number=found[one], reading=reading_said(one)) for one in order]


def _said(skills: Collection[str]) -> str:
    return pgettext("between names", ", ").join(str(name) for code, name in SKILLS.items() if code in skills)
