"""What finance may do with differences, unclear payments, repayments, and the cash somebody holds for the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Command, Documents, Fields, Given, Sentence, Sum, Table, calling
from anxin.core.errors import WrongState
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries
from anxin.domain.ledger.actions.payees import ask_for_account, keep_owed
from anxin.domain.ledger.actions.remittances import pay_out
from anxin.domain.ledger.actions.returned_transfers import shop_gave_nothing
from anxin.domain.ledger.commands.differences import DIFFERENCES, FINANCE
from anxin.domain.ledger.commands.moved_money import Moved, SentMoney, proof_in, sent
from anxin.domain.ledger.commands.payees import (
    LOOKED,
    REFUNDS,
    AccountLook,
    MissingAnswer,
    PayeeAccount,
    accounts_offered,
)
from anxin.domain.ledger.commands.remittances import REMITTANCES, TILL
from anxin.domain.ledger.commands.repayments import REPAYMENTS
from anxin.domain.ledger.commands.statements import STATEMENTS
from anxin.domain.ledger.models import Payment, Remittance, Repayment
from anxin.domain.ledger.queries import cash, repayments
from anxin.domain.ledger.queries.cash import Holder
from anxin.domain.ledger.rules import BANK
from anxin.domain.ledger.rules import situation as rules
from anxin.domain.ledger.rules.situation import HolderSituation, PaymentSituation, RepaymentSituation

__all__ = ("CASH", "DIFFERENCES", "PAYMENTS", "REFUNDS", "REMITTANCES", "REPAYMENTS", "STATEMENTS", "TILL")


class NoPayee(WrongState):
    """Nobody has said to which account a refund is to go: a transfer needs one."""

    code = "ledger.no_payee"


type OfPayment = Given[Payment, Any]


class Reference(Fields):
    """The provider's own number of a payment that went through."""

    reference: Annotated[
        str,
        Field(min_length=4, max_length=64),
        Ask(label=_("The provider's number of it"), hint=_("from its own books")),
    ]


class ShopReference(Fields):
    """The shop's own number of what it gave back."""

    reference: Annotated[
        str,
        Field(min_length=4, max_length=64),
        Ask(label=_("The shop's number of the refund"), hint=_("from its back office")),
    ]


class HandedBack(Fields):
    """Cash that was handed back: by whom, on which day, and the receipt that its payer signed."""

    handed_by: Annotated[Sentence, Ask(label=_("Who handed it over, and where"))]
    handed_date: Moved
    receipt: Annotated[str, Field(max_length=64), Ask(label=_("Number of the receipt, if it has one"))] = ""
    files: Annotated[Documents, Ask(label=_("The receipt its payer signed, as picture or PDF"))]


class PaidOut(SentMoney):
    """By which transfer a refund went, and to which of the accounts that were given: the last one said is the first."""

    account: Annotated[str, Field(pattern=r"^\d{1,3}$"), Ask(label=_("To which account it went"))] = "0"


class Counted(Fields):
    """What somebody handed over, as it was counted."""

    counted_fen: Annotated[int, Field(gt=0), Sum(), Ask(label=_("Counted, in yuan"))]


def _paid(it: OfPayment) -> None:
    ledger.clear(payment=it.row, succeeded=True, reference=it.fields.reference, by=it.by, now=it.now)


def _not_paid(it: OfPayment) -> None:
    ledger.clear(payment=it.row, succeeded=False, reference="", by=it.by, now=it.now)


def _hand_back(it: OfPayment) -> None:
    told = it.fields
    ledger.hand_back(
        payment=it.row,
        handed_by=told.handed_by,
        receipt=told.receipt,
        handed_date=told.handed_date,
        proof=proof_in(told.files),
        by=it.by,
        now=it.now,
    )


def _pay_out(it: OfPayment) -> Remittance:
    if it.fields.way == BANK and not it.row.payee_sealed:
        raise NoPayee({"number": it.row.bill.number})
    told = sent(it.fields, it.row.amount_fen)
    return pay_out(payment=it.row, told=told, account=int(it.fields.account), by=it.by, now=it.now)


def _goes_to(row: Payment, _now: datetime) -> Mapping[str, str]:
    """Return to which account a transfer goes, as it is kept: who said another since is sent nothing to the first."""
    return {"account": row.payee_sealed} if row.payee_sealed else {}


def _inquire(it: OfPayment) -> None:
    ledger.inquire_now(payment=it.row, now=it.now)


