"""Finance's list of invoices: what waits for a hand, what was issued, its files, and the list as a table."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import files, wording
from anxin.core.carriers import sms
from anxin.core.errors import AnxinError
from anxin.core.states import machines
from anxin.domain.invoices import providers, queries
from anxin.domain.invoices.commands import INVOICES
from anxin.domain.invoices.rules import TWICE, InvoiceSituation
from anxin.domain.invoices.wording import code_of, fault_called
from anxin.domain.opening import queries as opening
from anxin.domain.opening.wording import faults
from anxin.faces import pagination, shared, words
from anxin.faces.ground import dates, downloads, invoice_tables, staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.providers import NAMES
from anxin.faces.ground.row_cases import RowCase, finding
from anxin.faces.pagination import Filter, Page

if TYPE_CHECKING:
    from anxin.domain.invoices.models import Invoice

STAFF = "finance operator"
FILE = "file"
KINDS = frozenset({"application/pdf", "application/zip"})
"""PDF, and OFD, which is a zip."""
SIZE, MOST = 50, 20_000
type InvoiceCase = RowCase[Invoice, InvoiceSituation]


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List invoices by state, colour, day and number; `as` takes the list away as a table."""
    actor, now, get = shared.actor_of(request), timezone.now(), request.GET
    asked = queries.InvoiceSearch(
        **{name: get.get(name, "") for name in ("only", "colour", "kind")},
        text=get.get("q", "").strip()[:60],
        since=dates.day(get.get("since", "")),
        to=dates.day(get.get("to", "")),
    )
    rows = queries.finance_list(actor, asked)
    if get.get("as") in ("csv", "xlsx"):
        return invoice_tables.answer(get["as"], queries.part_of(rows, limit=MOST))
    number = pagination.asked_for(request)
    shown = queries.part_of(rows, offset=(number - 1) * SIZE, limit=SIZE + 1)
    waiting, differing = queries.waiting(actor), queries.differing(actor, now=now)
    summed = queries.of_this_month(asked, now=now)
    facts = {
        **staff.frame(request, face="desk", now=now),
        "kinds": [
            Filter(value="", name=_("all")),
            Filter(value="stuck", name=_("to be done"), count=waiting, tone="amber" if waiting else ""),
            Filter(value="differs", name=_("not as the bill"), count=differing, tone="red" if differing else ""),
            *(Filter(value=one, name=wording.state("invoice", one)) for one in machines()["invoice"].states),
        ],
        "lines": [
            (one, wording.state("invoice", one.state), fault_words(one), code_of(one.fault)) for one in shown[:SIZE]
        ],
        "page": Page(rows=tuple(shown[:SIZE]), number=number, has_next=len(shown) > SIZE),
        "asked": asked,
        "totals": queries.totals(queries.finance_list(actor, summed)),
        "of_month": summed != asked,
        "provider": NAMES.get(providers.chosen(), ""),
    }
    return render(request, "desk/money/invoices.html", facts)


def fault_words(row: "Invoice") -> str:
    """Return in words what is the matter with an invoice; a provider's own sentence as it is."""
    if row.fault.startswith(TWICE):
        other = row.fault.removeprefix(TWICE)
        return _("The provider issued a second one, {number}: reverse that one there.").format(number=other)
    if queries.waits_for_check(row):
        return _("look at whom it is for, then let it be issued, or say why not")
    if queries.waits_for_the_post(row):
        return _("no mail and no mobile phone: print it and post it, then say that it was sent another way")
    if queries.waits_for_a_hand(row):
        return _("to be issued by hand")
    return fault_called(row.fault)


