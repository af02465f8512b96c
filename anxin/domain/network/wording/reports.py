"""What people are told about numbers reported as false, and how they are taken down."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

INSIDE = "agent auditor operator"
BOTH = f"{INSIDE} merchant"

declare(
    errors={
        "network.vouched_for": _(
            "A brand vouches for it, today or from a later day on. Have the authorisation suspended first, or say it "
            "is genuine."
        ),
        "network.not_false": _("The number is not confirmed as false now: nobody is asked to take it down."),
        "network.no_such_takedown": _("Nothing is asked for under this number, or it is not for you."),
        "network.enough_pictures": _(
            "There are pictures enough of this number. Send your report without one: it counts all the same."
        ),
        "network.not_concerned": _(
            "This number uses the name of another brand, as far as we know. Tell the desk if it uses yours."
        ),
        "network.no_such_report": _("Nobody reported this number, or its reports are not for you."),
    },
    states={
        "reported_number": {
            "received": _("to be looked at"),
            "confirmed": _("confirmed as false"),
            "undecided": _("cannot be told"),
            "cleared": _("no false number"),
        },
        "takedown": {
            "written": pgettext_lazy("a takedown", "to be sent"),
            "sent": pgettext_lazy("a takedown", "waits for an answer"),
            "unanswered": _("nobody answered"),
            "refused": _("refused"),
            "taken_down": _("taken down"),
            "given_up": pgettext_lazy("a takedown", "given up"),
        },
    },
    steps={
        "reported_number": {
            "confirm": _("It is false"),
            "clear": _("It is genuine"),
            "leave_open": _("Cannot be told"),
            "report_again": _("Reported again"),
        },
        "takedown": {
            "send": _("It is sent"),
            "remind": _("Asked again"),
            "fall_due": _("Nobody answered"),
            "note_taken_down": _("It is taken down"),
            "note_refused": _("They refused"),
            "give_up": _("Give it up"),
            "take_back": _("Take this note back"),
            "take_up": _("Take it up again"),
        },
    },
    facts={
        "reported_number.received": Fact(_("A number is to be looked at: {number}"), BOTH),
        "reported_number.confirm": Fact(_("Confirmed as false, after {reports} reports"), BOTH),
        "reported_number.clear": Fact(_("Found to be no false number"), BOTH),
        "reported_number.leave_open": Fact(_("Looked at; it cannot be told"), BOTH),
        "reported_number.report_again": Fact(_("To be looked at once more"), BOTH),
        "network.brand_concerned": Fact(_("The brand {brand} was told: its name is used"), BOTH),
        "network.number_claimed": Fact(
            _("The brand {brand} enters it as its hotline ({reference}); signed for only once it is found genuine"),
            BOTH,
        ),
        "network.brand_stated": Fact(_("The brand {brand} said whether it is its own; pictures: {pictures}"), BOTH),
        "network.proof_sealed": Fact(_("Picture of a brand sealed as proof: {sha256}"), BOTH),
        "network.sighting_sealed": Fact(_("Picture sealed as evidence: {sha256}"), BOTH),
        "network.picture_reported": Fact(_("A picture came with a report: {sha256}"), INSIDE),
        "network.takedown_written": Fact(_("{takedown}: somebody is asked to take it down"), BOTH),
        "network.number_taken_down": Fact(_("{takedown}: taken down there"), BOTH),
        "network.originals_enclosed": Fact(_("Originals taken along, to enclose: {count}"), INSIDE),
        "takedown.written": Fact(_("Written: {number}, about {of}"), INSIDE),
        "takedown.send": Fact(_("The letter was sent"), INSIDE),
        "takedown.remind": Fact(_("They were asked again"), INSIDE),
        "takedown.fall_due": Fact(_("Nobody answered in time; to be followed up"), INSIDE),
        "takedown.note_taken_down": Fact(_("Taken down"), INSIDE),
        "takedown.note_refused": Fact(_("They refused to take it down"), INSIDE),
        "takedown.give_up": Fact(_("Given up"), INSIDE),
        "takedown.take_back": Fact(_("The note was taken back; followed up again"), INSIDE),
        "takedown.take_up": Fact(_("Taken up again"), INSIDE),
    },
)

TAKEDOWN_DAYS = _("After how many days without an answer a letter about a false number is followed up")
TAKEDOWN_LAW = _("Rows of law that letters about false numbers cite")
TAKEDOWN_LAW_HELP = _("The day of a letter chooses the rows. They are no legal advice: have them read by a lawyer.")

NAMELESS = pgettext_lazy("who reported a number", "Reporter")


def nameless() -> str:
    """Call who reported a number without saying his name; it is kept, so in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(NAMELESS)
