"""The packing station on a phone: scan or type an order, photograph what goes into the box, sealed with its time."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import files
from anxin.domain.claims import queries as claims
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.choices import called
from anxin.domain.evidence.commands import SALES
from anxin.domain.evidence.rules import SaleSituation
from anxin.domain.goods import queries as goods
from anxin.domain.goods.rules import had_left
from anxin.faces import shared
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.merchant.frame import EVERYBODY, frame
from anxin.faces.merchant.purchases import tiles_of

if TYPE_CHECKING:
    from anxin.domain.goods.models import Purchase

BACK = "packing_back"


type SeenSale = RowCase[Purchase, SaleSituation]
"""An order at the packing table, as one request sees it."""


@never_cache
@require_safe
@shared.for_roles(EVERYBODY)
def station(request: HttpRequest) -> HttpResponse:
    """Ask for an order by number or waybill; one that fits is opened at once; show what was sealed lately."""
    now, actor = timezone.now(), shared.actor_of(request)
    text = request.GET.get("q", "").strip()[:64]
    found = goods.scanned(text, actor=actor, now=now) if text else []
    back = claims.coming_back(text, actor=actor, now=now) if text else ()
    if len(back) == 1 and not found:
        return HttpResponseRedirect(reverse("merchant:parcel", args=[back[0].number]))
    if len(found) == 1 and not back:
        return HttpResponseRedirect(reverse("merchant:order", args=[found[0].id]))
    facts = {
        "text": text,
        "found": [(one.id, one.order_key, one.waybill, one.bought_at) for one in found],
        "back": back,
        "lately": _lately(request),
        "way_back": way_back(request),
    }
    return render(request, "merchant/packing.html", {**frame(request, now=now), **facts})


def way_back(request: HttpRequest) -> str:
    """Return where one came to the packing table from: a page of this house, kept while parcels are sealed."""
    asked = request.GET.get("back", "")
    if asked.startswith("/merchant/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        request.session[BACK] = asked
    return str(request.session.get(BACK, reverse("merchant:home")))


def _lately(request: HttpRequest) -> list[dict[str, Any]]:
    rows = evidence.sealed_lately(shared.actor_of(request), now=timezone.now())
    return [
        {
            "order": one.order_key,
            "role": called(one.role, one.file.kind),
            "at": one.sealed_at,
            "hash": one.file.sha256[:12],
            "open": reverse("merchant:order", args=[one.stream_key]),
            "url": reverse("merchant:packed", args=[one.stream_key, one.id]) if one.file.kind in files.PICTURES else "",
        }
        for one in rows
    ]


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(EVERYBODY)
def order(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one order at the packing table, and seal what is handed in."""
    if request.method == "GET":
        return _page(request, _find(request, str(key)), Shown())
    return RUNNER.give(request, str(key), "seal")


def _find(request: HttpRequest, key: str) -> SeenSale:
    actor, now = shared.actor_of(request), timezone.now()
    row = goods.sale(UUID(key), actor=actor, now=now)
    return row_case(request, row, url=reverse("merchant:order", args=[row.pk]), read=evidence.sale_situation)


def _page(request: HttpRequest, case: SeenSale, shown: Shown, status: int = 200) -> HttpResponse:
    row, opened, sealed = case.row, shown.opened or RUNNER.open("seal", case), request.GET.get("sealed", "")
    facts = {
        "sale": goods.sale_view(row),
        "tiles": tiles_of(row),
        "opened": opened,
        "slip": shown.slip,
        "sealed": int(sealed) if sealed.isdecimal() and len(sealed) < 3 else 0,
        "uploads": reverse("ground:uploads"),
        "claimed": claims.is_claimed(row),
        "left": had_left(at=case.now, shipped_at=row.shipped_at, delivered_at=row.delivered_at, sent_by=row.sent_by),
        "way_back": way_back(request),
        "once": request.POST.get("once") or staff.fresh(),
    }
    return render(request, "merchant/order.html", {**frame(request, now=case.now), **facts}, status=status)


def _done(request: HttpRequest, case: SeenSale, name: str) -> str:
    """Go back to the order and say how many were sealed; what was sent twice was sealed once."""
    sealed: list[object] = getattr(request, "anxin_given", [])
    return f"{case.url}?sealed={len(sealed)}" if sealed else case.url


RUNNER: Runner[SeenSale] = Runner(SALES, (Place(name="seal"),), find=_find, page=_page, done=_done)
