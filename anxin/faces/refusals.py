"""A refusal becomes a page, a fragment or a problem document."""

import time
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anxin.core import rate_limits, wording
from anxin.core.acting import acting, unanswered
from anxin.core.actors import ACCOUNTS, HOUSES, Actor
from anxin.core.errors import AnxinError, Forbidden, Invalid, Unavailable
from anxin.domain.people import rules
from anxin.domain.people.actions import sign_in_records
from anxin.domain.people.wording import reason_said
from anxin.faces.errors import error_page
from anxin.faces.shared import NotKnown, actor_of, number_of, origin_of

log = structlog.get_logger("anxin.faces")


class Refusals:
    """Middleware that turns a refusal into a page, a fragment or a problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer what the house refuses, or can't write; anything else is a fault and stays one."""
        said = exception if isinstance(exception, AnxinError) else unanswered(exception)
        if said is None:
            return None
        write_down(request, said)
        return refusal(request, said)


def write_down(request: HttpRequest, error: AnxinError, *, by: Actor | None = None) -> None:
    """Write down that somebody known, or a token nobody knows, was refused what isn't theirs; so many a minute each."""
    actor = by or actor_of(request)
    if not isinstance(error, Forbidden) or (actor.kind not in HOUSES and not isinstance(error, NotKnown)):
        return
    origin, route = origin_of(request), request.resolver_match.route if request.resolver_match else "-"
    facts = {"route": "".join(route.split())[:120], "error": error.code, "method": request.method}
    account = UUID(actor.id) if actor.kind in ACCOUNTS else None
    try:
        if rate_limits.take(f"refused|{actor.key}|{origin.address}", burst=20, per_min=6, now_s=time.time()):
            return
        acting(
            lambda: sign_in_records.note(
                "refused", by=actor, origin=origin, now=timezone.now(), account=account, facts=facts
            )
        )
    except (OperationalError, Unavailable) as failure:
        log.error("refusal not written down", error=type(failure).__name__)


def refusal(request: HttpRequest, error: AnxinError) -> HttpResponse:
    """Answer a refusal in the form the caller reads."""
    number, sentence = number_of(error), wording.error(error)
    wait_s = int(str(error.facts.get("wait_s", 0)))
    if request.path_info.startswith("/api/") or "json" in request.headers.get("Accept", ""):
        response: HttpResponse = problem(error)
    elif error.facts.get("why") in rules.SECOND_OPENS and "person" in error.facts:
        response = _ask_a_second(request, error, sentence)
    elif request.headers.get("HX-Request"):
        response = render(request, "parts/refusal.html", {"sentence": sentence, "code": error.code}, status=number)
        response["HX-Retarget"], response["HX-Reswap"] = "#refusal", "innerHTML"
    else:
        response = error_page(request, number, sentence=sentence, retry_after_s=wait_s)
    if wait_s:
        response["Retry-After"] = str(wait_s)
    return response


def _ask_a_second(request: HttpRequest, error: AnxinError, sentence: str) -> HttpResponse:
    """Where only the time is over, lead on to asking a second person; without script the way there is the answer."""
    told = {one: str(error.facts[one]) for one in ("person", "case")}
    given = {**told, "reason": reason_said(request.POST.get("reason", "")[:200], "")}
    there = f"{reverse('reveals:new')}?{urlencode(given)}"
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(there)
    facts = {"sentence": sentence, "code": error.code, "second": there}
    response = render(request, "parts/refusal.html", facts, status=number_of(error))
    response["HX-Retarget"], response["HX-Reswap"] = "#refusal", "innerHTML"
    return response


def problem(error: AnxinError) -> JsonResponse:
    """Write an error as a problem document (RFC 9457) with its stable code."""
    number = number_of(error)
    body = {"type": "about:blank", "title": wording.error(error), "status": number, "code": error.code}
    if isinstance(error, Invalid):
        body |= {"field": error.field, "expected": str(error.facts["expected"])}
    return JsonResponse(body, status=number, content_type="application/problem+json")
