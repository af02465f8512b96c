"""Outlets and technicians in words: how they stand, their hours, what happened."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from anxin.domain.network.rules.working_hours import Spans
from anxin.faces.week_words import spans

STAFF = "operator dispatcher"
TECHNICIANS = {
    "there": pgettext_lazy("a technician", "there"),
    "absent": pgettext_lazy("a technician", "absent today"),
    "paused": gettext_lazy("takes no jobs"),
    "unplaced": gettext_lazy("works at no outlet"),
    "unvouched": gettext_lazy("no brand vouches for him"),
    "unhoured": gettext_lazy("has no hours"),
    "unentered": gettext_lazy("has not signed in yet"),
}
UNREAD, UNPORTRAYED, UNENTERED, FAR, ENDING = "unread", "unportrayed", "unentered", "far", "ending"


def tone_of(stands: str) -> str:
    """Return the colour of how somebody stands: none where all is well."""
    return "" if stands in ("open", "there") else "amber"


def hours(own: Spans) -> str:
    """Write the hours of a day."""
    return spans(own) or _("off")
