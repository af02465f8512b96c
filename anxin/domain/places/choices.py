"""What an operator chooses from where maps may show streets: each code once, with its words."""

from django.utils.translation import gettext_lazy as _

NONE, TIANDITU, AMAP, TENCENT, OWN = "none", "tianditu", "amap", "tencent", "own"
STREETS = {
    NONE: _("positions only, no streets"),
    TIANDITU: _("streets of Tianditu, by its key"),
    AMAP: _("streets of AMap: only with its written licence, by the address and the key it gives you for that"),
    TENCENT: _("streets of Tencent: only with its written licence, by the address and the key it gives you for that"),
    OWN: _("streets of a server of your own, or of one you have a contract with, by its address"),
}
DATUMS = {"WGS-84": _("WGS-84, CGCS2000"), "GCJ-02": _("GCJ-02 (AMap, Tencent)")}
"""Where a map's own points lie."""
