"""What people are told about reputation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

THOSE = "customer merchant agent auditor"

declare(
    errors={
        "standing.not_yours": _("This is counted on somebody else."),
        "standing.judged_by_another": _("Somebody else must judge this: you counted it."),
        "standing.no_such_mark": _("There is nothing counted here, or not for you."),
    },
    states={
        "mark": {
            "counted": _("counted"),
            "contested": pgettext_lazy("mark", "contested"),
            "upheld": _("looked at again, it stays"),
            "corrected": _("taken back"),
            "expired": _("counts no more"),
        }
    },
    steps={
        "mark": {
            "contest": _("Contest this"),
            "uphold": _("It was right"),
            "correct": _("Take it back"),
            "expire": _("Let it go"),
        }
    },
    facts={
        "mark.counted": Fact(_("Counted until {until}"), THOSE),
        "mark.contest": Fact(_("Contested; somebody else looks at it"), THOSE),
        "mark.uphold": Fact(_("Looked at again; it stays"), THOSE),
        "mark.correct": Fact(_("Taken back; it counts no more"), THOSE),
        "mark.expire": Fact(_("Its time is over; it counts no more"), THOSE),
    },
)

COUNTERS = {
    "claimed": _("claims filed"),
    "claim_upheld": _("claims found right"),
    "claim_refused": _("claims refused"),
    "fraud_said": _("decisions that speak of fraud, seen by two people"),
    "evidence_kept_back": _("evidence asked for and not sent"),
    "answered_late": _("claims not answered in time"),
    "answered_in_time": _("claims answered in time by a person"),
    "claim_lost": _("claims decided for the buyer at the merchant's cost"),
}
SETTINGS = {"counts_d": _("Days after which something counted counts no more")}
