"""What nobody does while somebody is on leave, said at the button that sends him."""

from django.utils.translation import gettext as _

from anxin.domain.staff import queries
from anxin.domain.staff.commands import ACCOUNTS
from anxin.faces.ground.commands import CommandCase

TAKES_IN = "agent"


def follows(case: CommandCase) -> str:
    """Return what follows of a leave, and first that nobody takes reports in meanwhile where nobody else does."""
    then = str(ACCOUNTS.commands["leave"].follows)
    if not queries.is_alone_in(TAKES_IN, case.row, now=case.now):
        return then
    said = _(
        "From the first day away to the last nobody takes reports in: no other agent is there. They lie there and come "
        "late; give somebody that role before, under staff."
    )
    return f"{said} {then}"
