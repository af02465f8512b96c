"""What is said of how a claim ended, and of what a platform decided: by it, or by somebody who says so."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from anxin.core.money import format_fen
from anxin.core.wording import Fact, declare
from anxin.domain.claims.wording.hearings import ALL

OUTCOMES = {
    "paid": _("paid back"),
    "refused": _("not supported"),
    "exchanged": _("exchanged"),
    "repaired": _("repaired"),
    "withdrawn": _("taken back by the buyer"),
    "not_returned": _("not sent back in time"),
    "platform_refunded": _("refunded by the platform"),
    "platform_returned": _("returned through the platform"),
    "platform_refused": _("refused by the platform"),
    "said_refunded": _("refunded by the platform or the shop, as is said; not proven"),
    "said_in_shop": _("given back by the shop, as it says; not checked"),
    "said_returned": _("returned through the platform, as is said; not proven"),
    "said_refused": _("refused by the platform, as is said; not proven"),
    "repaid": _("repaid"),
    "recovery_given_up": _("recovery given up"),
}
SAID_BACK = {
    "shop": _("The shop says that it gave {sum} back by claim {number}. If you haven't got it, say so there."),
    "platform": _("The platform is said to have given {sum} back by claim {number}. If that isn't so, say so there."),
}
"""What is told of goods for which money is said to have gone, while their buyer may contradict it."""
PLATFORMS = {one.removeprefix("platform_"): says for one, says in OUTCOMES.items() if one.startswith("platform_")}
declare(
    errors={
        "claims.said_by_you": _("You said it yourself: somebody else of finance has to find that it is so."),
        "claims.denied_by_buyer": _(
            "The buyer says that it is not so, so a reviewer decides. Send the proof into the claim; only the "
            "platform's own word ends it now."
        ),
        "claims.goods_away": _(
            "The goods are with the merchant, or on their way there: taken back, nobody would have to send them to "
            "you. What is decided here says whose they are; if you don't want to claim any more, say so in a message."
        ),
        "claims.contradiction_over": _(
            "It is too late to say that it is not so, or nothing is left to contradict. Write to the service desk."
        ),
        "claims.no_platform": _(
            "Order {order} came from no platform, so none decides about it: leave the platform's number empty, and the "
            "claim is decided here. A connected shop, or the platform's own program, brings the claims of a platform."
        ),
    },
    facts={
        "claim.take_outcome": Fact(
            _("The platform decided in its own forum: {what}"),
            ALL,
            instead={
                ("word", "merchant"): _("The merchant says that the platform decided: {what}"),
                ("word", "desk"): _(
                    "The service desk wrote down that the platform decided: {what}. It proves nothing yet"
                ),
                ("word", "shop"): _("The shop says that it gave back {amount_fen} itself (number {reference})"),
                ("word", "finance"): _("Finance found that the platform decided: {what}"),
            },
        ),
        "claims.outcome_proven": Fact(_("It is confirmed now what the platform decided: {what}"), ALL),
        "claim.contradict": Fact(_("The buyer says that it is not so; a person decides here"), ALL),
        "claims.outcome_denied": Fact(
            _("What finance found of the platform counts for no money: the buyer says that it is not so"), ALL
        ),
        "claims.outcome_corrected": Fact(
            _("The platform's decision was put right: {what}, {amount_fen}; before {was}, {was_fen}"),
            ALL,
        ),
    },
)


def sealed_outcome(what: str, amount_fen: int, reference: str) -> str:
    """Return what was said of a platform's decision as it is sealed for a merchant's answer: as his house speaks."""
    with translation.override(settings.LANGUAGE_CODE):
        said = str(SAID[what]).format(sum=format_fen(amount_fen))
        return str(SAID["number"]).format(said=said, number=reference)


SAID = {
    "refunded": _("The platform has given {sum} back to the buyer."),
    "returned": _("The goods went back through the platform, and {sum} to the buyer."),
    "refused": _("The platform did not support what was asked for."),
    "shop": _("The shop has given {sum} back to the buyer itself."),
    "number": _("{said} Its number: {number}."),
}
