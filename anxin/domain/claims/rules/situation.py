"""A claim as the rules of its commands read it, and those rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from anxin.domain.claims import rules
from anxin.domain.claims.states import CLAIM


@dataclass(frozen=True, kw_only=True)
class ClaimSituation:
    """A claim and what stands beside it for one actor; the states of rows that are not there are empty.

    `bar` is why he may not judge it, `bar_taking` the same if nobody had taken it. `decision` is the draft, or the
    decision that is given, or the last one. `agreed`: the merchant's yes, or the buyer's to his offer, waits for a
    picture's outcome. `unnamed`: nobody has said which product the goods are. `asked`: a picture is asked for.
    `unplaced`: nobody knows where the goods are, and the buyer was `asked`, or is to be asked, anew too (`unasked`),
    or there is `nobody` who could be sent there.
    `left`: the merchant left, `gone`: so, or it answers nothing any more; others would pay for its yes.
    `arrival`: this buyer is `asked` if the technician is there. `said`: an outcome there, unproven; `proves`: he would.
    """

    claim: str
    forum: str
    side: str
    decision: str = ""
    recovery: str = ""
    referral: str = ""
    bar: str = ""
    bar_taking: str = ""
    away: bool = False  # on leave, of a reviewer
    hearing: str = ""
    hearing_taken: bool = False
    appealed_by_me: bool = False
    proposal_mine: bool = False
    decision_mine: bool = False  # given by this reviewer, and not corrected before
    decision_agreed: bool = False
    remedy: str = ""
    accepted: bool = False
    appeal_over: bool = False
    on_their_way: bool = False  # goods that were sent back, and nobody said that they came
    yes_is_less: bool = False  # than the decision that is appealed
    appeal_unanswered: bool = False  # by this side
    appeal_joinable: bool = False  # by this side: its time to answer runs, and it has not accepted the decision
    agreed: bool = False
    offered_more: bool = False  # than his yes grants, and the buyer may still take it
    left: bool = False
    gone: bool = False
    platform_outcome: str = ""
    said: bool = False
    proves: bool = False
    correctable: bool = False
    contradictable: bool = False
    told_elsewhere: bool = False  # how it ended elsewhere, proven or not
    shop_owes: bool = False  # what was decided, and no provider sends
    contests: bool = False  # a refund that the shop says it gave
    payouts_failed: bool = False
    money_waits: bool = False
    on_call: bool = False  # the desk filed it for a buyer who rang
    missable: bool = False  # money that went, and may not have arrived, as its buyer says on the phone
    visit: bool = False
    unnamed: bool = False
    unplaced: str = ""
    unexamined: bool = False
    capture_open: bool = False
    granted: bool = False
    asked: bool = False
    arrival: str = ""
    address_needed: bool = False
    goods_due: bool = False  # from the merchant to the buyer
    goods_away: bool = False  # from the buyer: on their way to the merchant, or there
    writes: bool = True
    answers_denial: bool = False  # of what its shop gave back, by its buyer
    held: str = ""  # by a legal hold, who asks' `own` or some `other`'s

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {
            "claim": self.claim,
            "decision": self.decision,
            "recovery": self.recovery,
            "referral": self.referral,
        }


@dataclass(frozen=True, kw_only=True)
class ExchangeSituation:
    """A repair that failed, as the rule of its exchange looks at it."""

    repair: str
    offered: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"repair": self.repair}


def is_offered(case: ExchangeSituation) -> bool:
    """Return whether another piece was offered, and is not asked for yet."""
    return case.offered


def _is_proposed(case: ClaimSituation) -> bool:
    return case.decision == "proposed"


def may_answer(case: ClaimSituation) -> bool:
    """Return whether the merchant can still be heard: he has not said yes already."""
    return not case.agreed


def may_show_refund(case: ClaimSituation) -> bool:
    """Return whether the merchant can name the number of a refund that did not arrive, as its buyer says."""
    return case.contests and not case.agreed and case.claim in CLAIM.capabilities["answer"]


def may_say_refund(case: ClaimSituation) -> bool:
    """Return whether the merchant can say that his shop gave the money back: nobody said how it ended elsewhere."""
    waits = is_outcome_open(case) and not case.told_elsewhere and not case.gone
    return waits and not is_platforms(case) and not case.contests


def may_pay_in_shop(case: ClaimSituation) -> bool:
    """Return whether the shop is to give back itself what was decided."""
    return case.shop_owes


def may_agree(case: ClaimSituation) -> bool:
    """Return whether the merchant's yes is still open; what he said yes to once and did not send he sends.

    An offer of more than was asked for binds him while the buyer may take it, and a decision of more than that.
    """
    return may_offer(case) and not may_replace(case) and not (case.offered_more or case.yes_is_less)


def may_offer(case: ClaimSituation) -> bool:
    """Return whether the merchant can still be heard with what he would pay: he has not left."""
    return may_answer(case) and not (case.left and not is_platforms(case))


def may_receive_late(case: ClaimSituation) -> bool:
    """Return whether the merchant's time to say that goods came is over, and he may still say so: a person decides."""
    return case.claim == "review" and case.on_their_way and not is_platforms(case)


