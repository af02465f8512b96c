"""What each side and the desk may do with a claim: each command once, with its fields, its rule and what follows.

The reviewer's decision is none of them: it is refused with labels and times, and its facts come from the whole page.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, Table, Windows
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import fields, work
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules import situation as rules
from anxin.domain.claims.rules.situation import Situation
from anxin.domain.claims.states import RECOVERY_STEPS, SELLER, TAKES, WORKS

MERCHANT: tuple[Command[Claim, Situation], ...] = (
    Command(
        name="agreement",
        title=_("Agree"),
        who=SELLER,
        steps="claim.agree",
        when=rules.may_answer,
        do=work.on_claim(claims.agree),
        weighs=True,
        follows=_("What is asked for goes ahead. It can't be taken back."),
    ),
    Command(
        name="offer",
        title=_("Offer something else"),
        steps="claim.offer",
        when=rules.may_answer,
        fields=fields.Offer,
        do=work.offer,
        follows=_(
            "The buyer accepts or refuses it; what he refuses or leaves goes to a reviewer. It can't be changed."
        ),
    ),
    Command(
        name="answer",
        title=_("Don't agree, with reasons"),
        steps="claim.contest",
        when=rules.may_answer,
        fields=fields.Answer,
        options={"opening": work.openings},
        do=work.on_claim(claims.answer, "opening", "reason"),
        follows=_("Handed in it can't be changed, only added to. A reviewer then decides, by both sides' evidence."),
    ),
    Command(
        name="receipt",
        title=_("The goods are back"),
        who=SELLER,
        steps="claim.receive_back",
        do=work.on_claim(claims.receive_back),
        follows=_("From now on you have 72 hours to look at them; after that the money is due by itself."),
    ),
    Command(
        name="inspection",
        title=_("The goods are fine, pay"),
        who=SELLER,
        steps="claim.pass_inspection",
        do=work.on_claim(claims.pass_inspection),
        weighs=True,
        follows=_("The money goes at once to who paid. It can't be taken back."),
    ),
    Command(
        name="findings",
        title=_("Not as they should be"),
        steps="claim.fail_inspection",
        fields=fields.Findings,
        do=work.on_claim(claims.fail_inspection, "reason"),
        follows=_("A reviewer decides. Hand in pictures of what came back first; nothing is kept back by itself."),
    ),
    Command(
        name="replacement",
        title=_("Enter the waybill of the new one"),
        who=SELLER,
        when=rules.may_replace,
        fields=fields.Replacement,
        do=work.on_claim(claims.send_replacement, "waybill", "old_serial", "new_serial"),
        follows=_("With the waybill the claim is carried out and closed; the buyer reads it."),
    ),
    Command(
        name="acceptance",
        title=_("Accept the decision"),
        who=f"customer {SELLER}",
        when=rules.may_accept,
        do=work.on_claim(claims.accept),
        weighs=True,
        follows=_("Once both sides accept it stands at once; you can't appeal any more."),
    ),
    Command(
        name="appeal",
        title=_("Ask somebody else to look"),
        steps="claim.appeal",
        when=rules.may_accept,
        fields=fields.Appeal,
        do=work.on_claim(claims.appeal, "why"),
        follows=_("A reviewer who has not judged this case looks at it anew; what he decides stands."),
    ),
    Command(
        name="appeal-withdrawal",
        title=_("Take the appeal back"),
        steps="claim.drop_appeal",
        when=rules.may_drop_appeal,
        asks=True,
        do=work.on_claim(claims.drop_appeal),
        follows=_("The decision then stands and is carried out."),
    ),
    Command(
        name="evidence",
        title=_("Hand in pictures"),
        who=SELLER,
        when=rules.may_bring,
        fields=fields.Evidence,
        options={"role": work.roles},
        do=work.hand_in,
        follows=_("What is sealed now is shown as sealed after the claim. It counts, but can't say what came first."),
    ),
)
DECIDING: tuple[Command[Claim, Situation], ...] = (
    Command(
        name="assignment",
        title=_("Take the case"),
        who="reviewer",
        when=rules.may_take,
        do=work.on_claim(claims.take_case),
        follows=_("Nobody else decides it then, unless he takes it over."),
    ),
    Command(
        name="confirmation",
        title=pgettext_lazy("decision", "Confirm"),
        who="reviewer",
        steps="decision.give",
        when=rules.may_confirm,
        do=work.on_decision(claims.confirm),
        weighs=True,
        follows=_("Both sides read the decision at once. It can't be taken back, only appealed."),
    ),
    Command(
        name="objection",
        title=_("Send back"),
        steps="decision.send_back",
        when=rules.is_second,
        fields=fields.Why,
        do=work.on_decision(claims.send_back, "why"),
        follows=_("The case stays with who proposed it; neither side reads this draft."),
    ),
    Command(
        name="challenge",
        title=_("Ask for a picture"),
        steps="claim.ask_evidence",
        when=rules.is_judging,
        fields=fields.Challenge,
        do=work.on_claim(claims.ask_evidence, "kind", "text"),
        follows=_(
            "The buyer has his time to send it, and the claim's own clock stands still. Silence is no verdict: then it "
            "is decided on what is there."
        ),
    ),
    Command(
        name="visit",
        title=_("Send a technician"),
        who="reviewer",
        when=rules.may_inspect,
        fields=fields.Visit,
        do=work.send_technician,
        follows=_(
            "Free of charge for both sides. What the technician photographs becomes evidence, examined like any other."
        ),
    ),
    Command(
        name="missing-outcome",
        title=_("It can't be examined"),
        who="reviewer",
        when=rules.is_unexamined,
        fields=fields.MissingOutcome,
        do=work.give_up_examination,
        follows=_("The reason stands beside the picture, and the decision is no longer kept waiting by it."),
    ),
    Command(
        name="missing-look",
        title=_("It can't be looked at"),
        who="reviewer",
        when=rules.is_capture_open,
        fields=fields.MissingLook,
        do=work.give_up_look,
        follows=_("The reason stands in the record, and the decision is no longer kept waiting by it."),
    ),
    Command(
        name="examination",
        title=_("Examine again"),
        who="reviewer",
        when=rules.may_bring,
        fields=fields.Picture,
        do=work.examine_again,
    ),
    Command(
        name="judgement",
        title=_("Look at what is contested"),
        who="reviewer",
        fields=fields.Judgement,
        do=work.judge,
        follows=_("Who counted it can't judge it. What is taken back counts no more, and that it did stays told."),
    ),
    Command(
        name="payment",
        title=_("Pay again"),
        who="finance",
        when=rules.may_pay_again,
        do=work.on_claim(claims.pay_again),
        weighs=True,
        follows=_("The provider did not take it the first time. It goes to who paid, and never twice."),
    ),
)
BOTH: tuple[Command[Claim, Situation], ...] = (
    Command(
        name="outcome",
        title=_("Enter the platform's decision"),
        who=f"agent {SELLER}",
        steps="claim.take_outcome",
        when=rules.is_platforms,
        because="claims.not_their_forum",
        fields=fields.Outcome,
        do=work.take_outcome,
        follows=_("It is written down as the platform gave it; where money is gone, it can be asked back."),
    ),
    Command(
        name="demand",
        title=_("Ask the money back"),
        who=f"agent {SELLER}",
        when=rules.may_demand,
        fields=fields.Demand,
        do=work.on_claim(claims.demand, "amount_fen", "reason"),
        follows=_("Written down with its reason; how it goes on you enter here, step by step."),
    ),
    Command(
        name="repayment",
        title=_("Money came back"),
        steps="recovery.repay",
        fields=fields.Repayment,
        do=work.on_recovery(claims.repay, "amount_fen"),
        follows=_("With the last of it the recovery is closed."),
    ),
    Command(
        name="recovery",
        title=_("How it goes on"),
        who=f"agent {SELLER}",
        steps=" ".join(f"recovery.{one}" for one in RECOVERY_STEPS),
        fields=fields.Recovery,
        options={"step": work.recovery_steps},
        do=work.on_recovery(claims.go_on, "step", "until", "why"),
        follows=_("Only your side, the reviewer's side and auditors read this."),
    ),
    Command(
        name="message",
        title=_("Write a message"),
        who=f"{WORKS} {SELLER}",
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
        do=work.on_claim(claims.note, "text"),
        follows=_("A note can't be changed later, only added to."),
    ),
    Command(
        name="referral",
        title=_("Go through a door outside"),
        who=f"{WORKS} {SELLER}",
        when=rules.may_refer,
        fields=fields.Referral,
        options={"door": work.outside_remedies},
        do=work.on_claim(claims.refer, "door"),
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
        follows=_("It reads this claim until that day, everybody masked, and changes nothing."),
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
    look=queries.situation,
    commands=(*MERCHANT, *DECIDING, *BOTH),
    windows=Windows(of=work.windows, first=work.tomorrow),
)
