"""Words of the buyer's pages that no domain app says: how a picture could be clearer."""

from django.utils.translation import gettext_lazy as _

# Advice only: a picture is taken whatever is said here.
ADVICE = {
    "blurred": _("Looks blurred: hold still, or step back a little."),
    "dark": _("Rather dark: go to a window or switch a lamp on."),
    "bright": _("Very bright: turn away from the lamp."),
    "clipped": _("Parts are blown out: turn away from the lamp."),
    "cut_off": _("Something is cut off at the edge: step back."),
    "too_small": _("Rather small: send the picture itself, not a screenshot of it."),
    "later": _("Many pictures are being looked at right now; yours is kept, with or without advice."),
    "unreadable": _("We could not open it here. It is kept all the same."),
}
# Each is told beside the first picture, since it is the first picture it is compared with.
ACTIONS = {
    "closer": _("As the first picture, but from half as far away"),
    "farther": _("As the first picture, but from twice as far away"),
    "move_left": _(
        "As the first picture; then move the phone to the left, without turning it, until the thing has slid a quarter "
        "of the picture to the right"
    ),
    "move_right": _(
        "As the first picture; then move the phone to the right, without turning it, until the thing has slid a "
        "quarter of the picture to the left"
    ),
    "turn": _("As the first picture, with the phone tilted sideways like a clock's hand at one o'clock"),
    "finger": _("As the first picture, with a finger beside the damaged place"),
}
WENT_BACK = {
    "back": (
        _("went back the way you paid"),
        _("The money went back the way you paid. Banks show it within one to three days."),
    ),
    "bank": (
        _("was transferred to you"),
        _("The money was transferred to your bank account. Banks show it within one to three days."),
    ),
    "shop": (
        _("the shop says that it gave it back"),
        _("The shop says that it gave the money back where you paid. If it has not arrived, say so below."),
    ),
    "listed": (
        _("the shop gave it back; its own list says so, too"),
        _("The shop gave the money back where you paid; its own list says so, too. Not there? Say so below."),
    ),
    "office": (_("was given to you in cash"), _("The money was given to you in cash at the office.")),
    "cash": (_("was given to you in cash"), _("The money was given to you in cash.")),
    "former": (
        _("was sent from the system before this one"),
        _("The money was sent to you from the system that this claim was in before."),
    ),
    "other": (
        _("was sent to you another way"),
        _("The money was sent to you another way than you paid. If you don't know which, please write to us."),
    ),
}
"""How money went back, by its way: beside its sum, and as what the page says first."""
SEVERAL_WAYS = _("The money went back to you by several ways; which stands below.")
WHY_CLOSED = {
    "refused": _("What you asked for was not supported. The reasons stand below."),
    "exchanged": _("Another piece is on its way."),
    "repaired": _("It was repaired."),
    "not_returned": _("The goods were not sent back in time. You can file anew while the law allows."),
    "platform_refunded": _("The platform refunded you in its own forum."),
    "platform_returned": _("The return went through the platform."),
    "platform_refused": _("The platform did not support it in its own forum."),
    "said_refunded": _(
        "{who} says that the platform has given you {sum} back. The platform has not told us, so it counts as nothing "
        "yet. Has it not come? Say so until {until}, and a person here decides."
    ),
    "shop_refunded": _(
        "The shop says that it has given you {sum} back itself. Has it not come? Say so until {until}, and a person "
        "here decides."
    ),
    "said_returned": _(
        "{who} says that the return went through the platform, which gave you {sum} back. The platform has not told "
        "us, so it counts as nothing yet. Is it not so? Say so until {until}, and a person here decides."
    ),
    "said_refused": _(
        "{who} says that the platform did not support it. The platform has not told us. Is it not so? Say so "
        "until {until}, and a person here decides."
    ),
    "found_platform_refunded": _(
        "Our finance found that the platform has given you {sum} back. The platform itself has not told us. Has it not "
        "come? Say so until {until}, and a person here decides."
    ),
    "found_platform_returned": _(
        "Our finance found that the return went through the platform, which gave you {sum} back. The platform itself "
        "has not told us. Is it not so? Say so until {until}, and a person here decides."
    ),
    "found_platform_refused": _(
        "Our finance found that the platform did not support it. The platform itself has not told us. Is it not so? "
        "Say so until {until}, and a person here decides."
    ),
    "shop_over": _(
        "The shop says that it has given you {sum} back itself. Nobody said that it was not so, and the time for that "
        "is over. Was it otherwise? Write to us."
    ),
    "said_over": _(
        "{who} says that the platform decided so. Nobody proved it or said that it was not so, and the time for that "
        "is over. Was it otherwise? Write to us."
    ),
    "repaid": _("The platform refunded you in its own forum."),
    "recovery_given_up": _("The platform refunded you in its own forum."),
}
