"""What people are told about claims."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

ALL = "customer merchant agent auditor"
INSIDE = "agent auditor"
SELLERS = "merchant agent auditor"

declare(
    errors={
        "claims.no_such_claim": _("There is no such claim, or not for you."),
        "claims.not_allowed": _("This can't be asked for with this reason: {said}."),
        "claims.open_already": _("There is an open claim about line {line} already."),
        "claims.not_your_purchase": _("Only the buyer of order {order} can claim about it."),
        "claims.not_your_shop": _("This token may not file claims about orders of {seller}."),
        "claims.too_much": _("At most {most_fen} were paid for these goods."),
        "claims.more_than_paid": _("At most {most_fen} can still go back."),
        "claims.nothing_to_repair": _("Nobody can be sent for these goods: {expected} needed."),
        "claims.locked": _("{number} can't be decided yet: {said}."),
        "claims.not_your_claim": _("This is another merchant's matter."),
        "claims.look_first": _("{number} should be looked at by itself."),
        "claims.reason_needed": _("Please write a reason; both sides read it."),
        "claims.not_yours_to_judge": _("Somebody else must judge {number}: {said}."),
        "claims.not_yours_to_open": _("Only the operator opens {number} to an authority."),
        "claims.not_a_side": _("Only the buyer and the merchant can do this."),
        "claims.not_their_forum": _("{number} is decided here, by a person who signed in."),
        "claims.being_decided": _("{number} is being decided. Its dossier can be taken once the decision is given."),
        "claims.not_your_door": _("This way is not open to you. Open to you: {expected}."),
        "claims.no_exchange": _("No exchange is on offer for {number}."),
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
            "ask_evidence": _("Ask the buyer for a picture"),
            "bring_evidence": _("Send the picture"),
            "decide": pgettext_lazy("claim", "Decide"),
            "appeal": _("Ask somebody else to look"),
            "drop_appeal": _("Take the appeal back"),
            "await_return": _("Wait for the goods"),
            "receive_back": _("The goods are back"),
            "miss_parcel": _("Nobody said that the goods are back"),
            "return_lapses": _("Time to send back is over"),
            "pass_inspection": _("The goods are fine"),
            "fail_inspection": _("The goods are not fine"),
            "execute": _("Carry out"),
            "close": pgettext_lazy("claim", "Close"),
            "take_outcome": _("Enter the platform's decision"),
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
            "decide": pgettext_lazy("hearing", "Decide"),
            "withdraw": pgettext_lazy("hearing", "End"),
        },
        "appeal": {
            "assign": pgettext_lazy("appeal", "Take the case"),
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
        "claim.ask_merchant": Fact(_("The merchant was asked"), ALL),
        "claim.open_return": Fact(_("Return without a reason: open at once, as the law gives it"), ALL),
        "claim.agree": Fact(_("The merchant agreed"), ALL),
        "claim.contest": Fact(_("The merchant does not agree and said why"), ALL),
        "claim.time_out": Fact(_("The merchant did not answer in time; a person decides"), ALL),
        "claim.offer": Fact(_("The merchant made an offer"), ALL),
        "claim.accept_offer": Fact(_("The offer was accepted and is carried out"), ALL),
        "claim.refuse_offer": Fact(_("The offer was refused; a person decides"), ALL),
        "claim.offer_lapses": Fact(_("The offer was not taken up; a person decides"), ALL),
        "claim.ask_evidence": Fact(_("The buyer was asked for one more picture"), ALL),
        "claim.bring_evidence": Fact(_("Going on with the evidence that is there"), ALL),
        "claim.decide": Fact(_("Decided by a person, with reasons"), ALL),
        "claim.appeal": Fact(_("Appealed; somebody else looks"), ALL),
        "claim.drop_appeal": Fact(_("The appeal was taken back"), ALL),
        "claim.await_return": Fact(_("Waiting for the goods to come back"), ALL),
        "claim.receive_back": Fact(_("The goods came back"), ALL),
        "claim.miss_parcel": Fact(_("Nobody said that the goods came back; a person decides"), ALL),
        "claim.return_lapses": Fact(_("The goods were not sent back in time"), ALL),
        "claim.pass_inspection": Fact(_("The returned goods were looked at; the money is due"), ALL),
        "claim.fail_inspection": Fact(_("The returned goods were found wanting; a person decides"), ALL),
        "claim.execute": Fact(_("Being carried out"), ALL),
        "claim.close": Fact(pgettext_lazy("claim", "Closed"), ALL),
        "claim.take_outcome": Fact(_("The platform decided in its own forum"), ALL),
        "claim.withdraw": Fact(_("The buyer took the claim back"), ALL),
        "claims.late": Fact(_("A time limit of this claim was not kept"), ALL),
        "claims.answer_longer": Fact(_("The merchant has until {until} to answer"), ALL),
        "claims.offer_accepted": Fact(_("The buyer accepted the offer"), ALL),
        "claims.accepted": Fact(_("A side accepted the decision"), ALL),
        "claims.paid_before": Fact(_("Some of the money had gone back before; only the rest is sent"), ALL),
        "claims.money_out": Fact(_("The money went back to who paid"), ALL),
        "claims.money_failed": Fact(_("The money did not go through; finance looks into it"), ALL),
        "claims.replacement_sent": Fact(_("Another piece was sent"), ALL),
        "claims.repair_opened": Fact(_("Repair {repair} was opened"), ALL),
        "claims.shipped_back": Fact(_("The buyer sent the goods back"), ALL),
        "claims.inspection_ordered": Fact(_("A technician will look at the goods, visit {visit}"), ALL),
        "claims.inspected": Fact(_("A technician looked at the goods; his pictures are evidence"), ALL),
        "claims.exchange_offered": Fact(
            _("Failed {failures} times: an exchange can be asked for"), "customer agent outlet auditor"
        ),
        "claims.from_repair": Fact(_("Follows from repair {repair}"), ALL),
        "claims.opened_to": Fact(_("An authority may read this case until {until}"), INSIDE),
        "claims.closed_to": Fact(_("An authority may read this case no longer"), INSIDE),
        "claims.note": Fact(_("Note for the desk"), INSIDE),
        "claims.standing_given": Fact(_("Agreed beforehand to claims up to {most_fen}"), SELLERS),
        "claims.standing_revoked": Fact(_("A standing answer was taken back"), SELLERS),
        "decision.proposed": Fact(_("A decision was drawn up"), INSIDE),
        "decision.give": Fact(_("The decision was given to both sides"), ALL),
        "decision.send_back": Fact(_("The second person sent the decision back"), INSIDE),
        "decision.finish": Fact(_("The decision stands"), ALL),
        "decision.replace": Fact(_("The decision was replaced on appeal"), ALL),
        "dispute.opened": Fact(_("The sides don't agree; a reviewer looks"), ALL),
        "dispute.assign": Fact(_("A reviewer took the case"), INSIDE),
        "dispute.decide": Fact(_("The dispute is decided"), INSIDE),
        "dispute.withdraw": Fact(_("The dispute ended"), INSIDE),
        "appeal.opened": Fact(_("An appeal was made"), ALL),
        "appeal.assign": Fact(_("Another reviewer took the appeal"), INSIDE),
        "appeal.decide": Fact(_("The appeal is decided"), ALL),
        "appeal.withdraw": Fact(_("The appeal was withdrawn"), INSIDE),
        "recovery.demanded": Fact(_("Money was asked back"), SELLERS),
        "recovery.promise": Fact(_("Repayment was promised"), SELLERS),
        "recovery.instalments": Fact(_("A part was repaid"), SELLERS),
        "recovery.court": Fact(_("The recovery went to court"), SELLERS),
        "recovery.police": Fact(_("The police were told"), SELLERS),
        "recovery.repay": Fact(_("Everything was repaid"), SELLERS),
        "recovery.give_up": Fact(_("The recovery was given up"), SELLERS),
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
REASONS = {
    "changed_mind": _("no reason needed, within seven days"),
    "not_received": _("not received"),
    "missing": _("something is missing"),
    "wrong": _("the wrong thing came"),
    "swapped": _("swapped on the way"),
    "broken": _("broken"),
    "transport_damage": _("damaged in transport"),
    "perishable": _("gone bad"),
    "defective": _("does not work"),
    "not_as_described": _("not as described"),
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
    "goods_are_whole": _("the goods are whole: please send them back"),
    "not_for_this_reason": _("does not fit this reason"),
    "nobody_repairs_it": _("nobody repairs these goods"),
    "already_back": _("everything paid for this order has gone back already"),
    "no_return.made_to_order": _("made to order"),
    "no_return.perishable": _("fresh or perishable"),
    "no_return.opened_media": _("downloaded, or media unpacked by the buyer"),
    "no_return.newspaper": _("newspapers and magazines"),
    "no_return.confirmed": _("confirmed at purchase as not returnable"),
}
LOCKS = {
    "merchant_unheard": _("The merchant has to be heard first"),
    "unexamined": _("A picture is still being examined"),
    "evidence_since": _("Evidence came after this was drawn up; please send it back"),
    "evidence_asked": _("The buyer was asked for a picture and still has time"),
    "offer_open": _("The merchant's offer is on the table"),
    "not_in_review": _("The claim is not under review"),
}
WHY_NOT_JUDGE = {
    "not_reviewer": _("only reviewers decide"),
    "own_case": _("nobody decides his own case"),
    "own_unit": _("nobody decides a case of his own unit"),
    "drafted_answer": _("who drafted the answer does not decide"),
    "judged_before": _("an appeal is decided by somebody else"),
    "proposed_it": _("the second person is somebody else"),
    "with_another": _("a colleague has this case"),
}
WHY_NOT_AT_ONCE = {
    "claims.look_first": _("please look at this one by itself: its pictures ask for it, or are still examined"),
    "core.wrong_state": _("it is answered already, or stands elsewhere now"),
    "claims.not_your_claim": _("not yours to answer"),
    "claims.no_such_claim": _("not found"),
}
SECOND = {
    "fraud_said": _("it speaks of fraud"),
    "label": _("a picture carries an AI label"),
    "sum": _("the sum is large"),
}
CAUSES = {
    "contested": _("the merchant does not agree"),
    "offer_refused": _("the buyer refused the offer"),
    "offer_lapsed": _("the offer was not taken up"),
    "unanswered": _("the merchant did not answer"),
    "returned_wanting": _("the returned goods were not fine"),
    "parcel_missed": _("the goods were sent back, and nobody said that they are there"),
    "buyer": _("the buyer appeals"),
    "merchant": _("the merchant appeals"),
}
HEARD = {
    "contest": _("does not agree"),
    "agree": _("agrees"),
    "offer": _("makes an offer"),
    "timeout": _("did not answer in time"),
    "standing": _("agreed beforehand"),
}
CLOCKS = {
    "claims.answer": _("Merchant's answer"),
    "claims.evidence": _("Buyer's picture"),
    "claims.offer": _("Offer"),
    "claims.ship": _("Send back"),
    "claims.receive": _("Say that the goods are back"),
    "claims.inspection": _("Look at the returned goods"),
    "claims.money": _("Money back"),
    "claims.replacement": _("Another piece"),
    "claims.decision": _("Decision"),
    "claims.ceiling": _("Whole claim"),
    "claims.appeal": _("Time to appeal"),
    "claims.platform": _("Platform's deadline"),
}
DOORS = {
    "hotline_12315": _("12315 consumer complaints"),
    "court": _("court"),
    "police": _("police"),
    "arbitration": _("arbitration"),
    "platform_omission": _("report that the platform left something undone"),
    "ai_provider": _("ask the AI provider about a label"),
}


def said(table: dict[str, object], code: str) -> str:
    """Say a code in the reader's language."""
    return str(table.get(code, code))


