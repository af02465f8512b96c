"""What an outlet is told of itself: about which outlet, and of many facts at once one notice that counts them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from anxin.core.timeline import StreamKey
from anxin.domain.notices import queries, rules
from anxin.domain.notices.models import Notice

KINDS = ("technician", "outlet", "authorisation")
"""On whose streams something is said of an outlet; an order's outlet is told of its case."""
TOLD = ("begun", "ended")
ITS_OWN = ("authorisation.", "network.unimported")
"""Facts on streams that an outlet doesn't open, or that are nobody's any more: told as the outlet's own."""


def about(line: rules.Notice, stream: StreamKey, facts: Mapping[str, Any]) -> tuple[StreamKey, dict[str, Any]]:
    """Return whose notice it is, and what it tells of the outlet."""
    if line.narrow != "outlet" or stream.kind not in KINDS:
        return stream, {}
    outlet = queries.outlet_of(stream, str(facts.get("outlet", "")))
    if outlet is None:
        return stream, {}
    more = {name: facts[name] for name in TOLD if name in facts}
    more |= {"hours": outlet.opens} if "hours" in facts else {}
    more |= {"brand": queries.called_house(str(facts["brand"]))} if "brand" in facts else {}
    return outlet.stream() if line.on.startswith(ITS_OWN) else stream, {**more, "outlet": outlet.code}


def uncounted(rows: list[Notice], *, now: datetime) -> list[Notice]:
    """Count in what each was told of the same outlet just now and hasn't read; return the rows that begin anew."""
    code, outlet = rows[0].code, rows[0].facts["outlet"]
    readers, since = [one.account_id for one in rows], now - timedelta(minutes=rules.BATCH_MIN)
    known = Notice.objects.select_for_update().filter(code=code, account__in=readers, read_at=None, at__gt=since)
    told = {one.account_id: one for one in known.filter(facts__outlet=outlet).order_by("at", "id")}
    for one in told.values():
        facts = {**one.facts, "count": one.facts.get("count", 1) + 1}
        Notice.objects.filter(pk=one.pk).update(facts=facts, at=now)
    return [one for one in rows if one.account_id not in told]
