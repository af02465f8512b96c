"""One job on one page, and the frame in which every form of it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.commands import Allowed, Fields
from anxin.core.errors import AnxinError, Invalid, Missing
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.commands import JOBS
from anxin.domain.repairs.commands.job import told_after
from anxin.domain.repairs.rules.job import may_check_in, may_name_device, may_take_receipt, may_turn_back
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries
from anxin.domain.visits.wording import FAR
from anxin.faces import shared
from anxin.faces.ground import pay_ways, repair_parts, site, staff
from anxin.faces.ground.forms import CommandForm
from anxin.faces.technician import cards
from anxin.faces.technician.forms import answer_form, cash_form, job_form
from anxin.faces.technician.steps import next_of

if TYPE_CHECKING:
    from datetime import datetime

    from anxin.domain.repairs.models import Repair
    from anxin.domain.repairs.rules.job import JobSituation
    from anxin.domain.visits.models import Visit

SHORT = 6
AGO = "Anxin-Ago"
"""With this header a phone sends what it kept while there was no signal: how many seconds ago it was done."""
LONGEST_AGO = 10
"""So many digits: a phone whose clock began anew in 1970 is believed no more than any other, and loses nothing."""
REMEMBERED = timedelta(days=30)
"""So long the key of a form is known, so that a phone that never got the answer may send it again."""
type View = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class TechnicianJob:
    """A job of this technician: its visit, the repair it serves, and both as pages show them."""

    row: "Visit"
    repair_row: "Repair"
    visit: queries.VisitView
    repair: repairs.RepairView

    situation: "JobSituation"

    @property
    def latest(self) -> bool:
        """Return whether this is still the repair's own visit, not one that another followed."""
        return self.repair.visit is not None and self.repair.visit.id == self.visit.id


def own_visit(request: HttpRequest, number: str) -> "Visit":
    """Find a visit that is this technician's; one he was only asked for is not his yet."""
    actor = shared.actor_of(request)
    row = queries.visit(number, actor=actor, now=timezone.now())
    account = row.technician.account_id if row.technician else None
    if row.stream_kind != "repair" or str(account) != actor.id:
        raise queries.NoSuchVisit({"number": number[:40]})
    return row


def turn_of(request: HttpRequest, number: str) -> tuple["Visit", bool]:
    """Find a visit that is this technician's, or was when his phone did what it kept; and whether it is his still."""
    try:
        return own_visit(request, number), True
    except queries.NoSuchVisit:
        by = kept_by_phone(request, shared.actor_of(request))
        if by.done_at is None:
            raise
        row = queries.visit_assigned_at(number, actor=by, at=by.done_at)
        return row, row.technician is not None and str(row.technician.account_id) == by.id


def repair_of(row: "Visit") -> "Repair":
    """Find the repair a visit serves."""
    return repairs.repair_by_key(str(row.stream_key))


def job_of(request: HttpRequest, number: str, *, now: "datetime") -> TechnicianJob:
    """Read a job whole."""
    actor, row = shared.actor_of(request), own_visit(request, number)
    repair = repair_of(row)
    read = repairs.companions_of(repair, actor=actor, now=now)
    view = repairs.view(repair, actor=actor, now=now, read=read)
    own = view.visit if view.visit and view.visit.id == row.id else queries.view(row, actor=actor, now=now)
    looked = repairs.job_situation(row, by=actor, now=now, read=(repair, read))
    return TechnicianJob(row=row, repair_row=repair, visit=own, repair=view, situation=looked)


@never_cache
@require_safe
@shared.for_roles("technician")
def job(request: HttpRequest, number: str) -> HttpResponse:
    """Show a job to its technician; one that is still on offer is shown among the offers."""
    now = timezone.now()
    if any(one.visit == number for one in offered(request, now=now)):
        return HttpResponseRedirect(reverse("technician:offers"))
    try:
        return page(request, number)
    except queries.NoSuchVisit:
        return _gone(request, number)


