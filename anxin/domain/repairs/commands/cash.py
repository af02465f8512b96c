"""A bill paid in cash: the same four commands at a door and at a counter."""

from collections.abc import Callable
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Given, calling
from anxin.core.commands.fields import Sum, Text
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.queries import Holder
from anxin.domain.repairs.commands.answer_fields import Signed
from anxin.domain.repairs.commands.work import bill_of
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visit_queries


class CashTaken(Fields):
    """How much of a bill is paid in cash; all of it where nothing is said."""

    amount_fen: Annotated[
        int | None,
        Field(gt=0),
        Sum(),
        Ask(label=_("How much in cash, in yuan"), hint=_("Empty for all of it. The rest can be paid by the code.")),
    ] = None


class CashCode(Fields):
    """The six digits the customer reads out once the money is in the other's hand."""

    code: Annotated[
        str,
        Field(pattern=r"^\d{6}$"),
        Ask(label=_("The customer's code for the cash"), hint=_("It has six digits.")),
    ]


def _sign(it: Given[Any, Any]) -> None:
    """Book the cash that its customer has signed for."""
    given: Signed = it.fields
    bill, visit = bill_of(it.row), visit_queries.latest_of(it.row.stream())
    if visit is None:
        raise visit_queries.NoSuchVisit({"number": bill.number})
    signed = visits.sign_cash(visit=visit, drawn=given.drawn, name=given.name, by=it.by, now=it.now)
    ledger.confirm_signed_cash(bill=bill, signed=signed, by=it.by, now=it.now)


def paid_in_cash(
    who: str,
    *,
    may: Callable[[Any], bool],
    taking: Callable[[Any], bool],
    holder: Callable[[Given[Any, Any]], Holder],
    held: Text,
) -> tuple[Command[Any, Any], ...]:
    """Return how cash is begun, booked by digits or signature, or left; `held` says who answers for it then."""

    def take(it: Given[Any, Any]) -> object:
        given: CashTaken = it.fields
        fen = given.amount_fen
        return ledger.take_cash(bill=bill_of(it.row), holder=holder(it), amount_fen=fen, by=it.by, now=it.now)

    return (
        Command(
            name="cash",
            title=_("Take cash"),
            who=who,
            when=may,
            fields=CashTaken,
            do=take,
            weighs=True,
            follows=_(
                "The customer then reads you a code from his page, or signs here. Count first; nothing is booked yet."
            ),
        ),
        *_booked(who, taking=taking, held=held),
        Command(
            name="cash-end",
            title=_("No cash after all"),
            who=who,
            when=taking,
            do=calling("bill", ledger.drop_cash, of=bill_of),
        ),
    )


def _booked(who: str, *, taking: Callable[[Any], bool], held: Text) -> tuple[Command[Any, Any], ...]:
    """Return how cash that is begun is booked: by the digits of the customer's page, or by who has none signing."""
    return (
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
            name="cash-signed",
            title=_("Book the cash against a signature"),
            who=who,
            when=taking,
            because=ledger.CashNotNeeded,
            fields=Signed,
            do=_sign,
            weighs=True,
            follows=held,
        ),
    )
