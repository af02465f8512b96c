"""The page of a house's own group: its lead puts the robot, tries it, stops it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import providers
from anxin.core.carriers import robots
from anxin.demo import cast
from tests.standins.robots import SECRET, Robots

pytestmark = pytest.mark.django_db
PAGE = "/desk/staff/robot/"


@pytest.mark.parametrize("member", [cast.HEYAN_OWNER, cast.MERCHANT_OWNER, cast.BOSS_HE], ids=lambda one: one.username)
def test_a_lead_puts_tries_and_stops_it_and_its_secret_is_shown_nowhere(
    sits: Callable[..., Client], live_now: datetime, monkeypatch: pytest.MonkeyPatch, member: cast.Member
) -> None:
    lead = sits(member)
    monkeypatch.setattr(robots, "is_at_platform", lambda platform, url: url.startswith("http"))
    with Robots("feishu", now=timezone.now()) as there:
        told = {"title": "值班群", "platform": "feishu", "facts": ["trouble", "endings"], **there.secrets}
        assert lead.post(f"{PAGE}robot/", told).status_code == 302
        page = lead.get(PAGE).content.decode()
        assert "待试用" in page or "试" in page
        assert SECRET not in page
        assert lead.post(f"{PAGE}trial/").status_code == 302
        assert there.said
        assert "正常" in lead.get(PAGE).content.decode()
    assert lead.post(f"{PAGE}stopping/").status_code == 302
    assert not [one for one in providers.health().values() if one.kind == robots.OWN]


def test_an_address_elsewhere_keeps_the_page(sits: Callable[..., Client], live_now: datetime) -> None:
    told = {"title": "群", "platform": "wecom", "facts": ["claims"], "webhook": "https://evil.example/x", "secret": ""}
    answer = sits(cast.HEYAN_OWNER).post(f"{PAGE}robot/", {**told, "title": "值班群"})
    assert answer.status_code == 422


def test_is_for_leads_alone(sits: Callable[..., Client], live_now: datetime) -> None:
    for member in (cast.XIAO_CHEN, cast.XIAO_MEI, cast.MASTER_LUO):
        assert sits(member).get(PAGE).status_code == 403
