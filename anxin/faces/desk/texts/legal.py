"""One legal text at the desk: its draft with what is still blank, what it changes, and its editions."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.domain.publications import queries, rules
from anxin.domain.publications.commands import TEXTS
from anxin.domain.publications.queries import DocumentView
from anxin.domain.publications.rules import TextSituation
from anxin.domain.publications.states import ANSWERS
from anxin.domain.publications.wording import LEGAL
from anxin.faces import shared
from anxin.faces.ground import prose, staff
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.publications.models import Document


@dataclass(kw_only=True)
class SeenText:
    """A legal text as one request sees it."""

    actor: Actor
    now: datetime
    row: "Document"

    @cached_property
    def situation(self) -> TextSituation:
        """Return the situation of the text for the rules of the commands."""
        return queries.situation(self.row, by=self.actor, now=self.now)

    @cached_property
    def view(self) -> DocumentView:
        """Return the text with its editions."""
        return queries.view(self.row.code, on=timezone.localtime(self.now).date())

    @cached_property
    def first_day(self) -> date:
        """Return from which day on a draft may count at the earliest."""
        newest = self.view.published[0].from_date if self.view.published else None
        days: int = settings.get("publications.notice_days", at=self.now)
        return rules.first_day(published=newest, notice_days=days, today=timezone.localtime(self.now).date())

    @property
    def url(self) -> str:
        """Return the text's address."""
        return reverse("texts:text", args=[self.row.code])


@dataclass(frozen=True, kw_only=True)
class LegalTextRow:
    """One legal text in the list."""

    title: str
    url: str
    edition: int
    draft: bool
    needed: bool


def legal_rows(*, on: date) -> list[LegalTextRow]:
    """List the legal texts with the edition in force, and whether somebody works on a draft."""
    held = queries.in_force(on=on)
    drafted = queries.drafted()
    return [
        LegalTextRow(
            title=str(LEGAL[one]),
            url=reverse("texts:text", args=[one]),
            edition=held.get(one, 0),
            draft=one in drafted,
            needed=one in rules.NEEDED and one not in held,
        )
        for one in rules.LEGAL
    ]


def find(request: HttpRequest, code: str) -> SeenText:
    """Find a legal text."""
    if code not in LEGAL:
        raise Http404
    return SeenText(actor=shared.actor_of(request), now=timezone.now(), row=queries.document(code))


@never_cache
@require_safe
@shared.for_roles(ANSWERS)
def text(request: HttpRequest, code: str) -> HttpResponse:
    """Show a legal text; `?do=` opens a form."""
    return RUNNER.show(request, code)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(ANSWERS)
def command(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Give the command that the address names."""
    return RUNNER.give(request, code, name)


@never_cache
@require_POST
@shared.for_roles(ANSWERS)
def blanks(request: HttpRequest, code: str) -> HttpResponse:
    """Fill the blanks of a legal text."""
    pairs = zip(request.POST.getlist("blank"), request.POST.getlist("word"), strict=False)
    words = {blank[:64]: word[:200] for blank, word in list(pairs)[:60]}
    return RUNNER.carry(request, code, "blanks", {"words": words})


def _blanks(case: SeenText) -> list[tuple[str, str]]:
    """Return the blanks that are left, each with what the house knows for it by now."""
    known = queries.known_blanks(now=case.now)
    left = rules.blanks(*queries.beginning(case.row, now=case.now))
    return [(one, known.get(one, "")) for one in left]


def page(request: HttpRequest, case: SeenText, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the text with the form of a command, or a refusal said."""
    draft, before = case.view.draft, next(iter(case.view.published), None)
    outdated = queries.outdated_texts(on=timezone.localdate(case.now), now=case.now)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "title": LEGAL[case.row.code],
        "code": case.row.code,
        "view": case.view,
        "blanks": _blanks(case) if draft or not before else [],
        "fill": TEXTS.commands["blanks"],
        "changes": prose.changes(before.zh, draft.zh) if draft and before else [],
        "blocks": prose.blocks(draft.zh) if draft and not before else [],
        "first_day": case.first_day,
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "outdated": next((one.what for one in outdated if one.code == case.row.code and not one.retold), ()),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/texts/text.html", facts, status=status)


RUNNER = Runner(
    TEXTS,
    [
        Place(name="recipients", lead=True),
        Place(name="terms", lead=True),
        Place(name="write", lead=True),
        Place(name="publish", holds=lambda case: {"from_date": f"{case.first_day:%Y-%m-%d}"}),
        Place(name="drop"),
    ],
    find=find,
    page=page,
)
