"""What is chosen about invoices: whether special ones are issued, and why one is not; each code with its words."""

from django.utils.translation import gettext_lazy as _

NONE, CHECKED, AT_ONCE = "none", "checked", "at_once"
SPECIAL = {
    CHECKED: _("issued once finance has looked at each"),
    AT_ONCE: _("issued as they are asked for"),
    NONE: _("none: what is done here is exempt, or taxed the simple way"),
}
REFUSALS = {
    "mismatch": _("Name, tax number, address or account don't belong together"),
    "exempt": _("For this service the law allows an ordinary invoice only"),
    "not_wanted": _("The customer doesn't want it any more"),
}
"""Why no special invoice is issued; the customer reads it."""
