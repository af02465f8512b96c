"""What the leads of a house may do with the robot of its own group: put it, stop it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Command, Given, Table, calling
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries, rules
from anxin.domain.opening.commands.message_fields import Group
from anxin.domain.opening.rules import CompanySituation
from anxin.domain.people.models import Organisation
from anxin.domain.staff.states import LEADS


class HouseRobot(Group):
    """A robot in a group of a house's people, and what they want to be told there."""

    facts: Annotated[
        tuple[Literal["claims", "jobs", "goods", "trouble", "names", "endings"], ...],
        Field(min_length=1),
        Ask(
            label=_("What is told there"),
            names={
                "claims": _("a claim is new, due or overdue"),
                "jobs": _("a job is offered"),
                "goods": _("goods and parcels wait or lack"),
                "trouble": _("a promise was not kept, a customer objects, a shop can't be read"),
                "names": _("a reported number uses our name"),
                "endings": _("authorisations, certificates and keys that end"),
            },
        ),
    ]


def _keep(it: Given[Organisation, Any]) -> None:
    told = {one: value if isinstance(value, str) else " ".join(value) for one, value in dict(it.fields).items()}
    secrets = {one: told.pop(one) for one in ("webhook", "secret")}
    opening.keep_robot(house=it.row, values=told, secrets=secrets, by=it.by, now=it.now)


def _standing(row: Organisation, _now: datetime) -> Mapping[str, str]:
    kept = queries.robot_of(row)
    return dict(kept.values) if kept else {}


HOUSE_ROBOTS = Table(
    "house_robot",
    situation=queries.robot_situation,
    commands=(
        Command[Organisation, CompanySituation](
            name="robot",
            title=_("Tell a group"),
            who=LEADS,
            when=rules.is_own_house,
            fields=HouseRobot,
            do=_keep,
            replaces=_standing,
            follows=_(
                "Only numbers and a link go there, nobody's name: what your people are told here is said in the group, "
                "gathered, within minutes. Try it: a trial says a line in the group."
            ),
        ),
        Command(
            name="stopping",
            title=_("Tell the group nothing any more"),
            who=LEADS,
            when=rules.has_company,
            do=calling("house", opening.stop_robot),
            final=True,
            asks=True,
            follows=_("Its address and secret are erased. The notices inside go on."),
        ),
    ),
)
