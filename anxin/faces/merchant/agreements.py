"""Agree to several claims at once: what is left out and why is read first, then each is done by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core import bulk, wording
from anxin.core.errors import AnxinError
from anxin.domain.claims import queries as claims
from anxin.domain.claims.queries.sent_sums import SentSum, sent_by_each_yes
from anxin.domain.claims.wording.decisions import WHY_NOT_AT_ONCE
from anxin.faces import shared
from anxin.faces.merchant import claim_rows
from anxin.faces.merchant.frame import CLAIMS, frame

ACTION = "claims.agree"


@dataclass(frozen=True, kw_only=True)
class ChosenAgreement:
    """One claim that was chosen, what is sent by a yes to it and why less; and why it is left out, if it is."""

    row: claim_rows.ClaimTableRow
    sent: SentSum
    less: str
    why: str


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def agreements(request: HttpRequest) -> HttpResponse:
    """Show what agreeing to the chosen claims would do; with the token of what was shown, do it."""
    numbers = list(dict.fromkeys(one[:40] for one in request.POST.getlist("number")))
    if request.method == "GET" or not numbers:
        return HttpResponseRedirect(reverse("merchant:claims"))
    token = request.POST.get("token", "")
    return _done(request, numbers, token) if token else _shown(request, numbers)


def _shown(request: HttpRequest, numbers: list[str], *, slip: str = "", status: int = 200) -> HttpResponse:
    actor, now = shared.actor_of(request), timezone.now()
    found = {one.number: one for one in claims.numbered(actor, numbers=numbers, now=now)}
    known = [one for one in numbers if one in found]
    sent = sent_by_each_yes(known, actor=actor, now=now)
    told = bulk.preview(bulk.ACTIONS[ACTION], known, arguments=_shown_sums(sent), by=actor, now=now)
    chosen = [
        ChosenAgreement(
            row=claim_rows.row_of(found[number], url=reverse("merchant:claim", args=[number])),
            sent=sent[number],
            less=wording.gap().join(claim_rows.sent_said(sent[number], "")).strip(),
            why=wording.words_of(WHY_NOT_AT_ONCE, code) if code else "",
        )
        for number, code in told.refusals.items()
    ]
    possible = [one for one in chosen if not one.why]
    facts: dict[str, Any] = {
        "possible": possible,
        "left_out": [one for one in chosen if one.why],
        "sum_fen": sum(one.sent.fen for one in possible),
        "there": sum(one.row.platform for one in possible),
        "numbers": known,
        "token": told.token,
        "slip": slip,
    }
    return render(request, "merchant/agreements.html", {**frame(request, now=now), **facts}, status=status)


def _shown_sums(sent: Mapping[str, SentSum]) -> dict[str, str]:
    """Return the sums that were shown: where one is another by now, the page is shown once more."""
    return {"sent": " ".join(f"{number}:{one.fen}" for number, one in sorted(sent.items()))}


def _done(request: HttpRequest, numbers: list[str], token: str) -> HttpResponse:
    actor, now = shared.actor_of(request), timezone.now()
    shown = _shown_sums(sent_by_each_yes(numbers, actor=actor, now=now))
    request.anxin_acted = True  # type: ignore[attr-defined]  # a request takes what is noted on it
    try:
        work = bulk.run(bulk.ACTIONS[ACTION], numbers, token=token, arguments=shown, by=actor, now=now)
    except bulk.SelectionChanged:
        said = _("Meanwhile something has changed. This is how it stands now; please look once more.")
        return _shown(request, numbers, slip=said, status=409)
    except AnxinError as error:
        return _shown(request, numbers, slip=str(error), status=shared.number_of(error))
    lines = bulk.lines_of(work)
    facts = {
        "done": [key for key, code in lines if not code],
        "refused": [(key, wording.words_of(WHY_NOT_AT_ONCE, code)) for key, code in lines if code],
    }
    return render(request, "merchant/agreed.html", {**frame(request, now=timezone.now()), **facts})
