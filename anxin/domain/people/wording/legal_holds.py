"""What people are told about legal holds."""

from django.utils.translation import gettext_lazy as _

SOURCES = {
    "court": _("a court's"),
    "police": _("the police's"),
    "authority": _("an authority's"),
    "lawyer": _("a lawyer's, of a dispute to come"),
}
"""Whose letter it is."""
