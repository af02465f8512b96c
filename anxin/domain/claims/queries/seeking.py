"""Find claims by what somebody has at hand; how many a narrowing leaves; who else may read a case, and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.finding import visible_to
from anxin.domain.claims.queries.listing import ClaimRow, rows_of, waiting
from anxin.domain.people import queries as people
from anxin.domain.people.models import Party

MOST = 50
SERIAL, LAST = 6, 4


@dataclass(frozen=True, kw_only=True)
class GrantView:
    """An authority that may read a case."""

    slug: str
    name: str
    from_at: datetime
    until: datetime | None


def search(text: str, *, actor: Actor, now: datetime) -> tuple[ClaimRow, ...]:
    """Find claims by number or its six digits, order, waybill, platform's number, or the buyer's phone.

    Four digits are the phone's last; who inspects finds nobody by a phone.
    """
    wanted = text.strip()
    if not wanted:
        return ()
    fits = Q(number__iexact=wanted) | Q(purchase__order_key__iexact=wanted) | Q(platform_ref__iexact=wanted)
    fits |= Q(purchase__waybill__iexact=wanted) | Q(return_waybill__iexact=wanted) | Q(repair_number__iexact=wanted)
    bare = wanted.replace(" ", "").replace("-", "")
    if bare.isdecimal() and len(bare) <= SERIAL:
        fits |= Q(number__contains=f"-{bare.zfill(SERIAL)}-")
    if bare.isdecimal() and "auditor" not in actor.roles:
        fits |= _of_phone(wanted, bare)
    return rows_of(list(visible_to(actor, now=now).filter(fits).order_by("-created_at")[:MOST]), now)


def _of_phone(wanted: str, bare: str) -> Q:
    if len(bare) == LAST:
        return Q(buyer__phone_masked__endswith=bare)
    if len(bare) <= SERIAL:
        return Q(pk=None)
    try:
        return Q(buyer__in=[one.id for one in people.known_by_phone(wanted)])
    except Invalid:
        return Q(pk=None)


def narrowings(actor: Actor, *, now: datetime, waits: str = "") -> dict[str, int]:
    """Count what the narrowings of a queue would leave (two queries)."""
    rows = visible_to(actor, now=now)
    if waits:
        rows = rows.filter(waiting(waits))
    counted = rows.order_by().aggregate(
        suspect=Count("pk", filter=Q(suspect=True)), refund_only=Count("pk", filter=Q(type="refund_only"))
    )
    second = rows.filter(decisions__state="proposed").exclude(decisions__decided_by=actor.key).count()
    return {**counted, "second": second}


def granted(row: Claim, *, now: datetime) -> tuple[GrantView, ...]:
    """List the authorities that may read a case now (one query)."""
    rows = Party.objects.filter(stream_kind="claim", stream_key=row.id, role="auditor").select_related("organisation")
    found = rows.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now)).order_by("from_at")
    return tuple(
        GrantView(slug=one.organisation.slug, name=one.organisation.name, from_at=one.from_at, until=one.to_at)
        for one in found
        if one.organisation is not None
    )
