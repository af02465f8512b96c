"""What is said with the commands about goods that are brought or sent in."""

from datetime import date
from typing import Annotated, Literal, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field, model_validator

from anxin.core import drawings
from anxin.core.commands import (
    Ask,
    Code,
    Drawn,
    Fields,
    Files,
    Sentence,
    SomeFiles,
    Sum,
    lacking,
    one_of,
)
from anxin.domain.custody import rules as keeping
from anxin.domain.custody.choices import ACCESSORIES, CARRIERS, CONDITIONS, MOMENTS, WHICH_WAY
from anxin.domain.repairs.commands.fields import AS_SHOWN, RECORDING


class ToldReason(Fields):
    """A reason that the customer reads in the record."""

    why: Annotated[Sentence, Ask(label=_("Why; the customer reads it"), rows=2)]


class SharedReason(Fields):
    """A reason that either side may give, and both read."""

    why: Annotated[Sentence, Ask(label=_("Why; customer and outlet read it"), rows=2)]


class Parcel(Fields):
    """With whom a parcel travels, under which number."""

    carrier: Annotated[str, one_of(CARRIERS), Ask(label=_("Carrier"), names=CARRIERS)]
    waybill: Annotated[
        str,
        Field(pattern=keeping.WAYBILL, max_length=40),
        Ask(label=_("Waybill"), hint=_("Letters, digits and dashes, as the carrier prints it.")),
    ]


class Onward(Parcel):
    """To which outlet a thing goes on, with whom it travels."""

    outlet: Annotated[Code, Ask(label=_("To which outlet"))]


class Home(Fields):
    """Where a thing is brought or sent instead."""

    home: Annotated[str, Field(max_length=80), Ask(label=_("Where it is brought or sent"))]


class Receipt(Fields):
    """What the thing looks like and what came with it."""

    condition: Annotated[
        tuple[Annotated[str, one_of(CONDITIONS)], ...],
        Field(min_length=1),
        Ask(label=_("What it looks like"), names=CONDITIONS),
    ]
    accessories: Annotated[
        tuple[Annotated[str, one_of(ACCESSORIES)], ...], Ask(label=_("What came with it"), names=ACCESSORIES)
    ] = ()
    serial: Annotated[str, Field(max_length=64), Ask(label=_("Serial number"))] = ""
    remark: Annotated[str, Field(max_length=500), Ask(label=_("Marks and damage, where exactly"), rows=2)] = ""
    shelf: Annotated[str, Field(max_length=24), Ask(label=pgettext_lazy("where a thing lies", "Shelf"))] = ""
    files: Files


NOBODY = "-"
"""Said as who looks on where nobody does, and the whole unpacking is on video."""


class Unpacking(Receipt):
    """What lay in a parcel, and who looked on."""

    witness: Annotated[str, Field(min_length=1, max_length=64), Ask(label=_("Who looks on"))]
    damaged: Annotated[bool, Ask(label=_("Broken on its way; a claim is opened"))] = False


class Arrived(Fields):
    """A parcel that is here, still closed."""

    shelf: Annotated[str, Field(max_length=24), Ask(label=pgettext_lazy("where a thing lies", "Shelf"))] = ""
    damaged: Annotated[bool, Ask(label=_("The wrapping is damaged: show it in a picture; a claim is opened"))] = False
    files: SomeFiles = ()


class Digits(Fields):
    """The six digits the customer reads out."""

    code: Annotated[
        str, Field(pattern=r"^\d{6}$"), Ask(label=_("Digits on the customer's page"), hint=_("It has six digits."))
    ]


class CodeToPay(Fields):
    """By whom the customer pays, where there are several."""

    way: Annotated[str, Field(max_length=24), Ask(label=_("Pay with"))] = ""


class Signature(Fields):
    """Signed on the screen of the counter, or on paper and photographed."""

    drawn: Annotated[Drawn, Ask(label=_("Signature"), depends=True)] = ""
    files: SomeFiles = ()

    @model_validator(mode="after")
    def signed(self) -> Self:
        """Ask for one of both."""
        if self.drawn and not drawings.is_signature(self.drawn):
            raise lacking("drawn", _("That is too short for a signature. Please sign once more."))
        if not self.drawn and not self.files:
            raise lacking("drawn", _("Have it signed here, or take a picture of the signed receipt."))
        return self


class Collection(Signature):
    """Who has no page to read a code from shows the paper receipt and signs."""

    shown: Annotated[Literal[True], Ask(label=_("The paper receipt was shown; number and thing are the same"))]


class Bench(Fields):
    """Who works on it."""

    technician: Annotated[Code, Ask(label=_("Who works on it"))]


class Back(Fields):
    """It has come back; perhaps broken."""

    damaged: Annotated[bool, Ask(label=_("It came broken; a claim is opened"))] = False


class Renewal(Fields):
    """A call after which a new code is made."""

    recording: Annotated[str, Field(pattern=RECORDING), Ask(label=_("Number of the recording"), hint=AS_SHOWN)]


class ParcelClaimed(Fields):
    """Which parcel's claim, where there are two."""

    way: Annotated[str, one_of(WHICH_WAY), Ask(label=_("Which parcel"), names=WHICH_WAY)] = ""


class Reference(ParcelClaimed):
    """The carrier's number of a claim."""

    reference: Annotated[
        str,
        Field(pattern=keeping.REFERENCE, max_length=40),
        Ask(label=_("The carrier's number of the claim"), hint=_("Letters, digits, dots, dashes and strokes.")),
    ]
    claimed_fen: Annotated[int, Field(ge=1), Sum(), Ask(label=_("Sum that is claimed"))]


class Refused(ParcelClaimed):
    """Why the carrier pays nothing."""

    why: Annotated[Sentence, Ask(label=_("Why; who works on it reads it, the customer does not"), rows=2)]


class Amends(ParcelClaimed):
    """What was made good."""

    amount_fen: Annotated[int, Field(ge=0), Sum(), Ask(label=_("Sum that was paid"))]
    why: Annotated[Sentence, Ask(label=_("How it was made good; the customer reads it"), rows=2)]


class Kept(ToldReason):
    """Until when a thing that nobody collects is kept on."""

    until: Annotated[date, Ask(label=_("Kept until, at most a year"))]


class Deposit(ToldReason):
    """Where a thing that nobody collects was handed in."""

    office: Annotated[str, Field(min_length=2, max_length=64), Ask(label=_("Notary's office; the customer reads it"))]
    reference: Annotated[str, Field(min_length=1, max_length=40), Ask(label=_("Number of its receipt"))]


class Moment(Fields):
    """Pictures of one moment."""

    moment: Annotated[str, one_of(MOMENTS), Ask(label=_("When it was taken"), names=MOMENTS)]
    files: Files
