"""Why a technician was chosen, and how far his way is, in words."""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

REASONS = {
    "skill": _("can repair it, level {level}"),
    "load": _("jobs held in all: {held}"),
    "week": _("jobs in seven days: {jobs}"),
    "hours": _("{hours} hours of jobs and ways that day, {most_h} are the most"),
    "newcomer": _("new here, some jobs come first to him"),
    "parts": _("carries the part"),
    "star": _("grade {star}"),
    "neighbour": _("from a neighbouring territory"),
    "by_hand": _("chosen by a dispatcher"),
}


def said_way(minutes: int | None) -> str:
    """Return how far a way is in minutes: 0 is less than one, None is not known."""
    if minutes is None:
        return gettext("way not known")
    if not minutes:
        return gettext("less than a minute away")
    return ngettext("{n} minute away", "{n} minutes away", minutes).format(n=minutes)


def said_reason(reason: Mapping[str, object]) -> str:
    """Return in words why a technician was chosen; a number that was not kept is a gap."""
    code = str(reason["code"])
    if code == "near":
        known = reason.get("minutes")
        return said_way(known if isinstance(known, int) else None)
    if code == "hours":
        reason = {"hours": f"{int(str(reason.get('minutes', 0))) / 60:.3g}", **reason}
    return str(REASONS.get(code, code)).format_map(defaultdict(lambda: "…", reason))
