"""Give bare refusals of the framework a page that says what happened."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from anxin.core import sessions
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


def keep_signed_in(get_response: Answer) -> Answer:
    """Move the end of a sign-in on while its owner does something; what a page renews by itself is no deed of his."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.accessed and not request.headers.get(BY_ITSELF):
            sessions.moved(request.session, now=timezone.now())
        return response

    return answer
