"""What people are told about threads."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare

declare(
    errors={
        "threads.not_on_this": _("Only the sides of this case can write here."),
        "threads.over": _("This case is over; nobody writes on it any more."),
    },
    facts={
        "threads.said": Fact(_("Wrote a message"), audience="customer merchant agent auditor"),
        "threads.handed_over": Fact(_("A person was asked for"), audience="customer merchant agent auditor"),
        "threads.told": Fact(_("An automatic note was sent"), audience="customer merchant agent auditor"),
    },
)

SETTINGS = {"after_end_d": _("Days after a case ended in which its buyer and the reviewers may still write on it")}
SIDES = {
    "buyer": _("Buyer"),
    "merchant": _("Merchant"),
    "desk": _("Reviewer"),
    "expert": _("Technician who looked"),
    "auditor": _("Auditor"),
    "system": _("Automatic note"),
}
