"""What the robots of groups may do wrong, and what a group reads.

The first lines of these tests are the table in `docs/reference/providers.md`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from anxin.core import later, providers, settings
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.carriers import requests
from anxin.core.carriers import robots as carrier
from anxin.core.timeline import StreamKey
from anxin.demo import ground
from anxin.domain.network import actions as network
from anxin.domain.notices import rules, tasks
from anxin.domain.notices.actions import robots
from anxin.domain.notices.models import RobotLine
from anxin.domain.notices.rules import robots as robot_rules
from anxin.domain.people import queries as people
from tests.standins.robots import Robots

OPERATOR = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))


class Group:
    """A group that chose false numbers and gaps, and a clock."""

    def __init__(self, there: Robots, now: datetime) -> None:
        self.there, self.now = there, now
        told = {"values": {**there.values, "facts": "numbers gaps"}, "secrets": there.secrets}

        def prepare() -> None:
            providers.keep(kind="robots", name="robot_1", rank=1, **told, by=OPERATOR, now=now)
            home = "https://service.example"
            settings.propose(name="notices.address", value=home, valid_from=now, by=OPERATOR, now=now)

        acting(prepare)
        told_ = network.NumberReport(kind="hotline", code="400-000-0000", note="骗了张女士", phone="13800000077")
        row = acting(lambda: network.report(told=told_, by=STRANGER, now=now))
        self.number, self.stream = row.number, StreamKey("reported_number", str(row.pk))

    def run(self, seconds: float) -> None:
        """Let time pass and do what is due, as a worker does."""
        until = self.now + timedelta(seconds=seconds)
        while self.now < until:
            self.now = min(self.now + timedelta(seconds=max(11, seconds / 20)), until)
            self.there.now = self.now
            later.run_due(self.now)

    @property
    def waits(self) -> int:
        return RobotLine.objects.filter(gone_at=None).count()


@pytest.fixture
def group(db: None) -> Iterator[Group]:
    now = timezone.now().replace(microsecond=0)
    ground.lay(now=now)
    with Robots("feishu", now=now) as there:
        yield Group(there, now)


class TestRobots:
    def test_say_what_the_group_chose_without_anybodys_name(self, group: Group) -> None:
        """A fact the group chose: said with its number and a link to the desk; nobody's name, phone or words"""
        group.run(20)
        (said,) = group.there.said
        assert f"{group.number}：" in said
        assert f"https://service.example/desk/numbers/{group.number}/" in said
        assert not [one for one in ("138", "张", "400-") if one in said]

    def test_gather_many_into_one(self, group: Group) -> None:
        """Sixty facts at once: one text, cut to what fits, the rest counted; the limit of twenty a minute is kept"""
        for place in range(60):
            acting(lambda place=place: robots.note("number_reported", group.stream, {}, f"c{place}", now=group.now))
        acting(lambda: robots.note("number_reported", group.stream, {}, "c1", now=group.now))
        acting(lambda: robots.note("repair_late", group.stream, {}, "c1", now=group.now))
        group.run(20)
        (said,) = group.there.said
        assert said.splitlines()[-1].startswith("另有")
        assert int("".join(filter(str.isdigit, said.splitlines()[-1]))) + len(said.splitlines()) - 1 == 61
        assert group.waits == 0

    def test_are_asked_again_where_nothing_was_taken(self, group: Group) -> None:
        """Too many, refused (signature, word, address), not reached: asked again later, said once"""
        group.there.moods.extend(["busy", "refused", "busy"])
        group.run(22)
        assert providers.health()["robot_1"].fault
        group.run(4 * robot_rules.BUSY_S)
        assert (len(group.there.said), group.waits) == (1, 0)
        assert not providers.health()["robot_1"].fault

    def test_whose_answer_is_lost_are_asked_once_more(self, group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
        """The answer is lost, or is a page: said once more, twice rather than not at all, and no third time"""
        monkeypatch.setattr(requests, "TIMEOUT_S", 2.0)
        group.there.moods.extend(["break", "break", "break"])
        group.run(600)
        assert (len(group.there.said), group.waits) == (2, 0)

    def test_say_nothing_a_day_late(self, group: Group) -> None:
        """Away for a day: what is a day old is not said any more"""
        group.there.moods.extend(["429"] * 60)
        group.run(26 * 3600)
        group.there.moods.clear()
        group.run(7200)
        assert (group.there.said, group.waits) == ([], 0)

    def test_tell_of_gaps_in_the_morning(self, group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
        """Counties that are served and where nobody can go tomorrow: once a brand each morning"""
        brand = people.organisations_of("brand")[0]
        monkeypatch.setattr("anxin.domain.network.queries.gaps.served_gaps", lambda brands, *, day, now: {brand.pk: 3})
        morning = datetime(2026, 12, 1, 0, 30, tzinfo=group.now.tzinfo)
        for at in (morning, morning + timedelta(minutes=20), morning + timedelta(hours=3)):
            acting(lambda at=at: tasks.tell_gaps.func(now=at))
        assert RobotLine.objects.filter(code="gaps", number=brand.slug, facts={"count": 3}).count() == 1


@pytest.mark.parametrize("platform", ["wecom", "dingtalk", "feishu"])
def test_a_trial_says_a_line_signed_as_the_platform_wants_it(platform: str) -> None:
    """The self-test: a line in the group, signed as each platform documents it; a wrong secret or key"""
    now = timezone.now()
    with Robots(platform, now=now) as there:
        good = {**there.values, **there.secrets}
        assert carrier.trial(good, "试一下", now=now) == ""
        bad = {"webhook": f"{there.url}/send?key=K2"} if platform == "wecom" else {"secret": "x"}
        assert carrier.trial({**good, **bad}, "试一下", now=now)
        there.moods.extend(["busy", "html"])
        assert carrier.trial(good, "试一下", now=now)
        assert carrier.trial(good, "试一下", now=now) == "unreadable"
        assert there.said == ["试一下"]


def test_groups_may_choose_only_what_staff_alone_is_told() -> None:
    known = {one.code: one for one in rules.TABLE}
    assert all(known[code].to != rules.CUSTOMER for code in robot_rules.KINDS.keys() - {"gaps"})
