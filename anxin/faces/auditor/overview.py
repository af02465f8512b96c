"""Over all cases opened to an inspector: decisions, rules as they stood, clocks, who looked, where a file lies."""

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import settings
from anxin.domain.claims import queries as claims
from anxin.domain.claims.wording import CLOCKS, REMEDIES
from anxin.domain.claims.wording.decisions import SECOND, state_called
from anxin.domain.claims.wording.settings import SETTINGS
from anxin.domain.opening.wording import CHANGES
from anxin.domain.people.queries.sign_in_log import sight_of
from anxin.domain.threads.wording import SIDES
from anxin.faces import shared
from anxin.faces.auditor.cases import key_shown
from anxin.faces.auditor.frame import INSPECTORS, frame
from anxin.faces.ground import answered_changes, entries, law_rows
from anxin.faces.pagination import Filter, Page, asked_for
from anxin.faces.words import fen

SIZE = 50
LARGEST = 64 << 20


@never_cache
@require_safe
@shared.for_roles(INSPECTORS)
def decisions(request: HttpRequest) -> HttpResponse:
    """List what was decided, newest first."""
    now = timezone.now()
    remedy = request.GET.get("show", "") if request.GET.get("show") in REMEDIES else ""
    number = asked_for(request)
    found = claims.decision_lines(
        shared.actor_of(request), now=now, remedy=remedy, offset=(number - 1) * SIZE, limit=SIZE + 1
    )
    rows = [
        {
            "view": one,
            "remedy": REMEDIES.get(one.remedy, one.remedy),
            "state": state_called(one.kind, one.state, by=one.replaced_by),
            "second": SECOND.get(one.second_why, ""),
        }
        for one in found[:SIZE]
    ]
    facts = {
        "rows": rows,
        "filters": [Filter(value="", name=_("all"))]
        + [Filter(value=code, name=str(name)) for code, name in REMEDIES.items()],
        "page": Page(rows=tuple(rows), number=number, has_next=len(found) > SIZE),
    }
    return render(request, "auditor/decisions.html", {**frame(request, now=now), **facts})


@never_cache
@require_safe
@shared.for_roles(INSPECTORS)
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules of claims as they stand today and every change of them: law and limits are rows."""
    now = timezone.now()
    names = {f"claims.{name}": str(title) for name, title in SETTINGS.items() if name != "law"}
    valid, changes = settings.all_valid(at=now), settings.histories(*names)
    own = claims.own_rules(*(name.removeprefix("claims.") for name in names), at=now)
    rows = [
        {
            "own": [(one, _value_in_words(name, one.value)) for one in own[name.removeprefix("claims.")]],
            "title": title,
            "today": _value_in_words(name, valid[name].value),
            "value": valid[name],
            "changes": [_change(one, name, valid[name], now) for one in changes[name]],
        }
        for name, title in names.items()
        if name in valid
    ]
    law = [law_rows.law_row(one) for one in claims.law_rows(now=now)]
    return render(request, "auditor/rules.html", {**frame(request, now=now), "rows": rows, "law": law})


def _change(row: Any, name: str, counting: settings.Value, now: datetime) -> dict[str, object]:
    """Return a change with its value and how it stands, in words."""
    state = settings.state_of(row, counting=counting, now=now)
    return {"row": row, "said": _value_in_words(name, row.value), "state": CHANGES[state]}


def _value_in_words(name: str, value: object) -> str:
    """Write a rule's value: a sum as money, yes or no in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return fen(value) if name.endswith("_fen") and isinstance(value, int) else str(value)


@never_cache
@require_safe
@shared.for_roles(INSPECTORS)
def clocks(request: HttpRequest) -> HttpResponse:
    """Show how the clocks went, in counts."""
    now = timezone.now()
    rows = [
        {"view": one, "name": CLOCKS.get(one.kind, one.kind), "ended": one.kept + one.missed}
        for one in claims.clock_counts(shared.actor_of(request), now=now)
    ]
    return render(request, "auditor/clocks.html", {**frame(request, now=now), "rows": rows})


@never_cache
@require_safe
@shared.for_roles(INSPECTORS)
def access(request: HttpRequest) -> HttpResponse:
    """Show who asked to see plain details, with the reason, refused ones too."""
    now = timezone.now()
    fields = {"name": _("the name"), "phone": _("the phone"), "address": _("the address")}
    fields |= {"account": _("the account for money back"), "copy": _("the copy of all of it")}
    fields |= {"caller": _("who called")}
    rows = [
        {"view": one, "field": fields.get(one.field, one.field)}
        for one in claims.buyer_reveals(shared.actor_of(request), now=now)
    ]
    return render(request, "auditor/access.html", {**frame(request, now=now), "rows": rows})


@never_cache
@require_safe
@shared.for_roles(INSPECTORS)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Show the sign-ins: who came in, who was refused, from which network."""
    told = entries.pane(request, sight_of(shared.actor_of(request)))
    told["answered"] = answered_changes.shown(shared.actor_of(request))
    return render(request, "auditor/sign_ins.html", {**frame(request, now=timezone.now()), **told})


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(INSPECTORS)
def hashes(request: HttpRequest) -> HttpResponse:
    """Say on which cases a file lies, by its hash or by the file itself, of which nothing is kept."""
    now = timezone.now()
    facts: dict[str, Any] = {"key": key_shown(), "asked": "", "rows": None, "slip": ""}
    if request.method == "POST":
        shared.limit(request, "auditor_hash", burst=30, per_min=30)
        facts |= _asked(request)
        if not facts["slip"]:
            found = claims.with_hash(str(facts["asked"]), actor=shared.actor_of(request), now=now)
            facts["rows"] = [{"view": one, "side": SIDES.get(one.side, one.side)} for one in found]
    return render(request, "auditor/hashes.html", {**frame(request, now=now), **facts})


def _asked(request: HttpRequest) -> dict[str, Any]:
    file = request.FILES.get("file")
    if file is not None:
        if file.size is None or file.size > LARGEST:
            return {"slip": _("This file is too large for this page; compute its SHA-256 yourself and paste it.")}
        digest = hashlib.sha256()
        for block in file.chunks():
            digest.update(block)
        return {"asked": digest.hexdigest()}
    text = "".join(request.POST.get("sha256", "").split()).lower()
    if len(text) != 64 or any(one not in "0123456789abcdef" for one in text):
        return {"asked": text[:80], "slip": _("A SHA-256 has 64 characters, 0–9 and a–f.")}
    return {"asked": text}
