"""A technician nobody has rated has no grade, whoever looks at him."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.network.models import Technician
from anxin.domain.quality import queries
from tests import builders
from tests.builders import Walked

pytestmark = pytest.mark.django_db
NONE = "暂无评分"


def follows(one: Walked) -> str:
    """Read the case by its link, as the customer does."""
    client = Client()
    client.get(f"/c/{one.token}/")
    return client.get(f"/customer/repairs/{one.repair.number}/").content.decode()


class TestGrade:
    def test_from_no_reviews_is_none_on_every_face(self, sits: Callable[[object], Client], live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="booked")
        grade = queries.own_grade(actor(cast.MASTER_LUO, now=live_now), now=live_now)
        assert (grade.stars, grade.reviews, grade.speaks) == (0, 0, False)
        assert set(Technician.objects.values_list("grade", flat=True)) == {0}
        pages = {
            "technician": sits(cast.MASTER_LUO).get("/technician/reviews/").content.decode(),
            "outlet": sits(cast.BOSS_HE).get("/outlet/people/").content.decode(),
            "customer": follows(one),
        }
        for who, page in pages.items():
            assert NONE in page, who

    def test_is_shown_in_stars_once_there_is_one(self, live_now: datetime) -> None:
        one = builders.a_repair(now=live_now, at="booked")
        Technician.objects.update(grade=4)
        page = follows(one)
        assert "4 星" in page
        assert NONE not in page
