"""What nobody does while somebody is on leave, said at the button that sends him."""

from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.domain.staff import queries
from anxin.domain.staff.commands import ACCOUNTS
from anxin.domain.staff.rules.absent_days import Days
from anxin.faces.ground.commands import CommandCase

TAKES_IN = "agent"


def follows(case: CommandCase) -> str:
    """Return what follows of a leave, and first on which days nobody takes reports in, as nobody else is there."""
    then = str(ACCOUNTS.commands["leave"].follows)
    days = queries.days_alone_in(TAKES_IN, case.row, now=case.now)
    if days is None:
        return then
    said = _(
        "No other agent is there: {days}. On days of this leave among them nobody takes reports in. They lie there and "
        "come late; give somebody that role before, under staff."
    )
    return wording.gap().join((said.format(days=_said(days)), then))


def _said(days: Days) -> str:
    first, last = days
    return wording.span(first, last) if last else _("from {day} on").format(day=wording.written(first))
