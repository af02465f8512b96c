"""What to try first, by fault: a brand's own where it has published one, else the house's; whose drafts one sees."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from anxin.core.actors import Actor
from anxin.domain.goods import queries as goods
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import organisation_among
from anxin.domain.publications import rules
from anxin.domain.publications.models import Document, Text
from anxin.domain.publications.queries.texts import text_view
from anxin.domain.publications.states import HELPS, WRITES


@dataclass(frozen=True, kw_only=True)
class Guide:
    """What to try first for one fault: up to three steps with a picture each, where there is one.

    `own`: it is the brand's; else what the house says to the customers of every brand.
    """

    symptom: str
    name: str
    urgent: bool
    steps: tuple[tuple[str, str], ...] = ()
    edition: int = 0
    since: date | None = None
    own: bool = False
    draft: bool = field(default=False, compare=False)


def guides(*, category: str, on: date, brand: Organisation | None) -> list[Guide]:
    """Return the faults of a class of goods, each with what to try first where somebody wrote it (two queries)."""
    return guides_of([category], on=on, brand=brand)[category]


def guides_of(categories: Iterable[str], *, on: date, brand: Organisation | None) -> dict[str, list[Guide]]:
    """Return the same of several classes of goods, by class (two queries, however many).

    What a brand has published counts for its goods, whatever the house publishes after it, until it gives it back: an
    edition that says nothing. `draft` is of the same side.
    """
    asked, those = list(categories), Q(pk__in=())
    for category in asked:
        those |= Q(document__code__startswith=rules.help_code(category, ""))
    rows = Text.objects.filter(those, Q(document__brand=None) | Q(document__brand=brand)).select_related("document")
    held: dict[str, Text] = {}
    own: dict[str, Text] = {}
    drafts: set[str] = set()
    for row in rows.order_by("from_date", "number"):
        if row.published_at is None:
            drafts |= {row.document.code} if row.document.brand_id == (brand.pk if brand else None) else set()
        elif row.from_date and row.from_date <= on:
            (held if row.document.brand_id is None else own)[row.document.code] = row
    held |= {code: row for code, row in own.items() if row.zh}
    return {
        category: [
            _guide(one, held.get(code := rules.help_code(category, one.code)), draft=code in drafts) for one in faults
        ]
        for category, faults in goods.symptoms_of(asked).items()
    }


def brands_for(actor: Actor) -> QuerySet[Organisation]:
    """Return the brands whose guides somebody writes: all for the house's people, his own for a brand's."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.BRAND).order_by("name")
    if actor.may(frozenset(HELPS.split())):
        return rows
    return rows.filter(pk=actor.house) if actor.house and _writes(actor) else rows.none()


def guided_brand(slug: str, *, actor: Actor) -> Organisation:
    """Return a brand whose guides somebody writes; raises `people.unknown_organisation` for any other."""
    return organisation_among(brands_for(actor), slug)


def shows(sha256: str, *, by: Actor) -> bool:
    """Return whether somebody may see a picture of a step: a published one anybody, a draft's who writes it."""
    rows = Text.objects.filter(Q(published_at__isnull=False) | Q(document__in=_written_by(by)))
    found = rows.filter(document__code__startswith=rules.HELP).exclude(pictures={})
    return any(sha256 in pictures.values() for pictures in found.values_list("pictures", flat=True))


def _writes(actor: Actor) -> bool:
    return actor.house is not None and actor.may(frozenset(WRITES.split()))


def _written_by(actor: Actor) -> QuerySet[Document]:
    """Return the documents somebody may write (`texts.is_theirs`, as a query)."""
    if actor.may(frozenset(HELPS.split())):
        return Document.objects.all()
    return Document.objects.filter(brand=actor.house) if _writes(actor) else Document.objects.none()


def _guide(symptom: goods.SymptomView, row: Text | None, *, draft: bool) -> Guide:
    if row is None:
        return Guide(symptom=symptom.code, name=symptom.name, urgent=symptom.urgent, draft=draft)
    lines = text_view(row, {}).lines
    return Guide(
        symptom=symptom.code,
        name=symptom.name,
        urgent=symptom.urgent,
        steps=tuple((line, row.pictures.get(step, "")) for step, line in zip(rules.STEPS, lines, strict=False)),
        edition=row.number,
        since=row.from_date,
        own=row.document.brand_id is not None,
        draft=draft,
    )
