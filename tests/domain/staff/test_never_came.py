"""A second administrator was invited, and nobody ever comes in as him."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries
from anxin.domain.staff.commands import ACCOUNTS
from anxin.domain.staff.models import RoleChange
from tests.domain.staff.test_staff import As, account_of, give, invite, who
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db
__all__ = ("who",)


@pytest.fixture
def alone(who: As, now: datetime) -> As:
    """Leave one administrator alone, who then invites a second."""
    home = people_queries.operator()
    held = people_queries.role_held(account_of(cast.QIAN), organisation=home, role="operator", now=now)
    assert held is not None
    acting(lambda: people.withdraw_role(role=held, now=now))
    invite(who(cast.ADMIN), now, role="operator")
    return who


def invited() -> Account:
    found = people_queries.account("new.one")
    assert found is not None
    return found


def takes_back(who: As, now: datetime) -> None:
    give(ACCOUNTS, "role", invited(), who(cast.ADMIN), now, change="withdraw:operator", why="不来了")


def administers(account: Account, now: datetime) -> bool:
    return "operator" in actors.actor_of_account(account, now=now).roles


def test_the_one_who_invited_him_takes_that_back_alone_and_changes_roles_alone_again(alone: As, now: datetime) -> None:
    by, late = alone(cast.ADMIN), now + timedelta(days=8)
    other = account_of(cast.SUN)
    give(ACCOUNTS, "role", other, by, late, change="grant:operator", why="接着管")
    assert not administers(other, late), "it waits for who never comes"
    assert "新来的" in queries.changes(by, now=late)[0].seconds.says

    takes_back(alone, late)

    assert not administers(invited(), late)
    assert queries.changes(by, now=late)[0].seconds.how == "alone"
    change = RoleChange.objects.get(state="asked")
    acting(
        lambda: staff.ask(
            account=other, organisation=change.organisation, role="operator", command="grant", by=by, now=late
        )
    )
    assert administers(other, late)


@pytest.mark.parametrize("came_in", ["password", "authenticator", "sign_in"])
def test_as_whom_somebody_came_in_two_decide(alone: As, now: datetime, came_in: str) -> None:
    account = invited()
    if came_in == "password":
        account.set_password("rain on the roof 5")
        account.save()
    elif came_in == "authenticator":
        enrolled([account.username], now=now)
    else:
        Account.objects.filter(pk=account.pk).update(last_login=now)
    takes_back(alone, now)
    assert administers(account, now)
    assert queries.changes(alone(cast.ADMIN), now=now)[0].seconds.how == "nobody"


def test_beside_another_who_came_in_two_decide(alone: As, now: datetime) -> None:
    home, qian = people_queries.operator(), account_of(cast.QIAN)
    acting(lambda: people.grant(account=qian, organisation=home, role="operator", now=now))
    takes_back(alone, now)
    assert administers(invited(), now)
    assert queries.changes(alone(cast.ADMIN), now=now)[0].seconds.how == "there"


def test_a_deputy_who_came_in_is_somebody_to_ask(alone: As, now: datetime) -> None:
    home, sun = people_queries.operator(), account_of(cast.SUN)
    acting(lambda: people.grant(account=sun, organisation=home, role="deputy", now=now))
    enrolled([sun.username], now=now)
    takes_back(alone, now)
    assert administers(invited(), now)
