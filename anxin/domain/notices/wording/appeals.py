"""What both sides are told of an appeal against a decision on a claim."""

from django.utils.translation import gettext_lazy as _

APPEALS = {
    "notices.claim_reply_due": _("{number}: you can answer the merchant's appeal until {due}: {link}"),
    "notices.claim_seller_appeals": _(
        "{number}: the merchant appeals, and somebody else looks. Why, and until when you may answer: {link}"
    ),
    "notices.claim_seller_joins": _("{number}: the merchant appeals as well; what that means: {link}"),
    "notices.claim_seller_drops": _(
        "{number}: the merchant took the appeal back. What counts now, and what you can do: {link}"
    ),
    "notices.claim_appealed": _("{number}: an appeal was made"),
    "notices.claim_appeal_told": _("{number}: the buyer appeals; answer it, or say that you have nothing to add"),
    "notices.claim_appeal_due": _("{number}: answer the buyer's appeal by {due}, or say you have nothing to add"),
    "notices.claim_buyer_joins": _("{number}: the buyer appeals as well; it may end better or worse for either"),
    "notices.claim_appeal_back": _("{number}: the appeal was taken back; read what counts now"),
}
