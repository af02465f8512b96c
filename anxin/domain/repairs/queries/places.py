"""Which places nobody is at any more."""

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core import case_contents
from anxin.domain.people.models import Person
from anxin.domain.places.models import Place
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Visit


def held_by_nobody() -> QuerySet[Place, Place]:
    """Return places whose words are kept, though nobody lives there and every case there was emptied, or left it."""
    here, ended = {"place": OuterRef("pk")}, case_contents.emptied("repair")
    rows = Place.objects.filter(erased_at=None).exclude(detail_sealed="")
    return (
        rows.exclude(Exists(Person.objects.filter(**here, erased_at=None)))
        .exclude(Exists(Repair.objects.filter(**here).exclude(pk__in=ended)))
        .exclude(Exists(Visit.objects.filter(**here).exclude(stream_kind="repair", stream_key__in=ended)))
        .order_by("pk")
    )
