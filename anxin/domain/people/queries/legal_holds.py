"""What can be asked about cases that are kept for a court or an authority."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.people import queries, rules
from anxin.domain.people.models import LegalHold

READS = frozenset(f"{rules.HOLDS} {rules.LIFTS}".split())
SHOWN = 500


class NoSuchHold(Missing):
    """There is no such hold, or not for this actor."""

    code = "people.no_such_hold"


@dataclass(frozen=True, kw_only=True)
class HoldView:
    """A legal hold: on which case, by whose letter, since and until when, who placed and who lifted it."""

    id: UUID
    stream: StreamKey
    source: str
    letter: str
    placed_by: str
    placed_at: datetime
    until: date | None
    over: bool
    lifted_by: str
    lifted_at: datetime | None
    situation: rules.HoldSituation


def visible_to(actor: Actor) -> QuerySet[LegalHold]:
    """Return the holds for who places or lifts them."""
    rows = LegalHold.objects.order_by("-placed_at")
    return rows if actor.kind == "staff" and not actor.roles.isdisjoint(READS) else rows.none()


def hold(key: UUID, *, actor: Actor) -> LegalHold:
    """Return one of them."""
    found = visible_to(actor).filter(pk=key).first()
    if found is None:
        raise NoSuchHold
    return found


def situation(row: LegalHold, *, by: Actor, now: datetime, under_lock: bool = False) -> rules.HoldSituation:
    """Return the situation of a hold for the rules of its command; `under_lock` locks it first."""
    if under_lock:
        lock(row)
        row.refresh_from_db()
    return rules.HoldSituation(held="" if row.lifted_at else rules.held(row.placed_by, by.id))


def holds(actor: Actor, *, show: str, source: str = "", now: datetime) -> list[HoldView]:
    """Return those that stand, those whose letter's last day is over, or those that were lifted (two queries)."""
    today = rules.day_of(now)
    kinds = {"over": Q(lifted_at=None, until_date__lt=today), "lifted": Q(lifted_at__isnull=False)}
    found = visible_to(actor).filter(kinds.get(show, Q(lifted_at=None)))
    rows = list((found.filter(source=source) if source else found)[:SHOWN])
    names = queries.account_names(key for one in rows for key in (one.placed_by, one.lifted_by) if key)
    return [
        HoldView(
            id=one.pk,
            stream=one.stream(),
            source=one.source,
            letter=vault.open_("people.legal_hold.letter", one.pk, one.letter_sealed) if one.letter_sealed else "",
            placed_by=names.get(one.placed_by, ""),
            placed_at=one.placed_at,
            until=one.until_date,
            over=one.lifted_at is None and one.until_date is not None and one.until_date < today,
            lifted_by=names.get(one.lifted_by, ""),
            lifted_at=one.lifted_at,
            situation=situation(one, by=actor, now=now),
        )
        for one in rows
    ]
