"""What people are told about places."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import declare

declare(
    errors={
        "places.not_found": _("We could not tell where this is. Please choose province, city and county."),
        "places.outside": _("{got}: nobody of ours goes there yet. We can only put you on the waiting list."),
        "places.too_coarse": _("We need at least the county: {got} is too wide to send somebody to."),
        "places.unknown_division": _("There is no division with the code {code}."),
    }
)
