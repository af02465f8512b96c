"""Where there is no signal: what a phone may keep, the sheet of a job to work from, and what it still has to send."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import settings
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.commands import JOBS
from anxin.domain.repairs.rules.job import once_there
from anxin.domain.visits import queries
from anxin.domain.visits.wording import FAR
from anxin.domain.visits.wording.pictures import SLOTS
from anxin.faces import shared
from anxin.faces.ground import repair_parts, site
from anxin.faces.technician import cards
from anxin.faces.technician.forms import job_form
from anxin.faces.technician.quotes import rows_of
from anxin.faces.technician.work import TechnicianJob, frame, job_of

WORKER = Path(__file__).parents[1] / "static" / "anxin" / "js" / "worker.js"
SCRIPTS = ("ground", "clocks", "drafts", "live", "field", "queue", "pad", "drawing")


@cache
def _worker() -> str:
    return WORKER.read_text(encoding="utf-8")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the script that stands between these pages and the network; it must lie above what it serves."""
    return HttpResponse(_worker(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say what stands on the home screen of a phone; nothing of it is anybody's."""
    house = site.imprint(now=timezone.now()).name
    told = {
        "id": reverse("technician:today"),
        "name": _("{house}, technician").format(house=house),
        "short_name": house,
        "start_url": reverse("technician:today"),
        "scope": "/technician/",
        "display": "standalone",
        "background_color": "#101b1c",
        "theme_color": "#0c5b5c",
        "icons": [
            {"src": static("anxin/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("anxin/mark.png"), "sizes": "180x180", "type": "image/png"},
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@never_cache
@require_safe
@shared.for_roles("technician")
def phone(request: HttpRequest) -> HttpResponse:
    """Tell the phone whose it is and which jobs it may keep; it wipes the others."""
    now, actor = timezone.now(), shared.actor_of(request)
    day = [one for one in cards.of_today(queries.jobs_of(actor, now=now), now=now) if not one.over]
    own = {reverse(f"technician:{name}"): "" for name in ("today", "queue", "no_signal")}
    # What the day shows may change with any job of it; a sheet only with its own.
    marks = {one.visit: one.changed_at.isoformat() for one in day}
    own[reverse("technician:today")] = "|".join(marks.values())
    sheets = {reverse("technician:sheet", args=[number]): mark for number, mark in marks.items()}
    told = {
        "account": actor.id,
        "token": get_token(request),
        "hours": settings.get("visits.kept_h", at=now),
        "pages": own | sheets,
        "jobs": {number: reverse("technician:reveal", args=[number]) for number in marks},
        "parts": [*(static(f"anxin/js/{one}.js") for one in SCRIPTS), static("vendor/htmx/htmx.min.js")]
        + [static(f"anxin/{one}") for one in ("app.css", "icons.svg", "mark.svg")],
    }
    return JsonResponse(told)


@never_cache
@require_safe
@shared.for_roles("technician")
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Show a job with every step that can be done without a signal, in their order, and what can't."""
    now = timezone.now()
    found = job_of(request, number, now=now)
    later_on = replace(found.situation, early=False)  # it is worked from all day
    visit, may = found.visit, JOBS.allowed(later_on, shared.actor_of(request))
    there = JOBS.allowed(once_there(found.situation), shared.actor_of(request))
    quote = found.repair.quote if found.latest else None
    working, missing = found.latest and "ending" in may, set(visit.missing_slots)
    context = frame(request, now=now) | {
        "visit": visit,
        "repair": found.repair,
        "title": cards.title_of(found.repair),
        "working": working,
        "may": may.names,
        "far": list(FAR.items()),
        "shots": [one for one in cards.photos_of(visit, repair=found.repair.number, step="") if one.code in missing],
        "signing": job_form("signature") if "signature" in there else None,
        "paper": cards.paper_of(visit, repair=found.repair.number),
        "extra": cards.Slot(code="extra", name=str(SLOTS["extra"]), hint="", mark="todo", shots=()),
        "quote": repair_parts.quote_of(quote) if quote else None,
        "asked": bool(quote and quote.in_force),
        "agreed": found.situation.quoted,
        "looks": found.situation.inspection,
        "draft": _draft(found) if working and not visit.parts_stated and not found.situation.inspection else None,
        "parts": cards.parts_of(found.repair) if "parts" in may else None,
        "finding": job_form("finding") if "finding" in there else None,
        "call": job_form("call", first={"purpose": "absence"}),
        "ending": job_form("ending"),
        "uploads": reverse("ground:uploads"),
        "sections": {"open": True},
        "actions": [],
    }
    return render(request, "technician/sheet.html", context)


def _draft(found: TechnicianJob) -> dict[str, object]:
    draft = repairs.draft(found.repair_row, wanted={}, on=timezone.localdate())
    return {"view": draft, **rows_of(draft)}


@never_cache
@require_safe
@shared.for_roles("technician")
def kept_page(request: HttpRequest) -> HttpResponse:
    """List what this phone keeps to send; the list itself is the phone's own."""
    return render(request, "technician/kept.html", frame(request, now=timezone.now()))


@never_cache
@require_safe
@shared.for_roles("technician")
def no_signal(request: HttpRequest) -> HttpResponse:
    """Say that a page needs a signal; the phone keeps this for when there is none."""
    return render(request, "technician/no_signal.html", frame(request, now=timezone.now()))
