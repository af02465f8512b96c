"""What people are told about repairs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare
from anxin.domain.custody import wording as custody
from anxin.domain.repairs.wording import proofs

ALL = "customer agent outlet technician auditor"
INSIDE = "agent outlet auditor"
DESK = "agent auditor"

STATES = {
    "submitted": _("received"),
    "accepted": pgettext_lazy("repair", "accepted"),
    "helping": _("being helped from afar"),
    "helped": _("helped, waiting for the customer's word"),
    "triaged": _("looking for a technician"),
    "arranged": _("technician set"),
    "in_service": _("being repaired"),
    "waiting_part": _("waiting for a part"),
    "waiting_customer": _("waiting for the customer"),
    "waiting_brand": _("waiting for the brand"),
    "waiting_goods": _("waiting for the goods"),
    "done": _("done"),
    "confirmed": _("confirmed"),
    "closed": _("closed"),
    "rework": _("to be redone"),
    "disputed": _("disputed"),
    "cancelled": _("called off"),
    "redirected": _("sent where it belongs"),
    "solved_remotely": _("solved from afar"),
}

declare(
    errors={
        "repairs.reason_needed": _("{line}: say why the warranty does not cover it; the customer reads it."),
        "repairs.not_covered": _(
            "Nobody goes to {got} for this brand yet, so no time is promised. The waiting list tells when one does."
        ),
        "repairs.nobody_works": _(
            "Nobody works in {got} for this brand on these days, so no time is promised. The waiting list tells when "
            "one does."
        ),
        "repairs.word_taken": _("Reference {got} of the brand stands at {number} already: ask for one of its own."),
        "repairs.word_denied": _("The brand has said no to reference {got} here: its own people alone bring it again."),
        "repairs.window_wanted": _("Without a window nothing is taken here now: please choose one that is free."),
        "repairs.promise_changed": _(
            "Other times are promised by now than you read: please look at them once more, then send. Nothing was sent."
        ),
        "repairs.address_on_its_page": _("A repair of yours is open: correct the address on its page, please."),
        "repairs.same_address": _("This is the address we have already."),
        "repairs.not_yours_to_take": _("You may read this case, but not take its dossier along."),
        "repairs.not_yours_to_check": _("Only the desk checks a receipt, or writes down what the brand says."),
        "repairs.no_such_repair": _("There is no such repair, or not for you."),
        "repairs.quote_needed": _("Nothing may be charged for {number} before the customer agreed to a quote."),
        "repairs.not_agreed": _("{got} stands in no agreed quote. Send a new quote first."),
        "repairs.not_his": _("Only the technician of {number} may do this."),
        "repairs.not_vouched": _("The brand vouches no more for who is there. Agree to nothing, and pay him nothing."),
        "repairs.no_open_quote": _("No quote of {number} waits for an answer here."),
        "repairs.not_signed": _("Who answers the quote of {number} here signs it; else he answers on his own page."),
        "repairs.payment_under_way": _(
            "A payment of bill {number} is under way. Write it down once that has come, or was given up."
        ),
        "repairs.took_part": _(
            "You had a part in {number}: an agent, somebody of quality or an administrator who had none says that its "
            "bill is right."
        ),
        "repairs.not_by_call": _(
            "No call finishes {number} now. Where the brand vouches no more for who is there, the customer is told to "
            "pay nothing; where he says that the bill is wrong, it is lowered first, or somebody who had no part in "
            "the case says that it is right."
        ),
        "repairs.not_guaranteed": _("The guarantee of {number} is over. Please report the fault anew."),
        "repairs.not_your_brand": _("Your organisation's programs may not report faults of this brand."),
        "repairs.not_again": _("The days in which {number} may come back are over. Please report the fault anew."),
        "repairs.identity_needed": _("Check first who stands at the door of {number}; nothing is opened before."),
        "repairs.long_over": _(
            "{number} ended long ago and its details are shut. The customer asks for it on his page or reports anew; "
            "or open the details first, which a second person must agree to."
        ),
        "repairs.not_the_same": _("{number} can't be merged: it is another matter, or somebody is on it already."),
        "repairs.taken_over_already": _("{number} goes on here: change it in the case; no file changes or removes it."),
        "repairs.no_bench": _("No outlet near you takes these goods in. Choose another way, or another outlet."),
        "repairs.not_of_the_house": _("Nobody of this number works at the outlet for this brand and may do this work."),
        "repairs.of_ended_claim": _(
            "A claim had {number} made, and is closed since it was solved. Nobody is sent on it any more: is it not "
            "put right, file the claim again for the same goods, or report the fault anew."
        ),
        "repairs.at_work": _(
            "You agreed to a price and somebody is at the work: tell him, or ring us; whoever is right, it is settled."
        ),
        "repairs.too_soon": _("We were urged a moment ago and are on it. You can urge again in ten minutes."),
    },
    states={
        "repair": STATES,
        "quote": {
            "drafted": _("being drawn up"),
            "sent": _("to be agreed"),
            "agreed": _("agreed"),
            "refused": pgettext_lazy("quote", "refused"),
            "replaced": _("replaced"),
        },
    },
    steps={
        "repair": {
            "accept": pgettext_lazy("repair", "Accept"),
            "triage": _("Send somebody"),
            "solve_remotely": _("Solved on the phone"),
            "help": _("Help from afar"),
            "say_helped": _("It works now, as far as we can tell"),
            "confirm_help": pgettext_lazy("after help from afar", "It works"),
            "send_after_all": _("Send somebody after all"),
            "redirect": _("Send where it belongs"),
            "arrange": _("Arrange"),
            "unarrange": _("Look for another"),
            "await_goods": _("Wait for the goods"),
            "begin": _("Begin"),
            "wait_for_part": _("Wait for a part"),
            "wait_for_customer": _("Wait for the customer"),
            "wait_for_brand": _("Wait for the brand"),
            "wait_for_goods": _("Wait for the goods"),
            "resume": _("Go on"),
            "finish": _("Finish"),
            "confirm": _("Confirm: it works"),
            "dispute": _("It is not right"),
            "answer": _("Answer what is wrong"),
            "rework": _("Redo under the guarantee"),
            "close": pgettext_lazy("repair", "Close"),
            "cancel": _("Call off"),
            "write_off": _("Give up as lost"),
        },
        "quote": {
            "send": _("Send the quote"),
            "agree": _("Agree to the quote"),
            "refuse": _("Refuse the quote"),
            "replace": _("Quote anew"),
        },
    },
    facts={
        "repair.submitted": Fact(_("Fault reported, number {number}"), ALL),
        "repair.taken_over": Fact(_("Taken over from the former system, number {number}"), ALL),
        "repair.accept": Fact(_("Accepted within {minutes} min; {promised} min were promised"), ALL),
        "repair.triage": Fact(_("Somebody will come; looking for a technician"), ALL),
        "repair.solve_remotely": Fact(_("Solved on the phone; nothing is charged"), ALL),
        "repair.help": Fact(_("Somebody helps from afar"), ALL),
        "repair.say_helped": Fact(_("It should work now; the customer is asked whether it does"), ALL),
        "repair.confirm_help": Fact(_("Solved from afar; nothing is charged"), ALL),
        "repair.send_after_all": Fact(_("Help from afar did not do: somebody comes; looking for a technician"), ALL),
        "repair.redirect": Fact(_("Sent where it belongs"), ALL),
        "repair.arrange": Fact(_("A technician is set"), INSIDE),
        "repair.unarrange": Fact(_("Looking for another technician"), ALL),
        "repair.begin": Fact(
            _("The work began"), ALL, {("counts", "no"): _("On the spot by his own word; the customer is asked")}
        ),
        "repair.wait_for_part": Fact(_("Waiting for a part"), ALL),
        "repair.wait_for_customer": Fact(_("Waiting for the customer"), ALL),
        "repair.wait_for_brand": Fact(_("Waiting for the brand"), ALL),
        "repair.wait_for_goods": Fact(_("Waiting for the goods"), ALL),
        "repair.resume": Fact(_("Going on"), ALL),
        "repair.finish": Fact(_("The fault is put right"), ALL, {("look", True): _("The goods were looked at")}),
        "repair.confirm": Fact(
            _("Confirmed by the customer"),
            ALL,
            {
                ("look", True): _("The customer confirmed that somebody looked and wrote down what he found"),
                ("how", "call"): _("Confirmed by the customer on the phone, written down here"),
                ("how", "silence"): _("Answered, and the customer said nothing more in his time: it counts as settled"),
            },
        ),
        "repair.dispute": Fact(_("The customer says it is not right"), ALL),
        "repair.answer": Fact(_("The customer was answered what he said is wrong"), ALL),
        "repair.rework": Fact(_("To be redone under the guarantee"), ALL),
        "repair.close": Fact(_("Closed"), ALL),
        "repair.cancel": Fact(_("Called off"), ALL),
        "repair.await_goods": Fact(_("The goods are to be brought or sent in"), ALL),
        "repair.write_off": Fact(_("Ended: the goods were lost"), ALL),
        "repairs.guaranteed": Fact(
            _("Guaranteed for {days} days, until {until}"),
            ALL,
            instead={("days", 0): _("The price list promises no days of guarantee for this; what the law gives stays")},
        ),
        "repairs.urged": Fact(_("Urged, time {times}"), ALL),
        "repairs.without_window": Fact(
            _("Reported without a window: all were taken until {until}; whoever can come soonest is asked"), ALL
        ),
        "repairs.goes_soonest": Fact(
            _("No window: all are taken until {until}; whoever can come soonest is asked"), ALL
        ),
        "repairs.window_wanted": Fact(_("Another window is wanted: {from} to {to}"), ALL),
        "repairs.promised_full": Fact(_("A full window was promised all the same"), INSIDE),
        "repairs.nobody_left": Fact(_("Nobody of ours can come there just now; customer service looks for a way"), ALL),
        "repairs.late": Fact(_("A promise was not kept in time"), ALL),
        "repairs.unanswered": Fact(_("The time to answer the quote is over; no answer came yet"), ALL),
        "repairs.stood_still": Fact(_("It stands still: nobody went on with it in time"), INSIDE),
        "repairs.reset_open": Fact(_("The customer has not yet said that old credentials of the lock are gone"), ALL),
        "repairs.cover_checked": Fact(_("The warranty was checked by the receipt"), ALL),
        "repairs.receipt_shown": Fact(_("The technician was shown a proof of purchase: bought on {day}"), ALL),
        "repairs.device_named": Fact(_("The serial number, ending in {tail}, was written down"), ALL),
        "repairs.device_known": Fact(_("The device {tail} is registered as bought on {day}: that day counts"), ALL),
        "repairs.receipts_disagree": Fact(
            _("A proof of purchase says {day}, another one {since}; customer service decides which day counts"),
            ALL,
            instead=proofs.DISAGREE,
        ),
        "repairs.receipt_again": Fact(
            _("The same picture of a proof stands at {number} of another customer, too: look at both"), DESK
        ),
        "repairs.brand_asked": Fact(
            _("By reference {reference} the brand is said to pay; until {until} its own people are asked"),
            f"{ALL} brand",
        ),
        "repairs.brand_said": Fact(
            _("The brand says that the warranty pays for this"),
            f"{ALL} brand",
            {
                ("how", "brand"): _("The brand's own people say that the warranty pays for this"),
                ("how", "silence"): _("The brand was asked and did not object in time: the warranty pays for this"),
            },
        ),
        "repairs.brand_denied": Fact(_("The brand says that it does not pay by reference {reference}"), f"{ALL} brand"),
        "repairs.brand_said_by": Fact(_("Who said so for the brand, and why"), DESK),
        "repairs.set_free": Fact(_("It costs the customer nothing, by the decision of a claim"), ALL),
        "repairs.not_fixed": Fact(_("The customer says before the code: it is not put right"), ALL),
        "repairs.bill_wrong": Fact(_("The customer says before the code: the bill is wrong"), ALL),
        "repairs.bill_right": Fact(
            _("Somebody who had no part in the case looked: the bill is right"),
            ALL,
            instead={
                ("how", "alone"): _(
                    "The bill was looked at: it is right. Everybody who could look had a part in the case; you may "
                    "turn to 12315 with it"
                )
            },
        ),
        "repairs.merged": Fact(_("The report {number} of the same fault was merged into this one"), ALL),
        "repairs.picture": Fact(_("Sent a picture"), ALL),
        "repairs.picture_brought": Fact(_("A picture came along from the merged report"), "auditor"),
        "repairs.question": Fact(_("What is to be found out"), ALL),
        "repairs.found": Fact(_("What the technician found"), ALL),
        "repairs.parts_stated": Fact(_("The used parts were stated"), INSIDE),
        "repairs.address_corrected": Fact(_("The address was corrected"), ALL),
        "repairs.note": Fact(_("Note"), ALL),
        "repairs.note_inside": Fact(_("Note, inside only"), DESK),
        "quote.drafted": Fact(_("Quote {version} is being drawn up"), INSIDE),
        "quote.send": Fact(_("Quote {version} sent; lines: {lines}"), ALL),
        "repairs.agreed_in_person": Fact(_("The customer agreed to quote {version} in person and signed here"), ALL),
        "repairs.refused_in_person": Fact(_("The customer refused quote {version} in person and signed here"), ALL),
        "quote.agree": Fact(
            _("The customer agreed to quote {version}"),
            ALL,
            {
                ("how", "free"): _("Quote {version}: nothing to pay, no agreement needed"),
                ("how", "technician"): _("The customer agreed to quote {version}, on the technician's phone"),
                ("how", "counter"): _("The customer agreed to quote {version}, at the counter"),
                ("how", "call"): _("The customer agreed to quote {version}, by phone"),
            },
        ),
        "quote.refuse": Fact(
            _("The customer refused quote {version}"),
            ALL,
            {
                ("how", "technician"): _("The customer refused quote {version}, on the technician's phone"),
                ("how", "counter"): _("The customer refused quote {version}, at the counter"),
                ("how", "call"): _("The customer refused quote {version}, by phone"),
            },
        ),
        "quote.replace": Fact(_("The quote was replaced by a new one"), ALL),
    },
)

SETTINGS = {
    "acknowledge_min": _("How soon a report is accepted"),
    "assign_min": _("How soon a technician is set"),
    "call_min": _("How soon the technician calls"),
    "quote_min": _("How soon a quote is to be answered; its price counts on"),
    "guarantee_days": _("How long work is guaranteed of which the price list says nothing"),
    "answered_days": _("How long a customer has to say whether an answer to what he said is wrong will do"),
    "helped_days": _("How long a customer has to say whether help from afar did it"),
    "reset_h": _("How soon after a lock was opened its customer says that old credentials are gone"),
    "mended_d": _("By when goods that are brought or sent in are mended"),
    "again_days": _("How long what was solved from afar may come back without a new report"),
    "wait_part_d": _("After how many days the desk asks after a part that a repair waits for"),
    "wait_customer_d": _("After how many days the desk asks a customer whom a repair waits for"),
    "wait_brand_d": _("After how many days the desk asks a brand whose answer a repair waits for"),
    "brand_word_h": _("How long a brand may object to what the desk wrote down as its word, on days that are worked"),
    "disputed_h": _("How soon the desk answers a customer who says that something is wrong"),
    "automatic": _("Ask technicians by itself as soon as a repair is triaged"),
    "in_warranty": _("Which services the warranty pays for, and which cost what the price list says"),
}
PAID_BY = {"warranty": _("the warranty, where the device is in it"), "price_list": _("the customer, by the price list")}
CLOCKS = {
    "repairs.acknowledged": _("accept"),
    "repairs.helped": _("call to help"),
    "repairs.help_holds": _("say whether it works"),
    "repairs.assigned": _("set a technician"),
    "repairs.called": _("call"),
    "repairs.arrived": _("arrive"),
    "repairs.mended": _("mend it"),
    "repairs.reset": _("delete old credentials"),
    "repairs.waiting": _("ask after what it waits for"),
    "repairs.disputed": _("answer the customer"),
    "repairs.answered": _("say whether it is put right"),
    **custody.CLOCKS,
    "repairs.quote": _("the customer answers the quote"),
    "repairs.brand_word": _("the brand says whether it pays"),
    "ledger.account": _("the customer says to which account"),
    "visits.offer": _("answer the offer"),
    "visits.outlet": _("name a technician"),
}
SHORT_CLOCKS = {  # those of them that are too long for a narrow chip, in one short word
    "repairs.helped": pgettext_lazy("short clock", "call"),
    "repairs.help_holds": pgettext_lazy("short clock", "confirm"),
    "repairs.assigned": pgettext_lazy("short clock", "assign"),
    "repairs.reset": pgettext_lazy("short clock", "reset"),
    "repairs.waiting": pgettext_lazy("short clock", "ask"),
    "repairs.disputed": pgettext_lazy("short clock", "answer"),
    "repairs.answered": pgettext_lazy("short clock", "confirm"),
    **custody.SHORT_CLOCKS,
    "repairs.quote": pgettext_lazy("short clock", "quote"),
    "repairs.brand_word": pgettext_lazy("short clock", "brand"),
    "ledger.account": pgettext_lazy("short clock", "account"),
    "visits.offer": pgettext_lazy("short clock", "offer asked"),
    "visits.outlet": pgettext_lazy("short clock", "name"),
}
HELPS = {"phone": _("on the phone"), "video": _("over a video link"), "pictures": _("with pictures")}
KINDS = {
    "install": _("installation"),
    "repair": _("repair"),
    "maintain": _("maintenance"),
    "inspect": _("inspection"),
    "remove": _("removal"),
    "lock_opening": _("lock opening"),
}
MODES = {"remote": _("help from afar"), "visit": _("visit"), "drop_off": _("brought in"), "mail_in": _("sent in")}
PAYS = {
    "in_warranty": _("in warranty"),
    "fee_in_warranty": _("in warranty, no fee"),
    "out_of_warranty": _("out of warranty"),
    "cover_open": _("warranty not checked yet: with a receipt it may cost nothing"),
    "term_open": _("whether the warranty covers it is to be confirmed"),
    "by_price_list": _("by the price list: this service is not part of the warranty"),
    "excluded": _("not covered by the warranty"),
    "by_decision": _("free by the decision of the claim"),
    "by_inspection": _("looked at for the claim, free"),
    "beyond_decision": _("not part of what was decided"),
}
FREED = {
    "decision": _("free by the decision of a claim"),
    "inspection": _("looked at for a claim, free"),
}
"""What is said of a repair that is free for another reason than the warranty."""
REDONE = {"guarantee": _("redone under the guarantee, free")}
"""What is said of a repair that comes back under the guarantee of its own work."""
CHANNELS = {
    "page": _("web page"),
    "phone": _("phone"),
    "api": _("interface"),
    "chat": _("chat"),
    "import": _("taken over"),
    "shop": _("a platform's shop"),
    "claim": _("from a claim"),
    "repair": _("from a repair"),
}
