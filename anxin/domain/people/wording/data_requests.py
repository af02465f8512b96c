"""What people are told about requests of persons about their own data."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare
from anxin.domain.people.choices import HANDED, RINGS, WAYS, WISHES

SHOWN = "customer agent quality operator auditor"
CLOCK = _("Answer to him")
declare(
    errors={
        "people.no_customer": _("This person is erased, or works here: nothing is written down for him here."),
        "people.wanted_already": _("The same was written down already and is still open."),
        "people.not_enough": _(
            "Who only knows about a case gets no copy, no other phone and no erasure. See a paper, or ring the number "
            "we keep."
        ),
        "people.other_rings": _(
            "Who wrote this down, or identified him, doesn't tell his number: somebody else of the desk rings it."
        ),
        "people.erasure_wanted": _(
            "Your erasure is written down at our desk already ({number}) and is worked there; you need not ask again."
        ),
        "people.no_consent": _("He hasn't agreed to this, or took it back already."),
        "people.no_such_request": _("There is no such request here, or not for you."),
    },
    messages={
        "people.copy_handed": _(
            "A copy of your data was handed over by our desk, as asked for. If that was not you, call us at once."
        ),
        "people.phone_wanted": _(
            "Our desk was asked to put another phone in place of this one ({number}); it counts from {due} on. If that "
            "was not you, object on the page My data, or call us at once."
        ),
        "people.erased": _(
            "As you asked, your name, phone and address are erased now: what they were needed for is over. Your links "
            "open nothing any more."
        ),
        "people.erasure_goes_on": _(
            "{number}: nothing of yours has to be kept for the law any more. You are erased by itself once what is "
            "under way is over, and told then."
        ),
        "people.erasure_freed": _(
            "{number}: your erasure was refused while the law had something of yours kept. That is over: ask for it "
            "again on the page My data, or at our desk."
        ),
        "people.phone_replaced": _(
            "Your cases have another phone now instead of this one. If that was not you, call us at once."
        ),
    },
    states={
        "data_request": {
            "asked": _("identity still to be checked"),
            "identified": _("to be done"),
            "second": _("waits for a second person"),
            "announced": _("agreed; may be objected to"),
            "objected": _("objected to"),
            "waiting": _("waits for what isn't over; comes by itself"),
            "done": pgettext_lazy("a request", "done"),
            "withdrawn": pgettext_lazy("a request", "taken back"),
            "refused": pgettext_lazy("a request", "refused"),
            "lapsed": _("void: he is erased"),
        }
    },
    steps={
        "data_request": {
            "identify": _("It is he"),
            "put_forward": _("It is he"),
            "carry_out": _("Do it"),
            "hand_over": _("Hand the copy over"),
            "agree": pgettext_lazy("a request", "Agree"),
            "allow": pgettext_lazy("a request", "Agree"),
            "announce": pgettext_lazy("a request", "Agree"),
            "wait": _("Have it wait"),
            "withdraw": _("Take it back"),
            "object": _("He objects"),
            "fulfil": _("Done"),
            "lapse": _("Void"),
            "refuse": pgettext_lazy("a request", "Refuse"),
        }
    },
    facts={
        "data_request.asked": Fact(_("Asked for: {wanted}"), SHOWN),
        "data_request.identify": Fact(_("Identified: {known_by}"), SHOWN),
        "data_request.put_forward": Fact(_("Identified: {known_by}; a second person has to agree"), SHOWN),
        "data_request.carry_out": Fact(_("Done by the desk, as asked"), SHOWN),
        "data_request.hand_over": Fact(_("The copy was handed over: {handed_so}"), SHOWN),
        "data_request.agree": Fact(_("A second person agreed, and it was done"), SHOWN),
        "data_request.allow": Fact(_("A second person agreed that the copy is handed over"), SHOWN),
        "data_request.announce": Fact(_("A second person agreed; the number of before may object now"), SHOWN),
        "data_request.object": Fact(_("Objected to: the phone stays as it is"), SHOWN),
        "data_request.wait": Fact(_("Waits until nothing needs him any more; it comes by itself then"), SHOWN),
        "data_request.withdraw": Fact(_("Taken back: nothing is erased"), SHOWN),
        "data_request.fulfil": Fact(_("Done by itself: nothing stood in its way any more"), SHOWN),
        "data_request.lapse": Fact(_("Void: he was erased meanwhile"), SHOWN),
        "data_request.refuse": Fact(_("Refused"), SHOWN),
        "people.old_number_rung": Fact(_("His number of before was rung: {rung_so}"), SHOWN),
        "people.phone_told": Fact(_("The text message that tells of it went out ({since})"), SHOWN),
        "people.phone_untold": Fact(_("The text message that tells of it did not arrive ({receipt})"), SHOWN),
        "people.request_late": Fact(_("Not answered within the days for it"), SHOWN),
        "people.request_freed": Fact(_("Nothing is kept for a court or an authority any more; it can go on"), SHOWN),
        "people.copy_handed": Fact(_("A copy of the data was handed over by the desk ({case})"), SHOWN),
    },
    values={
        "wanted": {key: one.name for key, one in WISHES.items()},
        "known_by": {key: one.name for key, one in WAYS.items()},
        "handed_so": HANDED,
        "rung_so": {key: one.name for key, one in RINGS.items()},
    },
)
