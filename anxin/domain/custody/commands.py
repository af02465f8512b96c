"""What finance and the desk may do with a claim on a carrier."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, RecordedReason, Sentence, Sum, Table, calling
from anxin.domain.custody import actions as custody
from anxin.domain.custody import queries
from anxin.domain.custody.models import ParcelClaim
from anxin.domain.custody.rules import REFERENCE
from anxin.domain.custody.rules import parcel_claim as rules
from anxin.domain.custody.rules.parcel_claim import ParcelClaimSituation
from anxin.domain.custody.states import DESK


class CarriersPayment(Fields):
    """What the carrier paid, by which transfer."""

    amount_fen: Annotated[int, Field(ge=1), Sum(), Ask(label=_("Sum that came in"))]
    reference: Annotated[str, Field(pattern=REFERENCE, max_length=40), Ask(label=_("Number of the slip or transfer"))]


class Dropped(Fields):
    """Why a claim is dropped; the customer reads it."""

    why: Annotated[Sentence, Ask(label=_("Why; the customer reads it"), rows=2)]


PARCEL_CLAIMS = Table(
    "parcel_claim",
    situation=queries.parcel_claim_situation,
    commands=(
        Command[ParcelClaim, ParcelClaimSituation](
            name="payment",
            title=_("The carrier paid"),
            who="finance",
            when=rules.may_book,
            because="custody.nothing_owed",
            fields=CarriersPayment,
            do=calling("claim", custody.book_payment, "amount_fen", "reference"),
            weighs=True,
            follows=_("It is booked once; what is still owed stays on the list."),
        ),
        Command(
            name="dropping",
            title=_("Drop the claim"),
            steps="parcel_claim.drop",
            fields=Dropped,
            do=calling("claim", custody.drop_claim, "why"),
            final=True,
            weighs=True,
            follows=_("Nothing more is asked of the carrier, nothing is made good. The customer reads that it ended."),
        ),
        Command(
            name="rest",
            title=_("Ask for the rest no more"),
            who=f"{DESK} finance",
            when=rules.may_give_up_rest,
            because="custody.nothing_owed",
            fields=RecordedReason,
            do=calling("claim", custody.give_up_rest, "why"),
            final=True,
            weighs=True,
            follows=_("The house bears what the carrier did not pay."),
        ),
    ),
)
