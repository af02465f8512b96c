"""The accounts somebody said his money goes back to, as he reads them: on his page masked, in his copy whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.queries.payees import Payee, accounts_given
from anxin.domain.ledger.queries.remittances import payer_of
from anxin.domain.ledger.rules import customer_account


@dataclass(frozen=True, kw_only=True)
class OwnAccount:
    """One account, with the bill whose money goes there, or went."""

    bill: str
    amount_fen: int
    payee: Payee
    sent: bool


def own_accounts(persons: Sequence[UUID]) -> list[OwnAccount]:
    """Return the accounts that are kept of the rows of one person, newest first (two queries)."""
    whose = {"bill__payer__in": [customer_account(str(one)) for one in persons]}
    asked = Payment.objects.select_related("bill").filter(**whose).exclude(payee_sealed="").order_by("-id")
    back = Remittance.objects.select_related("bill").filter(**whose, direction=Payment.Direction.BACK)
    named = back.exclude(payer_sealed="").order_by("-id")
    waiting = [_account(one, given.payee, sent=False) for one in asked for given in accounts_given(one)]
    return [*waiting, *(_account(one, _sent_to(one), sent=True) for one in named)]


def _account(row: Payment | Remittance, payee: Payee, *, sent: bool) -> OwnAccount:
    return OwnAccount(bill=row.bill.number if row.bill else "", amount_fen=row.amount_fen, payee=payee, sent=sent)


def _sent_to(row: Remittance) -> Payee:
    told = payer_of(row)
    bank, _space, number = told.remark.rpartition(" ")
    return Payee(name=told.name, bank=bank, number=number)
