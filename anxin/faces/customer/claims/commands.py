"""The commands of a claim on its buyer's pages: their addresses and words; a refusal is said on the case page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from anxin.core.wording import gap
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries.read_outs import decision_words, offer_words
from anxin.faces import shared
from anxin.faces.customer.claims.case import CUSTOMER, BuyerCase, find, page
from anxin.faces.ground import command_pages
from anxin.faces.ground.commands import Place, Runner, Shown

BESIDE = {"return": "waybill", "address": "where", "messages": "said"}
"""The forms that lie open on the case page, and what it calls them."""
AFTER = {"pictures": "#evidence", "capture": "#evidence", "message": "#messages"}
"""Where the case page is shown after a command."""


def shown_as(request: HttpRequest, case: BuyerCase, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the case, or the form of a command on a page of its own."""
    opened = shown.opened
    if opened is None or opened.name in BESIDE:
        allowed = RUNNER.allowed(case)
        forms = {called: RUNNER.open(name, case).form for name, called in _beside() if name in allowed}
        if opened is not None:
            forms[BESIDE[opened.name]] = opened.form
        return page(request, case, shown, forms=forms, allowed=allowed, status=status)
    return command_pages.page(request, shown, number=case.row.number, back=case.url, status=status)


def _beside() -> list[tuple[str, str]]:
    return [(RUNNER.addressed[at], called) for at, called in BESIDE.items()]


def _accepting(case: BuyerCase) -> str:
    """Return what a yes to the offer means: which solution, and what in money."""
    return gap().join((*offer_words(case.records), str(TABLE.commands["offer-acceptance"].follows)))


def _decided(case: BuyerCase) -> str:
    """Return which decision is accepted, and what follows."""
    return gap().join((*decision_words(case.records), str(TABLE.commands["acceptance"].follows)))


def _there(case: BuyerCase) -> str:
    """Return what follows a no where a platform decides; here the command's own words."""
    if case.row.forum == "platform":
        return _("The platform then decides on what you asked for first. Saying no does not count against you.")
    return str(TABLE.commands["offer-refusal"].follows)


RUNNER: Runner[BuyerCase] = Runner(
    TABLE,
    (
        Place(name="offer-acceptance", address="offer/acceptance", follows=_accepting),
        Place(name="offer-refusal", address="offer/refusal", follows=_there, submit=gettext_lazy("Say no")),
        Place(name="acceptance", follows=_decided),
        Place(
            name="appeal",
            title=lambda case: _("Appeal against the decision"),
            submit=gettext_lazy("Send the appeal"),
        ),
        Place(name="appeal-withdrawal", address="appeal/withdrawal"),
        Place(name="contradiction", submit=gettext_lazy("It is not so: a person decides")),
        Place(name="appeal-answer", address="appeal/answer"),
        Place(name="counter-appeal", address="appeal/own"),
        Place(name="appeal-answer-waiver", address="appeal/waiver"),
        Place(name="withdrawal"),
        Place(name="return"),
        Place(name="address"),
        Place(name="arrival"),
        Place(name="message", address="messages", first=lambda case: ("both",)),
        Place(name="referral", address="referrals"),
    ),
    find=find,
    page=shown_as,
    done=lambda request, case, name: case.url + AFTER.get(name, ""),
    quicker=lambda case: _("This can't be done now: meanwhile something has changed."),
    apart=True,
)


claim, command = RUNNER.pages(CUSTOMER)


@require_POST
@shared.for_roles(CUSTOMER)
def news(request: HttpRequest, number: str, row: UUID) -> HttpResponse:
    """Write down what they answered outside."""
    theirs = request.POST.get("number", "")[:64]
    heard = f"{row}:{request.POST.get('step', '')[:20]}"
    return RUNNER.carry(request, number, "news", {"news": heard, "number": theirs, "text": theirs})
