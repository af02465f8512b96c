"""Reports nobody has taken on yet, where the last who could go there may no more: who waits is told."""

from collections.abc import Collection
from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import lock
from anxin.core.timeline import Entry
from anxin.domain.network import queries as network
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.places.rules import covers
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries import promises
from anxin.domain.repairs.states import REPAIR


def nobody_left(*, fact: Entry, now: datetime) -> None:
    """A brand's word for an outlet ended: whose report waits where nobody else goes reads that nobody can come.

    Whoever was to come to somebody is let go by `visits`; another outlet that serves the place is asked as before.
    """
    word = network.authorisation_by_key(fact.stream_key.key)
    bare = network.bare_areas(brand=word.brand_id, outlet=word.code, now=now)  # whoever waited there was told before
    _told(word.brand, set(network.areas_of_word(word, now=now)).difference(bare), now=now)


def hands_gone(*, fact: Entry, now: datetime) -> None:
    """A technician works somewhere no more: where nobody is left at an outlet, who waits for it reads so, too."""
    if "outlet" not in fact.facts:
        return
    brand, outlet = people.organisation(fact.facts["brand"]), fact.facts["outlet"]
    if network.vouched_for(brand, [outlet], days=network.days_of(now), kind="outlet"):
        _told(brand, network.bare_areas(brand=brand.pk, outlet=outlet, now=now), now=now)


def _told(brand: Organisation, areas: Collection[str], *, now: datetime) -> None:
    """Tell those of a brand whose report waits in some areas to which nobody goes now."""
    rows = Repair.objects.filter(brand=brand, state__in=REPAIR.capabilities["sought"], mode=Repair.Mode.VISIT)
    goes: dict[str, bool] = {}
    for row in rows.select_related("brand", "place").order_by("id") if areas else ():
        code = row.place.code
        if any(covers(area, code) for area in areas):
            if code not in goes:
                goes[code] = promises.somebody_goes(row.brand, row.place, now=now)
            if not goes[code]:
                lock(row)
                timeline.write(row.stream(), "repairs.nobody_left", by=SYSTEM, now=now, facts={"row": str(row.pk)})
