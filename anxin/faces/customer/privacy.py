"""My data: who saw it, what I agreed to, and how to have it erased."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
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
from anxin.domain.notices.queries import followers
from anxin.domain.people import queries
from anxin.domain.people.actions import corrections, personal_data
from anxin.domain.people.choices import WAYS, WISHES
from anxin.domain.people.commands.data_requests import DATA_REQUESTS
from anxin.domain.people.queries import access, data_requests
from anxin.domain.people.wording import WAYS as TOLD_BY
from anxin.domain.people.wording.consents import PURPOSES, TAKEN_BACK
from anxin.domain.publications.wording import LEGAL
from anxin.domain.repairs.actions import addresses
from anxin.faces import shared
from anxin.faces.customer.progress import CUSTOMER

if TYPE_CHECKING:
    from anxin.domain.people.models import Person


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def mine(request: HttpRequest) -> HttpResponse:
    """Show who saw what of me, and why."""
    return _page(request)


@require_POST
@shared.for_roles(CUSTOMER)
def erasure(request: HttpRequest) -> HttpResponse:
    """Erase who asks; say what case or hold is in the way."""

    def work(by: Actor, now: datetime) -> None:
        for person in queries.visible_to(by, now=now):
            personal_data.erase(person=person, by=by, now=now)

    gone = gettext("Your name, phone and address are erased. Nobody can bring them back.")
    return _proved(request, work, gone=gone)


@require_POST
@shared.for_roles(CUSTOMER)
def correction(request: HttpRequest, person: UUID) -> HttpResponse:
    """Correct a name of one's own."""
    name = request.POST.get("name", "")[:64]

    def work(by: Actor, now: datetime) -> None:
        row = queries.visible_person(str(person), actor=by, now=now)
        corrections.correct_name(person=row, name=name, by=by, now=now)

    return _proved(request, work)


@require_POST
@shared.for_roles(CUSTOMER)
def address(request: HttpRequest, person: UUID) -> HttpResponse:
    """Correct where one lives, while no repair is open."""
    given = request.POST.get("address", "")[:300]

    def work(by: Actor, now: datetime) -> None:
        row = queries.visible_person(str(person), actor=by, now=now)
        addresses.correct_home(person=row, address=given, by=by, now=now)

    return _proved(request, work)


@require_POST
@shared.for_roles(CUSTOMER)
def phone(request: HttpRequest) -> HttpResponse:
    """Send a code to the number that is to take the place of one's own."""
    shared.limit(request, "phone", burst=20, per_min=10)
    given, origin = request.POST.get("phone", "")[:40], shared.origin_of(request).address

    def work(by: Actor, now: datetime) -> None:
        corrections.ask_phone(phone=given, asked_from=origin, by=by, now=now)

    return _proved(request, work) if sms.is_there() else _page(request)


@require_POST
@shared.for_roles(CUSTOMER)
def phone_code(request: HttpRequest) -> HttpResponse:
    """Keep the new number, once its code came back."""
    shared.limit(request, "phone", burst=20, per_min=10)
    given = request.POST.get("code", "")[:12]

    def work(by: Actor, now: datetime) -> None:
        corrections.prove_phone(code=given, by=by, now=now)

    return _proved(request, work)


@require_POST
@shared.for_roles(CUSTOMER)
def withdrawal(request: HttpRequest, purpose: str) -> HttpResponse:
    """Take a consent back."""

    def work(by: Actor, now: datetime) -> None:
        for person in queries.visible_to(by, now=now):
            personal_data.withdraw_consent(person=person, purpose=purpose, by=by, now=now)

    return _proved(request, work)


@require_POST
@shared.for_roles(CUSTOMER)
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Stop that the desk puts another phone in place of one's own; who came by a link may do so too."""
    by, now = shared.actor_of(request), timezone.now()

    def work() -> None:
        row = data_requests.own(number, persons=queries.visible_to(by, now=now))
        DATA_REQUESTS.give("objection", row=row, by=by, now=now, fields={})

    try:
        shared.act(request, work)
    except AnxinError as error:
        return _page(request, error)
    return HttpResponseRedirect(reverse("customer:mine"))


def _proved(request: HttpRequest, work: Callable[[Actor, datetime], None], *, gone: str = "") -> HttpResponse:
    """Do this for who proved his phone, or say why not; whom a link only brought is asked for the code first.

    `gone` is said at the door: there is nothing left to come back to.
    """
    by = shared.actor_of(request)
    if by.kind != "customer_phone":
        return HttpResponseRedirect(reverse("signing:phone", query={"next": reverse("customer:mine")}))
    try:
        shared.act(request, lambda: work(by, timezone.now()))
    except AnxinError as error:
        return _page(request, error)
    if gone:
        messages.info(request, gone)
    return HttpResponseRedirect(reverse("signing:phone" if gone else "customer:mine"))


def _page(request: HttpRequest, error: AnxinError | None = None) -> HttpResponse:
    persons = list(queries.visible_to(shared.actor_of(request), now=timezone.now()))
    seen = sorted((one for person in persons for one in access.who_saw(person)), key=lambda one: one.at, reverse=True)
    context = {
        "persons": [queries.masked(one) for one in persons],
        "new_phone": queries.new_phone_of(shared.actor_of(request), now=timezone.now()),
        "seen": seen,
        "consents": [
            (one, PURPOSES.get(one.purpose, one.purpose), _words(one), TAKEN_BACK.get(one.purpose, ("", "")))
            for one in _agreed(persons)
        ],
        "requests": [
            {"view": one, "wish": str(WISHES[one.wish].name), "state": wording.state("data_request", one.state)}
            | {"how": str(WAYS[one.how].name) if one.how else "", "why": one.why}
            for one in data_requests.of_persons(persons, now=timezone.now())
        ],
        "wechat": followers.is_joined(shared.actor_of(request)),
        "texts": sms.is_there(),
        "proved": shared.actor_of(request).kind == "customer_phone",
        "slip": wording.error(error) if error else "",
    }
    return render(request, "customer/mine.html", context, status=shared.number_of(error) if error else 200)


def _words(given: queries.ConsentView) -> list[tuple[str, str]]:
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


def _agreed(persons: list["Person"]) -> list[queries.ConsentView]:
    """List what he agreed to or was told, newest first; what still stands once, as it is taken back at once."""
    given = [one for person in persons for one in queries.consents_of(person)]
    ordered = sorted(given, key=lambda one: one.given_at)
    standing = {(one.purpose, one.basis): one for one in ordered if one.withdrawn_at is None}
    return [one for one in given if one.withdrawn_at is not None or standing[one.purpose, one.basis] is one]
