"""A bill paid in cash: the same three commands at a door and at a counter."""

from collections.abc import Callable
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Given, calling
from anxin.core.commands.fields import Text
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.queries import Holder
from anxin.domain.repairs.commands.work import bill_of


class CashCode(Fields):
    """The six digits the customer reads out once the money is in the other's hand."""

    code: Annotated[
        str,
        Field(pattern=r"^\d{6}$"),
        Ask(label=_("The customer's code for the cash"), hint=_("Six digits, please.")),
    ]


def paid_in_cash(
    who: str,
    *,
    may: Callable[[Any], bool],
    taking: Callable[[Any], bool],
    holder: Callable[[Given[Any, Any]], Holder],
    held: Text,
) -> tuple[Command[Any, Any], ...]:
    """Return how cash is begun, booked with the customer's digits, or left; `held` says who answers for it then."""

    def take(it: Given[Any, Any]) -> object:
        return ledger.take_cash(bill=bill_of(it.row), holder=holder(it), by=it.by, now=it.now)

    return (
        Command(
            name="cash",
            title=_("Take cash"),
            who=who,
            when=may,
            do=take,
            weighs=True,
            follows=_(
                "The customer then reads you a code from his page. Count first; nothing is booked before the code."
            ),
        ),
        Command(
            name="cash-code",
            title=_("Book the cash"),
            who=who,
            when=taking,
            because=ledger.CashNotNeeded,
            fields=CashCode,
            do=calling("bill", ledger.confirm_cash, "code", of=bill_of),
            weighs=True,
            follows=held,
        ),
        Command(
            name="cash-end",
            title=_("No cash after all"),
            who=who,
            when=taking,
            do=calling("bill", ledger.drop_cash, of=bill_of),
        ),
    )
