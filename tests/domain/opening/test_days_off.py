"""The days off of a year: entered as a list, taken back exactly, asked for from November on."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import calendars, imports
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.tables import Values
from anxin.core.zone import SHANGHAI
from anxin.demo import ground
from anxin.domain.notices.models import Notice
from anxin.domain.opening import actions, queries
from anxin.domain.opening.actions import days_off
from anxin.domain.opening.queries.days_off import imported_run
from tests.domain.network.sheets import bring, reader

pytestmark = pytest.mark.django_db
SPRING = ("2027-01-01,2027-01-03,放假,国办 7 号", "2027-02-05,2027-02-11,放假,国办 7 号", "2027-02-14,,上班,国办 7 号")


def in_spring(day: int) -> datetime:
    """Return noon of a day of February 2027."""
    return datetime(2027, 2, day, 12, tzinfo=SHANGHAI).astimezone(UTC)


def test_a_list_counts_for_what_begins_from_then_on(tmp_path: Path, now: datetime) -> None:
    before = calendars.due_after(in_spring(4), timedelta(days=2))
    bring(reader(tmp_path, now=now), "days_off", *SPRING, now=now)
    assert not calendars.is_working(date(2027, 2, 8))
    assert calendars.is_working(date(2027, 2, 14))  # a Sunday
    assert (before, calendars.due_after(in_spring(4), timedelta(days=2))) == (in_spring(8), in_spring(14))


def test_a_list_taken_back_leaves_each_day_as_it_was(tmp_path: Path, now: datetime) -> None:
    read = reader(tmp_path, now=now)
    bring(read, "days_off", "2027-02-06,2027-02-06,上班,店里", now=now)
    run = {"from": "2027-02-05", "to": "2027-02-07"}
    before = imported_run(run)
    assert before is not None
    assert before["what"] == "·班·"
    batch = bring(read, "days_off", "2027-02-05,2027-02-07,放假,国办 7 号", now=now).batch
    assert batch is not None
    assert imported_run(run) == {**run, "what": "off", "source": "国办 7 号"}
    acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
    assert imported_run(run) == before


def test_the_checklist_and_a_notice_ask_for_a_year_from_november_on_until_its_list_is_there(now: datetime) -> None:
    ground.lay(now=now)
    calendars.seed(2026)
    assert calendar_of(now - timedelta(days=40)) == {"years": ""}
    assert calendar_of(now) == {"years": "2027"}
    for _again in range(2):
        acting(lambda: actions.warn_of_calendar(now=now))
    assert set(Notice.objects.filter(code="calendar_missing").values_list("facts__year", flat=True)) == {2027}
    told = Notice.objects.filter(code="calendar_missing").values_list("account", flat=True)
    assert len(told) == len(set(told)) > 0
    enter("2027-01-01", now)
    assert calendar_of(now) == {"years": "2027"}, "National Day is not there yet"
    assert next(one.says for one in queries.checks(now=now) if one.code == "calendar") == "calendar_part"
    enter("2027-10-01", now)
    assert calendar_of(now) == {"years": ""}


def enter(day: str, now: datetime) -> None:
    """Enter one day off."""
    values: Values = {"from": day, "to": day, "what": "off", "source": "国办 7 号"}
    acting(lambda: days_off.import_run(values=values, by=SYSTEM, now=now))


def calendar_of(now: datetime) -> Mapping[str, object]:
    """Return what the checklist says of the calendar."""
    return next(one.facts for one in queries.checks(now=now) if one.code == "calendar")
