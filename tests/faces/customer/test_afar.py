"""Help from afar is offered first where it can do, said honestly, and ends in the customer's word or a visit."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.domain.goods.models import Symptom
from anxin.domain.goods.rules import usual_way
from anxin.domain.insight import rules
from anxin.domain.insight.models import MeasuredTime
from anxin.domain.people import queries as people

pytestmark = pytest.mark.django_db(transaction=True)
REPORT = f"/report/{cast.HEYAN.slug}/S3/"
CALM, PRESSES = "dark_panel", "alarm"
HELP = f"/brands/{cast.HEYAN.slug}/help/lock/"


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    Symptom.objects.filter(category="lock").update(urgent=False)
    Symptom.objects.filter(category="lock", code=PRESSES).update(urgent=True)
    return now


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def ways(text: str) -> list[str]:
    return re.findall(r'name="mode"\s+value="(\w+)"', text)


def chosen(text: str) -> list[str]:
    return re.findall(r'name="mode"\s+value="(\w+)"\s+checked', text)


class TestTheUsualWay:
    @pytest.mark.parametrize(
        ("offered", "presses", "way"),
        [
            (("remote", "visit"), False, "remote"),
            (("remote", "visit"), True, "visit"),
            (("remote", "visit"), None, "visit"),
            (("visit",), False, "visit"),
            (("drop_off",), False, "drop_off"),
        ],
    )
    def test_is_help_from_afar_for_a_known_fault_that_does_not_press(
        self, offered: tuple[str, ...], presses: bool | None, way: str
    ) -> None:
        assert usual_way(offered, presses=presses) == way


class TestTheReport:
    def test_offers_help_from_afar_first_and_chooses_it_for_a_fault_that_does_not_press(self, laid: datetime) -> None:
        text = page(f"{REPORT}?symptom={CALM}")
        assert ways(text)[0] == "remote"
        assert chosen(text) == ["remote"]

    def test_chooses_a_visit_for_a_fault_that_presses_or_is_not_known(self, laid: datetime) -> None:
        assert chosen(page(f"{REPORT}?symptom={PRESSES}")) == ["visit"]
        assert chosen(page(REPORT)) == ["visit"]

    def test_keeps_what_the_page_before_said(self, laid: datetime) -> None:
        assert chosen(page(f"{REPORT}?symptom={CALM}&mode=visit")) == ["visit"]

    def test_says_how_often_it_was_enough_where_that_is_known(self, laid: datetime) -> None:
        assert "不用上门" not in page(REPORT)
        brand = people.organisation(cast.HEYAN.slug)
        MeasuredTime.objects.create(brand=brand, category="lock", step=rules.AFAR, n=40, held=26, at=timezone.now())
        assert "近 90 天 40 单远程协助，26 单不用上门" in page(REPORT)


class TestSelfHelp:
    def test_leads_to_help_from_afar_first_and_to_a_visit_beside_it(self, laid: datetime) -> None:
        text = page(HELP)
        calm, presses = (text.split(f'id="{one}"')[1].split("</details>")[0] for one in (CALM, PRESSES))
        assert calm.index("mode=remote") < calm.index("mode=visit")
        assert "mode=" not in presses
        assert f"symptom={PRESSES}" in presses
