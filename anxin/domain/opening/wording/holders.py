"""What holds a row that an import made, as people call it: by model, where its number is and how it is said."""

from django.utils.translation import gettext_lazy as _

HOLDERS: dict[str, tuple[str, object]] = {
    "visits.Visit": ("number", _("the job {it}")),
    "visits.Offer": ("visit.number", _("an offer of the job {it}")),
    "visits.OutletOrder": ("visit.number", _("an order for the job {it}")),
    "visits.Window": ("from_at", _("windows that can be booked")),
    "custody.Custody": ("number", _("the goods of {it}")),
    "repairs.Repair": ("number", _("the repair {it}")),
    "claims.Claim": ("number", _("the claim {it}")),
    "quality.Review": ("repair.number", _("the review of {it}")),
    "quality.Contest": ("technician.number", _("a review that {it} contests")),
    "quality.Grade": ("technician.number", _("the grade of {it}")),
    "network.Engagement": ("technician.number", _("the technician {it} who works there")),
    "network.Outlet": ("code", _("the outlet {it}")),
    "network.Technician": ("number", _("the technician {it}")),
    "network.Authorisation": ("number", _("the authorisation {it}")),
    "network.Territory": ("outlet.code", _("what the outlet {it} serves")),
    "goods.Product": ("code", _("the product {it}")),
    "goods.Device": ("product.code", _("a device of the product {it}")),
    "goods.Purchase": ("order_key", _("the order {it}")),
    "goods.EndedPrice": ("book.edition", _("the price list {it}")),
    "goods.PriceBook": ("edition", _("the price list {it}")),
    "people.Account": ("username", _("the account {it}")),
}
