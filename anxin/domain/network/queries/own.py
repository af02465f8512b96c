"""What somebody told us of himself: where he waits, and which numbers he reported."""

from dataclasses import dataclass
from datetime import datetime

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.domain.network.models import Report, Waiting
from anxin.domain.network.queries.reports import NOTE
from anxin.domain.people import queries as people


@dataclass(frozen=True, kw_only=True)
class OwnWaiting:
    """An entry of one's own on the waiting list."""

    number: str
    brand: str
    place: str
    state: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class OwnReport:
    """A report of one's own of a false number: which, what was told, and what was found."""

    number: str
    code: str
    told: str
    found: str
    at: datetime


def own_waiting(actor: Actor, *, now: datetime) -> list[OwnWaiting]:
    """List where somebody waits or waited, oldest first (one query)."""
    mine = people.visible_to(actor, now=now).values("pk")
    rows = Waiting.objects.filter(person__in=mine).select_related("brand").order_by("created_at", "id")
    return [
        OwnWaiting(number=one.number, brand=one.brand.name, place=one.division_name, state=one.state, at=one.created_at)
        for one in rows
    ]


def own_reports(actor: Actor, *, now: datetime) -> list[OwnReport]:
    """List the numbers somebody reported as false, oldest first (one query)."""
    mine = people.visible_to(actor, now=now).values("pk")
    rows = Report.objects.filter(person__in=mine).select_related("about").order_by("at", "id")
    return [
        OwnReport(
            number=one.about.number if one.about else "",
            code=one.code,
            told=vault.open_(NOTE, one.id, one.note_sealed) if one.note_sealed else "",
            found=one.about.state if one.about else "",
            at=one.at,
        )
        for one in rows
    ]
