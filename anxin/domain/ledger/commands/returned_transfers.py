"""What finance may do with a transfer of ours that its bank sent back."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Code, Command, Fields, Given, SomeDocuments, calling
from anxin.domain.ledger.actions import mistyped_references
from anxin.domain.ledger.actions import remittances as actions
from anxin.domain.ledger.actions.fallen_transfers import sent_after_all
from anxin.domain.ledger.commands.differences import FINANCE
from anxin.domain.ledger.commands.moved_money import PROOF, Moved, Reference, proof_in
from anxin.domain.ledger.models import Remittance
from anxin.domain.ledger.queries import remittances as queries
from anxin.domain.ledger.rules import remittances as rules
from anxin.domain.ledger.rules.remittances import RemittanceSituation
from anxin.domain.ledger.wording.returned import SENT_BACK

SENT = Ask(label=_("Reference of the transfer that went out, or number of its bill or case"))


class OfTransfer(Fields):
    """Which transfer of ours came back."""

    number: Annotated[Code, SENT]


class CameBack(Fields):
    """A transfer that came back: when, by which reference of the bank."""

    moved_date: Moved
    reference: Reference
    files: Annotated[SomeDocuments, Ask(label=PROOF)] = ()


def _return(it: Given[Remittance, CameBack]) -> Remittance:
    told = it.fields
    came = actions.Received(
        way=it.row.way,
        amount_fen=it.row.amount_fen,
        moved_date=told.moved_date,
        reference=told.reference,
        remark=str(SENT_BACK),
        proof=proof_in(told.files),
    )
    return actions.return_sent(sent=it.row, told=came, by=it.by, now=it.now)


def _sent(row: Remittance, _case: RemittanceSituation, _now: datetime, by: Actor) -> list[tuple[str, Any]]:
    found = queries.matches([row], by=by).get(row.pk, queries.Match())
    return [(one.reference, one.reference) for one in (found.sent, *found.likely_sent) if one is not None]


RETURNS = (
    Command[Remittance, RemittanceSituation](
        name="same",
        title=_("It is that transfer: its reference was mistyped"),
        steps="remittance.set_aside",
        when=rules.is_perhaps_mistyped,
        do=calling("remittance", mistyped_references.set_right),
        weighs=True,
        follows=_("The transfer bears the bank's number from now on, and is ticked. No money moves; the case says so."),
    ),
    Command[Remittance, RemittanceSituation](
        name="sent",
        title=_("It was sent after all"),
        steps="remittance.reopen",
        when=rules.may_have_gone,
        do=calling("remittance", sent_after_all),
        weighs=True,
        follows=_(
            "You have seen it on the account. Where its refund waits still, a second person looks at it again; where "
            "that went otherwise, it has gone twice: say so next, and ask for it back."
        ),
    ),
    Command[Remittance, RemittanceSituation](
        name="twice",
        title=_("It went out twice: it is owed back"),
        steps="remittance.propose",
        when=rules.may_be_owed,
        do=calling("remittance", actions.propose_twice),
        weighs=True,
        follows=_("Once a second person agrees it stands among what is to come back, until it did."),
    ),
    Command[Remittance, RemittanceSituation](
        name="transfer",
        title=_("Say which transfer of ours came back"),
        steps="remittance.propose",
        when=rules.comes,
        fields=OfTransfer,
        suggests={"number": _sent},
        do=calling("remittance", actions.say_returned, "number"),
        weighs=True,
        follows=_("Nothing is booked until a second person agrees. Then the refund is owed again."),
    ),
    Command(
        name="return",
        title=_("Its bank sent it back"),
        who=FINANCE,
        when=rules.may_come_back,
        fields=CameBack,
        do=_return,
        weighs=True,
        follows=_(
            "You have seen it on the account. Once a second person agrees the refund is owed again, and who gets "
            "it is asked for the account anew."
        ),
    ),
)
