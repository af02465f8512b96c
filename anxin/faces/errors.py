"""Error pages: what happened, what was kept, what next. Plain pages that need no database."""

import sys
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anxin.core import wording
from anxin.core.acting import unanswered

type Way = tuple[str, str | Promise]
START: Way = ("/", _("To the start page"))
WORK: Way = ("/", _("To my own work"))
"""The same address: it leads whoever works here to where he may go."""
SIGN_IN: Way = ("/sign-in/", _("Sign in"))
MY_CASE: Way = ("/customer/sign-in/", _("Find my case"))
HOMES: dict[str, Way] = {
    "/desk/": ("/desk/", _("To the desk")),
    "/outlet/": ("/outlet/", _("To the outlet's jobs")),
    "/merchant/": ("/merchant/", _("To the merchant's start")),
    "/technician/": ("/technician/", _("To today's jobs")),
    "/auditor/": ("/auditor/", _("To the auditor's start")),
    "/claim/": ("/claim/", _("Claim about an order")),
}
"""Where each face begins, for who went astray in it."""


@dataclass(frozen=True, kw_only=True)
class Oops:
    """The three sentences of an error page, and ways besides the start page: their addresses and names.

    `rings`: it names the hotline for who can't wait, where there is one.
    """

    happened: str | Promise
    kept: str | Promise
    next: str | Promise
    ways: tuple[Way, ...] = ()
    rings: bool = False


PAGES: dict[int, Oops] = {
    400: Oops(
        happened=_("This address or form can't be read."),
        kept=_("Nothing was changed. What you typed is still on this device."),
        next=_("Go back one page and try again. A link from a message must be opened whole."),
    ),
    403: Oops(
        happened=_("You may not see this."),
        kept=_("Nothing was changed. That you asked is logged."),
        next=_("Only who has an open job with a case sees it. If it is yours, sign in or open the link you were sent."),
        ways=(SIGN_IN, MY_CASE),
    ),
    404: Oops(
        happened=_("There is no such page, or it is not yours to see."),
        kept=_("Your cases are all still there."),
        next=_("Check the address, or go on from the start page: it says what is served here."),
        ways=(MY_CASE,),
    ),
    405: Oops(
        happened=_("This address can't be opened this way."),
        kept=_("Nothing was changed."),
        next=_("Go back one page and press the button there."),
    ),
    408: Oops(
        happened=_("What you sent came too slowly, so it was not taken in."),
        kept=_("What you typed is still on this device; nothing half is stored."),
        next=_("Go back one page and send it again, best on a better line."),
    ),
    409: Oops(
        happened=_("Someone else was first: the case has moved on."),
        kept=_("What you typed is still on this device; nothing was overwritten."),
        next=_("Open the case again and see where it stands now."),
    ),
    411: Oops(
        happened=_("The upload did not say how large it is, so it was refused."),
        kept=_("The file is still on your device; nothing half is stored."),
        next=_("Send it again from the page itself. A program has to send Content-Length."),
    ),
    413: Oops(
        happened=_("This file is too large."),
        kept=_("The file is still on your device; everything else is kept."),
        next=_("Send a shorter video or a smaller picture."),
    ),
    422: Oops(
        happened=_("Something in the form is missing or wrong."),
        kept=_("What you typed is still on this device."),
        next=_("Go back one page: the field is marked there."),
    ),
    429: Oops(
        happened=_("Too many tries in a short time."),
        kept=_("What you typed is still on this device."),
        next=_("Wait a little and try again."),
        rings=True,
    ),
    500: Oops(
        happened=_("Something went wrong on our side."),
        kept=_("Whatever was confirmed to you before is stored. This last step was not done."),
        next=_("Try again in a minute. If it happens again, tell us the number below."),
    ),
    503: Oops(
        happened=_("The service is pausing for a moment."),
        kept=_("Whatever was confirmed to you before is stored. What you typed is still on this device."),
        next=_("Try again in a few minutes."),
        rings=True,
    ),
    507: Oops(
        happened=_("There is no room for this file at the moment."),
        kept=_("The file is still on your device; everything else is kept."),
        next=_("Try again in an hour, or go on without it and send it later."),
    ),
}


# What is told to those who work here: a customer's advice does not help them.
STAFF = ("/desk/", "/outlet/", "/merchant/", "/technician/", "/auditor/", "/notices/", "/reveals/")
AT_WORK: dict[int, Oops] = {
    403: Oops(
        happened=PAGES[403].happened,
        kept=PAGES[403].kept,
        next=_("It belongs to another duty. Sign in with the account that has it, or ask the administrator."),
    ),
    404: Oops(
        happened=PAGES[404].happened,
        kept=PAGES[404].kept,
        next=_("Check the number, or look for it from your list: what is not yours is not found."),
    ),
}
EXPIRED = Oops(
    happened=_("This page was open for so long that its form has expired."),
    kept=_("What you typed is still on this device."),
    next=_("Go back, reload the page and press again."),
)


def error_page(
    request: HttpRequest,
    status: int,
    *,
    oops: Oops | None = None,
    sentence: str = "",
    rule: str = "",
    appeal_url: str = "",
    retry_after_s: int = 0,
) -> HttpResponse:
    """Answer with an error page; a refusal brings its own sentence, its rule and where to appeal."""
    at_work = request.path.startswith(STAFF)
    told = AT_WORK if at_work else {}
    home = next((way for prefix, way in HOMES.items() if request.path.startswith(prefix)), START)
    facts = {
        "status": status,
        "home": home if status != 403 else WORK if at_work else START,
        "at_work": at_work,
        "oops": (said := oops or told.get(status) or PAGES.get(status, PAGES[500])),
        "rings": said.rings and not at_work,
        "sentence": sentence,
        "rule": rule,
        "appeal_url": appeal_url,
        "of_technician": request.path.startswith("/technician/"),
        "request_id": getattr(request, "request_id", ""),
    }
    response = render(request, f"errors/{status if status in PAGES else 500}.html", facts, status=status)
    if retry_after_s:
        response["Retry-After"] = str(retry_after_s)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_page(request, 403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return error_page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching anything that may be what broke."""
    said = unanswered(sys.exception())
    status = 503 if said else 500
    sentence = wording.error(said) if said else ""
    page = bare_page(status, sentence=sentence, request_id=getattr(request, "request_id", ""))
    return HttpResponse(page, status=status)


def bare_page(status: int, *, sentence: str = "", request_id: str = "") -> str:
    """Write an error page for nobody in particular: without session, database or address."""
    facts = {"status": status, "oops": PAGES[status], "sentence": sentence, "request_id": request_id}
    return render_to_string(f"errors/{status}.html", facts)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is old: the usual cause is a page left open for long."""
    return error_page(request, 403, oops=EXPIRED)
