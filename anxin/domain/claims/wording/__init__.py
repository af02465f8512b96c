"""What people are told about claims."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare
from anxin.domain.claims.wording.clocks import CLOCKS as CLOCKS
from anxin.domain.claims.wording.clocks import SHORT_CLOCKS as SHORT_CLOCKS
from anxin.domain.claims.wording.gone_sellers import GONE_SELLERS
from anxin.domain.claims.wording.hearings import ALL, HEARINGS, INSIDE, SELLERS
from anxin.domain.claims.wording.money import MONEY
from anxin.domain.claims.wording.outcomes import OUTCOMES as OUTCOMES
from anxin.domain.claims.wording.outcomes import PLATFORMS as PLATFORMS
from anxin.domain.claims.wording.returned_goods import RETURNED
from anxin.domain.people.choices import PAYERS
from anxin.domain.visits.wording import UNFINISHED

declare(
    errors={
        "claims.taken_over_already": _("{number} goes on here: change it in the case; no file changes or removes it."),
        "claims.no_such_claim": _("There is no such claim, or not for you."),
        "claims.nobody_pays": _("Nobody else pays for the merchant of this claim, or you may not see it."),
        "claims.no_billed_repair": _("There is no decided repair that was billed, or not for you."),
        "claims.not_allowed": _("This can't be asked for with this reason: {said}."),
        "claims.open_already": _("Of line {line} not so many pieces are free: claim {number} about it is still open."),
        "claims.said_back": "{said}",
        "claims.not_your_purchase": _("Only the buyer of order {order} can claim about it."),
        "claims.not_your_shop": _("This token may not file claims about orders of {seller}."),
        "claims.too_much": _("At most {most_fen} can still go back for these goods."),
        "claims.more_than_paid": _("At most {most_fen} can still go back."),
        "claims.nothing_to_repair": _(
            "Nobody can be sent: nobody has said which product these goods are. Say it (“Say which product it is”) and "
            "decide again; what nobody repairs can't be decided as a repair."
        ),
        "claims.nobody_vouched_for": _(
            "Nobody can be sent: nobody who can mend these goods is vouched for where the buyer lives. Please choose "
            "another remedy."
        ),
        "claims.buyer_silent": _("Nobody goes to a buyer who hasn't been heard here yet. He writes on his page first."),
        "claims.address_needed": _("A repair needs the buyer's address; where it is missing the buyer is asked."),
        "claims.locked": _("{number} can't be decided yet: {said}."),
        "claims.not_your_claim": _("This is another merchant's matter."),
        "claims.look_first": _("{number} should be looked at by itself."),
        "claims.reason_needed": _("Please write a reason; both sides read it."),
        "claims.not_yours_to_judge": _("Somebody else must judge {number}: {said}."),
        "claims.not_yours_to_open": _("Only the operator opens {number} to an authority."),
        "claims.not_a_side": _("Only the buyer and the merchant can do this."),
        "claims.not_their_forum": _("{number} is decided here, by a person who signed in."),
        "claims.being_decided": _("{number} is being decided. Its dossier can be taken once the decision is given."),
        "claims.not_yours_to_take": _("You may read this case, but not take its dossier along."),
        "claims.sum_not_possible": _("Not possible: a sum above nothing, and no more than is missing or was taken."),
        "claims.came_back": _("{came_fen} has come back already, so the platform took at least that much."),
        "claims.more_came": _("By now {came_fen} are written down as come back. Is yours more? Write it down again."),
        "claims.correction_over": _("The days to put this decision right are over."),
        "claims.said_and_closed": _(
            "This claim is closed as was said: only the platform itself, or finance, puts its decision right now."
        ),
        "claims.day_over": _("This day is over already."),
        "claims.not_your_door": _("This way is not open to you. Open to you: {expected}."),
        "claims.seller_gone": _("The merchant of {number} is gone and others pay for it: a reviewer decides."),
        "claims.no_exchange": _("No exchange is on offer for this repair."),
        "claims.on_leave": _("You are on leave: take the case once you are back, or end your leave first."),
        "claims.appeal_over": _("It is too late to appeal: the decision was accepted, or the time for it is over."),
        "claims.challenge_over": _("This request is over: the picture was sent, is no longer needed, or time is up."),
    },
    states={
        "claim": {
            "submitted": _("filed"),
            "merchant_answer": _("waiting for the merchant"),
            "offer_made": _("the merchant made an offer"),
            "review": _("being reviewed"),
            "need_evidence": _("waiting for the buyer's picture"),
            "decided": _("decided"),
            "waiting_return": _("waiting for the goods to come back"),
            "inspecting": _("returned goods being looked at"),
            "executing": _("being carried out"),
            "outcome_taken": _("the platform has decided"),
            "closed": pgettext_lazy("claim", "closed"),
            "withdrawn": pgettext_lazy("claim", "withdrawn"),
        },
        "decision": {
            "proposed": _("waiting for a second person"),
            "given": _("may be appealed"),
            "final": _("stands"),
            "sent_back": _("sent back"),
            "replaced": _("replaced on appeal"),
        },
        "dispute": {
            "opened": _("waiting for a reviewer"),
            "assigned": _("with a reviewer"),
            "decided": pgettext_lazy("hearing", "decided"),
            "withdrawn": pgettext_lazy("hearing", "ended"),
        },
        "appeal": {
            "opened": _("waiting for another reviewer"),
            "assigned": _("with another reviewer"),
            "decided": pgettext_lazy("appeal", "decided"),
            "withdrawn": pgettext_lazy("appeal", "taken back"),
        },
        "recovery": {
            "demanded": _("asked back"),
            "promised": _("promised"),
            "instalments": _("coming in parts"),
            "court": _("before a court"),
            "police": _("with the police"),
            "repaid": _("repaid"),
            "given_up": _("given up"),
        },
        "referral": {
            "made": _("handed in"),
            "received": pgettext_lazy("referral", "received"),
            "taken": _("taken up"),
            "not_taken": _("not taken up"),
            "outcome": _("ended outside"),
        },
    },
    steps={
        "claim": {
            "ask_merchant": _("Ask the merchant"),
            "open_return": _("Open the return"),
            "agree": pgettext_lazy("claim", "Agree"),
            "contest": _("Don't agree, with evidence"),
            "time_out": _("Time to answer is over"),
            "offer": _("Make an offer"),
            "accept_offer": _("Accept the offer"),
            "refuse_offer": _("Refuse the offer"),
            "offer_lapses": _("The offer is over"),
            "lose_seller": _("The merchant is gone"),
            "leave_there": _("Wait for the platform's outcome"),
            "ask_evidence": _("Ask the buyer for a picture"),
            "bring_evidence": _("Send the picture"),
            "waive_evidence": _("Go on without the picture"),
            "decide": pgettext_lazy("claim", "Decide"),
            "correct": _("Correct the decision"),
            "appeal": _("Ask somebody else to look"),
            "drop_appeal": _("Take the appeal back"),
            "await_return": _("Wait for the goods"),
            "receive_back": _("The goods are back"),
            "receive_late": _("The goods came after all"),
            "miss_parcel": _("Nobody said that the goods are back"),
            "miss_address": _("The merchant did not say where the goods go back to"),
            "return_lapses": _("Time to send back is over"),
            "pass_inspection": _("The goods are fine"),
            "fail_inspection": _("The goods are not fine"),
            "miss_piece": _("The other piece was not sent"),
            "send_piece": _("The other piece was sent after all"),
            "miss_goods": _("The goods were not sent back to the buyer"),
            "send_goods": _("The goods were sent back after all"),
            "send_goods_before_money": _("The goods were sent back after all, and money is due"),
            "owe_again": _("Its money came back, and is owed again"),
            "miss_repair": _("The repair was not made"),
            "execute": _("Carry out"),
            "close": pgettext_lazy("claim", "Close"),
            "take_outcome": _("Enter the platform's decision"),
            "contradict": _("It is not so"),
            "withdraw": pgettext_lazy("claim", "Withdraw"),
        },
        "decision": {
            "give": pgettext_lazy("decision", "Confirm"),
            "send_back": _("Send back"),
            "finish": _("Let it stand"),
            "replace": pgettext_lazy("decision", "Replace"),
        },
        "dispute": {
            "assign": _("Take the case"),
            "release": _("Put back into the queue"),
            "decide": pgettext_lazy("hearing", "Decide"),
            "withdraw": pgettext_lazy("hearing", "End"),
        },
        "appeal": {
            "assign": pgettext_lazy("appeal", "Take the case"),
            "release": _("Put back into the queue"),
            "decide": pgettext_lazy("appeal", "Decide"),
            "withdraw": pgettext_lazy("appeal", "Take back"),
        },
        "recovery": {
            "promise": _("Promised to repay"),
            "instalments": _("Repays in parts"),
            "court": _("Go to court"),
            "police": _("Report to the police"),
            "repay": _("Repaid in full"),
            "give_up": _("Give up"),
        },
        "referral": {
            "receive": _("Received there"),
            "take_up": _("They took it up"),
            "refuse": _("They did not take it up"),
            "end": _("It ended"),
        },
    },
    facts={
        "claim.submitted": Fact(_("Claim filed, number {number}"), ALL),
        "claim.taken_over": Fact(_("Taken over from the former system, number {number}"), ALL),
        "claims.brought_in": Fact(_("The merchant brought it in from his former system"), ALL),
        "claims.brought_late": Fact(
            _("It was brought in too late for its merchant to have his time; his silence isn't counted"), ALL
        ),
        "claims.brought_for": Fact(_("{count} claims were brought in from another system"), "operator merchant"),
        "claim.ask_merchant": Fact(_("The merchant was asked"), ALL),
        "claim.open_return": Fact(_("Return without a reason: open at once, as the law gives it"), ALL),
        "claim.agree": Fact(_("Settled as the merchant agreed"), ALL),
        "claim.contest": Fact(_("The merchant does not agree and said why"), ALL),
        "claim.time_out": Fact(_("The merchant did not answer in time; a person decides"), ALL),
        "claim.offer": Fact(_("The merchant made an offer"), ALL),
        "claim.accept_offer": Fact(_("The offer was accepted and is carried out"), ALL),
        "claim.refuse_offer": Fact(_("The offer was refused; a person decides"), ALL),
        "claim.offer_lapses": Fact(_("The offer was not taken up; a person decides"), ALL),
        "claim.lose_seller": Fact(
            _("What the merchant offered or agreed to counts no more, as it is gone; a person decides"), ALL
        ),
        "claim.ask_evidence": Fact(_("The buyer was asked for one more picture"), ALL),
        "claim.bring_evidence": Fact(
            _("Going on with the evidence that is there"),
            ALL,
            instead={("brought", "buyer"): _("The buyer sent what he was asked for; it goes on")},
        ),
        "claim.waive_evidence": Fact(_("The picture is asked for no more; it goes on with what is there"), ALL),
        "claim.decide": Fact(
            _("Decided by a person, with reasons"),
            ALL,
            instead={("second", "agreed"): _("A second person agreed to a reviewer's decision, which is given")},
        ),
        "claim.correct": Fact(
            _("The reviewer corrected his own decision, and a second person agreed; the time to appeal begins anew"),
            ALL,
        ),
        "claim.appeal": Fact(_("Appealed; somebody else looks"), ALL),
        "claim.drop_appeal": Fact(_("The appeal was taken back"), ALL),
        "claim.miss_piece": Fact(_("The merchant did not send the other piece in time; a person decides anew"), ALL),
        "claim.send_piece": Fact(_("The merchant sent the other piece after all; closed"), ALL),
        **RETURNED,
        "claim.miss_repair": Fact(
            _("Repair {repair} ended without being made; a person decides"),
            ALL,
            instead={
                ("nobody", "sent"): _("Nobody can be sent for the repair that was decided; a person decides anew")
            },
        ),
        "claim.execute": Fact(_("Being carried out"), ALL),
        "claim.close": Fact(
            pgettext_lazy("claim", "Closed"),
            ALL,
            {("as_said", True): _("Closed as the platform is said to have decided: nobody proved or contradicted it")},
        ),
        "claim.withdraw": Fact(_("The buyer took the claim back"), ALL),
        "claims.late": Fact(_("A time limit of this claim was not kept"), ALL),
        "claims.answer_longer": Fact(_("The merchant has until {until} to answer"), ALL),
        "claims.offer_accepted": Fact(_("The buyer accepted the offer"), ALL),
        "claims.accepted": Fact(_("A side accepted the decision"), ALL),
        **MONEY,
        "claims.replacement_sent": Fact(_("Another piece was sent"), ALL),
        "claims.goods_named": Fact(_("It was said which product the goods are: {product}"), SELLERS),
        "claims.address_asked": Fact(_("The buyer was asked for an address"), ALL),
        "claims.address_given": Fact(_("The buyer gave an address"), ALL),
        "claims.repair_opened": Fact(_("Repair {repair} was opened"), ALL),
        "claims.nobody_sent": Fact(
            _("Nobody may be sent for the repair now. If nobody may be by the end of {until}, a person decides anew"),
            ALL,
        ),
        "claims.somebody_sent": Fact(_("Somebody may be sent for the repair again"), ALL),
        "claims.shipped_back": Fact(_("The buyer sent the goods back"), ALL),
        "claims.inspection_ordered": Fact(_("A technician will look at the goods"), ALL),
        "claims.stated": Fact(_("The buyer said what happened"), ALL),
        "claims.inspected": Fact(
            _("A technician looked at the goods; his pictures are evidence"),
            ALL,
            instead={
                ("looker", "named"): _(
                    "Technician {technician} came at {arrived} and looked at the goods; his pictures are evidence"
                )
            },
        ),
        "claims.inspection_missed": Fact(_("Nobody looked at the goods: {missed}; somebody can be sent anew"), ALL),
        "claims.inspection_called_off": Fact(
            _("The claim was decided: the technician's visit {inspection} was called off, nobody came"),
            ALL,
            instead={
                ("because", "withdrawn"): _(
                    "The claim was taken back: the technician's visit {inspection} was called off, nobody came"
                )
            },
        ),
        "claims.exchange_offered": Fact(
            _("Failed {failures} times: an exchange can be asked for"), "customer agent outlet auditor"
        ),
        "claims.from_repair": Fact(_("Follows from repair {repair}"), ALL),
        "claims.opened_to": Fact(_("An authority may read this case until {until}"), INSIDE),
        "claims.closed_to": Fact(_("An authority may read this case no longer"), INSIDE),
        "claims.note": Fact(_("Note for the desk"), INSIDE),
        "claims.second_waits": Fact(_("No second person has looked at the decision yet"), INSIDE),
        "claims.standing_given": Fact(_("Agreed beforehand to claims up to {most_fen}"), SELLERS),
        "claims.standing_revoked": Fact(_("An advance answer was taken back"), SELLERS),
        **HEARINGS,
        **GONE_SELLERS,
        "referral.made": Fact(_("A side went through a door outside"), INSIDE),
        "referral.receive": Fact(_("Received there, with a number"), INSIDE),
        "referral.take_up": Fact(_("Taken up there"), INSIDE),
        "referral.refuse": Fact(_("Not taken up there"), INSIDE),
        "referral.end": Fact(_("What came of it outside"), INSIDE),
    },
)

TYPES = {
    "refund_only": _("refund only"),
    "return": _("return and refund"),
    "exchange": _("exchange"),
    "repair": pgettext_lazy("claim type", "repair"),
}
REMEDIES = {
    "refund_only": _("refund, keep the goods"),
    "refund_part": _("refund a part"),
    "return": _("return and refund"),
    "exchange": _("exchange"),
    "repair": pgettext_lazy("claim type", "repair"),
    "refuse": _("not supported"),
}
LIABLE = {
    "merchant": _("the merchant"),
    "platform": _("the platform"),
    "carrier": _("the carrier"),
    "insurer": _("the insurer"),
    "buyer": _("the buyer"),
    "nobody": _("nobody"),
}
WHY_ALLOWED = {
    "merchant_is_heard": _("possible; the merchant is heard first"),
    "in_time": _("your right within seven days; it opens at once"),
    "not_signed_for": _("your right; the goods have not arrived yet"),
    "too_late": _("the seven days are over"),
    "goods_are_whole": _("you have the goods: please ask to send them back"),
    "goods_away": _("you sent these goods back already"),
    "fewer_here": _("not so many of them are with you: some were sent back, or another claim is to have them"),
    "not_for_this_reason": _("does not fit this reason"),
    "nobody_repairs_it": _("the order names no model that is repaired here; a fault can be reported apart"),
    "already_back": _("everything paid for these goods has gone back already"),
    "goods_first": _("the freight alone goes back once all goods of the order have gone back, and it has not"),
    "freight_late": _("the days in which the freight could be asked for are over"),
    "nothing_said": _("no refund of these goods is written that rests on the shop's word alone"),
    "no_return.made_to_order": _("made to order"),
    "no_return.perishable": _("fresh or perishable"),
    "no_return.opened_media": _("downloaded, or media unpacked by the buyer"),
    "no_return.newspaper": _("newspapers and magazines"),
    "no_return.confirmed": _("confirmed at purchase as not returnable"),
}
LOCKS = {
    "platform": _("The platform decides this claim; its outcome is entered here when it comes"),
    "merchant_unheard": _("The merchant has to be heard first"),
    "unexamined": _("A picture is still being examined"),
    "unverified": _("What was asked for is still being looked at"),
    "evidence_since": _("Evidence came after this was drawn up; please send it back"),
    "appeal_unanswered": _(
        "The other side may still answer the appeal; to decide before, say why nothing in it is new"
    ),
    "appeal_worse": _(
        "The other side may still answer the appeal; before, nothing is decided that is worse for it than what stands"
    ),
    "yes_is_less": _(
        "What was asked for is less than what was decided; offer something else, which its buyer may accept, or wait"
    ),
    "appeal_lowered": _("One side alone appeals: nothing is decided that is worse for it than what stands"),
    "answered_since": _("The appeal was answered after this was drawn up; please send it back"),
    "evidence_asked": _("The buyer was asked for a picture and still has time"),
    "offer_open": _("The merchant's offer is on the table"),
    "not_in_review": _("The claim is not under review"),
}
HEARD = {
    "contest": _("does not agree"),
    "agree": _("agrees"),
    "offer": _("makes an offer"),
    "timeout": _("did not answer in time"),
    "untold": _("the former system brought no answer of the merchant"),
    "settled": _("said to be settled already; the buyer says that it is not so"),
    "standing": _("agreed beforehand"),
}
OUTSIDE_REMEDIES = {
    "hotline_12315": _("12315 consumer complaints"),
    "court": _("court"),
    "police": _("police"),
    "arbitration": _("arbitration"),
    "platform_omission": _("report that the platform left something undone"),
    "ai_provider": _("ask the AI provider about a label"),
}
declare(
    values={
        "what": PLATFORMS,
        "was": PLATFORMS,
        "missed": {**UNFINISHED, "called_off": _("it was called off")},
        "payer": PAYERS,
    }
)
AXIS = {
    "bought": _("ordered"),
    "shipped": _("sent off"),
    "signed_for": _("signed for"),
    "filed": _("claim filed"),
    "picture": _("picture sealed"),
    "answer_due": _("answer due"),
    "now": _("now"),
    **HEARD,
}
