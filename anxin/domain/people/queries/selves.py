"""Which rows are one person, and what he agreed to in any of them."""

from collections.abc import Sequence
from uuid import UUID

from anxin.core import vault
from anxin.domain.people import queries
from anxin.domain.people.models import Consent, Person
from anxin.domain.people.queries import kept


def of_person(person: Person) -> list[Person]:
    """Return the rows that are one person: the same phone and the same name; who shares a landline is somebody else."""
    return of_persons([person])[person.pk]


def of_persons(persons: Sequence[Person]) -> dict[UUID, list[Person]]:
    """Return for each of several persons the rows that are he, he himself first (one query)."""
    phones = {one.phone_index for one in persons} - {""}
    rows = Person.objects.filter(phone_index__in=phones, erased_at=None).exclude(kept.works_here())
    others = list(rows.select_related("place").order_by("id")) if phones else []
    return {one.pk: [one, *_same(one, others)] for one in persons}


def _same(person: Person, others: Sequence[Person]) -> list[Person]:
    alike = [one for one in others if one.phone_index == person.phone_index and one.pk != person.pk]
    if not alike:
        return []
    name = vault.open_("people.person.name", person.id, person.name_sealed) if person.name_sealed else ""
    return [one for one in alike if queries.is_named(one, name)]


def standing(person: Person) -> tuple[str, ...]:
    """Return what somebody agreed to and hasn't taken back, in any of the rows that are he."""
    rows = Consent.objects.filter(person__in=[one.pk for one in of_person(person)], basis="consent", withdrawn_at=None)
    return tuple(dict.fromkeys(rows.order_by("-given_at").values_list("purpose", flat=True)))
