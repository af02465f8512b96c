"""What is said before somebody goes: where nobody is left, and whose windows hang on it."""

from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import ngettext

from anxin.core.wording import joined

NAMED = 6
"""So many counties are named; of more their count is told."""


def alone(found: Mapping[str, list[str]]) -> Iterator[str]:
    """Say in which counties, by brand, nobody is left, whose customers then read that nobody comes."""
    for brand, counties in found.items():
        names = joined(counties[:NAMED])
        yield ngettext(
            "{brand} has nobody left in {n} county: {names}. Who is waited for there comes to the desk.",
            "{brand} has nobody left in {n} counties: {names}. Who is waited for there comes to the desk.",
            len(counties),
        ).format(brand=brand, n=len(counties), names=names + (" …" if len(counties) > NAMED else ""))


def promised(windows: Collection[object], *, left: int) -> Iterator[str]:
    """Say of windows of reports that nobody has taken on yet what becomes of them; `left` where nobody can come."""
    if left:
        yield ngettext(
            "{n} report not taken on yet holds a window there: its customer is told that nobody can come.",
            "{n} reports not taken on yet hold windows there: their customers are told that nobody can come.",
            left,
        ).format(n=left)
    if len(windows) > left:
        yield ngettext(
            "{n} report not taken on yet holds a window where others serve, too: they are asked.",
            "{n} reports not taken on yet hold windows where others serve, too: they are asked.",
            len(windows) - left,
        ).format(n=len(windows) - left)
