"""What ends soon is told ahead, once a day: authorisations, certificates and keys."""

from datetime import date, datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries, tasks
from anxin.domain.network.models import Authorisation, BrandKey, Skill
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def told(member: cast.Member) -> list[str]:
    rows = Notice.objects.filter(account=builders.account(member))
    return sorted(f"{row.code} {row.facts['count']} {row.facts['days']}" for row in rows)


def put(now: datetime) -> date:
    """Let the hotline end in a month, a certificate in a week and the key tomorrow."""
    today = now.date()
    Authorisation.objects.filter(code=cast.HOTLINE).update(to_date=today + timedelta(days=30))
    row = Skill.objects.filter(technician__number=cast.MASTER_LUO.number).first()
    assert row is not None
    Skill.objects.filter(pk=row.pk).update(until_date=today + timedelta(days=7))
    BrandKey.objects.filter(brand__slug="heyan").update(to_at=now + timedelta(days=1, hours=1))
    return today


class TestWarnOfEnds:
    def test_tells_the_owner_and_whoever_runs_the_house_once_a_day(self, now: datetime) -> None:
        put(now)
        for hour in range(3):
            tasks.warn_of_ends.func(now=now + timedelta(hours=hour))
        expected = ["key_ending 1 1", "papers_ending 1 7", "words_ending 1 30"]
        assert told(cast.HEYAN_OWNER) == expected
        assert set(told(cast.ADMIN)) >= set(expected)
        assert told(cast.XIAO_MEI) == []
        assert told(cast.QINGFENG_OWNER) == ["papers_ending 1 7"]

    def test_tells_the_technician_and_who_leads_him_once_a_mark(self, now: datetime) -> None:
        put(now)
        for days in (0, 0, 1, 6):
            tasks.warn_of_ends.func(now=now + timedelta(days=days))
        assert told(cast.MASTER_LUO) == ["papers_yours 1 1", "papers_yours 1 7"]
        assert told(cast.BOSS_HE) == ["papers_theirs 1 1", "papers_theirs 1 7"]
        assert told(cast.BOSS_TANG) == told(cast.MASTER_LU) == []
        assert set(Notice.objects.filter(code="papers_theirs").values_list("number", flat=True)) == {"HY-CD-0318"}

    def test_is_silent_to_who_works_no_more_and_about_what_ended(self, now: datetime) -> None:
        put(now)
        row = Skill.objects.get(until_date=now.date() + timedelta(days=7))
        row.technician.engagements.update(to_at=now)
        tasks.warn_of_ends.func(now=now + timedelta(hours=1))
        row.technician.engagements.update(to_at=None)
        Skill.objects.filter(pk=row.pk).update(ended_at=now)
        tasks.warn_of_ends.func(now=now + timedelta(hours=2))
        assert told(cast.MASTER_LUO) == []

    def test_is_silent_about_what_was_renewed(self, now: datetime) -> None:
        put(now)
        row = Authorisation.objects.get(code=cast.HOTLINE)
        owner = ground.owner_of(people.organisation("heyan"))
        until = row.to_date + timedelta(days=100)
        acting(lambda: actions.renew(authorisation=row, to_date=until, by=owner, now=now))
        codes = [code for code, _day, _count in queries.ends_of(row.brand, now=now)]
        assert "network.words_ending" not in codes

    def test_says_nothing_again_on_other_days(self, now: datetime) -> None:
        put(now)
        for day in range(6):
            tasks.warn_of_ends.func(now=now + timedelta(days=day, hours=-2))
        assert told(cast.HEYAN_OWNER) == ["key_ending 1 1", "papers_ending 1 7", "words_ending 1 30"]

    @pytest.mark.parametrize("down", [1, 3, 22])
    def test_says_it_at_the_next_look_where_nobody_looked_on_the_day(self, now: datetime, down: int) -> None:
        Authorisation.objects.filter(code=cast.HOTLINE).update(to_date=now.date() + timedelta(days=30))
        tasks.warn_of_ends.func(now=now + timedelta(days=down))
        assert told(cast.HEYAN_OWNER) == ["words_ending 1 30"]

    def test_says_the_last_mark_alone_where_nobody_looked_for_weeks(self, now: datetime) -> None:
        Authorisation.objects.filter(code=cast.HOTLINE).update(to_date=now.date() + timedelta(days=30))
        tasks.warn_of_ends.func(now=now + timedelta(days=26))
        assert told(cast.HEYAN_OWNER) == ["words_ending 1 7"]
        tasks.warn_of_ends.func(now=now + timedelta(days=30))
        assert told(cast.HEYAN_OWNER) == ["words_ending 1 1", "words_ending 1 7"]

    def test_gathers_what_passed_a_mark_since_the_last_look(self, now: datetime) -> None:
        today = now.date()
        words = Authorisation.objects.filter(brand__slug="heyan").order_by("pk")[:2]
        for row, days in zip(words, (27, 29), strict=True):
            Authorisation.objects.filter(pk=row.pk).update(to_date=today + timedelta(days=days))
        tasks.warn_of_ends.func(now=now)
        assert told(cast.HEYAN_OWNER) == ["words_ending 2 30"]

    def test_is_silent_about_what_ended_already(self, now: datetime) -> None:
        today = now.date()
        Authorisation.objects.filter(code=cast.HOTLINE).update(to_date=today - timedelta(days=1))
        Skill.objects.update(until_date=today - timedelta(days=1))
        BrandKey.objects.update(to_at=now - timedelta(hours=1))
        tasks.warn_of_ends.func(now=now)
        assert told(cast.HEYAN_OWNER) == []
