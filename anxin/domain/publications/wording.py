"""What people are told of publications."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare

INSIDE = "operator auditor"

declare(
    errors={
        "publications.not_made_there": _("This brand makes no such goods."),
        "publications.no_such_text": _("There is no such text here, or not in this edition."),
        "publications.no_such_page": _("There is no such page, or nothing is written down of how it changed."),
        "publications.too_early": _("A change stands here before it counts: from {expected} on at the earliest."),
        "publications.no_draft": _("There is no draft any more: somebody published or dropped it."),
        "publications.blanks_left": _("There are blanks left in the text: {blanks}. Fill or delete them first."),
    },
    facts={
        "publications.published": Fact(_("Published edition {edition} of {document}, from {from} on"), INSIDE),
        "publications.dropped": Fact(_("Dropped the draft {edition} of {document}"), INSIDE),
    },
)

RESPONSIBLE = _("Who answers for the public pages (a name or an office)")
NOTICE = _("How many days a change of a legal text stands here before it counts")
LEGAL = {
    "privacy": _("Privacy notice"),
    "terms": _("User terms"),
    "claims": _("How claims are handled"),
    "prices": _("How prices are charged"),
    "algorithm": _("How work is given to technicians"),
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
}
CHANGES = {
    "prices": _("Prices of {brand}: edition {edition} counts"),
    "promises": _("Promise “{name}” counts: acknowledged in {acknowledge} min, technician found in {assign} min"),
    "warranty": _("Warranty “{title}” counts: {months} months"),
    "guides": _("Try this first, “{fault}”: edition {n}"),
    "hotline_come": _("Hotline {code} authorised until {to}"),
    "hotline_gone": _("Hotline {code} is no longer authorised"),
    "outlet_come": _("{code} authorised until {to}"),
    "outlet_gone": _("{code} is no longer authorised"),
    "cities": _("{n} pages of cities changed"),
}
OUTLETS_NOTE = _("only what this job takes, and only until it is over")
# What is erased by itself, and after how long.
RETAINED = {
    "login_codes": _("Sign-in codes"),
    "notices": _("Notices that were sent"),
    "door": _("Network addresses of sign-ins"),
    "invoices": _("Whom invoices were for"),
    "uploads": _("Uploads that were attached to nothing"),
}
KEPT = {
    "login_codes": _("ten minutes they hold, a day they are counted"),
    "notices": _("180 days"),
    "door": _("{days} days"),
    "invoices": _("{years} years, as long as accounts have to be kept"),
    "uploads": _("{unused} days"),
}
