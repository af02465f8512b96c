"""What each command of a repair is given, and how it is asked for."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field, model_validator

from anxin.core.commands import Ask, Code, Fields, Sentence, Sum, Window, lacking
from anxin.domain.ledger.wording import REPAYMENTS
from anxin.domain.repairs.wording import HELPS

RECORDING = r"^[A-Za-z0-9._:-]{4,64}$"
AS_SHOWN = _("Letters, digits, dots and dashes, as the telephone system shows it.")
AS_NUMBERED = _("Number of the mail, the ticket or the recording: letters, digits, dots and dashes.")
Recording = Annotated[str, Field(pattern=RECORDING), Ask(label=_("Number of the recording"), hint=AS_SHOWN)]
"""From which call something is."""


class Help(Fields):
    """How somebody helps from afar."""

    way: Annotated[
        Literal["phone", "video", "pictures"],
        Ask(
            label=pgettext_lazy("a way of service", "How"),
            names=HELPS,
        ),
    ] = "phone"
    link: Annotated[
        str,
        Field(max_length=300, pattern=r"^$|^https://[^\s<>\"']+$"),
        Ask(
            label=_("Link to the video call"),
            hint=_("It begins with https:// and is shown to this customer only."),
            depends=True,
        ),
    ] = ""

    @model_validator(mode="after")
    def linked(self) -> Self:
        """Ask for the link where it is what one meets over."""
        if self.way == "video" and not self.link:
            raise lacking("link", _("Paste the link, so that the customer can come in."))
        return self


class Solution(Fields):
    """Solved on the phone."""

    how: Annotated[Sentence, Ask(label=_("What was done, as the customer may read it"), rows=3)]


class Redirection(Fields):
    """Sent where it belongs."""

    to: Annotated[str, Field(min_length=1, max_length=120), Ask(label=_("Where to"))]
    why: Annotated[Sentence, Ask(label=_("Why; the customer reads it"), rows=2)]


class Lowering(Fields):
    """What the bill comes to from now on."""

    to_fen: Annotated[int, Field(ge=0), Sum(), Ask(label=_("New sum of the whole bill, in yuan"))]
    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


class Repayment(Fields):
    """How much of what was paid goes back, and why."""

    amount_fen: Annotated[int, Field(gt=0), Sum(), Ask(label=_("How much goes back, in yuan"))]
    reason: Annotated[Literal["too_much", "not_fixed", "lost", "goodwill"], Ask(label=_("Reason"), names=REPAYMENTS)]
    why: Annotated[Sentence, Ask(label=_("What happened; finance reads it"), rows=2)]


class Receipt(Fields):
    """The day on the receipt."""

    bought_date: Annotated[date, Ask(label=_("Bought on"))]


class BrandWord(Fields):
    """What the brand says of its warranty."""

    said_by: Annotated[
        str, Field(min_length=1, max_length=80), Ask(label=_("Who said so"), hint=_("Name and place at the brand"))
    ]
    reference: Annotated[str, Field(pattern=RECORDING), Ask(label=_("The brand's reference"), hint=AS_NUMBERED)]
    why: Annotated[Sentence, Ask(label=_("Why it is covered"), rows=2)]


class Address(Fields):
    """Where somebody should come to."""

    address: Annotated[
        str,
        Field(min_length=1, max_length=300),
        Ask(label=_("The right address"), rows=2, hint=_("Province, city, county, street and door")),
    ]


class Merging(Fields):
    """Another report of the same fault."""

    duplicate: Annotated[Code, Ask(label=_("Which report is the same"))]
    why: Annotated[Sentence, Ask(label=_("Why it is the same; its customer reads it"), rows=2)]


class Note(Fields):
    """A sentence for the record."""

    text: Annotated[str, Field(min_length=1, max_length=1000), Ask(label=_("Your note"), rows=3)]
    readers: Annotated[
        Literal["inside", "public"],
        Ask(label=_("Who reads it"), names={"inside": _("Only the desk"), "public": _("The customer too")}),
    ] = "inside"


class Call(Fields):
    """A call that was made."""

    purpose: Annotated[
        Literal["appointment", "completion", "absence", "other"],
        Ask(
            label=_("About what"),
            names={
                "appointment": _("the time of the visit"),
                "completion": _("whether it works now"),
                "absence": _("nobody at home"),
                "other": _("something else"),
            },
        ),
    ] = "appointment"
    answered: Annotated[
        Literal["yes", "no"],
        Ask(label=_("Did somebody answer"), names={"yes": _("yes, we spoke"), "no": _("nobody answered")}),
    ] = "yes"
    recording: Annotated[
        str, Field(pattern=f"^$|{RECORDING}"), Ask(label=_("Number of the recording"), hint=AS_SHOWN)
    ] = ""


class Completion(Fields):
    """Finished by a recorded call."""

    recording: Recording
    said: Annotated[Literal[True], Ask(label=_("The customer said on the phone that it works and agreed to the bill"))]


class Reset(Fields):
    """Said on the phone: the old credentials of a lock are gone."""

    recording: Recording


class Waiting(Fields):
    """Waiting for somebody or something."""

    on: Annotated[
        Literal["part", "customer", "brand", "goods"],
        Ask(
            label=_("For what"),
            names={
                "part": _("a part"),
                "customer": _("the customer"),
                "brand": _("the brand"),
                "goods": _("the goods"),
            },
        ),
    ]
    why: Annotated[Sentence, Ask(label=_("What exactly, and until when"), rows=2)]


class Booking(Fields):
    """A window with room."""

    window: Annotated[Window, Ask(label=_("When"))]


class Rebooking(Booking):
    """Another window, and who asked for it."""

    why: Annotated[
        Literal["customer", "technician", "desk"],
        Ask(
            label=_("Who asked for it"),
            names={"customer": _("the customer"), "technician": _("the technician"), "desk": _("we")},
        ),
    ]


class Offer(Fields):
    """Somebody in particular: asked, or set after speaking with him."""

    technician: Annotated[Code, Ask(label=_("Whom"))]
    how: Annotated[Literal["ask", "assign"], Ask(hidden=True)] = "ask"
    why: Annotated[
        str, Field(max_length=500), Ask(label=_("Why him, if you assign him yourself"), rows=2, depends=True)
    ] = ""

    @model_validator(mode="after")
    def reasoned(self) -> Self:
        """Ask for the reason where the technician isn't asked but set."""
        if self.how == "assign" and not self.why:
            raise lacking("why", _("Say why: the record needs it when nobody was asked."))
        return self


