"""What waits at the desk of reported numbers, and one of them with every report."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.domain.network.models import Report, ReportedNumber
from anxin.domain.network.queries.brands_concerned import is_concerned
from anxin.domain.network.queries.genuineness import genuine_card
from anxin.domain.network.rules.situation import ReportedSituation
from anxin.domain.network.states import CONCERNED
from anxin.domain.people import queries as people
from anxin.domain.people.queries import PersonView

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NOTE = "network.report.note"
MOST = 200


class Counted(TypedDict):
    """What a reported number's row carries of its reports."""

    told: int
    first_at: datetime
    last_at: datetime


type Told = WithAnnotations[ReportedNumber, Counted]


class NoSuchReport(Missing):
    """Nobody reported this number, or its reports are not for this actor."""

    code = "network.no_such_report"


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """One report: what was said, and who waits for the answer."""

    kind: str
    note: str
    at: datetime
    person: PersonView | None
    shared: bool = False


@dataclass(frozen=True, kw_only=True)
class ReportedView:
    """A reported number in a list: how often, since when, and what was said of it."""

    number: str
    bare: str
    code: str
    kind: str
    state: str
    reports: int
    first_at: datetime
    last_at: datetime
    looked_at: datetime | None

    @property
    def waits(self) -> bool:
        """Return whether nobody has looked at it yet."""
        return self.state == "received"

    @property
    def confirmed(self) -> bool:
        """Return whether it was found to be none of the house's."""
        return self.state == "confirmed"


def visible_to(actor: Actor, *, now: datetime) -> QuerySet[Told]:
    """Return the reported numbers of an actor's organisation, for staff: the desk's, and those a brand is told of."""
    return _counted(_visible_to(actor, now=now))


def _visible_to(actor: Actor, *, now: datetime) -> QuerySet[ReportedNumber]:
    """Return the rows themselves: a brand is told of few, which are looked up first."""
    if actor.kind != "staff":
        return ReportedNumber.objects.none()
    few = Q(pk__in=people.streams_of(actor, "reported_number", now=now))
    concerned = actor.may(frozenset(CONCERNED.split()))
    return ReportedNumber.objects.filter(few if concerned else people.sees(actor, "reported_number", now=now))


def _counted(rows: QuerySet[ReportedNumber]) -> QuerySet[Told]:
    return rows.annotate(
        told=Count("reports"),
        first_at=Coalesce(Min("reports__at"), "created_at"),
        last_at=Coalesce(Max("reports__at"), "created_at"),
    )


def reported_numbers(actor: Actor, *, now: datetime) -> tuple[list[ReportedView], list[ReportedView]]:
    """Return what waits, the most reported first, and what was looked at, the latest first.

    Of what was looked at, the reports are counted of those shown: of all there were it only grows (three queries).
    """
    rows = _visible_to(actor, now=now)
    open_ = _counted(rows.filter(state="received")).order_by("-told", "first_at")[:MOST]
    over = rows.exclude(state="received").filter(looked_at__isnull=False)
    latest = over.order_by("-looked_at").values_list("pk", flat=True)[:MOST]
    shown = _counted(ReportedNumber.objects.filter(pk__in=list(latest))).order_by("-looked_at")
    return [_line(row) for row in open_], [_line(row) for row in shown]


def reported_number(number: str, *, actor: Actor, now: datetime) -> Told:
    """Return a reported number, for who may see it."""
    found = visible_to(actor, now=now).filter(number=number).first()
    if found is None:
        raise NoSuchReport({"number": number[:40]})
    return found


def reported_by_key(key: str) -> ReportedNumber:
    """Return a reported number by its id, for notices."""
    found = ReportedNumber.objects.filter(id=key).first()
    if found is None:
        raise NoSuchReport({"number": key[:40]})
    return found


def reported_view(row: Told) -> tuple[ReportedView, list[ReportView]]:
    """Show a reported number with its reports, the latest first."""
    several = row.reports.select_related("person").order_by("-at")[:MOST]
    return _line(row), [_report(one) for one in several]


def reported_situation(row: ReportedNumber, *, by: Actor, now: datetime, under_lock: bool = False) -> ReportedSituation:
    """Return the situation of a reported number for the rules of its commands; `under_lock` locks it first."""
    if under_lock:
        lock(row)
    card = genuine_card(kind=row.kind, code=row.bare, now=now)
    return ReportedSituation(
        state=row.state,
        vouched=card.status in ("genuine", "not_yet", "public_service"),
        concerned=by.may(frozenset(CONCERNED.split())) and is_concerned(row, by=by, now=now),
    )


def _line(row: Told) -> ReportedView:
    return ReportedView(
        number=row.number,
        bare=row.bare,
        code=row.code,
        kind=row.kind,
        state=row.state,
        reports=row.told,
        first_at=row.first_at,
        last_at=row.last_at,
        looked_at=row.looked_at,
    )


def _report(row: Report) -> ReportView:
    return ReportView(
        kind=row.kind,
        note=vault.open_(NOTE, row.id, row.note_sealed) if row.note_sealed else "",
        at=row.at,
        person=people.masked(row.person) if row.person else None,
    )


def shown_reports(row: ReportedNumber, *, house: str) -> list[ReportView]:
    """Return the reports as a brand concerned reads them: nobody's phone, words of who agreed alone."""
    return [_shown(one, house) for one in row.reports.order_by("-at")[:MOST]]


def _shown(row: Report, house: str) -> ReportView:
    agreed = row.shared and str(row.brand_id) == house
    told = vault.open_(NOTE, row.id, row.note_sealed) if agreed and row.note_sealed else ""
    return ReportView(kind=row.kind, note=told, at=row.at, person=None, shared=agreed)
