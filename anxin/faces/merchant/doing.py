"""See a claim, do something with it, see plain details for a reason, take the answer pack away."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid, Missing, WrongState
from anxin.core.files import SealedFile
from anxin.core.money import format_fen
from anxin.domain.claims import queries as claims
from anxin.domain.claims.wording import TYPES
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.faces import shared
from anxin.faces.ground import sending, staff, uploading
from anxin.faces.merchant import telling
from anxin.faces.merchant.case import Case, Opened, find, page
from anxin.faces.merchant.frame import CLAIMS
from anxin.faces.merchant.verbs import VERBS, Verb
from anxin.faces.templatetags.parts import gap

SHOWN_S = 30
FIELDS = {"amount_fen": "amount"}


@dataclass(frozen=True, kw_only=True)
class Button:
    """A deed as a button: it opens its form, or is done with one press."""

    name: str
    title: str
    url: str
    asks: bool
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
    return Button(
        name=one.name,
        title=title_of(one, case),
        url=f"{case.url}?do={one.name}" if one.asks else f"{case.url}{one.name}/",
        asks=one.asks,
        primary=primary,
        danger=one.danger,
        key=key,
        then=then_of(one, case),
    )


def title_of(one: Verb, case: Case) -> str:
    """Name a deed; a yes says to what."""
    if one.name != "agreement":
        return str(one.title)
    kind = telling.said(TYPES, case.view.type)
    if case.view.type in ("refund_only", "return"):
        return _("Agree: {type} {sum}").format(type=kind, sum=format_fen(case.view.asked_fen))
    return _("Agree: {type}").format(type=kind)


def then_of(one: Verb, case: Case) -> str:
    """Say what follows; where money leaves, how much and to whom."""
    if one.name == "agreement":
        return _agreeing(case)
    if one.name == "inspection":
        sums = {"sum": format_fen(case.view.asked_fen), "name": case.view.buyer.name}
        return _("{sum} goes at once back to who paid (order of {name}). It can't be taken back.").format(**sums)
    return str(one.there or one.then) if case.view.forum == "platform" else str(one.then)


def _agreeing(case: Case) -> str:
    """Say what a yes costs and what follows."""
    view = case.view
    if view.forum == "platform":
        return _(
            "Your answer to the platform: it decides and pays. No money moves here; enter its outcome when it comes."
        )
    cost = next((one.total_fen for one in view.losses if one.remedy == view.type), None)
    then = {
        "refund_only": _("{sum} goes back to who paid once every picture has its outcome; the buyer keeps the goods."),
        "return": _("The buyer sends the goods back; {sum} goes back to who paid after you have looked at them."),
        "exchange": _("You send another piece within seven days; the buyer reads the waybill."),
        "repair": _("A technician is sent to the buyer; no money goes back."),
    }
    came_back = view.type == "return" and bool(view.return_waybill)
    back = _("{sum} goes back to who paid; the goods are with you already.") if came_back else then[view.type]
    said = [back.format(sum=format_fen(view.asked_fen)), _("Order of {name}.").format(name=view.buyer.name)]
    if cost is not None:
        said.append(_("It costs you about {sum}.").format(sum=format_fen(cost)))
    return gap().join([*said, _("It can't be taken back.")])


def opened(one: Verb, case: Case, *, data: Any = None) -> Opened:
    """Open the form of a deed."""
    form = one.form(data, case=case)
    title = title_of(one, case)
    return Opened(
        name=one.name,
        title=title,
        then=then_of(one, case),
        submit=_("Hand in the answer") if one.name == "answer" else title,
        form=form,
        danger=one.danger,
        takes_files=one.name == "evidence",
    )


@never_cache
@require_safe
@shared.for_roles(CLAIMS)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Show a claim; `?do=` opens the form of one deed."""
    case = find(request, number)
    verb = VERBS.get(request.GET.get("do", ""))
    form = opened(verb, case) if verb is not None and verb.asks and verb.shown(case) else None
    slip = "" if form or verb is None else _("This can't be done now: meanwhile something has changed.")
    return page(request, case, buttons=buttons_of(case), opened=form, slip=slip)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CLAIMS)
