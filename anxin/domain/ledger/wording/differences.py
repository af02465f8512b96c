"""What is said of a difference between a provider's statements and our books, and what is to be done about it."""

from django.utils.translation import gettext_lazy as _

DIFFERENCES = {
    "missing_there": _("Ours, in no statement"),
    "missing_here": _("In the statement, not ours"),
    "wrong_sum": _("Another sum"),
    "double": _("Paid twice"),
    "refund_missing": _("Refund, in no statement"),
    "not_settled": _("Paid there, open or given up here"),
    "gone_after_all": _("Refund that went after all, given up here"),
    "other_day": _("In the statement of the day beside"),
}
WHAT_NOW = {
    "missing_there": _("Our books say it was paid, the provider's statements don't. Look it up there by our number."),
    "missing_here": _(
        "Money came or went for a number our books don't know: another system on the same account, or a refund made in"
        " the provider's back office? Then say whose it is."
    ),
    "wrong_sum": _("The provider's books and ours give another sum for the same number. Ask again, or have it booked."),
    "double": _(
        "The statement has the same number twice. What was paid twice goes back to who paid, or is kept as an advance."
    ),
    "refund_missing": _("Our books say it went back, the provider's statements don't. Look it up there by our number."),
    "not_settled": _("It was paid there, but here it is open or was given up. Ask again, or give it back to who paid."),
    "gone_after_all": _(
        "It went back to who paid after all, and our books say that it did not. Send nothing more: have it counted. "
        "Was it sent once more in its place, two went: have this one booked as owed back, and ask for it."
    ),
    "other_day": _("Paid about midnight: the statement of the day beside has it. Nothing is to be done."),
}
