"""Who goes on leave reads on which days nobody else who takes reports in is there."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account
from anxin.domain.staff import actions, queries
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db
ADMIN = Actor(kind="staff", id="0199", roles=frozenset({"operator"}))


def test_days_on_which_somebody_is_alone_are_those_on_which_all_others_are_on_leave(now: datetime) -> None:
    ground.lay(now=now)
    chen, lin = (Account.objects.get(username=one.username) for one in (cast.XIAO_CHEN, cast.LIN))
    acting(lambda: people.grant(account=lin, organisation=people_queries.operator(), role="agent", now=now))
    enrolled([lin.username, chen.username], now=now)
    assert queries.days_alone_in("agent", chen, now=now) is None
    today = now.astimezone(SHANGHAI).date()
    first, last = today + timedelta(days=5), today + timedelta(days=7)
    acting(lambda: actions.go(account=lin, deputy="", since=first, until=last, by=ADMIN, now=now))
    assert queries.days_alone_in("agent", chen, now=now) == (first, last)
    assert queries.days_alone_in("agent", lin, now=now) is None
    acting(lambda: actions.go(account=chen, deputy="", until=first, by=ADMIN, now=now))
    assert queries.days_alone_in("agent", lin, now=now) == (today, first)
