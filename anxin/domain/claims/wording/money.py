"""What the record of a claim says of its money: ordered, refused, sent, and by which way."""

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact
from anxin.domain.claims.wording.hearings import ALL, INSIDE, SELLERS
from anxin.domain.ledger.wording import BY_WAY
from anxin.domain.ledger.wording.looks import ACCOUNT_SEEN, SEEN_FOR
from anxin.domain.ledger.wording.returned import (
    ASKED_ANEW,
    BY_LIST,
    CAME_BACK,
    KEPT_OWED,
    NOT_OWED,
    OWED_AGAIN,
    RENUMBERED,
)

CALLED_WITHIN = _("a day from the claim's until today")


def sealed_call(*, day: date, text: str) -> str:
    """Return what a buyer said on the phone as it is sealed, and on which day; as his house speaks."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(_("On the phone ({day}): {text}")).format(day=day, text=text)


SAID_BESIDE = _(
    "The shop says that it gave back {sum} for the same goods (number {number}, claim {claim}), and nobody has "
    "contradicted it: if it is so, what is sent now goes twice."
)
SAID_BY_YOU = _(
    "You entered that {sum} of these goods was given back (number {number}, claim {claim}), and its buyer may still "
    "contradict it: it is not counted yet, and {more} goes beside it."
)
BY_FINANCE: dict[tuple[str, str | int], object] = {
    ("why_unsent", "no_number"): _(
        "{amount_fen}: no payment number came with the order, so no provider sends it; finance does"
    ),
    ("why_unsent", "number_twice"): _(
        "{amount_fen}: another order bears the same payment number, so no provider sends it; finance does"
    ),
    ("why_unsent", "not_set_up"): _("{amount_fen}: its provider is not set up, so finance sends it"),
    **dict.fromkeys(
        (("refused_by", "wechat"), ("refused_by", "alipay")),
        _("{refused_by} refused to give back {amount_fen}, code {said}; finance sends it another way"),
    ),
}
"""Why no provider sends a refund that its shop doesn't give back itself."""
MONEY = {
    "claims.paid_before": Fact(
        _("Of {decided_fen} some had gone back before; only the rest is sent: {left_fen}"),
        ALL,
        instead={("left_fen", 0): _("All of {decided_fen} had gone back before; nothing more is sent")},
    ),
    "claims.refunded_in_shop": Fact(
        _("The shop says that it gave back {amount_fen} on the platform (number {reference})"),
        ALL,
        instead={
            ("by_file", True): _("The shop's orders file says that it gave back {amount_fen}"),
            ("by_merchant", True): _("The merchant says that the shop gave back {amount_fen} (number {reference})"),
        },
    ),
    "claims.shop_proved": Fact(
        _("The shop's list on its platform tells of the {amount_fen} that the shop says it gave (number {reference})"),
        ALL,
    ),
    "claims.shop_unpaid": Fact(_("The shop did not give back {amount_fen} in its time; finance was told"), ALL),
    "claims.gone_twice": Fact(
        _(
            "Paid twice: {amount_fen} went back in the shop or on its platform, and {left_fen} of it was still to be "
            "given back"
        ),
        SELLERS,
        instead={
            ("in_all", True): _("Paid twice: {gone_fen} of the order went back in all, {twice_fen} of it too much")
        },
    ),
    "claims.money_waits": Fact(_("Decided in the former system; finance sends the money or says it went"), ALL),
    "claims.money_out": Fact(_("The money went back to who paid"), ALL, instead=BY_WAY),
    "claims.money_unsent": Fact(
        _("{amount_fen} goes back by finance's hand: no provider sends it"),
        ALL,
        instead={
            ("owes", True): _("{amount_fen} was paid to the shop, so the shop gives it back itself"),
            **BY_FINANCE,
        },
    ),
    "claims.account_asked": Fact(
        _("The buyer was asked to which account {amount_fen} goes back"), ALL, instead=ASKED_ANEW
    ),
    "claims.missing_call": Fact(_("The buyer rang: his money has not arrived"), INSIDE),
    "claims.refund_said": Fact(
        _("The buyer says that {amount_fen} has not arrived"),
        ALL,
        instead={("answer", True): _("Finance answered about {amount_fen} that has not arrived")},
    ),
    "claim.owe_again": Fact(CAME_BACK, ALL, OWED_AGAIN),
    "claims.money_came_back": Fact(CAME_BACK, ALL, NOT_OWED),
    "claims.money_kept": Fact(KEPT_OWED, ALL),
    "claims.refund_renumbered": Fact(RENUMBERED, ALL, BY_LIST),
    "claims.account_told": Fact(_("It was said to which account {amount_fen} goes back"), ALL),
    "claims.account_seen": Fact(ACCOUNT_SEEN, ALL, SEEN_FOR),
    "claims.money_failed": Fact(_("The money did not go through; finance looks into it"), ALL),
    "recovery.demanded": Fact(_("Money was asked back"), SELLERS),
    "recovery.lowered": Fact(_("No more is asked back than the platform took: {amount_fen}"), SELLERS),
    "recovery.promise": Fact(_("Repayment was promised"), SELLERS),
    "recovery.promise_over": Fact(_("The promised day is over; {left_fen} is still missing"), SELLERS),
    "recovery.instalments": Fact(_("A part was repaid"), SELLERS),
    "recovery.court": Fact(_("The recovery went to court"), SELLERS),
    "recovery.police": Fact(_("The police were told"), SELLERS),
    "recovery.repay": Fact(_("Everything was repaid"), SELLERS),
    "recovery.give_up": Fact(_("The recovery was given up"), SELLERS),
}
