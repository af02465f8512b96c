"""What each command of a claim is given, and how it is asked for."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field, InstanceOf, WithJsonSchema, model_validator

from anxin.core.commands import Ask, Code, Fields, Files, Sentence, SomeFiles, Sum, Window, lacking, one_of
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.claims.choices import PlatformOutcome
from anxin.domain.claims.rules import MONEY
from anxin.domain.claims.wording import LIABLE, PLATFORMS, REMEDIES
from anxin.domain.evidence.wording import DECLARATIONS
from anxin.domain.goods.commands import MODEL

NO_AUTHORITY = _("No authority is entered yet: an administrator makes one under “Houses”, of that kind.")
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Fen = Annotated[int, Field(gt=0), Sum()]
SomeFen = Annotated[int, Field(ge=0), Sum()]
Sealed = Annotated[tuple[InstanceOf[PictureGiven], ...], WithJsonSchema({"type": "array", "format": "pictures"})]
"""Pictures and videos, sealed already, each with what it shows."""
Label = Annotated[str, Field(min_length=1, max_length=8), Ask(hidden=True)]
"""The label of a picture of this claim."""


class PaidThere(Fields):
    """The payment another system made."""

    reference: Annotated[str, Field(min_length=1, max_length=64), Ask(label=_("Number of the payment there"))]


class Challenge(Fields):
    """One more picture, taken now."""

    kind: Annotated[
        Literal["paper", "link"],
        Ask(
            label=_("How"),
            names={
                "paper": _("with a code on paper beside the thing"),
                "link": _("behind a link, in our page"),
            },
        ),
    ] = "paper"
    text: Annotated[Sentence, Ask(label=_("What it should show; the buyer reads it"), rows=3)]


class Goods(Fields):
    """Which product the goods are."""

    model: Annotated[str, Field(min_length=1, max_length=130), MODEL]


class Visit(Fields):
    """What a technician is to find out, and when he comes to look."""

    question: Annotated[
        Sentence,
        Ask(
            label=_("What he is to find out"),
            hint=_("What is contended, as a question. Technician and both sides read it; name nobody."),
            rows=3,
        ),
    ]
    window: Annotated[Window, Ask(label=_("When"))]


class Note(Fields):
    """A sentence for the desk."""

    text: Annotated[
        str, Field(min_length=1, max_length=1000), Ask(label=_("Your note; only the desk reads it"), rows=3)
    ]


class Message(Fields):
    """A sentence to the sides; the desk always reads along."""

    to: Annotated[Literal["both", "buyer", "merchant", "desk"], Ask(label=_("Who reads it"))]
    text: Annotated[str, Field(min_length=1, max_length=2000), Ask(label=_("Your message"), rows=3)]


class Pictures(Fields):
    """What the buyer hands in, sealed already, and what he says about it."""

    pictures: Annotated[Sealed, Field(min_length=1)]
    declaration: Annotated[str, one_of(DECLARATIONS), Ask(label=_("Your pictures are"), names=DECLARATIONS)] = ""


class Capture(Pictures):
    """What the buyer took on request, with the code he was given for it; what came step by step is here already."""

    code: Annotated[str, Field(max_length=64), Ask(hidden=True)]
    pictures: Sealed = ()


class Contribution(Fields):
    """One original that a program hands in, for its own side or for the buyer it speaks for."""

    picture: Annotated[InstanceOf[PictureGiven], WithJsonSchema({"type": "object", "format": "pictures"})]
    side: Annotated[str, Field(max_length=10)] = ""
    declaration: Annotated[str, Field(max_length=10)] = ""


class Return(Fields):
    """The goods are on their way back."""

    waybill: Annotated[
        str, Field(min_length=1, max_length=64), Ask(label=_("Waybill number"), hint=_("from the carrier's receipt"))
    ]


class Address(Fields):
    """Where a technician is to come to."""

    address: Annotated[
        str, Field(min_length=1, max_length=300), Ask(label=_("Address, as a courier would need it"), rows=2)
    ]


class Arrival(Fields):
    """Whether the technician is there."""

    here: Annotated[bool, Ask(label=_("Is the technician there?"))]


class Exchange(Fields):
    """Why another piece, in the customer's own words."""

    why: Annotated[Sentence, Ask(label=_("Tell us why"), rows=4)]


