"""What a customer reads first on the page of a repair, and what can be pressed there."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# What a customer reads first: what is so now, and what comes next.
HEADLINES = {
    "submitted": (_("We have your report"), _("We accept it within {accept}.")),
    "looking": (_("Looking for a technician"), _("Wanted: {wanted}. A technician is set within {assign}.")),
    "asking": (_("Asking technicians near you"), _("Wanted: {wanted}. A technician is set within {assign}.")),
    "no_taker": (
        _("Nobody has taken {wanted} yet: a dispatcher looks for a technician"),
        _("Once one is set, it stands here. Another window may be quicker."),
    ),
    "nobody_left": (
        _("Just now nobody of ours can come to your place"),
        _("Who was to come can't any more, no other outlet goes there. Customer service looks for a way and rings."),
    ),
    "another": (
        _("Looking for another technician for you"),
        _("Wanted as before: {wanted}. A technician is set within {assign}, and you get a message."),
    ),
    "helper_calls": (
        _("Somebody calls you to help from afar"),
        _("{wanted}. It costs nothing. Should it not do, a technician comes and you tell nothing twice."),
    ),
    "helping": (
        _("Somebody is helping you from afar"),
        _("Nothing is charged for it. Should it not do, send for a technician here; you tell nothing twice."),
    ),
    "helped": (
        _("Does it work now?"),
        _("Try it first. If it doesn't, a technician comes and you tell nothing twice."),
    ),
    "helper_calls_only": (
        _("Somebody calls you to help from afar"),
        _("{wanted}. It costs nothing. Nobody of ours goes to your place yet: should it not do, write to us."),
    ),
    "helping_only": (
        _("Somebody is helping you from afar"),
        _("Nothing is charged for it. Nobody of ours goes to your place yet: should it not do, write to us."),
    ),
    "helped_only": (
        _("Does it work now?"),
        _("Try it first. If it doesn't, write to us: nobody of ours goes to your place yet, we look for another way."),
    ),
    "solved_for_now": (
        _("Solved from afar"),
        _("Nothing is charged. Should it come back until {again}, send for a technician here: nothing is told twice."),
    ),
    "window_to_agree": (
        _("Your technician is set; he calls you to agree on a window"),
        _("Within {call}. If the window you asked for suits him, he books it."),
    ),
    "booked": (_("The window is booked"), _("He sets out in time; you get a message when he does.")),
    "on_the_way": (
        _("The technician is on the way to you"),
        _("Before you open: check that it is he. Should the time suit you no more, ring now; it isn't moved here."),
    ),
    "arrival_asked": (
        _("The technician says that he is there; is he?"),
        _("From here it can't be told whether he is at your door, or it was early. Your word counts."),
    ),
    "not_there": (
        _("You said that nobody is there yet"),
        _("The desk has been told and rings the technician."),
    ),
    "at_work": (_("The technician is at work"), _("Nothing is charged that you did not agree to here.")),
    "said_no": (
        _("You said no to the quote; nothing more is done"),
        _("The technician ends his visit, or sends another quote, which you may refuse as well."),
    ),
    "stay_out": (
        _("The brand vouches no more for {whom}: should he come, don't open"),
        _("We look for another; who comes instead is named on this page. Tell us if somebody is at your door."),
    ),
    "unvouched": (
        _("Pay him nothing and have him leave"),
        _("The brand vouches no more for who is there. Agree to nothing. Tell us if he stays: we look for another."),
    ),
    "quote_waits": (
        _("The technician knows what it is; he waits for your answer to the quote"),
        _("Please answer by {by}. Nothing is done or charged before you agree; you may also say no."),
    ),
    "quote_over": (
        _("The time to answer the quote is over; its price still counts"),
        _("It was to be answered by {by}. Agree here, or say no; without an answer customer service rings you."),
    ),
    "code_ready": (
        _("Does it work? Then read out the completion code"),
        _("Only after you have tried it. The code says that the work is done and the bill is right."),
    ),
    "code_locked": (
        _("A wrong code was typed three times; we ring you"),
        _("A person asks you on a recorded line whether it works. Nothing is yours to pay before that."),
    ),
    "objected": (
        _("You told us that something is wrong; we are on it"),
        _("Keep the code to yourself until it is put right. A person answers you."),
    ),
    "waiting_part": (_("Waiting for a part"), _("As soon as it is there we agree on a new window with you.")),
    "waiting_brand": (_("Waiting for the brand's answer"), _("What it decides stands here, with its reasons.")),
    "waiting_goods": (_("Waiting for your goods"), _("As soon as they are here we begin.")),
    "customer_absent": (
        _("Nobody was at home; choose another window"),
        _("Nothing is charged for it. Choose when it suits you and somebody comes."),
    ),
    "quote_refused": (
        _("You said no to the quote; nothing was repaired this time"),
        _("Nothing is charged that you did not agree to. Should you want it after all, choose a window."),
    ),
    "sent_away": (
        _("The technician wasn't let in; nothing was done"),
        _("Nothing is charged for it. Should you want it after all, choose a window; if not, call it off below."),
    ),
    "wrong_address": (
        _("The technician did not find you; choose another window"),
        _("Tell us what is right about the address, and choose when somebody comes."),
    ),
    "waiting_customer": (
        _("We wait for you: choose when somebody comes"),
        _("Until then no time runs against you."),
    ),
    "rework": (
        _("We put it right again, free of charge; choose a window"),
        _("Under the guarantee nothing is charged for the same fault."),
    ),
    "reset_due": (
        _("Now make sure that nobody else can open your lock"),
        _("Do what stands below, then say so. Until then the opening is not over for us."),
    ),
    "please_confirm": (_("Please confirm that it works"), _("Then the guarantee begins.")),
    "answered": (
        _("We have answered you: is it put right?"),
        _("Our answer: “{answer}”. If something is still wrong, say so again; until then you may pay what is open."),
    ),
    "disputed": (_("We are looking into what you told us"), _("Until it is settled nothing more is charged.")),
    "bill_open": (_("It is put right; the bill is still open"), _("Pay only here, never to a private account.")),
    "bill_part": (
        _("A part is paid; the rest is still open"),
        _("Pay the rest only here, never to a private account."),
    ),
    "pay_failed": (
        _("The payment did not go through; nothing was taken"),
        _("Pay once more. If it fails again, pay in cash or write to us."),
    ),
    "bill_in_cash": (
        _("It is put right; the bill is still open"),
        _("Nobody takes money online here yet: give the technician cash, then read him the digits that appear here."),
    ),
    "bill_by_transfer": (
        _("It is put right; the bill is still open"),
        _("Transfer it to the account that stands below, with the bill's number; never to a private account."),
    ),
    "bill_unpaid": (
        _("It is put right; the bill is still open"),
        _("Nobody takes money online here yet. Write to us or ring, so that we agree on how you pay."),
    ),
    "to_scan": (_("Pay below"), _("Nothing else is asked of you; this page says when it is paid.")),
    "no_code_yet": (
        _("The code to pay by is being fetched"),
        _(
            "The payment provider has not answered yet, and nothing was taken from you. The code comes here by itself; "
            "if it takes too long, ask whether you may pay in cash."
        ),
    ),
    "paying": (_("The payment is under way"), _("Please do not pay a second time.")),
    "bill_being_settled": (_("It is put right; the bill is being settled"), _("What there is to pay stands below.")),
    "guarantee_runs": (
        _("It is put right; the guarantee runs"),
        _("If the same fault comes back, press one button here."),
    ),
    "guarantee_over": (_("This repair is closed"), _("If something is wrong again, report it anew.")),
    "cancelled": (_("Called off"), _("Nobody comes, nothing is charged. You can report it again at any time.")),
    "redirected": (_("This belongs elsewhere: {to}"), ""),
    "solved_remotely": (
        _("Solved from afar"),
        _("Nobody comes, nothing is charged. Should it come back, report it again."),
    ),
    "to_bring": (
        _("Bring it to the outlet below"),
        _("At the counter show this page or say the number. You get a receipt before you leave it there."),
    ),
    "to_send": (
        _("Send it to the outlet below, then write the waybill down here"),
        _("Put the number of this repair into the parcel. Keep the carrier's receipt."),
    ),
    "no_outlet_left": (
        _("Please don't bring or send it to this outlet any more"),
        _("It can't mend it any more. Choose where it goes instead. Sent already? It is taken in there and sent on."),
    ),
    "goods_go_on": (
        _("This outlet can't mend it any more; it is sent on to another"),
        _("It stays in safe hands: taken in, written down, sent on at our expense. You read the waybill here."),
    ),
    "parcel_in": (
        _("Your parcel is on its way to us"),
        _("You read here when it is there, and what lay in it."),
    ),
    "parcel_here": (
        _("Your parcel is here, still closed"),
        _("It is opened before two people or on video, and every piece is written down."),
    ),
    "parcel_missing": (
        _("Your parcel can't be found; we ask the carrier"),
        _("A claim is open for it. What is found out, and what is made good, stands here."),
    ),
    "receipt_to_sign": (
        _("Is the receipt right? Then sign it"),
        _("Press below, or read the digits out at the counter. If something is wrong, have it written anew."),
    ),
    "goods_held": (
        _("The outlet has your thing; it goes to the bench next"),
        _("You get a quote here first. Nothing is done or charged before you agree."),
    ),
    "goods_at_bench": (_("A technician is at work on it"), _("Nothing is charged that you did not agree to here.")),
    "goods_wait": (
        _("Nothing more is done on it; do you want it back?"),
        _("Nothing is charged for that. Should you want it mended after all, write to us."),
    ),
    "goods_to_pay": (
        _("It is mended; pay here, then it goes back to you"),
        _("Pay only here, never to a private account."),
    ),
    "pay_here_alone": (
        _("It is mended; pay on this page alone, nothing at the outlet"),
        _("The brand vouches no more for the outlet it lies at. Ask us before you go there: we can have it fetched."),
    ),
    "pay_nothing_there": (
        _("It is mended; pay nothing at the outlet"),
        _("The brand vouches no more for the outlet it lies at. Ask us how you pay, and how you get it."),
    ),
    "collect_with_care": (
        _("It is ready, at an outlet for which the brand vouches no more"),
        _("Pay nothing there. Ask us before you go there: we can have it fetched."),
    ),
    "goods_to_pay_there": (
        _("It is mended; pay here or at the counter, then it is yours again"),
        _("At the counter by a code or in cash; never to a private account."),
    ),
    "goods_in_cash": (
        _("It is mended; pay for it at the counter"),
        _("Nobody takes money online here yet: pay in cash there, then read out the digits that appear here."),
    ),
    "goods_by_transfer": (
        _("It is mended; it still has to be paid for"),
        _("Transfer it to the account that stands below, with the bill's number, or pay where you collect it."),
    ),
    "goods_unpaid": (
        _("It is mended; it still has to be paid for"),
        _("Nobody takes money online here yet. Write to us or ring, so that we agree on how you pay."),
    ),
    "to_collect": (
        _("It is mended: collect it with the code below"),
        _("Try it at the counter. Read the code out only when it works; then the guarantee begins."),
    ),
    "to_collect_as_it_is": (
        _("It is ready to be collected as it came"),
        _("Nothing is charged. Read the code below out at the counter."),
    ),
    "goes_back": (_("It is packed and sent back next"), _("You read the waybill here as soon as it is on its way.")),
    "parcel_back": (
        _("It is on its way back to you"),
        _("Try it when it has come, then say so here. Without an answer it counts as come after some days."),
    ),
    "goods_returned": (_("It is back with you; nothing was charged"), _("You can report it again at any time.")),
    "goods_lost": (
        _("Your thing was lost on its way; this repair has ended"),
        _("The claim for it goes on. What is made good for it stands below."),
    ),
    "uncollected": (
        _("It was kept for you until now; what becomes of it is decided next"),
        _("You can still collect it, or have it sent: write to us today. Nothing is ever thrown away or sold by us."),
    ),
    "goods_deposited": (
        _("Your thing lies at a notary's; this repair has ended"),
        _("Where, and under which receipt, stands below. You get it there, against its costs, for five years."),
    ),
    "late_nobody": (
        _("Just now nobody of ours can come to your place; we are {late} late"),
        _("No other outlet goes there. Customer service looks for a way and rings; the delay stays in the record."),
    ),
    "late_mended": (
        _("We are {late} late in mending it"),
        _("The day we promised is over; the delay stays in the record."),
    ),
    "late_acknowledged": (
        _("We are {late} late in accepting it"),
        _("We promised {accept}. The delay stays in the record."),
    ),
    "late_assigned": (
        _("We are {late} late in finding a technician"),
        _("We promised {assign}. The delay stays in the record."),
    ),
    "late_wanted": (
        _("We are {late} late in finding a technician"),
        _("You wanted {wanted}. We promised {assign}. The delay stays in the record; another window may be quicker."),
    ),
    "late_helped": (
        _("The call to help you is {late} late"),
        _("It was promised for the hours you named; the delay stays in the record."),
    ),
    "late_called": (
        _("The technician's call is {late} late"),
        _("We promised {call}; the delay stays in the record."),
    ),
    "late_arrived": (
        _("The technician is {late} late"),
        _("The agreed window is over; the delay stays in the record."),
    ),
}
UNTOLD = {
    "another": _("Wanted as before: {wanted}. A technician is set within {assign}; this page says so."),
    "booked": _("He sets out in time; this page says when he does. No message reaches you."),
}
"""What comes next where no message reaches the customer, instead of the promise of one."""
DOES = {
    "agree": pgettext_lazy("to a quote", "Agree"),
    "refuse": _("No, thank you"),
    "give_code": _("Completion code"),
    "not_fixed": _("It is not fixed"),
    "bill_wrong": _("The bill is wrong"),
    "move": _("Move it"),
    "choose": _("Choose a window"),
    "say_there": _("Is the technician there?"),
    "check": _("Check who stands at the door"),
    "confirm": _("It works"),
    "wrong": _("Something is wrong"),
    "pay": _("Pay"),
    "redo": _("The same fault again"),
    "report": _("Report it anew"),
    "talk": _("Write to us"),
    "urge": _("Urge"),
    "join": _("Come into the video call"),
    "reset": _("All of this is done"),
    "works": pgettext_lazy("after help from afar", "It works"),
    "send": pgettext_lazy("after help from afar", "Send a technician"),
    "sign": _("The receipt is right: sign"),
    "sent": _("Write the waybill down"),
    "as_it_is": _("I want it back as it is"),
    "came": _("It has come"),
    "missing": _("It doesn't come"),
    "call": pgettext_lazy("by phone", "Call"),
    "cancel": _("Call it off"),
    "elsewhere": _("Choose another outlet"),
}
