"""What finance may do with a decided repair that an earlier version billed."""

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, RecordedReason, Table, calling
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import billed_repairs as queries
from anxin.domain.claims.rules import billed_repairs as rules
from anxin.domain.claims.rules.billed_repairs import BilledSituation
from anxin.domain.ledger import actions as ledger

BILLED_REPAIRS = Table(
    "billed_repair",
    situation=queries.billed_situation,
    commands=(
        Command[Claim, BilledSituation](
            name="release",
            title=_("Let it go, as it was decided"),
            who=" ".join(sorted(rules.KEEPS)),
            when=rules.may_release,
            fields=RecordedReason,
            do=calling("bill", ledger.propose_release, "why", of=queries.bill_of_repair),
            weighs=True,
            follows=_(
                "Nothing moves until another of finance agrees. Then what is open is waived, what was paid goes back, "
                "and who is liable by the decision bears it."
            ),
        ),
    ),
)
