"""A secret that is shown once, on the page that follows: the link to an account, a code to be told."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from anxin.core import settings

KEPT = "handed_once"


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What is shown: whose it is, and the link or the code."""

    whose: str
    link: str = ""
    code: str = ""


def keep_link(request: HttpRequest, *, whose: str, token: str) -> None:
    """Keep the link to an account for the next page: under the public address, or the one this page came from."""
    address = settings.get("notices.address", at=timezone.now())
    path = reverse("signing:invitation", args=[token])
    link = f"{address}{path}" if address else request.build_absolute_uri(path)
    request.session[KEPT] = {"whose": whose, "link": link}


def keep_code(request: HttpRequest, *, whose: str, code: str) -> None:
    """Keep a code for the next page."""
    request.session[KEPT] = {"whose": whose, "code": code}


def taken(request: HttpRequest) -> Handed | None:
    """Return what was kept for this page, once."""
    kept = request.session.pop(KEPT, None)
    return Handed(**kept) if kept else None
