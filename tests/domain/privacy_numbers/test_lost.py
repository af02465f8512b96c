"""A privacy number whose note or prolonging is lost holds at the provider for half an hour, and not longer."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import walk
from anxin.domain.people.models import Hold
from anxin.domain.privacy_numbers import actions as numbers
from anxin.domain.privacy_numbers import providers as carriers
from anxin.domain.privacy_numbers import queries, rules
from anxin.domain.privacy_numbers.models import PrivacyNumber
from anxin.domain.visits import actions as visits
from tests.domain.privacy_numbers.test_privacy_numbers import Scene
from tests.standins.numbers import Numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(now: datetime) -> Iterator[Scene]:
    with Numbers(now=timezone.now()) as there:
        yield Scene(there, now)


class TestBinding:
    def test_whose_worker_died_before_its_note_connects_nobody_for_long(self, scene: Scene) -> None:
        walk.STEPS["assigned"](scene.one)
        row, scene.there.now = PrivacyNumber.objects.get(), scene.now
        work = acting(lambda: numbers.begin(number=str(row.pk), now=scene.now))
        assert work is not None
        assert carriers.ask(work, now=scene.now).outcome == "done"
        Hold.objects.update(released_at=scene.now)
        scene.one.do(lambda: visits.cancel(visit=scene.one.visit, why="x", by=SYSTEM, now=scene.now))
        assert scene.run().stands == "over"
        (lost,) = scene.there.bound
        assert scene.there.lapses_at(lost) <= scene.now + rules.FIRST_FOR

    def test_that_could_not_be_prolonged_in_time_is_not_shown(self, scene: Scene) -> None:
        walk.STEPS["assigned"](scene.one)
        row, scene.there.now = PrivacyNumber.objects.get(), scene.now
        work = acting(lambda: numbers.begin(number=str(row.pk), now=scene.now))
        assert work is not None
        answer = carriers.ask(work, now=scene.now)
        acting(lambda: numbers.finish(work=work, answer=answer, now=scene.now))
        scene.there.moods.extend(["500", "500"])
        assert scene.run().stands == "bound"
        scene.one.now += rules.FIRST_FOR
        lapsed = queries.of_visit(scene.one.visit.pk, now=scene.now)
        assert lapsed is not None
        assert (lapsed.stands, lapsed.number, lapsed.real_shown) == ("asked", "", False)
        scene.there.over.extend(scene.there.bound)
        assert scene.swept(minutes=5).stands == "bound"
        assert len(scene.there.bound) == 2
