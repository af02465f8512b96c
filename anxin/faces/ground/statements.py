"""The statement of a month as an Excel table, for whoever has an account in the ledger."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.money import format_fen
from anxin.domain.claims.queries.gone_twice import GoneTwice, gone_twice_of
from anxin.domain.ledger import queries
from anxin.domain.ledger.queries.accounts import AccountStatement, Movement
from anxin.domain.ledger.wording import MOVEMENTS
from anxin.faces import shared
from anxin.faces.ground import dates, sheets

SHOWN = 12


def address(before: str, who: str) -> URLPattern:
    """Return the address of somebody's own statement; each page that shows the months is for the same people."""
    guarded: Callable[[shared.View[[]]], shared.View[[]]] = shared.for_roles(who)
    return path(f"{before}statement.xlsx", never_cache(require_safe(guarded(taken))), name="statement")


def months(now: datetime) -> list[date]:
    """Return the months a page offers, this one first."""
    here = timezone.localtime(now)
    last = here.year * 12 + here.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last, last - SHOWN, -1)]


def taken(request: HttpRequest) -> HttpResponse:
    """Answer with the statement of one's own account."""
    actor, month = shared.actor_of(request), month_asked(request)
    return table(queries.account_statement(actor, month=month), twice=gone_twice_of(actor, month=month))


def rows(found: AccountStatement) -> list[tuple[Movement, str]]:
    """Return the movements of a month, the newest first, and what each was for."""
    return [(one, wording.words_of(MOVEMENTS, one.reason)) for one in reversed(found.movements)]


def month_asked(request: HttpRequest) -> date:
    """Return the month that is asked for, else this one."""
    return dates.day(f"{request.GET.get('month', '')[:7]}-01") or months(timezone.now())[0]


def table(found: AccountStatement, name: str = "statement", twice: Sequence[GoneTwice] = ()) -> HttpResponse:
    """Answer with a statement as an Excel table, and with what of its month's claims went twice."""
    headers = [
        _("Time"),
        _("Number of the case"),
        _("Bill"),
        _("What for"),
        _("Came, yuan"),
        _("Went, yuan"),
        _("Stands at, yuan"),
    ]
    lines: list[list[object]] = [["", "", "", _("Stood at before"), None, None, yuan(found.before_fen)]]
    lines += [[*_told(one), yuan(one.left_fen)] for one in found.movements]
    total = pgettext("a statement", "Together")
    lines.append(["", "", "", total, yuan(found.came_fen), yuan(found.went_fen), yuan(found.left_fen)])
    for title, several in apart(found):
        lines.append(["", "", "", title, *[None] * 3])
        lines += [[*_told(one), None] for one in several]
    if twice:
        lines.append(["", "", "", _("Paid twice: what went back of an order in all"), *[None] * 3])
    lines += [_twice(one) for one in twice]
    return sheets.answer("xlsx", f"{name}-{found.month:%Y-%m}", headers, lines)


def apart(found: AccountStatement) -> list[tuple[str, tuple[Movement, ...]]]:
    """Return what counts for nothing, by where it was paid and went back, each under its title."""
    shop = _("Paid to the shop or platform; it never went through this service")
    house = _("Paid for orders into the operator's account with its provider, and what went back of them")
    return [(title, some) for title, some in ((shop, found.apart), (house, found.over_provider)) if some]


def _told(one: Movement) -> list[object]:
    """Return a movement as the cells of its row, without what the account stands at after it."""
    return [
        _moment(one.at),
        one.case,
        one.bill,
        wording.words_of(MOVEMENTS, one.reason),
        yuan(one.came_fen) if one.came_fen else None,
        yuan(one.went_fen) if one.went_fen else None,
    ]


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def _twice(one: GoneTwice) -> list[object]:
    """Return what went of a claim's order in all as a row, and how much of it was too much."""
    too_much = _("too much of it: {sum}").format(sum=format_fen(one.fen))
    return [_moment(one.at), one.order, one.number, too_much, None, yuan(one.gone_fen) if one.gone_fen else None, None]


def yuan(fen: int) -> Decimal:
    """Return fen in yuan, exactly."""
    return Decimal(fen).scaleb(-2)
