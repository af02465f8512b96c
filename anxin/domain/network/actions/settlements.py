"""What waited for a brand's signature stands behind a number, and other words for it wait for theirs."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.domain.network.actions import authorisations, portraits
from anxin.domain.network.actions.imports import outlets_and_technicians
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.network.queries import standings
from anxin.domain.network.queries.imports import outlets_and_technicians as known
from anxin.domain.network.rules.standings import PORTRAIT

OTHERWISE = "编号背后的信息改过了，要重新签"
"""Why a word is suspended: it was for whoever stood behind the number before."""


def settle(*, authorisation: Authorisation, by: Actor, now: datetime) -> None:
    """Write what waited for this word's signature; other words for the same are for what stood there before.

    Those are suspended, and each brand is asked anew.
    """
    row, told = authorisation, standings.waiting_of(authorisation)
    if not told:
        return
    whose = _write(row, told, by=by, now=now)
    authorisations.wait_no_more(row, now=now)
    if whose is None:
        return
    facts = {"brand": row.brand.slug, "word": row.number, "changes": sorted(told)}
    timeline.write(whose.stream(), standings.CHANGED, by=by, now=now, facts=facts)
    for other in standings.held_words(row.kind, row.code):
        if other.pk != row.pk:
            _ask_anew(other, now=now)


def settle_begun(*, authorisation: Authorisation, now: datetime) -> None:
    """Write what waited for the first day of a word that was signed before it; twice is once."""
    settle(authorisation=authorisation, by=SYSTEM, now=now)


def _write(row: Authorisation, told: standings.Told, *, by: Actor, now: datetime) -> Outlet | Technician | None:
    """Write what a row of a file would; None where nobody has the number any more."""
    if row.kind == Authorisation.Kind.OUTLET:
        before = known.imported_outlet({"code": row.code})
        if before is not None:
            outlets_and_technicians.import_outlet(values={**before, **told}, by=by, now=now)
        return known.outlet_of(row.code)
    before, man = known.imported_technician({"number": row.code}), known.technician_of(row.code)
    if before is None or man is None:
        return None
    if face := told.get(PORTRAIT):
        portraits.show_portrait(technician=man, sha256=face, by=by, now=now)
    written = {name: value for name, value in told.items() if name != PORTRAIT}
    if written:
        outlets_and_technicians.import_technician(values={**before, **written}, by=by, now=now)
    return man


def ask_all_anew(kind: str, code: str, *, now: datetime) -> None:
    """Suspend what brands signed for a number that nobody had until now, and ask each anew for who came there."""
    whose = known.outlet_of(code) if kind == Authorisation.Kind.OUTLET else known.technician_of(code)
    for word in standings.held_words(kind, code):
        _ask_anew(word, now=now, subject_key=whose.pk if whose else None)


def _ask_anew(other: Authorisation, *, now: datetime, subject_key: UUID | None = None) -> None:
    if other.state == "authorised":
        authorisations.suspend(authorisation=other, why=OTHERWISE, by=SYSTEM, now=now)
    today = timezone.localtime(now).date()
    if other.to_date < today or standings.is_asked(other):
        return
    authorisations.copy(
        authorisation=other,
        from_date=max(other.from_date, today),
        to_date=other.to_date,
        waiting={},
        subject_key=subject_key,
        by=SYSTEM,
        now=now,
    )
