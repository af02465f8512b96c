"""What its merchant may do with a claim."""

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, calling
from anxin.domain.claims import actions as claims
from anxin.domain.claims.commands import appeal_fields, fields, proposals, work
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules import situation as rules
from anxin.domain.claims.rules.denied_refunds import may_bring_proof
from anxin.domain.claims.rules.situation import ClaimSituation
from anxin.domain.claims.states import SELLER

MERCHANT: tuple[Command[Claim, ClaimSituation], ...] = (
    Command(
        name="agreement",
        title=_("Agree"),
        who=SELLER,
        steps="claim.agree",
        when=rules.may_agree,
        fields=fields.Agreement,
        shows=proposals.asked,
        do=calling("claim", claims.agree, "reason"),
        weighs=True,
        follows=_("What is asked for goes ahead. It can't be taken back."),
    ),
    Command(
        name="offer",
        title=_("Offer something else"),
        steps="claim.offer",
        when=rules.may_offer,
        fields=fields.Offer,
        options={"remedy": work.offers},
        do=calling("claim", claims.offer, "remedy", "amount_fen", "reason"),
        follows=_(
            "The buyer accepts or refuses it; what he refuses or leaves goes to a reviewer. It can't be changed, and "
            "where it gives him more than he asks for, you can't agree to less while he may take it."
        ),
    ),
    Command(
        name="answer",
        title=_("Don't agree, with reasons"),
        steps="claim.contest",
        when=rules.may_answer,
        fields=fields.Answer,
        options={"opening": work.fixed_words},
        do=calling("claim", claims.answer, "opening", "reason"),
        follows=_("Handed in it can't be changed, only added to. A reviewer then decides, by both sides' evidence."),
    ),
    Command(
        name="refund-number",
        title=_("Name the refund's number"),
        who=SELLER,
        when=rules.may_show_refund,
        fields=fields.RefundNumber,
        do=calling("claim", claims.show_refund, "reference", "reason"),
        follows=_("The buyer and the reviewer read it and look for it; a person then decides."),
    ),
    Command(
        name="shop-refund",
        title=_("Given back in the shop"),
        who=SELLER,
        when=rules.may_say_refund,
        fields=fields.ShopRefund,
        do=calling("claim", claims.say_refund, "amount_fen", "reference", "files"),
        weighs=True,
        follows=_(
            "Add what proves it, a screenshot say. So much less goes back from here; all that is asked for, and the "
            "claim ends. The buyer is told, and may say that it did not arrive: then a reviewer decides."
        ),
    ),
    Command(
        name="shop-payment",
        title=_("Given back in the shop: enter its number"),
        who=SELLER,
        when=rules.may_pay_in_shop,
        fields=fields.ShopPayment,
        do=calling("claim", claims.pay_in_shop, "reference"),
        weighs=True,
        follows=_(
            "You have given it back where it was paid. The buyer is told, and the claim is closed; where finance has "
            "sent it meanwhile, a second person of finance reads your number and decides."
        ),
    ),
    Command(
        name="receipt",
        title=_("The goods are back"),
        who=f"packer {SELLER}",
        steps="claim.receive_back",
        do=calling("claim", claims.receive_back),
        weighs=True,
        follows=_("From now on your time to look at them runs; once it is over the money is due by itself."),
    ),
    Command(
        name="late-receipt",
        title=_("The goods came after all"),
        who=f"packer {SELLER}",
        steps="claim.receive_late",
        when=rules.may_receive_late,
        do=calling("claim", claims.receive_late),
        follows=_("Whoever decides reads it. With less than all their money decided you send them back to the buyer."),
    ),
    Command(
        name="inspection",
        title=_("The goods are fine, pay"),
        who=SELLER,
        steps="claim.pass_inspection",
        do=calling("claim", claims.pass_inspection),
        weighs=True,
        follows=_(
            "The money goes back to who paid; where no payment number came you give it back in your shop and enter its "
            "number. It can't be taken back."
        ),
    ),
    Command(
        name="findings",
        title=_("Not as they should be"),
        steps="claim.fail_inspection",
        fields=fields.Findings,
        do=calling("claim", claims.fail_inspection, "reason"),
        follows=_("A reviewer decides. Hand in pictures of what came back first; nothing is kept back by itself."),
    ),
    Command(
        name="replacement",
        title=_("Enter the waybill of the new one"),
        who=SELLER,
        when=rules.may_replace,
        fields=fields.Replacement,
        do=calling("claim", claims.send_replacement, "waybill", "old_serial", "new_serial"),
        follows=_("With the waybill the claim is carried out and closed; the buyer reads it."),
    ),
    Command(
        name="goods-back",
        title=_("The goods were sent back to the buyer"),
        who=SELLER,
        when=rules.may_send_goods,
        fields=fields.SentBack,
        do=calling("claim", claims.send_goods_back, "waybill"),
        follows=_("The buyer reads the waybill. Once no money is due any more the claim is closed with it."),
    ),
    Command(
        name="acceptance",
        title=_("Accept the decision"),
        who=f"customer {SELLER}",
        when=rules.may_accept,
        shows=proposals.given,
        do=calling("claim", claims.accept),
        weighs=True,
        follows=_("Once both sides accept it stands at once; you can't appeal any more."),
    ),
    Command(
        name="appeal",
        title=_("Ask somebody else to look"),
        steps="claim.appeal",
        when=rules.may_appeal,
        because=claims.AppealOver,
        fields=appeal_fields.Appeal,
        shows=proposals.given,
        do=calling("claim", claims.appeal, "why"),
        follows=_(
            "A reviewer who has not judged this case looks at it anew; what he decides stands. If you alone appeal, it "
            "ends no worse for you than the decision (another remedy that you asked for or offered yourself is not "
            "worse). The other side may appeal as well in its time to answer: then it may end worse."
        ),
    ),
    Command(
        name="appeal-withdrawal",
        title=_("Take the appeal back"),
        steps="claim.drop_appeal",
        when=rules.may_drop_appeal,
        weighs=True,
        do=calling("claim", claims.drop_appeal),
        follows=_(
            "You accept the decision with it. It is carried out once the other side accepts it too, or its time to "
            "appeal is over."
        ),
    ),
    Command(
        name="appeal-answer",
        title=_("Answer the appeal"),
        who=f"customer {SELLER}",
        when=rules.may_answer_appeal,
        fields=appeal_fields.AppealAnswer,
        do=calling("claim", claims.answer_appeal, "text"),
        follows=_(
            "Handed in it can't be changed. Then the reviewer may decide; until then you can add pictures. With an "
            "answer alone it ends no better for you than the decision."
        ),
    ),
    Command(
        name="counter-appeal",
        title=_("Appeal as well"),
        who=f"customer {SELLER}",
        when=rules.may_appeal_too,
        because=claims.AppealOver,
        fields=appeal_fields.CounterAppeal,
        do=calling("claim", claims.appeal_too, "text"),
        follows=_(
            "It is your answer, too. It may end better or worse for either side then, and neither takes its appeal "
            "back alone; who appealed first has its time to answer yours."
        ),
    ),
    Command(
        name="appeal-answer-waiver",
        title=_("Nothing to add to the appeal"),
        who=f"customer {SELLER}",
        when=rules.may_answer_appeal,
        weighs=True,
        do=calling("claim", claims.waive_answer),
        follows=_("The reviewer may decide at once, on what is there. It does not count as a yes to the appeal."),
    ),
    Command(
        name="evidence",
        title=_("Hand in pictures"),
        who=f"packer {SELLER}",
        when=may_bring_proof,
        fields=fields.Evidence,
        options={"role": work.roles},
        do=work.hand_in,
        follows=_("What is sealed now is shown as sealed after the claim. It counts, but can't say what came first."),
    ),
)