class Ruling(Fields):
    """What a reviewer decides; `found` are sentences, each with the labels of its evidence."""

    remedy: Annotated[str, one_of(REMEDIES), Ask(names=REMEDIES)]
    amount_fen: SomeFen = 0
    liable: Annotated[str, one_of(LIABLE), Ask(names=LIABLE)] = "merchant"
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    found: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fraud_said: bool = False
    early: Annotated[str, Field(max_length=500)] = ""
    beyond: Annotated[str, Field(max_length=500)] = ""


class Correction(Ruling):
    """What a reviewer's own decision is corrected to, and what was wrong with it."""

    mistake: Annotated[str, Field(min_length=1, max_length=500)]


class Answer(Fields):
    """Not agreed to, in fixed words, own ones or both."""

    opening: Annotated[str, Field(max_length=40), Ask(label=_("Begin with"))] = ""
    reason: Annotated[
        str,
        Field(max_length=2000),
        Ask(label=_("Your answer; the buyer and the reviewer read it"), rows=4, depends=True),
    ] = ""

    @model_validator(mode="after")
    def worded(self) -> Self:
        """Ask for a beginning or for own words."""
        if not self.opening and not self.reason:
            raise lacking("reason", _("Write a sentence, or choose one above."))
        return self


class RefundNumber(Fields):
    """The number a refund has on its platform, by which its buyer and who decides can find it."""

    reference: Annotated[str, Field(min_length=1, max_length=64), Ask(label=_("Number of the refund on the platform"))]
    reason: Annotated[
        str, Field(max_length=1800), Ask(label=_("Anything else, if you like; the buyer reads it"), rows=2)
    ] = ""


class ShopRefund(Fields):
    """What a shop gave back by itself: how much, by which number there, and what proves it."""

    amount_fen: Annotated[Fen, Ask(label=_("Given back in the shop, in yuan"))]
    reference: Annotated[str, Field(min_length=1, max_length=64), Ask(label=_("Number of the refund in the shop"))]
    files: SomeFiles = ()


class ShopPayment(Fields):
    """By which number a shop gave back what was decided."""

    reference: Annotated[str, Field(min_length=1, max_length=64), Ask(label=_("Number of the refund in the shop"))]


class Agreement(Fields):
    """Agreed to; a program may give words along, a click is reason enough."""

    reason: Annotated[str, Field(max_length=2000), Ask(hidden=True)] = ""


class Offer(Fields):
    """Something else than what is asked for; a sum exactly where money goes back."""

    remedy: Annotated[
        Literal["refund_only", "refund_part", "return", "exchange", "repair"],
        Ask(label=_("What you offer"), names=REMEDIES),
    ]
    amount_fen: Annotated[SomeFen, Ask(label=_("How much, in yuan, where money goes back"), depends=True)] = 0
    reason: Annotated[Words, Ask(label=_("Why this; the buyer reads it"), rows=3)]

    @model_validator(mode="after")
    def summed(self) -> Self:
        """Ask for a sum where money goes back."""
        if self.remedy in MONEY and not self.amount_fen:
            raise lacking("amount_fen", _("How much goes back?"))
        if self.remedy not in MONEY and self.amount_fen:
            raise lacking("amount_fen", _("No money goes back with this: leave the sum empty."))
        return self


class Findings(Fields):
    """What is wrong with what came back."""

    reason: Annotated[Words, Ask(label=_("What is wrong with it; the buyer and the reviewer read it"), rows=3)]


class SentBack(Fields):
    """Goods on their way to their buyer."""

    waybill: Annotated[
        str,
        Field(pattern=r"^[A-Za-z0-9-]{5,40}$"),
        Ask(label=_("Waybill"), hint=_("Letters, digits and dashes, as the carrier prints it.")),
    ]


class Replacement(SentBack):
    """Another piece."""

    old_serial: Annotated[str, Field(max_length=64), Ask(label=_("Serial number of the old one"))] = ""
    new_serial: Annotated[str, Field(max_length=64), Ask(label=_("Serial number of the new one"))] = ""


class Evidence(Fields):
    """More pictures, videos."""

    role: Annotated[Code, Ask(label=_("What it shows"))] = "packing"
    files: Files


