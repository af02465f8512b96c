"""What people are told: one sentence a line of the table. Numbers, codes, moments and an address; no personal value."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import declare

declare(
    errors={"notices.no_such_notice": _("There is no such notice, or not for you.")},
    messages={
        "notices.repair_asked_for": _("Your report has the number {number}. Follow it here: {link}"),
        "notices.repair_accepted": _("{number} is accepted. Who comes and when: {link}"),
        "notices.repair_booked": _("{number}: the visit is booked. Window, technician and badge: {link}"),
        "notices.repair_coming": _("{number}: the technician is on the way. Check the badge at the door: {link}"),
        "notices.repair_quote": _("{number}: a quote waits for your yes or no. Nothing is done before: {link}"),
        "notices.repair_done": _("{number} is finished. Bill, guarantee and rating: {link}"),
        "notices.repair_redirected": _("{number} went on to somebody else, with the reason: {link}"),
        "notices.exchange_offered": _("{number}: the repair failed; you may ask for an exchange: {link}"),
        "notices.claim_filed": _("{number} is filed. Where it stands and until when: {link}"),
        "notices.claim_asked": _("{number}: one more picture is asked for. What and until when: {link}"),
        "notices.claim_address": _("{number}: for a repair we need to know where to come to: {link}"),
        "notices.claim_offer": _("{number}: the merchant made an offer. Accept or refuse: {link}"),
        "notices.claim_decided": _("{number} is decided, with reasons. You may appeal: {link}"),
        "notices.claim_send_back": _("{number}: please send the goods back. Where and until when: {link}"),
        "notices.claim_send_back_to": _("{number}: please send the goods back to {secret}. Until when: {link}"),
        "notices.claim_paid": _("{number}: the money went back to who paid: {link}"),
        "notices.claim_evidence_due": _("{number}: the picture asked for is due {due}. Without it we decide: {link}"),
        "notices.contact_received": _("{number}: your message is here. A person answers, see {link}"),
        "notices.number_confirmed": _(
            "Your report {number}: the number is confirmed as false, and whoever checks it is warned. Thank you: {link}"
        ),
        "notices.number_cleared": _("Your report {number}: we looked at the number and found nothing false: {link}"),
        "notices.number_open": _("Your report {number}: we looked at the number and cannot tell yet: {link}"),
        "notices.number_reported": _("{number}: somebody reported a false number"),
        "notices.claim_new": _("{number}: a new claim waits for your answer"),
        "notices.claim_taken_offer": _("{number}: your offer was accepted"),
        "notices.claim_refused": _("{number}: your offer was refused; a person decides"),
        "notices.claim_given": _("{number}: decided, with reasons; you may appeal"),
        "notices.claim_appealed": _("{number}: an appeal was made"),
        "notices.claim_shipped": _("{number}: the buyer sent the goods back"),
        "notices.claim_no_address": _("{number}: goods come back to you, and the buyer knows no address: set it"),
        "notices.claim_return": _("{number}: a return without a reason, and the buyer knows no address: set it"),
        "notices.claim_missed": _("{number}: your time to answer is over; a person decides"),
        "notices.claim_answer_due": _("{number}: your answer is due {due}"),
        "notices.claim_platform_due": _("{number}: the platform wants an answer by {due}"),
        "notices.claim_look_due": _("{number}: look at the returned goods by {due}, then the money is due"),
        "notices.review_contested": _("{number}: the merchant does not agree; to be reviewed"),
        "notices.review_unanswered": _("{number}: the merchant did not answer; to be reviewed"),
        "notices.review_refused": _("{number}: the buyer refused the offer; to be reviewed"),
        "notices.review_lapsed": _("{number}: the offer was not taken up; to be reviewed"),
        "notices.review_parcel": _("{number}: nobody said that the returned goods are there; to be reviewed"),
        "notices.review_brought": _("{number}: goes on with the evidence that is there"),
        "notices.review_address": _("{number}: the buyer said where a technician is to come to"),
        "notices.review_second": _("{number}: a decision waits for a second person"),
        "notices.review_appeal": _("{number}: an appeal; somebody who judged nothing before decides"),
        "notices.review_due": _("{number}: to be decided by {due}"),
        "notices.money_failed": _("{number}: money did not go through"),
        "notices.visit_by_hand": _("{number}: nobody took the job; please choose"),
        "notices.repair_urged": _("{number}: the customer urges"),
        "notices.repair_disputed": _("{number}: the customer says something is wrong"),
        "notices.repair_late": _("{number}: a promise was not kept"),
        "notices.outlet_order": _("{number}: a job is offered to your outlet"),
        "notices.contact_new": _("{number}: somebody wrote and waits for a person"),
        "notices.contact_late": _("{number}: an answer that was promised is late"),
        "notices.contact_due": _("{number}: you promised to call back by {due}"),
    },
)

SETTINGS = {
    "quiet_from_h": _("Hour from which no message goes to customers"),
    "quiet_until_h": _("Hour until which messages wait"),
    "messages": _("Send text messages to customers"),
    "address": _("Address of this site in text messages, such as https://service.example"),
    "language": _("Language of text messages"),
}
