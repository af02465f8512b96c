"""What a yes to a merchant's offer means, in words: for its buyer, and for who reads it out to him."""

from django.utils.translation import gettext as _

from anxin.domain.claims.queries.sent_sums import SentSum, sent_of
from anxin.domain.claims.wording import REMEDIES
from anxin.domain.claims.wording.returned_goods import GOODS_AFTER
from anxin.faces.ground.claim_cases import ClaimCase
from anxin.faces.words import fen


def offer_words(case: ClaimCase) -> list[str]:
    """Say the newest offer: which solution, what in money, and what becomes of goods that lie with the merchant."""
    offered = next((one for one in reversed(case.view.answers) if one.kind == "offer"), None)
    if offered is None:
        return []
    what = _("The merchant offers: {what}.").format(what=REMEDIES[offered.remedy])
    sent = sent_words(sent_of(case.records, offered.amount_fen, since=offered.at))
    goods = GOODS_AFTER.get(case.records.goods_after(offered.remedy, offered.amount_fen, agreed=True))
    return [what, *sent, *([str(goods)] if goods else [])]


def sent_words(one: SentSum) -> list[str]:
    """Say what is sent by a yes; where the shop gave some of it since, or all, so."""
    if one.is_met:
        return [_("Nothing more is sent: all of {sum} has gone back already.").format(sum=fen(one.amount_fen))]
    said = [_("{sum} goes back to who paid.").format(sum=fen(one.fen))] if one.fen else []
    if one.given_fen:
        said.append(_("{sum} of it was given back by the shop already.").format(sum=fen(one.given_fen)))
    return said
