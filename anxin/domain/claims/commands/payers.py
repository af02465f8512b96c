"""What finance may do about what others pay for merchants that are gone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Ask, Command, Fields, Sentence, Table, calling, one_of
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Decision
from anxin.domain.claims.queries import payers as queries
from anxin.domain.claims.rules import payers as rules
from anxin.domain.claims.rules.payers import ITSELF, PaidForSituation
from anxin.domain.ledger.commands.differences import FINANCE, SECOND
from anxin.domain.ledger.commands.moved_money import Moved, Reference, Way
from anxin.domain.people.choices import PAYERS

WHO = {**PAYERS, ITSELF: _("the merchant itself, after all")}


class SaidPayer(Fields):
    """Who pays for a merchant that is gone, and why it is he."""

    payer: Annotated[str, one_of(WHO), Ask(label=_("Who pays"), names=WHO)]
    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


class PaidBy(Fields):
    """How what somebody pays for a merchant came."""

    way: Way
    moved_date: Moved
    reference: Reference


class Returned(Fields):
    """When what somebody paid too much for a merchant went back, and by which reference."""

    moved_date: Moved
    reference: Reference


class Unpaid(Fields):
    """Why it was not paid after all."""

    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


def _charged(row: Decision, _now: datetime) -> Mapping[str, str]:
    """Return who is charged: what came from one isn't booked as another's, said meanwhile."""
    return {"payer": row.payer}


def _over(row: Decision, _now: datetime) -> Mapping[str, str]:
    """Return who paid how much, and what stands charged: of another sum it is read anew first."""
    return {"payer": row.payer, "paid": str(row.payer_paid_fen), "charged": str(row.charged_fen)}


PAID_FOR = Table(
    "paid_for",
    situation=queries.paid_for_situation,
    commands=(
        Command[Decision, PaidForSituation](
            name="payment",
            title=_("It was paid"),
            who=FINANCE,
            when=rules.may_be_paid,
            fields=PaidBy,
            shows=_charged,
            do=calling("decision", claims.payer_paid, "way", "moved_date", "reference"),
            weighs=True,
            follows=_(
                "All that was charged is booked as paid, where the money came in. For 30 days another than you can "
                "take that back."
            ),
        ),
        Command(
            name="unpaid",
            title=_("It was not paid after all"),
            who=SECOND,
            when=rules.may_be_unpaid,
            fields=Unpaid,
            shows=_charged,
            do=calling("decision", claims.payer_unpaid, "why"),
            weighs=True,
            follows=_("What was booked as paid is reversed, to the fen; what stands charged is owed as before."),
        ),
        Command(
            name="returned",
            title=_("What was paid too much went back"),
            who=SECOND,
            when=rules.may_be_returned,
            fields=Returned,
            shows=_over,
            do=calling("decision", claims.payer_returned, "moved_date", "reference"),
            weighs=True,
            follows=_(
                "It is booked where the money had come in. A refund that still goes anew is charged once more then, "
                "and asked for: where it goes soon, leave the money here, and it is set off by itself."
            ),
        ),
        Command(
            name="payer",
            title=_("Say who pays"),
            who=FINANCE,
            when=rules.may_say_payer,
            fields=SaidPayer,
            shows=_charged,
            do=calling("decision", claims.say_payer, "payer", "why"),
            weighs=True,
            follows=_(
                "What was charged is reversed and charged to whom you say, to the fen; the buyer reads who pays. "
                "What he gets stays as it is."
            ),
        ),
    ),
)
