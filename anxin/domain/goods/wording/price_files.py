"""What a preview of a file of prices says, class by class; and what is said of a line beside its price."""

from django.utils.translation import gettext_lazy as _

ENDS = {
    "no": _("stays in the list"),
    "line": _("ends"),
    "others": _("its class's other lines end"),
    "all": _("all of its class ends"),
}
ENDS_CALLED = {
    "no": ("否", "no", "在售", "沿用"),
    "line": ("是", "yes", "下架"),
    "others": ("本类其余下架", "完整价目", "whole"),
    "all": ("整类下架",),
}
EVERY_CLASS = _("All goods")
CLASS = _("{goods}: {what}.")
NEW = _("{n} new ({lines})")
CHANGED = _("{n} changed ({lines})")
ENDED = _("{n} end ({lines})")
MOVED = _("{line}, moved to {goods}")
STAYS = _("{n} go on as they stand")
FAR = _("{goods}: more than three times, or less than a third of, what counts now. Is that meant? {lines}")
UNTOUCHED = _("All lines of {goods} go on as they stand: this file names none of them.")
COMING = _(
    "Edition {edition} is published already and counts from {day} on, with its own prices: what is put right here is "
    "to be put right there too."
)
