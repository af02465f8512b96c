"""What each side and the desk may do with a claim: each command once, with its fields, its rule and what follows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, Table, Windows, calling
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import fields, work
from anxin.domain.claims.commands.advance_answers import ADVANCE_ANSWERS as ADVANCE_ANSWERS
from anxin.domain.claims.commands.advance_answers import HOUSES as HOUSES
from anxin.domain.claims.commands.buyer import BUYER
from anxin.domain.claims.commands.buyer import EXCHANGES as EXCHANGES
from anxin.domain.claims.commands.desk import DECIDING
from anxin.domain.claims.commands.merchant import MERCHANT
from anxin.domain.claims.commands.spoken import SPOKEN
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules import situation as rules
from anxin.domain.claims.rules.situation import ClaimSituation
from anxin.domain.claims.states import RECOVERY_STEPS, SELLER, TAKES, WORKS
from anxin.domain.people.commands import HOLDS

BOTH: tuple[Command[Claim, ClaimSituation], ...] = (
    Command(
        name="outcome",
        title=_("Enter the platform's decision"),
        who=f"agent finance token {SELLER}",
        stands=rules.is_outcome_open,
        when=rules.may_be_theirs,
        because=claims.NotTheirForum,
        fields=fields.Outcome,
        do=calling("claim", claims.take_outcome, "what", "amount_fen", "reference", "reason"),
        weighs=True,
        follows=_(
            "It is written down as the platform gave it. Money counts as gone, and can be asked back, once the "
            "platform itself or finance says so; until then the buyer may contradict."
        ),
    ),
    Command(
        name="outcome-correction",
        title=_("Put the platform's decision right"),
        who=f"agent finance {SELLER}",
        when=rules.may_correct_outcome,
        fields=fields.CorrectedOutcome,
        do=calling("claim", claims.correct_outcome, "what", "amount_fen", "reference", "why"),
        weighs=True,
        follows=_("What stood there before stays in the record. No more is asked back than the platform took."),
    ),
    Command(
        name="demand",
        title=_("Ask the money back"),
        who=f"agent {SELLER}",
        when=rules.may_demand,
        fields=fields.Demand,
        do=calling("claim", claims.demand, "amount_fen", "reason"),
        follows=_("Written down with its reason; how it goes on you enter here, step by step."),
    ),
    Command(
        name="repayment",
        title=_("Money came back"),
        steps="recovery.repay",
        fields=fields.Repayment,
        do=calling("recovery", claims.repay, "amount_fen", "seen_fen", of=queries.recovery_of),
        weighs=True,
        follows=_("With the last of it the recovery is closed."),
    ),
    Command(
        name="recovery",
        title=_("How it goes on"),
        who=f"agent {SELLER}",
        steps=" ".join(f"recovery.{one}" for one in RECOVERY_STEPS),
        fields=fields.Recovery,
        options={"step": work.recovery_steps},
        do=calling("recovery", claims.go_on, "step", "until", "why", of=queries.recovery_of),
        follows=_("Only your side, the reviewer's side and auditors read this."),
    ),
    Command(
        name="message",
        title=_("Write a message"),
        who=f"customer {WORKS} {SELLER}",
        when=rules.may_write,
        fields=fields.Message,
        options={"to": work.readers},
        do=work.write,
        follows=_("It stays on the claim; who decides and who inspects read it too."),
    ),
    Command(
        name="note",
        title=_("Write a note"),
        who=WORKS,
        fields=fields.Note,
        do=calling("claim", claims.note, "text"),
        follows=_("A note can't be changed later, only added to."),
    ),
    Command(
        name="referral",
        title=_("Go through a door outside"),
        who=f"customer {WORKS} {SELLER}",
        when=rules.may_refer,
        fields=fields.Referral,
        options={"door": work.outside_remedies},
        do=calling("claim", claims.refer, "door"),
        follows=_("This writes down that you went there; the way itself you go yourself. Not legal advice."),
    ),
    Command(
        name="news",
        title=pgettext_lazy("of an outside office", "What you heard from there"),
        steps="referral.receive referral.take_up referral.refuse referral.end",
        fields=fields.News,
        options={"news": work.news},
        do=work.hear_back,
        follows=_("It is written into the record, for you and the reviewer's side."),
    ),
    Command(
        name="grant",
        title=_("Open to an authority"),
        who=TAKES,
        fields=fields.Grant,
        options={"organisation": work.authorities},
        do=work.open_to,
        follows=_(
            "It reads this claim until that day, everybody masked, and changes nothing. Nothing of the claim and "
            "nobody in it is erased from now on, until a second person lifts that."
        ),
    ),
    Command(
        name="grant-end",
        title=_("End an authority's reading"),
        who=TAKES,
        when=rules.is_granted,
        fields=fields.GrantEnd,
        options={"organisation": work.readers_now},
        do=work.close_to,
    ),
)
TABLE = Table(
    "claim",
    situation=queries.situation,
    commands=(*BUYER, *MERCHANT, *DECIDING, *SPOKEN, *BOTH, *HOLDS),
    windows=Windows(of=work.windows, first=work.tomorrow, days=work.days),
)
