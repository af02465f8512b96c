"""Which device it is, by the number on it or as it is registered, and what follows."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Code, Fields

NAMED = _(
    "A day of purchase that the device is registered with counts at once, and customer and desk read it. In warranty a "
    "quote is priced anew, and what is owed or was paid already falls."
)


class Serial(Fields):
    """The number on the device itself."""

    serial: Annotated[
        str,
        Field(min_length=1, max_length=64),
        Ask(label=_("Serial number"), hint=_("As it stands on the plate of the device; never guessed.")),
    ]


REGISTERED = _(
    "The model it is registered under counts from now on, and so does the day of purchase that is proved for it; a "
    "quote is priced anew where the device is in warranty. The customer reads the model, and nothing of whose it was."
)


class Registered(Fields):
    """Which device of this number it is."""

    device: Annotated[Code, Ask(label=_("Which model, and since when it is registered"))]
