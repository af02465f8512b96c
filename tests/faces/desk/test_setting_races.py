"""Two who change one setting by parts in the same moment: neither undoes the other's, and who comes second waits."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest
from django.db import connection, connections
from django.test import Client

from anxin.core import settings
from anxin.core.settings import changes
from anxin.core.settings.models import SettingRow
from anxin.demo import cast
from tests.patience import PATIENCE_S, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
type Meanwhile = Callable[[Callable[[], int]], Future[int]]
SERVICES = "/desk/settings/goods.services/"


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meanwhile]:
    """Let somebody else act once the next change has read the whole: until he is done, or waits for it."""
    with ThreadPoolExecutor(1) as pool:

        def of(work: Callable[[], int]) -> Future[int]:
            looked, begun = changes.last, Event()

            def alone() -> int:
                try:
                    assert begun.wait(PATIENCE_S)
                    return work()
                finally:
                    connections.close_all()

            def looks(name: str, *, organisation: str = "") -> SettingRow | None:
                monkeypatch.undo()
                begun.set()
                until(lambda: other.done() or _is_waited_for(), "who acts at the same time")
                return looked(name, organisation=organisation)

            monkeypatch.setattr(changes, "last", looks)
            other = pool.submit(alone)
            return other

        yield of


def _is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


@pytest.fixture
def change(sits: Callable[[object], Client], live_now: datetime) -> Callable[[str, int], Callable[[], int]]:
    """Give what changes a class of goods some days ahead, each in a browser of its own, and tells the answer."""

    def of(category: str, days: int) -> Callable[[], int]:
        client = sits(cast.ADMIN)
        given = {"of": category, "own": "own", "way-repair": "visit", "once": category, "why": "新品上市"}
        given |= {"when": "day", "day": (live_now + timedelta(days=days)).date().isoformat()}
        return lambda: client.post(f"{SERVICES}changes/", given).status_code

    return of


def test_two_parts_changed_for_one_day_are_both_kept(
    change: Callable[[str, int], Callable[[], int]], meanwhile: Meanwhile, live_now: datetime
) -> None:
    washer, fridge = change("washer", 3), change("fridge", 3)
    other = meanwhile(fridge)
    assert washer() == 302
    assert other.result(PATIENCE_S) == 302
    assert set(settings.get("goods.services", at=live_now + timedelta(days=4))) >= {"washer", "fridge"}


def test_a_part_is_not_taken_back_while_another_comes_to_stand_on_it(
    change: Callable[[str, int], Callable[[], int]],
    meanwhile: Meanwhile,
    sits: Callable[[object], Client],
) -> None:
    assert change("washer", 3)() == 302
    (first,) = settings.history("goods.services")
    fridge, admin = change("fridge", 5), sits(cast.ADMIN)
    other = meanwhile(lambda: admin.post(f"{SERVICES}changes/{first.pk}/withdrawal/").status_code)
    assert fridge() == 302
    assert other.result(PATIENCE_S) == 409
    first.refresh_from_db()
    assert first.withdrawn_at is None