PAYMENTS = Table(
    "unclear_payment",
    situation=queries.payment_situation,
    commands=(
        Command[Payment, PaymentSituation](
            name="look", title=_("Ask the provider again"), who=FINANCE, when=rules.may_ask, do=_inquire
        ),
        Command(
            name="anew",
            title=_("Have the provider send it now"),
            who=FINANCE,
            when=rules.may_send_anew,
            do=calling("payment", ledger.send_anew),
            weighs=True,
            follows=_("You have switched refunds on in its merchant platform. It is asked again, by the same number."),
        ),
        Command(
            name="answer",
            title=_("Answer that it has not arrived"),
            who=FINANCE,
            when=rules.is_missed,
            fields=MissingAnswer,
            do=calling("payment", ledger.answer_missing, "text"),
            follows=_(
                "You have looked at the account, or asked the shop. Where its bank sent it back, write that down on "
                "the transfer's page instead."
            ),
        ),
        Command(
            name="shop-unpaid",
            title=_("The shop did not give it back"),
            who=FINANCE,
            when=rules.may_deny_shop,
            do=calling("payment", shop_gave_nothing),
            weighs=True,
            final=True,
            follows=_("Ask the shop first. It is owed again and finance sends it: by a transfer, say."),
        ),
        Command(
            name="handing-back",
            title=_("It was handed back in cash"),
            who=FINANCE,
            when=rules.may_hand_back,
            fields=HandedBack,
            do=_hand_back,
            weighs=True,
            final=True,
            follows=_(
                "Its payer has the cash and signed for it: add that receipt. It is booked out of the house's till."
            ),
        ),
        Command(
            name="receipt",
            title=_("Open the receipt"),
            who=FINANCE,
            when=rules.has_receipt,
            do=calling("payment", ledger.open_receipt),
            asks=True,
            follows=_("It names who paid. That you looked stays in the record."),
        ),
        Command(
            name="payout",
            title=_("Say by which transfer it went back"),
            who=FINANCE,
            when=rules.may_pay_out,
            fields=PaidOut,
            options={"account": accounts_offered},
            shows=_goes_to,
            do=_pay_out,
            weighs=True,
            follows=_("You have sent it. It is booked once a second person agrees."),
        ),
        Command(
            name="account-request",
            title=_("It goes by transfer: ask for the account"),
            who=FINANCE,
            when=rules.may_ask_account,
            do=calling("payment", ask_for_account),
            asks=True,
            follows=_("He is told, and says on his case to which account; then you send it there by transfer."),
        ),
        Command(
            name="keep",
            title=_("Nobody can be asked: keep it as owed"),
            who=FINANCE,
            when=rules.may_keep_owed,
            do=calling("payment", keep_owed),
            weighs=True,
            follows=_(
                "Its buyer had his data deleted. It stays owed, in a list of its own; nobody is reminded, and the "
                "claim isn't late by it. When he comes, write down the account he says: it goes on."
            ),
        ),
        Command(
            name="account",
            title=_("Write down the account he told you"),
            who=FINANCE,
            when=rules.may_pay_out,
            fields=PayeeAccount,
            do=calling("payment", ledger.say_account, "name", "bank", "number"),
            weighs=True,
            follows=_("He reads on his case that an account was said; the last one said counts."),
        ),
        Command(
            name="payee",
            title=_("Show the account"),
            who=FINANCE,
            when=rules.has_payee,
            fields=AccountLook,
            do=calling("payment", ledger.open_account, "reason"),
            asks=True,
            follows=LOOKED,
        ),
        Command(
            name="paid",
            title=_("It went through"),
            who=FINANCE,
            when=rules.may_say_paid,
            fields=Reference,
            do=_paid,
            weighs=True,
            final=True,
            follows=_("You have seen it in the provider's own books. The bill is settled by it."),
        ),
        Command(
            name="shop-refund",
            title=_("The shop gave it back: enter its number"),
            who=FINANCE,
            when=rules.may_say_shop_paid,
            fields=ShopReference,
            do=_paid,
            weighs=True,
            final=True,
            follows=_("You have the shop's word or its books for it. Its buyer is told that it has gone back."),
        ),
        Command(
            name="not_paid",
            title=_("It did not go through"),
            who=FINANCE,
            when=rules.is_unclear,
            do=_not_paid,
            weighs=True,
            final=True,
            follows=_("You have seen in the provider's own books that nothing moved. The sum is free again."),
        ),
    ),
)

CASH = Table(
    "cash_holder",
    situation=cash.holder_situation,
    commands=(
        Command[Holder, HolderSituation](
            name="handing-in",
            title=_("Take in cash"),
            who=FINANCE,
            when=rules.may_hand_in,
            fields=Counted,
            do=calling("holder", ledger.hand_in, "counted_fen"),
            weighs=True,
            final=True,
            follows=_("Count it together: it is booked into the house's till. What lacks stays his to hand in."),
        ),
    ),
)