class PlatformDecision(Fields):
    """What the platform decided; a sum exactly where something was given."""

    what: Annotated[
        PlatformOutcome,
        Ask(
            label=_("What the platform decided"),
            names=PLATFORMS,
        ),
    ]
    amount_fen: Annotated[SomeFen, Ask(label=_("How much, in yuan"), depends=True)] = 0
    reference: Annotated[
        str,
        Field(max_length=64),
        Ask(label=_("The platform's number"), hint=_("of its decision, or of the money it gave back")),
    ] = ""

    @model_validator(mode="after")
    def summed(self) -> Self:
        """Ask for a sum where something was given."""
        if self.what != "refused" and not self.amount_fen:
            raise lacking("amount_fen", _("How much was it?"))
        if self.what == "refused" and self.amount_fen:
            raise lacking("what", _("With a refusal no money goes back: leave the sum empty."))
        return self


class Outcome(PlatformDecision):
    """What the platform decided, in its own words."""

    reason: Annotated[str, Field(max_length=2000), Ask(label=_("The platform's reason, as it wrote it"), rows=2)] = ""


class CorrectedOutcome(PlatformDecision):
    """What the platform really decided, and why it was entered otherwise."""

    why: Annotated[Sentence, Ask(label=_("Why it was entered otherwise; both sides read it"), rows=2)]


class Demand(Fields):
    """Money asked back."""

    amount_fen: Annotated[Fen, Ask(label=_("How much, in yuan"))]
    reason: Annotated[Words, Ask(label=_("Why it should come back"), rows=3)]


class Contradiction(Fields):
    """What is not so about what the platform is said to have decided."""

    why: Annotated[Sentence, Ask(label=_("What is not so; the merchant and the reviewer read it"), rows=2)]


class Recovery(Fields):
    """How far a recovery is."""

    step: Annotated[Literal["promise", "instalments", "court", "police", "give_up"], Ask(label=_("What happened"))]
    until: Annotated[date | None, Ask(label=_("Promised until"))] = None
    why: Annotated[str, Field(max_length=500), Ask(label=_("A note"), rows=2)] = ""


class Repayment(Fields):
    """Money that came back; `seen_fen`: how much had come before, where it was written down."""

    amount_fen: Annotated[Fen, Ask(label=_("How much came, in yuan"))]
    seen_fen: Annotated[int | None, Ask(hidden=True)] = None


class Referral(Fields):
    """A door outside."""

    door: Annotated[Code, Ask(label=_("Where you go"))]


class News(Fields):
    """What was heard of a door outside: the referral's id and its step, divided by a colon."""

    news: Annotated[str, Field(min_length=1, max_length=80), Ask(label=_("What you heard"))]
    number: Annotated[str, Field(max_length=64), Ask(label=_("Their number"))] = ""
    text: Annotated[
        str, Field(max_length=500), Ask(label=pgettext_lazy("of an outside office", "What they said"), rows=2)
    ] = ""


class Grant(Fields):
    """An authority may read the case."""

    organisation: Annotated[Code, Ask(label=_("Which authority"), none=NO_AUTHORITY)]
    letter: Annotated[str, Field(min_length=1, max_length=120), Ask(label=_("Number or subject of its letter"))]
    until: Annotated[date, Ask(label=_("Until, at most a year"))]


class GrantEnd(Fields):
    """An authority reads no longer."""

    organisation: Annotated[Code, Ask(label=_("Which authority"))]
    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


class MissingOutcome(Fields):
    """A picture that can't be examined."""

    label: Label
    note: Annotated[Sentence, Ask(label=_("Why it can't be examined; who decides reads it"), rows=2)]


class MissingInspection(Fields):
    """What was asked for can't be looked at."""

    note: Annotated[Sentence, Ask(label=_("Why it can't be looked at; who decides reads it"), rows=2)]


class Picture(Fields):
    """Which picture."""

    label: Label


class Judgement(Fields):
    """What was counted on somebody and is contested."""

    mark: Annotated[UUID, Ask(hidden=True)]
    verdict: Annotated[
        Literal["uphold", "correct"],
        Ask(label=_("What you found"), names={"uphold": _("It was right"), "correct": _("Take it back")}),
    ]
    why: Annotated[Sentence, Ask(label=_("Why; who is concerned reads it"), rows=2)]
