"""A claim's dossier as it leaves the house: with the texts that counted, and a document that people read and print."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import queries as claims
from anxin.domain.evidence.queries import Dossier
from anxin.domain.publications import queries as publications
from anxin.domain.publications.wording import LEGAL
from anxin.faces.ground.dossier_document import written

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim

CODES = {"privacy": "notice", "terms": "terms", "claims": "handling"}
"""The texts that count in a claim, and by which name the fact of the buyer's yes tells their editions."""


def dossier(row: "Claim", *, now: datetime, reader: Actor | None) -> Dossier:
    """Gather a claim's dossier, with the texts of its day and its document."""
    made = claims.dossier(row, now=now, reader=reader)
    return replace(made, pages={**made.pages, "texts": texts(row)}, document=written)


def texts(row: "Claim") -> list[dict[str, object]]:
    """Return the texts that counted on the day of filing, each whole, and whether the buyer agreed to that edition."""
    told = [one for one in timeline.read(row.stream()) if one.code in ("people.agreed", "people.told")]
    said = told[0].facts if told else {}
    held = publications.in_force(on=row.created_at.astimezone(SHANGHAI).date())
    found = {code: str(said.get(name, "")) for code, name in CODES.items()}
    return [
        {
            "code": code,
            "title": str(LEGAL[code]),
            "edition": number,
            "from": (view := publications.edition(code, number)).from_date and view.from_date.isoformat(),
            "agreed_to": found[code] == str(number) and told[0].code == "people.agreed",
            "text": view.zh,
        }
        for code in CODES
        if (number := int(found[code]) if found[code].isdecimal() else held.get(code))
    ]
