"""Who takes a false number down, how numbers look alike, what a brand says of one: each code once, with its words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

RECIPIENTS = {
    "platform": pgettext_lazy("who takes a number down", "platform or website"),
    "search": pgettext_lazy("who takes a number down", "search engine or map"),
    "carrier": pgettext_lazy("who takes a number down", "telephone carrier"),
    "12321": _("12321, reporting centre for spam calls and messages"),
    "12315": _("12315, market supervision"),
    "other": pgettext_lazy("who takes a number down", "another"),
}
ASKS = {
    "platform": _(
        "Please delete, block or unlink what shows this number as an official one, check the account that published "
        "it, and tell us in writing what was done."
    ),
    "search": _(
        "Please take the entry, advertisement or marker that shows this number as an official one out of your results, "
        "check who placed it, and tell us in writing what was done."
    ),
    "carrier": _(
        "Please check anew who holds this number and what it is used for, deal with it by your duties against fraud, "
        "and tell us in writing what was done."
    ),
    "12321": _("Please take up this report, have the number dealt with, and tell us its case number and outcome."),
    "12315": _(
        "Please take up this report, look into who misleads consumers with this number, and tell us its case number "
        "and outcome."
    ),
    "other": _("Please stop showing this number as an official one, and tell us in writing what was done."),
}
SAYS = {
    "not_ours": pgettext_lazy("a brand says of a number", "It is none of ours"),
    "ours": pgettext_lazy("a brand says of a number", "It is ours"),
}
LIKENESS = {
    "near": _("one or two signs differ"),
    "same_tail": _("the same end behind another beginning"),
}
