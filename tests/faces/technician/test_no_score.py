"""A technician nobody has rated reads no score."""

import pytest
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.quality import queries

pytestmark = pytest.mark.django_db


class TestGrade:
    def test_from_no_reviews_is_none(self) -> None:
        now = timezone.now()
        ground.lay(now=now)
        grade = queries.own_grade(actor(cast.MASTER_LUO, now=now), now=now)
        assert (grade.reviews, grade.speaks) == (0, False)
