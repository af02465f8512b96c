"""What can be asked about tasks: for the stuck-work page, the metrics and health."""

from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from anxin.core.queues.models import LaterTask


def dead_letters() -> QuerySet[LaterTask]:
    """Return the tasks that were given up, newest first."""
    return LaterTask.objects.filter(state="dead").order_by("-finished_at")


def late(*, now: datetime, by_s: int = 60) -> QuerySet[LaterTask]:
    """Return the tasks that should have begun, or whose worker fell silent, so many seconds ago."""
    before = now - timedelta(seconds=by_s)
    late_ones = Q(state="ready", run_at__lt=before) | Q(state="running", leased_until__lt=before)
    return LaterTask.objects.filter(late_ones).order_by("run_at")


def counts() -> dict[tuple[str, str], int]:
    """Count tasks by queue and state."""
    rows = LaterTask.objects.values_list("queue", "state").annotate(n=Count("id"))
    return {(queue, state): n for queue, state, n in rows}
