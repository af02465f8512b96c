"""The robot of a group that a house keeps for its own notices: put by a lead, tried, stopped."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anxin.core import wording
from anxin.core.carriers import robots
from anxin.core.providers import ProviderAccess
from anxin.domain.opening import queries
from anxin.domain.opening.commands import HOUSE_ROBOTS
from anxin.faces.desk.staff.own_providers import OwnProvider
from anxin.faces.ground.commands import Place, written_down


def _say(kept: ProviderAccess, now: datetime) -> str:
    """Say a line in the group, and return what went wrong."""
    return robots.trial(kept.values, wording.message("robots.trial", {}), now=now)


ROBOT = OwnProvider(
    name="robot",
    table=HOUSE_ROBOTS,
    places=(Place(name="robot"), Place(name="stopping")),
    secret=("webhook", "secret"),
    situation=queries.robot_situation,
    health=queries.robot_of,
    account=robots.name_of,
    ask=_say,
    told=_("It said a line in the group."),
    done=written_down,
)
RUNNER = ROBOT.runner
