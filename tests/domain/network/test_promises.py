"""Promises are published ahead, never changed, followed; the closest place and goods win, then the narrower time."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings

from anxin.core import row_seals
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import a_report
from anxin.domain.goods import queries as goods
from anxin.domain.network import actions as network
from anxin.domain.network.commands import NETWORKS
from anxin.domain.network.models import PromiseProfile
from anxin.domain.network.queries import promises as queries
from anxin.domain.network.rules import promises as rules
from anxin.domain.network.rules.promises import PromiseQuery, Terms
from anxin.domain.opening import actions as opening_actions
from anxin.domain.opening import queries as opening
from anxin.domain.people import actions as persons
from anxin.domain.people import queries as people
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.queries import promises as promised

OPERATOR = Actor(kind="staff", id="0199", roles=frozenset({"operator"}), via="page")
ASKED = PromiseQuery(division="510107", category="lock", product="S3", urgent=False, minute=12 * 60, works=True)


class TestRules:
    @pytest.mark.parametrize(
        ("terms", "fits"),
        [
            ({}, True),
            ({"division": "5101"}, True),
            ({"division": "510000"}, True),
            ({"division": "5102"}, False),
            ({"category": "lock"}, True),
            ({"category": "fridge"}, False),
            ({"product": "S3"}, True),
            ({"product": "S9"}, False),
            ({"urgent": True}, False),
            ({"days": "workdays"}, True),
            ({"days": "days_off"}, False),
            ({"hours": (480, 1200)}, True),
            ({"hours": (1320, 360)}, False),
        ],
    )
    def test_say_of_what_a_promise_speaks(self, terms: dict[str, Any], fits: bool) -> None:
        assert rules.fits(Terms(**terms), ASKED) is fits

    def test_know_a_night_that_goes_over_midnight(self) -> None:
        night = Terms(hours=rules.hours("22:00-6:00"))
        at = [rules.fits(night, replace(ASKED, minute=hour * 60)) for hour in (21, 22, 23, 0, 5, 6)]
        assert at == [False, True, True, True, True, False]
        for wrong in ("22", "22:00-22:00", "25:00-6:00", "nachts"):
            with pytest.raises(ValueError, match="hours such as"):
                rules.hours(wrong)

    def test_leave_a_night_to_the_day_on_which_it_began(self) -> None:
        night = Terms(hours=rules.hours("22:00-6:00"), days="workdays")
        friday = [replace(ASKED, minute=23 * 60), replace(ASKED, minute=60, works=False)]
        sunday = [replace(ASKED, minute=23 * 60, works=False), replace(ASKED, minute=60, worked=False)]
        assert [rules.fits(night, one) for one in (*friday, *sunday)] == [True, True, False, False]

    def test_ask_for_seven_days_but_of_the_very_first(self, now: datetime) -> None:
        today = now.date()
        assert rules.begins_on(Terms(), today=today, at_once=True) == today
        assert rules.begins_on(Terms(), today=today, at_once=False) == today + timedelta(days=7)
        (soon,) = rules.day_faults(Terms(from_date=today + timedelta(days=6)), today=today, at_once=False)
        assert soon.field == "from_date"


@pytest.mark.django_db
class TestPublishing:
    @pytest.fixture(autouse=True)
    def _ground(self, now: datetime) -> None:
        ground.lay(now=now)

    def publish(self, now: datetime, **fields: object) -> None:
        told = {"name": "承诺", "acknowledge": 5, "assign": 60, "call": 30, **fields}
        brand = people.organisation(cast.HEYAN.slug)
        acting(lambda: NETWORKS.give("promise", row=brand, by=OPERATOR, now=now, fields=told))

    def minutes(self, at: datetime, division: str = "510107", urgent: bool = False) -> int:
        product = goods.product(brand=cast.HEYAN.slug, code="S3")
        return promised.promise_for(product, division=division, urgent=urgent, now=at).assign_min

    def ahead(self, now: datetime, division: str = "510107", category: str = "lock") -> tuple[date, int] | None:
        brand = people.organisation(cast.HEYAN.slug)
        _now, found = queries.promise_and_next(brand=brand, division=division, category=category, now=now)
        return (found.from_date, found.promise.acknowledge_min) if found else None

    def test_that_comes_is_told_where_it_changes_something(self, now: datetime) -> None:
        self.publish(now, from_date=now.date())
        assert self.ahead(now) is None
        day, later = now.date() + timedelta(days=8), now.date() + timedelta(days=20)
        self.publish(now, name="同样", from_date=day)
        assert self.ahead(now) is None
        self.publish(now, name="更快", acknowledge=3, from_date=later, category="lock")
        assert self.ahead(now) == (later, 3)
        assert self.ahead(now, category="washer") is None
        assert self.ahead(now + timedelta(days=21)) is None
        self.publish(now, name="成都", acknowledge=2, from_date=later, place="成都市", category="lock")
        assert (self.ahead(now), self.ahead(now, "110105")) == ((later, 2), (later, 3))

    def test_counts_from_its_day_on_and_leaves_what_went_before_as_it_was(self, now: datetime) -> None:
        self.publish(now, from_date=now.date())  # the brand's first of its own
        self.publish(now, assign=90, from_date=now.date() + timedelta(days=8))
        later = now + timedelta(days=9)
        assert (self.minutes(now), self.minutes(later)) == (60, 90)
        first, second = PromiseProfile.objects.filter(brand__slug=cast.HEYAN.slug).order_by("from_at")
        assert first.to_at == second.from_at
        assert first.assign_min == 60
        with pytest.raises(network.LaterPromised):
            self.publish(now, assign=45, from_date=now.date() + timedelta(days=7))

    def test_of_day_and_night_both_count_at_once_while_the_brand_was_never_open(self, now: datetime) -> None:
        brand = acting(lambda: persons.found_organisation(kind="brand", slug="new", name="新品", licence="", now=now))
        told = {"name": "承诺", "acknowledge": 5, "assign": 60, "call": 30}

        def publish(hours: str) -> None:
            fields = {**told, "hours": hours, "from_date": now.date()}
            acting(lambda: NETWORKS.give("promise", row=brand, by=OPERATOR, now=now, fields=fields))

        publish("8:00-22:00")
        publish("22:00-8:00")
        rows = PromiseProfile.objects.filter(brand=brand)
        assert [(row.from_at, row.to_at) for row in rows] == [(now, None), (now, None)]
        acting(lambda: opening_actions.open_brand(brand=brand, by=OPERATOR, now=now))
        acting(lambda: opening_actions.shut_brand(brand=brand, why="盘点", by=OPERATOR, now=now))
        with pytest.raises(Invalid, match="from_date"):
            publish("8:00-22:00")

    def test_stands_on_the_checklist_until_the_one_that_follows_it_begins(self, now: datetime) -> None:
        PromiseProfile.objects.filter(brand=None).delete()
        self.publish(now, from_date=now.date())
        self.publish(now, assign=90, from_date=now.date() + timedelta(days=8))
        days = [now + timedelta(days=n) for n in (1, 7, 9)]
        found = [one for day in days for one in opening.checks(now=day) if one.code == "promise"]
        assert [one.ok for one in found if one.brand == cast.HEYAN.slug] == [True] * 3

    def test_of_a_peak_gives_way_after_it(self, now: datetime) -> None:
        self.publish(now)
        peak = {"from_date": now.date() + timedelta(days=10), "to_date": now.date() + timedelta(days=12)}
        self.publish(now, assign=240, **peak)
        days = [self.minutes(now + timedelta(days=n)) for n in (1, 9, 10, 12, 13)]
        assert days == [60, 60, 240, 240, 60]

    def test_of_a_closer_place_or_hour_wins(self, now: datetime) -> None:
        self.publish(now)
        for more in ({"place": "成都市", "assign": 20}, {"hours": "22:00-6:00", "assign": 180}):
            self.publish(now, **more)
        at = now + timedelta(days=8)
        night = at.replace(hour=15)  # 23:00 in Shanghai
        assert self.minutes(at) == 20
        assert self.minutes(at, division="440300") == 60
        assert self.minutes(night, division="440300") == 180
        assert self.minutes(night) == 20

    def test_is_refused_by_the_field_that_is_wrong(self, now: datetime) -> None:
        self.publish(now)
        for field, wrong in (("place", "火星"), ("hours", "夜里"), ("product", "没有"), ("from_date", now.date())):
            with pytest.raises(Invalid) as refused:
                self.publish(now, **{field: wrong})
            assert refused.value.field == field

    def withdraw(self, promise: PromiseProfile, now: datetime) -> None:
        brand, told = people.organisation(cast.HEYAN.slug), {"promise": str(promise.pk), "why": "分钟写错了"}
        acting(lambda: NETWORKS.give("withdrawal", row=brand, by=OPERATOR, now=now, fields=told))

    def test_mistyped_is_withdrawn_before_its_first_day_and_what_it_followed_goes_on(self, now: datetime) -> None:
        self.publish(now, from_date=now.date())
        self.publish(now, assign=900)
        self.withdraw(PromiseProfile.objects.get(assign_min=900), now)
        later = now + timedelta(days=8)
        assert self.minutes(later) == 60
        self.publish(now, assign=90)  # on the very day of the withdrawn one
        assert self.minutes(later) == 90
        assert all(row_seals.verifies(one) for one in PromiseProfile.objects.all())

    def test_withdrawn_first_of_all_leaves_the_first_word_to_another(self, now: datetime) -> None:
        self.publish(now, from_date=now.date() + timedelta(days=3))
        self.withdraw(PromiseProfile.objects.get(brand__slug=cast.HEYAN.slug), now)
        self.publish(now, assign=45, from_date=now.date())
        assert self.minutes(now) == 45

    def test_that_counts_or_is_another_brand_s_is_not_withdrawn(self, now: datetime) -> None:
        self.publish(now, from_date=now.date())
        for one in PromiseProfile.objects.all():
            with pytest.raises(network.NoSuchPromise):
                self.withdraw(one, now)
        assert not PromiseProfile.objects.exclude(withdrawn_at=None).exists()

    @pytest.mark.parametrize("last", [None, timedelta(days=12)])
    def test_for_the_same_first_day_takes_the_place_of_the_earlier(self, now: datetime, last: timedelta | None) -> None:
        self.publish(now, from_date=now.date())
        span = {"from_date": now.date() + timedelta(days=10), "to_date": last and now.date() + last}
        self.publish(now, assign=900, **span)
        self.publish(now + timedelta(minutes=5), assign=90, **span)
        assert self.minutes(now + timedelta(days=9)) == 60
        assert self.minutes(now + timedelta(days=11)) == 90
        assert PromiseProfile.objects.get(assign_min=900).withdrawn_at

    def test_of_two_alike_the_later_published_counts(self, now: datetime) -> None:
        told = {"brand": people.organisation(cast.HEYAN.slug), "from_at": now, "to_at": now + timedelta(days=2)}
        for assign, at in ((240, now), (120, now - timedelta(days=1))):
            PromiseProfile.objects.create(**told, name="高峰", peak=True, assign_min=assign, published_at=at)
        assert self.minutes(now + timedelta(days=1)) == 240

    def test_is_the_brand_s_and_the_house_s_matter_only(self, now: datetime) -> None:
        brand, packer = people.organisation(cast.HEYAN.slug), replace(OPERATOR, roles=frozenset({"dispatcher"}))
        with pytest.raises(AnxinError):
            acting(lambda: NETWORKS.give("promise", row=brand, by=packer, now=now, fields={}))

    def test_shown_is_the_one_the_case_keeps(self, now: datetime) -> None:
        self.publish(now, assign=77, from_date=now.date(), place="成都市")
        made = acting(lambda: repairs.report(report=a_report(now=now), by=OPERATOR, now=now)).repair
        assert made.assign_min == self.minutes(now) == 77
        assert queries.published(people.organisation(cast.HEYAN.slug), now=now)[0].stands == "counts"


@pytest.mark.django_db(transaction=True)
def test_the_width_of_windows_goes_and_leaves_the_seals_whole(now: datetime) -> None:
    with override_settings(MIGRATION_MODULES={}):
        before = MigrationLoader(None).project_state(("network", "0017_skills_end")).apps
    profile = before.get_model("network", "PromiseProfile")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE network_promiseprofile ADD COLUMN window_min smallint NOT NULL DEFAULT 120")
    try:
        for width in (60, 120, 90):
            row = profile.objects.create(name="承诺", from_at=now, published_at=now, window_min=width)
            profile.objects.filter(pk=row.pk).update(seal=row_seals.seal_of(row))
        profile.objects.filter(window_min=90).update(assign_min=7)  # past the program
        migration = import_module("anxin.domain.network.migrations.0018_no_width_of_windows")
        migration.leave_the_default(before, SimpleNamespace(connection=connection))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE network_promiseprofile DROP COLUMN window_min")
    rows = PromiseProfile.objects.filter(name="承诺").order_by("pk")
    assert [row_seals.verifies(one) for one in rows] == [True, True, False]
