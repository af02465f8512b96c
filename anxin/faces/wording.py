"""What the faces themselves refuse, in sentences."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import declare

declare(
    errors={
        "faces.not_yours": _("This page is for others. Nothing was changed."),
        "faces.too_many": _("Too many tries in a short time. Please wait {wait_s} seconds; what you typed is kept."),
        "faces.upload_over": _("This picture was sent more than a day ago, or from elsewhere. Please send it again."),
    },
)
