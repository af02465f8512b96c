"""Goods of the house: which product each is; those that nobody has named yet first, of these those of most orders."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core.actors import Actor
from anxin.domain.goods.commands import MOST, TABLE
from anxin.domain.goods.queries import listings as goods
from anxin.domain.goods.queries.listings import GoodsPage
from anxin.domain.goods.rules.listings import ListingSituation
from anxin.domain.goods.wording.tables import LISTING_COLUMNS
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.ground import sheets
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.merchant.frame import CLAIMS, frame
from anxin.faces.pagination import Page, asked_for
from anxin.faces.words import local

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation

SIZE = 50
SHOWS = ("unnamed", "named", "nothing")
IN_A_FILE = 2000


@dataclass(kw_only=True)
class ListingHouse:
    """A house and its goods, as one request sees them; `chosen` are those the request is about."""

    actor: Actor
    now: datetime
    row: "Organisation"
    chosen: tuple[str, ...]
    text: str
    show: str

    @cached_property
    def situation(self) -> ListingSituation:
        """Return the situation of the house for the rules of the commands."""
        return replace(goods.situation(self.row, by=self.actor, now=self.now), chosen=self.chosen)

    @property
    def url(self) -> str:
        """Return the address of the list."""
        return reverse("merchant:goods")

    @cached_property
    def first(self) -> GoodsPage:
        """Return the first goods asked for."""
        return self.page(1)

    def page(self, number: int, size: int = SIZE) -> GoodsPage:
        """Return the goods asked for."""
        asked: dict[str, Any] = {"text": self.text, "offset": (number - 1) * size, "limit": size}
        if self.show == "unnamed":
            return goods.unnamed(self.row.pk, now=self.now, **asked)
        return goods.named(self.row.pk, ours=self.show == "named", **asked)


def find(request: HttpRequest, _key: str) -> ListingHouse:
    """Find the house of who is signed in."""
    actor, show = shared.actor_of(request), request.GET.get("show", "")
    sent = request.POST.getlist("codes") if request.method == "POST" else request.GET.getlist("code")
    return ListingHouse(
        actor=actor,
        now=timezone.now(),
        row=people.organisation_by_key(actor.organisation),
        chosen=tuple(dict.fromkeys(one[:120] for one in sent if one))[:MOST],
        text=request.GET.get("text", "").strip()[:40],
        show=show if show in SHOWS else "unnamed",
    )


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def listed(request: HttpRequest) -> HttpResponse:
    """List the goods; `?do=` opens the form of a command about those chosen."""
    return RUNNER.show(request, "")


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def command(request: HttpRequest, name: str) -> HttpResponse:
    """Say which product some goods are, that each is what it is called like, or that they are nothing repaired."""
    return RUNNER.give(request, "", name)


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def table(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the goods asked for as a table: the model is written beside, and it is brought back."""
    case = find(request, "")
    headers = [str(LISTING_COLUMNS[one]) for one in ("code", "title", "model")] + [_("Orders"), _("Called like")]
    lines: list[list[object]] = [
        [
            one.code,
            one.title,
            _file_model(one, case.show),
            one.orders or "",
            f"{one.suggested.brand}:{one.suggested.code}" if one.suggested else "",
        ]
        for one in case.page(1, IN_A_FILE).rows
    ]
    return sheets.answer(kind, f"goods-{local(case.now):%Y%m%d-%H%M}", headers, lines)


def _file_model(one: goods.GoodsView, show: str) -> str:
    return goods.NOTHING if show == "nothing" else goods.model_of(one.product) or ""


def page(request: HttpRequest, case: ListingHouse, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the goods beside the form of a command."""
    number = asked_for(request)
    found = case.first if number == 1 else case.page(number)
    names = {"unnamed": _("not named yet"), "named": _("named"), "nothing": _("nothing repaired")}
    facts = {
        "page": Page(rows=found.rows, number=number, has_next=found.more, total=found.total),
        "rows": found.rows,
        "show": case.show,
        "shows": [(f"{case.url}?show={one}", names[one], one == case.show) for one in SHOWS],
        "text": case.text,
        "suggests": any(one.suggested for one in found.rows),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "merchant/goods.html", {**frame(request, now=case.now), **facts}, status=status)


def _chosen(case: ListingHouse) -> Any:
    """Tick all goods the form was opened about; where it is about one, its product is what it is called like."""
    found = goods.suggestions(case.row.pk, case.chosen) if len(case.chosen) == 1 else {}
    like = next(iter(found.values()), None)
    return {"codes": list(case.chosen), **({"model": f"{like.brand}:{like.code}"} if like else {})}


def _likes(case: ListingHouse) -> dict[str, str]:
    """Say of each of the first goods which product it is called like, or that it is like none."""
    return {
        one.code: _("→ {brand} {name}").format(brand=one.suggested.brand_name, name=one.suggested.name)
        if one.suggested
        else _("(like none: stays as it is)")
        for one in case.first.rows
    }


def _done(request: HttpRequest, case: ListingHouse, _name: str) -> str:
    lines: int = getattr(request, "anxin_given", 0) or 0
    said = ngettext(
        "Written down. {n} line of an order that is here follows within minutes.",
        "Written down. {n} lines of orders that are here follow within minutes.",
        lines,
    )
    messages.success(request, said.format(n=lines) if lines else _("Written down."))
    return case.url


RUNNER: Runner[ListingHouse] = Runner(
    TABLE,
    (
        Place(name="naming", holds=_chosen),
        Place(name="confirmation", holds=_chosen, beside=_likes),
        Place(name="nothing", holds=_chosen),
    ),
    find=find,
    page=page,
    done=_done,
)
