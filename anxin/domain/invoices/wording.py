"""What people are told about invoices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare
from anxin.domain.invoices.choices import REFUSALS, SPECIAL

THEIRS = "customer agent finance auditor"
INSIDE = "finance auditor"
FAULTS = {
    "not set up": _("the provider is not set up"),
    "too slow": _("the provider gave no answer in time"),
    "unreadable": _("the provider's answer can't be read"),
    "other sum": _("the provider says another sum"),
    "other number": _("the provider answered about another invoice"),
    "no number": _("the provider gives no number of 20 digits"),
    "buyer confirms": _("the buyer has to confirm the red one at the tax office"),
    "confirmation lapsed": _("the confirmation of the red one was refused, or lapsed after 72 hours"),
    "refused": _("the tax office refused it"),
}
FAULTS["no file"] = _("issued, but its file never came: put it on the customer's page, or send it another way")
FAULTS |= REFUSALS
NUONUO_KEYS = _("Nuonuo does not accept the keys: compare them there, keep them anew and try")
NUONUO_BUSY = _("Nuonuo was asked too often; it is asked again by itself")
FAULTS |= dict.fromkeys(("070301", "070302", "070303", "070101", "070304"), NUONUO_KEYS)
FAULTS |= dict.fromkeys(("070305", "070306", "070307", "E9613"), NUONUO_BUSY)
FAULTS |= {
    "E9106": _("Nuonuo has an invoice of this number already; look it up there"),
    "E9500": _("Nuonuo knows no invoice of this number; let it be issued again"),
}


def code_of(fault: str) -> str:
    """Return the code that a provider's sentence begins with; empty where there is none.

    >>> code_of("E9106 订单号不能重复"), code_of("too slow")
    ('E9106', '')
    """
    code = fault.partition(" ")[0]
    return code if any(one.isdigit() for one in code) and code.isascii() else ""


def fault_called(fault: str) -> str:
    """Say what a fault means and what to do; a provider's own sentence where nobody wrote that down."""
    code = code_of(fault)
    return str(FAULTS.get(fault) or FAULTS.get(code) or fault.removeprefix(code).strip() or fault)


MEANS = {
    "requested": _("The customer asked for it; it is about to be issued."),
    "asked": _("It is being issued."),
    "failed": _("It could not be issued so far; finance or the customer puts it right."),
    "issued": _("It is issued; its file is on its way to the customer."),
    "delivered": _("The customer has it."),
    "reversed": _("It was reversed whole."),
    "dropped": _("It was not issued: it was taken back, or finance said why not."),
}
"""What the state of an invoice means to the brand whose goods it is about."""
SETTINGS = {
    "special": _("Special invoices (专票)"),
    "by_hand_d": _("In how many working days finance looks at an invoice or writes it by hand"),
    "keep_y": _("How long is kept whom invoices were for"),
}

declare(
    values={"invoices.special": SPECIAL},
    errors={
        "invoices.no_special": _("No special invoices (专票) are issued here. Please ask for an ordinary one."),
        "invoices.no_such_invoice": _("There is no such invoice, or not for you."),
        "invoices.nothing_to_invoice": _(
            "No invoice of this bill now: it isn't paid, went back, or its invoice is being issued."
        ),
        "invoices.money_asked_back": _(
            "Money of bill {number} waits for finance to agree that it goes back. Say yes or no to that first, under "
            "Money; then the invoice is over what stays."
        ),
        "invoices.number_taken": _("Another invoice has this number already. Please look again."),
    },
    messages={
        "invoices.mail": _(
            "Your invoice {official}\n\nThe invoice you asked for ({number}) comes with this mail as a file. It lies "
            "on the page of your case too, under Invoice.\n\nIf you asked for none, delete this mail."
        )
    },
    states={
        "invoice": {
            "requested": pgettext_lazy("an invoice", "asked for"),
            "asked": _("being issued"),
            "failed": _("not issued yet"),
            "issued": pgettext_lazy("an invoice", "issued"),
            "delivered": pgettext_lazy("an invoice", "delivered"),
            "dropped": _("not wanted"),
            "reversed": _("reversed"),
        }
    },
    steps={
        "invoice": {
            "ask": _("Ask the provider"),
            "issue": _("Issue"),
            "fail": _("Refused"),
            "renew": _("Try again"),
            "deliver": _("Deliver"),
            "drop": _("Do without"),
            "reverse": _("Reverse"),
        }
    },
    facts={
        "invoice.requested": Fact(_("Invoice {number} was asked for"), THEIRS),
        "invoice.ask": Fact(_("A provider was asked to issue the invoice"), INSIDE),
        "invoice.issue": Fact(_("Invoice {official} was issued"), THEIRS),
        "invoice.fail": Fact(_("The invoice could not be issued yet; somebody looks into it"), THEIRS),
        "invoice.renew": Fact(_("The invoice is tried again"), INSIDE),
        "invoice.deliver": Fact(_("Invoice {number} is ready"), THEIRS),
        "invoice.drop": Fact(_("No invoice is issued"), THEIRS),
        "invoice.reverse": Fact(_("The invoice is reversed whole"), THEIRS),
        "invoices.late": Fact(_("Invoice {number} waits for finance longer than planned"), INSIDE),
        "invoices.file_lacks": Fact(_("Invoice {number} is issued, but its file never came"), INSIDE),
        "invoices.mail_lost": Fact(_("The mail with invoice {invoice} did not get through"), INSIDE),
        "invoices.mailed_again": Fact(_("Finance had invoice {invoice} mailed again"), INSIDE),
        "invoices.cleared": Fact(_("Finance looked at the special invoice {number}: it may be issued"), THEIRS),
        "invoices.buyer_seen": Fact(_("Finance looked up whom invoice {number} is for"), THEIRS),
        "invoices.file_added": Fact(_("The file of invoice {number} was added"), THEIRS),
    },
)
