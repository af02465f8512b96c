"""Invoices as a table, for finance and for the brand whose goods they are about."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anxin.core import wording
from anxin.faces.ground import sheets

if TYPE_CHECKING:
    from anxin.domain.invoices.models import Invoice


def answer(kind: str, rows: "list[Invoice]") -> HttpResponse:
    """Answer with invoices as a table, what its official ones come to below."""
    headers = [
        _("Number"),
        _("State"),
        pgettext("of an invoice", "Colour"),
        _("Kind"),
        _("Sum in yuan"),
        _("Title"),
        _("Number of the invoice"),
    ]
    headers += [_("Day of issue"), _("Bill"), _("Reverses"), _("Asked for at")]
    lines: list[list[object]] = [
        [
            one.number,
            wording.state("invoice", one.state),
            _("red") if one.is_red else _("blue"),
            _("special invoice") if one.special else _("ordinary invoice"),
            (-1 if one.is_red else 1) * one.amount_fen / 100,
            one.shown,
            one.official,
            timezone.localtime(one.issued_at).date().isoformat() if one.issued_at else "",
            one.bill.number,
            one.blue.official or one.blue.number if one.blue else "",
            f"{timezone.localtime(one.created_at):%Y-%m-%d %H:%M}",
        ]
        for one in rows
    ]
    lines.extend(_sums(rows))
    return sheets.answer(kind, f"invoices-{timezone.localdate()}", headers, lines)


def _sums(rows: "list[Invoice]") -> list[list[object]]:
    """Return the last lines of the table: what its official ones come to, by kind, red ones taken off."""
    official = [one for one in rows if one.official]
    found = []
    for special, said in ((False, _("Sum of ordinary invoices")), (True, _("Sum of special invoices"))):
        fen = sum((-1 if one.is_red else 1) * one.amount_fen for one in official if one.special == special)
        found.append([said, "", "", "", fen / 100])
    return found
