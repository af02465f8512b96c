"""What people are told about an erasure."""

from django.utils.translation import gettext_lazy as _

UNNUMBERED = _("an order of yours, of which money is on its way to you")
"""What stands where a case that needs somebody has no number."""

WORDS = {
    "customer_phone": _("by himself, on his page"),
    "staff": _("at the desk, with a second person"),
    "system": _("by itself: its term was over"),
    "asked": _("by itself, as he had asked: what it waited for was over"),
}
"""At whose word somebody was erased."""
