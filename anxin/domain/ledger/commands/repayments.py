"""What finance may do with money that somebody proposes to give back."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Ask, Command, Fields, Sentence, Table, calling
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.commands.differences import FINANCE
from anxin.domain.ledger.models import Repayment
from anxin.domain.ledger.queries import repayments
from anxin.domain.ledger.rules import situation as rules
from anxin.domain.ledger.rules.situation import RepaymentSituation


class Refusal(Fields):
    """Why nothing is sent."""

    why: Annotated[Sentence, Ask(label=_("Why not; who has the case reads it"), rows=2)]


REPAYMENTS = Table(
    "repayment",
    situation=repayments.repayment_situation,
    commands=(
        Command[Repayment, RepaymentSituation](
            name="agreement",
            title=_("Agree and give it back"),
            who=FINANCE,
            when=rules.may_send_back,
            do=calling("repayment", ledger.agree_to_repayment),
            weighs=True,
            final=True,
            follows=_("It goes back the way it was paid; the customer reads it. Cash you hand over, then say so here."),
        ),
        Command(
            name="refusal",
            title=_("Don't give it back"),
            who=FINANCE,
            when=rules.is_asked_back,
            fields=Refusal,
            do=calling("repayment", ledger.refuse_repayment, "why"),
            follows=_("Nothing moves; who has the case reads why."),
        ),
    ),
)
