"""What the settings of messages are called."""

from django.utils.translation import gettext_lazy as _

SETTINGS = {
    "quiet_from_h": _("Hour from which no message goes to customers"),
    "quiet_until_h": _("Hour until which messages wait"),
    "messages": _("Send text messages to customers"),
    "address": _("Address of this site in text messages, such as https://service.example"),
    "language": _("Language of text messages"),
}
