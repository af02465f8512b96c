"""On the way and at work: set out, check in, take pictures, state parts, enter the code."""

from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid, Missing
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import actions as visits
from anxin.domain.visits.wording import LACKS
from anxin.faces import shared
from anxin.faces.ground import staff, uploading
from anxin.faces.technician.forms import Code, Phone
from anxin.faces.technician.work import back, do, job_of, mine, page, repair_of

if TYPE_CHECKING:
    from anxin.domain.visits.models import Visit

LONGEST_SERIAL = 64


@require_POST
@shared.for_roles("technician")
def departure(request: HttpRequest, number: str) -> HttpResponse:
    """Set out."""
    by = shared.actor_of(request)
    return do(request, number, lambda row: visits.set_out(visit=row, by=by, now=timezone.now()))


@require_POST
@shared.for_roles("technician")
def arrival(request: HttpRequest, number: str) -> HttpResponse:
    """Check in, with the phone's position where it gives one; from afar with a reason."""
    at, by = Phone(request.POST).position(), shared.actor_of(request)
    why = request.POST.get("why", "")[:20]

    def work(row: "Visit") -> None:
        visits.check_in(visit=row, at=at, why=why, by=by, now=timezone.now())

    return do(request, number, work)


@require_POST
@shared.for_roles("technician")
def photos(request: HttpRequest, number: str) -> HttpResponse:
    """Take pictures for one slot of the record: keys of finished uploads, or the files themselves."""
    mine(request, number)
    by, slot = shared.actor_of(request), request.POST.get("slot", "")
    keys = request.POST.getlist("photo")

    def work() -> None:
        row = mine(request, number)
        files = uploading.opened(keys, by=by)
        if not files:
            raise Invalid("photo", expected=_("a picture"), got="")
        for file in files:
            visits.add_photo(visit=row, slot=slot, file=file, by=by, now=timezone.now())

    try:
        keys += uploading.received(request, request.FILES.getlist("photo_files"), by=by)
        shared.act(request, work)
    except Missing:
        raise
    except AnxinError as error:
        return page(request, number, error=error, at=f"photo-{slot}"[:40])
    return back(number, at="photos")


@require_POST
@shared.for_roles("technician")
def parts(request: HttpRequest, number: str) -> HttpResponse:
    """State what went in, or that nothing did; the customer then sees the bill."""
    by = shared.actor_of(request)

    def work(row: "Visit") -> None:
        given = [] if "none" in request.POST else _given(request)
        repairs.use_parts(repair=repair_of(row), parts=given, by=by, now=timezone.now())

    return do(request, number, work, at="parts")


def _given(request: HttpRequest) -> list[repairs.PartGiven]:
    found = []
    for code in request.POST.getlist("part")[:50]:
        text = request.POST.get(f"quantity-{code}", "0").strip()
        if not text.isdecimal() or len(text) > 3:
            raise Invalid("quantity", expected=_("a whole number"), got=text[:20])
        serial = request.POST.get(f"serial-{code}", "").strip()[:LONGEST_SERIAL]
        if int(text):
            found.append(repairs.PartGiven(code=code, quantity=int(text), serial=serial))
    return found


@require_POST
@shared.for_roles("technician")
def completion(request: HttpRequest, number: str) -> HttpResponse:
    """Finish with the customer's code; a wrong one is counted and said with what is left."""
    job_of(request, number, now=timezone.now())
    form = Code(request.POST)
    if not form.is_valid():
        return page(request, number, slip=str(form.errors["code"][0]), at="code")
    finish = partial(visits.finish, code=form.cleaned_data["code"], by=shared.actor_of(request))
    try:
        staff.act_once(request, lambda: finish(visit=mine(request, number), now=timezone.now()))
    except visits.NoCode as error:
        return page(request, number, error=error, slip=_lacking(error), at="code")
    except Missing:
        raise
    except AnxinError as error:
        return page(request, number, error=error, at="code")
    return back(number)


def _lacking(error: AnxinError) -> str:
    names = "、".join(str(LACKS.get(one, one)) for one in str(error.facts.get("lacks", "")).split())
    return str(wording.ERRORS[error.code]).format(lacks=names, number=error.facts.get("number", ""))
