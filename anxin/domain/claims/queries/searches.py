"""Find claims by what somebody has at hand; who else may read a case, and until when."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.gathered_rows import EachAsked
from anxin.core.numbers import completed
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.lists import UNDER_WAY, ClaimRow, named, rows_of
from anxin.domain.claims.queries.lookup import visible_to
from anxin.domain.people import queries as people
from anxin.domain.people.models import Party, Person

MOST, AT_ONCE = 50, 200
SERIAL, LAST = 6, 4


@dataclass(frozen=True, kw_only=True)
class GrantView:
    """An authority that may read a case."""

    slug: str
    name: str
    from_at: datetime
    until: datetime | None


def search(text: str, *, actor: Actor, now: datetime) -> tuple[ClaimRow, ...]:
    """Return claims by number (here or so far) or its six digits, order, waybill, platform's number, or phone.

    Four digits are the phone's last, of claims under way; who inspects finds nobody by a phone.
    """
    wanted = text.strip()
    if not wanted:
        return ()
    rows = visible_to(actor, now=now)
    found = [named(wanted, now=now), *(Claim.objects.filter(one).values("pk") for one in _fits(wanted, actor))]
    if len(wanted) == LAST and wanted.isdecimal() and "auditor" not in actor.roles:
        theirs = Person.objects.filter(pk=OuterRef("buyer"), phone_masked__endswith=wanted)
        ends = rows.filter(EachAsked(theirs), state__in=UNDER_WAY)
        found.append(ends.select_related(None).order_by().values("pk"))
    keys = {key for one in found for key in one.values_list("pk", flat=True)[:AT_ONCE]}
    return rows_of(rows.filter(pk__in=keys).order_by("-created_at")[:MOST], now=now)


def of_number(text: str, *, actor: Actor, now: datetime) -> tuple[ClaimRow, ...]:
    """Return the claims whose number ends as somebody says (1127 000 001), newest first; of repairs there are alike."""
    rows = visible_to(actor, now=now).filter(number__in=completed("C", text, now=now))
    return rows_of(rows.order_by("-created_at")[:MOST], now=now)


def _fits(wanted: str, actor: Actor) -> Iterator[Q]:
    """Yield what a text may mean, each found by an index of its own."""
    cases = {wanted, wanted.upper(), wanted.lower()}
    for column in ("platform_ref", "return_waybill", "repair_number", "inspection_number", "purchase__waybill"):
        yield Q(**{f"{column}__in": cases})
    bare = wanted.replace(" ", "").replace("-", "")
    if bare.isdecimal() and len(bare) > SERIAL and "auditor" not in actor.roles:
        with suppress(Invalid):
            yield Q(buyer__in=[one.id for one in people.known_by_phone(wanted)])


def granted(row: Claim, *, now: datetime) -> tuple[GrantView, ...]:
    """Return the authorities that may read a case now (one query)."""
    rows = Party.objects.filter(stream_kind="claim", stream_key=row.id, role="auditor").select_related("organisation")
    found = rows.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now)).order_by("from_at")
    return tuple(
        GrantView(slug=one.organisation.slug, name=one.organisation.name, from_at=one.from_at, until=one.to_at)
        for one in found
        if one.organisation is not None
    )
