"""The sign-ins of the demo: one for every role, each with a password and an authenticator that is known."""

from datetime import datetime, timedelta
from functools import partial
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pyotp

from anxin.core import vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.demo.loaded_demo import Login
from anxin.domain.people import actions as people
from anxin.domain.people import queries, rules
from anxin.domain.people.actions import factors, programs
from anxin.domain.people.queries import factors as kept

# The name under which a login is listed → who signs in.
LOGINS = {
    "operator": cast.ADMIN,
    "agent": cast.XIAO_CHEN,
    "dispatcher": cast.XIAO_DENG,
    "reviewer": cast.LIN,
    "second_reviewer": cast.QIAO,
    "third_reviewer": cast.CHENG,
    "fourth_reviewer": cast.YAN,
    "quality": cast.SUN,
    "finance": cast.QIAN,
    "outlet_manager": cast.BOSS_HE,
    "outlet_dispatcher": cast.XIAO_FANG,
    "parts_clerk": cast.XIAO_KONG,
    "technician": cast.MASTER_LUO,
    "merchant_owner": cast.HEYAN_OWNER,
    "merchant_agent": cast.XIAO_MEI,
    "shop_owner": cast.MERCHANT_OWNER,
    "packer": cast.XIAO_WU,
    "auditor": cast.ZHOU,
}


def open_all(*, now: datetime) -> dict[str, Login]:
    """Return every listed member of the cast a password and an authenticator; the cast is laid first."""
    ground.lay(now=now)
    logins = {}
    for role, member in LOGINS.items():
        account = queries.account(member.username)
        if account is None:
            raise RuntimeError(f"the cast's {member.username} has no account")
        password = password_of(member.username)
        if not account.has_usable_password():
            acting(partial(people.set_password, account=account, password=password))
        known = kept.of_account(account.id)
        if known:
            secret = vault.open_(factors.TOTP, known[0].id, known[0].secret_sealed)
        else:
            secret = enrol_authenticator(account=account.id, now=now)
        logins[role] = Login(user=member.username, password=password, totp_secret=secret)
    return logins


def password_of(username: str) -> str:
    """Return the demo's password for a name: known to everybody, for the demo only."""
    return f"anxin-demo-{username}"


def enrol_authenticator(*, account: UUID, now: datetime) -> str:
    """Set up an authenticator as its owner would, and give its key."""
    before = now - timedelta(minutes=2)
    begun = acting(lambda: factors.begin(account=account, now=before))
    secret = parse_qs(urlsplit(begun.address).query)["secret"][0]
    acting(lambda: factors.confirm(account=account, mine=begun.id, code=pyotp.TOTP(secret).at(before), now=before))
    return secret


def api_token(*, now: datetime) -> str:
    """Issue a token to the operator's call centre: it reads every case and reports for every brand."""
    home = queries.operator()
    return acting(
        lambda: programs.issue_token(organisation=home, name="call centre", scopes=rules.SCOPES, by=SYSTEM, now=now)
    )
