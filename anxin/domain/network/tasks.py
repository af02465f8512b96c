"""Later: end authorisations that are over, warn of ends, tell who waits where somebody goes by now, and the like."""

from datetime import date, datetime
from functools import partial
from itertools import batched
from uuid import UUID

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.zone import SHANGHAI
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.actions import brand_hours, points
from anxin.domain.network.queries import last_days, standings

AT_ONCE, AT_MOST = 50, 1000


@later.every(seconds=3600)
@later.task(queue="prompt")
def expire_authorisations(*, now: datetime) -> None:
    """End what ended yesterday, or what a later word took the place of, with what waited for that; each in its block.

    One that can't be ended keeps up no other. Beyond `AT_MOST` of each the next hour goes on.
    """
    on, faults = now.astimezone(SHANGHAI).date(), []
    ends = [partial(network.expire, authorisation=row, now=now) for row in queries.over(on=on)[:AT_MOST]]
    ends += [partial(network.settle_begun, authorisation=row, now=now) for row in standings.begun(on=on)[:AT_MOST]]
    ends += [partial(network.replace, authorisation=row, now=now) for row in queries.replaced(on=on)[:AT_MOST]]
    for end in ends:
        try:
            acting(end)
        except Exception as error:
            faults.append(error)
    if faults:
        raise ExceptionGroup("authorisations that could not be ended", faults)


@later.every(seconds=3600)
@later.task(queue="heavy")
def warn_of_ends(*, now: datetime) -> None:
    """Tell each brand, each technician and who leads him what ends within 30 days, 7 and one, once each."""
    for brand in queries.brands_with_words():
        acting(partial(network.warn_of_ends, brand=brand, now=now))
    several: dict[UUID, dict[date, int]] = {}
    for (technician, day), count in queries.own_ends(now=now).items():
        several.setdefault(technician, {})[day] = count
    for technician, ends in several.items():
        acting(partial(network.warn_of_own_ends, technician=technician, ends=ends, now=now))


@later.every(seconds=600)
@later.task(queue="prompt")
def end_employments(*, now: datetime) -> None:
    """End the employments whose last day is over, and let wishes for leave fall away that are from no employer left."""
    for row in last_days.over(now=now)[:AT_MOST]:
        acting(partial(network.end_employment, absence=row, now=now))
    for wish in last_days.wishes_left()[:AT_MOST]:
        acting(partial(network.lapse_wish, leave=wish, now=now))


@later.every(seconds=300)
@later.task(queue="outside", lease_s=180)
def place_outlets(*, now: datetime) -> None:
    """Ask the map services that were set up where outlets stand whose address told an area only."""
    points.narrow(now=now)


@later.every(seconds=900)
@later.task(queue="heavy")
def serve_waiting(*, now: datetime) -> None:
    """Tell who waits where somebody goes by now, in short blocks: nobody waits behind all of them."""
    for some in batched(queries.served_by_now(now=now), AT_ONCE, strict=False):
        acting(partial(network.serve_waiting, entries=some, now=now))


@later.every(seconds=900)
@later.task(queue="heavy")
def renew_brand_hours(*, now: datetime) -> None:
    """Name for the hours a brand's technicians work somebody who works them still."""
    acting(partial(brand_hours.sweep, now=now))


@later.every(seconds=3600)
@later.task(queue="heavy")
def ask_who_waits(*, now: datetime) -> None:
    """Ask who waits for long whether he still does, and end what nobody answered for, in short blocks."""
    for some in batched(queries.unanswered(now=now), AT_ONCE, strict=False):
        acting(partial(network.lapse_waiting, entries=some, now=now))
    for some in batched(queries.to_ask(now=now), AT_ONCE, strict=False):
        acting(partial(network.ask_still_waiting, entries=some, now=now))
