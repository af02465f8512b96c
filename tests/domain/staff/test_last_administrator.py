"""Somebody stays who administers: of two whose roles end at the same moment one keeps his."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.states import lock
from anxin.demo import cast, ground
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Role
from tests import races


@pytest.mark.django_db(transaction=True)
def test_of_the_last_two_one_stays_when_both_roles_end_at_once(now: datetime) -> None:
    ground.lay(now=now)
    home, second = people_queries.operator(), people_queries.account(cast.QIAN.username)
    assert second is not None
    acting(lambda: people.grant(account=second, organisation=home, role="operator", now=now))
    roles = list(Role.objects.filter(role="operator", to_at=None).select_related("account"))
    assert len(roles) == 2

    def ends(role: Role) -> None:
        lock(role.account)
        people.withdraw_role(role=role, now=now)

    with races.line(2) as drawn:
        outcomes = drawn.run(*(lambda role=role: ends(role) for role in roles))  # type: ignore[misc]
    assert [one.won for one in outcomes].count(True) == 1
    (lost,) = (one for one in outcomes if not one.won)
    assert isinstance(lost.refusal, people.LastOperator)
    assert Role.objects.filter(role="operator", to_at=None).count() == 1
