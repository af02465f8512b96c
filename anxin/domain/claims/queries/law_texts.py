"""What the law says about a claim: the rows that touch it, and the one a return without a reason stands on."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from anxin.core import settings
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.queries import lookup
from anxin.domain.claims.rules import law
from anxin.domain.evidence import queries as evidence


def rows(*, now: datetime) -> tuple[law.LawRow, ...]:
    """Return every row of law as it is kept today, the past ones too."""
    return law.read(settings.get("claims.law", at=now))


def basis(*, at: datetime, now: datetime) -> law.LawRow | None:
    """Return what a return without a reason, filed at a moment, stands on."""
    return next((one for one in rows(now=now) if _is_basis(one) and law.counts(one, on=_day(at))), None)


def _is_basis(one: law.LawRow) -> bool:
    return one.touches[0] == "statutory_return"


def in_force(one: law.LawRow, *, on: date) -> bool:
    """Return whether a row of law counts on a day."""
    return law.counts(one, on=on)


def touching(row: Claim, *, decisions: Iterable[Decision], now: datetime) -> tuple[law.LawRow, ...]:
    """Return the law that touches a claim, as on the day it was filed; `decisions` are those its reader may see."""
    given = list(decisions)
    facts = law.Facts(
        type=row.type,
        reason=row.reason,
        forum=row.forum,
        asked_fen=row.asked_fen,
        statutory=row.statutory,
        contested=row.disputes.exists() or row.appeals.exists() or row.answers.filter(kind="contest").exists(),
        pictures=bool(evidence.outcomes(row.stream())),
        labelled=lookup.labelled(row),
        fraud_said=any(one.fraud_said for one in given),
        repaired_before=row.channel == "repair",
    )
    return law.touching(rows(now=now), facts, on=_day(row.created_at))


def plain(one: law.LawRow) -> dict[str, object]:
    """Write a row of law as plain values for a file."""
    return {
        "code": one.code,
        "title": one.title,
        "article": one.article,
        "summary": one.text,
        "amounts": [{name: value for name, value in vars(each).items() if value is not None} for each in one.amounts],
        "link": one.link,
        "from": one.valid_from.isoformat(),
        "to": one.valid_to and one.valid_to.isoformat(),
        "checked_on": one.checked_on.isoformat(),
    }


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
