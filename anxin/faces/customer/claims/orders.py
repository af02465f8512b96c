"""Step one: find the order, by sign-in or by its number and phone; step two: which goods, and what is wrong."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import wording
from anxin.core.actors import STRANGER, Actor
from anxin.core.carriers import sms
from anxin.core.errors import AnxinError, Invalid
from anxin.domain.claims.queries import order_options
from anxin.domain.goods import queries as goods
from anxin.domain.opening import queries as opening
from anxin.domain.opening.actions import NotOpen
from anxin.faces import shared
from anxin.faces.customer.claims.forms import FindOrderForm, GoodsForm
from anxin.faces.ground import appearance, consent_words, editions, shut_houses

if TYPE_CHECKING:
    from anxin.domain.goods.models import Purchase


@dataclass(frozen=True, kw_only=True)
class ProvedOrder:
    """An order with its buyer before the page: signed in, or proved by the phone it was ordered with."""

    purchase: "Purchase"
    order: order_options.Order
    phone: str
    by: Actor


def order_search(request: HttpRequest) -> ProvedOrder:
    """Find the order of a step anew, with its proof; raises `goods.no_such_purchase`, `NotOpen`."""
    asked = request.POST if request.method == "POST" else request.GET
    key, seller, phone = asked.get("order", ""), asked.get("seller", ""), asked.get("phone", "").strip()
    if phone:
        shared.limit(request, "claim_order", burst=30, per_min=10)
        purchase, by = goods.purchase(order_key=key, phone=phone, seller=seller), STRANGER
    else:
        by = shared.actor_of(request)
        purchase = goods.purchase_of(key, actor=by, now=timezone.now(), seller=seller)
    appearance.wear(request, purchase.seller)
    shut = opening.shut_seller(seller=purchase.seller_id, purchase=purchase.pk)
    if shut is not None:
        raise NotOpen({"brand": shut.name})
    return ProvedOrder(purchase=purchase, order=order_options.order(purchase), phone=phone, by=by)


def walk() -> list[str]:
    """Return the steps."""
    return [pgettext("step", "Order"), pgettext("step", "Goods"), _("Request"), pgettext("step", "Check")]


def edition() -> editions.Footing:
    """Return what stands at the foot of the steps of filing (one query)."""
    return editions.footing(opening.house_page("claim"), now=timezone.now())


def hidden_fields(data: QueryDict, *, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return what was typed on other steps, to travel along as hidden fields."""
    left_out = ("csrfmiddlewaretoken", "consent", consent_words.SHOWN, "once", *but)
    names = [name for name in data if name not in left_out and not name.endswith("_files")]
    return [(name, value) for name in names for value in data.getlist(name)]


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show a customer's own orders, and the way for everybody else."""
    return start_page(request, FindOrderForm(initial=request.GET.dict()))


def start_page(request: HttpRequest, form: FindOrderForm, *, slip: str = "", status: int = 200) -> HttpResponse:
    """Ask for the order; where no claim is taken in, say so and ask nothing."""
    reports = opening.takes_reports()
    house = None if reports or slip or form.is_bound else opening.shut_for_claims()
    if house is not None:
        return shut_houses.page(request, house, edition=edition())
    actor = shared.actor_of(request)
    mine = order_options.orders(actor, now=timezone.now()) if actor.kind != "stranger" else ()
    context = {"form": form, "orders": mine, "steps": walk(), "known": actor.kind != "stranger", "slip": slip}
    context |= {"kept": hidden_fields(request.POST, but=("order", "phone", "seller")), "page_edition": edition()}
    context |= {"reports": reports, "texts": sms.is_there()}
    return render(request, "customer/claims/start.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Open an order that is his; one that can't be shown is not told apart from one that isn't there."""
    try:
        one = order_search(request)
    except shared.TooMany:
        raise
    except AnxinError as error:
        return not_found(request, error)
    data = request.POST if request.method == "POST" else QueryDict()
    return goods_page(request, one, GoodsForm(order=one.order, initial=initial(data)))


def not_found(request: HttpRequest, error: AnxinError) -> HttpResponse:
    """Say on the first step what is missing or wrong; what was typed stays."""
    number = shared.number_of(error)
    if request.method != "POST":
        return start_page(request, FindOrderForm(initial=request.GET.dict()), slip=wording.error(error), status=number)
    form = FindOrderForm(request.POST)
    if form.is_valid() and isinstance(error, goods.SeveralShops):
        form.ask_shop(error.shops, wording.error(error))
    elif form.is_valid() and isinstance(error, Invalid):
        form.add_error("phone", _("We can't read this number."))
    slip = "" if form.errors else wording.error(error)
    return start_page(request, form, slip=slip, status=422 if form.errors else number)


def initial(data: QueryDict) -> dict[str, object]:
    """Turn what was typed before into the start of an unsent form."""
    return {name: data.getlist(name) if name == "line" else data[name] for name in data}


def goods_page(request: HttpRequest, one: ProvedOrder, form: GoodsForm, *, status: int = 422) -> HttpResponse:
    """Ask which goods and what is wrong."""
    mine = ("line", "reason", "order", "seller", "phone", *(name for name in form.fields if name.startswith("pieces-")))
    context = {
        "one": one,
        "form": form,
        "kept": hidden_fields(request.POST, but=mine),
        "steps": walk(),
        "page_edition": edition(),
    }
    return render(request, "customer/claims/goods.html", context, status=status if form.errors else 200)
