"""How often something may be done, counted for all processes together."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from anxin.core import rate_limits
from anxin.core.rate_limits import Allowance
from tests.patience import PATIENCE_S

NOON_S = 1_795_579_200.0


def take(*, name: str = "check|192.0.2.7", now_s: float = NOON_S) -> int:
    return rate_limits.take(name, burst=3, per_min=6, now_s=now_s)


@pytest.mark.django_db
class TestAllowance:
    def test_is_so_many_at_once_and_says_how_long_to_wait_for_the_next(self) -> None:
        assert [take() for _ in range(5)] == [0, 0, 0, 10, 10]

    def test_comes_back_bit_by_bit_and_never_to_more_than_the_burst(self) -> None:
        assert [take() for _ in range(3)] == [0, 0, 0]
        assert [take(now_s=NOON_S + 10), take(now_s=NOON_S + 10)] == [0, 10]
        assert [take(now_s=NOON_S + 86400) for _ in range(4)] == [0, 0, 0, 10]

    def test_that_a_clock_ahead_used_up_is_open_when_the_clock_is_back(self) -> None:
        ahead_s = NOON_S + 3 * 86400
        assert [take(now_s=ahead_s) for _ in range(4)] == [0, 0, 0, 10]

        assert [take() for _ in range(4)] == [0, 0, 0, 10]

    def test_is_each_name_s_own(self) -> None:
        assert [take() for _ in range(4)][-1] == 10
        assert take(name="check|192.0.2.8") == 0

    def test_keeps_no_address(self) -> None:
        take()
        assert "192.0.2.7" not in str(Allowance.objects.values())

    def test_of_who_is_refused_writes_nothing(self) -> None:
        for _ in range(3):
            take()
        before = Allowance.objects.get().unused_s
        take()
        with CaptureQueriesContext(connection) as asked:
            take()
        assert [one["sql"].split(" ")[0] for one in asked] == ["SELECT"]  # it waits for no other's writing either
        assert Allowance.objects.get().unused_s == before

    def test_that_was_not_used_lately_is_dropped_and_one_in_use_stays(self) -> None:
        take(now_s=NOON_S - 3600)
        take(name="check|192.0.2.8")
        assert rate_limits.sweep(now_s=NOON_S) == 1
        assert [take(name="check|192.0.2.8") for _ in range(3)] == [0, 0, 10]


@pytest.mark.django_db(transaction=True)
class TestSeveralProcesses:
    @pytest.mark.parametrize("known", [False, True], ids=["a new name", "a known name"])
    def test_share_one_allowance(self, known: bool) -> None:
        taken = [take()] if known else []
        line = Barrier(8)

        def ask(_turn: int) -> int:
            line.wait(PATIENCE_S)
            try:
                return take()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            taken += list(pool.map(ask, range(8)))
        assert taken.count(0) == 3
