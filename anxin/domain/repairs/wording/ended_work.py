"""What is said of the jobs of those whose employments end, beside their agreed windows."""

from collections.abc import Iterator, Sequence

from django.utils.translation import ngettext

from anxin.core.wording import joined

NAMED = 20
"""So many jobs are named; of more their count is told."""


def unagreed(numbers: Sequence[str]) -> Iterator[str]:
    """Name the jobs that go to others and have no agreed window; nothing where there is none."""
    if numbers:
        yield ngettext(
            "{n} job without an agreed window goes to another, too: {jobs}.",
            "{n} jobs without an agreed window go to others, too: {jobs}.",
            len(numbers),
        ).format(n=len(numbers), jobs=joined(numbers[:NAMED]) + (" …" if len(numbers) > NAMED else ""))
