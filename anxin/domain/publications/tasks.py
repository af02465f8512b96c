"""Later: the editions of the city pages, every quarter of an hour; the schedule of erasures, once a day."""

from datetime import datetime
from functools import partial

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.people import queries as people
from anxin.domain.publications import actions as publications
from anxin.domain.publications.rules import TERMS


@later.every(seconds=900)
@later.task(queue="heavy", lease_s=600)
def renew_cities(*, now: datetime) -> None:
    """Renew the city pages of each brand by itself."""
    for brand in people.organisations_of("brand"):
        acting(partial(publications.renew_cities, brand=brand, now=now))


@later.every(seconds=86400)
@later.task(queue="heavy", lease_s=600)
def retain(*, now: datetime) -> None:
    """Erase what is too old, kind by kind, each in a block of its own; then cases, persons and reports one by one."""
    for what in publications.SCHEDULE:
        looked = publications.look(what=what, now=now)
        acting(partial(publications.retain, what=what, looked=looked, now=now))
    for what in TERMS:
        acting(partial(publications.begin, what=what, now=now))
        left = publications.AT_MOST
        for key in publications.over(what=what, now=now):
            left -= acting(partial(publications.end, what=what, key=key, run=now, now=now))
            if not left:
                break
