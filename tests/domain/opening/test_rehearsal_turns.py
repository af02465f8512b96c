"""While a rehearsal is played others write: between two cases whoever waits for the database goes first."""

import threading
import time
from datetime import datetime

import pytest
from django.db import connection

from anxin.core.acting import acting, inside
from anxin.demo import cast, ground
from anxin.domain.opening import queries
from anxin.domain.opening.actions import rehearsal_steps, rehearsals
from anxin.domain.opening.actions.rehearsal_steps import PlayedStep
from anxin.domain.opening.models import Errand, Opening, Rehearsal
from anxin.domain.people import queries as people
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.django_db(transaction=True)
CASE_S, CASES = 0.3, 12
PLAYED = [PlayedStep(code="reach", ok=True, reads="")]


def test_whoever_waits_to_write_waits_for_a_case_not_for_all(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    ground.lay(now=now)
    begun, waited = threading.Event(), []

    def play(**_told: object) -> list[PlayedStep]:
        begun.set()
        time.sleep(CASE_S)
        return PLAYED

    monkeypatch.setattr(rehearsal_steps, "report", play)
    monkeypatch.setattr(rehearsal_steps, "claim", play)
    brand = people.organisation(cast.HEYAN.slug)
    row = Rehearsal.objects.create(
        brand=brand, counties=["510107"] * 4, hours=["10:00", "11:00", "12:00"], asked_by="x", asked_at=now
    )

    def write() -> None:
        begun.wait(PATIENCE_S)
        at = time.monotonic()
        acting(lambda: Errand.objects.update_or_create(pk="sms", defaults={"asked_date": now.date()}))
        waited.append(time.monotonic() - at)
        connection.close()

    other = threading.Thread(target=write)
    other.start()
    rehearsals.rehearse(rehearsal=str(row.pk), now=now)
    other.join(PATIENCE_S)
    assert waited[0] < CASE_S * CASES / 2


def test_the_address_is_read_before_a_case_begins(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    ground.lay(now=now)
    brand = people.organisation(cast.HEYAN.slug)
    row = Rehearsal.objects.create(brand=brand, counties=["510107"], hours=["10:00"], asked_by="x", asked_at=now)
    read: list[bool] = []
    monkeypatch.setattr(rehearsals.places, "read", lambda _text: read.append(inside()))
    monkeypatch.setattr(rehearsal_steps, "report", lambda **_told: PLAYED)
    monkeypatch.setattr(rehearsal_steps, "claim", lambda **_told: PLAYED)
    rehearsals.rehearse(rehearsal=str(row.pk), now=now)
    assert read
    assert not any(read)


def test_the_checklist_says_of_one_that_runs_that_it_runs_and_of_one_that_failed_that_it_did(now: datetime) -> None:
    ground.lay(now=now)
    Opening.objects.all().delete()
    brand = people.organisation(cast.HEYAN.slug)

    def says() -> str:
        check = next(one for one in queries.checks(now=now) if (one.code, one.brand) == ("rehearsal", brand.slug))
        return check.says

    assert says() == ""
    row = Rehearsal.objects.create(brand=brand, counties=[], hours=[], asked_by="x", asked_at=now)
    assert says() == "playing"
    Rehearsal.objects.filter(pk=row.pk).update(ended_at=now, passed=False)
    assert says() == "not_passed"
