"""`anxin admin`: administrators, passwords, roles of accounts that exist, a way back in without an authenticator."""

import getpass
import os
import re
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from anxin.commands import parser

if TYPE_CHECKING:
    from anxin.domain.people.models import Account

TOLD = {
    "create": "the next sign-in sets up an authenticator",
    "reset": "the next sign-in sets up an authenticator",
    "password": "the password is set",
    "grant": "has the role",
    "withdraw": "has the role no longer",
}
WAITS = "the change of the role counts from {at:%Y-%m-%d %H:%M} UTC, unless an administrator refuses; all were told"
PLAIN_USER = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,31}")
SUBCOMMANDS = ("create", "password", "reset", "grant", "withdraw")


def run(arguments: list[str]) -> int:
    """Create an administrator (the operator is founded with the first), set a password, change roles, reset."""
    options = parser.Parser(
        "admin",
        "create: an administrator; password: for an account that exists; reset: take a lost authenticator away (of "
        "both all administrators and the account's owner are told, with --why in its record); "
        "grant, withdraw: a role of an account that exists. With two administrators a role counts only after a while, "
        "and all of them are told and may refuse.",
    )
    options.add_argument("subcommand", choices=SUBCOMMANDS, help="what to do")
    options.add_argument("username", help="sign-in name")
    options.add_argument("--called", default="", help="how people call them (default: the sign-in name)")
    options.add_argument("--role", default="", help="ORGANISATION:ROLE to grant or withdraw, such as operator:reviewer")
    options.add_argument("--why", default="", help="why it is done here, for the record; reset and password need it")
    options.add_argument("--operator", default="", help="name of the organisation that runs this installation")
    known = options.open_house(arguments)
    from anxin.commands import upgrade
    from anxin.core import wording
    from anxin.core.acting import acting
    from anxin.core.errors import AnxinError

    if upgrade.pending()[1] == 0:
        upgrade.migrate()
    now, counts_at = datetime.now(UTC), None
    try:
        if known.subcommand in ("reset", "password"):
            _let_in(known.username, known.subcommand, known.why, now)
        elif known.subcommand in ("grant", "withdraw"):
            counts_at = acting(lambda: change_role(known.username, known.role, known.subcommand, now, known.why))
        else:
            password = _password()
            counts_at = acting(lambda: _create(known.username, password, known.called, known.operator, now))
    except AnxinError as error:
        print(f"anxin admin: {wording.error(error)}", file=sys.stderr)
        return 1
    print(f"{known.username}: {WAITS.format(at=counts_at) if counts_at else TOLD[known.subcommand]}")
    return 0


def change_role(username: str, written: str, subcommand: str, now: datetime, why: str = "") -> datetime | None:
    """Grant or withdraw a role, written `organisation:role`, of an account of the staff; return when it counts.

    None where it counts already.
    """
    from anxin.domain.people import queries
    from anxin.domain.staff import actions as staff

    account = _account(username)
    house, _, role = written.partition(":")
    if not house or not role or account.kind != "staff":
        parser.refuse("anxin admin", f"--role: expected ORGANISATION:ROLE of somebody on the staff, got {written!r}")
    organisation = queries.organisation(house)
    held = queries.role_held(account, organisation=organisation, role=role, now=now)
    if subcommand == "withdraw" and held is None:
        parser.refuse("anxin admin", f"--role: expected a role {username} has, got {written}")
    asked = staff.ask_at_machine(
        account=account, organisation=organisation, role=role, command=subcommand, why=why, now=now
    )
    return asked.counts_at


def _create(username: str, password: str, called: str, operator: str, now: datetime) -> datetime | None:
    from anxin.domain.people import actions as people
    from anxin.domain.people import queries
    from anxin.domain.people.actions import credentials
    from anxin.domain.staff import actions as staff

    try:
        home = queries.operator()
    except queries.UnknownOrganisation:
        if not operator:
            parser.refuse("anxin admin", "--operator: expected the name of your organisation, got none")
        home = people.found_organisation(kind="operator", slug="operator", name=operator, now=now)
    if queries.account(username) is not None:
        parser.refuse("anxin admin", f"username: expected a new name, got {username} which exists")
    account = people.open_account(username=username, password="", called=called or username, now=now)
    account.password = credentials.hashed(password=password, account=account.id)
    account.save(update_fields=["password"])
    asked = staff.ask_at_machine(account=account, organisation=home, role="operator", command="grant", why="", now=now)
    return asked.counts_at


def _let_in(username: str, subcommand: str, why: str, now: datetime) -> None:
    """Take an authenticator away or set a password, as whoever is signed in on this machine."""
    from anxin.core.acting import acting
    from anxin.domain.people.actions import credentials
    from anxin.domain.staff import actions as staff

    account, user = _account(username), _machine_user()
    if not why.strip():
        parser.refuse("anxin admin", f"--why: expected why it is done here (all administrators read it), got {why!r}")
    if subcommand == "reset":
        acting(lambda: staff.reset_at_machine(account=account, user=user, why=why, now=now))
        return
    new = credentials.hashed(password=_password(), account=account.id)
    acting(lambda: staff.set_password_at_machine(account=account, new=new, user=user, why=why, now=now))


def _machine_user() -> str:
    """Return who is signed in on this machine, before sudo where that was used; by number where no name of a code."""
    try:
        name = os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        name = ""
    return name if PLAIN_USER.fullmatch(name) else f"uid-{os.getuid()}"


def _account(username: str) -> "Account":
    from anxin.domain.people import queries

    account = queries.account(username)
    if account is None:
        parser.refuse("anxin admin", f"username: expected a known name, got {username}")
    return account


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password (10 characters or more): ")
    if getpass.getpass("Once more: ") != first:
        parser.refuse("anxin admin", "password: expected the same twice, got two")
    return first
