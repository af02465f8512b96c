"""What a picture of a job shows, and what each kind of service calls it."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Text

SLOTS = {
    "before": _("Before the work, the whole thing"),
    "plate": _("Type plate with serial number"),
    "work": _("The spot itself, or the part"),
    "after": _("After the work"),
    "signature": _("Signature for the work"),
    "door": _("The open door, with whoever had it opened"),
    "answer": _("Signature under the answer to the quote"),
    "cash": _("Signature under cash that was paid"),
    "receipt": _("Proof of purchase"),
    "extra": _("One more"),
    "earlier": _("Of who had the job before"),
}
SLOTS_OF: dict[str, dict[str, Text]] = {
    "repair": {"work": _("The fault, or the part"), "after": _("After the repair")},
    "install": {
        "before": _("The place before the installation"),
        "work": _("Where it was fixed"),
        "after": _("After the installation"),
    },
    "maintain": {"work": _("What was serviced"), "after": _("After the maintenance")},
    "inspect": {
        "before": _("The whole thing as it was found"),
        "work": _("What is looked at, close up"),
        "after": _("After the inspection"),
    },
    "remove": {
        "before": _("Before the removal, the whole thing"),
        "work": _("What was taken down"),
        "after": _("The place after the removal"),
    },
    "lock_opening": {
        "before": _("Door and lock before the opening"),
        "work": _("The lock itself"),
        "after": _("After the opening"),
    },
}
"""What a picture of the record is called for one kind of service, where that isn't what it is called for all."""
