"""The quote: lines of the price book, how many, what the warranty does not cover, what is optional."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError, Missing
from anxin.domain.goods.wording import LINE_KINDS
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands.answer_fields import AgreedHere
from anxin.domain.repairs.rules.job import may_take_receipt
from anxin.domain.repairs.wording import PAYS
from anxin.faces import shared
from anxin.faces.technician import cards
from anxin.faces.technician.forms import answer_form
from anxin.faces.technician.work import (
    TechnicianJob,
    allowed,
    answer_to_phone,
    back_to_job,
    do,
    frame,
    give,
    job_of,
    note,
    page,
)

MOST = 99
ANSWERS = ("agreement-here", "refusal-here")
type Wish = dict[str, queries.DraftedLine]


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles("technician")
@answer_to_phone
def quote(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the quote up, look at the sum, send it; nothing is sent by adding or looking for a line."""
    if request.method == "POST" and "send" in request.POST:
        return _sent(request, number)
    found = job_of(request, number, now=timezone.now())
    if "quote" not in allowed(request, found.row):
        return back_to_job(number)
    wish = _read(request.POST) if request.method == "POST" else _earlier(found)
    return _page(request, found, _stepped(request.POST, wish))


def _sent(request: HttpRequest, number: str) -> HttpResponse:
    wish = _read(request.POST)
    lines = [
        {
            **{"code": code, "quantity": one.quantity, "optional": one.optional},
            **{"excluded": one.excluded, "excluded_why": one.excluded_why},
        }
        for code, one in wish.items()
        if one.quantity
    ]
    try:
        give(request, number, "quote", {"lines": lines})
    except Missing:
        raise
    except AnxinError as error:
        return _page(request, job_of(request, number, now=timezone.now()), wish, error=error)
    return HttpResponseRedirect(f"{back_to_job(number)['Location']}#quote")


@require_POST
@shared.for_roles("technician")
def answer(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Take the customer's answer to the quote, read and signed on this phone; what is lacking is said there."""
    if name not in ANSWERS:
        raise Http404
    job_of(request, number, now=timezone.now())
    form = answer_form(name, request.POST)
    fields = form.taken(request)
    if fields is None:
        said = next(iter(form.errors.values()))[0]
        return page(request, number, slip=str(said), at="quote", form=form)
    if isinstance(fields, AgreedHere):
        fields = fields.model_copy(update={"chosen": tuple(request.POST.getlist("chosen")[:200])})
    return do(request, number, name, fields, at="quote")


def _read(data: QueryDict) -> Wish:
    found = {}
    for code in data.getlist("line")[:200]:
        text = data.get(f"quantity-{code}", "0").strip()
        quantity = min(int(text), MOST) if text.isdecimal() and len(text) < 5 else 0
        found[code] = queries.DraftedLine(
            quantity=quantity,
            excluded=f"excluded-{code}" in data,
            excluded_why=data.get(f"excluded_why-{code}", "").strip()[:100],
            optional=f"optional-{code}" in data,
        )
    return found


def _stepped(data: QueryDict, wish: Wish) -> Wish:
    """Count one line up or down, as its buttons do without script."""
    for name, change in (("more", 1), ("less", -1)):
        code = data.get(name, "")
        if code:
            was = wish.get(code, queries.DraftedLine(quantity=0))
            quantity = max(0, min(MOST, was.quantity + change))
            wish[code] = replace(was, quantity=quantity)
    return wish


def _earlier(found: TechnicianJob) -> Wish:
    """Begin with the lines of the quote before, where there is one."""
    last = found.repair.quote
    return {
        one.code: queries.DraftedLine(
            quantity=one.quantity,
            excluded=one.why == "excluded" or bool(one.reason),
            excluded_why=one.reason,
            optional=one.optional,
        )
        for one in (last.lines if last else ())
    }


def _page(request: HttpRequest, found: TechnicianJob, wish: Wish, *, error: AnxinError | None = None) -> HttpResponse:
    note(request, error)
    draft = queries.draft(found.repair_row, wanted=wish, on=timezone.localdate())
    looked = request.POST.get("q", "").strip()[:40]
    context = frame(request, now=timezone.now()) | {
        "visit": found.visit,
        "repair": found.repair,
        "title": cards.title_of(found.repair),
        "draft": draft,
        **rows_of(draft, looked=looked),
        "looked": looked,
        "again": found.repair.quote is not None,
        "takes_receipt": may_take_receipt(found.situation),
        "slip": wording.error(error) if error else "",
    }
    return render(request, "technician/quote.html", context, status=shared.number_of(error) if error else 200)


def rows_of(draft: queries.Draft, *, looked: str = "") -> dict[str, list[dict[str, object]]]:
    """Return the lines of a draft that are on it, and those of the price list that are not, as the form draws them."""
    others = [one for one in draft.lines if not one.quantity and looked.lower() in f"{one.name} {one.code}".lower()]
    return {"chosen": [_row(one) for one in draft.lines if one.quantity], "others": [_row(one) for one in others]}


def _row(line: queries.DraftLine) -> dict[str, object]:
    return {
        "line": line,
        "kind": LINE_KINDS.get(line.kind, line.kind),
        "why": PAYS.get(line.why, ""),
        "fixed": line.by_itself,
    }
