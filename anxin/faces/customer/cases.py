"""All of a customer's cases on one page: repairs and claims, newest first; a single one is opened at once."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.wording import joined
from anxin.domain.claims import queries as claims
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.queries import order_options
from anxin.domain.claims.wording import TYPES
from anxin.domain.opening import queries as opening
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.wording.kinds import press_of
from anxin.faces import shared
from anxin.faces.customer.progress import CUSTOMER
from anxin.faces.ground.claim_parts import state_of

OLD_NUMBER = gettext_lazy("formerly {number}")


@dataclass(frozen=True, kw_only=True)
class CaseCard:
    """One case in the list; `key` names it as its link does."""

    key: str
    number: str
    url: str
    title: str
    note: str
    at: datetime
    state: str
    claim: bool = False
    waits: str = ""
    danger: bool = False


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the one case, or the one that is named, or list them all; the link of an order leads to a claim."""
    actor, now = shared.actor_of(request), timezone.now()
    rows = [_repair(one) for one in repairs.own_turns(actor, now=now)] + [
        _claim(one) for one in claims.mine(actor, now=now)
    ]
    rows.sort(key=lambda one: one.at, reverse=True)
    for one in rows:
        if len(rows) == 1 or one.key == request.GET.get("case"):
            return HttpResponseRedirect(one.url)
    orders = order_options.order_keys(actor, now=now)
    if not rows and len(orders) == 1:
        ((key, seller),) = orders
        there = {"order": key, "seller": seller}
        return HttpResponseRedirect(reverse("buyer:order", query=there))
    return render(
        request, "customer/home.html", {"rows": rows, "orders": len(orders), "reports": opening.takes_reports()}
    )


def _note(told: str, old_number: str) -> str:
    """Add the number a case had before it came here, where it had one."""
    return joined(filter(None, (told, old_number and str(OLD_NUMBER).format(number=old_number))))


def _repair(case: repairs.OwnTurn) -> CaseCard:
    one = case.row
    asks = _("for you: {what}").format(what=press_of(case.asks, one.kind)) if case.asks else ""
    return CaseCard(
        key=f"repair:{one.id}",
        number=one.number,
        url=reverse("customer:repair", args=[one.number]),
        title=one.product,
        note=_note(joined(one.symptoms), one.old_number),
        at=one.created_at,
        state="" if asks else wording.state("repair", one.state),
        waits=_("open it at once") if one.danger else asks,
        danger=one.danger,
    )


def _claim(one: claims.ClaimRow) -> CaseCard:
    return CaseCard(
        key=f"claim:{one.id}",
        number=one.number,
        url=reverse("buyer:claim", args=[one.number]),
        title=one.title,
        note=_note(f"{TYPES[one.type]} · {REASONS[one.reason]}", one.old_number),
        at=one.created_at,
        state=state_of(one),
        claim=True,
        waits=pgettext("waits", "for you") if one.asks_buyer else "",
    )
