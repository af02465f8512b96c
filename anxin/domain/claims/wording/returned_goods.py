"""What is said of goods that go back to their merchant, and from him to their buyer again."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact
from anxin.domain.claims.wording.hearings import ALL

RETURNED = {
    "claim.await_return": Fact(_("Waiting for the goods to come back"), ALL),
    "claim.receive_back": Fact(_("The goods that came back were received"), ALL),
    "claim.receive_late": Fact(_("The goods came after all; whoever decides reads it"), ALL),
    "claim.miss_parcel": Fact(_("Nobody said that the goods came back; a person decides"), ALL),
    "claim.miss_address": Fact(_("The merchant did not say where the goods go back to; a person decides"), ALL),
    "claims.return_to_known": Fact(
        _("The merchant said where the goods go back to; the buyer's time to send them began"), ALL
    ),
    "claim.return_lapses": Fact(_("The goods were not sent back in time"), ALL),
    "claim.pass_inspection": Fact(_("The returned goods were looked at; the money is due"), ALL),
    "claim.fail_inspection": Fact(_("The returned goods were found wanting; a person decides"), ALL),
    "claims.goods_due": Fact(_("The goods go back to the buyer; the merchant has until {until} to send them"), ALL),
    "claims.goods_sent": Fact(_("The goods were sent back to the buyer"), ALL),
    "claim.miss_goods": Fact(
        _("The merchant did not send the goods back to the buyer in time; a person decides anew"), ALL
    ),
    "claim.send_goods": Fact(_("The merchant sent the goods back to the buyer after all; closed"), ALL),
    "claim.send_goods_before_money": Fact(
        _("The merchant sent the goods back to the buyer after all; money is still due"), ALL
    ),
}
GOODS_AFTER = {
    "back": _("The goods lie with the merchant. He sends them back to the buyer and pays the carriage."),
    "kept": _("The goods lie with the merchant and stay with him."),
}
"""What becomes of them by what is decided, as both sides and who decides read it."""
GOODS_AFTER_OFFER = {
    **GOODS_AFTER,
    "kept": _("The goods lie with the merchant and stay with him, if the buyer says yes."),
}
"""The same of what is only offered."""
CARRIAGE = {
    "merchant": _(
        "The merchant bears what sending it back costs: the buyer pays the carrier, keeps the receipt and says in a "
        "message here what it was; the merchant gives it back to him."
    ),
    "buyer": _("The buyer bears what sending it back costs, unless the shop has agreed to something else."),
}
"""Who bears what sending goods back costs, as the merchant and who decides read it."""
CARRIAGE_YOURS = {
    "merchant": _(
        "The merchant bears what sending it back costs: pay the carrier, keep the receipt and say in a message here "
        "what it was; he gives it back to you."
    ),
    "buyer": _("You bear what sending it back costs, unless the shop has agreed to something else."),
}
"""The same, as the buyer reads it, or has it read out."""
PLACES = {
    "exchanged": _("{n} exchanged before ({number})"),
    "exchanged_kept": _("{n} exchanged before, and the first not sent back ({number})"),
    "sent_again": _("{n} sent back before, and out again by the shop ({number})"),
    "merchant": _("{n} sent back, and with the shop ({number})"),
    "travels": _("{n} sent back, and not said to have arrived ({number})"),
}
"""Where pieces of a line are that left their buyer, and by which claim."""
