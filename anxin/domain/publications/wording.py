"""What people are told of publications."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

INSIDE = "operator auditor"

declare(
    errors={
        "publications.not_made_there": _("This brand makes no such goods."),
        "publications.no_such_case": _("There is no repair, claim, message or order with this number here."),
        "publications.no_such_text": _("There is no such text here, or not in this edition."),
        "publications.no_such_page": _("There is no such page, or nothing is written down of how it changed."),
        "publications.too_early": _("A change stands here before it counts: from {expected} on at the earliest."),
        "publications.not_your_guide": _("These steps are another house's; you write those of your own brand."),
        "publications.english_unchanged": _(
            "The Chinese changed and the English didn't: whoever reads English would go by what was. Change it too, or "
            "say that it says the same still."
        ),
        "publications.no_draft": _("There is no draft any more: somebody published or dropped it."),
        "publications.blanks_left": _("There are blanks left in the text: {blanks}. Fill or delete them first."),
    },
    facts={
        "publications.published": Fact(_("Published edition {edition} of {document}, from {from} on"), INSIDE),
        "publications.dropped": Fact(_("Dropped the draft {edition} of {document}"), INSIDE),
    },
)

TRADE = _("E-Commerce Law, article 31; Civil Code, article 188")
NEED = _("Personal Information Protection Law, article 19")
ARCHIVE_AFTER = _("How many days after its term the record of a case goes into an archive (0: never)")
RESPONSIBLE = _("Who answers for the public pages (a name or an office)")
NOTICE = _("How many days a change of a legal text stands here before it counts")
LEGAL = {
    "privacy": _("Privacy notice"),
    "terms": _("User terms"),
    "claims": _("How claims are handled"),
    "prices": _("How prices are charged"),
    "algorithm": _("How work is given to technicians"),
    "technicians": _("Terms for technicians"),
}
# The public pages that are made of dated rows, and what may have changed on them.
PAGES = {
    "brand": _("Home page of {brand}"),
    "product": _("{brand} {goods}: report a fault"),
    "prices": _("{brand} {goods}: price list"),
    "help": _("{brand} {goods}: try this first"),
    "outlets": _("{brand}: outlets"),
    "cities": _("{brand}: cities with technicians"),
    "brands": _("Brands"),
    "check": _("Genuine or not? The check"),
    "price_lists": _("Price lists"),
    "products": _("Report a fault: choose the product"),
    "devices": _("Find a device"),
    "device": _("{brand} {goods}: pages of devices"),
    "contact": _("Write to us"),
    "number_report": _("Report a false number"),
    "claim": _("Claim about an order"),
    "texts": _("Terms and notices"),
    "shut": _("{brand}: takes nothing new in"),
}
PROMISED_UNTIL = _("{scope}; only until {day}")
CHANGES = {
    "prices": _("Prices of {brand}: edition {edition} counts"),
    "promises": _("Promise “{name}” counts: acknowledged in {acknowledge} min, technician found in {assign} min"),
    "promises_coming": _(
        "Promise “{name}”, published on {published}, will count: acknowledged in {acknowledge} min, technician found in"
        " {assign} min"
    ),
    "promises_withdrawn": _("Promise “{name}”, which was to count from {from} on, was withdrawn"),
    "warranty": _("Warranty “{title}” counts: {months} months"),
    "guides": _("Try this first, “{fault}”: edition {n}"),
    "texts": _("{text}, edition {n}"),
    "hotline_come": _("Hotline {code} authorised until {to}"),
    "hotline_gone": _("Hotline {code} is no longer authorised"),
    "outlet_come": _("{code} authorised until {to}"),
    "outlet_gone": _("{code} is no longer authorised"),
    "cities": _("{n} pages of cities changed"),
}
OUTLETS_NOTE = _("only what this job takes, and only until it is over")
STAYS_HERE = _("Nothing leaves the country.")
# How a technician rings a customer, as it is set: what stands in the terms for technicians.
GONE = _("hotline {number}, which nobody vouches for any more")
RINGS = {
    "off": pgettext_lazy("technicians ring", "by their real number, each look at it written down"),
    "or_real": pgettext_lazy("technicians ring", "by a privacy number; where none can be had, by their real one"),
    "or_hotline": pgettext_lazy("technicians ring", "by a privacy number; where none can be had, through the hotline"),
}
# How the jobs of the last days count for who is sent, by whether driving is made up for and newcomers are preferred:
# what stands in the notice on how work is given.
SHARES = {
    (True, True): pgettext_lazy("the jobs of the last days", "work is shared, newcomers get a part"),
    (True, False): pgettext_lazy("the jobs of the last days", "work is shared"),
    (False, True): pgettext_lazy("the jobs of the last days", "newcomers get a part"),
    (False, False): pgettext_lazy("the jobs of the last days", "it changes nothing"),
}
# How money goes back, by whether a provider that can send it is set up: what stands in the texts on claims and prices.
MONEY_BACK = {
    True: pgettext_lazy("money goes back", "the way it came"),
    False: pgettext_lazy("money goes back", "by transfer, in cash or as agreed with you"),
}
MONEY_WAY = _("How money goes back")
# What the imprint fills into texts.
IMPRINT = {
    "operator": pgettext_lazy("a text", "Operator"),
    "hotline": _("Hotline"),
    "address": _("Registered address of the company"),
}
# What is erased by itself, and after how long.
RETAINED = {
    "repairs": _("Repairs: words, pictures, name, phone and address"),
    "claims": _("Claims: words, pictures, name and phone"),
    "purchases": _("Orders: who bought, pictures of the packing"),
    "contacts": _("Messages and calls to the desk"),
    "waiting": _("The waiting list"),
    "reports": _("Reports of false numbers: what was told, and by whom"),
    "persons": _("Names and phones that belong to no case any more"),
    "login_codes": _("Sign-in codes"),
    "buyer_links": _("Links by which buyers of orders prove their phones"),
    "notices": _("Notices that were sent"),
    "door": _("Network addresses of sign-ins"),
    "invoices": _("Whom invoices were for"),
    "remittances": _("Who transferred money that was of no bill"),
    "scans": _("Scans of papers behind authorisations"),
    "places": _("Addresses that somebody moved away from"),
    "uploads": _("Uploads that were attached to nothing"),
    "imports": _("What the rows of imported files said"),
}
KEPT = {
    "repairs": _(
        "{days} days after the end, or after what was promised ended, and as long as a claim about it is kept; steps "
        "and sums stay without a name"
    ),
    "claims": _("{days} days after the end; steps and sums stay without a name"),
    "purchases": _(
        "{days} days after delivery, or after the warranty of its goods ended, and as long as a claim about it is kept"
    ),
    "contacts": _("{days} days after the answer, and as long as the case they are about is kept"),
    "waiting": _(
        "{days} days after somebody goes there, after being taken off, or after nobody answered whether they still wait"
    ),
    "reports": _("{days} days after somebody looked at it, and as long as it has to be taken down"),
    "persons": _("{days} days, and as long as something of theirs is in warranty"),
    "login_codes": _("ten minutes they hold, a day they are counted"),
    "buyer_links": _("three days they hold, thirty more they are counted"),
    "notices": _("{days} days"),
    "door": _("{days} days"),
    "invoices": _("{days} years, as long as accounts have to be kept"),
    "remittances": _("{days} days after it was put aside"),
    "scans": _("{days} days after the last authorisation they stand behind has ended"),
    "places": _("until nobody lives there and no case there is kept"),
    "uploads": _("{days} days"),
    "imports": _("{days} days after the file was brought; it is taken back no more from then on"),
}
TERMS = {
    "repairs": _("How long words, pictures and names of a repair are kept after its end"),
    "claims": _("How long words, pictures and names of a claim are kept after its end"),
    "purchases": _("How long the buyer of an order is kept after delivery"),
    "contacts": _("How long a message or call to the desk is kept after its answer"),
    "waiting": _("How long somebody is kept who waited for a service, after the end of the wait"),
    "reports": _("How long a report of a false number is kept after somebody looked at it"),
    "persons": _("How long a name and phone without any case are kept"),
}
WHY_KEPT = {
    "hold": _("a hold stands"),
    "guarantee": _("the guarantee, or the warranty, ended too lately"),
    "case": _("the case it is about is kept"),
    "money": _("money isn't settled"),
    "contact": _("a message about it isn't answered"),
    "claim": _("a claim, a dispute or an appeal is open"),
    "claim_kept": _("a claim about it is kept"),
    "repair": _("a repair is open"),
    "goods": _("a thing, or its parcel, is under way"),
    "objection": _("an objection to a review is open"),
    "failed": _("it could not be ended; the log of the workers says why"),
    "referral": _("it lies with an authority, a platform or a court"),
}
# What goes without being counted: nobody asks how much of it there was.
SWEPT = (
    (_("Sessions of browsers"), _("until somebody signs out, fourteen days at most")),
    (_("Messages on their way to pages, phones and programs"), _("{days} days after they were read or sent")),
    (_("Uploads that never came whole"), _("a day")),
    (_("Fingerprints of pictures, by which one used twice is found"), _("a day after the picture has gone, at most")),
    (_("Files of rows that were read in, and those nobody imported"), _("a day")),
    (_("Counts that slow down who asks too often, and keys against sending twice"), _("minutes to a day")),
    (_("Addresses on a technician's phone"), _("until the job ends, or somebody signs out")),
)
# What doesn't end by itself, and why.
STAYS = (
    (
        _("The steps of a case with their days, sums and hashes"),
        _("what was done and paid stays provable; nothing in it names a person once its words have gone"),
    ),
    (
        _("What was agreed to, and when it was taken back"),
        _("the proof that we were allowed to; without name or phone"),
    ),
    (_("Who looked at personal data, and when"), _("the proof of who saw what; the reasons go with the case")),
    (_("Bills, payments and invoices"), _("as long as the law asks for accounts")),
    (_("Accounts of staff and technicians"), _("as long as they work here, and what they signed for after that")),
)
