"""What people are told about privacy numbers."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare
from anxin.domain.privacy_numbers.choices import USES

EVERYBODY, HOUSES = "customer agent outlet technician auditor", "agent outlet technician auditor"
SETTINGS = {
    "use": _("How technician and customer ring each other"),
    "after_h": _("How long after the end of a job its privacy number still connects"),
}
USE_HELP = _("A privacy number needs a provider whose trial went well; until then its fall-back counts.")
FAULTS = {
    "no_provider": _("no provider of privacy numbers works now"),
    "no_phone": _("one of both left no phone number"),
    "no_answer": _("the provider does not answer"),
    "refused": _("the provider refused"),
}

declare(
    facts={
        "privacy_numbers.bound": Fact(_("A privacy number connects technician and customer"), EVERYBODY),
        "privacy_numbers.none": Fact(_("No privacy number could be had"), HOUSES),
        "privacy_numbers.ended": Fact(_("The privacy number connects nobody any more"), EVERYBODY),
    },
    values={"privacy_numbers.use": USES},
)
