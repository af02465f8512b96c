"""Who at work is told while no page is open: technicians by push or text, outlets by mail."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from anxin.core import settings
from anxin.core.carriers import sms
from anxin.core.providers import ProviderHealth
from anxin.core.wording import joined
from anxin.domain.notices import queries as notices
from anxin.domain.notices.queries import technicians
from anxin.domain.opening.rules import Check
from anxin.domain.staff import queries as staff

NAMED = 5
"""So many who aren't told are named."""


def checks(known: Iterable[ProviderHealth], *, now: datetime) -> list[Check]:
    """Return a check of the technicians and one of the outlets, where there are any (three queries)."""
    texts = bool(settings.get("notices.messages", at=now)) and _granted(known)
    people = technicians.told_at_work(texts=texts, now=now)
    outlets = staff.mailed_outlets(roles=notices.ORDERS_TO, now=now)
    found = (("told", people), ("mailed", outlets))
    return [_check(code, rows, texts=texts) for code, rows in found if rows]


def _granted(known: Iterable[ProviderHealth]) -> bool:
    """Return whether what technicians are told has a template at a provider of text messages that works."""
    working = (one for one in known if one.kind == sms.KIND and one.works)
    return set(technicians.TEXTS) <= {ours for one in working for ours in sms.templates_of(one.values)}


def _check(code: str, rows: Sequence[tuple[str, bool]], *, texts: bool) -> Check:
    silent = [name for name, told in rows if not told]
    more = len(silent) - NAMED
    named = joined((*silent[:NAMED], f"+{more}") if more > 0 else silent)
    says = "textless" if silent and code == "told" and not texts else ""
    facts = {"count": len(silent), "all": len(rows), "named": named}
    return Check(code=code, ok=not silent, says=says, facts=facts)
