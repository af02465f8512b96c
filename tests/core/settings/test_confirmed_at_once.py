"""Two persons confirm two old proposals of one setting at once: one of them is refused, as one after another."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import pytest
from django.db import connection, connections

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.settings import registry
from anxin.core.settings.models import SettingRow
from tests.patience import PATIENCE_S

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
LIN, QIAO, SUN = (Actor(kind="staff", id=name) for name in ("lin", "qiao", "sun"))
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    settings.declare(settings.Setting(name="t.card", default={}, second_person=True, title="名片"))
    yield
    registry.SETTINGS.pop("t.card")


def propose(value: str) -> SettingRow:
    """Propose the whole of a value with parts."""
    told = {"name": "t.card", "value": {"name": value}, "valid_from": NOW, "why": "开业"}
    return acting(lambda: settings.propose(**told, by=LIN, now=NOW))


class Second(threading.Thread):
    """Who confirms while the first one's block is still open."""

    def __init__(self, row: SettingRow) -> None:
        super().__init__()
        self.row, self.refusal = row, None
        self.begun, self.over = threading.Event(), threading.Event()

    def run(self) -> None:
        """Confirm, and keep what came of it."""
        self.begun.wait(PATIENCE_S)
        try:
            acting(lambda: settings.confirm(self.row, by=SUN, now=NOW + timedelta(minutes=2)))
        except settings.ChangedSince as refusal:
            self.refusal = refusal
        finally:
            connections.close_all()
            self.over.set()


def test_one_of_two_is_refused() -> None:
    first, other = propose("甲"), propose("乙")
    second = Second(other)
    second.start()

    def confirm() -> None:
        settings.confirm(first, by=QIAO, now=NOW + timedelta(minutes=1))
        second.begun.set()
        stands_until_the_other_waits_or_is_over(second)

    acting(confirm)
    assert second.over.wait(PATIENCE_S)
    second.join(PATIENCE_S)
    assert isinstance(second.refusal, settings.ChangedSince)
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.confirmed_by, other.confirmed_at) == (QIAO.key, None)


def stands_until_the_other_waits_or_is_over(second: Second) -> None:
    """Keep the first block open as long as the second one neither waits for it nor went past it."""
    until = monotonic() + PATIENCE_S
    while not second.over.is_set() and monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
