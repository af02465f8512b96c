"""What a second person agrees to: what is to become of whom, and what stands in its way."""

import hashlib
from dataclasses import dataclass

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.domain.people import queries
from anxin.domain.people.models import DataRequest
from anxin.domain.people.queries import PersonView, data_requests, erasures, kept, selves

TOLD = "people.data_request.told"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a second person agrees to: the new value, whose it is already, and whose cases it is about."""

    told: str
    others: tuple[PersonView, ...]
    cases: tuple[str, ...]
    mark: str


def proposal(row: DataRequest, *, actor: Actor) -> Proposal:
    """Return what is agreed to, with a mark that is another one once any of it is."""
    said = vault.open_(TOLD, row.pk, row.told_sealed) if row.told_sealed else ""
    own, masks = selves.of_person(row.person), {"name": vault.mask_name, "phone": vault.mask_phone}
    others: tuple[PersonView, ...] = ()
    if row.wish == "phone" and said:
        mine = {one.pk for one in own}
        others = tuple(queries.masked(one) for one in queries.known_by_phone(said) if one.pk not in mine)
    cases = data_requests.with_cases(row.person, actor=actor).cases
    index = vault.blind_index(said) if row.wish == "phone" and said else ""
    seen = "|".join(
        (
            row.wish,
            index,
            row.person.phone_index,
            row.person.name_masked,
            *sorted(str(one.id) for one in others),
            *sorted(cases),
        )
    )
    mark = hashlib.sha256(seen.encode()).hexdigest()[:32]
    return Proposal(told=masks[row.wish](said) if said else "", others=others, cases=cases, mark=mark)


def in_the_way(row: DataRequest) -> str:
    """Return what keeps somebody who wants to be erased: a hold's words, or `court`; empty where nothing does."""
    if row.wish != "erase":
        return ""
    own = selves.of_person(row.person)
    needed = erasures.needed(own)
    return ", ".join(needed) if needed else "court" if any(kept.legally(one) for one in own) else ""
