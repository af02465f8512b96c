"""What an operator chooses from: each code once, with its words."""

from django.utils.translation import gettext_lazy as _

OFF, OR_REAL, OR_HOTLINE = "off", "or_real", "or_hotline"
USES = {
    OFF: _("by the real number, each look at it written down"),
    OR_REAL: _("by a privacy number; where none can be had, by the real one"),
    OR_HOTLINE: _("by a privacy number; where none can be had, through the hotline"),
}
"""How technician and customer ring each other."""
