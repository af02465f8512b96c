"""What figures are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

AGES = {
    "day": _("under 1 day"),
    "three": _("1–3 days"),
    "week": _("3–7 days"),
    "month": _("7–30 days"),
    "older": _("over 30 days"),
}
STAGES = {
    "waits_acceptance": pgettext_lazy("repair stage", "to be accepted"),
    "waits_technician": _("looking for a technician"),
    "set": _("technician set"),
    "working": _("being repaired"),
    "stands": _("waiting for somebody"),
    "ending": _("done, not closed"),
}
OUTCOMES = {
    "refund_only": _("refund, keep the goods"),
    "return": _("return and refund"),
    "part": _("part, exchange or repair"),
    "refuse": _("not supported"),
    "withdrawn": pgettext_lazy("claim", "withdrawn"),
    "elsewhere": pgettext_lazy("claim outcome", "over, not decided here"),
    "open": pgettext_lazy("claim outcome", "still open"),
}
BANDS = {
    "none": _("usual"),
    "low": _("a closer look"),
    "medium": _("look early"),
    "high": _("look first"),
}
MONEY = {
    "paid": _("paid for repairs"),
    "refunded": _("given back for repairs"),
    "paid_out": _("given back on claims"),
    "by_hand": _("given back by transfer, in cash or by hand"),
    "demanded": _("asked back from platforms"),
    "recovered": _("got back from platforms"),
}
SETTINGS = {
    "goal_percent": _("Goal: share of promises kept"),
    "public_least": _("From how many cases on a measured time is told to the public"),
}
