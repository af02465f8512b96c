"""Who stands behind the ids of a case's chain, for its dossier."""

from collections.abc import Iterable

from anxin.core.actors import ACCOUNTS
from anxin.core.timeline import Entry
from anxin.domain.people import queries
from anxin.domain.people.models import Person


def dossier_people(
    facts: Iterable[Entry],
    *,
    customer: Person,
    kind: str,
    closed: str = "",
    beside: Iterable[tuple[str, str, str]] = (),
) -> list[dict[str, object]]:
    """Return the customer, masked, and each account that acted: its name, but for a `closed` house, and its house's.

    Who acted `beside` the facts is named too: by kind, id and house.
    """
    acts = {(one.actor_kind, one.actor_id, one.organisation) for one in facts} | set(beside)
    acts = {one for one in acts if one[0] in ACCOUNTS}
    names = queries.account_names(key for _kind, key, house in acts if house != closed or not closed)
    houses = queries.house_names(house for _kind, _key, house in acts if house)
    told: list[dict[str, object]] = [
        {"id": key, "kind": kind, "name": names.get(key, ""), "house": houses.get(house, "")}
        for kind, key, house in sorted(acts)
    ]
    return [{"id": str(customer.id), "kind": kind, "name": customer.name_masked, "house": ""}, *told]