class Order(Fields):
    """An outlet that names somebody."""

    outlet: Annotated[Code, Ask(label=_("Which outlet"))]


class Agreement(Fields):
    """A version of the quote, with the optional lines that are wanted."""

    version: Annotated[int, Ask(hidden=True)]
    chosen: Annotated[tuple[str, ...], Ask(label=_("On top, if the customer wants it"))] = ()


class Refusal(Fields):
    """A version of the quote that is not wanted, and why."""

    version: Annotated[int, Ask(hidden=True)]
    why: Annotated[Sentence, Ask(label=_("Tell us why"), rows=4)]


class Objection(Fields):
    """What is wrong before the code is given."""

    what: Annotated[Literal["not_fixed", "bill_wrong"], Ask(hidden=True)]
    why: Annotated[Sentence, Ask(label=_("Tell us why"), rows=4)]


class Arrival(Fields):
    """Whether the technician is there."""

    here: Annotated[bool, Ask(label=_("Is the technician there?"))]


class Span(Fields):
    """A window from its beginning to its end."""

    from_at: datetime
    to_at: datetime


class Way(Fields):
    """By whom one pays, the first of those that were set up where nobody is named; and in which page, as whom."""

    way: Annotated[str, Field(max_length=24), Ask(hidden=True)] = ""
    method: Annotated[Literal["", "jsapi", "h5"], Ask(hidden=True)] = ""
    payer: Annotated[str, Field(max_length=64), Ask(hidden=True)] = ""
