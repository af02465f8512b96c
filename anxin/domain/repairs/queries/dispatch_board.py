"""The dispatch board: what waits where, whom nobody takes, and why nobody could go."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core.actors import Actor
from anxin.domain.network.queries import Field
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.lists import ORDER, QueueRow, Weight, kept_of, open_rows, rows_of, weighed
from anxin.domain.repairs.queries.lookup import visible_to

UNSERVED = ("submitted", "accepted", "triaged", "rework")


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many repairs are open in a county, and how many of them broke a promise."""

    open: int
    late: int


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A county where repairs wait and nobody can go: no_outlet, nobody_able, nobody_vouched or nobody_works."""

    county_code: str
    county: str
    why: str
    repairs: int
    number: str


@dataclass(frozen=True, kw_only=True)
class Board:
    """The open repairs of a board: the most pressing ones whole, all of them counted."""

    rows: tuple[QueueRow, ...]
    tallies: dict[str, Tally]
    total: int
    shown: int
    late: int
    soon: int
    paused: int
    by_hand: int


def board(
    actor: Actor, *, now: datetime, brand: str = "", division: str = "", only: str = "", limit: int = 60
) -> Board:
    """Return the open repairs of an area, the most pressing clock first, with counts by county (eight queries)."""
    every = weighed(actor, now=now, brand=brand, division=division)
    hands = kept_of(every, "by_hand")
    kept = hands if only == "by_hand" else kept_of(every, only)
    kept = sorted(kept, key=ORDER["clock"])
    return Board(
        rows=tuple(rows_of([one.id for one in kept[:limit]], now)),
        tallies=_tallies(kept),
        total=len(every),
        shown=len(kept),
        late=sum(one.late for one in every),
        soon=sum(one.soon for one in every),
        paused=sum(one.paused for one in every),
        by_hand=len(hands),
    )


def _tallies(every: Iterable[Weight]) -> dict[str, Tally]:
    found: dict[str, list[bool]] = defaultdict(list)
    for one in every:
        found[one.county].append(one.late)
    return {county: Tally(open=len(late), late=sum(late)) for county, late in found.items()}


def gaps(
    actor: Actor, *, field: Field, now: datetime, brand: str = "", division: str = "", limit: int = 2000
) -> list[Gap]:
    """List the counties where an open repair waits and nobody could go today, the fullest first (one query)."""
    rows = open_rows(actor, now=now, states=UNSERVED, brand=brand, division=division).filter(mode=Repair.Mode.VISIT)
    asked = ("number", "brand", "place__county_code", "place__code", "place__division", "product__skill")
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for number, brand_id, county, code, name, skill in rows.order_by("created_at").values_list(*asked)[:limit]:
        why = field.gap(brand=brand_id, code=code, skill=skill)
        if why:
            found[county, why].append((number, name))
    listed = [
        Gap(county_code=county, why=why, county=several[0][1], repairs=len(several), number=several[0][0])
        for (county, why), several in found.items()
    ]
    return sorted(listed, key=lambda one: (-one.repairs, one.county_code))


def numbers(actor: Actor, *, keys: Iterable[UUID], now: datetime) -> dict[UUID, str]:
    """Return the numbers of repairs by their ids, of those an actor may see (one query)."""
    return dict(visible_to(actor, now=now).filter(pk__in=set(keys)).values_list("pk", "number"))
