"""Give bare refusals of the framework a page that says what happened."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anxin.faces.ground.errors import PAGES, error_page

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
