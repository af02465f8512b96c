"""Steps three and four: what is asked for, with pictures that help; everything once more; then it is filed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import settings, wording
from anxin.core.errors import AnxinError, Invalid, WrongState
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.choices import NOT_REFUNDED, REASONS
from anxin.domain.claims.queries import order_options
from anxin.domain.claims.rules import TypeAllowed, asks_money, needed, statutory
from anxin.domain.claims.rules.returned_goods import carriage_by
from anxin.domain.claims.wording import TYPES, WHY_ALLOWED
from anxin.domain.claims.wording.returned_goods import CARRIAGE_YOURS
from anxin.domain.evidence.choices import ROLES
from anxin.domain.evidence.wording import DECLARATIONS
from anxin.faces import shared
from anxin.faces.customer.claims import pictures, receipt
from anxin.faces.customer.claims.forms import GoodsForm, WishForm
from anxin.faces.customer.claims.orders import (
    ProvedOrder,
    edition,
    goods_page,
    hidden_fields,
    initial,
    not_found,
    order_search,
    walk,
)
from anxin.faces.ground import consent_words, law_rows, uploads

WISHES = ("type", "asked", "told", "declaration", "address")


@dataclass(frozen=True, kw_only=True)
class ChosenReason:
    """The goods and the reason, and what the rules say about them."""

    one: ProvedOrder
    goods: GoodsForm
    reason: str
    options: tuple[TypeAllowed, ...]
    most_fen: int
    roles: tuple[str, ...]

    @property
    def by_law(self) -> bool:
        """Return whether the law gives this return without a reason: then nobody has to answer first."""
        return any(
            statutory(type=one.type, reason=self.reason, returnable=one.allowed)
            for one in self.options
            if one.type == "return"
        )


def _chosen(request: HttpRequest, one: ProvedOrder, goods: GoodsForm) -> ChosenReason:
    reason = goods.cleaned_data["reason"]
    return ChosenReason(
        one=one,
        goods=goods,
        reason=reason,
        options=order_options.options_for(
            purchase=one.purchase, pieces=goods.pieces, reason=reason, now=timezone.now()
        ),
        most_fen=order_options.most_for(purchase=one.purchase, pieces=goods.pieces, reason=reason),
        roles=(*needed(reason), pictures.OTHER),
    )


def _carriage(chosen: ChosenReason, kind: str) -> str:
    """Say who bears what sending the goods back costs; nothing where none go back."""
    return str(CARRIAGE_YOURS.get(carriage_by(chosen.reason, remedy=kind), ""))


def _wish(request: HttpRequest, chosen: ChosenReason, *, bound: bool) -> WishForm:
    given = initial(request.POST)
    buyer = chosen.one.purchase.buyer
    at_home = buyer is not None and buyer.place_id is not None
    form = partial(WishForm, options=chosen.options, most_fen=chosen.most_fen, at_home=at_home)
    return form(request.POST) if bound else form(initial=given)


type Step = Callable[[HttpRequest, ChosenReason], HttpResponse]


def _with_goods(request: HttpRequest, go: Step, *, last: bool = False) -> HttpResponse:
    """Go on with the goods of the second step, or back to it with what is wrong there."""
    try:
        one = order_search(request)
    except shared.TooMany:
        raise
    except AnxinError as error:  # signed out meanwhile: what was typed travels along to the first step
        return not_found(request, error)
    goods = GoodsForm(request.POST, order=one.order, taken_too=last)
    return go(request, _chosen(request, one, goods)) if goods.is_valid() else goods_page(request, one, goods)


@never_cache
@require_POST
def request_page(request: HttpRequest) -> HttpResponse:
    """Ask what would put it right."""
    return _with_goods(request, lambda request, chosen: _ask(request, chosen, _wish(request, chosen, bound=False)))


@never_cache
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Show everything once more, with advice about the pictures."""
    shared.limit(request, "claim_check", burst=30, per_min=20)
    return _with_goods(request, _checked)


