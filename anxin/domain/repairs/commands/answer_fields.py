"""What a customer gives who answers a quote on the screen of who serves him: his answer, and a signature."""

from typing import Annotated, Self

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from anxin.core import drawings
from anxin.core.commands import Ask, Drawn, Fields, lacking
from anxin.domain.repairs.commands.fields import Agreement, Refusal

SIGNED_HERE = _("It is sealed with the version of the quote, as given in person before you; nobody can change it.")


class Signed(Fields):
    """Somebody signs on the screen of who serves him: drawn by hand, or by name with a mark that it was read."""

    drawn: Annotated[Drawn, Ask(label=_("Signature"), depends=True)] = ""
    name: Annotated[
        str,
        Field(max_length=64),
        Ask(label=_("Name of who signs"), hint=_("Only where it is somebody else, or nothing is drawn."), depends=True),
    ] = ""
    read: Annotated[bool, Ask(label=_("I have read it, and sign with my name."))] = False

    @model_validator(mode="after")
    def signed(self) -> Self:
        """Ask for what is lacking to a signature, by its field."""
        if self.drawn and not drawings.is_signature(self.drawn):
            raise lacking("drawn", _("That is too short for a signature. Please sign once more."))
        if not self.drawn and not self.name:
            raise lacking("drawn", _("Sign by hand, or write the name and tick the box."))
        if not self.drawn and not self.read:
            raise lacking("read", _("Please tick that you have read it."))
        return self


class AgreedHere(Signed, Agreement):
    """The customer agrees on the screen of who serves him, and signs."""


class RefusedHere(Signed, Refusal):
    """The customer says no on the screen of who serves him, and signs."""
