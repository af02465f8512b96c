"""What goes with words that end, said before they do: jobs and windows that go to others, a brand's last hotline."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.domain.network import queries
from anxin.domain.network.queries import gaps
from anxin.domain.places import gateway as places
from anxin.domain.places.rules import covers
from anxin.domain.visits.queries import words
from anxin.faces.words import joined

if TYPE_CHECKING:
    from anxin.domain.network.models import Authorisation

NAMED = 6
"""So many counties are named; of more their count is told."""
ENDING = ("suspension", "revocation")


def said(rows: "Sequence[Authorisation]") -> Iterator[str]:
    """Say what goes to others at once where these words end, and which brands are left without a hotline."""
    lost = words.lost_with(rows)
    if lost.jobs:
        yield ngettext(
            "{n} job in hand goes to somebody else at once, and its customer is told.",
            "{n} jobs in hand go to somebody else at once, and their customers are told.",
            lost.jobs,
        ).format(n=lost.jobs)
    if lost.windows:
        yield ngettext(
            "{n} agreed window is among them; {customers} customers in all.",
            "{n} agreed windows are among them; {customers} customers in all.",
            lost.windows,
        ).format(n=lost.windows, customers=lost.customers)
    if fallen := len(queries.falling_with(rows, now=timezone.now())):
        yield ngettext(
            "{n} technician works for the brand from nowhere else: the public check warns of him, too, and nobody "
            "sends him.",
            "{n} technicians work for the brand from nowhere else: the public check warns of them, too, and nobody "
            "sends them.",
            fallen,
        ).format(n=fallen)
    left = gaps.left_alone(rows, day=timezone.localdate(), now=timezone.now())
    yield from _alone(left)
    yield from _promised(rows, left)
    for brand in queries.left_without_hotline(rows, on=timezone.localdate()):
        yield _(
            "It is the only hotline of {brand}: no page names a number to ring then, and a brand doesn't open without "
            "one. Name another first, and look at the texts that tell this one."
        ).format(brand=brand)


def _promised(rows: "Sequence[Authorisation]", left: Mapping[str, list[str]]) -> Iterator[str]:
    """Say how many reports hold a window there that nobody has taken on yet, and what becomes of them."""
    promised = words.promised_with(rows, now=timezone.now())
    alone = sum(any(covers(county, code) for county in left.get(brand, ())) for brand, code in promised)
    if alone:
        yield ngettext(
            "{n} report not taken on yet holds a window there: its customer is told that nobody can come.",
            "{n} reports not taken on yet hold windows there: their customers are told that nobody can come.",
            alone,
        ).format(n=alone)
    if len(promised) > alone:
        yield ngettext(
            "{n} report not taken on yet holds a window where others serve, too: they are asked.",
            "{n} reports not taken on yet hold windows where others serve, too: they are asked.",
            len(promised) - alone,
        ).format(n=len(promised) - alone)


def _alone(found: Mapping[str, list[str]]) -> Iterator[str]:
    """Say in which counties nobody is left, whose customers then read that nobody comes."""
    for brand, counties in found.items():
        names = joined(places.division(one).full_name for one in counties[:NAMED])
        yield ngettext(
            "{brand} has nobody left in {n} county: {names}. Who is waited for there comes to the desk.",
            "{brand} has nobody left in {n} counties: {names}. Who is waited for there comes to the desk.",
            len(counties),
        ).format(brand=brand, n=len(counties), names=names + (" …" if len(counties) > NAMED else ""))
