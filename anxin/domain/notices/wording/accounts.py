"""What is told of the accounts outside that a house is reached and signed in by: asked for, refused, stopped."""

from django.utils.translation import gettext_lazy as _

ACCOUNTS = {
    "notices.company_asked": _("{number}: a change of your house's company sign-in waits for your agreement"),
    "notices.company_stopped": _("{number}: the company sign-in of this house was stopped; nobody comes in by it"),
    "notices.change_asked": _("{number}: a change of an account outside, mail or address waits for an agreement"),
    "notices.change_refused": _("{number}: a change of an account outside, mail or address was refused"),
    "notices.company_refused": _("{number}: a change of your house's company sign-in was refused"),
}
