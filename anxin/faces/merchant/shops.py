"""Shops on platforms: connected, tried, how they go, and what of them is at the platform alone."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import providers, wording
from anxin.core.actors import Actor
from anxin.domain.people import queries as people
from anxin.domain.shops import providers as platforms
from anxin.domain.shops import queries
from anxin.domain.shops.commands import OWNER, TABLE
from anxin.domain.shops.queries import ShopView
from anxin.domain.shops.rules import ShopSituation
from anxin.domain.shops.wording import FAULTS, PLATFORMS, WHY
from anxin.faces import shared
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.merchant.frame import CLAIMS, frame

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


@dataclass(kw_only=True)
class ShopHouse:
    """A house and its shops, as one request sees them; `asked` is the shop the request is about."""

    actor: Actor
    now: datetime
    row: "Organisation"
    asked: str

    @cached_property
    def situation(self) -> ShopSituation:
        """Return the situation of the house for the rules of the commands."""
        return queries.situation(self.row, by=self.actor, now=self.now)

    @cached_property
    def shops(self) -> list[ShopView]:
        """Return the connected shops."""
        return queries.shops(self.actor)

    @property
    def url(self) -> str:
        """Return the address of the list."""
        return reverse("merchant:shops")


def find(request: HttpRequest, _key: str) -> ShopHouse:
    """Find the house of who is signed in."""
    actor = shared.actor_of(request)
    asked = (request.POST if request.method == "POST" else request.GET).get("shop", "")
    return ShopHouse(actor=actor, now=timezone.now(), row=people.organisation_by_key(actor.organisation), asked=asked)


def _holds(case: ShopHouse) -> dict[str, str]:
    """Return what is kept of a shop whose keys are changed; secrets are shown nowhere."""
    for one in case.shops:
        if case.asked and one.row.account == case.asked:
            kept = dict(one.health.values) if one.health else {}
            number = {"number": kept.pop("shop")} if "shop" in kept else {}
            return {"shop": one.row.account, "title": one.row.title, **kept, **number}
    return {}


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def listing(request: HttpRequest) -> HttpResponse:
    """List the shops; `?do=` opens the form of a platform."""
    return RUNNER.show(request, "")


@never_cache
@sensitive_post_parameters("secret", "session")
@require_http_methods(["GET", "POST"])
@shared.for_roles(OWNER)
def command(request: HttpRequest, name: str) -> HttpResponse:
    """Connect a shop, keep new keys of one, or ask one no more."""
    return RUNNER.give(request, "", name)


@never_cache
@require_POST
@shared.for_roles(OWNER)
def trial(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a shop for some minutes of orders and claims, now, and say what came of it."""
    row, now = queries.shop(key, actor=shared.actor_of(request)), timezone.now()
    shared.limit(request, "provider_trial", burst=10, per_min=6)
    kept, given = providers.account(row.account), dict[str, str]()
    fault = platforms.trial(row.platform, kept.values, given.update, now=now) if kept else "token"

    def note() -> None:
        if given:
            providers.remember(row.account, given)
        providers.note_trial(row.account, fault=fault, now=now)

    shared.act(request, note)
    if fault:
        said = _("The trial failed: {fault}").format(fault=said_of(fault))
        return page(request, find(request, ""), Shown(slip=said), status=502)
    messages.success(request, _("It answered. Its orders and claims come in from now on, every five minutes."))
    return HttpResponseRedirect(reverse("merchant:shops"))


def said_of(fault: str) -> str:
    """Say a fault in words, with the platform's own beside it."""
    kind, _colon, text = fault.partition(": ")
    return "：".join(filter(None, (wording.words_of(FAULTS, kind), text))) if fault else ""


def page(request: HttpRequest, case: ShopHouse, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the shops beside the form of one."""
    shops = [
        {
            "view": one,
            "platform": PLATFORMS[one.row.platform],
            "fault": said_of((one.health.fault or one.health.trial_fault) if one.health else "token"),
            "apart": [(row, wording.words_of(WHY, row.why)) for row in one.apart],
        }
        for one in case.shops
    ]
    known = _holds(case).get("title", "")
    facts = {
        **frame(request, now=case.now),
        "shops": shops,
        "platforms": PLATFORMS,
        "opened": shown.opened,
        "known": known,
        "platform": PLATFORMS.get(shown.opened.name, "") if shown.opened else "",
        "slip": shown.slip,
        "owner": case.actor.may(frozenset({OWNER})),
        "url": case.url,
    }
    return render(request, "merchant/shops.html", facts, status=status)


def _done(request: HttpRequest, case: ShopHouse, name: str) -> str:
    told = {"ending": _("It is asked no more."), "look": _("Noted. What it gave back counts on.")}
    messages.success(request, told.get(name, _("Kept. Now try it.")))
    return case.url


RUNNER: Runner[ShopHouse] = Runner(
    TABLE,
    [
        *[Place[ShopHouse](name=name, submit=gettext_lazy("Keep it"), holds=_holds) for name in PLATFORMS],
        Place(name="ending", holds=_holds),
        Place(name="look"),
    ],
    find=find,
    page=page,
    done=_done,
)
