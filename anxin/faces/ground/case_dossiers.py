"""A case's dossier as it leaves the house: with the texts that counted, and a document that people read and print."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils import translation

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import queries as claims
from anxin.domain.evidence.queries import Dossier
from anxin.domain.goods import queries as goods
from anxin.domain.publications import queries as publications
from anxin.domain.publications.wording import LEGAL
from anxin.domain.repairs import queries as repairs
from anxin.faces.ground import claim_document, repair_document
from anxin.faces.ground.dossier_parts import LANGUAGE

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim
    from anxin.domain.repairs.models import Repair

REPAIR = {"privacy": "notice", "terms": "terms"}
CLAIM = {**REPAIR, "claims": "handling"}
"""The texts that count in a case, and by which name the fact of its customer's yes tells their editions."""


def claim(row: "Claim", *, now: datetime, reader: Actor | None) -> Dossier:
    """Gather a claim's dossier, with the texts of its day and its document."""
    made = claims.dossier(row, now=now, reader=reader)
    told = {**made.pages, "texts": texts(row.stream(), on=row.created_at, codes=CLAIM)}
    return replace(made, pages=told, document=claim_document.written)


def repair(row: "Repair", *, reader: Actor) -> Dossier:
    """Gather a repair's dossier, with the texts of its day and its document."""
    made = repairs.dossier(row, reader=reader)
    with translation.override(LANGUAGE):
        faults = goods.symptom_names(category=row.product.category, codes=row.symptoms)
    told = {**made.pages, "texts": texts(row.stream(), on=row.created_at, codes=REPAIR)}
    return replace(made, pages=told, document=partial(repair_document.written, faults=faults))


def texts(stream: StreamKey, *, on: datetime, codes: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the texts that counted on the day a case began, each whole, and whether its customer agreed to them."""
    told = [one for one in timeline.read(stream) if one.code in ("people.agreed", "people.told")]
    said = told[0].facts if told else {}
    held = publications.in_force(on=on.astimezone(SHANGHAI).date())
    found = {code: str(said.get(name, "")) for code, name in codes.items()}
    return [
        {
            "code": code,
            "title": str(LEGAL[code]),
            "edition": number,
            "from": (view := publications.edition(code, number)).from_date and view.from_date.isoformat(),
            "agreed_to": found[code] == str(number) and told[0].code == "people.agreed",
            "text": view.zh,
        }
        for code in codes
        if (number := int(found[code]) if found[code].isdecimal() else held.get(code))
    ]
