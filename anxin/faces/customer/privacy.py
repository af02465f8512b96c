"""My data: who saw it, what I agreed to, what was asked for at the desk."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.carriers import sms
from anxin.core.errors import AnxinError
from anxin.domain.ledger.queries.own_accounts import own_accounts
from anxin.domain.network.queries import waiting_terms
from anxin.domain.notices.queries import followers
from anxin.domain.people import queries
from anxin.domain.people.choices import WAYS, WISHES
from anxin.domain.people.commands.data_requests import DATA_REQUESTS
from anxin.domain.people.queries import access, consents, data_requests, own_data
from anxin.domain.people.wording.consents import PURPOSES, TAKEN_BACK
from anxin.domain.people.wording.consents import WAYS as TOLD_BY
from anxin.domain.publications.wording import LEGAL
from anxin.faces import shared
from anxin.faces.customer.progress import CUSTOMER

if TYPE_CHECKING:
    from anxin.domain.people.models import Person


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def mine(request: HttpRequest) -> HttpResponse:
    """Show who saw what of me, and why."""
    return mine_page(request)


@require_POST
@shared.for_roles(CUSTOMER)
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Stop that the desk puts another phone in place of one's own; whom a link brought proves his phone first."""
    by, now = shared.actor_of(request), timezone.now()
    if not by.proved:
        return HttpResponseRedirect(reverse("sign_in:phone", query={"next": reverse("customer:mine")}))

    def work() -> None:
        row = data_requests.own(number, by=by)
        DATA_REQUESTS.give("objection", row=row, by=by, now=now, fields={})

    try:
        shared.act(request, work)
    except AnxinError as error:
        return mine_page(request, wording.error(error), shared.number_of(error))
    return HttpResponseRedirect(reverse("customer:mine"))


def mine_page(request: HttpRequest, slip: str = "", status: int = 200) -> HttpResponse:
    """Show my data; `slip` is what was refused, and why."""
    by, now = shared.actor_of(request), timezone.now()
    persons = list(queries.visible_to(by, now=now))
    looks = (one for person in persons for one in access.who_saw(person, by=by))
    seen = sorted(looks, key=lambda one: one.at, reverse=True)
    context = {
        "persons": [queries.masked(one) for one in persons],
        "accounts": own_accounts([one.pk for one in persons]) if by.proved else (),
        "new_phone": queries.new_phone_of(by, now=now),
        "seen": seen,
        "consents": [
            (one, PURPOSES.get(one.purpose, one.purpose), _words(one), TAKEN_BACK.get(one.purpose, ("", "")))
            for one in _agreed(persons, by)
        ],
        "requests": [
            {"view": one, "wish": str(WISHES[one.wish].name), "state": wording.state("data_request", one.state)}
            | {"how": str(WAYS[one.how].name) if one.how else "", "why": one.why}
            for one in own_data.own_requests(by, now=now)
        ],
        "waits": waiting_terms.own_waiting(by, now=now),
        "wechat": followers.is_joined(by),
        "texts": sms.is_there(),
        "proved": by.proved,
        "slip": slip,
    }
    return render(request, "customer/mine.html", context, status=status)


def _words(given: consents.ConsentView) -> list[tuple[str, str]]:
    """Say in which words a consent was given, and where each of them still stands; else how he was told."""
    if not given.version:
        return [(gettext("told {way}").format(way=TOLD_BY.get(given.channel, given.channel)), "")]
    return [_edition(one) for one in given.version.split(",")]


def _edition(one: str) -> tuple[str, str]:
    code, _slash, number = one.partition("/")
    if code in LEGAL and number.isdecimal():
        said = gettext("{text}, edition {n}").format(text=LEGAL[code], n=number)
        return said, reverse("public:text_edition", args=[code, int(number)])
    return gettext("wording {version}").format(version=one), ""


def _agreed(persons: list["Person"], by: Actor) -> list[consents.ConsentView]:
    """List what he agreed to or was told, newest first; what still stands once, as it is taken back at once."""
    given = [one for person in persons for one in consents.consents_of(person, by=by)]
    ordered = sorted(given, key=lambda one: one.given_at)
    standing = {(one.purpose, one.basis): one for one in ordered if one.withdrawn_at is None}
    return [one for one in given if one.withdrawn_at is not None or standing[one.purpose, one.basis] is one]
