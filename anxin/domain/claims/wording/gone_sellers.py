"""How it reads in a claim's record that its seller left, or answers nothing any more."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact
from anxin.domain.claims.wording.hearings import INSIDE

ALL = "customer merchant agent auditor"
PAYS = {
    "deposit": _("Finance said who pays for the merchant: its deposit"),
    "platform": _("Finance said who pays for the merchant: the marketplace it sold on"),
    "operator": _("Finance said who pays for the merchant: who runs this service"),
    "merchant": _("Finance said that the merchant pays itself"),
}
GONE_SELLERS = {
    "claims.seller_left": Fact(_("The merchant has departed from this service; this claim goes on"), ALL),
    "claims.seller_silent": Fact(
        _("The merchant answers nothing any more; this claim goes on, and is decided without it after its time"), ALL
    ),
    "claims.seller_answers": Fact(_("The merchant answers again"), ALL),
    "claims.seller_back": Fact(_("The merchant that had answered nothing was heard"), ALL),
    "claims.payer_said": Fact(
        PAYS["deposit"],
        INSIDE,
        instead={("payer", one): said for one, said in PAYS.items()},
    ),
    "claims.payer_charged": Fact(_("{amount_fen} stands charged to who pays for the merchant that is gone"), INSIDE),
    "claims.payer_unpaid": Fact(
        _("Who pays for the merchant that is gone has not paid {amount_fen} after all"), INSIDE
    ),
    "claims.payer_returned": Fact(
        _("{amount_fen} that who pays for the merchant that is gone had paid too much went back to him"), INSIDE
    ),
    "claims.payer_paid": Fact(_("Who pays for the merchant that is gone has paid {amount_fen}"), INSIDE),
}
