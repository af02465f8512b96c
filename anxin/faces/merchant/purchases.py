"""Orders of the house: listed, searched, one shown with the listing as it stood and what was sealed of it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import files, wording
from anxin.core.actors import Actor
from anxin.core.money import format_fen
from anxin.core.pictures import copies
from anxin.core.wording import joined
from anxin.domain.claims import queries as claims
from anxin.domain.evidence import actions as evidence_actions
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence.choices import called
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.rules.listings import code_of
from anxin.domain.goods.wording import NO_RETURN
from anxin.domain.people.queries import imports as people_imports
from anxin.domain.shops import queries as shops
from anxin.domain.shops.commands import ORDERS
from anxin.domain.shops.rules import OrderSituation
from anxin.faces import shared
from anxin.faces.ground import downloads
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.merchant import buyer_links, claim_rows
from anxin.faces.merchant.frame import CLAIMS, EVERYBODY, frame
from anxin.faces.pagination import Page, asked_for

if TYPE_CHECKING:
    from anxin.core.imports import ImportBatch
    from anxin.domain.evidence.models import Link
    from anxin.domain.goods.models import Purchase

SIZE = 50


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def listed(request: HttpRequest) -> HttpResponse:
    """List the orders, newest first, with what was sealed of each and whether somebody claims."""
    now, actor = timezone.now(), shared.actor_of(request)
    text, number = request.GET.get("text", "").strip()[:40], asked_for(request)
    brought = _brought(request, actor)
    found = goods.sales(actor, now=now, text=text, brought=brought, offset=(number - 1) * SIZE, limit=SIZE)
    keys = [one.id for one in found.rows]
    sealed = evidence.sealed_before("purchase", keys)
    open_ones = claims.open_by_purchase(keys, actor=actor, now=now)
    rows = [{"view": one, "sealed": sealed.get(one.id, 0), "claim": open_ones.get(one.id, "")} for one in found.rows]
    facts = {
        "rows": rows,
        "text": text,
        "brought": brought,
        "unreached": any(not one.reached for one in found.rows),
        "page": Page(rows=tuple(rows), number=number, has_next=found.more, total=found.total),
    }
    return render(request, "merchant/purchases.html", {**frame(request, now=now), **facts})


def _brought(request: HttpRequest, actor: Actor) -> "ImportBatch | None":
    """Find the imported file whose orders are asked for; what can't be one counts as not asked."""
    try:
        asked = UUID(request.GET.get("import", ""))
    except ValueError:
        return None
    return people_imports.batch(actor, "purchases", asked)


type OrderCase = RowCase[Purchase, OrderSituation]
"""One order of the house as one request sees it."""


def _find(request: HttpRequest, key: str) -> OrderCase:
    now, actor = timezone.now(), shared.actor_of(request)
    row = goods.sale(UUID(key), actor=actor, now=now)
    return row_case(request, row, url=reverse("merchant:purchase", args=[row.pk]), read=shops.order_situation)


def _done(request: HttpRequest, case: OrderCase, name: str) -> str:
    if name == "buyer-link":
        return case.url
    if name == "line":
        messages.success(request, _("Written down: it counts for that line."))
        return case.url
    messages.success(request, _("The platform is told; what it says stands here."))
    return case.url


def _holds(case: OrderCase) -> dict[str, str]:
    """Return the waybill that was not taken, to be put right."""
    return {"waybill": case.row.waybill}


def _page(request: HttpRequest, case: OrderCase, shown: Shown, status: int = 200) -> HttpResponse:
    """Show one order whole, with what may be said of it."""
    row, now, actor = case.row, case.now, case.actor
    view, sent = goods.sale_view(row), shops.sent_out(row)
    facts = {
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
        "sent": wording.sentence(sent.code, sent.facts) if sent else "",
        "link": buyer_links.shown(request, row, now=now),
        "unreached": case.situation.unreached,
        "unsent": sent is not None and sent.code == "shops.not_shipped",
        "sale": view,
        "lines": [
            {
                "view": one,
                "code": code_of(one.sku, one.title),
                "no_return": wording.words_of(NO_RETURN, one.no_return),
                "listing": _listing(one.listing),
            }
            for one in view.lines
        ],
        "tiles": tiles_of(row),
        "claims_of": [
            claim_rows.row_of(one, url=reverse("merchant:claim", args=[one.number]))
            for one in claims.of_purchase(row, actor=actor, now=now)
        ],
    }
    return render(request, "merchant/purchase.html", {**frame(request, now=now), **facts}, status=status)


RUNNER: Runner[OrderCase] = Runner(
    ORDERS,
    [
        Place(name="sending", lead=True),
        Place(name="sending-again", lead=True, holds=_holds),
        Place(name="line"),
        Place(name="buyer-link"),
    ],
    find=_find,
    page=_page,
    done=_done,
)
purchase, purchase_command = RUNNER.pages(CLAIMS)


def _listing(kept: dict[str, object]) -> list[tuple[str, str]]:
    """Say a kept listing in words: what it was called, said and showed."""
    names = {
        "title": _("Title"),
        "text": _("Text"),
        "price_fen": _("Price"),
        "pictures": _("Pictures"),
        "url": _("Page"),
        "sub_order": _("Sub-order"),
    }
    return [(names.get(name, name), _value_in_words(name, value)) for name, value in kept.items() if value]


def _value_in_words(name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        return joined(str(one) for one in value)
    return format_fen(value) if name.endswith("_fen") and isinstance(value, int) else str(value)


def _shows(one: evidence.LinkView) -> bool:
    return one.media in files.PICTURES and not one.gone


def tiles_of(row: "Purchase") -> list[dict[str, Any]]:
    """Return what was sealed of an order, in the order it was sealed."""
    return [
        {
            "label": one.label,
            "role": called(one.role, one.media),
            "sealed_at": one.sealed_at,
            "video": one.media.startswith("video/"),
            "gone": one.gone,
            "url": reverse("merchant:packed", args=[row.id, one.id]) if _shows(one) else "",
            "original": "" if one.gone else reverse("merchant:original", args=[row.id, one.id]),
        }
        for one in evidence.views_of(stream_of(row), deep=False)
        if one.side == "merchant"
    ]


@require_safe
@shared.for_roles(EVERYBODY)
def picture(request: HttpRequest, key: UUID, link: UUID) -> HttpResponseBase:
    """Show a copy of a picture that was sealed of one of the house's orders."""
    now, actor = timezone.now(), shared.actor_of(request)
    found = _link(key, link, actor=actor, now=now)
    return downloads.file(copies.copy_by_hash(sha256=found.file.sha256, now=now), f"{found.label}.jpg")


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(EVERYBODY)
def original(request: HttpRequest, key: UUID, link: UUID) -> HttpResponseBase:
    """Open what was sealed of one of the house's orders as it was received, a video above all: written down who did."""
    now, actor = timezone.now(), shared.actor_of(request)
    found = _link(key, link, actor=actor, now=now)
    name = f"{found.label}-{found.file.sha256[:8]}.{found.file.kind.rpartition('/')[2]}"
    if request.method == "GET":
        return downloads.film(request, found.file, name, by=actor)
    shared.act(request, lambda: evidence_actions.show(link=found, by=actor, now=now))
    return downloads.original(request, found.file, name, by=actor)


def _link(key: UUID, link: UUID, *, actor: Actor, now: datetime) -> "Link":
    row = goods.sale(key, actor=actor, now=now)
    found = evidence.link(str(link), kind="purchase", actor=actor, now=now)
    if found.stream() != stream_of(row):
        raise evidence.NoSuchLink({"link": str(link)})
    return found
