"""Later: the editions of the city pages, every quarter of an hour; the schedule of erasures, once a day."""

from datetime import datetime
from functools import partial
from itertools import islice
from uuid import UUID

import structlog

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.people import queries as people
from anxin.domain.publications import actions as publications
from anxin.domain.publications.actions import archives
from anxin.domain.publications.rules import EVERY, TERMS

BLOCKS = 20
"""In so many blocks a run notes who is party to a case; of the others the next one does."""
PIECES_AT_MOST = 4000
"""In so many blocks a run looks at what goes in pieces; it goes on a day later."""
ARCHIVES_AT_MOST = 50
"""So many archives one run makes; it goes on a day later."""
log = structlog.get_logger("anxin.retention")


@later.every(seconds=900)
@later.task(queue="heavy", lease_s=600)
def renew_cities(*, now: datetime) -> None:
    """Renew the city pages of each brand by itself."""
    for brand in people.organisations_of("brand"):
        acting(partial(publications.renew_cities, brand=brand, now=now))


@later.every(seconds=int(EVERY.total_seconds()))
@later.task(queue="heavy", lease_s=600)
def retain(*, now: datetime) -> None:
    """Erase what is too old, kind by kind, each in a block of its own; then cases, persons and reports one by one.

    What raises is logged and left: nothing else stays longer because of it.
    """
    for what in (*publications.SCHEDULE, *publications.WALKS):
        try:
            acting(partial(publications.retain, what=what, now=now))
        except Exception:
            log.exception("nothing was erased", what=what)
    for what in publications.PIECES:
        try:
            _weigh(what, now)
        except Exception:
            log.exception("not all was erased", what=what)
    for _block in range(BLOCKS):
        if not acting(partial(publications.note_cases, now=now)):
            break
    for what in TERMS:
        acting(partial(publications.begin, what=what, now=now))
        left, last = _end(what, now)
        acting(partial(publications.finish, what=what, run=now, left=left, last=last, now=now))


@later.every(seconds=int(EVERY.total_seconds()))
@later.task(queue="heavy", lease_s=600)
def archive(*, now: datetime) -> None:
    """Archive records of cases whose term was over long ago, some a file; go on a day later."""
    for run in islice(archives.runs(now=now), ARCHIVES_AT_MOST):
        if run.broken:
            log.error("records are not archived: their chains are broken", streams=[str(one) for one in run.broken])


def _weigh(what: str, now: datetime) -> None:
    """Erase one kind some a block, each counted with its run: what a kill leaves goes on where it stood."""
    acting(partial(publications.begin, what=what, now=now))
    for _block in range(PIECES_AT_MOST):
        if not acting(partial(publications.weigh, what=what, run=now, now=now)):
            break


def _end(what: str, now: datetime) -> tuple[dict[str, list[UUID]], str]:
    """End what is over of one kind; return what stays by its reason, and where to go on where that wasn't all."""
    left: dict[str, list[UUID]] = {}
    ended = looked = 0
    for key in publications.over(what=what, now=now):
        try:
            why = acting(partial(publications.end, what=what, key=key, run=now, now=now))
        except Exception:
            log.exception("a case was not ended", what=what, key=str(key))
            why = "failed"
        ended, looked = ended + (not why), looked + 1
        if why and why != publications.GONE:
            left.setdefault(why, []).append(key)
        if ended == publications.AT_MOST or looked == publications.LOOKED_AT:
            return left, str(key)
    return left, ""
