"""Authenticators for accounts of tests."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pyotp
from django.utils import timezone

from anxin.core.acting import acting
from anxin.domain.people.actions import factors
from anxin.domain.people.models import Account, Factor


def an_authenticator(account: Account) -> pyotp.TOTP:
    """Give an account an authenticator whose first code was used a while ago."""
    before = timezone.now() - timedelta(minutes=5)
    begun = acting(lambda: factors.begin(account=account.pk, now=before))
    totp = pyotp.parse_uri(begun.address)
    assert isinstance(totp, pyotp.TOTP)
    acting(lambda: factors.confirm(account=account.pk, mine=begun.id, code=totp.at(before), now=before))
    return totp


def enrolled(usernames: Iterable[str], *, now: datetime) -> None:
    """Let accounts have an authenticator nobody looks at."""
    for one in Account.objects.filter(username__in=list(usernames)):
        Factor.objects.create(account=one, kind=Factor.Kind.AUTHENTICATOR, created_at=now, confirmed_at=now)
