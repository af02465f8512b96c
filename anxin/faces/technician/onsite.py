"""On the way and at work: set out, check in, take pictures, state parts, enter the code."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid, Missing
from anxin.core.wording import joined
from anxin.domain.visits import actions as visits
from anxin.domain.visits.wording import lacking
from anxin.faces import shared
from anxin.faces.ground import uploads
from anxin.faces.ground.forms import CommandForm
from anxin.faces.technician.forms import PhoneForm, cash_form, job_form
from anxin.faces.technician.work import (
    answer_to_phone,
    back_to_job,
    do,
    doer,
    give,
    job_of,
    note_late,
    own_visit,
    page,
    turn_of,
)

LONGEST_SERIAL = 64


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def departure(request: HttpRequest, number: str) -> HttpResponse:
    """Set out."""
    return do(request, number, "departure")


@require_POST
@shared.for_roles("technician")
def turning_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take back that he set out, pressed by mistake."""
    return do(request, number, "turning-back")


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def arrival(request: HttpRequest, number: str) -> HttpResponse:
    """Check in, with the phone's position where it gives one; from afar with a reason."""
    given = PhoneForm(request.POST).given()
    return do(request, number, "arrival", {**given, "why": request.POST.get("why", "")[:20]})


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def photos(request: HttpRequest, number: str) -> HttpResponse:
    """Take pictures for one slot of the record: keys of finished uploads, or the files themselves.

    What a phone kept of a job that is another's now is laid where its own turn's pictures lie.
    """
    turn_of(request, number)
    by, slot = shared.actor_of(request), request.POST.get("slot", "")
    keys = request.POST.getlist("photo")

    def work() -> None:
        row, own = turn_of(request, number)
        by = doer(request, row)
        files = uploads.opened(keys, by=by)
        if not files:
            raise Invalid("photo", expected=_("a picture"), got="")
        now, add = timezone.now(), partial(visits.add_photo, slot=slot) if own else visits.add_earlier_photo
        added = [add(visit=row, file=file, by=by, now=now) for file in files]
        note_late(request, late=any(one.late for one in added))

    try:
        keys += uploads.received(request, request.FILES.getlist("photo_files"), by=by)
        shared.act(request, work)
    except Missing:
        raise
    except AnxinError as error:
        return page(request, number, error=error, at=f"photo-{slot}"[:40])
    return back_to_job(number, at="photos")


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def checks(request: HttpRequest, number: str) -> HttpResponse:
    """Say which points of the check list are done, and what was found."""
    answers = {
        name.removeprefix("answer-"): str(said)[:40]
        for name, said in request.POST.items()
        if name.startswith("answer-")
    }
    return do(request, number, "checks", {"done": request.POST.getlist("done")[:40], "answers": answers}, at="checks")


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def finding(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what a look for a claim has shown."""
    return _typed(request, number, "finding", job_form("finding", request.POST), at="finding")


def _typed(request: HttpRequest, number: str, name: str, form: CommandForm, *, at: str) -> HttpResponse:
    """Give a command what was typed; what is lacking is said there."""
    job_of(request, number, now=timezone.now())
    fields = form.taken(request)
    if fields is None:
        return page(request, number, slip=str(next(iter(form.errors.values()))[0]), at=at, form=form)
    return do(request, number, name, fields, at=at)


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def signature(request: HttpRequest, number: str) -> HttpResponse:
    """Have the work signed for, by hand or by name; what is lacking is said there, and what was drawn is kept."""
    return _typed(request, number, "signature", job_form("signature", request.POST), at="signature")


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def parts(request: HttpRequest, number: str) -> HttpResponse:
    """State what went in, or that nothing did; the customer then sees the bill."""
    own_visit(request, number)
    try:
        given = [] if "none" in request.POST else _given(request)
    except Invalid as error:
        return page(request, number, error=error, at="parts")
    return do(request, number, "parts", {"parts": given}, at="parts")


def _given(request: HttpRequest) -> list[dict[str, object]]:
    found = []
    for code in request.POST.getlist("part")[:50]:
        text = request.POST.get(f"quantity-{code}", "0").strip()
        if not text.isdecimal() or len(text) > 3:
            raise Invalid("quantity", expected=_("a whole number"), got=text[:20])
        serial = request.POST.get(f"serial-{code}", "").strip()[:LONGEST_SERIAL]
        if int(text):
            found.append({"code": code, "quantity": int(text), "serial": serial})
    return found


@require_POST
@shared.for_roles("technician")
def payment(request: HttpRequest, number: str) -> HttpResponse:
    """Have a code made that the customer scans from this phone."""
    return do(request, number, "payment", {"way": request.POST.get("way", "")[:24]}, at="bill")


@require_POST
@shared.for_roles("technician")
def cash(request: HttpRequest, number: str) -> HttpResponse:
    """Begin to take the bill in cash, book it with the customer's code, or leave it."""
    if "end" in request.POST:
        return do(request, number, "cash-end", at="bill")
    if "code" not in request.POST:
        part = job_form("cash", request.POST)
        taken = part.taken(request)
        if taken is None:
            return page(request, number, slip=str(part.errors["amount_fen"][0]), at="bill", form=part)
        return do(request, number, "cash", taken, at="bill")
    form = job_form("cash-code", request.POST)
    fields = form.taken(request)
    if fields is None:
        return page(request, number, slip=str(form.errors["code"][0]), at="bill")
    return do(request, number, "cash-code", fields, at="bill")


@require_POST
@shared.for_roles("technician")
def cash_signature(request: HttpRequest, number: str) -> HttpResponse:
    """Book the cash that its customer signed for on this phone; what is lacking is said there."""
    return _typed(request, number, "cash-signed", cash_form(request.POST), at="bill")


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def completion(request: HttpRequest, number: str) -> HttpResponse:
    """Finish with the customer's code; a wrong one is counted and said with what is left."""
    form = job_form("completion", request.POST)
    fields = form.taken(request)
    if fields is None:
        return page(request, number, slip=str(form.errors["code"][0]), at="code")
    try:
        give(request, number, "completion", fields)
    except visits.NoCode as error:
        return page(request, number, error=error, slip=_lacking(error), at="code")
    except Missing:
        raise
    except AnxinError as error:
        return page(request, number, error=error, at="code")
    return back_to_job(number)


@require_POST
@shared.for_roles("technician")
@answer_to_phone
def mended(request: HttpRequest, number: str) -> HttpResponse:
    """Say that what lies on the bench is mended."""
    try:
        give(request, number, "mended")
    except visits.NoCode as error:
        return page(request, number, error=error, slip=_lacking(error))
    except Missing:
        raise
    except AnxinError as error:
        return page(request, number, error=error)
    return back_to_job(number)


def _lacking(error: AnxinError) -> str:
    names = joined(lacking(one) for one in str(error.facts.get("lacks", "")).split())
    return str(wording.ERRORS[error.code]).format(lacks=names, number=error.facts.get("number", ""))
