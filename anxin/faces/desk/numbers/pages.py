"""Numbers that were reported as false: what waits, one of them, and what a person says it is."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.carriers import sms
from anxin.core.pictures import copies
from anxin.domain.network import queries
from anxin.domain.network.choices import LIKENESS, RECIPIENTS, SAYS
from anxin.domain.network.commands.reports import REPORTED
from anxin.domain.network.rules.situation import ReportedSituation
from anxin.faces import shared
from anxin.faces.customer.authenticity import KINDS
from anxin.faces.customer.cards import card_of
from anxin.faces.ground import downloads, staff
from anxin.faces.ground.commands import Button, Opened, Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case

STAFF = "agent quality operator"
ASKING = "takedown"
EVIDENCE = "evidence"
TELLING = "brand"
APART = (ASKING, EVIDENCE, TELLING)


type SeenNumber = RowCase[queries.Told, ReportedSituation]
"""A reported number as one request sees it."""


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List what waits, the most reported first, and what was looked at."""
    actor, now = shared.actor_of(request), timezone.now()
    waiting, over = queries.reported_numbers(actor, now=now)
    due = queries.followed_up(actor, now=now)
    frame = staff.frame(request, face="desk", now=now, counts={"numbers": len(waiting)})
    facts = {"waiting": waiting, "over": over, "due": due, "recipients": RECIPIENTS, "tally": queries.false_tally()}
    facts["texts"] = sms.is_there()
    return render(request, "desk/numbers/numbers.html", {**frame, **facts})


@never_cache
@require_safe
@shared.for_roles(STAFF)
def picture(request: HttpRequest, number: str, sha256: str) -> HttpResponseBase:
    """Show a picture that is evidence of this number, as a copy made here."""
    case = _find(request, number)
    if not queries.is_sighting(case.row, sha256):
        raise Http404
    return downloads.file(copies.copy_by_hash(sha256=sha256, now=case.now), f"{number}-{sha256[:8]}.jpg")


def _find(request: HttpRequest, number: str) -> SeenNumber:
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.reported_number(number, actor=actor, now=now)
    return row_case(
        request, row, url=reverse("desk_numbers:number", args=[row.number]), read=queries.reported_situation
    )


def _page(request: HttpRequest, case: SeenNumber, shown: Shown, status: int = 200) -> HttpResponse:
    """Show a number, every report and what the check says of it now; one reason, and a button for each finding."""
    view, reports = queries.reported_view(case.row)
    card = card_of(queries.genuine_card(kind=view.kind, code=case.row.code, now=case.now))
    buttons = RUNNER.buttons(case)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "view": view,
        "kind": dict(KINDS).get(view.kind, view.kind),
        "state_text": wording.state("reported_number", view.state),
        "reports": [(one, dict(KINDS).get(one.kind, one.kind)) for one in reports],
        "card": card | {"report_url": "", "official": ""},
        "buttons": buttons,
        "no_warning": RUNNER.reason(REPORTED.commands["confirm"], case),
        "opened": _verdict(case, shown, buttons),
        "asking": shown.opened if shown.opened and shown.opened.name in APART else None,
        "ask": RUNNER.buttons(case, pane=ASKING),
        "alike": [(one, LIKENESS[one.how]) for one in queries.look_alikes(case.row)],
        **_stated(case.row),
        "tell": RUNNER.buttons(case, pane=TELLING),
        "add": RUNNER.buttons(case, pane=EVIDENCE),
        "evidence": queries.sightings_of(case.row),
        "uploads": reverse("ground:uploads"),
        "takedowns": queries.takedowns_of(case.row),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/numbers/number.html", facts, status=status)


def _stated(row: "queries.Told") -> dict[str, object]:
    """Return what brands say of a number, and which were told and are silent."""
    said = queries.brand_statements(row)
    spoke = {one.brand for one in said}
    silent = [name for name in queries.told_brands(row) if name not in spoke]
    return {"statements": [(one, SAYS[one.says]) for one in said], "told": silent}


def _verdict(case: SeenNumber, shown: Shown, buttons: list[Button]) -> Opened | None:
    """Return the form of the verdict: as it was sent, or empty."""
    if shown.opened and shown.opened.name not in APART:
        return shown.opened
    return RUNNER.open(buttons[0].name, case) if buttons else None


def _done(request: HttpRequest, case: SeenNumber, name: str) -> str:
    if name == ASKING and (made := getattr(request, "anxin_given", None)):
        messages.success(request, _("The letter is ready. Send it, then write down that it went."))
        return reverse("desk_numbers:takedown", args=[made.number])
    if name == TELLING:
        messages.success(request, _("Its people are told."))
        return case.url
    if name == EVIDENCE:
        messages.success(request, _("Sealed."))
        return case.url
    messages.success(
        request, _("Written down. Whoever left a phone is told.") if sms.is_there() else _("Written down.")
    )
    return case.url


RUNNER: Runner[SeenNumber] = Runner(
    REPORTED,
    (
        Place(name="confirm"),
        Place(name="clear"),
        Place(name="leave-open"),
        Place(name=ASKING, pane=ASKING),
        Place(name=EVIDENCE, pane=EVIDENCE),
        Place(name=TELLING, pane=TELLING),
    ),
    find=_find,
    page=_page,
    done=_done,
)
number, command = RUNNER.pages(STAFF)