def _gone(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a job is not this technician's (any more), and that nobody waits for him there."""
    now = timezone.now()
    lines = queries.jobs_of(shared.actor_of(request), now=now)
    off = any(one.visit == number and one.called_off for one in lines)
    return render(request, "technician/gone.html", frame(request, now=now) | {"called_off": off}, status=404)


def page(
    request: HttpRequest,
    number: str,
    *,
    error: AnxinError | None = None,
    slip: str = "",
    at: str = "",
    revealed: dict[str, str] | None = None,
    form: CommandForm | None = None,
) -> HttpResponse:
    """Show a job as it stands now; a refusal is said where it belongs (`at` names the section)."""
    note(request, error, slip=slip)
    now = timezone.now()
    found = job_of(request, number, now=now)
    step = next_of(found.visit, found.repair, found.situation)
    sections = cards.sections_of(found.visit, found.repair, found.situation, step=step.name)
    order, everything = cards.order_of(sections, step.name), "all" in request.GET
    said = slip or (wording.error(error) if error else "")
    context = frame(request, now=now) | {
        "visit": found.visit,
        "repair": found.repair,
        "latest": found.latest,
        **cards.called(found.repair),
        "clock": cards.clock_of(found.repair),
        "next": step,
        "stops": cards.strip(queries.jobs_of(shared.actor_of(request), now=now), now=now, here=number),
        "sections": sections,
        "order": order,
        "current": "code" if sections.code else next(iter(order), ""),
        **cards.pictures_of(found.visit, repair=found.repair.number, step=step.name),
        **pay_ways.pay_options(
            found.repair.bill, may="payment" in JOBS.allowed(found.situation, shared.actor_of(request))
        ),
        **_cash(found, form),
        **_at_the_door(found),
        "bill_state": repair_parts.bill_stands(found.repair),
        **_writing(form),
        **_quote(request, found, form),
        "parts": cards.parts_of(found.repair) if found.latest else [],
        "trail": repair_parts.record_of(found.repair.timeline[: None if everything else SHORT], customer=_("Customer")),
        "more": 0 if everything else max(0, len(found.repair.timeline) - SHORT),
        "slip": said,
        "far": list(FAR.items()) if isinstance(error, visits.FarOff) else [],
        "slip_at": at if cards.has(sections, at) else "",
        "revealed": revealed,
        "uploads": reverse("ground:uploads"),
        "actions": cards.actions_of(found.visit, step),
    }
    status = shared.number_of(error) if error else 422 if said else 200
    return render(request, "technician/job.html", context, status=status)


def _writing(form: CommandForm | None) -> dict[str, object]:
    """Return the forms in which he has the work signed for and writes what he found, as one of them was sent."""
    sent = {form.command.name: form} if form else {}
    return {key: sent.get(name) or job_form(name) for key, name in (("signing", "signature"), ("finding", "finding"))}


def _at_the_door(found: TechnicianJob) -> dict[str, bool]:
    """Return whether he can say that he is there, write the number down, and take a proof that he is shown."""
    asked = {
        "checks_in": may_check_in,
        "turns_back": may_turn_back,
        "names_device": may_name_device,
        "takes_receipt": may_take_receipt,
    }
    return {name: may(found.situation) for name, may in asked.items()}


def _cash(found: TechnicianJob, form: CommandForm | None) -> dict[str, object]:
    """Return how cash stands for the bill, and the form in which the customer signs for it on this phone."""
    signing = form if form and form.command.name == "cash-signed" else cash_form()
    part = form if form and form.command.name == "cash" else job_form("cash")
    return {"cash": found.situation.cash, "cash_signing": signing, "cash_part": part}


def _quote(request: HttpRequest, found: TechnicianJob, form: CommandForm | None) -> dict[str, object]:
    """Return the quote, and where it waits the forms in which the customer answers it on this phone."""
    quote = found.repair.quote if found.latest else None
    if quote is None:
        return {}
    shown: dict[str, object] = {"quote": repair_parts.quote_of(quote, ticked=request.POST.getlist("chosen"))}
    if "agreement-here" not in JOBS.allowed(found.situation, shared.actor_of(request)):
        return shown
    made = {name: answer_form(name, version=quote.version) for name in ("agreement-here", "refusal-here")}
    if form is not None and form.command.name in made:
        made[form.command.name] = form
    refuses = made["refusal-here"]
    return {**shown, "agrees": made["agreement-here"], "refuses": refuses, "refusing": refuses is form}


def offered(request: HttpRequest, *, now: "datetime") -> list[queries.OfferView]:
    """List what a technician has yet to answer, looked at once a request."""
    known: list[queries.OfferView] | None = getattr(request, "anxin_offers", None)
    if known is None:
        known = queries.offers_to(shared.actor_of(request), now=now)
        request.anxin_offers = known  # type: ignore[attr-defined]  # a request takes what is noted on it
    return known


def frame(request: HttpRequest, *, now: "datetime") -> dict[str, object]:
    """Return what every page of this face carries, with how many offers wait."""
    offers = offered(request, now=now)
    return staff.frame(request, face="technician", now=now, counts={"offers": len(offers)}) | {"offers": offers}


def allowed(request: HttpRequest, row: "Visit") -> Allowed:
    """Return what this technician may do with a visit now."""
    by = shared.actor_of(request)
    return JOBS.allowed(repairs.job_situation(row, by=by, now=timezone.now()), by)


def give(request: HttpRequest, number: str, name: str, fields: Fields | Mapping[str, object] | None = None) -> None:
    """Give one command on a job, once for its form; raises what is refused.

    What `visits.TOLD_AFTER` names and he did before his phone heard that he may do it no more is written down as late.
    """

    def work() -> None:
        kept = name in visits.TOLD_AFTER
        row = turn_of(request, number)[0] if kept else own_visit(request, number)
        by, now = doer(request, row), timezone.now()
        if kept and queries.is_kept_word(row, by):
            told_after(visit=row, step=name, fields=fields or {}, by=by, now=now)
            note_late(request, late=True)
        else:
            JOBS.give(name, row=row, by=by, now=now, fields=fields or {})

    staff.act_once(request, work, lives=REMEMBERED)


def doer(request: HttpRequest, row: "Visit") -> Actor:
    """Return who does something, and when it was where his phone had no signal then; whether it is late is noted."""
    by = visits.late_where_over(row, kept_by_phone(request, shared.actor_of(request)))
    if AGO in request.headers:
        note_late(request, late=by.late)
    return by


def kept_by_phone(request: HttpRequest, by: Actor) -> Actor:
    """Return who does something, with when he did it where his phone kept it until there was a signal."""
    ago = request.headers.get(AGO, "")
    if not ago:
        return by
    if not ago.isdecimal() or len(ago) > LONGEST_AGO:
        raise Invalid(AGO, expected="seconds", got=ago[:20])
    return visits.handed_in(by, int(ago), now=timezone.now())


def note_late(request: HttpRequest, *, late: bool) -> None:
    """Note on a request that what it hands in is late, for the phone that sent it."""
    request.anxin_late = late  # type: ignore[attr-defined]  # a request takes what is noted on it


def answer_to_phone(view: View) -> View:
    """Answer in few words a phone that sends what it kept: taken, or why not; anybody else gets the page."""

    @wraps(view)
    def answered(request: HttpRequest, number: str) -> HttpResponse:
        try:
            response = view(request, number)
        except queries.NoSuchVisit as error:
            if AGO not in request.headers or not _was_his(request, number):
                raise
            return JsonResponse({"code": error.code, "title": _told_to_ring()}, status=HTTPStatus.NOT_FOUND)
        if AGO not in request.headers:
            return response
        if response.status_code == HTTPStatus.FOUND:
            late = {"said": _("handed in late; marked so on the case")} if getattr(request, "anxin_late", False) else {}
            return JsonResponse({"taken": True, **late})
        code, said = getattr(request, "anxin_refused", ("", ""))
        status = max(response.status_code, HTTPStatus.BAD_REQUEST)  # a form drawn once more took nothing
        return JsonResponse({"code": code, "title": said}, status=status)

    return answered


def _was_his(request: HttpRequest, number: str) -> bool:
    """Return whether a job that isn't his was when his phone did what it kept."""
    try:
        turn_of(request, number)
    except (queries.NoSuchVisit, Invalid):
        return False
    return True


def _told_to_ring() -> str:
    """Return whom to tell what his phone kept of a job that is another's now, and that nobody else has it."""
    hotline = site.imprint(now=timezone.now()).hotline
    return (
        _(
            "The job is another's now, and this can't be taken. Tell customer service what you did; it stays on your "
            "phone until you leave it out. {hotline}"
        )
        .format(hotline=hotline)
        .strip()
    )


def note(request: HttpRequest, error: AnxinError | None, *, slip: str = "") -> None:
    """Note on a request why it was refused, for `kept`."""
    said = (error.code if error else "", slip or (wording.error(error) if error else ""))
    request.anxin_refused = said  # type: ignore[attr-defined]  # a request takes what is noted on it


def do(
    request: HttpRequest, number: str, name: str, fields: Fields | Mapping[str, object] | None = None, *, at: str = ""
) -> HttpResponse:
    """Give one command on a job and lead back to it; what is refused is said there, as it stands now."""
    try:
        give(request, number, name, fields)
    except Missing:
        raise
    except AnxinError as error:
        return page(request, number, error=error, at=at)
    return back_to_job(number)


def back_to_job(number: str, *, at: str = "") -> HttpResponse:
    """Lead back to a job."""
    address = reverse("technician:job", args=[number])
    return HttpResponseRedirect(f"{address}#{at}" if at else address)