def _checked(request: HttpRequest, chosen: ChosenReason) -> HttpResponse:
    wish, by = _wish(request, chosen, bound=True), uploads.uploader(request)
    keys: dict[str, list[str]] = {}
    try:
        keys = pictures.keys_by_role(request, chosen.roles, by=by)
        shown = pictures.advised(keys, by=by)
    except AnxinError as error:
        wish.add_error(None, wording.error(error))
        return _ask(request, chosen, wish, pictures.alive(keys or _posted(request, chosen), by=by))
    if not wish.is_valid():
        return _ask(request, chosen, wish, keys)
    return _check_page(request, chosen, wish, keys, shown)


@never_cache
@require_POST
def submission(request: HttpRequest) -> HttpResponse:
    """File the claim: numbered before the answer leaves; the same press twice files one."""
    shared.limit(request, "claim", burst=10, per_min=6)
    return _with_goods(request, _submitted, last=True)


def _submitted(request: HttpRequest, chosen: ChosenReason) -> HttpResponse:
    wish, by = _wish(request, chosen, bound=True), uploads.uploader(request)
    keys = pictures.keys_by_role(request, chosen.roles, by=by)
    if not wish.is_valid():
        return _ask(request, chosen, wish, keys)
    without = _("Without your consent we can't show it to the merchant, and he can't answer.")
    if slip := consent_words.slip(request, "claims", without=without):
        return _check_page(request, chosen, wish, keys, pictures.advised(keys, by=by), slip=slip)
    try:
        made = shared.act(request, lambda: _file(request, chosen, wish, keys))
    except claims.OpenAlready as error:  # the page of the goods leads to the claim that is open
        chosen.goods.add_error(None, wording.error(error))
        return goods_page(request, chosen.one, chosen.goods, status=shared.number_of(error))
    except (Invalid, WrongState) as error:
        named = str(getattr(error, "field", ""))
        wish.add_error({"asked_fen": "asked"}.get(named, named if named in wish.fields else None), wording.error(error))
        return _ask(request, chosen, wish, pictures.alive(keys, by=by), status=shared.number_of(error))
    return HttpResponseRedirect(receipt.address(request, made))


def _file(request: HttpRequest, chosen: ChosenReason, wish: WishForm, keys: dict[str, list[str]]) -> claims.FiledClaim:
    one, now, given = chosen.one, timezone.now(), wish.cleaned_data
    uploader = uploads.uploader(request)
    by = uploader if one.by.kind == uploader.kind == "stranger" else one.by
    return claims.file(
        filing=claims.Filing(
            purchase=one.purchase,
            lines=tuple(
                claims.ClaimLineGiven(position=at, quantity=n) for at, n in sorted(chosen.goods.pieces.items())
            ),
            type=given["type"],
            reason=chosen.reason,
            told=given["told"],
            asked_fen=wish.asked_fen,
            declaration=given["declaration"],
            pictures=pictures.sealed(keys, by=uploader),
            phone=one.phone,
            key=request.POST.get("once", "")[:80],
            sender=shared.browser_of(request),
            address=given.get("address", ""),
            consent_version=consent_words.agreed(request, "claims"),
            told_by="page",
        ),
        by=by,
        now=now,
    )


def _ask(
    request: HttpRequest,
    chosen: ChosenReason,
    wish: WishForm,
    keys: dict[str, list[str]] | None = None,
    *,
    status: int = 0,
) -> HttpResponse:
    uploads = pictures.boxes(chosen.roles, _posted(request, chosen) if keys is None else keys)
    mine = (*WISHES, *(str(one["name"]) for one in uploads))
    at = wish["type"].value()
    context = {
        "one": chosen.one,
        "form": wish,
        "options": [
            {
                "code": one.type,
                "name": TYPES[one.type],
                "why": WHY_ALLOWED.get(one.why, ""),
                "allowed": one.allowed,
                "carriage": _carriage(chosen, one.type) if one.allowed else "",
            }
            for one in chosen.options
        ],
        "none_allowed": not any(one.allowed for one in chosen.options),
        "chosen": at,
        "reason": REASONS[chosen.reason],
        "most_fen": chosen.most_fen,
        "uploads": uploads,
        "kept": hidden_fields(request.POST, but=mine),
        "contests": chosen.reason == NOT_REFUNDED,
        "contest": _contest(request, chosen),
        "steps": walk(),
        "page_edition": edition(),
        **_heard_first(chosen),
    }
    return render(request, "customer/claims/request.html", context, status=status or (422 if wish.errors else 200))


