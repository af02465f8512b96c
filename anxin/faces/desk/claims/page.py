"""The page of a claim: queue, evidence, and what is decided, as one request shows them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.domain.claims import queries as claims
from anxin.domain.claims import rules
from anxin.domain.claims.rules.situation import may_name_goods, may_write
from anxin.domain.claims.wording import LIABLE
from anxin.domain.evidence import gateway
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.people.queries import data_requests
from anxin.faces.desk.claims import decision_previews, decisions, queue
from anxin.faces.desk.claims.case import ClaimCase
from anxin.faces.ground import claim_parts, evidence, plain_details, staff
from anxin.faces.ground.commands import Button, Shown
from anxin.faces.pagination import query

PARTS = {
    "case": "desk/claims/case_pane.html",
    "decide": "desk/claims/decide_pane.html",
    "changed": "desk/claims/changed.html",
}
UNNAMED = "•••"
"""What stands for who called until somebody opens it."""
TABS = ("evidence", "talk", "order", "sides", "record")


def page(
    request: HttpRequest,
    case: ClaimCase,
    shown: Shown,
    *,
    buttons: dict[str, list[Button]],
    ruling: decisions.DecisionForm | None,
    preview: dict[str, Any] | None,
    status: int,
) -> HttpResponse:
    """Show the claim with its buttons by pane, a form open, a ruling previewed or a refusal said."""
    panel = {**_panel(request, case, ruling), "shown": shown, "ruling": ruling, "preview": preview, "buttons": buttons}
    facts = {**_facts(request, case), **panel}
    part = PARTS.get(request.GET.get("part", ""))
    if part:
        return render(request, part, {**facts, "now": case.now, "once": staff.fresh()}, status=status)
    listed = queue.pane(request, now=case.now, open_=case.view.number)
    frame = queue.frame(request, now=case.now)
    return render(request, "desk/claims/claim.html", {**frame, **listed, **facts}, status=status)


def _facts(request: HttpRequest, case: ClaimCase) -> dict[str, Any]:
    """Return what the middle pane shows: the head, the chosen tab."""
    view = case.view
    tab = request.GET.get("tab", "") if request.GET.get("tab") in TABS else TABS[0]
    seen = evidence.case_of(view, face="desk_claims", base=case.url, asked=request.GET, kept=("show", "waits"))
    facts = {
        "case": view,
        "url": case.url,
        "tab": tab,
        "back": case.url if tab == TABS[0] else f"{case.url}?tab={tab}",
        "tabs": _tabs(request, view, tab),
        "evidence": seen,
        "line": evidence.line_of(view.axis, seen),
        "may_reveal": rules.works_on(case.actor.roles),
        "may_write": rules.works_on(case.actor.roles) and may_write(case.situation),
        "may_export": rules.takes_dossiers(case.actor.roles),
        "his_data": data_requests.works(case.actor),
        "reasons": plain_details.reasons("claim"),
        "part_case": query(request, {"part": "case"}),
        "unanswered_there": claims.unanswered_there(view),
        **claim_parts.head(view),
        **claim_parts.sides(view),
    }
    return facts | _of_tab(request, case, tab, seen)


def _of_tab(request: HttpRequest, case: ClaimCase, tab: str, seen: evidence.EvidenceCase) -> dict[str, Any]:
    view = case.view
    if tab == "talk":
        return claim_parts.talk(view)
    if tab == "order":
        return claim_parts.order(case.row, view, actor=case.actor, now=case.now)
    if tab == "sides":
        return claim_parts.marks(case.row, actor=case.actor)
    if tab == "record":
        checked = request.GET.get("check") == "chain"
        fault = timeline.verify_stream(case.row.stream()) if checked else None
        granted = claims.granted(case.row, now=case.now) if case.records.beside.granted else ()
        callers = {"name": UNNAMED} if claims.is_of_a_call(view.timeline) and rules.works_on(case.actor.roles) else None
        checks = {"checked": checked, "fault": fault, "granted": granted}
        return {"record": claim_parts.record(view), "callers": callers, **checks}
    found = evidence.found_of(seen.chosen.link) if seen.chosen else None
    openings = evidence_queries.originals_opened(case.row.stream()) if found else {}
    return {"found": found, "openings": openings, "measured": gateway.measured()}


def _tabs(request: HttpRequest, view: claims.ClaimView, tab: str) -> list[tuple[str, str, bool]]:
    talked = len(view.messages) if tab == "talk" else view.messages_heard
    names = {
        "evidence": _("Evidence {n}").format(n=len(view.evidence)),
        "talk": _("Messages {n}").format(n=talked) if talked else _("Messages"),
        "order": _("Order and what follows"),
        "sides": _("Both sides"),
        "record": _("Record"),
    }
    dropped = dict.fromkeys(("do", "part", "look", "with", "view", "check", "done", "label"))
    return [
        (query(request, {**dropped, "tab": None if one == TABS[0] else one}), name, one == tab)
        for one, name in names.items()
    ]


def _panel(request: HttpRequest, case: ClaimCase, ruling: decisions.DecisionForm | None) -> dict[str, Any]:
    """Return what the right pane shows: the decision to be made, confirmed or read."""
    view = case.view
    lock = decision_previews.lock_of(case)
    decides = case.reviewer and case.undecided and case.proposal is None
    asked = case.corrects and request.GET.get("do") == "correction"
    form = ruling or (decisions.DecisionForm(case=case, corrects=asked) if decides or asked else None)
    return {
        "lock": lock,
        "form": form,
        "corrects": case.corrects,
        "remedies": [(key, name, key == form["remedy"].value()) for key, name in form.remedies] if form else [],
        "liables": [(key, name, key == form["liable"].value()) for key, name in LIABLE.items()] if form else [],
        "second": decision_previews.second_of(case) if form else "",
        "proposal": case.proposal,
        "unconfirmed": decision_previews.unconfirmed(case) if case.proposal else {},
        "decisions": claim_parts.decisions(view),
        "unnamed": may_name_goods(case.situation),
        "asked_where": case.records.address_asked if case.undecided and case.situation.unplaced else None,
        "said_beside": claim_parts.said_beside(view),
        "appealed": view.hearing == "appeal",
        "appeal": claim_parts.appeal_of(view),
        "taken_by_me": bool(view.hearing_by) and view.may_judge == "",
    }
