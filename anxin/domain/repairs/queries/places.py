"""Which places nobody is at any more."""

from django.db.models import OuterRef, Q, QuerySet

from anxin.core import case_contents
from anxin.core.gathered_rows import EachAsked
from anxin.domain.people.models import Person
from anxin.domain.places.models import Place
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Visit


def held_by_nobody() -> QuerySet[Place, Place]:
    """Return places whose words are kept, though nobody lives there and every case there was emptied, or left it."""
    here, ended = {"place": OuterRef("pk")}, case_contents.emptied("repair")
    gone = Q(case_contents.emptied("repair", key="stream_key"), stream_kind="repair")
    return (
        kept()
        .exclude(EachAsked(Person.objects.filter(**here, erased_at=None)))
        .exclude(EachAsked(Repair.objects.filter(**here).exclude(ended)))
        .exclude(EachAsked(Visit.objects.filter(**here).exclude(gone)))
    )


def kept() -> QuerySet[Place, Place]:
    """Return the places whose words are kept, by their keys."""
    return Place.objects.filter(erased_at=None).exclude(detail_sealed="").order_by("pk")
