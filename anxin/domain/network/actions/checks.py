"""The public check: answered and counted without saying who asked."""

from datetime import datetime

from anxin.core import numbers, vault
from anxin.core.ids import uuid7
from anxin.domain.network import queries
from anxin.domain.network.models import Check, Technician
from anxin.domain.network.queries import GenuineCard
from anxin.domain.network.rules import badge_codes


def check_number(
    *, kind: str, code: str, now: datetime, token: str = "", goods: str = "", brand: str = ""
) -> GenuineCard:
    """Answer whether a number or name is genuine, and count the question; a name somebody typed is not kept."""
    card = queries.genuine_card(kind=kind, code=code, now=now, token=token, goods=goods, brand=brand)
    number = numbers.issue("Q", now=now)
    Check.objects.create(id=uuid7(), number=number, kind=kind, code=card.bare[:40], answer=card.status, at=now)
    return queries.numbered(card, number=number)


def badge(*, technician: Technician, now: datetime) -> str:
    """Return the characters a technician's badge shows right now."""
    secret = vault.open_("network.technician.badge", technician.id, technician.badge_sealed)
    step = int(now.timestamp()) // badge_codes.STEP_S
    return badge_codes.token_of(secret=secret.encode(), number=technician.number, step=step)
