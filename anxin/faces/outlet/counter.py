"""The counter: what is expected, what lies here, what goes back; found by its number or by scanning its code."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.money import format_fen
from anxin.core.states import can
from anxin.domain.custody import queries as custody
from anxin.domain.custody.wording import HOLDERS
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.wording import KINDS, MODES
from anxin.faces import shared
from anxin.faces.ground import pay_ways, qr_codes, repair_parts, staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.goods import goods_of
from anxin.faces.ground.repair_cases import RepairCase
from anxin.faces.outlet.jobs import DECIDES

if TYPE_CHECKING:
    from anxin.domain.custody.models import Custody


@dataclass(kw_only=True)
class CounterCase(RepairCase):
    """A repair whose goods come to this counter."""

    @property
    def url(self) -> str:
        """Return the case's address at the counter."""
        return reverse("outlet:kept", args=[self.row.number])


def find(request: HttpRequest, number: str) -> CounterCase:
    """Find a repair whose goods are expected or lie at this outlet; raises `NoSuchCustody` for any other."""
    now, actor = timezone.now(), shared.actor_of(request)
    if not custody.at_counter(actor).filter(number=number).exists():
        raise custody.NoSuchCustody({"number": number[:40]})
    return CounterCase(actor=actor, now=now, row=repairs.repair(number, actor=actor, now=now))


def pane(request: HttpRequest, *, now: datetime, open_: str = "") -> dict[str, Any]:
    """Return what stands at the counter, what is to be done first."""
    rows = [_row(one, now=now, open_=one.number == open_) for one in custody.counter_list(shared.actor_of(request))]
    return {"rows": rows, "total": len(rows), "base": reverse("outlet:counter")}


def _kept(one: "Custody", now: datetime) -> str:
    """Say of a thing that is ready until when it is kept, or that its term is over."""
    if not can(one, "collected") or one.decide_at is None:
        return ""
    if one.decide_at <= now:
        return _("nobody collects it")
    return _("kept until {day}").format(day=wording.written(localdate(one.decide_at)))


def _row(one: "Custody", *, now: datetime, open_: bool) -> repair_parts.ShownRow:
    return repair_parts.ShownRow(
        url=reverse("outlet:kept", args=[one.number]),
        number=one.number,
        title=f"{MODES[one.mode]} · {wording.state('custody', one.state)}",
        place=one.shelf or str(HOLDERS[one.holder]),
        waits=_kept(one, now),
        clock=None,
        open=open_,
    )


@never_cache
@require_safe
@shared.for_roles(DECIDES)
def counter(request: HttpRequest) -> HttpResponse:
    """Show what is expected and what lies here; a number, or what a scanner reads, opens its case."""
    now, asked = timezone.now(), request.GET.get("q", "").strip()[:200]
    found = custody.sought(shared.actor_of(request), asked, now=now) if asked else None
    if found is not None:
        return HttpResponseRedirect(reverse("outlet:kept", args=[found.number]))
    frame = staff.frame(request, face="outlet", now=now)
    facts = {**pane(request, now=now), "asked": asked}
    return render(request, "outlet/counter.html", {**frame, **facts}, status=404 if asked else 200)


def page(request: HttpRequest, case: CounterCase, shown: Shown, status: int = 200) -> HttpResponse:
    """Show a case at the counter, with the form of a command open or a refusal said."""
    view = case.view
    facts = {
        "case": view,
        "url": case.url,
        "title": repair_parts.title_of(view.symptoms, view.product, view.category),
        "kind": KINDS.get(view.kind, view.kind),
        "mode": MODES.get(view.mode, view.mode),
        "state": repair_parts.stands(view),
        "goods": goods_of(view.custody, now=case.now),
        "record": repair_parts.record_of(view.timeline, customer=view.customer.name),
        "quote": repair_parts.quote_of(view.quote) if view.quote and not view.bill else None,
        "bill_state": repair_parts.bill_stands(view),
        **pay_ways.pay_options(view.bill, may=False),
        "cash": case.situation.cash,
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "uploads": reverse("ground:uploads"),
        "label_url": reverse("outlet:label", args=[view.number]),
    }
    listed = pane(request, now=case.now, open_=view.number)
    frame = staff.frame(request, face="outlet", now=case.now)
    return render(request, "outlet/kept.html", {**frame, **listed, **facts}, status=status)


@never_cache
@require_safe
@shared.for_roles(DECIDES)
def label(request: HttpRequest, number: str) -> HttpResponse:
    """Return the label to stick on the thing and the receipt its customer takes along, to print."""
    case = find(request, number)
    address = request.build_absolute_uri(f"{reverse('outlet:counter')}?q={number}")
    context = {
        "case": case.view,
        "goods": goods_of(case.view.custody, now=case.now),
        "qr": qr_codes.qr(address, scale=4),
        "mode": MODES.get(case.view.mode, case.view.mode),
        "now": case.now,
    }
    return render(request, "outlet/label.html", context)


def _version(case: CounterCase) -> dict[str, str]:
    """Return the version of the quote that the customer reads here."""
    return {"version": str(case.view.quote.version)} if case.view.quote else {}


def _due(case: CounterCase) -> str:
    return format_fen(case.view.bill.due_fen if case.view.bill else 0)


def _cash(case: CounterCase) -> str:
    return format_fen(case.view.bill.cash_fen if case.view.bill else 0)


RUNNER: Runner[CounterCase] = Runner(
    TABLE,
    (
        Place(name="taking-in", key="p", lead=True),
        Place(name="parcel", key="p", lead=True),
        Place(name="unpacking", key="p", lead=True),
        Place(name="signing", key="p", lead=True),
        Place(name="signature"),
        Place(name="bench", key="p", lead=True),
        Place(name="agreement-here", lead=True, holds=_version, submit=gettext_lazy("I agree, and sign")),
        Place(name="refusal-here", holds=_version, submit=gettext_lazy("I don't agree, and sign")),
        Place(name="cash-code", lead=True),
        Place(
            name="cash-signed",
            title=lambda case: _("{sum} paid in cash: sign").format(sum=_cash(case)),
            submit=gettext_lazy("I have paid this, and sign"),
        ),
        Place(name="code-to-pay", lead=True),
        Place(name="cash", lead=True, title=lambda case: _("Take {sum} in cash").format(sum=_due(case))),
        Place(name="cash-end"),
        Place(name="handing-back", key="p", lead=True),
        Place(name="handing-back-signed"),
        Place(name="sending-back", lead=True),
        Place(name="sending-on", lead=True),
        Place(name="sending-in"),
        Place(name="picture", title=lambda case: _("Keep a picture")),
        Place(name="going-on"),
        Place(name="as-it-is"),
        Place(name="straight-back"),
        Place(name="undelivered"),
        Place(name="missing"),
        Place(name="claim-filed"),
        Place(name="claim-refused"),
    ),
    find=find,
    page=page,
)
kept, command = RUNNER.pages(DECIDES)
