"""A brand doesn't ask any more that somebody works for it: what waits for a yes is withdrawn."""

from collections.abc import Iterable
from datetime import datetime

from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock, transition
from anxin.domain.network.models import Authorisation, Placement
from anxin.domain.network.queries import vouch_rows


def walk(row: Placement, step: str, *, by: Actor, now: datetime) -> None:
    """Take a step of what somebody is asked; his history tells it."""
    transition(row, step, by=by, now=now, facts=facts_of(row))


def facts_of(row: Placement) -> dict[str, str]:
    """Return what his history tells of it."""
    return {"outlet": row.outlet.code, "brand": row.brand.slug}


def withdraw_unvouched(word: Authorisation, *, now: datetime) -> None:
    """Withdraw what a brand asks of somebody for whom it has no word any more, nor asks for one."""
    if word.kind != Authorisation.Kind.TECHNICIAN or vouch_rows.word_of(word.brand.slug, word.kind, word.code):
        return
    rows = Placement.objects.filter(technician__number=word.code, brand=word.brand_id, state="asked")
    asked = list(rows.select_related("technician", "outlet", "brand").order_by("id"))
    withdraw(asked, by=SYSTEM, now=now)


def withdraw(rows: Iterable[Placement], *, by: Actor, now: datetime) -> None:
    """Withdraw what waits for a yes, held."""
    for row in rows:
        lock(row)
        walk(row, "withdraw", by=by, now=now)
