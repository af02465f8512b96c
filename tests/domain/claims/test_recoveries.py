"""Money asked back that is promised until a day: a clock runs to it, and who follows it up is told when it is over."""

from datetime import date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import clocks
from anxin.core.clocks import Clock
from anxin.demo import cast
from anxin.domain.claims import queries
from anxin.domain.claims.models import Recovery
from anxin.domain.notices.models import Notice
from tests.claim_builders import Walked
from tests.domain.claims.test_outcomes import TOOK, entered, gives

pytestmark = pytest.mark.django_db
DAYS = 5


def promised(one: Walked, days: int = DAYS) -> date:
    day = (one.now + timedelta(days=days)).date()
    gives(one, "recovery", step="promise", until=day)
    return day


def due(one: Walked) -> list[datetime]:
    return list(clocks.open_clocks(one.claim.stream()).filter(kind="claims.recovery").values_list("due_at", flat=True))


def over(one: Walked, days: int) -> set[str]:
    """Let days go by; name who is told that the day is over."""
    one.now += timedelta(days=days)
    clocks.sweep(now=one.now)
    return set(Notice.objects.filter(code="recovery_over").values_list("account__username", flat=True))


def listed(one: Walked) -> list[tuple[date | None, bool]]:
    found = queries.figures(one.by(cast.MERCHANT_OWNER), now=one.now)
    return [(row.promised_date, row.over) for row in found.recoveries]


class TestAPromisedDay:
    def test_runs_out_at_its_end_and_tells_seller_and_desk_once(self, now: datetime) -> None:
        one = entered(now, asked_back=True)
        day = promised(one)
        (at,) = due(one)
        assert at.isoformat().startswith(day.isoformat()), "the end of that day, in Shanghai"
        assert listed(one) == [(day, False)]

        assert over(one, DAYS - 1) == set()
        assert {cast.MERCHANT_OWNER.username, cast.XIAO_CHEN.username} <= over(one, 2)
        told = Notice.objects.filter(code="recovery_over").count()
        over(one, 1)
        assert Notice.objects.filter(code="recovery_over").count() == told
        assert listed(one) == [(day, True)]

    def test_may_be_promised_anew_and_the_earlier_one_is_waited_for_no_more(self, now: datetime) -> None:
        one = entered(now, asked_back=True)
        promised(one)
        later = promised(one, 20)
        assert len(due(one)) == 1
        assert over(one, DAYS + 2) == set()
        assert listed(one) == [(later, False)]

    def test_is_met_by_the_last_of_the_money_and_not_by_a_part(self, now: datetime) -> None:
        one = entered(now, asked_back=True)
        promised(one)
        gives(one, "repayment", amount_fen=10000)
        assert len(due(one)) == 1
        gives(one, "repayment", amount_fen=TOOK - 10000)
        assert due(one) == []
        assert over(one, DAYS + 2) == set()

    @pytest.mark.parametrize("days", [1, DAYS + 9])
    def test_that_was_promised_before_there_was_a_clock_gets_one_with_the_upgrade(
        self, now: datetime, days: int
    ) -> None:
        one = entered(now, asked_back=True)
        day = promised(one)
        Clock.objects.filter(kind="claims.recovery").delete()
        migration = import_module("anxin.domain.claims.migrations.0012_clocks_of_promised_days")
        for _twice in range(2):
            migration.start(apps, SimpleNamespace(connection=connection))
        (at,) = due(one)
        assert at.isoformat().startswith(day.isoformat())
        told = over(one, days)
        assert (cast.MERCHANT_OWNER.username in told) == (days > DAYS)
        migration.start(apps, SimpleNamespace(connection=connection))
        assert len(due(one)) == (days < DAYS), "one that was told of is not told of again"

    @pytest.mark.parametrize("step", ["court", "give_up"])
    def test_is_waited_for_no_more_once_it_goes_another_way(self, now: datetime, step: str) -> None:
        one = entered(now, asked_back=True)
        promised(one)
        gives(one, "recovery", step=step)
        assert (due(one), Recovery.objects.get().promised_date) == ([], None)
