"""In which hours anybody works for a brand is kept, and says what reading every shift would say."""

from datetime import date, datetime, timedelta
from importlib import import_module
from random import Random
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.demo import ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries, tasks
from anxin.domain.network.models import BrandHours, Engagement, Shift, Skill, Technician
from anxin.domain.network.rules import working_hours
from anxin.domain.network.rules.working_hours import Week

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"dispatcher"}), via="page")


@pytest.fixture(autouse=True)
def laid(now: datetime) -> None:
    ground.lay(now=now)


HOURS = [((480, 1080),), ((480, 720), (840, 1080)), ((1320, 1800),), ((600, 660),), ()]


def days(now: datetime) -> list[date]:
    today = now.astimezone(SHANGHAI).date()
    return [today + timedelta(days=ahead) for ahead in range(14)]


def asked_of_every_shift(brand: object, skill: str, now: datetime) -> dict[date, frozenset[tuple[int, int]]]:
    """Return what the shifts of all technicians say, one by one."""
    found: dict[date, set[tuple[int, int]]] = {day: set() for day in days(now)}
    first = min(found) - timedelta(days=1)
    for shift in Shift.objects.filter(absence=None).select_related("technician"):
        his = shift.technician
        works = [one for one in his.engagements.filter(brand=brand) if not one.to_at or one.to_at > now]
        able = his.skills.filter(code=skill).exclude(until_date__lt=first)
        if his.paused_at or not works or not able:
            continue
        names = ("weekday", "weeks", "date", "from_min", "to_min")
        hours = working_hours.Hours(**{name: getattr(shift, name) for name in names})
        for day, spans in found.items():
            spans.update(working_hours.spans_on(day, [hours]))
    return {day: frozenset(spans) for day, spans in found.items()}


def told(brand: object, skill: str, now: datetime) -> dict[date, frozenset[tuple[int, int]]]:
    return dict(queries.hours_worked(brand=brand, skill=skill, days=days(now), now=now))


def pairs() -> set[tuple[object, str]]:
    return {(one.brand, code) for one in Engagement.objects.all() for code in ("lock", "gas", "ac", "")}


def stir(dice: Random, now: datetime) -> None:
    """Change what somebody works, for whom, or what he can do."""
    his = dice.choice(list(Technician.objects.order_by("number")))
    spans = dice.choice(HOURS)
    odd, even = (Week.every({dice.randrange(7): dice.choice(HOURS)}).odd for _ in range(2))
    week = dice.choice([Week.every(dict.fromkeys(range(7), spans)), Week(odd, even)])
    day = now.astimezone(SHANGHAI).date() + timedelta(days=dice.randrange(20))
    engaged = his.engagements.filter(to_at=None).order_by("id").first()
    other = dice.choice(list(Engagement.objects.order_by("id")))
    what = [
        lambda: network.keep_week(technician=his, week=week, by=KEEPER, now=now),
        lambda: network.keep_day(technician=his, day=day, hours=spans, by=KEEPER, now=now),
        lambda: network.pause(technician=his, why="", by=KEEPER, now=now),
        lambda: network.unpause(technician=his, by=KEEPER, now=now),
        lambda: engaged and network.release(engagement=engaged, by=KEEPER, now=now),
        lambda: network.engage(technician=his, outlet=other.outlet, brand=other.brand, by=KEEPER, now=now),
        lambda: network.teach(technician=his, code=dice.choice(["lock", "gas", "ac"])),
        lambda: Skill.objects.filter(technician=his).update(until_date=day - timedelta(days=12)),
    ]
    acting(dice.choice(what))


class TestHoursOfABrand:
    @pytest.mark.parametrize("seed", range(4))
    def test_are_those_of_every_shift_whatever_changed(self, seed: int, now: datetime) -> None:
        dice = Random(seed)
        for turn in range(40):
            stir(dice, now + timedelta(minutes=turn))
            if dice.random() < 0.15:
                tasks.renew_brand_hours.func(now=now + timedelta(minutes=turn))
            if turn % 4 == 3:
                at = now + timedelta(minutes=turn, hours=dice.choice([0, 0, 30]))
                for brand, skill in pairs():
                    assert told(brand, skill, at) == asked_of_every_shift(brand, skill, at)

    def test_are_asked_in_one_statement_once_they_were_swept(self, now: datetime) -> None:
        one = Engagement.objects.filter(to_at=None).select_related("brand").first()
        assert one
        skill = one.technician.skills.values_list("code", flat=True)[0]
        told(one.brand, skill, now)
        acting(lambda: network.pause(technician=BrandHours.objects.first().technician, why="", by=KEEPER, now=now))
        tasks.renew_brand_hours.func(now=now)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            told(one.brand, skill, now)
        assert len(asked) == 1
        assert "network_brandhours" in asked[0]["sql"]

    def test_nobody_works_any_more_are_struck(self, now: datetime) -> None:
        for his in Technician.objects.all():
            acting(lambda his=his: network.keep_week(technician=his, week=Week.every({}), by=KEEPER, now=now))
        tasks.renew_brand_hours.func(now=now)
        assert not BrandHours.objects.exists()

    def test_of_before_are_kept_by_the_upgrade(self, now: datetime) -> None:
        before = {pair: told(*pair, now) for pair in pairs()}
        BrandHours.objects.all().delete()
        migration = import_module("anxin.domain.network.migrations.0033_brand_hours")
        migration.keep(apps, SimpleNamespace(connection=connection))
        assert any(any(one.values()) for one in before.values())
        assert {pair: told(*pair, now) for pair in pairs()} == before
