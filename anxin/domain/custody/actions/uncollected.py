"""A thing that nobody collects: its term ends, and a person of the house says what becomes of it; no clock does."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.states import change, lock
from anxin.core.zone import SHANGHAI
from anxin.domain.custody.actions import codes
from anxin.domain.custody.actions.moves import COLLECT, DECIDE, PICKUP, collected, kept_until, move
from anxin.domain.custody.actions.parcels import TRANSIT
from anxin.domain.custody.actions.stays import part
from anxin.domain.custody.models import Custody
from anxin.domain.people import queries as people

LONGEST_D = 365


def last_day(row: Custody) -> str:
    """Return until which day a thing that is ready is kept for its customer."""
    return row.decide_at.astimezone(SHANGHAI).date().isoformat() if row.decide_at else ""


def remind(row: Custody, *, whose: str, now: datetime) -> None:
    """Have the customer reminded next, at the latest when the term is over."""
    due_at = clocks.due_time(COLLECT, now=now)
    clocks.start(COLLECT, row.stream(), whose=whose, now=now, due_at=min(due_at, row.decide_at or due_at))


def term_over(row: Custody, *, now: datetime) -> None:
    """Say that the term is over: customer, outlet and desk read it, and the desk's clock to decide runs.

    Of one that was to be sent home it is the outlet's: its customer has nothing to collect.
    """
    facts = {"outlet": row.outlet.code, **({"goes": "home"} if row.goes_home else {})}
    timeline.write(row.stream(), "custody.uncollected", by=SYSTEM, now=now, facts=facts)
    clocks.start(DECIDE, row.stream(), whose=str(people.operator().pk), now=now)


def keep_longer(*, row: Custody, until: date, why: str, by: Actor, now: datetime) -> None:
    """Keep a thing that nobody collects on until a day, of at most a year ahead; its customer is reminded anew."""
    lock(row)
    today = now.astimezone(SHANGHAI).date()
    if not today < until <= today + timedelta(days=LONGEST_D):
        last = today + timedelta(days=LONGEST_D)
        raise Invalid(
            "until",
            expected=_("a day after {today}, until {last}").format(today=today, last=last),
            got=until.isoformat(),
        )
    change(row, {"goes_home": False})
    _again(row, datetime.combine(until, time(23, 59), SHANGHAI), whose="customer", now=now)
    facts = {"day": until.isoformat(), "outlet": row.outlet.code}
    timeline.write(row.stream(), "custody.keep_longer", by=by, now=now, facts=facts, private={"why": why})


def send_home(*, row: Custody, why: str, by: Actor, now: datetime) -> None:
    """Have a thing that nobody collects sent to its customer, who pays the freight where he gets it.

    Its outlet sends it within the days there are to decide; else the desk is asked again.
    """
    lock(row)
    change(row, {"pays_back": "customer", "goes_home": True})
    at = now + timedelta(days=settings.get("custody.decide_d", at=now))
    _again(row, at, whose=str(row.outlet.organisation_id), now=now)
    facts = {"outlet": row.outlet.code}
    timeline.write(row.stream(), "custody.send_home", by=by, now=now, facts=facts, private={"why": why})


def _again(row: Custody, decide_at: datetime, *, whose: str, now: datetime) -> None:
    change(row, {"decide_at": decide_at, "reminded": 0})
    clocks.stop(row.stream(), COLLECT, DECIDE, now=now)
    remind(row, whose=whose, now=now)


def deposit(*, row: Custody, office: str, reference: str, why: str, by: Actor, now: datetime) -> None:
    """Hand a thing that nobody collects in at a notary's: from then on its customer gets it there, not from us."""
    lock(row)
    collected(row, now)
    sets = {"deposit_office": office, "deposit_reference": reference}
    facts = {"mended": row.mended, "outlet": row.outlet.code}
    move(row, "deposit", by=by, now=now, facts=facts, sets=sets, why=why)
    part(row, now)


def come_back(*, row: Custody, why: str, by: Actor, now: datetime) -> None:
    """Take a thing in again that its carrier could not deliver: it is ready once more, for a term of its own."""
    lock(row)
    clocks.stop(row.stream(), TRANSIT, now=now)
    move(
        row,
        "come_back",
        by=by,
        now=now,
        facts={"waybill": row.with_whom},
        sets={**kept_until(now), "goes_home": False},
        why=why,
    )
    codes.issue(row, PICKUP, now=now)
    remind(row, whose="customer", now=now)
