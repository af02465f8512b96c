"""What a technician may say is wrong with how he was dealt with: each ground once, what it is about, and its words."""

from django.utils.translation import gettext_lazy as _

REVIEW, DISPATCH, PAY = "review", "dispatch", "pay"
ABOUT = {REVIEW: _("a review"), DISPATCH: _("dispatch"), PAY: _("pay and deductions")}
"""What is contested."""
DISPATCHES = {
    "not_told": _("I wasn't told of it"),
    "too_short": _("too little time to answer"),
    "taken_away": _("it was taken from me without a reason"),
    "wrong_facts": _("distance, skill or hours were taken wrongly"),
    "unsafe": _("not safe, or too much for one day"),
    "other_dispatch": _("something else about who got it"),
}
PAYS = {
    "not_settled": _("it wasn't settled"),
    "too_little": _("less than agreed"),
    "deducted": _("something was deducted wrongly"),
    "wrong_cash": _("the cash is written down wrongly"),
    "other_pay": _("something else about the money"),
}
GROUNDS = DISPATCHES | PAYS


def about(ground: str) -> str:
    """Return what a ground is about."""
    return DISPATCH if ground in DISPATCHES else PAY
