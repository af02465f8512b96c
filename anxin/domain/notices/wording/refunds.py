"""What is told of money that goes back by a transfer: where to, that it came back, that nothing came."""

from django.utils.translation import gettext_lazy as _

ACCOUNT_SAID = _("{number}: finance wrote down where your refund goes. Look whether it is right: {link}")
REFUNDS = {
    "notices.repair_account_said": ACCOUNT_SAID,
    "notices.claim_account_said": ACCOUNT_SAID,
    "notices.repair_account": _("{number}: money goes back to you by transfer. To which account? {link}"),
    "notices.claim_account": _("{number}: your refund goes by transfer. To which account? {link}"),
    "notices.repair_money_word": _("{number}: finance has answered about money that has not arrived: {link}"),
    "notices.claim_money_word": _("{number}: finance has answered about your refund: {link}"),
    "notices.repair_sent_back": _("{number}: your bank sent the money back. Please check the account: {link}"),
    "notices.claim_sent_back": _("{number}: your bank sent the refund back. Please check the account: {link}"),
    "notices.refund_missed": _("{number}: a refund has not arrived, its customer says; look and answer"),
    "notices.claim_paid_in_shop": _(
        "{number}: the shop says that it gave your money back. If it has not arrived, say so here: {link}"
    ),
    "notices.claim_shop_missed": _("{number}: what you gave back in the shop has not arrived, its buyer says"),
    "notices.claim_refund_renumbered": _(
        "{number}: your shop's list tells of a refund by another number than was entered; it counts once. Look there"
    ),
    "notices.money_refund_renumbered": _(
        "{number}: the shop's list tells of a refund by another number than its merchant entered; it counts once"
    ),
    "notices.money_shop_word": _(
        "{number}: the merchant says that the shop gave back what finance sends by a transfer; look before you agree"
    ),
    "notices.refund_account": _("{number}: it was said to which account a refund goes; send it now"),
    "notices.refund_refused": _("{number}: the provider refused a refund after all; send it by hand"),
    "notices.repair_paid_in": _("{number}: your payment has come. What there is still to pay: {link}"),
    "notices.repair_refunded": _("{number}: money went back to who paid. How much: {link}"),
    "notices.refund_by_hand": _("{number}: no provider sends a refund; see how it goes back"),
    "notices.claim_refund_by_hand": _("{number}: no provider sends {amount_fen} back; see how it goes back"),
    "notices.claim_refund_by_shop": _("{number}: no provider sends {amount_fen} back; its shop gives it back itself"),
    "notices.claim_money_unclear": _("{number}: it is not clear whether money went through; finance looks into it"),
}
