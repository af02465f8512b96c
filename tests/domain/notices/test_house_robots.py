"""The group of a house hears what its own people are told, numbers alone; one that fails is told to its leads."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from anxin.core import later, providers, settings
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM, Actor
from anxin.core.carriers import robots as carrier
from anxin.core.errors import Forbidden, WrongState
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.network import actions as network
from anxin.domain.notices import tasks
from anxin.domain.notices.models import Notice, RobotLine
from anxin.domain.opening.actions.providers import BadKeys
from anxin.domain.opening.commands import HOUSE_ROBOTS
from anxin.domain.people import queries as people
from tests.standins.robots import Robots

pytestmark = pytest.mark.django_db


class Group:
    """The group of a brand that chose false numbers, and a clock."""

    def __init__(self, there: Robots, now: datetime) -> None:
        self.there, self.now = there, now
        self.brand = people.organisation(cast.HEYAN.slug)
        self.name = carrier.name_of(self.brand.pk)
        self.keep("names", **there.secrets)
        acting(lambda: providers.note_trial(self.name, fault="", now=now))
        home = {"name": "notices.address", "value": "https://service.example", "valid_from": now}
        acting(lambda: settings.propose(**home, by=SYSTEM, now=now))

    def keep(self, *facts: str, by: Actor | None = None, **secrets: str) -> None:
        told = {"title": "禾砚值班", "platform": self.there.platform, "facts": facts, **secrets}
        lead = by or actor(cast.HEYAN_OWNER, now=self.now)
        acting(lambda: HOUSE_ROBOTS.give("robot", row=self.brand, by=lead, now=self.now, fields=told))

    def reported(self, brand: str = cast.HEYAN.slug) -> str:
        about = {"kind": "hotline", "code": "400-765-4321", "note": "骗了张女士", "phone": "13800000077"}
        told = network.NumberReport(**about, brand=brand)
        return acting(lambda: network.report(told=told, by=STRANGER, now=self.now)).number

    def run(self, seconds: float) -> None:
        until = self.now + timedelta(seconds=seconds)
        while self.now < until:
            self.now = min(self.now + timedelta(seconds=max(11, seconds / 20)), until)
            self.there.now = self.now
            acting(lambda: tasks.tell_houses.func(now=self.now))
            later.run_due(self.now)


@pytest.fixture
def group(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Group]:
    now = timezone.now().replace(microsecond=0)
    ground.lay(now=now)
    monkeypatch.setattr(carrier, "is_at_platform", lambda platform, url: url.startswith("http"))
    with Robots("feishu", now=now) as there:
        yield Group(there, now)


def test_it_says_what_its_people_were_told_once_without_anybodys_name(group: Group) -> None:
    number = group.reported()
    group.run(200)
    (said,) = group.there.said
    assert number in said
    assert "https://service.example/notices/" in said
    assert not [one for one in ("138", "张", "400-") if one in said]


def test_it_says_what_was_told_while_no_worker_ran_but_nothing_stale(group: Group) -> None:
    number = group.reported()
    group.now += timedelta(hours=5)
    group.run(200)
    assert [number in one for one in group.there.said] == [True]
    group.run(200)
    assert len(group.there.said) == 1
    Notice.objects.all().delete()
    group.reported("heyan")
    group.now += timedelta(hours=25)
    group.run(200)
    assert len(group.there.said) == 1


def test_it_says_nothing_of_another_house(group: Group) -> None:
    group.reported(cast.QINGFENG.slug)
    group.run(200)
    assert group.there.said == []


def test_one_that_fails_is_asked_ever_later_and_its_leads_are_told_once(group: Group) -> None:
    group.there.moods.extend(["refused"] * 50)
    group.reported()
    group.run(600)
    tries = RobotLine.objects.get().tries
    assert 2 <= tries <= 4
    told = [one.account.username for one in Notice.objects.filter(code="robot_failing") if one.account]
    assert told == [cast.HEYAN_OWNER.username]
    health = providers.health()[group.name]
    assert health.failing_since is not None


def test_it_is_sent_to_the_platform_alone_and_its_secret_is_sealed(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert group.there.url not in str(providers.health()[group.name].values)
    monkeypatch.undo()
    for url in ("http://127.0.0.1/x", "https://oapi.dingtalk.com.evil.example/x", "https://example.com/x", ""):
        with pytest.raises(BadKeys):
            group.keep("names", webhook=url, secret="") if url else group.keep("names", webhook="ftp://x")
    assert carrier.is_at_platform("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1")


def test_it_is_put_by_a_lead_of_the_house_alone(group: Group) -> None:
    for member in (cast.XIAO_MEI, cast.QINGFENG_OWNER):
        with pytest.raises((Forbidden, WrongState)):
            group.keep("names", by=actor(member, now=group.now), **group.there.secrets)
