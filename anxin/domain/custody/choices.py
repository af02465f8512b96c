"""What people choose of a thing in our keeping, each code once with its words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FINE = "fine"
CONDITIONS = {
    FINE: _("as good as new"),
    "scratched": _("scratched"),
    "dented": _("dented"),
    "cracked": _("cracked"),
    "wet": _("was wet"),
    "opened": _("was opened before"),
    "incomplete": _("parts are missing"),
}
ACCESSORIES = {
    "box": _("box"),
    "key": pgettext_lazy("accessory", "key"),
    "battery": _("battery"),
    "charger": _("charger"),
    "cable": _("cable"),
    "remote": _("remote control"),
    "card": pgettext_lazy("accessory", "card"),
    "manual": _("manual"),
    "receipt": pgettext_lazy("accessory", "sales receipt"),
}
CARRIERS = {
    "sf": _("SF Express"),
    "jd": _("JD Logistics"),
    "ems": "EMS",
    "zto": _("ZTO"),
    "yto": _("YTO"),
    "sto": _("STO"),
    "yunda": _("Yunda"),
    "deppon": _("Deppon"),
    "other": pgettext_lazy("carrier", "another"),
}
MOMENTS = {
    "receipt": _("at the counter"),
    "parcel": _("the parcel, closed"),
    "opening": _("unpacked"),
    "signature": _("signature"),
    "back": _("before it went back"),
    "collected": _("signature on collecting"),
}
WHICH_WAY = {"in": _("To us"), "back": pgettext_lazy("a parcel", "Back")}
PAYERS = {"house": _("we"), "customer": _("the customer")}
WHY_STUCK = {
    "not_vouched": _("the brand vouches for this outlet no more"),
    "no_orders": _("this outlet takes no more orders"),
    "no_way": _("this outlet takes in nothing that comes in this way any more"),
}
"""Why an outlet can't mend a thing any more that was to be mended there."""
