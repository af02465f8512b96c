"""The hours somebody works for a brand, kept: who begins to work some adds his, a sweep strikes what nobody works."""

from datetime import datetime, timedelta

from django.utils import timezone

from anxin.domain.network.models import BrandHours, Engagement, Technician
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.queries.technician_hours import KEPT, hours_of


def keep(*, technician: Technician) -> None:
    """Keep the hours a technician works for each brand with each skill; what is kept already stays (two queries)."""
    his = hours_of(Engagement.objects.filter(technician=technician, to_at=None))
    rows = [BrandHours(**dict(zip(KEPT, key, strict=True)), technician=technician) for key in his]
    BrandHours.objects.bulk_create(rows, ignore_conflicts=True)


def sweep(*, now: datetime) -> None:
    """Name for all hours that are worked now one who works them, and strike those that nobody works any more."""
    yesterday = timezone.localtime(now).date() - timedelta(days=1)  # whose night may end today
    worked = hours_of(living_now(Engagement.objects.all(), now), since=yesterday)
    known = Technician.objects.in_bulk(set(worked.values()), field_name="number")
    moved, over = [], []
    for row in BrandHours.objects.all():
        number = worked.pop(tuple(getattr(row, name) for name in KEPT), "")
        if not number:
            over.append(row.pk)
        elif row.technician_id != known[number].pk:
            row.technician = known[number]
            moved.append(row)
    BrandHours.objects.filter(pk__in=over).delete()
    BrandHours.objects.bulk_update(moved, ["technician"], batch_size=500)
    missing = [
        BrandHours(**dict(zip(KEPT, key, strict=True)), technician=known[number]) for key, number in worked.items()
    ]
    BrandHours.objects.bulk_create(missing, ignore_conflicts=True)
