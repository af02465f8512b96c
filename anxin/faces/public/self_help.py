"""What to try first, fault by fault, as several pages show it; each leads into the report with what was tried."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from anxin.domain.goods import queries as goods
from anxin.domain.publications import queries as publications
from anxin.domain.publications.queries import Guide
from anxin.faces.goods_words import class_name

if TYPE_CHECKING:
    from anxin.domain.people.models import Organisation


@dataclass(frozen=True, kw_only=True)
class Try:
    """One fault on a page: its first-aid steps, the address of its report, and the address behind its name."""

    guide: Guide
    report: str
    afar: str
    """The address where it is told to somebody who helps from afar; empty where it presses or nobody does."""
    there: str


def tries(house: "Organisation", category: str) -> list[Try]:
    """List the faults of a class of goods with where each one's report begins."""
    found = publications.guides(category=category, on=timezone.localdate(), brand=house)
    return tries_of(house, category, found)


def classes_helped(house: "Organisation", categories: Iterable[str]) -> dict[str, list[Guide]]:
    """Return the classes of goods for which somebody wrote what to try first, with their faults."""
    found = publications.guides_of(categories, on=timezone.localdate(), brand=house)
    return {code: guides for code, guides in found.items() if any(one.steps for one in guides)}


def tries_of(house: "Organisation", category: str, guides: Iterable[Guide]) -> list[Try]:
    """List faults that were read already with where each one's report begins."""
    now = timezone.now()
    models = [one for one in goods.products(brand=house.slug) if one.category == category]
    helped = goods.helps_from_afar(house, category, now=now)
    return [
        Try(
            guide=one,
            report=report,
            afar=_report(house, category, models, one, mode="remote") if helped and not one.urgent else "",
            there=_help(house, category, one) if one.steps else report,
        )
        for one in guides
        for report in (_report(house, category, models, one),)
    ]


def _help(house: "Organisation", category: str, one: Guide) -> str:
    there = reverse("public:help", args=[house.slug, category], query={"symptom": one.symptom})
    return f"{there}#{one.symptom}"


def _report(
    house: "Organisation", category: str, models: list[goods.ProductView], one: Guide, *, mode: str = ""
) -> str:
    """Return the address of a report: with the model where there is one only, else at the choice of models."""
    carried = {"symptom": one.symptom, **({"tried": str(one.edition)} if one.steps else {})}
    carried |= {"mode": mode} if mode else {}
    if len(models) == 1:
        return reverse("customer:report", args=[house.slug, models[0].code], query=carried)
    named = f"{house.name} {class_name(category)}"
    return reverse("customer:products", query={"q": named, **carried})
