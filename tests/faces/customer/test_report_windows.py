"""A report offers the hours in which somebody works, as wide as the setting says, and never one that nobody keeps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import ground
from anxin.domain.network.actions import brand_hours
from anxin.domain.network.models import Engagement, Shift
from anxin.domain.repairs.models import Repair
from anxin.faces.customer import windows
from anxin.faces.desk import intake_form
from tests.report_builders import FORM, answers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _laid(django_db_setup: None, transactional_db: None) -> None:
    ground.lay(now=timezone.now())


class TestWindows:
    def test_are_offered_only_in_hours_that_somebody_works(self, client: Client) -> None:
        Shift.objects.update(from_min=9 * 60, to_min=20 * 60)
        acting(lambda: brand_hours.sweep(now=timezone.now()))
        page = client.get(FORM).content.decode()
        assert ("18:00–20:00" in page, "20:00–22:00" in page) == (True, False)
        Shift.objects.all().delete()
        assert "20:00–22:00" in client.get(FORM).content.decode(), "sent by hand: nothing is known to leave out"

    def test_are_as_wide_as_the_setting_says_for_customers_and_on_the_phone(self, client: Client) -> None:
        now = timezone.now()
        width = {"name": "visits.window_min", "value": 60, "valid_from": now}
        acting(lambda: settings.propose(**width, by=SYSTEM, now=now))
        chosen = windows.windows(now=timezone.now())[-1]
        assert f"{chosen.from_at:%H:%M}" == "21:00"
        assert client.post(f"{FORM}submission/", answers(consent="on")).status_code == 302
        made = Repair.objects.get()
        assert (made.wanted_from_at, made.wanted_to_at) == (chosen.from_at, chosen.from_at + timedelta(hours=1))
        *_before, (_key, _name, from_at, to_at) = intake_form.windows(now)
        assert (from_at, to_at) == (chosen.from_at, chosen.to_at)

    def test_of_a_place_where_nobody_works_then_are_chosen_anew(self, client: Client) -> None:
        late = next(one for one in windows.windows(now=timezone.now()) if one.from_at.hour == 20)
        there = Engagement.objects.filter(outlet__organisation__slug="wuhou").values("technician")
        assert Shift.objects.filter(technician__in=there).update(from_min=9 * 60, to_min=20 * 60)
        assert "20:00–22:00" in client.get(FORM).content.decode(), "elsewhere somebody does"
        answer = client.post(FORM, answers(window=late.key))
        page = answer.content.decode()
        assert (answer.status_code, "这个时段当地没有师傅上班" in page) == (422, True)
        assert "20:00–22:00" not in page
        assert not Repair.objects.exists()

    def test_and_outlets_of_a_way_that_this_kind_is_not_had_by_are_none(self, client: Client) -> None:
        answer = client.post(f"{FORM}there/", answers(kind="install", mode="drop_off"))
        assert answer.status_code == 200
