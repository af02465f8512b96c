"""What reviewers are told of claims."""

from django.utils.translation import gettext_lazy as _

REVIEWERS = {
    "notices.review_appeal_answered": _("{number}: the appeal was answered; it can be decided"),
    "notices.review_appeal_waived": _("{number}: nothing is added to the appeal; it can be decided"),
    "notices.review_appeal_silent": _("{number}: the time to answer the appeal is over; it can be decided"),
    "notices.review_appeal_back": _("{number}: the appeal was taken back; there is nothing to decide on it"),
    "notices.review_contested": _("{number}: the merchant does not agree; to be reviewed"),
    "notices.review_unanswered": _("{number}: the merchant did not answer; to be reviewed"),
    "notices.review_refused": _("{number}: the buyer refused the offer; to be reviewed"),
    "notices.review_lapsed": _("{number}: the offer was not taken up; to be reviewed"),
    "notices.review_seller_gone": _("{number}: the merchant is gone with its offer or yes open; to be reviewed"),
    "notices.review_unvouched": _(
        "{number}: nobody may be sent for the repair; unless somebody may by the end of {until}, decide it anew"
    ),
    "notices.review_unvouched_due": _(
        "{number}: nobody may be sent for the repair still; to be decided anew from {due} on"
    ),
    "notices.review_vouched": _("{number}: somebody may be sent for the repair again"),
    "notices.review_repair": _("{number}: the repair that was decided was not made; to be decided anew"),
    "notices.review_inspected": _("{number}: a technician looked at the goods; what he found is in the file"),
    "notices.review_uninspected": _(
        "{number}: the technician could not look at the goods; send somebody anew, or decide"
    ),
    "notices.review_unaddressed": _(
        "{number}: the merchant did not say where the goods go back to; to be decided anew"
    ),
    "notices.review_parcel": _("{number}: nobody said that the returned goods are there; to be reviewed"),
    "notices.review_brought": _("{number}: the buyer sent what he was asked for; it goes on"),
    "notices.review_silent": _("{number}: goes on with the evidence that is there"),
    "notices.review_address": _("{number}: the buyer said where a technician is to come to"),
    "notices.review_second": _("{number}: a decision waits for a second person"),
    "notices.review_second_waits": _("{number}: a decision still waits for a second person; you may be it"),
    "notices.review_second_up": _("{number}: a decision has waited for a second person too long; see who can look"),
    "notices.review_late": _("{number}: the decision is late; see that somebody makes it"),
    "notices.review_nobody": _(
        "{number}: a decision waits that none of your reviewers may confirm; one more is needed"
    ),
    "notices.review_put_aside": _(
        "{number}: your correction was put aside: the decision was appealed, or it stands by now"
    ),
    "notices.review_sent_back": _("{number}: your decision was sent back; why stands on the case"),
    "notices.review_shop_refunded": _("{number}: the shop says that it gave back {amount_fen}; so much less goes back"),
    "notices.review_shop_gave": _(
        "{number}: the shop says that it gave back {amount_fen}; {sent_fen} is left to go back here"
    ),
    "notices.review_refund_number": _("{number}: the merchant names the refund's number on the platform"),
    "notices.review_contradicted": _("{number}: the buyer contradicts what is said to be settled elsewhere"),
    "notices.review_appeal": _("{number}: an appeal; somebody who judged nothing before decides"),
    "notices.review_message": _("{number}: a side wrote to you"),
    "notices.review_due": _("{number}: to be decided by {due}"),
    "notices.review_link_often": _("{number}: one phone proved itself the buyer of several orders of this shop"),
    "notices.review_link_own": _("{number}: somebody of the shop tried to be the buyer of its own order"),
    "notices.review_goods": _("{number}: the merchant did not send the goods back to the buyer; decide anew"),
    "notices.review_piece": _("{number}: the merchant did not send the other piece; decide what comes instead"),
}
