"""File a claim for a buyer who rings: his order by its number and phone, then what he says; numbered at once."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid, WrongState
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions.filing_on_call import file_on_call
from anxin.domain.claims.queries import order_options
from anxin.domain.claims.queries.order_options import Order
from anxin.domain.claims.rules import asks_money
from anxin.domain.claims.rules.filing import LONGEST
from anxin.domain.claims.wording import TYPES
from anxin.domain.goods import queries as goods
from anxin.faces import shared
from anxin.faces.customer.claims.forms import WORDS, FindOrderForm, GoodsForm, address
from anxin.faces.ground import consent_words, staff
from anxin.faces.words import spoken


class CalledOrderForm(FindOrderForm):
    """Which order a caller names, and by which phone."""

    def __init__(self, data: Any = None) -> None:
        """Let the phone be empty: an order may show a part of it only."""
        super().__init__(data)
        self.fields["phone"].required = False


class CalledClaimForm(GoodsForm):
    """What a caller asks for, in his words; who called."""

    type = forms.ChoiceField(label=gettext_lazy("What would put it right?"), choices=TYPES)
    asked = forms.DecimalField(
        label=gettext_lazy("How much back (yuan); empty: all"),
        required=False,
        max_digits=9,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    told = forms.CharField(label=gettext_lazy("In the buyer's words"), max_length=LONGEST["told"], widget=WORDS)
    caller = forms.CharField(label=gettext_lazy("Who called, and from which number"), min_length=2, max_length=80)
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "I said that the claim goes to the shop, and named the texts below; the caller agreed to them"
        ),
        widget=forms.CheckboxInput({"class": "checkbox mt-0.5"}),
    )

    def __init__(self, data: Any = None, *, order: Order) -> None:
        """Offer the goods of an order; where somebody is to come to is asked, too."""
        super().__init__(data, order=order, taken_too=data is not None)
        self.fields["address"] = address()
        self.fields["address"].required = False

    @property
    def asked_fen(self) -> int:
        """Return the sum; nothing typed means all that was paid for these pieces."""
        asked: Decimal | None = self.cleaned_data.get("asked")
        return int(asked * 100) if asked and asks_money(self.cleaned_data["type"]) else 0


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("agent")
def new(request: HttpRequest) -> HttpResponse:
    """Ask for the order, then for what he says; number the claim."""
    find = CalledOrderForm(request.POST or None)
    if request.method == "GET" or not find.is_valid():
        return _page(request, find)
    shared.limit(request, "claim_order", burst=30, per_min=10)
    told = find.cleaned_data
    named = {"order_key": told["order"], "phone": told["phone"].strip(), "seller": told["seller"].strip()}
    try:
        purchase = order_options.order_on_call(**named)
    except AnxinError as error:
        if isinstance(error, goods.SeveralShops):
            find.ask_shop(error.shops, wording.error(error))
        else:
            find.add_error("order", wording.error(error))
        return _page(request, find)
    order = order_options.order(purchase)
    if named["seller"]:
        find.keep_shop(purchase.seller.slug, order.seller)
    form = CalledClaimForm(request.POST if "file" in request.POST else None, order=order)
    if not form.is_valid():
        return _page(request, find, form)
    if not consent_words.stands(request, "claims"):
        form.add_error("agreed", consent_words.anew())
        return _page(request, find, form)
    given = form.cleaned_data
    filing = claims.Filing(
        purchase=purchase,
        lines=tuple(claims.ClaimLineGiven(position=at, quantity=n) for at, n in sorted(form.pieces.items())),
        type=given["type"],
        reason=given["reason"],
        told=given["told"],
        asked_fen=form.asked_fen,
        phone=named["phone"],
        address=given["address"],
        key=request.POST.get("once", "")[:80],
        consent_version=consent_words.agreed(request, "claims"),
    )
    by, caller = shared.actor_of(request), given["caller"]
    try:
        made = shared.act(request, lambda: file_on_call(filing=filing, caller=caller, by=by, now=timezone.now()))
    except (Invalid, WrongState) as error:
        form.add_error(None, wording.error(error))
        return _page(request, find, form)
    said = _("Numbered. Read the number to the caller: {number}").format(number=spoken(made.claim.number))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("desk_claims:claim", args=[made.claim.number]))


def _page(request: HttpRequest, find: CalledOrderForm, form: CalledClaimForm | None = None) -> HttpResponse:
    wrong = bool(find.errors or (form is not None and form.errors))
    context = {
        **staff.frame(request, face="desk", now=timezone.now(), search=reverse("desk_claims:search")),
        "find": find,
        "form": form,
        "once": request.POST.get("once") or str(uuid4()),
        "words": consent_words.words("claims"),
        "agreed_texts": consent_words.named("claims"),
    }
    return render(request, "desk/claims/new.html", context, status=422 if wrong else 200)
