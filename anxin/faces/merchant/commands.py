"""The commands of a claim at its merchant: their order, keys and words."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core import wording
from anxin.core.money import format_fen
from anxin.core.wording import gap
from anxin.domain.claims import queries as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries.sent_sums import SentSum, sent_by_ruling, sent_once_back
from anxin.domain.claims.rules import asks_money
from anxin.domain.claims.rules.returned_goods import carriage_by
from anxin.domain.claims.wording import TYPES
from anxin.domain.claims.wording.decisions import WHY_NO_REPAIR
from anxin.domain.claims.wording.money import SAID_BY_YOU
from anxin.domain.claims.wording.returned_goods import CARRIAGE, GOODS_AFTER
from anxin.faces.ground.claim_cases import come_back, entered
from anxin.faces.ground.claim_parts import why_barred
from anxin.faces.ground.commands import Place, Runner
from anxin.faces.merchant.case import MerchantCase, find, page
from anxin.faces.merchant.claim_rows import sent_said
from anxin.faces.merchant.frame import CLAIMS

OFFERED_THERE = gettext_lazy(
    "The buyer accepts or refuses it; either way the platform decides and pays. It can't be changed."
)


def _agree(case: MerchantCase) -> str:
    """Name a yes by what it is to."""
    kind = wording.words_of(TYPES, case.row.type)
    if asks_money(case.row.type) and case.grants.is_met:
        return _("Agree: {type}, nothing more is sent").format(type=kind)
    if asks_money(case.row.type):
        return _("Agree: {type} {sum}").format(type=kind, sum=format_fen(case.grants.fen))
    return _("Agree: {type}").format(type=kind)


def _quicker(case: MerchantCase) -> str:
    """Say why what was pressed can't be done any more: his own time is over, or the claim stands elsewhere now."""
    if claims.is_unanswered(case.view):
        return _(
            "Your time to answer is over, and a reviewer looks at it. You can still agree, make an offer, hand in "
            "pictures or write to him."
        )
    if case.view.answers and case.view.answers[-1].beforehand:
        return _("Your advance answer has agreed to this claim meanwhile; nothing of this was sent.")
    return _("Somebody else was quicker: the claim stands elsewhere now.")


def _agreeing(case: MerchantCase) -> str:
    """Return what a yes costs and what follows."""
    view = case.view
    if view.forum == "platform":
        return _(
            "Your answer to the platform: it decides and pays. No money moves here; enter its outcome when it comes."
        )
    cost = next((one.total_fen for one in view.losses if one.remedy == view.type), None)
    then = {
        "refund_only": _("{sum} goes back to who paid once every picture has its outcome; the buyer keeps the goods.")
        if view.evidence
        else _("{sum} goes back to who paid; the buyer keeps the goods."),
        "return": _("The buyer sends the goods back; {sum} goes back to who paid after you have looked at them."),
        "exchange": _("You send another piece, in the time that then runs; the buyer reads the waybill."),
        "repair": _("A technician is sent to the buyer; no money goes back."),
    }
    came_back = view.type == "return" and bool(view.return_waybill)
    back = _("{sum} goes back to who paid; the goods are with you already.") if came_back else then[view.type]
    whose = _("Order of {name}.").format(name=view.buyer.name)
    said = [*sent_said(case.grants, back), *_by_whom(case, case.grants), whose]
    if by := carriage_by(view.reason, remedy="" if came_back else view.type):
        said.append(str(CARRIAGE[by]))
    if case.sends_nowhere:
        said.append(_("No address to send goods back to is entered yet: enter it now, under settings."))
    if cost is not None:
        said.append(_("It costs you about {sum}.").format(sum=format_fen(cost)))
    return gap().join([*said, _("It can't be taken back.")])


def _by_whom(case: MerchantCase, one: SentSum) -> list[str]:
    """Say, where money goes, what he entered of it by another claim, and that the shop gives it back itself."""
    if not asks_money(case.row.type) or one.is_met:
        return []
    by_shop = [_("You give it back yourself, in your shop: it was paid there. Then enter its number here.")]
    return [*_said_beside(case, one), *(by_shop if case.gives_back_itself else ())]


def _said_beside(case: MerchantCase, one: SentSum) -> list[str]:
    more = format_fen(one.fen)
    return [
        str(SAID_BY_YOU).format(
            sum=format_fen(each.amount_fen), number=each.reference, claim=each.claim.number, more=more
        )
        for each in (case.records.said_beside if one.fen else ())
    ]


