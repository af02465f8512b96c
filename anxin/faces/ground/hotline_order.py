"""In which order a brand's hotlines stand: those that are answered now first, of these whoever takes reports."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from anxin.domain.network.queries import HotlineView
from anxin.domain.network.rules import hotline_order


def answered_first(lines: Iterable[HotlineView], *, now: datetime) -> list[HotlineView]:
    """Return hotlines brand by brand, what can be rung now first."""
    here = timezone.localtime(now)
    return sorted(lines, key=lambda one: (one.brand, *hotline_order.place(one.scope, one.hours, here)))
