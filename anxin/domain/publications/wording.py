"""What people are told of publications."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import declare

declare(
    errors={
        "publications.not_made_there": _("This brand makes no such goods."),
    },
)

RESPONSIBLE = _("Who answers for the public pages (a name or an office)")
