"""What is handed over to be signed where a brand keeps its key: each authorisation as it stands now."""

from datetime import datetime

from django.utils import timezone

from anxin.domain.network.queries import standings
from anxin.domain.network.queries.attestations import living_keys, statement_of
from anxin.domain.network.queries.keys import to_sign
from anxin.domain.network.rules import signatures
from anxin.domain.people.models import Organisation


def sheet_of(brand: Organisation, *, now: datetime) -> signatures.SigningSheet:
    """Return what is to be signed with a brand's key, to be taken to where that key is."""
    key = living_keys(brand, now=now).first()
    rows = list(to_sign(brand, on=timezone.localtime(now).date()))
    subjects = standings.digests(rows)
    for row in rows:
        row.subject = subjects.get(row.id, "")
    statements = tuple(signatures.SignedStatement(number=row.number, text=statement_of(row).decode()) for row in rows)
    return signatures.SigningSheet(brand=brand.slug, key=key.kid if key else "", statements=statements)
