"""A job taken without a window: its technician books the hours of one of his windows, not the whole wish."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.domain.visits.models import Visit
from tests.faces.technician.phones import walk

pytestmark = pytest.mark.django_db(transaction=True)


def test_is_booked_in_a_window_of_his(luo: Client) -> None:
    one, now = walk("assigned"), timezone.now()
    Visit.objects.filter(pk=one.visit.pk).update(wanted_from_at=now, wanted_to_at=now + timedelta(days=13))
    at = f"/technician/jobs/{one.visit.number}/window/"
    page = luo.get(at)
    choices = [window for day in page.context["row"] for window in day.windows]
    assert page.context["chosen"] == ""
    assert choices
    assert all(each.to_at - each.from_at < timedelta(days=1) and not each.wish for each in choices)
    chosen = next(each for each in choices if each.left)
    assert luo.post(at, {"window": chosen.key, "once": "1"}).status_code == 302
    assert (one.visit.state, one.visit.wanted_from_at, one.visit.wanted_to_at) == (
        "booked",
        chosen.from_at,
        chosen.to_at,
    )
