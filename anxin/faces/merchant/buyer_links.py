"""Links by which buyers prove their phones: shown on an order, and as a column of a table for many orders at once."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import batched
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.goods import queries as goods
from anxin.domain.goods.queries import buyer_links
from anxin.domain.shops.commands import ORDERS
from anxin.faces import shared
from anxin.faces.ground import sheets, site
from anxin.faces.merchant.frame import CLAIMS
from anxin.faces.words import local, moment

if TYPE_CHECKING:
    from anxin.domain.goods.models import BuyerLink, Purchase

MOST, AT_ONCE = 200, 10
"""So many orders a table tells of, and so many links are made in one block: others write between two."""


@dataclass(frozen=True, kw_only=True)
class ShownLink:
    """A link as it is sent: its address, with a line for the buyer, and until when it is good."""

    address: str
    text: str
    until: datetime


def shown(request: HttpRequest, row: "Purchase", *, now: datetime) -> ShownLink | None:
    """Return the link of an order that can be used still."""
    found = buyer_links.open_link(row, now=now) if buyer_links.is_wanted(row) else None
    return _shown(request, found) if found else None


def _shown(request: HttpRequest, row: "BuyerLink") -> ShownLink:
    address = site.address(request, reverse("sign_in:buyer_link", args=[buyer_links.token_of(row)]))
    line = _("Your after-sales link for this order, good for 72 hours and once; give it to nobody: {address}")
    return ShownLink(address=address, text=line.format(address=address), until=row.expires_at)


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def table(request: HttpRequest) -> HttpResponse:
    """Make the links of the newest orders whose buyers can't prove themselves, and answer with them as a table."""
    shared.limit(request, "buyer_links", burst=4, per_min=2)
    actor, now = shared.actor_of(request), timezone.now()
    rows = goods.unreached_sales(actor, now=now, text=request.POST.get("text", "").strip()[:40], limit=MOST)
    if not rows:
        messages.info(request, _("No order of the last 90 days lacks a buyer's phone."))
        return HttpResponseRedirect(reverse("merchant:purchases"))
    there = buyer_links.links_of(rows, now=now)

    def make(some: "tuple[Purchase, ...]") -> None:
        for one in some:
            there[one.pk] = ORDERS.give("buyer-link", row=one, by=actor, now=now, fields={})

    for some in batched([one for one in rows if one.pk not in there], AT_ONCE, strict=False):
        shared.act(request, partial(make, some))
    headers = [_("Order"), _("Goods"), _("Buyer"), _("Ordered"), _("Link for the buyer"), _("Good until")]
    lines = [_line(request, one, there[one.pk]) for one in rows]
    return sheets.answer("xlsx", f"links-{local(now):%Y%m%d-%H%M}", headers, lines)


def _line(request: HttpRequest, row: "Purchase", link: "BuyerLink") -> list[object]:
    sold = next(iter(row.lines.all()), None)
    buyer = row.buyer.name_masked if row.buyer else ""
    told = _shown(request, link)
    return [row.order_key, sold.title if sold else "", buyer, moment(row.bought_at), told.address, moment(told.until)]