def may_choose(case: ClaimSituation) -> bool:
    """Return whether the buyer's word on the offer is still open."""
    return not case.agreed


def may_accept_offer(case: ClaimSituation) -> bool:
    """Return whether the buyer's yes to the offer is still open: its merchant is there to pay."""
    return may_choose(case) and not (case.gone and not is_platforms(case))


def words_on_call(case: ClaimSituation) -> tuple[str, ...]:
    """Return what an agent may write down as the word of a buyer whose claim the desk filed."""
    if not case.on_call:
        return ()
    offer = ("accept_offer",) if may_accept_offer(case) else ()
    said = (*offer, "refuse_offer") if case.claim == "offer_made" and may_choose(case) else ()
    if may_accept(case):
        said = ("accept",) if case.appeal_over else ("accept", "appeal")
    if may_answer_appeal(case):
        said = ("answer_appeal", *(("appeal_too",) if may_appeal_too(case) else ()), "nothing_to_add")
    if may_drop_appeal(case):
        said = (*said, "drop_appeal")
    return (*said, "withdraw") if CLAIM.step("withdraw", case.claim) and may_withdraw(case) else said


def may_say_on_call(case: ClaimSituation) -> bool:
    """Return whether there is something to write down as the buyer's word."""
    return bool(words_on_call(case))


def may_withdraw(case: ClaimSituation) -> bool:
    """Return whether the claim can be taken back: its goods are at its buyer's, or a platform says where they go."""
    return not case.goods_away or is_platforms(case)


def may_send_back(case: ClaimSituation) -> bool:
    """Return whether the goods are to go back."""
    return case.claim == "waiting_return"


def is_asked_for_a_picture(case: ClaimSituation) -> bool:
    """Return whether the buyer is asked for a picture taken now."""
    return case.asked and may_bring(case)


def is_address_needed(case: ClaimSituation) -> bool:
    """Return whether somebody would be sent if it was known where to."""
    return case.address_needed


def may_say_there(case: ClaimSituation) -> bool:
    """Return whether the buyer is asked if the technician is there."""
    return case.arrival == "asked"


def may_take(case: ClaimSituation) -> bool:
    """Return whether the case is nobody's, or a colleague's who has not decided it."""
    free = case.bar == "with_another" or not case.hearing_taken
    heard = bool(case.hearing) and case.claim in CLAIM.capabilities["take_case"]
    return heard and free and not case.bar_taking and not _is_proposed(case)


def is_at_work(case: ClaimSituation) -> bool:
    """Return whether who looks isn't on leave: a case would wait with him."""
    return not case.away


def is_undecided(case: ClaimSituation) -> bool:
    """Return whether somebody here still has to decide."""
    return not is_platforms(case) and case.claim in CLAIM.capabilities["judge"]


def is_judging(case: ClaimSituation) -> bool:
    """Return whether the case is in this person's hands and nothing is drawn up yet."""
    return is_undecided(case) and not case.bar and not _is_proposed(case)


def may_inspect(case: ClaimSituation) -> bool:
    """Return whether somebody may be sent to look at the goods: nobody is on his way."""
    at_the_buyers = case.claim in CLAIM.capabilities["inspect"]
    return is_undecided(case) and at_the_buyers and not case.bar and not case.visit and not case.unplaced


def may_ask_address(case: ClaimSituation) -> bool:
    """Return whether somebody could be sent to look at the goods if it was known where, and no answer is under way."""
    at_the_buyers = case.claim in CLAIM.capabilities["inspect"]
    return is_undecided(case) and at_the_buyers and not case.bar and case.unplaced == "unasked"


def may_name_goods(case: ClaimSituation) -> bool:
    """Return whether it is undecided what becomes of goods of which nobody has said which product they are."""
    return is_undecided(case) and not case.bar and case.unnamed


def is_second(case: ClaimSituation) -> bool:
    """Return whether this person may be the second one."""
    return _is_proposed(case) and not case.proposal_mine and not case.bar_taking


def may_confirm(case: ClaimSituation) -> bool:
    """Return whether this person may be the second one, and the claim still waits for the decision."""
    corrects = _may_judge_anew(case) and bool(CLAIM.step("correct", case.claim))
    return is_second(case) and (corrects or bool(CLAIM.step("decide", case.claim)))


def may_correct(case: ClaimSituation) -> bool:
    """Return whether this reviewer gave the decision that can be appealed, and nobody has, nor was it corrected."""
    return _may_judge_anew(case) and case.decision == "given" and case.decision_mine and not case.bar


