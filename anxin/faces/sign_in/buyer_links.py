"""A buyer whose platform hides his phone: by the link his shop sent him there he proves one, and files by himself."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from anxin.core import wording
from anxin.core.carriers import sms
from anxin.core.errors import AnxinError, Invalid
from anxin.domain.goods.actions import buyer_links
from anxin.domain.goods.queries import buyer_links as links
from anxin.domain.people.queries import actors
from anxin.faces import shared
from anxin.faces.ground import appearance
from anxin.faces.sign_in import customer, forms

if TYPE_CHECKING:
    from anxin.domain.goods.models import BuyerLink

TOKEN, SENT = "buyer_link", "buyer_link_sent"


@never_cache
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Open a link, and lead on: it goes into the session and out of the address bar; opening it uses up nothing."""
    shared.limit(request, "buyer_link", burst=20, per_min=10)
    request.session[TOKEN] = token[:80]
    request.session.pop(SENT, None)
    return HttpResponseRedirect(reverse("sign_in:buyer"))


@never_cache
@require_http_methods(["GET", "POST"])
def buyer(request: HttpRequest) -> HttpResponse:
    """Ask for the order's number and his phone, and send a code there."""
    row = _found(request)
    if isinstance(row, HttpResponse):
        return row
    form = forms.BuyerForm(request.POST or None)
    if not form.is_valid() or not sms.is_there():
        return _page(request, row, form)
    shared.limit(request, "buyer_link", burst=20, per_min=10)
    told, origin = form.cleaned_data, shared.origin_of(request).address
    try:
        shared.act(
            request,
            lambda: buyer_links.ask_code(
                link=row, order=told["order"], phone=told["phone"], asked_from=origin, now=timezone.now()
            ),
        )
    except links.BuyerLinkOver as error:
        return _over(request, error)
    except AnxinError as error:
        return _page(request, row, form, error)
    request.session[SENT] = True
    return HttpResponseRedirect(reverse("sign_in:buyer_code"))


@never_cache
@require_http_methods(["GET", "POST"])
def buyer_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the message; then he is in, and his order lies open."""
    if not request.session.get(SENT):
        return HttpResponseRedirect(reverse("sign_in:buyer"))
    row = _found(request)
    if isinstance(row, HttpResponse):
        return row
    form = forms.PhoneCode(request.POST or None)
    if not form.is_valid():
        return _page(request, row, form)
    shared.limit(request, "buyer_link", burst=20, per_min=10)
    given = form.cleaned_data["code"]
    try:
        order = shared.act(request, lambda: buyer_links.prove(link=row, code=given, now=timezone.now()))
    except links.BuyerLinkOver as error:
        return _over(request, error)
    except AnxinError as error:
        return _page(request, row, form, error)
    for name in (TOKEN, SENT):
        request.session.pop(name, None)
    assert order.buyer is not None
    customer.enter(request, shared.PERSON, actors.actor_of_phone_index(order.buyer.phone_index).id)
    asked = {"order": order.order_key, "seller": order.seller.slug}
    return HttpResponseRedirect(reverse("buyer:order", query=asked))


def _found(request: HttpRequest) -> "BuyerLink | HttpResponse":
    """Return the link of this session, or the page that says it is over."""
    try:
        row = links.found(str(request.session.get(TOKEN, "")), now=timezone.now())
    except links.BuyerLinkOver as error:
        return _over(request, error)
    appearance.wear(request, row.purchase.seller)
    return row


def _over(request: HttpRequest, error: AnxinError) -> HttpResponse:
    request.session.pop(SENT, None)
    said = {"slip": wording.error(error)}
    return render(request, "sign_in/buyer_over.html", said, status=shared.number_of(error))


def _page(
    request: HttpRequest, row: "BuyerLink", form: forms.BuyerForm | forms.PhoneCode, error: AnxinError | None = None
) -> HttpResponse:
    if error is not None:
        named = str(error.field) if isinstance(error, Invalid) else ""
        form.add_error(named if named in form.fields else None, wording.error(error))
    status = shared.number_of(error) if error else 422 if form.is_bound else 200
    template = "sign_in/buyer.html" if isinstance(form, forms.BuyerForm) else "sign_in/buyer_code.html"
    said = {"form": form, "shop": row.purchase.seller.name, "until": row.expires_at, "texts": sms.is_there()}
    return render(request, template, said, status=status)
