"""How it reads in a claim's record that its seller left, or answers nothing any more."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact

ALL = "customer merchant agent auditor"
GONE_SELLERS = {
    "claims.seller_left": Fact(_("The merchant has left this service; this claim goes on"), ALL),
    "claims.seller_silent": Fact(
        _("The merchant answers nothing any more; this claim goes on, and is decided without it after its time"), ALL
    ),
    "claims.seller_answers": Fact(_("The merchant answers again"), ALL),
    "claims.seller_back": Fact(_("The merchant that had answered nothing was heard"), ALL),
}
