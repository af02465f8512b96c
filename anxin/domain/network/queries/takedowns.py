"""What is asked of whom outside about a false number, what waits to be followed up, and what a letter says."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from anxin.core import clocks, settings, timeline
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.core.timeline import EntryView
from anxin.core.zone import SHANGHAI
from anxin.domain.network.models import ReportedNumber, Takedown
from anxin.domain.network.queries.brands_concerned import BrandStatement, brand_statements
from anxin.domain.network.queries.enclosures import enclosed_with
from anxin.domain.network.queries.genuineness import GenuineCard, genuine_card
from anxin.domain.network.queries.sightings import SightingView
from anxin.domain.network.rules import takedown_law
from anxin.domain.network.rules.situation import TakedownSituation
from anxin.domain.people import queries as people

LAW = "network.takedown_law"
MOST = 200
TO_DO = sorted({*Takedown.MACHINE.states} - {"sent", *Takedown.MACHINE.ends})


class NoSuchTakedown(Missing):
    """Nothing is asked for under this number, or it is not for this actor."""

    code = "network.no_such_takedown"


@dataclass(frozen=True, kw_only=True)
class TakedownView:
    """One takedown: who is asked about which number and place, where it stands, and by when it is followed up."""

    number: str
    of: str
    code: str
    recipient: str
    addressee: str
    place: str
    reference: str
    state: str
    at: datetime
    sent_at: datetime | None
    ended_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Return whether nobody answered in time."""
        return self.state == "unanswered"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a letter says: the false number, how often it was reported, the true ones, and the law on its day."""

    view: TakedownView
    card: GenuineCard
    first_at: datetime
    last_at: datetime
    evidence: tuple[SightingView, ...]
    disowned: tuple[BrandStatement, ...]
    law: tuple[takedown_law.LawRow, ...]


def _visible_to(actor: Actor, *, now: datetime) -> QuerySet[Takedown]:
    """Return the takedowns of an actor's organisation, for staff."""
    rows = Takedown.objects.select_related("about")
    return rows.filter(people.sees(actor, "takedown", now=now)) if actor.kind == "staff" else rows.none()


def takedown(number: str, *, actor: Actor, now: datetime) -> Takedown:
    """Return a takedown, for who may see it."""
    found = _visible_to(actor, now=now).filter(number=number).first()
    if found is None:
        raise NoSuchTakedown({"number": number[:40]})
    return found


def takedown_by_key(key: str) -> Takedown:
    """Return a takedown by its id, for its clock and for notices."""
    found = Takedown.objects.select_related("about").filter(id=key).first()
    if found is None:
        raise NoSuchTakedown({"number": key[:40]})
    return found


def followed_up(actor: Actor, *, now: datetime) -> list[TakedownView]:
    """Return what has to be sent or followed up, the one that waits longest first."""
    rows = _visible_to(actor, now=now).filter(state__in=TO_DO).order_by("updated_at")
    return [takedown_view(row) for row in rows[:MOST]]


def takedowns_of(row: ReportedNumber) -> list[TakedownView]:
    """Return what was asked about a number, the latest first."""
    return [takedown_view(one) for one in row.takedowns.select_related("about").order_by("-created_at")[:MOST]]


def takedown_view(row: Takedown) -> TakedownView:
    """Show a takedown."""
    return TakedownView(
        number=row.number,
        of=row.about.number,
        code=row.about.code,
        recipient=row.recipient,
        addressee=row.addressee,
        place=row.place,
        reference=row.reference,
        state=row.state,
        at=row.created_at,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
    )


def takedown_due(row: Takedown) -> datetime | None:
    """Return by when an answer is waited for; None where none is."""
    clock = clocks.open_clocks(row.stream()).first()
    return clock.due_at if clock else None


def takedown_history(row: Takedown) -> list[EntryView]:
    """Return what happened to a takedown, with the reasons given."""
    return timeline.read(row.stream(), opened=("why",))


def takedown_situation(row: Takedown, *, by: Actor, now: datetime, under_lock: bool = False) -> TakedownSituation:
    """Return the situation of a takedown for the rules of its commands; `under_lock` locks it and its number first."""
    if under_lock:
        lock(row.about, row)
    return TakedownSituation(state=row.state, false=row.about.state == "confirmed")


def letter(row: Takedown, *, now: datetime) -> Letter:
    """Return what the letter says today; who reported the number, what he wrote and what he sent is never in it."""
    times = list(row.about.reports.order_by("at").values_list("at", flat=True))
    return Letter(
        view=takedown_view(row),
        card=genuine_card(kind=row.about.kind, code=row.about.code, now=now),
        first_at=times[0] if times else row.about.created_at,
        last_at=times[-1] if times else row.about.created_at,
        evidence=enclosed_with(row),
        disowned=tuple(one for one in brand_statements(row.about, opened=False) if one.says == "not_ours"),
        law=takedown_law.cited(
            takedown_law.read(settings.get(LAW, at=now)), to=row.recipient, on=now.astimezone(SHANGHAI).date()
        ),
    )
