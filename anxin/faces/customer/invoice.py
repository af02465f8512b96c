"""The invoice of a bill: asked for by who paid, put right while it isn't issued, and taken away as a file."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.wording import gap
from anxin.domain.invoices import actions, providers, queries
from anxin.domain.invoices.choices import REFUSALS
from anxin.domain.invoices.commands import BILLS
from anxin.domain.invoices.rules import BillSituation, waits_for_money
from anxin.domain.ledger import queries as ledger
from anxin.domain.opening import queries as opening
from anxin.domain.repairs import queries as repairs
from anxin.faces import shared
from anxin.faces.ground import command_pages, downloads
from anxin.faces.ground.commands import Button, Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.ledger.models import Bill

CUSTOMER = "customer_link customer_phone"


@dataclass(kw_only=True)
class OwnBill:
    """The bill of one's own repair."""

    actor: Actor
    now: datetime
    row: "Bill"
    repair: str
    title: str = ""

    @cached_property
    def situation(self) -> BillSituation:
        """Return its situation for the rules of the commands."""
        return queries.bill_situation(self.row, by=self.actor, now=self.now)

    @cached_property
    def titles(self) -> list[tuple[UUID, queries.Buyer]]:
        """Return the titles he keeps."""
        return queries.titles(self.actor)

    @property
    def kept(self) -> dict[str, str]:
        """Return the title that was chosen, as the fields of its form."""
        found = next((buyer for key, buyer in self.titles if str(key) == self.title), None)
        return {} if found is None else {**asdict(found), "kind": "company" if found.tax_number else "person"}

    @property
    def url(self) -> str:
        """Return its address."""
        return reverse("customer:invoice", args=[self.repair])


def find(request: HttpRequest, number: str) -> OwnBill:
    """Find the bill of a repair of one's own."""
    actor, now = shared.actor_of(request), timezone.now()
    repair = repairs.repair(number, actor=actor, now=now)
    bill = ledger.latest(repair.stream())
    if bill is None:
        raise queries.NoSuchInvoice({"number": number})
    return OwnBill(actor=actor, now=now, row=bill, repair=repair.number, title=request.GET.get("title", ""))


def page(request: HttpRequest, case: OwnBill, shown: Shown, status: int = 200) -> HttpResponse:
    """Show how the invoice stands, or the form to ask for it on a page of its own."""
    if shown.opened is not None:
        return command_pages.page(request, shown, number=case.repair, back=case.url, status=status)
    rows = queries.of_bill(case.row)
    context = {
        "number": case.repair,
        "bill": case.row,
        "payer": case.situation.payer,
        "net_fen": case.situation.net_fen,
        "asked_back": waits_for_money(case.situation),
        "gone_fen": case.row.paid_fen - case.situation.net_fen,
        "rows": [(one, wording.state("invoice", one.state), REFUSALS.get(one.fault, "")) for one in rows],
        "titles": [(key, one, _form_of(case, one)) for key, one in case.titles],
        "buttons": _buttons(case),
        "way": _way(),
        "slip": shown.slip,
    }
    return render(request, "customer/invoice.html", context, status=status)


def _buttons(case: OwnBill) -> list[Button]:
    """Draw what may be done; of one that was asked for, putting it right stands out, not the other kind."""
    leads = "special" if case.situation.is_special else "wish"
    drawn = [replace(one, primary=one.name == leads) for one in RUNNER.buttons(case)]
    return sorted(drawn, key=lambda one: not one.primary)


def _form_of(case: OwnBill, title: queries.Buyer) -> str:
    """Return which form a title fills: that of a special invoice where it has what that needs and there are any."""
    allowed = RUNNER.allowed(case)
    wished = "special" if title.bank and "special" in allowed else "wish"
    return wished if wished in allowed else ""


def _wished(case: OwnBill, words: str, *, special: bool) -> str:
    """Return the form: it puts right what was said, or asks for the other kind."""
    there = case.situation.invoice
    if there and case.situation.is_special == special:
        return _("Correct the invoice details")
    if there:
        return _("A special invoice instead") if special else _("An ordinary invoice instead")
    return words


def _way() -> str:
    """Say how an invoice comes: by its provider or by mail, else by a text with a link; it lies here either way."""
    if providers.chosen():
        return _("A fully digital invoice is sent to your mail or phone and lies here as a file.")
    if opening.takes_mail():
        return _("We write it by hand: a text tells you when it lies here as a file, and it is sent to your mail.")
    return _("We write it by hand and send no mail: a text with a link tells you when it lies here as a file.")


def _anew(case: OwnBill, name: str) -> str:
    """Say that what is written replaces what was, so that nothing is left out where it is put right."""
    follows = str(BILLS.commands[name].follows) + gap() + _way()
    if case.situation.invoice is None:
        return follows
    return follows + gap() + _("What you write here replaces all of what was said before: write all of it.")


def _done(request: HttpRequest, case: OwnBill, name: str) -> str:
    said = _("Asked for.") + gap() + _way()
    asked = name in ("wish", "special")
    messages.success(request, said if asked else _("Taken back. You may ask again at any time."))
    return case.url


RUNNER: Runner[OwnBill] = Runner(
    BILLS,
    [
        Place(
            name="wish",
            title=lambda case: _wished(case, _("Ask for the invoice"), special=False),
            submit=gettext_lazy("Ask for it"),
            follows=lambda case: _anew(case, "wish"),
            holds=lambda case: case.kept,
        ),
        Place(
            name="special",
            title=lambda case: _wished(case, _("Ask for a special invoice"), special=True),
            submit=gettext_lazy("Ask for it"),
            follows=lambda case: _anew(case, "special"),
            holds=lambda case: case.kept,
        ),
        Place(name="withdrawal"),
    ],
    find=find,
    page=page,
    done=_done,
    apart=True,
)


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """Show the invoices of the repair's bill."""
    return RUNNER.show(request, number)


@never_cache
@sensitive_post_parameters("title", "tax_number", "mail", "phone", "address", "tel", "bank", "account")
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def command(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask for it, put right what was said, or do without."""
    return RUNNER.give(request, number, name)


@never_cache
@require_POST
@shared.for_roles(CUSTOMER)
def title(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """Forget a title that was kept."""
    case = find(request, number)
    shared.act(request, lambda: actions.remove_title(key=key, by=case.actor))
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(case.url)


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def file(request: HttpRequest, number: str, invoice: str) -> HttpResponseBase:
    """Give the file of one's own invoice."""
    case = find(request, number)
    row, kept = queries.own_file(case.row, invoice, by=case.actor)
    return downloads.file(kept, queries.file_name(row, kept), keep=False)