def deed(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do one deed; what is refused is said on the claim, with what was typed kept."""
    verb = VERBS.get(name)
    if verb is None:
        raise Http404
    case = find(request, number)
    if request.method == "GET":
        return HttpResponseRedirect(f"{case.url}?do={name}" if verb.asks else case.url)
    if not verb.shown(case):
        return _too_late(request, case)
    form = opened(verb, case, data=request.POST)
    given = _given(request, case, form)
    if given is None:
        return page(request, case, buttons=buttons_of(case), opened=form, status=422)
    try:
        staff.act_once(request, lambda: verb.work(find(request, number), given))
    except Missing:
        raise
    except AnxinError as error:
        return _failed(request, number, verb, error)
    return HttpResponseRedirect(case.url)


def _too_late(request: HttpRequest, case: Case) -> HttpResponse:
    """Say that the claim stands elsewhere now, unless this very form was the one that moved it."""

    def refuse() -> None:
        raise WrongState({"machine": "claim", "state": case.view.state, "step": "deed"})

    try:
        staff.act_once(request, refuse)
    except AnxinError as error:
        said = _("Somebody else was quicker: the claim stands elsewhere now.")
        return page(request, case, buttons=buttons_of(case), slip=said, status=shared.number_of(error))
    return HttpResponseRedirect(case.url)


def _given(request: HttpRequest, case: Case, form: Opened) -> dict[str, Any] | None:
    """Read what was given, files too; None where something is missing, said in the form."""
    if not form.form.is_valid():
        return None
    given = dict(form.form.cleaned_data)
    if form.takes_files:
        given["files"] = _files(request, case, form)
        if not given["files"]:
            return None
    return given


def _files(request: HttpRequest, case: Case, form: Opened) -> list[SealedFile]:
    """Give the files that were sent; where there is none we can take, the form says why."""
    try:
        keys = [
            *request.POST.getlist("photo"),
            *uploading.received(request, request.FILES.getlist("photo_files"), by=case.actor),
        ]
        found = uploading.opened(keys, by=case.actor)
    except Invalid as error:
        form.form.add_error(None, wording.error(error))
        return []
    if not found:
        form.form.add_error(None, _("Choose a picture or a video first."))
    return found


def _failed(request: HttpRequest, number: str, verb: Verb, error: AnxinError) -> HttpResponse:
    case = find(request, number)
    form = opened(verb, case, data=request.POST) if verb.asks and verb.shown(case) else None
    status = shared.number_of(error)
    if form is not None and isinstance(error, Invalid):
        field = FIELDS.get(error.field, error.field)
        form.form.add_error(field if field in form.form.fields else None, _told(error))
        return page(request, case, buttons=buttons_of(case), opened=form, status=status)
    return page(request, case, buttons=buttons_of(case), opened=form, slip=_told(error), status=status)


def _told(error: AnxinError) -> str:
    """Say a refusal, one of a sum that the bill does not know in its own words."""
    if "most_fen" not in error.facts and isinstance(error, Invalid) and error.field == "amount_fen":
        return _("This sum is not possible: more than nothing, and no more than is missing or was taken.")
    return wording.error(error)


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the buyer's plain details for half a minute, for a reason that is logged and that he can read."""
    case = find(request, number)
    fields = {"contact": ("name", "phone"), "address": ("address",)}.get(request.POST.get("field", ""))
    if fields is None:
        raise Http404
    reason, person = request.POST.get("reason", "")[:200], case.row.buyer

    def work() -> list[str]:
        given: dict[str, Any] = {"person": person, "stream": case.row.stream(), "reason": reason, "by": case.actor}
        return [people.reveal(field=one, **given, now=timezone.now()) for one in fields]

    plain = shared.act(request, work)
    masked = people_queries.masked(person)
    contact = len(fields) > 1
    shown = {
        "shown_for": SHOWN_S,
        "name": plain[0],
        "phone": plain[1] if contact else "",
        "masked_name": masked.name if contact else masked.division,
        "masked_phone": masked.phone if contact else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "parts/person.html", {"who": shown})
    key = "contact" if contact else "address"
    return page(request, case, buttons=buttons_of(case), revealed={key: shown})


@never_cache
@require_POST
@shared.for_roles(CLAIMS)
def pack(request: HttpRequest, number: str) -> HttpResponseBase:
    """Hand out the merchant's answer pack: his own originals and words, signed; written down who took it."""
    shared.limit(request, "merchant_pack", burst=6, per_min=6)
    case = find(request, number)
    shared.act(request, lambda: evidence.export(stream=case.row.stream(), by=case.actor, now=case.now))
    made = claims.answer_pack(case.row, actor=case.actor, now=case.now)
    out = evidence_queries.build(made, now=case.now)
    return sending.pack(out, case.row.number)
