"""`anxin admin`: the first administrator, a password for an account, a way back in where an authenticator is lost."""

import getpass
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from anxin.commands import parser

if TYPE_CHECKING:
    from anxin.domain.people.models import Account

DEEDS = ("create", "password", "reset")


def run(arguments: list[str]) -> int:
    """Create an administrator (the operator is founded with the first), set a password, take an authenticator away."""
    options = parser.Parser(
        "admin",
        "create: an administrator; password: for an account that exists; reset: take a lost authenticator away.",
    )
    options.add_argument("deed", choices=DEEDS)
    options.add_argument("username")
    options.add_argument("--called", default="", help="how people call them (default: the sign-in name)")
    options.add_argument("--operator", default="", help="name of the organisation that runs this installation")
    known = options.open_house(arguments)
    from anxin.commands import upgrade
    from anxin.core import wording
    from anxin.core.acting import acting
    from anxin.core.errors import AnxinError

    if upgrade.pending()[1] == 0:
        upgrade.migrate()
    now = datetime.now(UTC)
    try:
        if known.deed == "reset":
            acting(lambda: _reset(known.username, now))
        elif known.deed == "password":
            _set_password(known.username, now)
        else:
            password = _password()
            acting(lambda: _create(known.username, password, known.called, known.operator, now))
    except AnxinError as error:
        print(f"anxin admin: {wording.error(error)}", file=sys.stderr)
        return 1
    told = "the password is set" if known.deed == "password" else "the next sign-in sets up an authenticator"
    print(f"{known.username}: {told}")
    return 0


def _create(username: str, password: str, called: str, operator: str, now: datetime) -> None:
    from anxin.domain.people import actions as people
    from anxin.domain.people import queries
    from anxin.domain.people.actions import signing

    try:
        home = queries.operator()
    except queries.UnknownOrganisation:
        if not operator:
            parser.refuse("anxin admin", "--operator: expected the name of your organisation, got none")
        home = people.found(kind="operator", slug="operator", name=operator, now=now)
    if queries.account(username) is not None:
        parser.refuse("anxin admin", f"username: expected a new name, got {username} which exists")
    account = people.open_account(username=username, password="", called=called or username, now=now)
    account.password = signing.hashed(password=password, account=account.id)
    account.save(update_fields=["password"])
    people.grant(account=account, organisation=home, role="operator", now=now)


def _set_password(username: str, now: datetime) -> None:
    from anxin.core.acting import acting
    from anxin.domain.people.actions import signing

    account = _account(username)
    new = signing.hashed(password=_password(), account=account.id)
    acting(lambda: signing.give_password(account=account.id, new=new, now=now))


def _account(username: str) -> "Account":
    from anxin.domain.people import queries

    account = queries.account(username)
    if account is None:
        parser.refuse("anxin admin", f"username: expected a known name, got {username}")
    return account


def _reset(username: str, now: datetime) -> None:
    from anxin.core.actors import SYSTEM
    from anxin.domain.people.actions import signing

    account = _account(username)
    signing.reset_second_factor(account=account.id, by=SYSTEM, now=now)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password (10 characters or more): ")
    if getpass.getpass("Once more: ") != first:
        parser.refuse("anxin admin", "password: expected the same twice, got two")
    return first
