"""What goes with words that end, said before they do: jobs and windows that go to others, a brand's last hotline."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.domain.network import queries
from anxin.domain.network.queries import gaps
from anxin.domain.visits.queries import words

if TYPE_CHECKING:
    from anxin.domain.network.models import Authorisation
    from anxin.domain.people.models import Organisation

ENDING = ("suspension", "revocation")


def of_keys(brand: "Organisation", *, on: date) -> Iterator[str]:
    """Say what goes with each key of a brand that can be said to be lost, where all that it signed ends."""
    for key, rows in queries.signed_by_losable(brand, on=on):
        yield ngettext(
            "Key {key}: {n} authorisation in force was signed with it.",
            "Key {key}: {n} authorisations in force were signed with it.",
            len(rows),
        ).format(key=key, n=len(rows))
        yield from said(rows)


def said(rows: "Sequence[Authorisation]") -> Iterator[str]:
    """Say what goes to others at once where these words end, and which brands are left without a hotline."""
    lost = words.lost_with(rows)
    if lost.there:
        yield ngettext(
            "At {n} customer's door somebody stands with this word now: its page tells the customer to pay nothing and "
            "have him leave, and the job stops.",
            "At {n} customers' doors somebody stands with this word now: their pages tell the customers to pay nothing "
            "and have him leave, and the jobs stop.",
            lost.there,
        ).format(n=lost.there)
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
    yield from words.said_of_left(left, words.promised_with(rows, now=timezone.now()))
    for brand in queries.left_without_hotline(rows, on=timezone.localdate()):
        yield _(
            "It is the only hotline of {brand}: no page names a number to ring then, and a brand doesn't open without "
            "one. Name another first, and look at the texts that tell this one."
        ).format(brand=brand)
