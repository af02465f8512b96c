"""Outlets and technicians in words: how they stand, their hours, what happened."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from anxin.domain.network.rules.working_hours import Spans
from anxin.faces.week_words import spans

STAFF = "operator dispatcher"
OUTLETS = {
    "open": pgettext_lazy("an outlet", "open"),
    "closed": pgettext_lazy("an outlet", "closed today"),
    "stopped": gettext_lazy("takes no orders"),
    "unserved": gettext_lazy("serves no place"),
    "unvouched": gettext_lazy("a brand it serves does not vouch for it"),
    "unmanned": gettext_lazy("nobody works there"),
    "rough": gettext_lazy("known to an area only"),
    "unplaced": gettext_lazy("no map service places it: place it by hand"),
}
TECHNICIANS = {
    "there": pgettext_lazy("a technician", "there"),
    "absent": pgettext_lazy("a technician", "absent today"),
    "paused": gettext_lazy("takes no jobs"),
    "unvouched": gettext_lazy("no brand vouches for him"),
    "unhoured": gettext_lazy("has no hours"),
    "unentered": gettext_lazy("has not signed in yet"),
}
UNREAD, UNPORTRAYED, UNENTERED = "unread", "unportrayed", "unentered"
KINDS = {
    "shared": pgettext_lazy("of an area", "shared"),
    "exclusive": pgettext_lazy("of an area", "exclusive"),
    "overflow": pgettext_lazy("of an area", "helps out"),
    "apart": pgettext_lazy("of an area", "left out"),
}


def tone_of(stands: str) -> str:
    """Return the colour of how somebody stands: none where all is well."""
    return "" if stands in ("open", "there") else "amber"


def hours(own: Spans) -> str:
    """Write the hours of a day."""
    return spans(own) or _("off")
