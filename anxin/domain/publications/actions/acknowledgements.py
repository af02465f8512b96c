"""Write down that a technician has read an edition."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.domain.network import queries as network
from anxin.domain.people.actions import personal_data
from anxin.domain.publications import rules
from anxin.domain.publications.models import Document, Text
from anxin.domain.publications.queries import NoSuchText


def acknowledge(*, document: Document, number: int, by: Actor, now: datetime) -> None:
    """Write down that a technician has read a published edition; raises `NoSuchText` for any other."""
    if not Text.objects.filter(document=document, number=number, published_at__isnull=False).exists():
        raise NoSuchText({"code": document.code})
    version = rules.version(document.code, number)
    person = network.technician_of(by).person
    personal_data.consent(person=person, purpose=document.code, version=version, channel="page", by=by, now=now)
