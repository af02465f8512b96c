"""What people are told about places."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import declare
from anxin.domain.places.choices import DATUMS, STREETS

SETTINGS = {
    "streets": _("What maps show below the points"),
    "streets_key": _(
        "The map's key for browsers (Tianditu: tk); everybody can read it, so bind it there to your address"
    ),
    "streets_url": _("Address of the tiles, with {z}, {x} and {y} (or {-y}), and {key} where the key stands"),
    "streets_datum": _("Datum of the tiles at this address"),
    "streets_credit": _("What stands below the map: whose it is, and its approval number (审图号)"),
}

KNOWN_TO = _("known only to {division}")

declare(
    values={"places.streets": STREETS, "places.streets_datum": DATUMS},
    errors={
        "places.not_found": _("We could not tell where this is. Please choose province, city and county."),
        "places.outside": _("{got}: nobody of ours goes there yet. We can only put you on the waiting list."),
        "places.too_coarse": _("We need at least the county: {got} is too wide to send somebody to."),
        "places.unknown_division": _("There is no division with the code {code}."),
    },
)
