"""Figures for Prometheus: requests as they pass, work that waits as it stands."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from prometheus_client import REGISTRY, CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from anxin.core import stuck_work

REQUESTS = Histogram(
    "anxin_request_seconds",
    "Time to answer a request, by route.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


class Waiting(Collector):
    """Work that waits in the database, counted when asked."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Count each kind of waiting work."""
        family = GaugeMetricFamily("anxin_waiting", "Rows that wait, by kind.", labels=["kind"])
        for kind, count in stuck_work.counts().items():
            family.add_metric([kind], count)
        yield family
        overdue = GaugeMetricFamily("anxin_overdue_seconds", "Age of the oldest overdue work.", labels=["queue"])
        for queue, overdue_s in stuck_work.overdue_s(now=datetime.now(UTC)).items():
            overdue.add_metric([queue], overdue_s)
        yield overdue


def page() -> bytes:
    """Write all figures in the text format."""
    registry = CollectorRegistry()
    if settings.ENVIRONMENT.metrics_folder:
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library is untyped there
        return generate_latest(registry) + generate_latest(_waiting())
    return generate_latest(REGISTRY) + generate_latest(_waiting())


def _waiting() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Waiting())
    return registry
