"""The legal texts as anybody reads them: the edition in force, what comes, every one before, and what each changed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anxin.domain.network import queries as network
from anxin.domain.opening import queries as opening
from anxin.domain.publications import queries, rules
from anxin.domain.publications.queries import TextView
from anxin.domain.publications.wording import LEGAL
from anxin.faces.ground import editions, prose
from anxin.faces.public import page_descriptions


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """List the legal texts with the edition that counts today; none of repairs to come where only claims are taken."""
    held = queries.in_force(on=timezone.localdate())
    repairs = opening.takes_reports() or not opening.takes_claims()
    codes = rules.LEGAL if repairs else [one for one in rules.LEGAL if one in held or one in rules.OF_CLAIMS]
    rows = [(code, LEGAL[code], held.get(code)) for code in codes]
    context = {"rows": rows, "page_edition": editions.footing(opening.house_page("texts"), now=timezone.now())}
    context["repairs"] = repairs
    return render(request, "public/texts.html", context)


@require_safe
def text(request: HttpRequest, code: str) -> HttpResponse:
    """Show the edition in force; a text nobody has published says so."""
    found = _view(code)
    return _page(request, code, found, found.now)


@require_safe
def edition(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one edition for good: a consent names it."""
    found = _view(code)
    shown = next((one for one in found.published if one.number == number), None)
    if shown is None:
        raise queries.NoSuchText({"code": code})
    return _page(request, code, found, shown)


@require_safe
def changes(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what an edition changed of the one before it."""
    found = _view(code)
    several = {one.number: one for one in found.published}
    after, before = several.get(number), max((one for one in several if one < number), default=None)
    if after is None or before is None:
        raise queries.NoSuchText({"code": code})
    context = {
        "code": code,
        "title": LEGAL[code],
        "after": after,
        "before": several[before],
        "lines": prose.changes(several[before].body, after.body),
        "page_edition": editions.written(
            after.number, after.from_date, f"{reverse('public:text', args=[code])}#editions", now=timezone.now()
        ),
    }
    return render(request, "public/text_changes.html", context)


def _view(code: str) -> queries.DocumentView:
    if code not in LEGAL:
        raise Http404
    return queries.view(code, on=timezone.localdate())


def _page(request: HttpRequest, code: str, found: queries.DocumentView, shown: TextView | None) -> HttpResponse:
    blocks = prose.blocks(shown.body) if shown else []
    context = {
        "code": code,
        "title": LEGAL[code],
        "view": found,
        "shown": shown,
        "blocks": blocks,
        "gone": network.gone_hotlines(shown.body, on=timezone.localdate()) if shown else (),
        "headings": [one for one in blocks if one.kind == "heading"],
        "first": min((one.number for one in found.published), default=0),
        "described": page_descriptions.page(
            request,
            title=str(LEGAL[code]),
            text=_("The edition in force, every earlier one and what each changed."),
            path=reverse("public:text", args=[code]),
        ),
        "page_edition": editions.written(
            shown.number if shown else 0, shown.from_date if shown else None, "#editions", now=timezone.now()
        ),
    }
    return render(request, "public/text.html", context)
