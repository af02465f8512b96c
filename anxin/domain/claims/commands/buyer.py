"""What its buyer may do with a claim, a program for him, and the customer of a repair that failed twice."""

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, RecordedReason, Table, calling
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import fields, proposals, work
from anxin.domain.claims.models import Claim
from anxin.domain.claims.rules import situation as rules
from anxin.domain.claims.rules.situation import ClaimSituation, ExchangeSituation
from anxin.domain.claims.states import WRITES_DOWN
from anxin.domain.repairs.models import Repair

BUYER: tuple[Command[Claim, ClaimSituation], ...] = (
    Command(
        name="offer-acceptance",
        title=_("Accept the offer"),
        who="customer",
        steps="claim.accept_offer",
        when=rules.may_accept_offer,
        shows=proposals.offered,
        do=calling("claim", claims.accept_offer),
        weighs=True,
        follows=_("After a yes it is carried out and can't be taken back."),
    ),
    Command(
        name="offer-refusal",
        title=_("Say no to the offer"),
        who="customer",
        steps="claim.refuse_offer",
        when=rules.may_choose,
        fields=RecordedReason,
        shows=proposals.offered,
        do=calling("claim", claims.refuse_offer, "why"),
        follows=_("A reviewer then decides on what you asked for first. Saying no does not count against you."),
    ),
    Command(
        name="withdrawal",
        title=_("Take the claim back"),
        steps="claim.withdraw",
        when=rules.may_withdraw,
        because=claims.GoodsAway,
        fields=RecordedReason,
        do=calling("claim", claims.withdraw, "why"),
        final=True,
        follows=_("Nothing is refunded. You can file anew while the law allows."),
    ),
    Command(
        name="contradiction",
        title=_("It is not so"),
        steps="claim.contradict",
        when=rules.may_contradict,
        because=claims.ContradictionOver,
        fields=fields.Contradiction,
        do=calling("claim", claims.contradict, "why"),
        follows=_(
            "The claim goes on here, and a reviewer decides on what you asked for. What was said about the platform is "
            "read as the merchant's answer. Saying no does not count against you."
        ),
    ),
    Command(
        name="return",
        title=_("Send the goods back"),
        who="customer agent",
        when=rules.may_send_back,
        fields=fields.Return,
        do=calling("claim", claims.ship_back, "waybill"),
    ),
    Command(
        name="address",
        title=_("Where shall somebody come to?"),
        who=f"customer {' '.join(sorted(WRITES_DOWN))}",
        when=rules.is_address_needed,
        fields=fields.Address,
        do=calling("claim", claims.give_address, "address"),
    ),
    Command(
        name="pictures",
        title=_("Add pictures"),
        who="customer",
        when=rules.may_bring,
        fields=fields.Pictures,
        do=work.show,
        follows=_("What is handed in can be added to, not taken out again."),
    ),
    Command(
        name="contribution",
        title=_("Hand in evidence"),
        who="token",
        when=rules.may_bring,
        fields=fields.Contribution,
        do=calling("claim", claims.hand_in, "picture", "side", "declaration"),
    ),
    Command(
        name="capture",
        title=_("Send the picture that was asked for"),
        who="customer",
        when=rules.is_asked_for_a_picture,
        because=claims.ChallengeOver,
        fields=fields.Capture,
        do=calling("claim", claims.answer_challenge, "code", "pictures", "declaration"),
    ),
    Command(
        name="arrival",
        title=_("Is the technician there?"),
        who="customer",
        when=rules.may_say_there,
        because="visits.work_over",
        fields=fields.Arrival,
        do=work.answer_arrival,
    ),
)
EXCHANGES = Table(
    "exchange",
    situation=queries.exchange_situation,
    commands=(
        Command[Repair, ExchangeSituation](
            name="exchange",
            title=_("Ask for another piece"),
            who="customer agent",
            when=rules.is_offered,
            because=claims.NoExchange,
            fields=fields.Exchange,
            do=work.accept_exchange,
            weighs=True,
        ),
    ),
)