def _contest(request: HttpRequest, chosen: ChosenReason) -> list[tuple[str, str]]:
    """Return what is sent to say that a refund of which the shop alone tells did not arrive; nothing where none is."""
    if chosen.reason == NOT_REFUNDED or not chosen.one.order.refunded_fen:
        return []
    said = order_options.most_for(purchase=chosen.one.purchase, pieces=chosen.goods.pieces, reason=NOT_REFUNDED)
    return [*hidden_fields(request.POST, but=("reason", *WISHES)), ("reason", NOT_REFUNDED)] if said else []


def _heard_first(chosen: ChosenReason) -> dict[str, object]:
    """Say on what a return without a reason stands, or how long the merchant has to answer."""
    now = timezone.now()
    if chosen.by_law:
        return {"basis": law_rows.basis(queries.basis(at=now, now=now)), "statutory": True}
    return {"answer_h": settings.get("claims.answer_h", organisation=str(chosen.one.purchase.seller_id), at=now)}


def _posted(request: HttpRequest, chosen: ChosenReason) -> dict[str, list[str]]:
    return {role: request.POST.getlist(pictures.field(role)) for role in chosen.roles}


def _check_page(
    request: HttpRequest,
    chosen: ChosenReason,
    wish: WishForm,
    keys: dict[str, list[str]],
    shown: list[pictures.Part],
    *,
    slip: str = "",
) -> HttpResponse:
    given, pieces = wish.cleaned_data, chosen.goods.pieces
    names = tuple(pictures.field(role) for role in chosen.roles)
    travelling = [*hidden_fields(request.POST, but=names), *_flat(keys)]
    option = next(one for one in chosen.options if one.type == given["type"])
    shared.browser_of(request)
    context = {
        "one": chosen.one,
        "lines": [(line, pieces[line.position]) for line in chosen.one.order.lines if line.position in pieces],
        "reason": REASONS[chosen.reason],
        "type": TYPES[given["type"]],
        "why": WHY_ALLOWED.get(option.why, ""),
        "carriage": _carriage(chosen, option.type),
        "asked_fen": (wish.asked_fen or chosen.most_fen) if asks_money(given["type"]) else 0,
        "told": given["told"],
        "address": given.get("address", "") if given["type"] == "repair" else "",
        "declaration": DECLARATIONS.get(given["declaration"], ""),
        "pictures": shown,
        "missing": [ROLES[role] for role in needed(chosen.reason) if not keys.get(role)],
        "kept": travelling,
        "once": request.POST.get("once") or str(uuid4()),
        "words": consent_words.words("claims"),
        "agreed_texts": consent_words.named("claims"),
        "steps": walk(),
        "page_edition": edition(),
        **_heard_first(chosen),
        "slip": slip,
    }
    return render(request, "customer/claims/check.html", context, status=422 if slip else 200)


def _flat(keys: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(pictures.field(role), key) for role, some in keys.items() for key in some]


@never_cache
@require_POST
def advice(request: HttpRequest) -> HttpResponse:
    """Answer with advice on the clarity of the pictures just uploaded, as a fragment beside them."""
    shared.limit(request, "claim_advice", burst=40, per_min=40)
    by = uploads.uploader(request)
    keys = {role: request.POST.getlist(pictures.field(role))[: pictures.A_ROLE] for role in ROLES}
    return render(request, "customer/claims/advice.html", {"pictures": pictures.advised(keys, by=by)})


@require_safe
def picture(request: HttpRequest) -> HttpResponseBase:
    """Show a picture to the one who has just sent it."""
    (file,) = uploads.opened([request.GET.get("key", "")], by=uploads.uploader(request))
    return pictures.shown(file, name="picture")
