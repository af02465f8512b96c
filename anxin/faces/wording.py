"""What the faces themselves refuse, in sentences."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import declare

declare(
    errors={
        "faces.not_yours": _("This page is for others."),
        "faces.not_proved": _("Sign in, or show your passkey or a code once more, then try again."),
        "faces.not_known": _("Show a valid token: Authorization: Bearer …"),
        "api.out_of_scope": _("This token was not issued for that; it needs the scope {scope}."),
        "api.bad_cursor": _("This cursor is not one we gave out. Begin again without one."),
        "faces.too_many": _("Too many tries in a short time. Please wait {wait_s} seconds; what you typed is kept."),
        "faces.too_slow": _("It came too slowly and was not taken in. Please try again on a better line."),
        "faces.too_long": _("This is larger than anything that is taken in here. Nothing was saved."),
        "faces.crowded": _("Many people are asking at this moment. Nothing was saved; please try again shortly."),
        "faces.other_print": _(
            "What is to be signed has changed since this page was opened, so nothing was signed. Look at the list as "
            "it is now."
        ),
        "faces.upload_over": _("This picture was sent more than a day ago, or from elsewhere. Please send it again."),
    },
)
