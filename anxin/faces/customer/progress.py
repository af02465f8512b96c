"""Follow one's repair: where it stands, the quote, the code, the bill, and whatever may be pressed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core.commands import marks
from anxin.domain.claims import queries as claims
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.queries.refunds import refunds_of
from anxin.domain.privacy_numbers import queries as privacy_numbers
from anxin.domain.publications import queries as publications
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.queries.quotes import change_of
from anxin.faces import shared
from anxin.faces.customer import review_summary, summary
from anxin.faces.ground import appearance, command_pages, pay_ways, qr_codes, repair_parts, wechat
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.goods import goods_of
from anxin.faces.ground.repair_cases import RepairCase

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

CUSTOMER = "customer_link customer_phone"
SHORT = 6
SIGNS = "receipt-signed"
OBJECTIONS = {
    "not_fixed": (
        gettext_lazy("What does not work yet?"),
        gettext_lazy("Keep the code to yourself until it works. We are told at once."),
    ),
    "bill_wrong": (
        gettext_lazy("What is wrong with the bill?"),
        gettext_lazy("Keep the code to yourself until it is right."),
    ),
}


@dataclass(kw_only=True)
class OwnRepair(RepairCase):
    """A repair as a request of its customer sees it; `what` is wrong before the code is given, as the address says."""

    what: str = ""

    @property
    def url(self) -> str:
        """Return the repair's address."""
        return reverse("customer:repair", args=[self.row.number])


def find(request: HttpRequest, number: str) -> OwnRepair:
    """Find a repair of his own."""
    now, actor = timezone.now(), shared.actor_of(request)
    what = request.resolver_match.kwargs.get("what", "") if request.resolver_match else ""
    return OwnRepair(actor=actor, now=now, row=queries.repair(number, actor=actor, now=now), what=what)


