"""What finance may do with money outside of every provider: write it down, say which bill it is for, agree."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Code, Command, Fields, Given, Sentence, SomeDocuments, Sum, Table, calling
from anxin.domain.ledger.actions import remittances as actions
from anxin.domain.ledger.actions import remitters
from anxin.domain.ledger.actions.corrections import SecondPerson
from anxin.domain.ledger.commands.differences import FINANCE, SECOND
from anxin.domain.ledger.commands.moved_money import PROOF, Moved, Reference, SentMoney, Way, proof_in, sent
from anxin.domain.ledger.commands.payees import LOOKED, AccountLook
from anxin.domain.ledger.commands.returned_transfers import RETURNS
from anxin.domain.ledger.models import Remittance
from anxin.domain.ledger.queries import remittances as queries
from anxin.domain.ledger.queries.remittance_situations import remittance_situation, till_situation
from anxin.domain.ledger.rules import remittances as rules
from anxin.domain.ledger.rules.remittances import RemittanceSituation, TillSituation
from anxin.domain.people.models import Organisation

NUMBER = Ask(label=_("Number of the bill or case"), hint=_("such as B-20261124-000123-7"))
Again = Annotated[bool, Ask(label=_("It came twice: as much for this bill on that day once more"))]


class ReceivedMoney(Fields):
    """Money that came for a bill: how much, when, from whom, by which reference."""

    number: Annotated[Code, NUMBER]
    way: Way
    amount_fen: Annotated[int, Field(gt=0), Sum(), Ask(label=_("How much came, in yuan"))]
    moved_date: Moved
    payer: Annotated[str, Field(min_length=1, max_length=80), Ask(label=_("Who paid, as the bank says it"))]
    reference: Reference
    files: Annotated[SomeDocuments, Ask(label=PROOF)] = ()
    again: Again = False


class OfBill(Fields):
    """Which bill money is for."""

    number: Annotated[Code, NUMBER]
    again: Again = False


class Reason(Fields):
    """Why not."""

    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


def _receive(it: Given[Organisation, ReceivedMoney]) -> Remittance:
    told = actions.Received(
        way=it.fields.way,
        amount_fen=it.fields.amount_fen,
        moved_date=it.fields.moved_date,
        reference=it.fields.reference,
        payer=it.fields.payer,
        proof=proof_in(it.fields.files),
    )
    return actions.receive(told=told, number=it.fields.number, again=it.fields.again, by=it.by, now=it.now)


def _give_rest_back(it: Given[Remittance, SentMoney]) -> Remittance:
    told = sent(it.fields, it.row.over_fen)
    return actions.give_rest_back(remittance=it.row, told=told, by=it.by, now=it.now)


def _proposed(row: Remittance, _now: datetime) -> Mapping[str, str]:
    """Return what is proposed about money that moved: which way, how much, for which bill, by whom."""
    told = (row.direction, row.amount_fen, row.bill_id, row.payment_id, row.returns_id, row.proposed_by)
    return {str(row.pk): " ".join(map(str, told))}


def _likely(row: Remittance, _case: RemittanceSituation, _now: datetime, by: Actor) -> list[tuple[str, Any]]:
    found = queries.matches([row], by=by).get(row.pk, queries.Match())
    numbers = (found.bill.number,) if found.bill else found.likely
    return [(one, one) for one in numbers]


TILL = Table(
    "till",
    situation=till_situation,
    commands=(
        Command[Organisation, TillSituation](
            name="receipt",
            title=_("Write down money that came"),
            who=FINANCE,
            when=rules.is_own_till,
            fields=ReceivedMoney,
            do=_receive,
            weighs=True,
            follows=_("Nothing is booked until a second person has looked at it. Then bill and case follow."),
        ),
    ),
)

REMITTANCES = Table(
    "remittance",
    situation=remittance_situation,
    commands=(
        Command[Remittance, RemittanceSituation](
            name="agreement",
            title=_("Agree and book it"),
            who=SECOND,
            steps="remittance.book",
            when=rules.is_second_look,
            because=SecondPerson,
            shows=_proposed,
            do=calling("remittance", actions.book_remittance),
            weighs=True,
            final=True,
            follows=_("You have seen it on the account. What is more than the bill asks for is kept as an advance."),
        ),
        Command(
            name="bill",
            title=_("Say which bill it is for"),
            steps="remittance.propose",
            when=rules.comes,
            fields=OfBill,
            suggests={"number": _likely},
            do=calling("remittance", actions.propose, "number", "again"),
            weighs=True,
            follows=_("Nothing is booked until a second person agrees."),
        ),
        *RETURNS,
        Command(
            name="rest",
            title=_("Give back what came too much"),
            who=FINANCE,
            when=rules.may_return_rest,
            fields=SentMoney,
            do=_give_rest_back,
            weighs=True,
            follows=_("You have sent it. It is booked once a second person agrees."),
        ),
        Command(
            name="payer",
            title=_("Show who paid"),
            who=SECOND,
            when=rules.is_named,
            fields=AccountLook,
            do=calling("remittance", remitters.open_payer, "reason"),
            asks=True,
            follows=LOOKED,
        ),
        Command(
            name="slip",
            title=_("Open the slip"),
            who=SECOND,
            when=rules.has_slip,
            fields=AccountLook,
            do=calling("remittance", remitters.open_slip, "reason"),
            asks=True,
            follows=LOOKED,
        ),
        Command[Remittance, RemittanceSituation](
            name="refusal",
            title=_("Don't book it"),
            steps="remittance.refuse remittance.drop",
            fields=Reason,
            shows=_proposed,
            do=calling("remittance", actions.refuse, "why"),
            follows=_("Nothing is booked; who proposed it reads why."),
        ),
        Command(
            name="apart",
            title=_("Put it aside"),
            steps="remittance.set_aside",
            when=rules.may_be_apart,
            fields=Reason,
            do=calling("remittance", actions.set_aside, "why"),
            follows=_("It is of no bill here: no money moves, and it stays in the list of what was ended."),
        ),
        Command(
            name="again",
            title=_("Look at it again"),
            steps="remittance.reopen",
            when=rules.may_be_looked_at_again,
            do=calling("remittance", actions.reopen),
        ),
    ),
)
