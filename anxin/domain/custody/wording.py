"""What people are told about a thing in our keeping."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare
from anxin.domain.custody.choices import MOMENTS, WHY_STUCK

ALL = "customer agent outlet technician auditor"
INSIDE = "agent outlet auditor"

STATES = {
    "expected": pgettext_lazy("custody", "with the customer"),
    "received": _("at the counter, receipt to be signed"),
    "sent_in": _("on its way to us"),
    "arrived": _("parcel here, still closed"),
    "held": pgettext_lazy("custody", "on the shelf"),
    "at_bench": pgettext_lazy("custody", "on the bench"),
    "ready": _("ready to go back"),
    "sent_back": pgettext_lazy("custody", "on its way back"),
    "missing": _("parcel missing"),
    "returned": _("back with the customer"),
    "lost": pgettext_lazy("custody", "lost"),
    "called_off": _("not brought"),
    "deposited": _("handed in at a notary's"),
}

declare(
    errors={
        "custody.no_such_custody": _("Nothing of this number is expected here, or lies here."),
        "custody.contradicts": _("Choose “as good as new” alone, or what is to be seen."),
        "custody.no_receipt": _("The receipt needs what the thing looks like, in words and in at least one picture."),
        "custody.no_picture": _("Show the damaged wrapping in a picture first: the carrier asks for it."),
        "custody.no_witness": _("Unpack before a colleague who looks on, or on video."),
        "custody.wrong_code": _("Not the digits on the customer's page. Tries left: {left}."),
        "custody.code_locked": _("Three wrong codes. The desk speaks with the customer and makes a new one."),
        "custody.no_such_claim": _("No claim is open for a parcel of {number}."),
        "custody.no_such_carrier_claim": _("There is no such claim on a carrier, or it is not for you."),
        "custody.nothing_owed": _("The carrier owes nothing for this claim, or it is not made good yet."),
        "custody.here_still": _(
            "The goods of {number} are with us or on their way. They go back first, then this can end."
        ),
        "custody.on_its_way": _("Nothing is waited for here any more: it has come, is on its way or was called off."),
        "custody.not_vouched": _(
            "The brand vouches for this outlet no longer: send it on to another, or give it back as it came."
        ),
        "custody.stays_here": _("It can be mended where it is, or a bill for it is still open."),
        "custody.term_runs": _(
            "The thing is kept for its customer until its term is over; or it is to be paid before it goes home."
        ),
        "custody.unpaid": _("{number} is to be paid before it goes back."),
        "custody.not_signed_for": _(
            "{number} goes back against a signature only to who has no mobile, so no page with a code; once it is paid,"
            " and after three wrong codes only when the desk has spoken with the customer."
        ),
    },
    states={
        "custody": STATES,
        "parcel_claim": {
            "opened": _("to be filed with the carrier"),
            "filed": _("with the carrier"),
            "refused": _("refused by the carrier"),
            "settled": _("made good"),
            "dropped": _("dropped"),
        },
    },
    steps={
        "custody": {
            "take_in": _("Take in"),
            "take_back": _("Give straight back"),
            "sign": _("Sign the receipt"),
            "send_in": _("Send in"),
            "forward": _("Send on to another outlet"),
            "arrive": _("Take the parcel in"),
            "open": _("Unpack"),
            "to_bench": _("Take to the bench"),
            "from_bench": _("Put back on the shelf"),
            "make_ready": _("Ready to go back"),
            "keep_on": _("Keep here"),
            "hand_back": _("Hand back"),
            "send_back": pgettext_lazy("goods", "Send back"),
            "come_back": _("Came back undelivered"),
            "deposit": _("Hand in at a notary's"),
            "receive": _("It has come back"),
            "miss": _("Parcel missing"),
            "write_off": _("Give up as lost"),
            "call_off": _("Expect no more"),
        },
        "parcel_claim": {
            "file": _("File with the carrier"),
            "settle": _("Make good"),
            "refuse": _("The carrier refuses"),
            "drop": _("Drop the claim"),
        },
    },
    facts={
        "custody.expected": Fact(
            _("To be sent in by its owner"), ALL, {("brought", True): _("To be brought by its owner")}
        ),
        "custody.taken_over": Fact(_("In our keeping as it was in the former system, outlet {outlet}"), ALL),
        "custody.take_in": Fact(_("Taken in at the counter; the receipt is to be signed"), ALL),
        "custody.take_back": Fact(_("Given straight back at the counter"), ALL),
        "custody.sign": Fact(
            _("Receipt signed: the outlet has the thing now"),
            ALL,
            {
                ("how", "digits"): _("Receipt signed with the customer's digits: the outlet has the thing now"),
                ("how", "drawn"): _("Receipt signed by hand: the outlet has the thing now"),
            },
        ),
        "custody.send_in": Fact(_("Sent to us, waybill {waybill}"), ALL),
        "custody.arrive": Fact(_("The parcel is here, still closed"), ALL),
        "custody.open": Fact(_("Unpacked and written down: the outlet has the thing now"), ALL),
        "custody.to_bench": Fact(_("On the bench"), ALL),
        "custody.from_bench": Fact(_("Back on the shelf"), ALL),
        "custody.make_ready": Fact(_("Ready to go back"), ALL),
        "custody.keep_on": Fact(_("Stays with us: more is done on it"), ALL),
        "custody.hand_back": Fact(
            _("Handed back against the code"),
            ALL,
            {("how", "drawn"): _("Handed back against the paper receipt and a signature")},
        ),
        "custody.send_back": Fact(_("Sent back, waybill {waybill}"), ALL),
        "custody.receive": Fact(_("Back with the customer"), ALL),
        "custody.miss": Fact(_("The parcel is missing; the carrier is asked"), ALL),
        "custody.write_off": Fact(_("Given up as lost"), ALL),
        "custody.call_off": Fact(_("Not brought; nothing is expected any more"), ALL),
        "custody.moved": Fact(
            _("To be brought or sent to the outlet {outlet} now, no longer to {before}"),
            ALL,
            {
                ("stuck", one): _("To be brought or sent to the outlet {outlet} now, no longer to {before}: {stuck}")
                for one in WHY_STUCK
            },
        ),
        "custody.stuck": Fact(
            _("Can't be mended at {outlet}, and goes on to another outlet: {stuck}"),
            ALL,
            {
                ("at", "expected"): _(
                    "Not to be brought or sent to {outlet} any more, another way is looked for: {stuck}"
                )
            },
        ),
        "custody.not_stuck": Fact(_("Can be mended at {outlet} after all"), ALL),
        "custody.forward": Fact(_("Sent on from {before} to {outlet}, waybill {waybill}"), ALL),
        "custody.photo": Fact(_("Picture kept: {moment}"), ALL),
        "custody.code_wrong": Fact(_("A wrong code was entered; tries left: {left}"), ALL),
        "custody.code_renewed": Fact(_("A new code after a call"), ALL),
        "custody.not_brought": Fact(_("Nothing has come yet; the customer was asked whether it still comes"), ALL),
        "custody.not_sent": Fact(_("Ready for {days} days and not sent yet; the outlet was reminded"), ALL),
        "custody.reminded": Fact(_("Ready for {days} days; the customer was reminded, time {times}"), ALL),
        "custody.come_back": Fact(_("Came back undelivered, waybill {waybill}; ready again at the outlet"), ALL),
        "custody.uncollected": Fact(
            _("Nobody collected it within its term; the desk decides what becomes of it"),
            ALL,
            {("goes", "home"): _("It was to be sent home and was not sent in time; the desk decides anew")},
        ),
        "custody.undecided": Fact(_("Nobody has decided yet what becomes of it"), INSIDE),
        "custody.keep_longer": Fact(_("Kept for the customer until {day}"), ALL),
        "custody.send_home": Fact(_("To be sent home, freight collect, since nobody collects it"), ALL),
        "custody.deposit": Fact(_("Handed in at a notary's: the customer gets it there"), ALL),
        "custody.home_closed": Fact(_("The outlet is closed for some days"), ALL),
        "custody.long_way": Fact(_("Long on its way: waybill {waybill}"), ALL),
        "custody.late": Fact(_("A parcel or a claim waits too long here"), INSIDE),
        "custody.carrier_silent": Fact(_("The carrier has neither paid nor answered within its term"), INSIDE),
        "custody.carrier_paid": Fact(_("The carrier paid {amount_fen}, {owed_fen} is still owed"), INSIDE),
        "custody.rest_given_up": Fact(_("The rest of the claim, {amount_fen}, is asked for no more"), INSIDE),
        "parcel_claim.opened": Fact(_("A claim is open for the parcel {waybill}"), ALL),
        "parcel_claim.file": Fact(_("The claim lies with the carrier"), ALL),
        "parcel_claim.settle": Fact(_("The claim for the parcel was made good"), ALL),
        "parcel_claim.refuse": Fact(_("The carrier refused the claim"), INSIDE),
        "parcel_claim.drop": Fact(_("The claim for the parcel was dropped"), ALL),
    },
)

SETTINGS = {
    "freight": _("Who pays for a parcel's way, in and back, in warranty and out of it"),
    "pay_first": _("A bill is paid before the thing goes back"),
    "bring_d": _("After how many days a customer is asked whether the thing still comes"),
    "transit_d": _("After how many days a parcel is long on its way; so long again, one sent back counts as come"),
    "unpack_h": _("How soon a parcel is unpacked"),
    "collect_d": _("Every how many days a customer is reminded of a thing that is ready"),
    "kept_d": _("From how many days on the desk is told of a thing nobody collects"),
    "term_d": _("How many days a thing that is ready is kept before the house decides what becomes of it"),
    "decide_d": _("How soon the desk decides about a thing nobody collects, and its outlet sends it home"),
    "elsewhere_h": _("How soon a thing whose outlet can't mend it any more goes elsewhere"),
    "claim_d": _("How soon a claim lies with the carrier"),
    "carrier_d": _("Within how many days a carrier answers and pays a claim; then it is to be asked again"),
    "seen_d": _("How long an outlet sees a case after the thing went back"),
}
FREIGHT_WAYS = {
    "in_covered": _("The way in, in warranty"),
    "in_uncovered": _("The way in, out of warranty"),
    "back_covered": _("The way back, in warranty"),
    "back_uncovered": _("The way back, out of warranty"),
}
HOLDERS = {
    "customer": _("the customer"),
    "carrier": _("the carrier"),
    "outlet": _("the outlet"),
    "technician": _("the technician"),
    "depositary": _("a notary"),
}
CLOCKS = {
    "custody.bring": _("hand it over"),
    "custody.transit": _("the parcel's way"),
    "custody.unpack": _("unpack the parcel"),
    "custody.collect": _("collect it"),
    "custody.decide": _("decide what becomes of it"),
    "custody.elsewhere": _("see that it goes to another outlet"),
    "custody.claim": _("file the claim with the carrier"),
    "custody.carrier": _("the carrier's answer"),
}
SHORT_CLOCKS = {
    "custody.bring": pgettext_lazy("short clock", "bring"),
    "custody.transit": pgettext_lazy("short clock", "transit"),
    "custody.unpack": pgettext_lazy("short clock", "unpack"),
    "custody.elsewhere": pgettext_lazy("short clock", "onward"),
    "custody.decide": pgettext_lazy("short clock", "what becomes of it"),
    "custody.claim": pgettext_lazy("short clock", "carrier"),
    "custody.carrier": pgettext_lazy("short clock", "carrier"),
}
"""Those of them that are too long for a narrow chip, in one short word."""

declare(values={"moment": MOMENTS, "stuck": WHY_STUCK})
