"""What a person agreed to: which consents there are, and which he took back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from anxin.core.actors import Actor
from anxin.domain.people.models import Person
from anxin.domain.people.queries import only_opened


@dataclass(frozen=True, kw_only=True)
class ConsentView:
    """A consent: to what, in the words of which version, how and when given, and when taken back."""

    purpose: str
    version: str
    channel: str
    basis: str
    given_at: datetime
    withdrawn_at: datetime | None


def consents_of(person: Person, *, by: Actor | None = None) -> list[ConsentView]:
    """Return what a person agreed to, newest first (one query); `by` as who reads of his looks (`access.who_saw`)."""
    opened = only_opened(by) if by else Q()
    return [
        ConsentView(
            purpose=one.purpose,
            version=one.version,
            channel=one.channel,
            basis=one.basis,
            given_at=one.given_at,
            withdrawn_at=one.withdrawn_at,
        )
        for one in person.consents.filter(opened).order_by("-given_at", "-id")
    ]