def shown_as(request: HttpRequest, case: OwnRepair, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the repair, or the form of a command on a page of its own."""
    if shown.opened is not None:
        return command_pages.page(request, shown, number=case.row.number, back=case.url, status=status)
    row, view, now = case.row, case.view, case.now
    appearance.wear(request, row.brand, vouched=case.read.own.hotlines)
    everything = "all" in request.GET
    looked = queries.situation(row, by=case.actor, now=now, read=case.read)
    context = {
        "view": view,
        "lead": summary.lead(
            view,
            told=summary.told_late(row.stream(), view.headline.late_by, now=now),
            reached=summary.reached(view, row.customer),
        ),
        "steps": summary.steps(view),
        "first_aid": view.first_aid_now,
        "quote": summary.quote(view.shown_quote) if view.shown_quote else None,
        "change": change_of(row, view.quote) if view.quote and view.quote.waits else None,
        "reset_due": looked.reset_due,
        "guides": _guides(view, row.brand),
        "trail": summary.trail(view.timeline if everything else view.timeline[:SHORT]),
        "more": 0 if everything else max(0, len(view.timeline) - SHORT),
        "bill_state": repair_parts.bill_stands(view),
        "how_to_pay": summary.how_to_pay(view),
        "actions": summary.actions(view),
        "goods": goods_of(view.custody, now=now),
        "scan": _scan(request, view) if view.custody else "",
        "exchange": claims.exchange_offered(row),
        "receipt": marks(TABLE.replaced(SIGNS, row, now=now)) if SIGNS in TABLE.allowed(looked, case.actor) else "",
        **{f"may_{one}": one in TABLE.allowed(looked, case.actor) for one in ("cancellation", "address")},
        "slip": shown.slip,
        "in_wechat": wechat.is_inside(request),
        "live_url": shared.live_url(f"customer/repair/{view.number}", now=now),
        "line": privacy_numbers.of_visit(view.visit.id if view.visit else None, now=now),
        "cash_code": ledger.code_of(view.bill.cash) if view.bill and view.bill.cash_begun else "",
        **pay_ways.pay_options(view.bill, may=view.pays_here, request=request),
        "transfer": ledger.transfer_account(view.bill, now=now) if view.asks_payment else None,
        "refunds": refunds_of(row.stream(), by=case.actor, now=now) if _goes_back(view) else (),
        **review_summary.strip(row),
    }
    return render(request, "customer/repair.html", context, status=status)


def _goes_back(view: queries.RepairView) -> bool:
    """Return whether money of its bill goes back, or went."""
    return view.bill is not None and bool(view.bill.reserved_fen or view.bill.refunded_fen)


def _scan(request: HttpRequest, view: queries.RepairView) -> str:
    """Draw what the counter scans while the goods are to be brought or collected; nothing secret is in it."""
    if view.custody is None or not view.custody.scanned:
        return ""
    return qr_codes.qr(request.build_absolute_uri(f"/outlet/counter/?q={view.number}"), scale=3)


def _guides(view: queries.RepairView, brand: "Organisation") -> "list[publications.Guide]":
    """Return what to try together, for the faults that were named, while somebody helps or is about to."""
    if not view.try_together:
        return []
    known = publications.guides(category=view.category, on=timezone.localdate(), brand=brand)
    return [one for one in known if one.name in view.symptoms and one.steps]


def _elsewhere(case: OwnRepair) -> str:
    """Return what follows another address; whom a link brought says it of this case alone."""
    if case.actor.proved:
        return str(TABLE.commands["address"].follows)
    return _(
        "Whoever comes reads it at once. In another county somebody else is looked for, and the window is chosen anew; "
        "where nobody goes, it stays as it was, and you read that. You came by the link of this case, so it counts for "
        "this case alone."
    )


RUNNER: Runner[OwnRepair] = Runner(
    TABLE,
    (
        Place(name="refusal", title=lambda case: _("Say no to the quote"), submit=gettext_lazy("No, thank you")),
        Place(name="urge", address="urgency"),
        Place(name="works"),
        Place(name="confirmation"),
        Place(
            name="dispute",
            title=lambda case: _("What is wrong?"),
            follows=lambda case: _("A person looks into it and answers here. Until then nothing more is charged."),
            submit=gettext_lazy("Send it"),
        ),
        Place(
            name="objection",
            title=lambda case: str(OBJECTIONS[case.what][0]),
            follows=lambda case: str(OBJECTIONS[case.what][1]),
            submit=gettext_lazy("Send it"),
        ),
        Place(
            name="rework",
            title=lambda case: _("The same fault again"),
            follows=lambda case: _("Within the guarantee we put it right free of charge."),
            submit=gettext_lazy("Come again"),
        ),
        Place(
            name="cancellation",
            title=lambda case: _("Call it off"),
            follows=lambda case: _("Nobody comes. This can't be undone, but you can report it again at any time."),
        ),
        Place(name="address", follows=_elsewhere),
        Place(name="soonest"),
        Place(name="arrival"),
        Place(name="reset"),
        Place(name="payment"),
        Place(name=SIGNS),
        Place(name="elsewhere"),
        Place(name="sending-in"),
        Place(name="as-it-is"),
        Place(name="back"),
        Place(name="missing"),
    ),
    find=find,
    page=shown_as,
    quicker=lambda case: _("This can't be done now: meanwhile something has changed."),
    apart=True,
)


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def repair(request: HttpRequest, number: str) -> HttpResponse:
    """Show a repair to the one it belongs to; WeChat says first who pays in its own browser."""
    asked = wechat.ask(request, then=request.get_full_path())
    return asked or RUNNER.show(request, number)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def command(request: HttpRequest, number: str, name: str, version: int = 0, what: str = "") -> HttpResponse:
    """Give one command; what the address says beside the number are its fields."""
    if what and what not in OBJECTIONS:
        raise Http404
    paying = pay_ways.paying(request) if name == "payment" else {}
    return RUNNER.give(request, number, name, about={"version": version, "what": what, **paying})


@require_POST
@shared.for_roles(CUSTOMER)
def agreement(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Agree to a quote, with the optional lines that are ticked."""
    chosen = tuple(request.POST.getlist("line"))
    return RUNNER.carry(request, number, "agreement", {"version": version, "chosen": chosen})
