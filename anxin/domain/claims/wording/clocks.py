"""What the clocks of a claim are called, in full and in a word."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CLOCKS = {
    "claims.answer": _("Merchant's answer"),
    "claims.evidence": _("Buyer's picture"),
    "claims.offer": _("Offer"),
    "claims.ship": _("Send back"),
    "claims.return_to": _("Address for the return"),
    "claims.receive": _("Say that the goods are back"),
    "claims.inspection": _("Look at the returned goods"),
    "claims.money": _("Money back"),
    "claims.shop_pays": _("The shop gives it back"),
    "claims.replacement": _("Another piece"),
    "claims.goods_back": _("Goods back to the buyer"),
    "claims.repair": _("Repair that was decided"),
    "claims.nobody_sent": _("Somebody who can be sent"),
    "claims.decision": _("Decision"),
    "claims.second": _("Second person's look"),
    "claims.ceiling": _("Whole claim"),
    "claims.appeal": _("Time to appeal"),
    "claims.appeal_answer": _("Answer to the appeal"),
    "claims.recovery": _("Repayment that was promised"),
    "claims.platform": _("Platform's deadline"),
    "claims.said": _("Time to say that it is not so"),
}
TO_BUYER = {
    "claims.appeal_answer": _("Merchant's answer to the appeal"),
    "claims.goods_back": _("Goods back to you"),
}
"""What its buyer reads for a clock that is the merchant's own."""
SHORT_CLOCKS = {
    "claims.answer": pgettext_lazy("short clock", "merchant"),
    "claims.evidence": pgettext_lazy("short clock", "picture"),
    "claims.offer": pgettext_lazy("short clock", "offer"),
    "claims.ship": pgettext_lazy("short clock", "return"),
    "claims.return_to": pgettext_lazy("short clock", "address"),
    "claims.receive": pgettext_lazy("short clock", "parcel"),
    "claims.inspection": pgettext_lazy("short clock", "goods"),
    "claims.money": pgettext_lazy("short clock", "money"),
    "claims.shop_pays": pgettext_lazy("short clock", "shop pays"),
    "claims.replacement": pgettext_lazy("short clock", "new piece"),
    "claims.goods_back": pgettext_lazy("short clock", "goods back"),
    "claims.repair": pgettext_lazy("short clock", "repair"),
    "claims.nobody_sent": pgettext_lazy("short clock", "technician"),
    "claims.decision": pgettext_lazy("short clock", "decide"),
    "claims.second": pgettext_lazy("short clock", "second look"),
    "claims.ceiling": pgettext_lazy("short clock", "claim"),
    "claims.appeal": pgettext_lazy("short clock", "appeal"),
    "claims.appeal_answer": pgettext_lazy("short clock", "answer"),
    "claims.recovery": pgettext_lazy("short clock", "repayment"),
    "claims.platform": pgettext_lazy("short clock", "platform"),
    "claims.said": pgettext_lazy("short clock", "contradict"),
}
