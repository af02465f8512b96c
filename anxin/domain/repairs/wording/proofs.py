"""Why a day of purchase waits for the desk, where it isn't another day that was proved."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

DISAGREE: Mapping[tuple[str, str | int], object] = {
    ("whose", "another"): _(
        "A proof of purchase says {day}, the device is registered for somebody else; customer service decides"
    ),
    ("whose", "number"): _(
        "The device with this number is registered for somebody else; customer service decides whether its "
        "warranty pays"
    ),
    ("whose", "bill"): _(
        "The device with this number is registered as bought on {day}; the bill stays as it is until "
        "customer service decides"
    ),
    ("whose", "again"): _("A proof of purchase says {day}; customer service looks at it and decides"),
}
