"""What each command about staff does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from anxin.core.actors import Actor
from anxin.core.commands import Given
from anxin.core.commands.fields import Text
from anxin.core.errors import Invalid
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.wording import roles_in
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries, rules
from anxin.domain.staff.models import RoleChange
from anxin.domain.staff.rules import TechniciansSituation
from anxin.domain.staff.wording import ROLE_COMMANDS

type OfAccount = Given[Account, Any]
type OfChange = Given[RoleChange, Any]
type OfHouse = Given[Organisation, Any]


def colleagues(row: Account, _case: object, now: datetime, _by: Actor) -> Sequence[tuple[str, Text]]:
    """Offer who could take over, with how much lies with each already."""
    found = queries.colleagues_of(row, now=now)
    open_now = queries.loads(found)
    said = _("{name} · {n} open")
    there = [(one.username, said.format(name=one.called or one.username, n=open_now[one.username])) for one in found]
    return [("", _("nobody: back to the queue")), *there]


def roles(row: Account, _case: object, now: datetime, _by: Actor) -> Sequence[tuple[str, Text]]:
    """Offer each role of the house: to give, or to take away."""
    offered = queries.offered_roles(row, now=now)
    names = roles_in(queries.house_kind_of(row, now=now))
    return [(f"{command}:{role}", str(ROLE_COMMANDS[command]).format(role=names[role])) for command, role in offered]


def roles_of_house(row: Organisation, _case: object, _now: datetime, _by: Actor) -> Sequence[tuple[str, Text]]:
    """Offer each role a house gives out to staff."""
    return [(one, roles_in(row.kind)[one]) for one in rules.roles_of(row.kind)]


def ways(_row: Organisation, case: TechniciansSituation, _now: datetime, _by: Actor) -> Sequence[tuple[str, Text]]:
    """Offer paper, and text messages where somebody takes them and links lead somewhere."""
    paper = ("paper", _("a list to print, by outlet"))
    return [paper, ("text", _("by text message, to each one's phone"))] if case.texts else [paper]


def invite(it: OfHouse, role: str = "") -> str:
    """Invite somebody into a house, in the role that is given with it or this one; give the token of his link."""
    given = it.fields
    _account, token = staff.invite(
        username=given.username,
        called=given.called,
        mail=given.mail,
        organisation=it.row,
        role=role or given.role,
        by=it.by,
        now=it.now,
    )
    return token


def hand_out(it: OfHouse) -> None:
    """Make links for all technicians who can't sign in yet."""
    staff.hand_out(way=it.fields.way, by=it.by, now=it.now)


def end_sign_ins(it: OfAccount) -> None:
    """End every sign-in."""
    staff.end_sign_ins(account=it.row, by=it.by, now=it.now)


def change_role(it: OfAccount) -> None:
    """Ask for a change of a role."""
    command, _colon, role = it.fields.change.partition(":")
    home = queries.home_of(it.row, now=it.now)
    if home is None or (command, role) not in queries.offered_roles(it.row, now=it.now):
        raise Invalid("change", expected="a role this house gives out", got=it.fields.change)
    staff.ask(account=it.row, organisation=home, role=role, command=command, why=it.fields.why, by=it.by, now=it.now)
