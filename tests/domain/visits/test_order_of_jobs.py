"""Of jobs that an outlet has to answer by the same time, the one that is wanted first stands first."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo.walk import Walked
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries
from anxin.domain.visits.models import OutletOrder
from tests import builders

pytestmark = pytest.mark.django_db
DISPATCHER = Actor(kind="staff", id="d", roles=frozenset({"dispatcher"}))


def asked(one: Walked, *, days: int) -> OutletOrder:
    """Ask the outlet about a job that is wanted so many days later."""
    visit = one.visit
    visit.wanted_from_at += timedelta(days=days)
    visit.wanted_to_at += timedelta(days=days)
    visit.save()
    (outlet, *_others) = queries.outlets(visit, now=one.now)
    return acting(lambda: visits.order_outlet(visit=visit, outlet=outlet, by=DISPATCHER, now=one.now))


def test_that_end_together_stand_by_their_windows(now: datetime) -> None:
    several = [asked(builders.a_repair(now=now, at="triaged"), days=days) for days in (2, 0, 1)]
    OutletOrder.objects.update(expires_at=several[0].expires_at)
    boss = Actor(
        kind="staff",
        id="he",
        organisation=str(several[0].outlet.organisation_id),
        roles=frozenset({"outlet_manager"}),
    )
    listed = [one.wanted_from_at for one in queries.orders_to(boss, now=now)]
    assert len(listed) == 3
    assert listed == sorted(listed)
