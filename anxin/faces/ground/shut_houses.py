"""The page of a house that takes in nothing: not open yet, or since when no more, what goes on and whom to ring."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from anxin.domain.network import queries as network
from anxin.domain.opening import queries as opening
from anxin.faces.ground import editions
from anxin.faces.ground.hotline_order import answered_first

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


def page(request: HttpRequest, house: "Organisation", *, edition: editions.Footing) -> HttpResponse:
    """Say that nobody is served here yet, or since when no more, and whom to ring; nothing is taken in."""
    lines = answered_first(network.hotlines(on=timezone.localdate()), now=timezone.now())
    context = {"brand": house, "hotlines": lines, "page_edition": edition, "shut_at": opening.shut_since()}
    return render(request, "public/shut.html", context, status=503 if request.method == "POST" else 200)
