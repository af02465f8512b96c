"""One more employment of somebody whom others engage: it waits for his yes, or that of who leads him."""

from collections.abc import Collection
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import begin, lock
from anxin.core.timeline import StreamKey
from anxin.domain.network.actions import authorisations, rosters, withdrawals
from anxin.domain.network.models import Outlet, Placement, Technician
from anxin.domain.network.queries import placements, vouch_rows
from anxin.domain.network.wording import NOT_PLACED
from anxin.domain.people.models import Organisation


def ask(*, technician: Technician, brand: Organisation, outlets: Collection[str], by: Actor, now: datetime) -> None:
    """Ask that he works for a brand from these outlets, by their codes, and from no others that still wait."""
    waits = {one.outlet.code: one for one in placements.asked_of(technician, brand=brand.slug)}
    lock(technician, *waits.values())
    withdrawals.withdraw([row for code, row in waits.items() if code not in outlets], by=by, now=now)
    for outlet in Outlet.objects.filter(code__in=set(outlets) - set(waits)).order_by("code"):
        made = Placement(technician=technician, outlet=outlet, brand=brand)
        begin(made, by=by, now=now, facts=withdrawals.facts_of(made))


def agree_placement(*, placement: Placement, by: Actor, now: datetime) -> None:
    """Engage him there, as he or who leads him says; the brand is told."""
    lock(placement)
    withdrawals.walk(placement, "agree", by=by, now=now)
    row = placement
    rosters.employ(technician=row.technician, outlet=row.outlet, brand=row.brand, by=by, now=now)
    _tell_brand(row, "network.placed", by=by, now=now)


def refuse_placement(*, placement: Placement, by: Actor, now: datetime) -> None:
    """Say no; where he does nothing else for the brand, its word for him ends. The brand is told."""
    lock(placement)
    withdrawals.walk(placement, "refuse", by=by, now=now)
    word = vouch_rows.word_of(placement.brand.slug, "technician", placement.technician.number)
    if word is not None and placements.is_left(placement.brand, placement.technician):
        end = authorisations.refuse if word.state in ("applied", "checked") else authorisations.revoke
        end(authorisation=word, why=str(NOT_PLACED), by=SYSTEM, now=now)
    _tell_brand(placement, "network.not_placed", by=by, now=now)


def _tell_brand(row: Placement, code: str, *, by: Actor, now: datetime) -> None:
    facts = {"reference": row.technician.number, "outlet": row.outlet.code}
    timeline.write(StreamKey("organisation", str(row.brand_id)), code, by=by, now=now, facts=facts)
