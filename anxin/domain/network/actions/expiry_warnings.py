"""Warnings of what expires: authorisations, certificates and keys, 30 days before, 7 days and one."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.once.idempotency import once
from anxin.core.timeline import StreamKey
from anxin.domain.network import queries
from anxin.domain.people.models import Organisation

OWN = "network.own_papers_ending"


def warn_of_ends(*, brand: Organisation, now: datetime) -> None:
    """Write down how much of a brand's ends soon: of each end at the first look at or after each mark, once a mark.

    Where nobody looked on the day itself, the next look says it; of marks that passed meanwhile only the last counts.
    """
    today, fresh = timezone.localtime(now).date(), Counter[tuple[str, int]]()
    for code, day, count in queries.ends_of(brand, now=now):
        mark = min(one for one in queries.WARNED_DAYS if one >= (day - today).days)
        key = f"{code}:{mark}:{day.isoformat()}"
        known = once(scope=f"network.warn:{brand.slug}", key=key, fingerprint=key, now=now, work=dict)
        fresh[code, mark] += 0 if known.repeated else count
    _told(StreamKey("organisation", str(brand.id)), fresh, now=now)


def warn_of_own_ends(*, technician: UUID, ends: Mapping[date, int], now: datetime) -> None:
    """Write down how many of a technician's certificates end soon, in the same way, for himself and who leads him."""
    today, fresh = timezone.localtime(now).date(), Counter[tuple[str, int]]()
    for day, count in ends.items():
        mark = min(one for one in queries.WARNED_DAYS if one >= (day - today).days)
        key = f"{mark}:{day.isoformat()}"
        known = once(scope=f"network.warn:{technician}", key=key, fingerprint=key, now=now, work=dict)
        fresh[OWN, mark] += 0 if known.repeated else count
    _told(StreamKey("technician", str(technician)), fresh, now=now)


def _told(stream: StreamKey, fresh: Mapping[tuple[str, int], int], *, now: datetime) -> None:
    for (code, mark), count in fresh.items():
        if count:
            timeline.write(stream, code, by=SYSTEM, now=now, facts={"count": count, "days": mark})
