"""A password that was right waits for the second step only as long as it is the account's."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.sessions import lifecycle
from anxin.domain.people import actions as people
from anxin.domain.people.actions import credentials
from anxin.domain.people.models import Account
from anxin.domain.staff import actions as staff
from tests.factor_builders import an_authenticator

PASSWORD = "quite a long sentence"
pytestmark = pytest.mark.django_db
type Change = Callable[[Account], object]


def an_account(name: str) -> Account:
    now = timezone.now()
    account = people.open_account(username=name, password=PASSWORD, called=name, now=now)
    home = people.found_organisation(kind="operator", slug=f"house-{name}", name=name, now=now)
    people.grant(account=account, organisation=home, role="agent", now=now)
    return account


def half_in(client: Client, name: str) -> Client:
    client.post(reverse("sign_in:staff"), {"username": name, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def another_password(account: Account) -> None:
    new = credentials.hashed(password="rain on the roof 5 times", account=account.pk)
    credentials.give_password(account=account.pk, new=new, now=timezone.now())


def no_authenticator(account: Account) -> None:
    staff.take_authenticator(account=account, by=SYSTEM, now=timezone.now())


def parted(account: Account) -> None:
    staff.part(account=account, by=SYSTEM, now=timezone.now())


def shut_and_opened(account: Account) -> None:
    staff.disable(account=account, why="left", by=SYSTEM, now=timezone.now())
    staff.enable(account=account, by=SYSTEM, now=timezone.now())


@pytest.mark.parametrize("change", [another_password, no_authenticator, parted, shut_and_opened])
def test_whoever_is_half_in_is_asked_for_the_password_again_once_the_account_changed(change: Change) -> None:
    chen, client = an_account("chen"), Client()
    key = an_authenticator(chen)
    half_in(client, "chen")

    acting(lambda: change(chen))

    assert client.post(reverse("sign_in:code"), {"code": key.now()}).url == reverse("sign_in:staff")
    assert client.get(reverse("sign_in:second_factor")).url == reverse("sign_in:staff")
    assert not is_in(client)


def test_a_session_is_one_persons_so_that_it_ends_with_his_others() -> None:
    own, chen, client = an_account("own"), an_account("chen"), Client()
    key = an_authenticator(own)
    an_authenticator(chen)
    half_in(client, "own").post(reverse("sign_in:code"), {"code": key.now()})
    assert is_in(client)

    half_in(client, "chen")
    assert not is_in(client)
    acting(lambda: another_password(chen))

    assert client.get(reverse("sign_in:code")).url == reverse("sign_in:staff")


def test_who_is_half_in_is_nowhere_signed_in() -> None:
    chen = an_account("chen")
    an_authenticator(chen)
    half_in(Client(), "chen")

    assert not lifecycle.is_in(str(chen.pk), now=timezone.now())
