"""Which device it is, by the number on it, and what follows."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Fields

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
