"""The public check: counted, answered, and reports of false numbers."""

from datetime import datetime

from anxin.core import numbers, vault
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.domain.network import queries, rules
from anxin.domain.network.models import Check, Report, Technician
from anxin.domain.network.queries import GenuineCard


def check_number(*, kind: str, code: str, now: datetime, token: str = "") -> GenuineCard:
    """Answer whether a number is genuine, and count the question without saying who asked."""
    card = queries.genuine_card(kind=kind, code=code, now=now, token=token)
    number = numbers.issue("V", now=now)
    Check.objects.create(id=uuid7(), number=number, kind=kind, code=rules.digits(code)[:40], answer=card.answer, at=now)
    return queries.numbered(card, number=number)


def report(*, kind: str, code: str, note: str, now: datetime) -> None:
    """Take somebody's word that a number is false; it counts as unverified until it was looked at."""
    if not rules.digits(code):
        raise Invalid("code", expected="a number", got="")
    row = Report(id=uuid7(), kind=kind, code=rules.digits(code)[:40], at=now)
    row.note_sealed = vault.seal("network.report.note", row.id, note[:500]) if note else ""
    row.save(force_insert=True)


def badge(*, technician: Technician, now: datetime) -> str:
    """Give the characters a technician's badge shows right now."""
    secret = vault.open_("network.technician.badge", technician.id, technician.badge_sealed)
    step = int(now.timestamp()) // rules.BADGE_STEP_S
    return rules.badge_token(secret=secret.encode(), number=technician.number, step=step)
