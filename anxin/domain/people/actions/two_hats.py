"""Who works here and is a customer, in one row of an earlier version, gets a row for each."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM
from anxin.domain.people.actions import enrolled_anew
from anxin.domain.people.actions.personal_data import stream_of
from anxin.domain.people.models import Account, Party, Person
from anxin.domain.people.queries import access, kept
from anxin.domain.people.queries.imports import plainly


def part(*, person: Person, now: datetime) -> None:
    """Let a row stay the customer's, with his cases; whoever works here by it does so by one of his own. Twice is once.

    What he has erased as a customer left that row alone, and his phone led to none of its cases.
    """
    if not access.of_two_hats().filter(pk=person.pk).exists():
        return
    name, phone = plainly(person)
    apart = enrolled_anew(name=name, phone=phone or "", now=now)
    Party.objects.filter(person=person).exclude(role__in=["customer", "helper", "witness"]).update(person=apart)
    Person.objects.filter(pk=person.pk).update(has_case=False)
    Account.objects.filter(person=person).update(person=apart)
    for model, field in kept.WORKERS:
        model._default_manager.filter(**{field: person}).update(**{field: apart})
    timeline.write(stream_of(person.pk), "people.parted", by=SYSTEM, now=now)
