"""What programs are answered about claims: masked, in codes that stay."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_noop
from pydantic import Field

from anxin.core import wording
from anxin.domain.claims import queries
from anxin.domain.evidence.queries import ExaminationView, LinkView
from anxin.faces.api.answers import Answer, Clock, Person, person_of


class KeptAsKnown(Answer):
    """What was told otherwise than it is kept, and changed nothing."""

    field: str
    message: str = Field(description=gettext_noop("What happened, and how it is changed"))


class Filed(Answer):
    """A claim that was just filed."""

    number: str = Field(description=gettext_noop("The number of the claim"))
    state: str
    forum: str
    asked_fen: int
    created_at: datetime
    answer_by: datetime | None = Field(description=gettext_noop("Until when the merchant may answer"))
    kept: list[KeptAsKnown] = Field(
        default=[], description=gettext_noop("What of the buyer of a known order was told otherwise, and stays")
    )


class Answered(Answer):
    """How the merchant was heard just now."""

    number: str
    state: str
    answer: Literal["contest", "agree", "offer"]
    sent_fen: int | None = Field(
        default=None, description=gettext_noop("What goes back here by it, of an offer once it is accepted")
    )
    given_fen: int | None = Field(
        default=None, description=gettext_noop("How much of it the shop gave back itself since it was asked for")
    )
    person: str
    at: datetime


class Decided(Answer):
    """A marketplace's outcome that was just taken over."""

    number: str
    state: str
    outcome: str
    amount_fen: int
    at: datetime


class Brought(Answer):
    """A file that was just handed in."""

    number: str
    id: UUID
    label: str = Field(description=gettext_noop("What it is called in this claim: B1, S2, D1"))
    side: str
    role: str
    media: str
    size: int
    sha256: str
    sealed_at: datetime
    late: bool = Field(description=gettext_noop("Sealed only after the claim was made"))


class ClaimListed(Answer):
    """A claim in a list."""

    number: str
    state: str
    state_text: str
    forum: str
    type: str
    reason: str
    asked_fen: int
    seller: str
    platform: str
    platform_ref: str
    order_key: str
    buyer: Person
    outcome: str
    created_at: datetime
    updated_at: datetime


class ClaimPage(Answer):
    """Some claims, newest first."""

    items: list[ClaimListed]
    next: str | None = Field(description=gettext_noop("The cursor of the following page; null on the last"))


class ClaimedLine(Answer):
    """A line that is claimed about."""

    position: int
    title: str
    sku: str
    quantity: int
    amount_fen: int


class Examined(Answer):
    """What one look came to: how early a person should look, never a verdict."""

    state: str
    attention: str
    reasons: list[str]
    why: str = Field(description=gettext_noop("Why it was not possible; empty where it was done"))


class Evidence(Answer):
    """One original on a claim."""

    id: UUID
    label: str
    side: str
    role: str
    media: str
    size: int
    sha256: str
    shot_at: datetime | None
    sealed_at: datetime
    late: bool
    declaration: str
    examination: Examined | None


class Heard(Answer):
    """How the merchant was heard."""

    kind: str
    at: datetime
    remedy: str
    amount_fen: int
    accepted_at: datetime | None


class Lock(Answer):
    """What stands before a decision, and when it opens by itself."""

    why: str
    opens_at: datetime | None
    labels: list[str]


class Decision(Answer):
    """A decision, as both sides read it; `mistake`: what a correction put right, `payer`: who pays for its merchant."""

    kind: str
    state: str
    remedy: str
    amount_fen: int
    liable: str
    payer: str
    rules_version: str
    reason: str
    mistake: str
    given_at: datetime | None


class Payout(Answer):
    """A part of the money on its way back."""

    amount_fen: int
    state: str
    at: datetime


class Recovery(Answer):
    """Money asked back."""

    state: str
    demanded_fen: int
    repaid_fen: int


class Claim(Answer):
    """One claim."""

    number: str
    state: str
    state_text: str
    forum: str
    type: str
    reason: str
    statutory: bool
    asked_fen: int
    most_fen: int
    declaration: str
    channel: str
    seller: str
    platform: str
    platform_ref: str
    order_key: str
    waybill: str
    buyer: Person
    lines: list[ClaimedLine]
    needed: list[str]
    still_needed: list[str]
    evidence: list[Evidence]
    attention: str
    answers: list[Heard]
    locks: list[Lock]
    decision: Decision | None
    clocks: list[Clock]
    payouts: list[Payout]
    platform_outcome: str
    recovery: Recovery | None
    return_waybill: str
    goods_waybill: str
    replacement_waybill: str
    repair_number: str
    visit_number: str
    outcome: str
    created_at: datetime


def listed(line: queries.ClaimListRow) -> ClaimListed:
    """Show a claim in a list."""
    told = {name: getattr(line, name) for name in ClaimListed.model_fields if name not in ("buyer", "state_text")}
    return ClaimListed(**told, buyer=person_of(line.buyer), state_text=wording.state("claim", line.state))


MADE = ("state_text", "buyer", "evidence", "decision")


def claim_of(view: queries.ClaimView) -> Claim:
    """Show one claim."""
    told = {name: getattr(view, name) for name in Claim.model_fields if name not in MADE}
    return Claim.model_validate(
        told
        | {
            "state_text": wording.state("claim", view.state),
            "buyer": person_of(view.buyer),
            "evidence": [_evidence(one) for one in view.evidence],
            "decision": view.decision,
        }
    )


def _evidence(view: LinkView) -> Evidence:
    same = {name: getattr(view, name) for name in Evidence.model_fields if name != "examination"}
    return Evidence(**same, examination=_examined(view.examination) if view.examination else None)


def _examined(view: ExaminationView) -> Examined:
    return Examined(state=view.state, attention=view.attention, reasons=list(view.reasons), why=view.why)
