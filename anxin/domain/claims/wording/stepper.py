"""The words of the steps a buyer sees: names, notes, and what follows if one is late."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STEPS = {
    "filed": pgettext_lazy("step", "Filed"),
    "answer": _("The merchant is heard"),
    "decision": _("A person decides"),
    "decision_there": _("The platform decides"),
    "carrying_out": _("Carried out"),
    "closed": _("Done"),
    "withdrawn": _("Taken back"),
}
NOTES = {
    "by_law": _("Not needed: the law gives this return without a reason. {basis}"),
    "at_once": _("Not needed: open at once."),
    "both_agree": _("Not needed: both sides agree."),
    "sent_back": _("You sent it to the merchant under {waybill}"),
}
IF_LATE = {
    "merchant_answer": _("If he says nothing in time, a reviewer decides on what is here."),
    "offer_made": _("If you say nothing in time, the offer is over and a reviewer decides."),
    "need_evidence": _("If nothing comes in time, it is decided on what is here."),
    "review": _("Should we be late, it stands in the record, and the ceiling of the whole claim runs on."),
    "decided": _("If nobody appeals in time, it stands and is carried out."),
    "waiting_return": _("If nothing is sent in time the claim ends; you can file anew while the law allows."),
    "inspecting": _("If he says nothing in time, the money is due."),
    "executing": _("Should he be late, it stands in the record."),
    "goods": _("If he doesn't send them in time, a reviewer decides anew."),
    "paying": _("Should we be late, it stands in the record."),
    "repairing": _("Should it take too long, a reviewer is told; if it can't be made, he decides anew."),
}