OUTCOMES = {
    "paid": _("paid back"),
    "refused": _("not supported"),
    "exchanged": _("exchanged"),
    "repaired": _("repaired"),
    "withdrawn": _("taken back by the buyer"),
    "not_returned": _("not sent back in time"),
    "platform_refunded": _("refunded by the platform"),
    "platform_returned": _("returned through the platform"),
    "platform_refused": _("refused by the platform"),
    "repaid": _("repaid"),
    "recovery_given_up": _("recovery given up"),
}
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
SETTINGS = {
    "answer_h": _("Hours a merchant has to answer"),
    "answer_suspect_h": _("Hours to answer where something must be looked at closely"),
    "evidence_h": _("Hours a buyer has to send a picture"),
    "offer_h": _("Hours an offer stands"),
    "inspection_h": _("Hours to look at returned goods; then the money is due"),
    "decision_d": _("Working days for a contested decision"),
    "ship_d": _("Days to send goods back"),
    "return_address": _("Where buyers send goods back: consignee, phone, address"),
    "receive_d": _("Days until somebody says that returned goods are there; then a person looks"),
    "appeal_d": _("Days to appeal"),
    "ceiling_d": _("Days a claim may take in all, without the buyer's pauses"),
    "replacement_d": _("Days to send another piece"),
    "money_d": _("Days until money is back after the goods"),
    "seven_day_return_d": _("Days to return goods without a reason"),
    "failed_repairs": _("Failed repairs after which an exchange is offered"),
    "second_person_fen": _("Sum from which a second person must confirm"),
    "rules_version": _("Edition of the claim rules"),
    "law": _("Rows of law shown in a dossier, not legal advice"),
}
READ_ME = _(
    "Dossier of claim {number}.\noriginals/: the files as they were received. custody.json: whose, since when sealed. "
    "examinations.json: what was seen, with its doubt; findings are not proof. decisions.json, answers.json: what was "
    "said and decided. law.json: rules on the day of the act; not legal advice. chain.json: every fact, each bound to "
    "the one before. manifest.json: hashes, Merkle root, signature.\nCheck: anxin dossier verify FILE.zip"
)
ANSWER_READ_ME = _(
    "Answer pack of claim {number}, for the platform that decides.\noriginals/: what the merchant sealed, as it was "
    "received. custody.json: since when each is sealed, and whether that was before the claim. case.json: what is "
    "asked, with the listing at order time. answers.json: what the merchant said. record.json: what happened when. "
    "manifest.json: hashes, Merkle root, signature of this installation.\nFindings of the examination are not in here: "
    "they are for who decides, and no proof."
)
