"""What a buyer reads first on his claim's page: what is so now, and what comes next."""

from django.utils.translation import gettext_lazy as _

DELAY = _("Nothing is lost by it; the delay stays in the record.")
ANEW = _("A reviewer decides anew what you get")
HEADLINES = {
    "submitted": (_("Your claim has been filed"), ""),
    "merchant_answer": (
        _("Waiting for the merchant's answer"),
        _(
            "He has until {until}. If he says nothing, a reviewer decides on what is here: his silence does not "
            "count against you, and nothing is refused because of it."
        ),
    ),
    "merchant_answer_longer": (
        _("Waiting for the merchant's answer"),
        _(
            "He has until {until}, longer than it says on your receipt: a picture of this claim is looked at more "
            "closely, and he has more time where that is so. It is no finding against you, and no machine decides."
        ),
    ),
    "agreed": (
        _("The merchant agreed; your pictures are being looked at"),
        _("As soon as that is done it is carried out by itself. Usually minutes."),
    ),
    "offer_taken": (
        _("You accepted the offer; your pictures are being looked at"),
        _("As soon as that is done it is carried out by itself. Usually minutes."),
    ),
    "platform": (
        _("The platform decides; the merchant answers it"),
        _("This claim runs in the platform's own forum. What it decides is written down here."),
    ),
    "address_needed": (
        _("Tell us where a technician is to come to"),
        _("He mends the goods, or looks at them, where they are. The claim goes on meanwhile."),
    ),
    "offer_made": (
        _("The merchant offers something else; you choose"),
        _("Say yes and it is carried out. Say no and a reviewer decides; a no does not count against you."),
    ),
    "offer_there": (
        _("The merchant offers something else; you choose"),
        _("Your yes or no is written down for the platform. It decides and pays; a no does not count against you."),
    ),
    "review": (
        _("A reviewer is looking at both sides"),
        _("A person decides, with reasons both sides can read. No machine decides, and none accuses anybody."),
    ),
    "anew_piece_missed": (
        ANEW,
        _("The merchant did not send the other piece in time. He may still send it until the reviewer has decided."),
    ),
    "anew_goods_missed": (
        ANEW,
        _("The merchant did not send your goods back in time. He may still send them until the reviewer has decided."),
    ),
    "anew_repair_missed": (
        ANEW,
        _("The repair that was decided was not made. You need do nothing; what comes of it stands here."),
    ),
    "anew_nobody_sent": (
        ANEW,
        _("Nobody can be sent for the repair where you live. You need do nothing; what comes of it stands here."),
    ),
    "anew_no_address": (
        ANEW,
        _("The merchant did not say where to send the goods. Please keep them; what comes of it stands here."),
    ),
    "anew_parcel_missed": (
        ANEW,
        _("Nobody has said that your goods arrived. Please keep the carrier's receipt; what comes of it stands here."),
    ),
    "asked_back": (
        _("The merchant appeals: you may answer"),
        _(
            "Another reviewer looks at it anew, and may decide less for you than stands now. He waits for you until "
            "{until}, unless you answer or have nothing to add; saying nothing is no yes to the appeal. If you want "
            "more than was decided, appeal as well with your answer."
        ),
    ),
    "appeal": (
        _("Another reviewer is looking at it anew"),
        _("He has not judged it before. What he decides is final here; the doors outside stay open."),
    ),
    "need_evidence": (
        _("Please send one more picture"),
        _("It helps to decide. If you can't, it is decided on what is here; write to the reviewer why."),
    ),
    "decided": ("{decided}", _("Read the reasons below. Accept it, or ask that another reviewer looks.")),
    "accepted": (
        "{decided}",
        _("You accepted. It is carried out once the merchant accepts too, or his time to appeal is over."),
    ),
    "waiting_return": (
        _("Please send the goods back"),
        _("Photograph them before you close the box, keep the waybill, and enter its number here."),
    ),
    "nowhere": (
        _("Please keep the goods ready; the merchant has not said where to send them"),
        _("He was told to. Your time to send them begins once he has; if he doesn't in his own, a person decides."),
    ),
    "sent_back": (
        _("Your goods are on their way back"),
        _("Once the merchant has them he has his time to look; if he says nothing, the money is due."),
    ),
    "inspecting": (
        _("The merchant is looking at what came back"),
        _("If he says nothing in time the money is due. If he objects, a person decides."),
    ),
    "money_out": (
        _("{amount} is on its way back to you"),
        _("The way you paid, to nobody else. By law within seven days at the latest."),
    ),
    "money_by_hand": (
        _("Finance has yet to send {amount} back to you"),
        _("By hand, to you alone: where you paid, or by transfer. By law within seven days at the latest."),
    ),
    "money_by_shop": (
        _("The shop has yet to give {amount} back to you"),
        _("You paid it there. If it doesn't in its time, finance sees to it. By law within seven days at the latest."),
    ),
    "money_account": (
        _("{amount} goes back to you by transfer: to which account?"),
        _("Finance sends it there once you have said it. By law within seven days at the latest."),
    ),
    "money_returned": (
        _("Your bank sent {amount} back: please check the account"),
        _("Name and number must be those of the account. Say it anew; finance sends the money again."),
    ),
    "money_waits": (
        _("Your refund is being looked after"),
        _("It was decided before this claim came here. Finance sends it, or has seen that it has gone."),
    ),
    "money_failed": (
        _("The bank did not take the refund"),
        _("Finance looks into it and sends it again. You need not do anything; the clock runs on."),
    ),
    "repairing": (_("It is being repaired"), _("The repair stands below, with its own promises.")),
    "nobody_sent": (
        _("Nobody may be sent for the repair at the moment"),
        _(
            "If somebody may be by the end of {until}, the repair goes on as it was. If not, a reviewer decides anew "
            "what you get instead. You need do nothing; what comes of it stands here."
        ),
    ),
    "exchanging": (
        _("Another piece is being sent"),
        _("Its waybill number stands here as soon as it is on its way."),
    ),
    "goods_back": (
        _("The merchant sends your goods back"),
        _("He has until {until}. The waybill stands here once they are on their way; if not, a person decides anew."),
    ),
    "withdrawn": (
        _("You took the claim back"),
        _("Nothing happens any more. You can file anew while the law allows."),
    ),
    "closed": (_("The claim is closed"), ""),
    "late_answer": (
        _("The merchant's answer is {late} late"),
        _("A reviewer decides on what is here; his silence does not count against you."),
    ),
    "late_platform": (
        _("The merchant's answer to the platform is {late} late"),
        _("The platform decides in its own forum on what it has. What it decides is written down here."),
    ),
    "late_decision": (_("The decision is {late} late"), DELAY),
    "late_ceiling": (_("This claim takes {late} longer than it may"), DELAY),
    "late_receive": (
        _("Nobody has said for {late} too long that your goods are there"),
        _("A person looks into it; keep the carrier's receipt."),
    ),
    "late_inspection": (
        _("The merchant's time to look at the goods is over by {late}"),
        _("He said nothing in time: the money is due."),
    ),
    "late_money": (_("Your money is {late} late"), _("It was due by {due}; the delay stays in the record.")),
    "late_repair": (_("The repair takes {late} longer than it may"), DELAY),
    "late_goods_back": (_("Your goods are {late} late"), DELAY),
    "late_replacement": (_("The other piece is {late} late"), DELAY),
}
RULING_DUE = _("The ruling is due by {due}.")
NOT_ANSWERED = {
    "merchant": _("The merchant did not answer the appeal in his time."),
    "buyer": _("You did not answer the appeal in your time, which does not count against you."),
}
"""What a buyer reads on an appeal whose other side said nothing in its time, by which side that is."""
DOES = {
    "accept_offer": _("Accept the offer"),
    "refuse_offer": _("No, thank you"),
    "take_picture": _("Take the picture"),
    "hand_in": _("Hand in this picture"),
    "accept": _("Accept the decision"),
    "appeal": _("Appeal"),
    "contradict": _("It is not so"),
    "drop_appeal": _("Take the appeal back"),
    "answer_appeal": _("Answer the appeal"),
    "nothing_to_add": _("Nothing to add"),
    "appeal_too": _("Appeal as well"),
    "ship": _("Save the waybill"),
    "give_address": _("Keep this address"),
    "account": _("Say to which account"),
    "add": _("Add pictures"),
    "message": _("Message"),
    "repair": _("Open the repair"),
    "doors": _("Other ways open to you"),
    "file": _("File a new claim"),
    "cases": _("My cases"),
}
MERCHANTS = {
    "give_back": (
        _("Give {amount} back in your shop now."),
        _(
            "It was paid to your shop, so nobody here can send it. Then enter the refund's number here; if you haven't "
            "by {until}, finance is told."
        ),
    ),
    "give_back_filed": (
        _("Your orders file says that {filed} went back: enter the refund's number here."),
        _(
            "Don't give it back again. Your shop was to give back {amount}; if no number is here by {until}, finance "
            "is told."
        ),
    ),
    "sent_for_you": (
        _("Finance has sent {amount} in your shop's place: don't give it back any more."),
        _(
            "It waits for a second person. If your shop gave it back before, enter the refund's number now: that "
            "person reads it before he agrees."
        ),
    ),
    "nobody_sent": (
        _("Nobody may be sent for the repair at the moment."),
        _(
            "No technician for it is vouched for there. If one is by the end of {until}, the repair goes on; if not, "
            "a reviewer decides anew."
        ),
    ),
    "answered_there": (
        _("The platform decides."),
        _("What you answered stands in the answer pack; enter its outcome here when it comes."),
    ),
    "unanswered_there": (
        _("The platform decides without your answer."),
        _(
            "Its time for one passed on {until}. What you answer or hand in now still goes into the answer pack; "
            "whether the platform looks at it is the platform's to say. Enter its outcome here when it comes."
        ),
    ),
    "merchant_answer_there": (
        _("The platform decides."),
        _("Answer before its deadline; without an answer it decides on what it has."),
    ),
    "offer_made_there": (
        _("Your offer lies with the buyer."),
        _("Whatever he says, the platform decides and pays."),
    ),
    "merchant_answer": (
        _("Until the deadline nobody decides before you are heard."),
        _("Without an answer a person reviews it; nothing is refunded by itself."),
    ),
    "review": (
        _("A reviewer looks at both sides now."),
        _("You can still agree, hand in pictures, or write."),
    ),
    "asked_back": (
        _("The buyer appeals; you may answer."),
        _(
            "Until {until} the reviewer waits for you. Answer, hand in pictures, or say that you have nothing to add. "
            "If you want less than was decided, appeal as well with your answer."
        ),
    ),
    "piece_missed": (
        _("The other piece was not sent in time; a reviewer decides anew."),
        _("Until he has you can still send it and enter its waybill."),
    ),
    "goods_back": (
        _("Send the goods back to the buyer by {until}."),
        _("By what was decided they are the buyer's. You pay the carriage. Enter the waybill here."),
    ),
    "goods_missed": (
        _("The goods were not sent back in time; a reviewer decides anew."),
        _("Until he has you can still send them and enter their waybill."),
    ),
    "need_evidence": (
        _("The buyer was asked for another picture."),
        _("If none comes in time it is decided on what is there."),
    ),
    "offer_made": (_("Your offer lies with the buyer."), _("Refused or left, it goes to a reviewer.")),
    "sent_back": (
        _("The goods come back to you."),
        _("Waybill {waybill}. Write it down when the parcel is here."),
    ),
    "waiting_return": (_("The goods come back to you."), _("The buyer has not entered a waybill yet.")),
    "inspecting": (
        _("Look at what came back."),
        _("Photograph it first. If you say nothing in time, the money is due by itself."),
    ),
}
"""What a merchant reads first beside his answer."""
