"""What somebody does with all rows that are he: takes a copy, takes a consent back, has himself erased."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Person
from anxin.domain.people.queries import own_data


def copy_all(*, person: Person, by: Actor, now: datetime) -> None:
    """Write down that he took a copy of his own data away."""
    for one in own_data.rows(by, now=now):
        personal_data.copy_taken(person=one, by=by, now=now)


def withdraw_all(*, person: Person, purpose: str, by: Actor, now: datetime) -> None:
    """Take a consent to one purpose back, in whichever of his rows it stands."""
    for one in own_data.rows(by, now=now):
        personal_data.take_back(person=one, purpose=purpose, by=by, now=now)


def erase_all(*, person: Person, by: Actor, now: datetime) -> None:
    """Erase all rows that are he, or none; raises `Held` and `LegallyHeld`."""
    for one in own_data.rows(by, now=now):
        personal_data.wipe(person=one, by=by, now=now)
