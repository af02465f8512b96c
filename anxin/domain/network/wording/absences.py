"""Why technicians are away, in words, and from whom where that isn't all of their employers."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Text

ABSENCES = {
    "leave": pgettext_lazy("of a technician", "Leave"),
    "sick": pgettext_lazy("of a technician", "Sick"),
    "left": pgettext_lazy("of a technician", "After the last day"),
    "away": pgettext_lazy("of a technician", "Away"),
}
APART = {"leave": _("Leave from {house}"), "left": _("No more for {house}")}
FROM_ALL = _("All that he works for")
APART_TOLD: Mapping[str, Mapping[tuple[str, str | int], Text]] = {
    "network.absent": {("apart", 1): _("{absence}: {span}, from outlet {employer} alone")},
    "network.absence_ended": {("apart", 1): _("There again for outlet {employer}: {absence} ({span}) ended")},
    "leave.asked": {("apart", 1): _("Leave from outlet {employer} alone asked for: {span}")},
    "leave.agree": {("apart", 1): _("Leave from outlet {employer} alone given: {span}")},
    "leave.refuse": {("apart", 1): _("Leave from outlet {employer} alone refused: {span}")},
    "leave.lapse": {("apart", 1): _("Wish for leave fell away: works for outlet {employer} no more ({span})")},
    "leave.withdraw": {("apart", 1): _("Wish for leave from outlet {employer} alone taken back: {span}")},
}


def absence_said(kind: str, employer: str = "") -> str:
    """Return what an absence is called, empty where there is none; of one from one employer from whom."""
    return str(APART[kind]).format(house=employer) if employer and kind in APART else str(ABSENCES.get(kind, ""))
