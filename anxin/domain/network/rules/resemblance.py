"""Which numbers look like another: a sign or two are different, or the end is the same behind another beginning."""

from collections import Counter

from anxin.domain.network.rules import identifiers

SHORT, LONG, TAIL = 5, 7, 7
"""From so many signs on one sign may differ, from so many on two; so many last digits are a tail."""


def resemblance(one: str, other: str) -> str:
    """Return how two numbers resemble each other, however they are written: `near`, `same_tail`, or not at all.

    `near`: at most two signs were changed, left out, added, or swapped with their neighbour (one, where the shorter
    has fewer than seven). `same_tail`: the last seven digits are the same, behind another area code, 400, 800 or 95.
    """
    left, right = identifiers.number_in(one), identifiers.number_in(other)
    shorter = min(len(left), len(right))
    if left == right or shorter < SHORT:
        return ""
    if _within(left, right, 2 if shorter >= LONG else 1):
        return "near"
    tailed = shorter >= TAIL and left[-TAIL:] == right[-TAIL:] and left[-TAIL:].isdecimal()
    return "same_tail" if tailed else ""


def _within(left: str, right: str, most: int) -> bool:
    """Return whether so many changes lead from one to the other: restricted Damerau-Levenshtein distance."""
    apart = (Counter(left) - Counter(right)).total(), (Counter(right) - Counter(left)).total()
    if max(apart) > most:
        return False
    before, row = [0] * (len(right) + 1), list(range(len(right) + 1))
    for n, sign in enumerate(left, 1):
        earlier, before, row = before, row, [n]
        for m, against in enumerate(right, 1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (sign != against))
            if n > 1 and m > 1 and sign == right[m - 2] and left[n - 2] == against:
                cost = min(cost, earlier[m - 2] + 1)
            row.append(cost)
    return row[-1] <= most
