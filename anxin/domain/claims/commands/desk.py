"""What who decides may do with a claim."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, RecordedReason, calling
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import fields, proposals, work
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules import situation as rules
from anxin.domain.claims.rules.situation import ClaimSituation
from anxin.domain.goods.commands import models

DECIDING: tuple[Command[Claim, ClaimSituation], ...] = (
    Command(
        name="assignment",
        title=_("Take the case"),
        who="reviewer",
        stands=rules.may_take,
        when=rules.is_at_work,
        because=claims.OnLeave,
        do=calling("claim", claims.take_case),
        follows=_("Nobody else decides it then, unless he takes it over."),
    ),
    Command(  # what the gates wait for, with labels and times, the action says itself
        name="decision",
        title=_("Decide"),
        steps="claim.decide",
        when=rules.is_judging,
        fields=fields.Ruling,
        options={"remedy": work.remedies},
        do=work.decide,
        weighs=True,
        follows=_(
            "Both sides read the decision at once. It can be appealed, and until it stands you can correct a mistake "
            "in it with a second person."
        ),
    ),
    Command(
        name="correction",
        title=_("Correct my decision"),
        steps="claim.correct",
        when=rules.may_correct,
        fields=fields.Correction,
        options={"remedy": work.remedies},
        do=work.correct,
        weighs=True,
        follows=_(
            "A second person must agree; until then neither side reads it, and the decision as it is goes on. Then "
            "both read what it was, what it is and why, and each side's time to appeal begins anew. If a side appeals "
            "first, or the decision stands, the correction is put aside. It can be done once."
        ),
    ),
    Command(
        name="confirmation",
        title=pgettext_lazy("decision", "Confirm"),
        who="reviewer",
        steps="decision.give",
        when=rules.may_confirm,
        shows=proposals.proposed,
        do=calling("decision", claims.confirm, of=queries.decision_of),
        weighs=True,
        follows=_(
            "Both sides read the decision at once. You can't take it back; they can appeal, but not a decision on an "
            "appeal: that is final and carried out at once."
        ),
    ),
    Command(
        name="objection",
        title=_("Send back"),
        steps="decision.send_back",
        when=rules.is_second,
        fields=RecordedReason,
        shows=proposals.proposed,
        do=calling("decision", claims.send_back, "why", of=queries.decision_of),
        follows=_("The case stays with who proposed it; neither side reads this draft."),
    ),
    Command(
        name="challenge",
        title=_("Ask for a picture"),
        steps="claim.ask_evidence",
        when=rules.is_judging,
        fields=fields.Challenge,
        do=calling("claim", claims.ask_evidence, "kind", "text"),
        follows=_(
            "The buyer has his time to send it, and the claim's own clock stands still. Silence is no verdict: then it "
            "is decided on what is there."
        ),
    ),
    Command(
        name="challenge-end",
        title=_("Go on without the picture"),
        steps="claim.waive_evidence",
        when=rules.is_judging,
        do=calling("claim", claims.waive_evidence),
        asks=True,
        follows=_(
            "The buyer is told that it is asked for no more, and nothing is held against him. What he has not handed "
            "in is no evidence. To give him more time, ask for it anew."
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
            "Free of charge for the buyer. Who runs the service bears it, or whoever is found liable where its "
            "settings say so. What the technician photographs becomes evidence, examined like any other."
        ),
    ),
    Command(
        name="address-request",
        title=_("Ask for the address"),
        who="reviewer",
        when=rules.may_ask_address,
        do=calling("claim", claims.ask_address),
        asks=True,
        follows=_("A technician can be sent once it is known where to. The buyer is told, and gives it on his page."),
    ),
    Command(
        name="naming",
        title=_("Say which product it is"),
        who="reviewer",
        when=rules.may_name_goods,
        fields=fields.Goods,
        suggests={"model": lambda _row, _case, _now, _by: models()},
        do=work.name_goods,
        follows=_("It counts for the goods of this claim alone; for all its orders the seller says it himself."),
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
        fields=fields.MissingInspection,
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
        name="money-here",
        title=_("Send the money from here"),
        who="finance",
        when=rules.is_money_waiting,
        do=calling("claim", claims.pay_here),
        weighs=True,
        follows=_("It goes to who paid. Look first whether the former system has sent it: it would go twice."),
    ),
    Command(
        name="money-there",
        title=_("The former system has paid"),
        who="finance",
        when=rules.is_money_waiting,
        fields=fields.PaidThere,
        do=calling("claim", claims.paid_there, "reference"),
        weighs=True,
        follows=_("It is booked as gone back, the claim is closed and the buyer is told. Nothing is sent from here."),
    ),
    Command(
        name="payment",
        title=_("Pay again"),
        who="finance",
        when=rules.may_pay_again,
        do=calling("claim", claims.pay_again),
        weighs=True,
        follows=_("The provider did not take it the first time. It goes to who paid, and never twice."),
    ),
)
