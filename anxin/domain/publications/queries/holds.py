"""What a legal hold is about: a case found by its number, and the numbers of those that are held."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anxin.core.actors import Actor
from anxin.core.errors import Invalid, Missing
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries as claims
from anxin.domain.contacts import queries as contacts
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Purchase
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import access
from anxin.domain.repairs import queries as repairs


class NothingOfThat(Invalid):
    """No case has this number."""

    code = "publications.no_such_case"


@dataclass(frozen=True, kw_only=True)
class HoldingHouseSituation:
    """The house as it places holds: nothing stands in its way."""

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a house walks none."""
        return {}


def house_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> HoldingHouseSituation:
    """Return the situation of the house; what is held is locked as it is found."""
    return HoldingHouseSituation()


def case_numbered(number: str, *, actor: Actor, now: datetime) -> Any:
    """Return the repair, claim, message or order of a number; raises `NothingOfThat`."""
    plain = number.strip()
    finders: dict[str, Any] = {"R": repairs.repair, "C": claims.claim, "K": contacts.contact}
    for find, said in ((finders.get(plain[:1].upper()), plain.upper()), (goods.purchase_of, plain)):
        try:
            if find is not None:
                return find(said, actor=actor, now=now)
        except Missing:
            continue
    raise NothingOfThat("number", expected="the number of a repair, claim, message or order", got=plain[:40])


def held_now(row: Any) -> StreamKey:
    """Lock a case and return its stream."""
    lock(row)
    if isinstance(row, Purchase):
        return StreamKey("purchase", str(row.pk))
    stream: StreamKey = row.stream()
    return stream


def labels(streams: Iterable[StreamKey]) -> dict[StreamKey, str]:
    """Return how cases are known: by their number, an order by the shop's (two queries)."""
    keys = set(streams)
    orders = {one.key for one in keys if one.kind == "purchase"}
    found = access.numbers_of(one for one in keys if one.kind != "purchase")
    rows = Purchase.objects.filter(pk__in=orders).values_list("pk", "order_key") if orders else ()
    return found | {StreamKey("purchase", str(key)): number for key, number in rows}
