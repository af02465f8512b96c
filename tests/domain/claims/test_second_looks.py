"""A decision that waits for a second person: who may be it is reminded every working day, administrators then too."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import clocks
from anxin.core.acting import acting
from anxin.core.calendars import CalendarDay
from anxin.core.clocks.models import Clock
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.staff.actions import absences
from tests.claim_builders import Walked, a_claim, refuse

pytestmark = pytest.mark.django_db
FRAUD = refuse(fraud_said=True)


def drawn_up(now: datetime) -> Walked:
    one = a_claim(now=now, at="review")
    one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
    one.propose(FRAUD)
    return one


def due(one: Walked) -> datetime | None:
    found = clocks.open_clocks(one.claim.stream()).filter(kind="claims.second").first()
    return found.due_at if found else None


def told(code: str) -> list[str]:
    rows = Notice.objects.filter(code=code).order_by("account__username", "at")
    return list(rows.values_list("account__username", flat=True))


def until_due(one: Walked) -> None:
    at = due(one)
    assert at is not None
    one.wait(seconds=(at - one.now).total_seconds())


def named(*members: cast.Member) -> list[str]:
    return sorted(one.username for one in members)


def confirms(one: Walked) -> None:
    one.do(lambda: claims.confirm(decision=one.decision, by=one.by(cast.QIAO), now=one.now))


class TestWhoMayLook:
    def test_is_reminded_after_a_working_day_and_again_when_administrators_are_told_too(self, now: datetime) -> None:
        one = drawn_up(now)
        until_due(one)
        assert told("review_second_waits") == named(cast.QIAO, cast.CHENG, cast.YAN)
        assert told("review_second_up") == []
        until_due(one)
        assert len(told("review_second_waits")) == 6
        assert told("review_second_up") == [cast.ADMIN.username]

    def test_is_nobody_who_judged_it_before(self, now: datetime) -> None:
        one = drawn_up(now)
        confirms(one)
        one.do(lambda: claims.appeal(claim=one.claim, why="没有造假", by=one.buyer, now=one.now))
        Notice.objects.all().delete()
        one.propose(FRAUD, by=cast.CHENG)
        assert told("review_second") == named(cast.YAN)
        until_due(one)
        assert told("review_second_waits") == named(cast.YAN)

    def test_is_told_that_the_decision_is_due_and_who_drew_it_up_is_not(self, now: datetime) -> None:
        one = drawn_up(now)
        Clock.objects.filter(kind="claims.second").update(due_at=now + timedelta(days=30))
        decision = clocks.open_clocks(one.claim.stream()).get(kind="claims.decision")
        one.now = decision.due_at - timedelta(hours=1)
        acting(lambda: notices.remind(now=one.now))
        assert told("review_due") == named(cast.QIAO, cast.CHENG, cast.YAN)

    def test_is_asked_no_more_once_somebody_looked_or_it_is_needed_no_more(self, now: datetime) -> None:
        one = drawn_up(now)
        confirms(one)
        assert due(one) is None
        two = a_claim(now=now, at="review", order="YT-2")
        two.propose(FRAUD)
        two.do(lambda: claims.send_back(decision=two.decision, why="再看", by=two.by(cast.QIAO), now=two.now))
        assert due(two) is None
        two.propose(FRAUD)
        two.agree()
        assert due(two) is None


def test_over_a_long_holiday_nobody_is_reminded_on_a_day_off(now: datetime) -> None:
    for day in range(1, 8):
        CalendarDay.objects.create(day=date(2026, 10, day), works=False, source="国办")
    one = drawn_up(datetime(2026, 9, 30, 4, tzinfo=UTC))
    assert f"{due(one):%m-%d}" == "10-08"
    decision = clocks.open_clocks(one.claim.stream()).get(kind="claims.decision")
    assert f"{decision.due_at:%m-%d}" == "10-14"
    times = {"started_at": datetime(2026, 9, 25, 4, tzinfo=UTC), "due_at": datetime(2026, 10, 8, 3, tzinfo=UTC)}
    Clock.objects.filter(pk=decision.pk).update(**times)
    acting(lambda: notices.remind(now=datetime(2026, 9, 30, 12, tzinfo=UTC)))
    assert told("review_due"), "on the last working day before, not in the holiday"


def test_what_neither_side_may_know_shows_in_no_clock_of_theirs(now: datetime) -> None:
    one = drawn_up(now)
    for by in (one.buyer, one.by(cast.MERCHANT_OWNER), one.by(cast.QIAO)):
        assert "claims.second" not in {clock.kind for clock in one.view(by).clocks}
    assert one.view(one.by(cast.QIAO)).second_due == due(one)


def test_a_draft_sent_back_to_somebody_on_leave_goes_to_who_stands_in_for_him(now: datetime) -> None:
    one = drawn_up(now)
    lin = people.account(cast.LIN.username)
    assert lin is not None
    leave = {"deputy": cast.CHENG.username, "until": None, "by": one.by(cast.ADMIN)}
    one.do(lambda: absences.go(account=lin, now=one.now, **leave))  # type: ignore[arg-type]
    assert one.claim.disputes.get().reviewer == one.by(cast.LIN).key, "it needs him no more"
    one.do(lambda: claims.send_back(decision=one.decision, why="再看", by=one.by(cast.QIAO), now=one.now))
    assert one.claim.disputes.get().reviewer == one.by(cast.CHENG).key
    assert told("handed_over") == named(cast.CHENG)


def test_what_waited_at_an_upgrade_is_told_with_the_next_look(now: datetime) -> None:
    one = drawn_up(now)
    Clock.objects.filter(kind="claims.second").delete()
    migration = import_module("anxin.domain.claims.migrations.0014_clocks_of_second_looks")
    for _twice in range(2):
        migration.start(apps, SimpleNamespace(connection=connection))
    assert clocks.open_clocks(one.claim.stream()).filter(kind="claims.second").count() == 1
    Clock.objects.filter(kind="claims.second").update(due_at=one.now)
    clocks.sweep(one.now)
    assert told("review_second_waits") == named(cast.QIAO, cast.CHENG, cast.YAN)
