"""Reports nobody has taken on yet, where the last outlet that could go there may no more: who waits is told."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import lock
from anxin.core.timeline import Entry
from anxin.domain.network import queries as network
from anxin.domain.places.rules import covers
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import promises
from anxin.domain.repairs.states import REPAIR


def nobody_left(*, fact: Entry, now: datetime) -> None:
    """A brand's word for an outlet ended: whose report waits where nobody else goes reads that nobody can come.

    Whoever was to come to somebody is let go by `visits`; another outlet that serves the place is asked as before.
    """
    word = network.authorisation_by_key(fact.stream_key.key)
    areas = network.areas_of_word(word, now=now)
    rows = Repair.objects.filter(brand=word.brand, state__in=REPAIR.capabilities["sought"], mode=Repair.Mode.VISIT)
    goes: dict[str, bool] = {}
    for row in rows.select_related("brand", "place").order_by("id") if areas else ():
        code = row.place.code
        if any(covers(area, code) for area in areas):
            if code not in goes:
                goes[code] = promises.somebody_goes(row.brand, row.place, now=now)
            if not goes[code]:
                lock(row)
                timeline.write(row.stream(), "repairs.nobody_left", by=SYSTEM, now=now, facts={"row": str(row.pk)})
