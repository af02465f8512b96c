"""What people are told about visits."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare
from anxin.domain.visits.choices import ALONE, DECLINED, LET_GO, PICTURED, REFUSED
from anxin.domain.visits.wording.earlier_turns import EARLIER_TURNS
from anxin.domain.visits.wording.endings import ENDED_FOR
from anxin.domain.visits.wording.pictures import SLOTS

ALL = "customer agent outlet technician auditor"
INSIDE = "agent outlet auditor"
FIELD = "agent outlet technician auditor"
OWN = (*REFUSED, *DECLINED)
NOT_COUNTED = _("Says that he is there: {where}, {timing}. It does not count yet; the customer is asked")
ALONE_CHECKED = _("Who stands at the door was checked, without a witness: {alone}")
PICTURE_ASKED = _(
    "Who stands at the door was checked, without a witness: {alone}. Whoever had it opened, of a picture: {pictured}"
)

TODAY, HOLIDAY = _("Today"), pgettext_lazy("nobody works on a day", "holiday")
DAY_STATES = {
    "shut": pgettext_lazy("nobody works on a day", "off"),
    "uncounted": "",
    "full": pgettext_lazy("all windows of a day are taken", "full"),
    "few": pgettext_lazy("few windows of a day are free", "few left"),
    "free": pgettext_lazy("windows of a day are free", "free"),
}
"""How a day stands for which windows are offered, in a word or two."""

declare(
    errors={
        "visits.no_such_visit": _("There is no such visit, or not for you."),
        "visits.taken_already": _("Somebody else was faster with {number}, or the offer was taken back."),
        "visits.window_held": _(
            "There is another job of the same technician in that window: {number} goes to somebody else."
        ),
        "visits.not_fit": _("This one cannot be sent: {hindrance}."),
        "visits.not_vouched": _(
            "{technician} cannot go: {brand} does not vouch for him, today or on that day. Have him authorised first."
        ),
        "visits.not_vouched_for": _(
            "{technician} cannot go: the word of {brand} for him is not for {skill}, today or on that day. Ask the "
            "brand for one that is."
        ),
        "visits.outlet_not_vouched": _(
            "Nobody can go for {outlet}: {brand} does not vouch for it, today or on that day. Have it authorised first."
        ),
        "visits.not_yours": _("This offer is somebody else's."),
        "visits.not_the_technician": _("Only the technician of {number} may do this."),
        "visits.window_gone": _("This window was just taken. Please choose another one."),
        "visits.no_room": _("Nothing is free in that window any more. Please choose another."),
        "visits.no_answer": _(
            "“{got}” is no answer to “{point}”: a number is wanted, such as 5.8 or 1500 (no comma for thousands), "
            "or a choice."
        ),
        "visits.too_early": _(
            "Too early for {number}: set out {minutes} minutes before its window at the earliest. If you want to come "
            "sooner, call the customer and move the window with his yes."
        ),
        "visits.too_early_here": _("Too early to set out. To come sooner, call the customer and move the window."),
        "visits.too_late_to_turn": _(
            "You set out too long ago for {number} to be a slip. Call the customer, then move the window or give the "
            "job back."
        ),
        "visits.too_late": _("It is too late to move this here. Call us, a person will help."),
        "visits.needs_proof": _("This needs proof first: a check-in and a call that was written down."),
        "visits.far_off": _("The phone is {metres} m from the address. Say why; it is written down like that."),
        "visits.no_signature": _("That is too short for a signature. Please sign once more."),
        "visits.own_name": _("That is your own name; somebody else has to stand by, or sign."),
        "visits.work_over": _(
            "The work has ended, so whether the technician came is asked no more. If something is wrong with it, "
            "say so on this page."
        ),
        "visits.own_work": _(
            "You, or your house, did this job: what its customer says of it is written down by somebody else."
        ),
        "visits.not_checked": _("Check first who stands at the door of {number}; nothing is opened before."),
        "visits.no_code": _("There is no completion code yet. Still missing: {lacks}."),
        "visits.wrong_code": _("Not the customer's code. Tries left: {left}."),
        "visits.code_locked": _("Three wrong codes. An agent now confirms with the customer by phone."),
    },
    states={
        "visit": {
            "open": _("looking for a technician"),
            "offered": _("asking technicians"),
            "assigned": _("technician set"),
            "booked": _("booked"),
            "on_the_way": _("on the way"),
            "on_site": _("on site"),
            "finished": _("finished"),
            "unfinished": _("not finished"),
            "cancelled": _("called off"),
        },
        "outlet_order": {
            "offered": _("to be accepted"),
            "accepted": _("name a technician"),
            "technician_named": _("technician named"),
            "refused": pgettext_lazy("outlet order", "refused"),
            "returned": _("given back"),
            "timed_out": _("ran out"),
        },
        "offer": {
            "sent": _("to be answered"),
            "seen": _("seen"),
            "accepted": _("accepted"),
            "declined": _("declined"),
            "expired": _("ran out"),
            "lapsed": _("not seen in time"),
            "withdrawn": _("taken back"),
        },
        "appointment": {
            "proposed": _("proposed"),
            "confirmed": _("agreed"),
            "kept": pgettext_lazy("appointment", "kept"),
            "rescheduled": _("moved"),
            "missed_by_customer": _("customer was not there"),
            "missed_by_technician": _("technician did not come"),
            "cancelled": _("called off"),
        },
    },
    steps={
        "visit": {
            "offer": _("Send"),
            "reopen": _("Choose another"),
            "assign": _("Assign"),
            "book": _("Book"),
            "rebook": _("Move"),
            "set_out": _("Set out"),
            "turn_back": _("Not on the way yet"),
            "arrive": _("Check in"),
            "bench": _("Take to the bench"),
            "finish": _("Finish"),
            "give_up": _("Cannot finish"),
            "cancel": _("Call off"),
        },
        "outlet_order": {
            "accept": _("Accept"),
            "refuse": _("Refuse"),
            "name_technician": _("Name a technician"),
            "unname": _("Name another"),
            "give_back": _("Give back"),
            "time_out": _("Let it run out"),
        },
        "offer": {
            "see": _("See"),
            "accept": _("Accept"),
            "decline": _("Decline"),
            "expire": _("Let it run out"),
            "lapse": _("Ran out unseen"),
            "withdraw": _("Take back"),
        },
        "appointment": {
            "confirm": _("Agree"),
            "keep": _("Keep"),
            "deny": _("Not there yet"),
            "reschedule": _("Move"),
            "miss_by_customer": _("Customer not there"),
            "miss_by_technician": _("Technician did not come"),
            "cancel": _("Call off"),
        },
    },
    facts={
        "visit.open": Fact(
            _("A visit is planned"),
            FIELD,
            dict.fromkeys((("mode", "drop_off"), ("mode", "mail_in")), _("Bench job {number} opened")),
        ),
        "visit.taken_over": Fact(_("Visit {number} taken over, with its technician"), FIELD),
        "visit.offer": Fact(_("Asking who can come"), ALL),
        "visits.checked": Fact(_("Check list: {done} of {of} done"), ALL),
        "visits.signed": Fact(_("Had the work signed for"), ALL),
        "visits.identity_checked": Fact(
            _("Who stands at the door was checked"),
            ALL,
            {
                **dict.fromkeys((("pictured", one) for one in PICTURED), PICTURE_ASKED),
                **dict.fromkeys((("alone", one) for one in ALONE), ALONE_CHECKED),
            },
        ),
        "visits.opening_refused": Fact(_("Not opened: nobody could show a right to the door"), ALL),
        "visits.opening_suspicious": Fact(_("The technician found the wish to open suspicious"), INSIDE),
        "visits.reset_confirmed": Fact(
            _("The customer says: old credentials gone, administrator code new"),
            ALL,
            {("opened", "alone"): _("The customer says: opened for me; old credentials gone, administrator code new")},
        ),
        "visits.address_corrected": Fact(_("The address was corrected"), ALL),
        "visit.reopen": Fact(
            _("Looking for another technician"),
            ALL,
            {
                ("why", "desk"): _("We let another technician come, and look for one"),
                ("why", "not_vouched"): _("The brand vouches no more for who was to come; looking for another"),
                ("why", "not_there"): _("Who was to come isn't there then; looking for another technician"),
                ("why", "soonest"): _("The window was given back; looking for whoever can come soonest"),
                ("why", "address"): _("The address is in another county; looking for a technician there"),
                ("why", "missed_by_technician"): _("Nobody came; looking for another technician"),
                **{("why", one): _("Who was to come can't; looking for another technician") for one in OWN},
            },
        ),
        "visit.assign": Fact(_("Technician set"), ALL),
        "visits.booked_twice": Fact(_("The technician has another job in this window; a dispatcher moves one"), INSIDE),
        "visit.book": Fact(_("Booked for {from} to {to}"), INSIDE),
        "visit.rebook": Fact(_("The window is being moved"), FIELD),
        "visit.set_out": Fact(_("On the way"), ALL),
        "visit.turn_back": Fact(_("Not on the way yet: it was pressed by mistake. The window stays"), ALL),
        "visits.unvouched": Fact(_("The brand vouches no more for who is there"), ALL),
        "visits.vouched_again": Fact(_("The brand vouches again for who is there"), ALL),
        "visit.bench": Fact(_("Work at the bench began"), ALL),
        "visit.arrive": Fact(_("Checked in: {where}, {timing}"), ALL, {("counts", "no"): NOT_COUNTED}),
        "visits.checked_in_again": Fact(
            _("Checked in once more: {where}, {timing}"), ALL, {("counts", "no"): NOT_COUNTED}
        ),
        **EARLIER_TURNS,
        "visits.arrival_confirmed": Fact(_("The customer says that the technician is there"), ALL),
        "visits.arrival_denied": Fact(_("The customer says that nobody is there yet"), ALL),
        "visit.finish": Fact(_("Work finished and confirmed"), ALL, {("how", "bench"): _("Mended at the bench")}),
        "visit.give_up": Fact(_("The visit ended without the work done"), ALL, ENDED_FOR, words=FIELD),
        "visit.cancel": Fact(_("Visit called off"), ALL),
        "outlet_order.offered": Fact(_("Sent to outlet {outlet}, which has {minutes} minutes"), INSIDE),
        "outlet_order.accept": Fact(_("Outlet {outlet} accepted"), INSIDE),
        "outlet_order.refuse": Fact(_("The outlet refused"), INSIDE),
        "outlet_order.name_technician": Fact(_("The outlet named a technician"), INSIDE),
        "outlet_order.unname": Fact(
            _("The technician said no; the outlet names another"),
            INSIDE,
            {
                ("who", "desk"): _("The desk let the technician go; the outlet names another"),
                ("who", "house"): _("The technician was let go, {because}; the outlet names another"),
            },
        ),
        "outlet_order.give_back": Fact(
            _("The outlet gave the job back"),
            INSIDE,
            {
                ("who", "themselves"): _("Outlet {outlet} gave the job back: {because}"),
                ("who", "desk"): _("The desk took the job back from outlet {outlet}: {because}"),
                ("who", "house"): _("The job was taken back from outlet {outlet}: {because}"),
            },
        ),
        "outlet_order.time_out": Fact(
            _("The outlet's time ran out"),
            INSIDE,
            dict.fromkeys(
                (("who", "themselves"), ("who", "desk"), ("who", "house")),
                _("Outlet {outlet} was asked no more: {because}"),
            ),
        ),
        "offer.sent": Fact(_("Sent to a technician, who has {minutes} minutes"), INSIDE),
        "offer.see": Fact(_("The technician has seen it"), INSIDE),
        "offer.accept": Fact(_("The technician accepted"), INSIDE),
        "offer.decline": Fact(_("The technician declined"), INSIDE),
        "offer.expire": Fact(_("The technician did not answer in time"), INSIDE),
        "offer.lapse": Fact(_("The technician did not see it in time; he may be asked again"), INSIDE),
        "offer.withdraw": Fact(_("The offer was taken back"), INSIDE),
        "appointment.proposed": Fact(_("A window was proposed"), FIELD),
        "appointment.taken_over": Fact(_("Window agreed before: {from} to {to}"), ALL),
        "appointment.confirm": Fact(_("Window agreed: {from} to {to}"), ALL),
        "appointment.keep": Fact(_("The technician came, {timing}"), FIELD),
        "appointment.deny": Fact(_("Not kept: the customer says that nobody came"), FIELD),
        "appointment.reschedule": Fact(
            _("The window was moved by {who}"),
            ALL,
            {("wished", True): _("The window was moved as the customer wished")},
        ),
        "appointment.miss_by_customer": Fact(_("Nobody was at home"), ALL),
        "appointment.miss_by_technician": Fact(_("Nobody came"), ALL),
        "appointment.cancel": Fact(_("The window was called off"), FIELD),
        "visits.by_hand": Fact(
            _("Nobody took it; a dispatcher decides"),
            INSIDE,
            {("why", "silent"): _("Nobody signs in at {outlets}, so nobody was asked; a dispatcher decides")},
        ),
        "visits.came_free": Fact(_("Technician {colleague} can go by now, and is asked"), INSIDE),
        "visits.chosen": Fact(_("A dispatcher chose the technician"), INSIDE),
        "visits.called": Fact(_("Spoke by phone"), ALL),
        "visits.said_on_call": Fact(
            _("Said on the phone and written down for the customer; recording {recording}"), ALL
        ),
        "visits.call_unanswered": Fact(_("Called; nobody answered"), ALL),
        "visits.photo": Fact(
            _("Picture taken: {slot}"), ALL, {("slot", "signature"): _("The signature was put into the record")}
        ),
        "visits.code_ready": Fact(_("The completion code is ready"), ALL),
        "visits.code_wrong": Fact(_("A wrong code was entered; tries left: {left}"), ALL),
        "visits.code_locked": Fact(_("The code is locked; an agent confirms by phone"), ALL),
    },
)

SETTINGS = {
    "records": _("What is recorded of each kind of service: pictures, check list, signature"),
    "offer_min": _("How long a technician has to answer"),
    "outlet_min": _("How long an outlet has to accept and name a technician"),
    "parallel": _("How many technicians are asked at once in the second round"),
    "per_window": _("How many appointments a technician takes in one window"),
    "window_min": _("How wide a window is"),
    "change_notice_min": _("Until when a customer moves the window himself"),
    "fairness_min": _("How much driving each job of the last seven days counts for, so that work is shared fairly"),
    "day_most_h": _(
        "How many hours of jobs and ways a technician is given for a day at most; only a person names him beyond"
    ),
    "late_most_h": _("How old a step that a phone without signal kept may be before it counts as handed in late"),
    "kept_h": _("How long a technician's phone keeps the pages of a job for where there is no signal"),
    "newcomer_percent": _("For which share of the jobs technicians without a grade are asked first"),
    "near_m": _("How far a check-in may lie off beyond the doubt of our own point and of the phone's"),
    "sure_m": _("Up to which doubt of both points a check-in is at the door; beyond, the customer is asked"),
    "set_out_min": _("How long before the window a technician may set out at the earliest"),
    "turn_back_min": _("How long a technician may take back that he set out"),
    "early_min": _("How long before the window a technician may come and still be in time"),
}
UNFINISHED = {
    "part_missing": _("a part is missing"),
    "customer_absent": _("nobody was at home"),
    "quote_refused": _("the quote was refused"),
    "sent_away": _("the customer didn't let me in"),
    "unrepairable": _("cannot be repaired"),
    "unsafe": _("not safe to work"),
    "wrong_address": _("the address is wrong"),
    "no_right": _("nobody could show a right to the door"),
    "other": _("another reason"),
}
MOVED = {
    "customer_asked": _("The customer asked for it"),
    "running_late": _("The job before takes longer"),
    "part_comes_later": _("The part comes later"),
    "road": _("Stuck on the way"),
}
SHOWN = {
    "document": _("Choose what he shows."),
    "proof": _("Where nobody bears witness: a proof that he lives there."),
    "pictured": _("Only where nobody bears witness: ask whether the open door may be pictured with him."),
    "alone": _("Choose one of the two: who bears witness, by name, or why nobody does."),
    "witness": _("Ask the witness for a name."),
    "witness_as": _("While the document lies inside, somebody of an office has to stand by."),
}
ANSWERS = {"tick": _("ticked when it is done"), "fine": _("in order or not"), "number": _("a number, with its unit")}
FOUND = {"yes": _("in order"), "no": _("not in order")}


def said_point(answer: str, unit: str) -> str:
    """Say what was found at a point of the check list."""
    return str(FOUND[answer]) if answer in FOUND else f"{answer} {unit}".strip()


def lacking(code: str) -> str:
    """Name what a completion code still waits for."""
    return str(LACKS.get(code) or (_("picture to a point of the check list") if code.startswith("photo.") else code))


LACKS = {
    "identity": _("check of who stands at the door"),
    "photo.before": _("picture before the work"),
    "photo.plate": _("picture of the type plate"),
    "photo.work": _("picture of the spot itself"),
    "photo.after": _("picture after the work"),
    "photo.door": _("picture of the open door with whoever had it opened"),
    "photo.signature": _("signature for the work"),
    "checks": _("check list"),
    "parts": _("used parts"),
    "bill": _("bill shown to the customer"),
}

HINDRANCES = {
    "no_skill": _("can't repair this"),
    "away": _("isn't at work that day"),
    "said_no": _("said no to this job"),
    "full": _("has no room in this window"),
    "busy": _("isn't free then"),
    "not_sent": _("isn't sent on this brand's jobs now"),
    "elsewhere": _("may not go to this place now"),
    "helps_out": _("his outlet only helps out here, so others are asked first; you may name him"),
}
"""What keeps somebody from going."""
PLACES = {
    "door": _("at the door"),
    "unsure": _("how near is not known, the address is not placed closely"),
    "far": _("far from the address"),
    "unknown": _("without a position"),
}
TIMINGS = {
    "in_window": _("in the window"),
    "told_late": _("in the window by the phone's clock, told after it"),
    "early": _("before the window"),
    "late": _("after the window"),
    "no_window": _("no window was agreed"),
    "unsaid": _("nobody can say when"),
}
FAR = {
    "point": _("the address is right, our map point is wrong"),
    "elsewhere": _("the customer wanted to meet elsewhere"),
    "phone": _("the phone shows a wrong place"),
    "access": _("one cannot get any closer, I walk the rest"),
}

declare(values={"alone": ALONE, "pictured": PICTURED, "because": LET_GO})
declare(values={"slot": SLOTS, "where": PLACES, "timing": TIMINGS, "hindrance": HINDRANCES})
