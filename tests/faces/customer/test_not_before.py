"""Who wants nobody before a day is offered windows from that day on: with a report, and on the page of his case."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.domain.repairs.models import Repair
from anxin.domain.visits.rules import local_day
from anxin.faces.customer import windows
from tests.faces.customer.test_days import FORM, NOON, _laid, answers
from tests.faces.customer.test_progress import address, entered, walked
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
FAR = timedelta(days=40)
__all__ = ["_laid"]


def far() -> date:
    return NOON.date() + FAR


def first_of(day: date) -> windows.CustomerWindow:
    return windows.windows(now=timezone.now(), since=day)[0]


class TestReport:
    def test_is_offered_windows_from_that_day_on_and_takes_one(self, client: Client) -> None:
        since = far().isoformat()
        form = client.post(FORM, answers(window="", since=since) | {"back": "1"}).context["form"]
        assert (form.row[0].at, len(form.row)) == (far(), 14)
        chosen = first_of(far())
        assert chosen.from_at.date() == far()
        client.post(f"{FORM}submission/", answers(window=chosen.key, since=since, consent="1", once="k-1"))
        assert Repair.objects.get().wanted_from_at == chosen.from_at

    def test_of_a_window_before_it_is_asked_for_anew(self, client: Client) -> None:
        early = windows.windows(now=NOON)[-1]
        page = client.post(FORM, answers(window=early.key, since=far().isoformat()))
        assert page.status_code == 422
        assert not Repair.objects.exists()

    @pytest.mark.parametrize("days", [-1, 91])
    def test_is_no_day_that_is_over_nor_farther_than_ninety_days(self, client: Client, days: int) -> None:
        day = (NOON.date() + timedelta(days=days)).isoformat()
        page = client.post(FORM, answers(window=windows.windows(now=NOON)[-1].key, since=day))
        assert page.status_code == 422
        assert f"应为介于 {NOON.date().isoformat()} 和 " in flat(page)

    def test_offers_nothing_later_than_ninety_days(self) -> None:
        last = windows.windows(now=NOON, since=NOON.date() + timedelta(days=88))[-1]
        assert last.from_at.date() == NOON.date() + timedelta(days=90)


class TestCase:
    def test_is_moved_to_a_day_far_ahead_and_back_to_a_sooner_one(self) -> None:
        walk = walked("booked")
        client, url = entered(walk), address(walk, "window/")
        day = local_day(timezone.now()) + FAR
        assert f'name="since" value="{day.isoformat()}"' in flat(client.get(url, {"since": day.isoformat()}))
        chosen = first_of(day)
        assert client.post(url, {"window": chosen.key, "since": day.isoformat()}).status_code == 302
        walk.repair.refresh_from_db()
        assert walk.visit.wanted_from_at == chosen.from_at
        sooner = windows.windows(now=timezone.now())[-1]
        assert client.post(url, {"window": sooner.key}).status_code == 302
        assert walk.visit.wanted_from_at == sooner.from_at

    def test_says_what_is_wrong_with_a_day(self) -> None:
        walk = walked("booked")
        answer = entered(walk).get(address(walk, "window/"), {"since": "2020-01-01"})
        assert answer.status_code == 422
        assert "应为" in flat(answer)
        assert "2020-01-01" in flat(answer)