def _may_judge_anew(case: ClaimSituation) -> bool:
    return case.claim in CLAIM.capabilities["judge_anew"] and not case.appeal_over


def may_accept(case: ClaimSituation) -> bool:
    """Return whether a decision waits for this side's yes, or for somebody else to look."""
    return _is_appealable(case) and not case.accepted


def may_appeal(case: ClaimSituation) -> bool:
    """Return whether this side may still ask that somebody else looks: the clock of it has not run out."""
    return may_accept(case) and not case.appeal_over


def _is_appealable(case: ClaimSituation) -> bool:
    return case.decision == "given" and not case.decision_agreed and bool(CLAIM.step("appeal", case.claim))


def may_drop_appeal(case: ClaimSituation) -> bool:
    """Return whether it is one's own appeal, and nothing is drawn up yet."""
    return case.hearing == "appeal" and case.appealed_by_me and not _is_proposed(case)


def may_answer_appeal(case: ClaimSituation) -> bool:
    """Return whether the other side appeals, and this one has not answered, be there an offer beside it."""
    return case.claim in CLAIM.capabilities["judge"] and case.appeal_unanswered


def may_appeal_too(case: ClaimSituation) -> bool:
    """Return whether the other side alone appeals, and this one may appeal as well."""
    return may_answer_appeal(case) and case.appeal_joinable


def may_replace(case: ClaimSituation) -> bool:
    """Return whether another piece is owed, be it that a person was asked since because it did not come."""
    return case.claim in CLAIM.capabilities["replace"] and case.decision == "final" and case.remedy == "exchange"


def may_send_goods(case: ClaimSituation) -> bool:
    """Return whether goods are due to their buyer, be it that a person was asked since because they did not come."""
    return case.goods_due and case.claim in CLAIM.capabilities["replace"] and case.decision == "final"


def may_bring(case: ClaimSituation) -> bool:
    """Return whether evidence can still be handed in."""
    return case.claim in CLAIM.capabilities["bring"]


def may_write(case: ClaimSituation) -> bool:
    """Return whether this side may still write, as `threads` decides."""
    return case.writes


def is_platforms(case: ClaimSituation) -> bool:
    """Return whether a platform decides."""
    return case.forum == "platform"


def may_be_theirs(case: ClaimSituation) -> bool:
    """Return whether a platform decides, or is said to have decided what is contradicted here."""
    return is_platforms(case) or case.said or bool(case.platform_outcome)


def is_outcome_open(case: ClaimSituation) -> bool:
    """Return whether nobody has told what the platform decided, or nobody whose word proves it, as this one's does."""
    if case.said:
        return case.proves
    return case.claim != "outcome_taken" and CLAIM.step("take_outcome", case.claim) is not None


def may_contradict(case: ClaimSituation) -> bool:
    """Return whether the platform itself hasn't told what it decided, and the buyer's time to contradict runs."""
    open_to_it = CLAIM.step("contradict", case.claim) is not None
    return open_to_it and (is_platforms(case) or case.said) and case.contradictable


def may_correct_outcome(case: ClaimSituation) -> bool:
    """Return whether what was entered as a platform's decision can still be put right by this actor's word.

    Once the claim is closed nobody can contradict any more, so only a word that proves does.
    """
    return case.correctable and (case.proves or (case.said and case.claim not in CLAIM.ends))


def may_demand(case: ClaimSituation) -> bool:
    """Return whether a platform took money, as is proven, that nobody asks back yet."""
    taken = case.platform_outcome in ("refunded", "returned") and case.claim in CLAIM.capabilities["demand"]
    return taken and not case.said and case.recovery in ("", "given_up")


def may_refer(case: ClaimSituation) -> bool:
    """Return whether a door outside is open to this side."""
    return case.claim in CLAIM.capabilities["refer"] and bool(rules.outside_remedies(case.side))


def may_pay_again(case: ClaimSituation) -> bool:
    """Return whether nothing of the money went out."""
    return case.claim == "executing" and case.payouts_failed


def may_be_missing(case: ClaimSituation) -> bool:
    """Return whether the buyer can still say that money which went by a transfer or in the shop has not arrived."""
    return case.missable


def is_money_waiting(case: ClaimSituation) -> bool:
    """Return whether money that a former system decided waits for finance to send it, or to say that it has gone."""
    return case.money_waits


def is_unexamined(case: ClaimSituation) -> bool:
    """Return whether a picture waits for its outcome."""
    return case.unexamined


def is_capture_open(case: ClaimSituation) -> bool:
    """Return whether what was taken on request waits to be looked at."""
    return case.capture_open


def is_granted(case: ClaimSituation) -> bool:
    """Return whether an authority reads it now."""
    return case.granted