def mail_words(row: "Invoice") -> str:
    """Say how a customer hears of the file of an invoice: by text, and by mail where he asked for it."""
    mail = queries.mailed(row)
    if mail is not None and mail.sent_at is not None:
        return _("Mailed with its file, {at}.").format(at=words.moment(mail.sent_at))
    if mail is not None and mail.on_its_way:
        if mail.why:
            return _("Its mail was not taken so far: {why}. It is tried again by itself.").format(
                why=faults.said(mail.why)
            )
        return _("Its mail, with the file, is on its way.")
    if mail is not None:
        return _(
            "Its mail did not get through: {why}. Mail it again once that is mended, or show whom it is for and send "
            "the file yourself."
        ).format(why=faults.said(mail.why))
    if not queries.waits_for_mail(row):
        return ""
    if not sms.is_there() and queries.mail_of(row) and opening.takes_mail():
        return _("It is mailed to the customer with the file; no text leaves here.")
    if not sms.is_there():
        return _("No text leaves here, so nobody tells the customer: the file lies on the page of his case. Ring him.")
    if not queries.mail_of(row):
        return _("The customer is told by text that it lies there.")
    if opening.takes_mail():
        return _("The customer is told by text that it lies there, and it is mailed to him with the file.")
    return _("The customer is told by text that it lies there. He asked for mail, and no mail server is set up.")


_find = finding(queries.invoice, queries.invoice_situation, lambda row: reverse("money:invoice", args=[row.number]))


def _page(request: HttpRequest, case: InvoiceCase, shown: Shown, status: int = 200) -> HttpResponse:
    row = case.row
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "row": row,
        "state": wording.state("invoice", row.state),
        "over_fen": case.situation.over_fen,
        "asked_back": case.situation.asked_back,
        "why": fault_words(row),
        "code": code_of(row.fault),
        "provider": NAMES.get(row.provider, ""),
        "reds": list(row.reds.order_by("created_at")),
        "buttons": RUNNER.buttons(case),
        "looks": not INVOICES.commands["again"].is_for(case.actor),
        "mail": mail_words(row),
        "takes_file": FILE in RUNNER.allowed(case),
        "buyer": shown.revealed.get("buyer"),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/money/invoice.html", facts, status=status)


def _over(case: InvoiceCase) -> dict[str, str]:
    """Return over how much it is to be issued, as it stands in the form beforehand."""
    return {"amount_fen": f"{case.situation.over_fen / 100:.2f}"}


RUNNER: Runner[InvoiceCase] = Runner(
    INVOICES,
    [
        Place(name="again", lead=True),
        Place(name="mailing"),
        Place(name="buyer"),
        Place(name="clearance"),
        Place(name="refusal"),
        Place(name="issued", holds=_over),
        Place(name="sent"),
        Place(name="correction"),
        Place(name="dropping"),
    ],
    find=_find,
    page=_page,
)


invoice, _command = RUNNER.pages(STAFF)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def invoice_command(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do something about an invoice; whom it is for is shown once, on the answer itself."""
    answer = RUNNER.give(request, number, name)
    buyer = getattr(request, "anxin_given", None)
    if name == "buyer" and buyer is not None:
        return _page(request, _find(request, number), Shown(revealed={"buyer": buyer}))
    if answer.status_code == HTTPStatus.FOUND:
        said = _("It is being asked; look again in a moment.") if name == "again" else _("Written down.")
        messages.success(request, said)
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def file(request: HttpRequest, number: str) -> HttpResponseBase:
    """Give the file of an invoice, or take it in."""
    case = _find(request, number)
    if request.method != "POST":
        kept = queries.file_of(case.row)
        if kept is None:
            raise Http404
        return downloads.file(kept, queries.file_name(case.row, kept), keep=False)
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, case, Shown(slip=_("Choose the file first: PDF or OFD.")), status=422)

    def refused(error: AnxinError) -> HttpResponse:
        return _page(request, _find(request, number), Shown(slip=wording.error(error)), status=shared.number_of(error))

    try:
        kept = shared.act(request, lambda: files.receive(sent.chunks(), length=sent.size, allowed=KINDS, now=case.now))
    except AnxinError as error:
        return refused(error)
    answer = RUNNER.carry(request, number, FILE, {"files": (kept,)}, case=case, failed=refused)
    if answer.status_code == HTTPStatus.FOUND:
        messages.success(request, _("The file lies on the customer's page."))
    return answer
