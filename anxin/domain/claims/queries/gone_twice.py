"""Money that went twice, here and in the shop or on its platform: said lately for finance, of a month for its shop."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from anxin.core.actors import Actor
from anxin.core.gathered_rows import Looked
from anxin.core.streams import heads
from anxin.core.streams.models import Entry
from anxin.core.zone import SHANGHAI
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules.billed_repairs import KEEPS

TWICE = "claims.gone_twice"
LATELY = timedelta(days=90)
"""So long finance reads of it on its page; it stands on the claim for good."""


@dataclass(frozen=True, kw_only=True)
class GoneTwice:
    """How much of a claim's order went twice, and in all; whose claim it is and when that was said last.

    `gone_fen` is 0 where an earlier version said it: it told the one sum alone.
    """

    number: str
    seller: str
    order: str
    fen: int
    gone_fen: int
    at: datetime


def said_twice(actor: Actor, *, now: datetime) -> QuerySet[Claim, Claim]:
    """Return the claims of which was said lately that money went twice, the newest first, for who keeps the money."""
    if not actor.may(KEEPS):
        return Claim.objects.none()
    return Claim.objects.filter(twice_at__gte=now - LATELY).order_by("-twice_at", "-id")


def gone_twice(actor: Actor, *, now: datetime, limit: int) -> list[GoneTwice]:
    """Return what went twice lately, claim by claim, the newest first (three queries)."""
    return _by_claim(said_twice(actor, now=now)[:limit])


def gone_twice_of(actor: Actor, *, month: date) -> list[GoneTwice]:
    """Return what of a merchant's claims was said last in a month to have gone twice (three queries, or one)."""
    if not actor.house:
        return []
    begins = datetime.combine(month.replace(day=1), time(), SHANGHAI)
    ends = begins.replace(year=begins.year + begins.month // 12, month=begins.month % 12 + 1)
    rows = Claim.objects.filter(seller=actor.house, twice_at__gte=begins, twice_at__lt=ends)
    return _by_claim(rows.order_by("-twice_at", "-id"))


def _by_claim(rows: QuerySet[Claim, Claim]) -> list[GoneTwice]:
    """Return each claim with the last sums that were said of it; what earlier versions said of it is added up."""
    claims = list(rows.select_related("seller", "purchase"))
    told = _told_of(claims)
    return [
        GoneTwice(
            number=one.number,
            seller=one.seller.name,
            order=one.purchase.order_key,
            fen=int(last.get("twice_fen", _sum(told[one.pk]))),
            gone_fen=int(last.get("gone_fen", 0)),
            at=one.twice_at,
        )
        for one in claims
        if one.twice_at
        for last in told[one.pk][-1:]
    ]


def fens_of(claims: Iterable[Claim]) -> dict[UUID, int]:
    """Return how much of some claims' money went twice, as their records say (two queries, or none)."""
    claims = list(claims)
    told = _told_of(claims)
    return {one.pk: _sum(told[one.pk]) for one in claims}


def _told_of(claims: Iterable[Claim]) -> dict[UUID, list[dict[str, Any]]]:
    """Return what was said of each of some claims, oldest first (two queries, or none)."""
    streams = {one.stream().key: one for one in claims}
    known = heads.ids_of(one.stream() for one in streams.values())
    rows = Entry.objects.alias(told=Looked("code")).filter(stream__in=known, told=TWICE).order_by("position")
    found: dict[UUID, list[dict[str, Any]]] = {one.pk: [] for one in streams.values()}
    for key, facts in rows.values_list("stream__key", "facts") if known else ():
        found[streams[key].pk].append(facts)
    return found


def _sum(told: Iterable[dict[str, Any]]) -> int:
    return sum(int(one["amount_fen"] - one["left_fen"]) for one in told)
