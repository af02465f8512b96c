"""See a case, do something with it, see plain details for a reason."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid, Missing
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.faces import shared
from anxin.faces.desk import queue
from anxin.faces.desk.case import Case, Opened, find, page
from anxin.faces.desk.verbs import VERBS, Verb
from anxin.faces.ground import staff

SHOWN_S = 30


@dataclass(frozen=True, kw_only=True)
class Button:
    """A deed as a button: it opens its form, or is done with one press."""

    name: str
    title: str
    url: str
    asks: bool
    sends: tuple[tuple[str, str], ...]
    primary: bool
    danger: bool
    key: str
    then: str


def buttons_of(case: Case) -> list[Button]:
    """Draw the buttons the machines allow this person now; the first leading one is the solid one."""
    shown = [one for one in VERBS.values() if one.shown(case)]
    lead = next((one.name for one in shown if one.lead), "")
    keys: set[str] = set()
    found = []
    for one in sorted(shown, key=lambda one: one.name != lead):
        key = "" if one.key in keys else one.key
        keys.add(key)
        found.append(_button(one, case, primary=one.name == lead, key=key))
    return found


def _button(one: Verb, case: Case, *, primary: bool, key: str) -> Button:
    address = f"{case.url}{one.name}/"
    return Button(
        name=one.name,
        title=_title(one, case),
        url=f"{case.url}?do={one.name}" if one.asks else address,
        asks=one.asks,
        sends=one.sends,
        primary=primary,
        danger=one.danger,
        key=key,
        then=str(one.then),
    )


def _title(one: Verb, case: Case) -> str:
    if one.name == "appointment":
        return _("Move the window") if "rebook" in case.visit_steps else _("Book the window")
    if one.name == "offer" and case.candidates:
        return _("Choose {name}…").format(name=case.candidates[0].technician.called)
    return str(one.title)


def opened(one: Verb, case: Case, *, data: Any = None, day: str = "", technician: str = "") -> Opened:
    """Open the form of a deed."""
    first = technician or next((c.technician.number for c in case.candidates), "") if one.name == "offer" else ""
    form = one.form(data, case=case, day=day, initial={"technician": first} if first else None)
    asks = _("Ask the technician") if one.name == "offer" else _title(one, case)
    also = tuple((value, str(name)) for value, name in one.also)
    return Opened(
        name=one.name,
        title=str(one.title) if one.name == "offer" else _title(one, case),
        then=str(one.then),
        submit=asks,
        form=form,
        danger=one.danger,
        also=also,
    )


@never_cache
@require_safe
@shared.for_roles(queue.STAFF)
def repair(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case; `?do=` opens the form of one deed."""
    case = find(request, number)
    verb = VERBS.get(request.GET.get("do", ""))
    form = None
    if verb is not None and verb.asks and verb.shown(case):
        form = opened(
            verb, case, day=request.GET.get("day", "")[:10], technician=request.GET.get("technician", "")[:40]
        )
    slip = "" if form or verb is None else _("This can't be done now: meanwhile something has changed.")
    return page(request, case, buttons=buttons_of(case), opened=form, slip=slip)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("agent dispatcher")
def deed(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do one deed; what is refused is said on the case, with what was typed kept."""
    verb = VERBS.get(name)
    if verb is None:
        raise Http404
    case = find(request, number)
    if request.method == "GET":
        return HttpResponseRedirect(f"{case.url}?do={name}" if verb.asks else case.url)
    if not verb.shown(case):
        return _refused(request, number, verb, _("Somebody else was quicker: the case stands elsewhere now."), 409)
    form = opened(verb, case, data=request.POST)
    if not form.form.is_valid():
        return page(request, case, buttons=buttons_of(case), opened=form if verb.asks else None, status=422)
    given = {**form.form.cleaned_data, "form": form.form, "how": request.POST.get("how", "")}
    try:
        staff.act_once(request, lambda: verb.work(_fresh(request, number, verb), given))
    except Missing:
        raise
    except AnxinError as error:
        return _failed(request, number, verb, error)
    return HttpResponseRedirect(case.url)


def _fresh(request: HttpRequest, number: str, verb: Verb) -> Case:
    """Read the rows anew in the block: a repeated try must not work on what an undone one left in memory."""
    return find(request, number)


def _failed(request: HttpRequest, number: str, verb: Verb, error: AnxinError) -> HttpResponse:
    case = find(request, number)
    form = opened(verb, case, data=request.POST) if verb.asks and verb.shown(case) else None
    if form is not None and isinstance(error, Invalid) and error.field in form.form.fields:
        form.form.add_error(error.field, wording.error(error))
        return page(request, case, buttons=buttons_of(case), opened=form, status=shared.number_of(error))
    status = shared.number_of(error)
    return page(request, case, buttons=buttons_of(case), opened=form, slip=wording.error(error), status=status)


def _refused(request: HttpRequest, number: str, verb: Verb, sentence: str, status: int) -> HttpResponse:
    case = find(request, number)
    return page(request, case, buttons=buttons_of(case), slip=sentence, status=status)


@never_cache
@require_POST
@shared.for_roles(queue.STAFF)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show plain details for half a minute, for a reason that is logged and that the person can read."""
    case = find(request, number)
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")[:200]
    who, _sep, what = field.partition(".")
    person = case.row.helper if who == "helper" else case.row.customer
    if person is None or what not in ("contact", "address"):
        raise Http404
    fields = ("name", "phone") if what == "contact" else ("address",)

    def work() -> list[str]:
        now = timezone.now()
        return [people.reveal(person=person, field=one, reason=reason, by=case.actor, now=now) for one in fields]

    plain = shared.act(request, work)
    masked = people_queries.masked(person)
    shown = {
        "shown_for": SHOWN_S,
        "name": plain[0],
        "phone": plain[1] if len(plain) > 1 else "",
        "masked_name": masked.name if what == "contact" else case.view.division,
        "masked_phone": masked.phone if what == "contact" else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "parts/person.html", {"who": shown})
    return page(request, case, buttons=buttons_of(case), revealed={field.replace(".", "_"): shown})
