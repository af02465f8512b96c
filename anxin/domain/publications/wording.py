"""What people are told of publications."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare

INSIDE = "operator auditor"

declare(
    errors={
        "publications.not_made_there": _("This brand makes no such goods."),
        "publications.no_such_text": _("There is no such text here, or not in this edition."),
        "publications.too_early": _("A change stands here before it counts: from {expected} on at the earliest."),
        "publications.no_draft": _("There is no draft any more: somebody published or dropped it."),
        "publications.blanks_left": _("There are blanks left in the text: 【…】. Fill or delete them first."),
    },
    facts={
        "publications.published": Fact(_("Published edition {edition} of {document}, from {from} on"), INSIDE),
        "publications.dropped": Fact(_("Dropped the draft {edition} of {document}"), INSIDE),
    },
)

RESPONSIBLE = _("Who answers for the public pages (a name or an office)")
