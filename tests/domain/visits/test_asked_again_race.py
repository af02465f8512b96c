"""Two who act at the same moment on a job in a dispatcher's hands: who came free is asked once, or not at all."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.core.states import steps
from anxin.demo import cast
from anxin.demo.walk import technician
from anxin.domain.network import actions as network
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits.models import Offer
from tests import racing
from tests.domain.visits.test_moved_windows import KEEPER
from tests.domain.visits.test_one_truth import in_hands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("beside", ["another look", "a dispatcher"])
def test_who_came_free_is_asked_once_or_named(beside: str, now: datetime) -> None:
    one, left = in_hands(now)
    one.now += timedelta(minutes=20)
    one.do(lambda: network.end_absence(absence=left, by=KEEPER, now=one.now))
    found, deng = gateway.candidates(one.visit, now=one.now), one.by(cast.XIAO_DENG)
    key, turns = one.visit.pk, iter((1, 2))

    def asks() -> object:
        visit = type(one.visit).objects.select_related("brand", "place", "customer").get(pk=key)
        return len(acting(lambda: visits.ask_again(visit=visit, candidates=found, now=one.now)))

    def names() -> object:
        visit = type(one.visit).objects.select_related("brand", "place", "customer").get(pk=key)
        he = technician(cast.MASTER_LUO)
        acting(lambda: visits.assign_by_hand(visit=visit, technician=he, why="已通话", by=deng, now=one.now))
        return "named"

    def works() -> object:
        work = names if beside == "a dispatcher" and next(turns) == 2 else asks
        try:
            return work()
        except AnxinError:
            return "refused"

    answers = racing.racing(2, works, slow=(steps, "_lock"))
    visit = type(one.visit).objects.get(pk=key)
    waiting = Offer.objects.filter(visit=visit, state__in=("sent", "seen")).count()
    if beside == "another look":
        assert (sorted(map(str, answers)), waiting) == (["0", "1"], 1)
    else:
        assert (visit.state, waiting) == ("assigned", 0)
