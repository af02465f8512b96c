"""What finance reads of one payment: its heading, what is next, how far it is, whose money it is, where it goes."""

from django.utils.translation import gettext_lazy as _

HEADINGS = {
    "missed": _("Refund of {sum} has not arrived"),
    "refund": _("Refund of {sum}"),
    "payment": _("Payment of {sum}"),
    "second": _("Refund of {sum}: for a second person"),
    "kept": _("{sum} kept as owed"),
    "transfer": _("{sum} to give back by transfer"),
    "barred": _("{sum}: {provider} lets us give nothing back"),
    "hand": _("{sum} to give back by hand"),
    "refund_unknown": _("Refund of {sum}: outcome unknown"),
    "payment_unknown": _("Payment of {sum}: outcome unknown"),
}
LEADS = {
    "second": _(
        "The transfer is written down. It is booked once a second person has seen it on the account; don't send it "
        "again."
    ),
    "send": _("The account is known: transfer it, then say so here with the bank's reference."),
    "kept": _(
        "Kept as owed since {at}: its customer had his data deleted. When he comes with the number of his case, "
        "write down the account he says; then it goes on."
    ),
    "nobody": _("Its customer had his data deleted: nobody can be asked for the account. Keep it as owed."),
    "transfer": _("Its customer is asked for the account; or write down which one he told you."),
    "barred": _(
        "Switch refunds on in its merchant platform, then have it sent from here. If that takes long: give it back "
        "there by hand, or choose a transfer; only then its customer is asked for an account."
    ),
    "cash": _("It was paid in cash: hand it back, have its payer sign for it, then say so here."),
    "shop_gone": _(
        "The shop was paid, and has departed or answers nothing any more. Send it another way, by a transfer say: that "
        "is charged to who pays for the shop. If the shop gives it back after all, enter its number here."
    ),
    "shop": _(
        "The shop was paid, so it gives this back; it was told, and says so itself. Once it did you can enter its "
        "number here. If it doesn't, choose a transfer: only then its customer is asked for an account."
    ),
    "hand": _(
        "No provider is asked for this one. Give it back where it was paid (in the shop's back office, say), then say "
        "so here; or choose a transfer: only then its customer is asked for an account. It is sent once."
    ),
    "unknown": _(
        "Look it up in the provider's own books by our number, then say what you saw. Until then nothing moves a "
        "second time."
    ),
    "missed_proved": _(
        "Its customer says so since {at}, but the shop's own list on its platform tells of this refund (number "
        "{number}). So it isn't owed again: answer where it can be found there."
    ),
    "missed_said": _(
        "Its customer says so since {at}; only the shop says that it gave it back. Ask the shop and look at "
        "what proves it: where it gave nothing back, say so, and it is owed again; else answer what you found."
    ),
    "missed": _(
        "Its customer says so since {at}. Look at the account: where its bank sent the money back, write that "
        "down on the transfer's page; else answer what you found."
    ),
    "anew": _("Its bank sent the transfer back; the sum is owed again, as a refund of its own."),
    "not_owed": _("Its bank sent the transfer back; nothing of it is owed any more: it had gone back otherwise."),
}
STATES = {
    "second": _("a transfer is written down; it waits for a second person"),
    "refused": _("refused by the provider"),
    "transfer": _("goes by a transfer"),
    "unsent": _("no provider sends it"),
    "came_back": _("sent back by the bank"),
    "arrived": _("it has gone to who gets it"),
}
PURSES = {
    "shop_gone": _("{shop}'s, which has departed or answers nothing any more: who pays for it is charged"),
    "shop": _(
        "{shop}'s own. What was paid to the shop and not here, the shop gives back first; say so here once it did, and "
        "pay nothing of this house."
    ),
    "charged": _("{shop}'s: it is charged to the shop's account"),
}
TO_ACCOUNT = {
    "nobody": _("not said, and nobody can be asked"),
    "asked": _("not said yet; its customer is asked, and asked again"),
}
