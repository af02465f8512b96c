"""The overview as plots: each with its finding as heading, n beside every count, and the table behind it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.core import wording
from anxin.domain.claims import queries as claims
from anxin.domain.claims.wording import HEARD, REMEDIES

FEN = 100


@dataclass(frozen=True, kw_only=True)
class Plot:
    """One plot as `{% chart %}` reads it."""

    key: str
    finding: str
    measure: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    kind: str = "bar"
    unit: str = ""
    enough: bool = True
    too_few: str = ""
    too_few_hint: str = ""


def plots(found: claims.Figures) -> list[Plot]:
    """Draw how claims were answered and how they ended; nothing is drawn before there is something to see."""
    drawn = [_answers(found), _ends(found), _sums(found)] if found.filed else []
    return [one for one in drawn if one.rows]


def _answers(found: claims.Figures) -> Plot:
    answered = found.kept + found.missed
    rows = _sorted({wording.words_of(HEARD, one): n for one, n in found.answers.items()})
    return Plot(
        key="answers",
        finding=_("Answered in time: {kept} of {n}").format(kept=found.kept, n=answered),
        measure=_("How you answered, claims of the last 90 days"),
        columns=(_("Answer"), _("Claims")),
        rows=rows,
    )


def _ends(found: claims.Figures) -> Plot:
    ended: Counter[str] = Counter()
    for one in found.went:
        ended[wording.words_of(REMEDIES, one.remedy)] += one.count
    n = sum(ended.values())
    return Plot(
        key="ends",
        finding=ngettext("{n} claim decided", "{n} claims decided", n).format(n=n),
        measure=_("By what was decided, on appeal where there was one"),
        columns=(_("Outcome"), _("Claims")),
        rows=_sorted(ended),
    )


def _sums(found: claims.Figures) -> Plot:
    sums: Counter[str] = Counter()
    for one in found.went:
        sums[wording.words_of(REMEDIES, one.remedy)] += one.sum_fen
    total = sum(sums.values())
    return Plot(
        key="sums",
        finding=_("{sum} yuan decided in favour of buyers").format(sum=f"{total / FEN:,.2f}"),
        measure=_("Yuan by what was decided"),
        columns=(_("Outcome"), _("Yuan")),
        rows=tuple((name, round(fen / FEN, 2)) for name, fen in sums.most_common() if fen),
    )


def _sorted(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda one: -one[1]))
