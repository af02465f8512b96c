"""Warnings of what expires: authorisations, certificates and keys, 30 days before, 7 days and one."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.once.idempotency import once
from anxin.core.timeline import StreamKey
from anxin.domain.network import queries
from anxin.domain.people.models import Organisation


def warn_of_ends(*, brand: Organisation, now: datetime) -> None:
    """Write down, once a day, how much of a brand's ends on each of the days it is warned of."""
    today = timezone.localtime(now).date()
    for code, days, count in queries.ends_of(brand, now=now):
        key = f"{code}:{days}:{today.isoformat()}"
        told = partial(_write, brand, code, days, count, now)
        once(scope=f"network.warn:{brand.slug}", key=key, fingerprint=key, now=now, work=told)


def _write(brand: Organisation, code: str, days: int, count: int, now: datetime) -> Mapping[str, object]:
    stream = StreamKey("organisation", str(brand.id))
    timeline.write(stream, code, by=SYSTEM, now=now, facts={"count": count, "days": days})
    return {}
