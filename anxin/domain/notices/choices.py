"""What people choose from: how a technician is told outside of the page. None of them is "not at all"."""

from django.utils.translation import gettext_lazy as _

WAYS = {
    "push": _("A push on this phone; a text message where none arrives"),
    "text": _("Text messages"),
    "both": _("Both, each time"),
}
"""The first is what who never chose has."""
