"""What the house depends on is looked at every few minutes; who administers hears once that it fails, once it works."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.timeline import StreamKey
from anxin.domain.opening import queries
from anxin.domain.opening.models import WatchedPart
from anxin.domain.opening.rules import Check
from anxin.domain.opening.rules.watches import FAILING, WORKING, Watch, seen
from anxin.domain.people import queries as people

CODES = {FAILING: "opening.part_failing", WORKING: "opening.part_working"}


def watch_parts(*, now: datetime) -> None:
    """Look how everything goes that was ever seen to work, and tell what turned; what is gone is forgotten."""
    if not people.organisations_of("operator"):
        return  # nobody has set it up yet
    known = {one.code: one for one in WatchedPart.objects.select_for_update().order_by("code")}
    found = {":".join(filter(None, (one.code, one.brand))): one for one in queries.part_checks(now=now)}
    for code, check in found.items():
        row = known.get(code)
        if row is not None:
            _look(row, check, now)
        elif check.ok:
            WatchedPart.objects.create(code=code)
    WatchedPart.objects.filter(code__in=known.keys() - found.keys()).delete()


def _look(row: WatchedPart, check: Check, now: datetime) -> None:
    before = Watch(bad_since=row.bad_since, told_at=row.told_at, well_since=row.well_since)
    after, told = seen(before, works=check.ok, now=now)
    if after != before:
        sets = {"bad_since": after.bad_since, "told_at": after.told_at, "well_since": after.well_since}
        WatchedPart.objects.filter(pk=row.pk).update(**sets)
    if told:
        house = people.organisation(check.brand) if check.brand else people.operator()
        stream = StreamKey("organisation", str(house.pk))
        timeline.write(stream, CODES[told], by=SYSTEM, now=now, facts={"house_part": check.code})
