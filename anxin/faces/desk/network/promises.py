"""Promises: what counts, what begins, what is over; a new one is read as customers will read it, then published.

What hasn't begun yet can be withdrawn.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.commands import Fields
from anxin.core.errors import AnxinError, Invalid, Missing
from anxin.domain.network import queries as network
from anxin.domain.network.commands import NETWORKS, work
from anxin.domain.network.commands.fields import Promise
from anxin.domain.network.queries import promises as queries
from anxin.domain.network.queries.promises import PublishedView
from anxin.domain.network.rules.promises import AHEAD, Terms, begins_on
from anxin.domain.network.rules.situation import NetworkSituation
from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.desk.network.rows import STAFF
from anxin.faces.ground import staff
from anxin.faces.ground.forms import CommandForm
from anxin.faces.words import day as say_day
from anxin.faces.words import full_day, promised

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


@dataclass(kw_only=True)
class SeenPromises:
    """A brand and its promises as one request sees them."""

    actor: Actor
    now: datetime
    row: "Organisation"
    brands: list["Organisation"]

    @cached_property
    def situation(self) -> NetworkSituation:
        """Return the situation of the brand's network for the rules of the commands."""
        return network.network_situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return the address of its promises."""
        return f"{reverse('desk_network:promises')}?brand={self.row.slug}"


@dataclass(frozen=True, kw_only=True)
class PromiseLine:
    """A published promise in words."""

    view: PublishedView
    name: str
    says: str
    scope: str
    span: str
    stands: str
    tone: str
    can_withdraw: bool


def _find(request: HttpRequest) -> SeenPromises:
    brands = people.organisations_of("brand")
    given = request.POST if request.method == "POST" else request.GET
    row = next((one for one in brands if one.slug == given.get("brand", "")), brands[0] if brands else None)
    if row is None:
        raise people.UnknownOrganisation({"slug": ""})
    return SeenPromises(actor=shared.actor_of(request), now=timezone.now(), row=row, brands=brands)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def promises(request: HttpRequest) -> HttpResponse:
    """List what is promised; read a new promise as customers will read it, publish it; withdraw one."""
    case, given = _find(request), request.POST.get("do") or request.GET.get("do", "")
    command = NETWORKS.commands["withdrawal" if given == "withdrawal" else "promise"]
    mine = not command.refused(case.situation, case.actor)
    if request.method != "POST" or not mine:
        opened = mine and given == command.name
        asked = {"promise": request.GET.get("promise", "")}
        return _page(request, case, CommandForm(command, case=case, windows=None, asked=asked) if opened else None)
    form = CommandForm(command, case=case, windows=None, data=request.POST)
    return _withdrawn(request, case, form) if given == "withdrawal" else _read(request, case, form)


def _read(request: HttpRequest, case: SeenPromises, form: CommandForm) -> HttpResponse:
    fields = form.taken(request)
    if not isinstance(fields, Promise):
        return _page(request, case, form, status=422)
    try:
        terms = work.terms_of(fields, brand=case.row, now=case.now)
        begins = begins_on(terms, today=timezone.localdate(), at_once=queries.counts_at_once(case.row))
        if request.POST.get("do") == "publish":
            staff.act_once(request, lambda: _give(request, "promise", fields))
            said = _(
                "Published for {brand}. Customers read it under “What changed when” of its page; it is kept from {day} "
                "on."
            )
            messages.success(request, said.format(brand=case.row.name, day=full_day(begins)))
            return HttpResponseRedirect(case.url)
    except Missing:
        raise
    except AnxinError as error:
        for one in [error, *error.beside] if isinstance(error, Invalid) else [error]:
            field = one.field if isinstance(one, Invalid) and one.field in form.fields else None
            form.add_error(field, wording.error_here(one) if field else wording.error(one))
        return _page(request, case, form, status=shared.number_of(error))
    kept = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    preview = {"kept": kept, "scope": queries.scope(terms, now=case.now), "begins": full_day(begins), "terms": terms}
    return _page(request, case, form, preview=preview)


def _withdrawn(request: HttpRequest, case: SeenPromises, form: CommandForm) -> HttpResponse:
    fields = form.taken(request)
    if fields is None:
        return _page(request, case, form, status=422)
    try:
        staff.act_once(request, lambda: _give(request, "withdrawal", fields))
    except AnxinError as error:
        form.add_error(None, wording.error(error))
        return _page(request, case, form, status=shared.number_of(error))
    said = _("Withdrawn for {brand}. The public history of its page says so.")
    messages.success(request, said.format(brand=case.row.name))
    return HttpResponseRedirect(case.url)


def _give(request: HttpRequest, name: str, fields: Fields) -> None:
    case = _find(request)
    NETWORKS.give(name, row=case.row, by=case.actor, now=case.now, fields=fields)


def _page(
    request: HttpRequest,
    case: SeenPromises,
    form: CommandForm | None,
    *,
    preview: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    command = form.command if form else NETWORKS.commands["promise"]
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "brand": case.row,
        "brands": case.brands,
        "lines": [line_of(one, now=case.now) for one in queries.published(case.row, now=case.now)],
        "form": form,
        "preview": preview,
        "then": command.follows,
        "withdraws": command.name == "withdrawal",
        "may": not command.refused(case.situation, case.actor),
        "url": case.url,
        "earliest": say_day(today if queries.counts_at_once(case.row) else today + timedelta(days=AHEAD.days)),
    }
    return render(request, "desk/network/promises.html", facts, status=status)


def says(terms: Terms) -> str:
    """Return what a promise says, and the clocks of a case keep."""
    said = _("Accepted within {accept}, a technician within {assign}, his call within {call}.")
    lengths = {"accept": terms.acknowledge_min, "assign": terms.assign_min, "call": terms.call_min}
    return said.format(**{name: promised(length) for name, length in lengths.items()})


def line_of(one: PublishedView, *, now: datetime) -> PromiseLine:
    """Say a published promise."""
    until = full_day(one.to_date) if one.to_date else _("until another follows")
    stands = {
        "ahead": pgettext("a promise", "begins later"),
        "counts": pgettext("a promise", "counts"),
        "over": pgettext("a promise", "over"),
        "withdrawn": pgettext("a promise", "withdrawn"),
    }
    return PromiseLine(
        view=one,
        name=one.terms.name,
        says=says(one.terms),
        scope=queries.scope(one.terms, now=now),
        span=f"{full_day(one.from_date)} – {until}",
        stands=stands[one.stands],
        can_withdraw=one.may_be_withdrawn,
        tone={"ahead": "amber", "counts": "teal"}.get(one.stands, ""),
    )
