"""How rows of law are asked for and told: what of a claim each may touch, and what its numbers count."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

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
SPANS: Mapping[str, Callable[[int], str]] = {
    "hour": lambda n: npgettext("a span", "{n} hour", "{n} hours", n).format(n=n),
    "day": lambda n: npgettext("a span", "{n} day", "{n} days", n).format(n=n),
    "working_day": lambda n: npgettext("a span", "{n} working day", "{n} working days", n).format(n=n),
    "month": lambda n: npgettext("a span", "{n} month", "{n} months", n).format(n=n),
    "year": lambda n: npgettext("a span", "{n} year", "{n} years", n).format(n=n),
    "time": lambda n: npgettext("a span", "{n} time", "{n} times", n).format(n=n),
}
