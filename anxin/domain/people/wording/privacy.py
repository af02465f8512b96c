"""What the privacy notice says by itself: who sees what and how long, and what a person may ask for."""

from django.utils.translation import gettext_lazy as _

SEES = (
    (
        _("You yourself"),
        _("everything of yours: cases, messages, who looked at your name, phone and address"),
        _("as long as it is kept"),
    ),
    (
        _("Our agents and dispatchers"),
        _("masked name and phone, region, the case; the plain value only after saying why, which you can read"),
        _("while the case is open and {days} days after; later only if a second person agrees"),
    ),
    (
        _("The outlet"),
        _("masked name and phone, region, the case; the plain value only after saying why, which you can read"),
        _("while the job is with it, and until {hours} hours after the end"),
    ),
    (
        _("The technician"),
        _("before he accepts: product, fault, region and window; afterwards name, phone and address of his own job"),
        _("from his acceptance until {hours} hours after the end"),
    ),
    (
        _("The brand or shop of your case"),
        _("masked name and phone, the case, what you hand in about it"),
        _("as long as the case is kept"),
    ),
    (
        _("Whoever decides about a claim"),
        _("both sides' words and pictures, masked name and phone"),
        _("until the claim has ended, then in its record"),
    ),
    (
        _("Authorities"),
        _("the cases a letter names, masked; every look is written down"),
        _("until the day the letter ends"),
    ),
    (_("Strangers"), _("nothing: knowing a number shows nothing, a link opens one case only"), _("never")),
)
RIGHTS = (
    _("Read who looked at your data, when and why."),
    _("Take a copy of it away, as a file other programs can read."),
    _("Take a consent back; what was done until then stays as it was."),
    _("Have a wrong name or phone corrected at once, the address of an open repair too."),
    _("Have name, phone and address erased for good."),
    _("Ask for a person instead of a machine, and for the reasons of every decision."),
)
