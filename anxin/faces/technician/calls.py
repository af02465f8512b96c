"""Calls: see the number for a reason, write down how it went, book or move the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.network import queries as network
from anxin.domain.people import actions as people
from anxin.domain.privacy_numbers import queries as privacy_numbers
from anxin.domain.visits import queries, rules
from anxin.domain.visits.rules import arrivals as arrival_rules
from anxin.domain.visits.states import VISIT
from anxin.faces import shared
from anxin.faces.ground.day_row import FIELD, RowDay, opened
from anxin.faces.ground.forms import CommandForm
from anxin.faces.technician import cards
from anxin.faces.technician.forms import RevealForm, WindowForm, job_form
from anxin.faces.technician.work import (
    TechnicianJob,
    allowed,
    answer_to_phone,
    back_to_job,
    frame,
    give,
    job_of,
    own_visit,
)

if TYPE_CHECKING:
    from anxin.domain.visits.models import Visit


@dataclass(kw_only=True)
class CallChoice:
    """One window to choose: whether the technician is free then, and whether the customer asked for it."""

    key: str
    from_at: datetime
    to_at: datetime
    left: int
    works: bool = True
    wish: bool = False

    @property
    def takes(self) -> int:
        """Return how many jobs it takes, as a row of days counts it."""
        return self.left


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("technician")
@answer_to_phone
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Lead to the number, then take down how the call went."""
    found = job_of(request, number, now=timezone.now())
    form = _form(found, request.POST if request.method == "POST" else None)
    fields = form.taken(request)
    if fields is None:
        return call_page(request, found, form)
    give(request, number, "call", fields)
    given = form.cleaned_data
    if given["answered"] and given["purpose"] == "appointment" and "booking" in allowed(request, found.row):
        return HttpResponseRedirect(reverse("technician:window", args=[number]))
    return back_to_job(number)


@never_cache
@require_POST
@shared.for_roles("technician")
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show number or address: one's own job is the reason; it is logged, and the customer can read it."""
    found = job_of(request, number, now=timezone.now())
    form = RevealForm(request.POST)
    if not form.is_valid():
        return call_page(request, found, _form(found), reveal_form=form)
    by, what = shared.actor_of(request), form.cleaned_data["field"]
    fields = ("name", "phone") if what == "phone" else ("address",)

    def work() -> list[str]:
        visit, now = own_visit(request, number), timezone.now()
        given: dict[str, Any] = {"person": visit.customer, "stream": visit.stream(), "by": by, "now": now}
        given["reason"] = form.reason
        return [people.reveal(field=one, **given) for one in fields]

    try:
        plain = shared.act(request, work)
    except Missing:
        raise
    except AnxinError as error:
        return call_page(request, found, _form(found), error=error)
    shown = {"what": what, "name": plain[0], "phone": plain[-1] if what == "phone" else "", "address": plain[-1]}
    return call_page(request, found, _form(found), revealed=shown)


def _form(found: TechnicianJob, data: Any = None) -> CommandForm:
    return job_form("call", data, first={"purpose": arrival_rules.call_purpose(found.visit.state)})


def call_page(
    request: HttpRequest,
    found: TechnicianJob,
    form: CommandForm,
    *,
    reveal_form: RevealForm | None = None,
    revealed: dict[str, str] | None = None,
    error: AnxinError | None = None,
) -> HttpResponse:
    """Show the call page; what was revealed stands there until it is left."""
    what = "address" if "address" in request.GET else "phone"
    now = timezone.now()
    line = privacy_numbers.of_visit(found.row.pk, now=now)
    lacking = line is not None and not (line.is_bound or line.is_asked)
    context = frame(request, now=now) | {
        "visit": found.visit,
        "repair": found.repair,
        "line": line,
        "hotline": network.appearance_of(found.row.brand, now=now).hotline if lacking else "",
        "title": cards.title_of(found.repair),
        "form": form,
        "what": reveal_form.data.get("field", what) if reveal_form else what,
        "revealed": revealed,
        "slip": wording.error(error) if error else "",
    }
    wrong = form.errors or (reveal_form and reveal_form.errors)
    status = shared.number_of(error) if error else 422 if wrong else 200
    return render(request, "technician/call.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("technician")
def window(request: HttpRequest, number: str) -> HttpResponse:
    """Book the window, or move it with a reason."""
    now, row = timezone.now(), own_visit(request, number)
    choices = _choices(row, now=now)
    moving = "booking" not in allowed(request, row)
    form = WindowForm(
        request.POST if request.method == "POST" else None,
        keys=[one.key for one in choices if one.left],
        moving=moving,
    )
    if not form.is_valid():
        return _window_page(request, row, form, choices, moving=moving)
    chosen = next(one for one in choices if one.key == form.cleaned_data["window"])

    told = {"from_at": chosen.from_at, "to_at": chosen.to_at}
    name, why = ("moving", {"why": form.cleaned_data["why"]}) if moving else ("booking", {})
    try:
        give(request, number, name, {**told, **why})
    except Missing:
        raise
    except AnxinError as error:
        form.add_error(None, wording.error(error))
        fresh = _choices(own_visit(request, number), now=timezone.now())
        return _window_page(request, row, form, fresh, moving=moving, status=shared.number_of(error))
    return back_to_job(number)


def _key(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _choices(row: "Visit", *, now: datetime) -> list[CallChoice]:
    """Return the technician's windows; the one the customer asked for stands first, where it still lies ahead."""
    windows = queries.own_windows(row, days=len(network.days_asked(brand=row.brand_id, now=now)), now=now)
    found = [
        CallChoice(key=_key(one.from_at), from_at=one.from_at, to_at=one.to_at, left=one.free, works=one.works)
        for one in windows
    ]
    wanted = row.wanted_from_at
    if rules.any_time(wanted, row.wanted_to_at):
        return found
    same = next((one for one in found if one.from_at == wanted), None)
    if same is not None:
        same.wish = True
    elif VISIT.step("book", row.state) and row.wanted_to_at > now:
        wish = CallChoice(key=_key(wanted), from_at=wanted, to_at=row.wanted_to_at, left=1, wish=True)
        found.insert(0, wish)
    return found


def _window_page(
    request: HttpRequest,
    row: "Visit",
    form: WindowForm,
    choices: Sequence[CallChoice],
    *,
    moving: bool,
    status: int = 0,
) -> HttpResponse:
    action = {"name": _("Move it") if moving else _("Book it"), "form": "window", "primary": True}
    chosen = form["window"].value() or next((one.key for one in choices if one.wish and not moving), "")
    context = frame(request, now=timezone.now()) | {
        "form": form,
        "number": row.number,
        "row": _by_day(choices, chosen, str(form.data.get(FIELD, ""))),
        "chosen": chosen,
        "moving": moving,
        "actions": [action],
    }
    return render(request, "technician/window.html", context, status=status or (422 if form.errors else 200))


def _by_day(choices: Sequence[CallChoice], chosen: str, day: str) -> list[RowDay[CallChoice]]:
    """Return windows by their day, in order, of each day those in which he works; the chosen one's day is open."""
    found: dict[date, list[CallChoice]] = {}
    for one in choices:
        several = found.setdefault(rules.local_day(one.from_at), [])
        if one.works:
            several.append(one)
    return opened([RowDay(at=at, windows=several) for at, several in sorted(found.items())], chosen=chosen, day=day)
