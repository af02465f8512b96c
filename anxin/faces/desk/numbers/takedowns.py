"""Takedowns at the desk: one of them with its steps, and the letter that asks for it, ready to print."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import wording
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.choices import ASKS, RECIPIENTS
from anxin.domain.network.commands.takedowns import TAKEDOWNS
from anxin.domain.network.rules.situation import TakedownSituation
from anxin.domain.network.states import CHECKERS
from anxin.faces import shared
from anxin.faces.customer.authenticity import KINDS
from anxin.faces.ground import chips, downloads, staff
from anxin.faces.ground.authorisations.rows import record_of
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.ground.row_cases import RowCase, row_case

if TYPE_CHECKING:
    from anxin.domain.network.models import Takedown

LANGUAGES = {"zh": "zh-hans", "en": "en"}


type SeenTakedown = RowCase[Takedown, TakedownSituation]
"""A takedown as one request sees it."""


def _find(request: HttpRequest, number: str) -> SeenTakedown:
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.takedown(number, actor=actor, now=now)
    return row_case(
        request, row, url=reverse("desk_numbers:takedown", args=[row.number]), read=queries.takedown_situation
    )


def _page(request: HttpRequest, case: SeenTakedown, shown: Shown, status: int = 200) -> HttpResponse:
    """Show whom one asks for what, by when an answer is waited for, and every step."""
    view, due = queries.takedown_view(case.row), queries.takedown_due(case.row)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "view": view,
        "recipient": RECIPIENTS[view.recipient],
        "state_text": wording.state("takedown", view.state),
        "clock": due and chips.ClockView(label=str(_("their answer")), started_at=view.sent_at or view.at, due_at=due),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "no_more": RUNNER.reason(TAKEDOWNS.commands["sending"], case),
        "record": record_of(queries.takedown_history(case.row)),
        "url": case.url,
    }
    return render(request, "desk/numbers/takedown.html", facts, status=status)


@never_cache
@require_safe
@shared.for_roles(CHECKERS)
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """Show the letter as it goes out today: in Chinese, or in English where it is asked for."""
    case = _find(request, number)
    other = "zh" if request.GET.get("in") == "en" else "en"
    with translation.override(LANGUAGES["en" if other == "zh" else "zh"]):
        found = queries.letter(case.row, now=case.now)
        facts = {
            **staff.frame(request, face="desk", now=case.now),
            "letter": found,
            "view": found.view,
            "kind": dict(KINDS).get(case.row.about.kind, case.row.about.kind),
            "asks": ASKS[found.view.recipient],
            "law": [
                (wording.in_language(one.name, one.name_en), wording.in_language(one.text, one.text_en), one)
                for one in found.law
            ],
            "english": other == "zh",
            "other": f"?in={other}",
            "url": case.url,
        }
        return render(request, "desk/numbers/letter.html", facts)


@never_cache
@require_POST
@shared.for_roles(CHECKERS)
def originals(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand out the originals that the letter names, with the list of their hashes: written down who took them."""
    case = _find(request, number)
    found = queries.enclosed_with(case.row)
    if not found:
        raise Http404
    count, out = len(found), queries.originals_of(found)
    try:
        shared.act(request, lambda: network.enclose(row=case.row, count=count, by=case.actor, now=case.now))
    except BaseException:
        out.close()
        raise
    return downloads.pack(out, f"{number}-originals")


RUNNER: Runner[SeenTakedown] = Runner(
    TAKEDOWNS,
    (
        Place(name="sending", lead=True),
        Place(name="taken-down", lead=True),
        Place(name="reminder"),
        Place(name="refusal"),
        Place(name="return"),
        Place(name="resumption"),
        Place(name="end"),
    ),
    find=_find,
    page=_page,
    done=written_down,
)
takedown, command = RUNNER.pages(CHECKERS)
