"""What people are told: one sentence a line of the table. Numbers, codes, moments and an address; no personal value."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare
from anxin.domain.notices.wording.accounts import ACCOUNTS
from anxin.domain.notices.wording.appeals import APPEALS
from anxin.domain.notices.wording.goods import GOODS
from anxin.domain.notices.wording.outlets import OUTLETS
from anxin.domain.notices.wording.refunds import REFUNDS
from anxin.domain.notices.wording.reviewers import REVIEWERS
from anxin.domain.notices.wording.settings import SETTINGS as SETTINGS
from anxin.domain.notices.wording.technicians import TECHNICIANS

declare(
    facts={
        "notices.robot_failing": Fact(_("The robot of the house's group can't be reached"), "merchant outlet operator"),
        "notices.wechat_parted": Fact(
            _("WeChat is no longer joined: it had proved the phone of before"), "customer agent auditor"
        ),
    },
    errors={
        "notices.no_such_notice": _("There is no such notice, or not for you."),
        "notices.no_subscription": _("This browser gave something that can't be used to tell it anything ({field})."),
    },
    messages={
        **REVIEWERS,
        **ACCOUNTS,
        "notices.repair_asked_for": _("Your report has the number {number}. Follow it here: {link}"),
        "notices.repair_accepted": _("{number} is accepted. What comes next, and when: {link}"),
        "notices.repair_brand_pays": _("{number}: the warranty pays for this, by the brand's word: {link}"),
        "notices.repair_brand_denies": _("{number}: the brand says that it does not pay for this. Why: {link}"),
        "notices.repair_booked": _("{number}: the visit is booked. Window, technician and badge: {link}"),
        "notices.repair_another": _("{number}: your technician cannot come; we are finding another now: {link}"),
        "notices.repair_nobody": _("{number}: nobody can come to you just now. Customer service is on it: {link}"),
        "notices.repair_not_yet": _("{number}: the technician is not on the way yet; your window stays: {link}"),
        "notices.repair_stay_out": _(
            "{number}: the brand vouches no more for your technician. Don't let him in; we find another: {link}"
        ),
        "notices.repair_unvouched": _(
            "{number}: the brand vouches no more for who is with you. Pay him nothing, have him leave: {link}"
        ),
        "notices.repair_coming": _("{number}: the technician is on the way. Check the badge at the door: {link}"),
        "notices.repair_quote": _("{number}: a quote waits for your yes or no. Nothing is done before: {link}"),
        **APPEALS,
        **GOODS,
        "notices.remittance_asked": _("{number}: money that came or went outside of providers; look at it and agree"),
        "notices.remittance_refused": _("{number}: money that came or went outside of providers was not booked"),
        "notices.transfer_overtaken": _(
            "{number}: the shop gave this refund itself; its transfer isn't booked. If it was sent, say so on the "
            "transfer's page and ask for it back"
        ),
        "notices.repayment_asked": _("{number}: money is asked to go back to the customer; agree, or say why not"),
        "notices.repayment_refused": _("{number}: finance does not give the money back; read why"),
        "notices.goods_late": _("{number}: a parcel or its claim waits too long"),
        "notices.reset_open": _("{number}: the customer has not said that old credentials of the lock are gone; call"),
        "notices.opening_alone": _("{number}: a lock is opened without a witness; read why, and look at the picture"),
        "notices.opening_suspicious": _("{number}: the technician found the wish to open a lock suspicious"),
        "notices.repair_helping": _("{number}: somebody is helping you from afar now, see {link}"),
        "notices.repair_helped": _("{number}: does it work now? Say so, or send for a technician: {link}"),
        "notices.repair_done": _("{number} is finished. Bill, guarantee and rating: {link}"),
        "notices.repair_looked": _("{number}: the look at your goods is over. Your claim goes on: {link}"),
        "notices.invoice_ready": _("{number}: your invoice is ready, see {link}"),
        "notices.repair_waits_part": _("{number} waits for a part. How it goes on: {link}"),
        "notices.repair_waits_you": _("{number} waits for you. Please choose another time, or tell us how: {link}"),
        "notices.repair_waits_brand": _("{number} waits for the brand's answer. How it goes on: {link}"),
        "notices.repair_again": _("{number} is put right again, free of charge. Please choose a time: {link}"),
        "notices.repair_cancelled": _("{number} was called off. Nobody comes any more. Details: {link}"),
        **REFUNDS,
        "notices.invoice_wrong": _("{number}: an invoice that was wrong is taken back; ask for the right one: {link}"),
        "notices.invoice_refused": _("{number}: the invoice can't be issued as asked for. Why, and what can: {link}"),
        "notices.repair_redirected": _("{number} went on to somebody else, with the reason: {link}"),
        "notices.exchange_offered": _("{number}: the repair failed; you may ask for an exchange: {link}"),
        "notices.claim_filed": _("{number} is filed. Where it stands and until when: {link}"),
        "notices.claim_brought": _("{number}: the merchant brought your claim here. Where it stands: {link}"),
        "notices.claim_asked": _("{number}: one more picture is asked for. What and until when: {link}"),
        "notices.claim_not_asked": _("{number}: no more picture is asked for; it goes on with what is here: {link}"),
        "notices.claim_address": _("{number}: a technician can come once we know where to: {link}"),
        "notices.claim_longer": _("{number}: the merchant has longer to answer than was said. Until when, why: {link}"),
        "notices.claim_offer": _("{number}: the merchant made an offer. Accept or refuse: {link}"),
        "notices.claim_said_there": _("{number}: the platform is said to have decided. Not so? Say it here: {link}"),
        "notices.claim_said_in_shop": _(
            "{number}: the shop says that it gave back {amount_fen}. Not arrived? Say it here: {link}"
        ),
        "notices.claim_found_there": _("{number}: we found what the platform decided. Not so? Say it here: {link}"),
        "notices.claim_found_denied": _(
            "{number}: the buyer says that it is not as you found; a reviewer decides, and no money counts as gone"
        ),
        "notices.claim_proved_after": _("{number}: what the platform decided is confirmed now. Read it here: {link}"),
        "notices.claim_proved_there": _("{number}: what the platform decided is confirmed. Read it here: {link}"),
        "notices.claim_back_in_shop": _(
            "{number}: the shop says that it gave back {amount_fen} on the platform. Read here what follows: {link}"
        ),
        "notices.claim_refund_number": _(
            "{number}: the merchant names the refund's number there, {reference}. Look there, then here: {link}"
        ),
        "notices.claim_decided": _("{number} is decided, with reasons. You may appeal: {link}"),
        "notices.claim_seller_left": _(
            "{number}: the merchant has departed from this service. Your claim goes on, and who pays is said: {link}"
        ),
        "notices.claim_seller_silent": _(
            "{number}: the merchant answers nothing any more. Your claim goes on; after its time it is decided "
            "without it: {link}"
        ),
        "notices.claim_corrected": _(
            "{number}: the reviewer corrected the decision, with why; your time to appeal begins anew: {link}"
        ),
        "notices.claim_decided_anew": _("{number} is decided on appeal, for good here, with reasons: {link}"),
        "notices.claim_given_due": _("{number}: you can appeal until {due}; then the decision stands: {link}"),
        "notices.claim_said_due": _(
            "{number}: it is said to be settled elsewhere. Not so? Say it until {due}, or it ends: {link}"
        ),
        "notices.claim_said_over": _("{number}: nobody said otherwise, so it ended as was said: {link}"),
        "notices.claim_offer_due": _("{number}: the merchant's offer ends {due}; then a reviewer decides: {link}"),
        "notices.claim_offer_over": _(
            "{number}: the merchant's offer is over and a reviewer decides; it does not count against you: {link}"
        ),
        "notices.claim_offer_gone": _(
            "{number}: the merchant is gone, and what it offered or agreed to counts no more. A reviewer decides; it "
            "does not count against you: {link}"
        ),
        "notices.claim_exchange": _("{number}: the merchant sends you another piece. Until when: {link}"),
        "notices.claim_nobody_sent": _(
            "{number}: nobody may come for the repair now; if nobody may by the end of {until}, we decide anew: {link}"
        ),
        "notices.claim_sent_again": _("{number}: somebody may come for the repair again, and it goes on: {link}"),
        "notices.claim_unrepaired": _("{number}: nobody can come for the repair; it is decided anew. Details: {link}"),
        "notices.claim_send_back": _("{number}: please send the goods back. Where and until when: {link}"),
        "notices.claim_send_back_to": _("{number}: please send the goods back to {secret}. Until when: {link}"),
        "notices.claim_where": _("{number}: it is known where to send the goods. Where and until when: {link}"),
        "notices.claim_no_place": _("{number}: the merchant named no address; a person decides anew: {link}"),
        "notices.claim_paid": _("{number}: the money went back to who paid: {link}"),
        "notices.repair_bill_right": _("{number}: your bill was looked at and is right. Read why: {link}"),
        "notices.repair_answered": _("{number}: what you said is wrong was answered. Read it, say yes or no: {link}"),
        "notices.claim_unreplaced": _("{number}: the other piece was not sent in time; a person decides anew: {link}"),
        "notices.claim_replaced": _("{number}: the other piece was sent. Waybill: {link}"),
        "notices.claim_lapsed": _("{number}: the goods weren't sent back in time, and the claim is over: {link}"),
        "notices.claim_message": _("{number}: there is a message for you. Read and answer: {link}"),
        "notices.claim_ship_due": _("{number}: send the goods back by {due}, or the claim ends. Where to: {link}"),
        "notices.claim_evidence_due": _("{number}: the picture asked for is due {due}. Without it we decide: {link}"),
        "notices.said": "{secret}",
        "notices.contact_received": _("{number}: your message is here. A person answers, see {link}"),
        "notices.contact_answered": _("{number}: your message was answered. Read it here: {link}"),
        "notices.waiting_served": _("{number}: a technician can come to you by now. Report the fault here: {link}"),
        "notices.waiting_asked": _("{number}: do you still wait? Yes or no by {due}, without signing in: {secret}"),
        "notices.waiting_over": _(
            "{number}: the brand you wait for is no longer served here, and nobody comes. Who takes over: {link}"
        ),
        "notices.number_confirmed": _(
            "Your report {number}: the number is confirmed as false, and whoever checks it is warned. Thank you: {link}"
        ),
        "notices.number_cleared": _("Your report {number}: we looked at the number and found nothing false: {link}"),
        "notices.number_open": _("Your report {number}: we looked at the number and cannot tell yet: {link}"),
        "notices.number_taken_down": _(
            "Your report {number}: the false number was taken down at a place where it stood. Thank you: {link}"
        ),
        "notices.order_unnamed": _("{number}: who was to go can't; name somebody else, your time for it runs"),
        "notices.order_moved": _("{number}: the customer wants another time: {from} to {to}"),
        **TECHNICIANS,
        **OUTLETS,
        "notices.words_ending": _("{number}: {count} authorisations end within {days} days; renew them in time"),
        "notices.papers_ending": _(
            "{number}: {count} certificates end within {days} days; nobody is sent on them after that"
        ),
        "notices.papers_yours": _(
            "{count} of your certificates end within {days} days; you are sent nowhere on them after that: renew them"
            " ({number})"
        ),
        "notices.papers_theirs": _(
            "{number}: {count} of his certificates end within {days} days; he is sent nowhere on them after that"
        ),
        "notices.contest_new": _("{number} contests something; it waits for an answer with a reason"),
        "notices.contest_here": _("{number} contests a review; the operator answers, you may be asked about the job"),
        "notices.contest_late": _("{number}: what he contests was not answered in time"),
        "notices.contest_stands": _("What you contest was answered: it stays as it was; read why ({number})"),
        "notices.contest_pay": _("{number} is right about the money of {case}; put it right with his outlet"),
        "notices.contest_right": _("What you contest was answered: you are right; read what follows ({number})"),
        "notices.mistake_called": _("{number}: a number is said to be a mistake; a second person has to agree"),
        "notices.mistake_agreed": _("{number}: a number was a mistake and is known as the brand's no more"),
        "notices.key_ending": _("{number}: the key signs for {days} more days at most; make another in time"),
        "notices.role_asked": _("{number}: a change of a role waits for your agreement"),
        "notices.role_waits_out": _(
            "{number}: a change of a role was asked for at the machine; it counts from {due} unless you refuse"
        ),
        "notices.role_waits_yours": _(
            "{number}: a change of your roles was asked for at the machine; it counts from {due} if nobody refuses"
        ),
        "notices.reset_here": _(
            "{number}: its authenticators were taken away at the machine, by {machine_user}; its record says why"
        ),
        "notices.reset_yours": _(
            "{number}: your authenticators were taken away at the machine, by {machine_user}. If you didn't ask for "
            "it, tell an administrator at once"
        ),
        "notices.password_here": _(
            "{number}: a new password was set for it at the machine, by {machine_user}; its record says why"
        ),
        "notices.password_yours": _(
            "{number}: a new password was set for you at the machine, by {machine_user}. If you didn't ask for it, "
            "tell an administrator at once"
        ),
        "notices.role_waited": _("{number}: a change of a role asked for at the machine counts now; nobody refused"),
        "notices.role_waited_yours": _("{number}: your roles were changed, as was asked for at the machine"),
        "notices.role_not_waited": _("{number}: a change of a role asked for at the machine was refused"),
        "notices.brand_leave_asked": _("{number}: the departure of this house waits for your agreement"),
        "notices.brand_leaves": _("{number}: this house departs as of {from}; until then it can be undone"),
        "notices.brand_stays": _("{number}: this house stays after all"),
        "notices.brand_left": _("{number}: this house has departed; nothing new is taken in, what runs is carried on"),
        "notices.house_silent": _(
            "{number}: your house was said to answer nothing any more; answer a claim to be heard. Read why, and who "
            "pays meanwhile"
        ),
        "notices.house_answers": _("{number}: your house answers again; what was said is taken back"),
        "notices.handed_over": _("{number} gave up open cases: {count} are yours now"),
        "notices.handed_back": _("{number} gave up open cases: {count} are in the queue again"),
        "notices.way_kept": _("{number}: which way links and codes go, or people come in, was changed ({way})"),
        "notices.robot_failing": _("{number}: your group can't be told; try its robot"),
        "notices.calendar_missing": _(
            "{number}: the days off of {year} are not entered; its holidays count as workdays"
        ),
        "notices.part_failing": _("{number}: something the house depends on fails: {house_part}. See the checklist"),
        "notices.part_working": _("{number}: it works again: {house_part}"),
        "notices.provider_kept": _("{number}: what a provider outside is asked with was changed ({provider})"),
        "notices.provider_stopped": _("{number}: a provider is asked no more, and its keys are erased ({provider})"),
        "notices.number_reported": _("{number}: somebody reported a false number"),
        "notices.number_claimed": _(
            "{number}: a brand enters a number that was false, or another's; say whether it is genuine"
        ),
        "notices.number_uses_name": _(
            "{number}: a number that somebody reported, or enters as his, is or looks like yours; say whether it is"
        ),
        "notices.number_was_false": _("{number}: confirmed as false; whoever checks it is warned"),
        "notices.number_was_genuine": _("{number}: found to be no false number; read the record"),
        "notices.number_untold": _("{number}: looked at, and it cannot be told yet"),
        "notices.brand_stated": _("{number}: the brand says whether the number is its own; read it"),
        "notices.takedown_due": _("{number}: nobody answered our letter about a false number"),
        "notices.claim_new": _("{number}: a new claim waits for your answer"),
        "notices.recovery_over": _("{number}: the day on which repayment was promised is over; say how it goes on"),
        "notices.claim_taken_offer": _("{number}: your offer was accepted"),
        "notices.claim_refused": _("{number}: your offer was refused; a person decides"),
        "notices.claim_given": _("{number}: decided, with reasons; you may appeal"),
        "notices.claim_given_corrected": _(
            "{number}: the reviewer corrected the decision, with why; your time to appeal begins anew"
        ),
        "notices.claim_given_anew": _("{number}: decided on appeal, with reasons; it is carried out now"),
        "notices.claim_proved_late": _(
            "{number}: what the platform decided is confirmed now; what went twice you can ask back"
        ),
        "notices.claim_proved": _("{number}: the platform's decision is confirmed; what it gave back counts as gone"),
        "notices.claim_shop_refunded": _(
            "{number}: your shop says that it gave back {amount_fen}; so much less goes back here. Look at it"
        ),
        "notices.claim_shop_gave": _(
            "{number}: your shop says that it gave back {amount_fen}; {sent_fen} is left to go back here. Look at it"
        ),
        "notices.claim_shop_pays": _(
            "{number}: give {amount_fen} back in your shop now, then enter its number on the claim"
        ),
        "notices.claim_shop_pay_due": _(
            "{number}: give the money back in your shop by {due} and enter its number; then finance is told"
        ),
        "notices.claim_shop_pay_late": _(
            "{number}: {amount_fen} was to be given back in your shop; finance is told. Enter its number at once"
        ),
        "notices.claim_paid_for_shop": _(
            "{number}: finance gave {amount_fen} back in your shop's place and charged it to your account; don't give "
            "it back any more"
        ),
        "notices.claim_paid_by_house": _(
            "{number}: finance gave {amount_fen} back by a transfer and charged it to your account; don't give it back"
        ),
        "notices.money_shop_proved": _(
            "{number}: the shop's list tells of the refund that its customer misses; answer him"
        ),
        "notices.money_shop_unpaid": _(
            "{number}: the shop did not give back {amount_fen} in its time; ask it, or choose a transfer"
        ),
        "notices.claim_gone_twice": _("{number}: paid twice, here and on the platform; read there how much"),
        "notices.claim_contradicted": _("{number}: the buyer says that it is not so; we decide here"),
        "notices.claim_given_ends": _("{number}: you can appeal until {due}; then the decision stands"),
        "notices.claim_said_ends": _("{number}: ends on {due} as was said, unless the buyer says that it is not so"),
        "notices.claim_closed_as_said": _("{number}: nobody proved or contradicted it, so it ended as was said"),
        "notices.claim_written": _("{number}: there is a message for you in this claim; read and answer it"),
        "notices.claim_offer_lapsed": _("{number}: your offer was not taken up; a person decides"),
        "notices.claim_send_piece": _("{number}: another piece is due to the buyer; send it and enter its waybill"),
        "notices.claim_piece_due": _("{number}: another piece has to be on its way to the buyer by {due}"),
        "notices.claim_shipped": _("{number}: the buyer sent the goods back"),
        "notices.claim_no_address": _("{number}: goods come back to you, and the buyer knows no address: set it"),
        "notices.claim_return": _("{number}: a return without a reason, and the buyer knows no address: set it"),
        "notices.claim_address_due": _("{number}: say by {due} where the goods go back to, or a person decides anew"),
        "notices.claim_address_known": _("{number}: it is known where the goods are; a repair can be agreed to now"),
        "notices.claim_agreed_before": _("{number}: agreed to by your advance answer; nothing is asked of you"),
        "notices.claim_unaddressed": _("{number}: you did not say where the goods go back to; a person decides anew"),
        "notices.claims_brought": _(
            "{number}: {count} claims were brought in from another system; the first waits for you until {due}"
        ),
        "notices.claims_brought_soon": _(
            "{number}: {count} claims were brought in from another system; due within hours, first {due}: {numbers}"
        ),
        "notices.claims_brought_open": _("{number}: {count} claims were brought in; none waits for you now"),
        "notices.claim_missed": _("{number}: your time to answer is over; a person decides"),
        "notices.claim_missed_there": _("{number}: your time to answer is over; the platform decides"),
        "notices.claim_offer_there": _("{number}: your offer is over; the platform decides"),
        "notices.claim_answer_half": _("{number}: half of your time to answer is over; it is due {due}"),
        "notices.claim_answer_due": _("{number}: your answer is due {due}"),
        "notices.claim_platform_due": _("{number}: the platform wants an answer by {due}"),
        "notices.claim_look_due": _("{number}: look at the returned goods by {due}, then the money is due"),
        "notices.claim_unvouched": _(
            "{number}: nobody vouched for can make the repair; if nobody can by the end of {until}, it is decided anew"
        ),
        "notices.claim_unvouched_due": _(
            "{number}: still nobody vouched for can make the repair; from {due} on it is decided anew"
        ),
        "notices.claim_vouched": _("{number}: somebody may be sent for the repair again"),
        "notices.claim_unmade": _("{number}: the repair that was decided was not made; a reviewer decides anew"),
        "notices.reveal_asked": _("{number}: a colleague asks you to agree to seeing the customer's details"),
        "notices.reveal_agreed": _("{number}: a colleague agreed; you can open the customer's details"),
        "notices.reveal_refused": _("{number}: a colleague refused that the customer's details are seen"),
        "notices.person_second": _("{number}: a request about personal data waits for a second person"),
        "notices.person_due": _("{number}: a request about personal data has to be answered by {due}"),
        "notices.person_late": _("{number}: a request about personal data was not answered within its days"),
        "notices.person_freed": _("{number}: nothing is kept for a court any more; the erasure can go on"),
        "notices.person_objected": _("{number}: somebody objects to another phone; look into who asked for it"),
        "notices.payer_charged": _(
            "{number}: {amount_fen} was charged to {payer}, which pays for a merchant that is gone"
        ),
        "notices.payer_charged_yours": _("{number}: {amount_fen} of this claim was charged to your deposit"),
        "notices.payer_unpaid": _(
            "{number}: {payer}, which pays for a merchant that is gone, has not paid {amount_fen} after all"
        ),
        "notices.claim_said_money": _(
            "{number}: a platform is said to have decided. Look there, and enter what it says"
        ),
        "notices.money_gone_twice": _("{number}: paid twice, here and on the platform; look at it with the merchant"),
        "notices.money_failed": _("{number}: money did not go through"),
        "notices.money_waits": _(
            "{number}: a former system decided money back; look whether it went there, or send it from here"
        ),
        "notices.payment_unclear": _("{number}: it is not clear whether a payment went through; look into it"),
        "notices.money_differs": _("{number}: {provider} and our books differ; look into it"),
        "notices.invoice_by_hand": _("{number}: an invoice waits for you: look at it, or write it by hand"),
        "notices.invoice_late": _("{number}: an invoice waits for finance longer than planned"),
        "notices.invoice_unfiled": _("{number}: an invoice is issued, but its file never came; send it by hand"),
        "notices.invoice_unmailed": _("{number}: the mail with invoice {invoice} did not get through"),
        "notices.invoice_failed": _("{number}: an invoice could not be issued; look into it"),
        "notices.buyer_link_often": _("{number}: one phone is the buyer of several of your orders by their links"),
        "notices.buyer_link_own": _("{number}: somebody of the shop tried to be its buyer with his own phone"),
        "notices.order_not_shipped": _("{number}: the platform did not take the waybill; correct it and tell it again"),
        "notices.visit_came_free": _("{number}: technician {colleague} can go by now, and is asked"),
        "notices.visit_by_hand": _("{number}: nobody took the job; please choose"),
        "notices.visit_denied": _("{number}: the customer says that nobody is at the door"),
        "notices.visit_earlier_code": _("{number}: the customer gave his code before others took the job. Call him"),
        "notices.repair_urged": _("{number}: the customer urges"),
        "notices.visit_unvouched": _("{number}: the brand vouches no more for who is at the customer's. Call both"),
        "notices.visit_stay_out": _("{number}: the brand vouches no more for who was on the way. Call both"),
        "notices.repair_disputed": _("{number}: the customer says something is wrong"),
        "notices.repair_not_fixed": _("{number}: the customer says before the code that it is not put right"),
        "notices.repair_receipts": _(
            "{number}: a day of purchase waits for you; read the record and decide whether it counts"
        ),
        "notices.repair_brand_word": _("{number}: the brand is said to pay, by its reference {reference}; ask it"),
        "notices.brand_word_asked": _(
            "{number}: you are said to pay, by reference {reference}; confirm it or object until {until}"
        ),
        "notices.brand_word_due": _("{number}: you are said to pay; without an objection it counts from {due} on"),
        "notices.brand_word_denied": _("{number}: the brand says that it does not pay by reference {reference}"),
        "notices.brand_word_counts": _(
            "{number}: the brand pays, reference {reference}; what was agreed to or paid waits for finance"
        ),
        "notices.repair_bill_wrong": _("{number}: the customer says before the code that the bill is wrong"),
        "notices.claim_late": _("{number}: a time limit of this claim was not kept"),
        "notices.claim_yours_late": _(
            "{number}: the other piece was not sent in time, and a person decides anew; until he has you can send it"
        ),
        "notices.claim_platform_late": _("{number}: the platform's time for the merchant's answer is over"),
        "notices.claim_not_handed_in": _("{number}: the platform did not get the answer; please answer there yourself"),
        "notices.claim_answered_there": _("{number}: the platform waits for no answer any more; yours was not sent"),
        "notices.shop_failing": _("{number}: a connected shop can't be read; claims there wait for your answer"),
        "notices.repair_stood_still": _("{number} stands still longer than planned; ask how it goes on"),
        "notices.repair_late": _("{number}: a promise was not kept"),
        "robots.gaps": _("{number}: tomorrow nobody can go to {count} counties that are served"),
        "robots.more": _("and {n} more, see the desk"),
        "robots.trial": _("Trial: what your desk chose is told in this group from now on."),
        "notices.outlet_order": _("{number}: a job is offered to your outlet"),
        "notices.contact_new": _("{number}: somebody wrote and waits for a person"),
        "notices.contact_late": _("{number}: an answer that was promised is late"),
        "notices.contact_due": _("{number}: you promised to call back by {due}"),
    },
)
ADDRESS_APART = _("Changed under set-up, step public address: where there is a second administrator, he agrees first.")
TOLD = _("{at}: told {who}.")
