"""How rows of law are asked for: what of a claim each may touch, and what its numbers count."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TOUCHES = {
    "statutory_return": _("returns without a reason that the law grants"),
    "quality": _("reasons that say the goods are at fault"),
    "repaired_before": _("goods that were repaired before"),
    "refund_only_there": _("money back without a return, decided on a platform"),
    "contested": _("claims that the seller contests"),
    "pictures": _("contested claims with pictures"),
    "label": _("claims with a picture that carries the label of a generator"),
    "fraud": _("claims in which somebody says there was fraud"),
}
COUNTS = {
    "hour": pgettext_lazy("what is counted", "hours"),
    "day": pgettext_lazy("what is counted", "days"),
    "working_day": pgettext_lazy("what is counted", "working days"),
    "month": pgettext_lazy("what is counted", "months"),
    "year": pgettext_lazy("what is counted", "years"),
    "time": pgettext_lazy("what is counted", "times"),
    "fen": pgettext_lazy("what is counted", "yuan"),
}
