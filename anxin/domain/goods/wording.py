"""What people are told about products, prices and cover."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare

declare(
    errors={
        "goods.unknown_product": _("We know no product {code} of this brand."),
        "goods.no_price_book": _("This brand has published no price list for this day."),
        "goods.unknown_line": _("The price list has no line {code}; no other price may be charged."),
        "goods.edition_exists": _("There is already a price list that begins on this day."),
        "goods.already_replaced": _("This device was already exchanged for another."),
    },
    facts={
        "goods.replaced": Fact(
            _("Exchanged for the device ending in {tail}"), audience="customer agent outlet technician"
        ),
    },
)

COVER = {
    "in_term": _("In warranty"),
    "term_over": _("Out of warranty"),
    "no_term": _("No warranty term is known for this product"),
    "no_purchase_date": _("The day of purchase is not known; show the receipt and we check again"),
    "bought_in_future": _("The day of purchase lies ahead; please check the receipt"),
    "unknown": _("Not checked yet"),
}
CATEGORIES = {
    "lock": _("smart lock"),
    "air_conditioner": _("air conditioner"),
    "water_heater": _("water heater"),
    "washer": _("washing machine"),
    "fridge": _("refrigerator"),
    "hood": _("range hood"),
    "stove": _("gas stove"),
    "purifier": _("water purifier"),
}
LINE_KINDS = {"part": _("part"), "labour": _("labour"), "fee": _("fee")}
