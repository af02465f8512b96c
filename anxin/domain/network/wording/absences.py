"""Why technicians are away, in words, and from whom where that isn't all of their employers."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Text

ABSENCES = {
    "leave": pgettext_lazy("of a technician", "Leave"),
    "sick": pgettext_lazy("of a technician", "Sick"),
    "away": pgettext_lazy("of a technician", "Away"),
}
APART = _("Leave from {house}")
FROM_ALL = _("All that he works for")
APART_TOLD: Mapping[str, Mapping[tuple[str, str | int], Text]] = {
    "network.absent": {("apart", 1): _("{absence}: {span}, from outlet {employer} alone")},
    "network.absence_ended": {("apart", 1): _("There again for outlet {employer}: {absence} ({span}) ended")},
    "leave.asked": {("apart", 1): _("Leave from outlet {employer} alone asked for: {span}")},
    "leave.agree": {("apart", 1): _("Leave from outlet {employer} alone given: {span}")},
    "leave.refuse": {("apart", 1): _("Leave from outlet {employer} alone refused: {span}")},
    "leave.withdraw": {("apart", 1): _("Wish for leave from outlet {employer} alone taken back: {span}")},
}


def absence_said(kind: str, employer: str = "") -> str:
    """Return what an absence is called, empty where there is none; of leave from one employer from whom."""
    return str(APART).format(house=employer) if employer else str(ABSENCES.get(kind, ""))