def _paying(case: MerchantCase) -> str:
    back = _("{sum} goes back to who paid.")
    whose = _("Order of {name}.").format(name=case.view.buyer.name)
    one = sent_once_back(case.records)
    said = [*sent_said(one, back), *_by_whom(case, one), whose]
    return gap().join([*said, _("It can't be taken back.")])


def _accepting(case: MerchantCase) -> str:
    """Return what is sent once the decision stands, and what follows."""
    one, follows = sent_by_ruling(case.records), str(TABLE.commands["acceptance"].follows)
    given = case.view.decision
    by = carriage_by(case.row.reason, remedy=given.remedy) if given else ""
    goods = str(GOODS_AFTER.get(given.goods if given else "", ""))
    follows = gap().join(filter(None, (goods, str(CARRIAGE.get(by, "")), follows)))
    if not one.amount_fen:
        return follows
    ruled = _("The decision is about {sum} in all.").format(sum=format_fen(one.amount_fen))
    back = _("{sum} goes back to who paid.")
    return gap().join([ruled, *sent_said(one, back), *_said_beside(case, one), follows])


def _there(name: str, text: Promise) -> Callable[[MerchantCase], str]:
    """Return what follows where a platform decides; here the command's own words."""
    return lambda case: str(text if case.row.forum == "platform" else TABLE.commands[name].follows)


def _offering(case: MerchantCase) -> str:
    """Return what follows an offer, and why a repair isn't among what can be offered where it isn't."""
    said = [_there("offer", OFFERED_THERE)(case)]
    why = WHY_NO_REPAIR.get(case.records.barred.get("repair", ""))
    if why is not None:
        said.append(_("A repair can't be offered: {why}.").format(why=why))
    said += why_barred(case.records.barred)
    if case.records.goods_after("refund_part", 0, agreed=True):
        said.append(_("The goods lie with you: with a yes to money or another piece they stay, else they go back."))
    return gap().join(said)


def _say(text: Promise) -> Callable[[MerchantCase], str]:
    return lambda case: str(text)


RUNNER: Runner[MerchantCase] = Runner(
    TABLE,
    (
        Place(name="agreement", lead=True, title=_agree, follows=_agreeing),
        Place(
            name="offer",
            key="o",
            follows=_offering,
        ),
        Place(
            name="answer",
            key="a",
            submit=gettext_lazy("Hand in the answer"),
            follows=_there(
                "answer",
                gettext_lazy(
                    "Handed in it can't be changed, only added to. It goes into your answer pack; the platform decides."
                ),
            ),
        ),
        Place(name="refund-number", lead=True),
        Place(name="shop-refund"),
        Place(name="shop-payment", lead=True),
        Place(name="receipt", lead=True),
        Place(name="late-receipt"),
        Place(name="inspection", lead=True, follows=_paying),
        Place(name="findings"),
        Place(name="replacement", key="p", lead=True),
        Place(name="goods-back", lead=True),
        Place(name="acceptance", lead=True, follows=_accepting),
        Place(name="appeal"),
        Place(name="appeal-withdrawal"),
        Place(name="appeal-answer", lead=True),
        Place(name="counter-appeal"),
        Place(name="appeal-answer-waiver", lead=True),
        Place(name="evidence", key="e"),
        Place(
            name="message",
            key="m",
            follows=_say(
                gettext_lazy(
                    "It stays in the record. An answer to the claim is something else: that one stops your clock."
                )
            ),
            first=lambda case: ("buyer",),
        ),
        Place(
            name="outcome",
            follows=_say(
                gettext_lazy(
                    "Your buyer is told that you say so, and may say that it is not so; then a reviewer decides here. "
                    "Once the platform itself, or finance, says it too, money counts as gone and can be asked back."
                )
            ),
        ),
        Place(name="outcome-correction", holds=entered),
        Place(name="demand", lead=True),
        Place(name="repayment", lead=True, holds=come_back),
        Place(name="recovery"),
        Place(name="referral"),
        Place(name="news"),
    ),
    find=find,
    page=lambda request, case, shown, status=200: page(
        request, case, shown, buttons=RUNNER.buttons(case), status=status
    ),
    quicker=_quicker,
)


claim, command = RUNNER.pages(CLAIMS)
