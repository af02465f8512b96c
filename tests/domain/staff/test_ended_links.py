"""Links to an account end with the door they led to: another password, another second step."""

from collections.abc import Callable
from datetime import datetime

import pyotp
import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.people import actions as people
from anxin.domain.people.actions import credentials, factors
from anxin.domain.people.actions.throttle import Attempt, Origin
from anxin.domain.people.models import Account
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries
from tests.factor_builders import an_authenticator

pytestmark = pytest.mark.django_db
NEW = "rain on the roof 5 times"
type Change = Callable[[Account, datetime], object]


def by_its_owner(account: Account, now: datetime) -> None:
    hashed = credentials.hashed(password=NEW, account=account.pk)
    attempt = Attempt(username="chen", origin=Origin(address=""))
    proof = credentials.Proof(account=account.pk, matched=True)
    credentials.change_password(account=account.pk, proof=proof, attempt=attempt, new=hashed, session="", now=now)


def at_the_machine(account: Account, now: datetime) -> None:
    hashed = credentials.hashed(password=NEW, account=account.pk)
    staff.set_password_at_machine(account=account, new=hashed, user="root", why="stolen", now=now)


def taken_away(account: Account, now: datetime) -> None:
    staff.take_authenticator(account=account, by=SYSTEM, now=now)


def one_more(account: Account, now: datetime) -> None:
    begun = factors.begin(account=account.pk, now=now, further=True)
    key = pyotp.parse_uri(begun.address)
    assert isinstance(key, pyotp.TOTP)
    factors.confirm(account=account.pk, mine=begun.id, code=key.at(now), now=now, further=True)


@pytest.mark.parametrize("change", [by_its_owner, at_the_machine, taken_away, one_more])
def test_a_link_made_before_opens_nothing_once_the_account_has_another_door(change: Change) -> None:
    now = timezone.now()
    chen = people.open_account(username="chen", password="quite a long sentence", called="小陈", now=now)
    an_authenticator(chen)
    token = acting(lambda: staff.forget_password(account=chen, by=SYSTEM, now=now))
    assert queries.invitation(token, now=now).account == chen

    acting(lambda: change(chen, now))

    with pytest.raises(queries.InvitationLinkOver):
        queries.invitation(token, now=now)
    after = acting(lambda: staff.forget_password(account=chen, by=SYSTEM, now=now))
    assert queries.invitation(after, now=now).account == chen
