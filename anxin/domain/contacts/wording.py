"""What people are told about contacts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

ALL = "customer agent auditor"
INSIDE = "agent auditor"

declare(
    errors={
        "contacts.no_such_contact": _("There is no such message or call, or not for you."),
        "contacts.no_such_case": _("There is no case {number}, or not for you."),
        "contacts.not_for_you": _("Calls are logged and answered at the desk."),
        "contacts.bad_promise": _("Promise a call for a moment ahead, within two weeks."),
    },
    states={
        "contact": {
            "received": pgettext_lazy("contact", "waiting for a person"),
            "taken": pgettext_lazy("contact", "with a person"),
            "promised": _("call back promised"),
            "answered": pgettext_lazy("contact", "answered"),
            "dropped": pgettext_lazy("contact", "no answer needed"),
        }
    },
    steps={
        "contact": {
            "take": pgettext_lazy("contact", "Take it"),
            "release": _("Put back into the queue"),
            "promise": _("Promise a call back"),
            "answer": pgettext_lazy("contact", "Answer"),
            "drop": _("No answer needed"),
        }
    },
    facts={
        "contact.received": Fact(_("Message or call {number} came in"), ALL),
        "contact.take": Fact(_("A person took it"), ALL),
        "contact.release": Fact(_("Back in the queue: who had it is away"), INSIDE),
        "contact.promise": Fact(_("A call back was promised by {until}"), ALL),
        "contact.answer": Fact(pgettext_lazy("contact", "Answered"), ALL),
        "contact.drop": Fact(_("Needs no answer"), INSIDE),
        "contacts.said": Fact(_("A call or an answer was written down"), INSIDE),
        "contacts.late": Fact(_("An answer or a promised call is late"), INSIDE),
        "contacts.handed_over": Fact(_("A colleague took it over: the first one is away"), INSIDE),
        "contacts.logged": Fact(_("A call or message about this case: {number}"), ALL),
    },
)

CHANNELS = {"call": _("phone call"), "form": _("message"), "chat": _("asked for a person")}
DIRECTIONS = {"in": _("they called"), "out": _("we called")}
TOPICS = {
    "progress": _("how it stands"),
    "appointment": _("the appointment"),
    "price": _("price or bill"),
    "claim": _("a claim"),
    "complaint": _("not satisfied"),
    "genuine": _("genuine or not"),
    "data": _("my data: copy, correct, erase"),
    "other": pgettext_lazy("topic", "something else"),
}
RESULTS = {
    "answered": _("settled on the phone"),
    "promised": _("we call back"),
    "nobody": _("nobody answered"),
    "wrong_number": _("wrong number"),
}
CALLS_BACK = {
    "stays": _("we still call back by then"),
    "off": _("nobody calls any more; the answer says why"),
}
CLOCKS = {"contacts.answered": _("Answer"), "contacts.call_back": _("Call back")}
SETTINGS = {"answer_min": _("Minutes until a message is answered")}
WAITS_NO_MORE = _(
    "No text reaches this number. He waited under {number} in {place}: {brand} is no longer served here. Ring him, and "
    "say who takes over."
)
WAITS_STILL = _(
    "No text reaches this number. He waits under {number} for {brand} in {place}: ring him and ask whether he still "
    "does. Write his answer down on the waiting list; without one his entry ends."
)
NOW_SERVED = _(
    "No text reaches this number. He waited under {number}: somebody can come to {place} by now. Ring him, and take "
    "his report if the fault is still there."
)
TAKEN_BACK = _(
    "The customer took back the consent to: {purpose}. {number} is open: ask whether it goes on, with a new consent, or"
    " is called off."
)
