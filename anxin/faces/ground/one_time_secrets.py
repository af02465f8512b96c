"""A secret that is shown once, on the page that follows: the link to an account, a code to be told."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from anxin.core import settings

KEPT = "handed_once"


@dataclass(frozen=True, kw_only=True)
class HandedSecret:
    """What is shown: whose it is, and the link or the code; `elsewhere` and `here` as below."""

    whose: str
    link: str = ""
    code: str = ""
    elsewhere: str = ""
    here: str = ""


def link_of(request: HttpRequest, token: str) -> str:
    """Return the link of an invitation: under the public address, or the one this page came from."""
    path = reverse("sign_in:invitation", args=[token])
    return f"{_address()}{path}" if _address() else request.build_absolute_uri(path)


def elsewhere(request: HttpRequest) -> str:
    """Return the public address where links lead, if this page came by another one: it may not answer yet."""
    there = urlsplit(_address()).netloc
    return there if there != request.get_host() else ""


def here(request: HttpRequest) -> str:
    """Return where this page came from, if links lead there because no public address is set."""
    return "" if _address() else request.get_host()


def _address() -> str:
    address: str = settings.get("notices.address", at=timezone.now())
    return address.rstrip("/")


def keep_link(request: HttpRequest, *, whose: str, token: str) -> None:
    """Keep the link to an account for the next page."""
    where = {"elsewhere": elsewhere(request), "here": here(request)}
    request.session[KEPT] = {"whose": whose, "link": link_of(request, token), **where}


def keep_code(request: HttpRequest, *, whose: str, code: str) -> None:
    """Keep a code for the next page."""
    request.session[KEPT] = {"whose": whose, "code": code}


def take(request: HttpRequest) -> HandedSecret | None:
    """Return what was kept for this page, once."""
    kept = request.session.pop(KEPT, None)
    return HandedSecret(**kept) if kept else None
