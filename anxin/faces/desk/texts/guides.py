"""What customers try first: every fault with its steps, and the page of one, with draft, editions and pictures."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core.actors import Actor
from anxin.domain.goods import queries as goods
from anxin.domain.goods.wording import CATEGORIES
from anxin.domain.publications import queries, rules
from anxin.domain.publications.commands import GUIDES
from anxin.domain.publications.queries import DocumentView
from anxin.domain.publications.rules import TextSituation
from anxin.domain.publications.states import ANSWERS, HELPS
from anxin.faces import shared
from anxin.faces.desk.texts.legal import legal_rows
from anxin.faces.ground import staff
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.publications.models import Document


@dataclass(kw_only=True)
class SeenGuide:
    """A guide as one request sees it."""

    actor: Actor
    now: datetime
    row: "Document"
    category: str
    symptom: str

    @cached_property
    def situation(self) -> TextSituation:
        """Return the situation of the guide for the rules of the commands."""
        return queries.situation(self.row, by=self.actor, now=self.now)

    @cached_property
    def view(self) -> DocumentView:
        """Return the guide with its editions."""
        return queries.view(self.row.code, on=timezone.localtime(self.now).date())

    @property
    def url(self) -> str:
        """Return the guide's address."""
        return reverse("texts:guide", args=[self.category, self.symptom])


@never_cache
@require_safe
@shared.for_roles(HELPS)
def everything(request: HttpRequest) -> HttpResponse:
    """List every fault people can name, by class of goods, with what to try first."""
    now = timezone.now()
    on = timezone.localtime(now).date()
    found = queries.guides_of(dict.fromkeys(one.category for one in goods.products()), on=on)
    groups = [
        (
            str(CATEGORIES.get(category, category)),
            [(one, reverse("texts:guide", args=[category, one.symptom])) for one in several],
        )
        for category, several in found.items()
    ]
    legal = legal_rows(on=on) if shared.actor_of(request).may(frozenset({ANSWERS})) else []
    facts = {**staff.frame(request, face="desk", now=now), "groups": groups, "legal": legal}
    return render(request, "desk/texts/everything.html", facts)


def find(request: HttpRequest, place: str) -> SeenGuide:
    """Find a guide by its class of goods and its fault."""
    category, _slash, symptom = place.rpartition("/")
    return SeenGuide(
        actor=shared.actor_of(request),
        now=timezone.now(),
        row=queries.document(rules.help_code(category, symptom)),
        category=category,
        symptom=symptom,
    )


def page(request: HttpRequest, case: SeenGuide, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the guide with the form of a command, or a refusal said."""
    names = goods.symptom_names(category=case.category, codes=[case.symptom])
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "title": names[0],
        "goods": str(CATEGORIES.get(case.category, case.category)),
        "view": case.view,
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
        "uploads": reverse("ground:uploads"),
    }
    return render(request, "desk/texts/guide.html", facts, status=status)


RUNNER = Runner(
    GUIDES,
    [
        Place(name="write", lead=True),
        Place(name="picture"),
        Place(name="publish", lead=True, holds=lambda case: {"from_date": f"{timezone.localtime(case.now):%Y-%m-%d}"}),
        Place(name="drop"),
    ],
    find=find,
    page=page,
)
guide, command = RUNNER.pages(HELPS)
