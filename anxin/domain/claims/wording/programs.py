"""What programs are told about claims they file."""

from django.utils.translation import gettext_lazy as _

KEPT = {
    "name": _(
        "This order is kept with another name, which stays: nothing was changed. The buyer corrects it himself on My "
        "data, or asks the desk."
    ),
    "phone": _(
        "This order is kept with another phone, which stays: nothing was changed. The buyer changes it himself on My "
        "data, by a code to the new phone; who can't be sent a code asks the desk."
    ),
}
"""What a program is answered that tells the buyer of a known order otherwise; whose else a number is says nobody."""
