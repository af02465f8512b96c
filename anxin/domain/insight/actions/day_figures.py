"""Count a day anew, whole: what is kept of it is replaced, so that counting twice changes nothing."""

from datetime import date, datetime
from uuid import UUID

from anxin.domain.insight.models import DayFigures, FiguresGathered
from anxin.domain.insight.queries.day_counts import counted


def count_day(*, day: date) -> None:
    """Keep what the cases that began on a day count now."""
    rows = [
        DayFigures(operator_id=group.operator, house_id=group.house, province=group.province, day=day, counts=counts)
        for group, counts in counted(day).items()
    ]
    DayFigures.objects.filter(day=day).delete()
    DayFigures.objects.bulk_create(rows)


def note_gathered(*, until: datetime, last: UUID | None) -> None:
    """Write down until when, and until which fact, the figures hold what happened."""
    FiguresGathered.objects.update_or_create(pk=1, defaults={"until": until, "last": last})
