"""Claims on carriers: what is claimed, paid and owed, which wait too long, and the list as a table."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.money import format_fen
from anxin.core.states import machines
from anxin.domain.custody import queries
from anxin.domain.custody.choices import CARRIERS, WHICH_WAY
from anxin.domain.custody.commands import PARCEL_CLAIMS
from anxin.domain.custody.queries.parcel_claims import SUMS
from anxin.domain.custody.rules.parcel_claim import ParcelClaimSituation
from anxin.domain.custody.states import DESK
from anxin.faces import pagination, shared
from anxin.faces.ground import sheets, staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding
from anxin.faces.pagination import Filter, Page
from anxin.faces.words import moment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from anxin.domain.custody.models import ParcelClaim

STAFF = "agent dispatcher finance operator"
SIZE, MOST = 50, 20_000
OF_CUSTODY = ("custody__number", "custody__outlet__organisation__name")
TOLD = ("state", "what", "way", "carrier", "waybill", "reference", "created_at", *SUMS, *OF_CUSTODY)
"""What a table reads of each claim; of a thing with all that is kept of it twenty thousand take long."""
type CarrierCase = RowCase[ParcelClaim, ParcelClaimSituation]


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List claims on carriers by how they stand, with their sums; `as` takes the list away as a table."""
    actor, now, get = shared.actor_of(request), timezone.now(), request.GET
    rows = queries.parcel_claims(actor, only=get.get("only", ""), now=now)
    if get.get("as") in ("csv", "xlsx"):
        return _table(get["as"], list(rows.only(*TOLD)[:MOST]))
    number = pagination.asked_for(request)
    shown = list(rows[(number - 1) * SIZE : number * SIZE + 1])
    facts = {
        **staff.frame(request, face="desk", now=now),
        "kinds": [
            Filter(value="", name=_("under way")),
            Filter(value="late", name=_("over the term"), tone="red"),
            *(Filter(value=one, name=wording.state("parcel_claim", one)) for one in machines()["parcel_claim"].states),
            Filter(value="all", name=_("all")),
        ],
        "only": get.get("only", ""),
        "lines": [_line(one) for one in shown[:SIZE]],
        "page": Page(rows=tuple(shown[:SIZE]), number=number, has_next=len(shown) > SIZE),
        "sums": _sums(queries.summed(rows, only=get.get("only", ""), now=now)),
        "of_year": queries.only_grows(get.get("only", "")),
    }
    return render(request, "desk/money/parcels.html", facts)


def _sums(rows: "QuerySet[ParcelClaim]") -> str:
    """Say what is claimed, paid, owed and given up in all."""
    text = _("Claimed {claimed_fen}, paid {received_fen}, still owed {owed_fen}, given up {given_up_fen}")
    return text.format(**{name: format_fen(fen) for name, fen in queries.sums_of(rows).items()})


def _line(row: "ParcelClaim") -> dict[str, object]:
    """Say a claim in words."""
    return {
        "row": row,
        "number": row.custody.number,
        "state": wording.state("parcel_claim", row.state),
        "what": _("lost") if row.what == "lost" else _("broken"),
        "way": WHICH_WAY[row.way],
        "carrier": CARRIERS.get(row.carrier, row.carrier),
        "outlet": row.custody.outlet.organisation.name,
        "due": _("answer by {at}").format(at=moment(due_at)) if (due_at := getattr(row, "due_at", None)) else "",
    }


def _table(kind: str, rows: "list[ParcelClaim]") -> HttpResponse:
    headers = [_("Number"), _("State"), _("Carrier"), _("Waybill"), _("What happened"), _("Outlet")]
    headers += [_("The carrier's number of the claim"), _("Opened on"), _("Claimed, yuan")]
    headers += [_("Paid by the carrier, yuan"), _("Still owed, yuan"), _("Given up, yuan")]
    headers += [_("Made good to the customer, yuan")]
    lines: list[list[object]] = []
    for row in rows:
        said = _line(row)
        told = [row.custody.number, said["state"], str(said["carrier"]), row.waybill, said["what"], said["outlet"]]
        day = timezone.localtime(row.created_at).date().isoformat()
        lines.append([*told, row.reference, day, *(getattr(row, name) / 100 for name in SUMS)])
    return sheets.answer(kind, f"carrier-claims-{timezone.localdate()}", headers, lines)


_find = finding(
    queries.parcel_claim, queries.parcel_claim_situation, lambda row: reverse("money:parcel", args=[row.pk])
)


def _page(request: HttpRequest, case: CarrierCase, shown: Shown, status: int = 200) -> HttpResponse:
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        **_line(case.row),
        "url": case.url,
        "repair": reverse("desk:repair", args=[case.row.custody.number]),
        "opens_repair": bool(case.actor.roles & set(DESK.split())),
        "payments": list(case.row.payments.order_by("at", "id")),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
    }
    return render(request, "desk/money/parcel.html", facts, status=status)


def _done(request: HttpRequest, case: CarrierCase, _name: str) -> str:
    messages.success(request, _("Written down."))
    return case.url


RUNNER: Runner[CarrierCase] = Runner(
    PARCEL_CLAIMS,
    [Place(name="payment", lead=True), Place(name="dropping"), Place(name="rest")],
    find=_find,
    page=_page,
    done=_done,
)
parcel, parcel_command = RUNNER.pages(STAFF)
