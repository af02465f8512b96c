"""The key of an authenticator is seen by the session that began it, for ten minutes, and by nobody after it."""

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.people import actions as people
from anxin.domain.people.actions import credentials, factors
from anxin.domain.people.models import Account, Factor
from anxin.domain.staff import actions as staff
from tests.factor_builders import an_authenticator

pytestmark = pytest.mark.django_db
OWN, STOLEN = "rain on the roof 5 times", "what a stranger chose 9"


@pytest.fixture
def chen(db: None) -> Account:
    now = timezone.now()
    account = people.open_account(username="chen", password="", called="chen", now=now)
    home = people.found_organisation(kind="operator", slug="house", name="house", now=now)
    people.grant(account=account, organisation=home, role="agent", now=now)
    return account


def opened(account: Account, password: str, *, invited: bool) -> Client:
    """Come half in by a new link to an account, with a password of one's own."""
    make = staff.invite_again if invited else staff.forget_password
    token = acting(lambda: make(account=account, by=SYSTEM, now=timezone.now()))
    client = Client()
    client.post(reverse("sign_in:invitation", args=[token]), {"new": password, "again": password})
    return client


def key_shown(client: Client) -> str:
    page = client.get(reverse("sign_in:second_factor")).content.decode()
    found = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page)
    assert found
    return found[0].replace(" ", "")


def test_whoever_opens_the_next_link_is_shown_another_key_than_a_stranger_before_him(chen: Account) -> None:
    thief = opened(chen, STOLEN, invited=True)
    seen = key_shown(thief)
    owner = opened(chen, OWN, invited=False)
    assert not Factor.objects.exists(), "what the stranger saw is gone"

    shown = key_shown(owner)

    assert shown != seen
    assert owner.post(reverse("sign_in:second_factor"), {"code": pyotp.TOTP(seen).now()}).status_code == 422
    assert owner.post(reverse("sign_in:second_factor"), {"code": pyotp.TOTP(shown).now()}).status_code == 200


def test_a_key_belongs_to_the_session_it_was_shown_to(chen: Account) -> None:
    one, other = opened(chen, OWN, invited=True), Client()
    other.post(reverse("sign_in:staff"), {"username": "chen", "password": OWN})
    first = key_shown(one)
    assert key_shown(one) == first, "read again it stays"

    assert key_shown(other) != first
    late = one.post(reverse("sign_in:second_factor"), {"code": pyotp.TOTP(first).now()})

    assert late.status_code == 422
    assert "之前的二维码已失效" in late.content.decode()
    assert first not in late.content.decode().replace(" ", "")


def test_a_key_is_confirmed_within_ten_minutes(chen: Account, now: datetime) -> None:
    begun = acting(lambda: factors.begin(account=chen.pk, now=now))
    in_time, late = now + timedelta(minutes=9), now + timedelta(minutes=10)
    assert acting(lambda: factors.begin(account=chen.pk, mine=begun.id, now=in_time)) == begun
    code = pyotp.parse_uri(begun.address).at(late)  # type: ignore[union-attr, arg-type]

    with pytest.raises(factors.FirstKeyOver):
        acting(lambda: factors.confirm(account=chen.pk, mine=begun.id, code=code, now=late))
    assert acting(lambda: factors.begin(account=chen.pk, mine=begun.id, now=late)).address != begun.address
    assert Factor.objects.count() == 1


def test_a_further_key_ends_with_the_password_it_was_begun_under(chen: Account, now: datetime) -> None:
    an_authenticator(chen)
    acting(lambda: factors.begin(account=chen.pk, now=now, further=True))
    new = credentials.hashed(password=OWN, account=chen.pk)

    acting(lambda: credentials.give_password(account=chen.pk, new=new, now=now))

    assert Factor.objects.filter(confirmed_at=None).count() == 0
    assert Factor.objects.count() == 1
