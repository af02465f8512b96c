"""What people are told about money."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact, declare

ALL = "customer agent finance outlet technician auditor"
INSIDE = "agent finance auditor"

SUMS = {
    "due": _("To pay: {sum}"),
    "left": _("Still to pay: {sum}"),
    "paid": _("Paid in full: {sum}"),
    "nothing": _("Nothing to pay"),
    "all_back": _("All given back: {sum}"),
    "waived": _("Waived, nothing to pay"),
    "partly": _("Paid: {sum}"),
    "going_back": _("Being given back: {sum}"),
    "gone_back": _("Given back: {sum}"),
}

declare(
    errors={
        "ledger.not_payable": _("Bill {number} can't be paid now."),
        "ledger.too_much": _("Not more can go back than was paid: {expected} fen."),
        "ledger.not_yours": _("Only finance gives money back."),
        "ledger.not_over": _("Bill {number} can be waived or lowered once the service is over, not during it."),
        "ledger.no_such_bill": _("There is no such bill, or not for you."),
        "ledger.nothing_to_reduce": _("The bill can only become lower, and only while nothing is being paid."),
    },
    states={
        "bill": {
            "drafted": _("being drawn up"),
            "shown": _("to be agreed"),
            "agreed": _("to be paid"),
            "contested": _("contested"),
            "paid": _("paid"),
            "invoiced": _("invoice sent"),
            "waived": _("waived"),
            "refunded": _("refunded"),
            "replaced": _("replaced"),
        },
        "payment": {
            "intended": _("about to be paid"),
            "called": _("being paid"),
            "unclear": _("outcome unclear"),
            "succeeded": _("paid"),
            "failed": _("not paid"),
        },
    },
    steps={
        "bill": {
            "show": _("Show the bill"),
            "agree": _("Agree to the bill"),
            "contest": _("Contest the bill"),
            "reduce": _("Lower the bill"),
            "waive": _("Waive the bill"),
            "replace": _("Replace the bill"),
            "settle": _("Settle"),
            "invoice": _("Send the invoice"),
            "give_back": _("Give back in full"),
        },
        "payment": {
            "call": _("Call the provider"),
            "succeed": _("Paid"),
            "fail": _("Not paid"),
            "lose_track": _("Outcome unclear"),
        },
    },
    facts={
        "bill.drafted": Fact(_("Bill {number} was drawn up"), INSIDE),
        "bill.show": Fact(_("The bill was shown"), ALL),
        "bill.agree": Fact(_("The bill was agreed to"), ALL),
        "bill.contest": Fact(_("The bill was contested"), ALL),
        "bill.reduce": Fact(_("The bill was lowered"), ALL),
        "bill.waive": Fact(_("The bill was waived"), ALL),
        "bill.replace": Fact(_("The bill was replaced by a new one"), INSIDE),
        "bill.settle": Fact(_("The bill is settled"), ALL),
        "bill.invoice": Fact(_("The invoice was sent"), ALL),
        "bill.give_back": Fact(_("The whole sum was given back"), ALL),
        "payment.intended": Fact(_("A payment was begun"), INSIDE),
        "payment.call": Fact(_("The payment provider was called"), INSIDE),
        "payment.succeed": Fact(_("The payment went through"), ALL),
        "payment.fail": Fact(_("The payment did not go through; nothing was taken"), ALL),
        "payment.lose_track": Fact(_("The provider's answer was unclear; a person looks into it"), INSIDE),
    },
)
