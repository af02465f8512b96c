"""What an inspector asks over many claims: decisions, clocks kept and not, who looked at whom, where a file lies."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from anxin.core import clocks, vault
from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.queries.lookup import visible_to
from anxin.domain.evidence import queries as evidence
from anxin.domain.people import queries as people
from anxin.domain.people.models import Reveal
from anxin.domain.people.wording import reason_said
from anxin.domain.repairs.models import Repair

MOST = 200


@dataclass(frozen=True, kw_only=True)
class DecisionLine:
    """One decision of a claim, without who is concerned."""

    number: str
    kind: str
    state: str
    remedy: str
    amount_fen: int
    rules_version: str
    second_why: str
    replaced_by: str
    by: str
    confirmed_by: str
    given_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ClockCount:
    """How a kind of clock went: kept, not kept, still open."""

    kind: str
    kept: int
    missed: int
    open: int


@dataclass(frozen=True, kw_only=True)
class LookLine:
    """Somebody asked to see a buyer's plain details."""

    number: str
    at: datetime
    who: str
    organisation: str
    field: str
    reason: str
    granted: bool
    carried: bool


@dataclass(frozen=True, kw_only=True)
class HashLine:
    """A claim on which a file of this hash lies."""

    number: str
    label: str
    side: str
    sealed_at: datetime


def decision_lines(
    actor: Actor, *, now: datetime, remedy: str = "", offset: int = 0, limit: int = 50
) -> tuple[DecisionLine, ...]:
    """Return the decisions that were given on an actor's claims, newest first (two queries)."""
    rows = Decision.objects.filter(claim__in=visible_to(actor, now=now)).exclude(given_at=None)
    if remedy:
        rows = rows.filter(remedy=remedy)
    after = Decision.objects.filter(replaces=OuterRef("pk")).exclude(given_at=None).values("kind")[:1]
    rows = rows.annotate(number=F("claim__number"), after=Subquery(after)).order_by("-given_at", "-id")
    page = list(rows[offset : offset + limit])
    names = people.account_names(key.partition(":")[2] for one in page for key in (one.decided_by, one.confirmed_by))
    return tuple(
        DecisionLine(
            number=one.number,
            kind=one.kind,
            state=one.state,
            remedy=one.remedy,
            amount_fen=one.amount_fen,
            rules_version=one.rules_version,
            second_why=one.second_why,
            replaced_by=one.after or "",
            by=names.get(one.decided_by.partition(":")[2], ""),
            confirmed_by=names.get(one.confirmed_by.partition(":")[2], ""),
            given_at=one.given_at,
        )
        for one in page
    )


def clock_counts(actor: Actor, *, now: datetime) -> tuple[ClockCount, ...]:
    """Count how the clocks of an actor's claims went (two queries)."""
    keys = [str(one) for one in visible_to(actor, now=now).order_by().values_list("id", flat=True)]
    found: dict[str, clocks.ClockFigures] = defaultdict(clocks.ClockFigures)
    for start in range(0, len(keys), 5000):
        rows = Clock.objects.filter(stream_kind="claim", stream_key__in=keys[start : start + 5000])
        for kind, went in clocks.count(rows).items():
            found[kind] += went
    return tuple(
        ClockCount(kind=kind, kept=went.kept, missed=went.broken, open=went.open)
        for kind, went in sorted(found.items())
        if went != clocks.ClockFigures()
    )


def buyer_reveals(actor: Actor, *, now: datetime) -> tuple[LookLine, ...]:
    """Return who asked to see plain details of an actor's claims' buyers, refused ones too (seven queries).

    Who goes to look at the goods for a claim does it in the repair made for that.
    """
    mine = visible_to(actor, now=now)
    visits = Repair.objects.filter(number__in=mine.filter(inspection_number__gt="").values("inspection_number"))
    there = Q(stream_kind="claim", stream_key__in=mine.values("id"))
    looking = Q(stream_kind="repair", stream_key__in=visits.values("id"))
    before = Q(stream_kind="", person__in=mine.values("buyer"))  # looks that named no case yet
    looks = [one for each in (there, looking, before) for one in Reveal.objects.filter(each).order_by("-at")[:MOST]]
    rows = sorted(looks, key=lambda one: one.at, reverse=True)[:MOST]
    numbers = _claims_of(mine, [one.stream_key for one in rows if one.stream_key])
    names = people.account_names(row.by_id for row in rows)
    houses = people.house_names(row.organisation for row in rows)
    return tuple(
        LookLine(
            number=numbers.get(str(row.stream_key), ""),
            at=row.at,
            who=names.get(row.by_id, row.by_kind),
            organisation=houses.get(row.organisation, ""),
            field=row.field,
            reason=reason_said(
                vault.open_("people.reveal.reason", row.id, row.reason_sealed), numbers.get(str(row.stream_key), "")
            ),
            granted=row.granted,
            carried=row.carried,
        )
        for row in rows
    )


def _claims_of(mine: QuerySet[Claim], keys: Sequence[UUID]) -> dict[str, str]:
    """Return the claims' numbers by their own keys, and by those of the repairs that look at their goods."""
    named = {str(key): number for key, number in mine.filter(pk__in=keys).values_list("id", "number")}
    visits = dict(Repair.objects.filter(pk__in=keys).values_list("number", "id"))
    looked = mine.filter(inspection_number__in=visits).values_list("inspection_number", "number")
    return named | {str(visits[inspection]): number for inspection, number in looked}


def with_hash(sha256: str, *, actor: Actor, now: datetime) -> tuple[HashLine, ...]:
    """Return an actor's claims that hold a file of this hash, and since when it is sealed there (two queries)."""
    links = list(evidence.visible_to(actor, "claim", now=now).filter(file__sha256=sha256.strip().lower())[:MOST])
    numbers = dict(Claim.objects.filter(id__in=[link.stream_key for link in links]).values_list("id", "number"))
    return tuple(
        HashLine(number=numbers.get(one.stream_key, ""), label=one.label, side=one.side, sealed_at=one.sealed_at)
        for one in sorted(links, key=lambda one: one.sealed_at)
    )
