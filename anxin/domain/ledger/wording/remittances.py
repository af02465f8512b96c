"""What the record of money that moved outside of every provider says, and who reads of money."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact
from anxin.domain.ledger.wording.returned import KNOWN_ALREADY

ALL = "customer agent finance outlet technician auditor"
INSIDE = "agent finance auditor"
REMITTANCE_STEPS = {
    "remittance.noted": Fact(_("Money outside of providers was written down"), INSIDE),
    "remittance.propose": Fact(_("It was said which bill it is for"), INSIDE),
    "remittance.book": Fact(_("It was booked by two"), INSIDE),
    "remittance.refuse": Fact(_("It was not booked"), INSIDE),
    "remittance.drop": Fact(_("It was not booked, and put aside"), INSIDE),
    "remittance.set_aside": Fact(_("It was put aside"), INSIDE, {("mistyped", True): KNOWN_ALREADY}),
    "remittance.renumbered": Fact(_("Its reference was mistyped: it is {reference}, not {was}"), INSIDE),
    "remittance.forgotten": Fact(_("It was forgotten who paid, with the slip"), INSIDE),
    "remittance.carried": Fact(
        _("The shop gave a part itself: it is of the rest, what was sent beyond that goes twice"), INSIDE
    ),
    "remittance.reopen": Fact(_("It is looked at again"), INSIDE),
    "remittance.seen": Fact(_("It stands in the bank's statement"), INSIDE),
    "remittance.come_back": Fact(_("Its bank sent it back"), INSIDE),
}
