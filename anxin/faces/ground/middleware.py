"""Give bare refusals of the framework a page that says what happened; refuse what no table could keep; set up first."""

from collections.abc import Callable
from itertools import chain

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from anxin.core import settings
from anxin.core.errors import Invalid, Missing
from anxin.core.sessions import lifecycle
from anxin.domain.opening import queries as opening
from anxin.faces import refusals
from anxin.faces.errors import PAGES, error_page

BY_ITSELF = "Anxin-By-Itself"
Answer = Callable[[HttpRequest], HttpResponse]


def plain_refusals(get_response: Answer) -> Answer:
    """Dress refusals without a body, for people only: programs get the bare status."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        bare = not response.streaming and not response.content and response.status_code in PAGES
        if not bare or not request.accepts("text/html") or request.headers.get("HX-Request"):
            return response
        page = error_page(request, response.status_code)
        for name in ("Allow", "Retry-After"):
            if name in response:
                page[name] = response[name]
        return page

    return answer


def read_settings_once(get_response: Answer) -> Answer:
    """Let one request ask once whether a setting has changed, however many it reads."""

    def answer(request: HttpRequest) -> HttpResponse:
        with settings.one_snapshot():
            return get_response(request)

    return answer


def keep_signed_in(get_response: Answer) -> Answer:
    """Move the end of a sign-in on while its owner does something; what a page renews by itself is nothing he does."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.accessed and not request.headers.get(BY_ITSELF):
            lifecycle.moved(request.session, now=timezone.now())
        return response

    return answer


class NoNul:
    """Refuse an address or a field with a NUL, which no keyboard types and PostgreSQL takes into no text.

    A body is looked at where its form was read already, for its token; what programs send is read by the interface.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Look at everything that is text."""
        if request.path_info.startswith("/api/"):
            return None  # the interface names the field itself
        if "\0" in request.path_info:
            return refusals.refusal(request, Missing())
        form = () if getattr(view, "csrf_exempt", False) else request.POST.lists()
        for name, values in chain(request.GET.lists(), form):
            if any("\0" in text for text in (name, *values)):
                return refusals.refusal(request, Invalid(name[:60], expected="text without NUL", got="NUL"))
        return None


class SetUpFirst:
    """Lead every page of an installation nobody administers to its set-up; once somebody does, nothing is asked."""

    OPEN = (
        *("/setup/", "/api/", "/live/", "/static/", "/letters/", "/theme/", "/language/", "/accent/", "/about/"),
        "/.well-known/anxin-house/",
    )
    FILES = ("/robots.txt", "/sitemap.xml", "/.well-known/security.txt", "/favicon.ico", "/metrics")
    done = False

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on, or lead to the set-up."""
        if SetUpFirst.done or request.path_info.startswith(self.OPEN) or request.path_info in self.FILES:
            return self.get_response(request)
        try:
            SetUpFirst.done = not opening.is_empty()
        except DatabaseError:  # the page itself says what is wrong
            return self.get_response(request)
        return self.get_response(request) if SetUpFirst.done else HttpResponseRedirect(reverse("setup:first"))
