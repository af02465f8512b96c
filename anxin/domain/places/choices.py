"""What an operator chooses from where maps may show streets: each code once, with its words."""

from django.utils.translation import gettext_lazy as _

NONE, TIANDITU, OWN = "none", "tianditu", "own"
STREETS = {
    NONE: _("positions only, no streets"),
    TIANDITU: _("streets of Tianditu, by its key"),
    OWN: _("streets of a server of your own, or of one you have a contract with, by its address"),
}
DATUMS = {"WGS-84": _("WGS-84, CGCS2000"), "GCJ-02": _("GCJ-02 (AMap, Tencent)")}
"""Where a map's own points lie."""
