"""What customers try first, at the desk of whoever writes it: each fault with its steps, and the page of one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.domain.goods import queries as goods
from anxin.domain.publications import queries, rules
from anxin.domain.publications.commands import GUIDES
from anxin.domain.publications.commands.work import STEPS
from anxin.domain.publications.queries import DocumentView, Guide
from anxin.domain.publications.rules import TextSituation
from anxin.faces import shared
from anxin.faces.goods_words import class_name
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation
    from anxin.domain.publications.models import Document

type Group = tuple[str, list[tuple[Guide, str]]]


@dataclass(frozen=True, kw_only=True)
class GuideDesk:
    """Where guides are written: the list and one guide by the names of their addresses, and the frame of the face.

    `many`: the list is of several brands.
    """

    listing: str
    one: str
    base: str
    frame: Callable[..., dict[str, Any]]
    many: bool = False

    def list_url(self, brand: "Organisation | None") -> str:
        """Return the address of the list, narrowed to a brand where the list is of several."""
        return reverse(self.listing, query={"brand": brand.slug} if brand and self.many else {})


@dataclass
class SeenGuide:
    """A guide as one request sees it: the house's, or a brand's own."""

    actor: Actor
    now: datetime
    row: "Document"
    brand: "Organisation | None"
    category: str
    symptom: str
    desk: GuideDesk

    @cached_property
    def situation(self) -> TextSituation:
        """Return the situation of the guide for the rules of the commands."""
        return queries.situation(self.row, by=self.actor, now=self.now)

    @cached_property
    def view(self) -> DocumentView:
        """Return the guide with its editions."""
        return queries.view_of(self.row, on=timezone.localtime(self.now).date())

    @cached_property
    def instead(self) -> DocumentView | None:
        """Return what the house says of the fault, which customers read while the brand has nothing of its own."""
        if self.brand is None or (self.view.now is not None and self.view.now.zh):
            return None
        return queries.view(self.row.code, on=timezone.localtime(self.now).date())

    @property
    def url(self) -> str:
        """Return the guide's address."""
        whose = [self.brand.slug] if self.brand else []
        return reverse(self.desk.one, args=[*whose, self.category, self.symptom])


def groups(
    brand: "Organisation | None", made: Iterable[goods.ProductView], *, on: date, url: Callable[[str, str], str]
) -> list[Group]:
    """List every fault people can name, by class of goods that are made, with what to try first."""
    found = queries.guides_of(dict.fromkeys(one.category for one in made), on=on, brand=brand)
    return [
        (class_name(category), [(one, url(category, one.symptom)) for one in several])
        for category, several in found.items()
    ]


def runner(desk: GuideDesk, *, of_a_brand: bool) -> Runner[SeenGuide]:
    """Make the commands of a guide at a desk: the house's, or that of the brand which its address begins with."""

    def find(request: HttpRequest, place: str) -> SeenGuide:
        actor = shared.actor_of(request)
        slug, _slash, rest = place.partition("/") if of_a_brand else ("", "", place)
        category, _last, symptom = rest.rpartition("/")
        brand = queries.guided_brand(slug, actor=actor) if of_a_brand else None
        row = queries.document(rules.help_code(category, symptom), brand=brand)
        of = (row, brand, category, symptom, desk)
        return SeenGuide(actor, timezone.now(), *of)

    def page(request: HttpRequest, case: SeenGuide, shown: Shown, status: int = 200) -> HttpResponse:
        names = goods.symptom_names(category=case.category, codes=[case.symptom])
        facts = {
            **desk.frame(request, now=case.now),
            "base": desk.base,
            "title": names[0],
            "goods": class_name(case.category),
            "brand": case.brand,
            "list_url": desk.list_url(case.brand),
            "view": case.view,
            "held": case.view.now if case.view.now and case.view.now.zh else None,
            "instead": case.instead.now if case.instead else None,
            "buttons": made.buttons(case),
            "opened": shown.opened,
            "slip": shown.slip,
            "url": case.url,
            "uploads": reverse("ground:uploads"),
        }
        return render(request, "guides/guide.html", facts, status=status)

    made = Runner(
        GUIDES,
        [
            Place(name="write", lead=True, holds=_begins),
            Place(name="picture"),
            Place(name="publish", lead=True, holds=lambda case: {"from_date": f"{timezone.localdate(case.now)}"}),
            Place(name="drop"),
            Place(name="giving-back"),
            Place(name="taking-back"),
        ],
        find=find,
        page=page,
    )
    return made


def _begins(case: SeenGuide) -> dict[str, str]:
    """Return what a brand's first steps for a fault begin with: what its customers read of the house."""
    now = case.instead.now if case.instead and not case.view.draft else None
    if now is None:
        return {}
    return {
        **dict(zip(STEPS, now.zh.splitlines(), strict=False)),
        **{f"{name}_en": line for name, line in zip(STEPS, now.en.splitlines(), strict=False)},
    }
