"""To which account a refund goes that no provider sends: its customer says so, or finance whom he told."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Command, Fields, Sentence, Table, calling, one_of
from anxin.domain.ledger.actions import payees as actions
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.queries import payees as queries
from anxin.domain.ledger.queries.payees import AccountGiven
from anxin.domain.ledger.rules import payees as rules
from anxin.domain.ledger.rules.payees import PayeeSituation
from anxin.domain.ledger.rules.situation import PaymentSituation
from anxin.domain.people.choices import OFFERED, REVEAL_REASONS


class PayeeAccount(Fields):
    """An account at a bank, or a wallet."""

    name: Annotated[str, Field(min_length=1, max_length=80), Ask(label=_("Name on the account"))]
    bank: Annotated[str, Field(min_length=2, max_length=80), Ask(label=_("Bank and branch, or which wallet"))]
    number: Annotated[str, Field(min_length=6, max_length=60), Ask(label=_("Account number"))]


class AccountLook(Fields):
    """Why somebody reads an account, or who paid: its owner reads the reason."""

    reason: Annotated[
        str,
        one_of(OFFERED["refund"]),
        Ask(label=_("Why you look"), names={one: REVEAL_REASONS[one].name for one in OFFERED["refund"]}),
    ]


class Missing(Fields):
    """That a transfer has not arrived."""

    text: Annotated[str, Field(max_length=500), Ask(label=_("What your bank says, if you asked it"), rows=2)] = ""


class MissingAnswer(Fields):
    """What finance answers who says that his refund has not arrived."""

    text: Annotated[Sentence, Ask(label=_("What you found; its customer reads it"), rows=3)]


def accounts_offered(row: Payment, _case: PaymentSituation, _now: datetime, _by: Actor) -> list[tuple[str, str]] | None:
    """Return the accounts that were said for a refund, masked, the last one first; None where there is no choice."""
    given = queries.accounts_given(row)
    named = [(str(place), _said(one, last=place == 0)) for place, one in enumerate(given)]
    return named if len(named) > 1 else None


def _said(one: AccountGiven, *, last: bool) -> str:
    told = {"account": one.payee.masked, "day": one.said_date}
    if one.said_date is None:
        return one.payee.masked
    return (gettext("{account}, said last, {day}") if last else gettext("{account}, said {day}")).format(**told)


LOOKED = _("Who looked, and why, stays in the record; whose account it is reads it at once.")
REFUNDS = Table(
    "refund",
    situation=queries.payee_situation,
    commands=(
        Command[Payment, PayeeSituation](
            name="account",
            title=_("Where shall your money go?"),
            who="customer",
            when=rules.may_say_account,
            fields=PayeeAccount,
            do=calling("payment", actions.say_account, "name", "bank", "number"),
            weighs=True,
            follows=_(
                "Finance alone reads it, and each look stays in the record. You are told once the money has gone; "
                "until it is sent you can say another account."
            ),
        ),
        Command(
            name="missing",
            title=_("It has not arrived"),
            who="customer",
            when=rules.may_say_missing,
            fields=Missing,
            do=calling("payment", actions.say_missing, "text"),
            follows=_(
                "A bank takes up to three working days. Finance looks and answers; where your bank sent the money back "
                "you are asked for another account, and what the shop did not give back is sent to you."
            ),
        ),
    ),
)
