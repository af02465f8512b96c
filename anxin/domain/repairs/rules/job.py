"""A technician's job, a visit to a repair, as the rules of his commands look at it, and those rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from anxin.domain.repairs.rules.money import may_ask_money
from anxin.domain.repairs.rules.proofs import may_be_shown
from anxin.domain.visits.states import BEFORE_THE_DOOR, VISIT


@dataclass(frozen=True, kw_only=True)
class JobSituation:
    """A visit to a repair: `own` where the actor is its technician, `latest` where no other visit followed.

    `agreed`: a window is. `asked`: a quote waits for the customer's answer, `quoted`: he has agreed to one,
    `refused`: he said no to the last.
    `signs`: somebody has to sign for the work and didn't yet. `inspection`: he only looks, for a claim. `cash`: how it
    stands for the bill. `kept`: a phone kept what comes in until the work was over.
    """

    visit: str
    repair: str
    own: bool
    latest: bool
    agreed: bool = False
    early: bool = False  # the agreed window begins too late to set out now
    turns: bool = False  # he set out a moment ago
    asked: bool = False
    refused: bool = False
    quoted: bool = False
    opening: bool = False
    identified: bool = True
    listed: bool = False
    signs: bool = False
    parts_stated: bool = False
    at_the_door: bool = False
    unanswered: bool = False
    bench: bool = False
    inspection: bool = False
    cover: str = "settled"
    bill: str = ""
    cash: str = ""
    kept: bool = False
    barred: bool = False  # the brand vouches no more for who is there

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"visit": self.visit, "repair": self.repair}


def clock_of(visit: str) -> str:
    """Return the clock that runs for the technician, or for the customer's answer to his quote."""
    if visit in BEFORE_THE_DOOR:
        return "repairs.called" if visit == "assigned" else "repairs.arrived"
    return "repairs.quote"


def is_own(job: JobSituation) -> bool:
    """Return whether it is his job."""
    return job.own


def is_at_work(job: JobSituation) -> bool:
    """Return whether he may work at the door: his own job, no other visit followed, and the brand vouches for him."""
    return is_there(job) and not job.barred


def is_there(job: JobSituation) -> bool:
    """Return whether he is at the door of his own job and no other visit followed, vouched for or not."""
    return job.own and job.latest and job.visit == "on_site"


def is_agreed_work(job: JobSituation) -> bool:
    """Return whether he is at work on what the customer has agreed to."""
    return is_at_work(job) and job.quoted


def may_check_in(job: JobSituation) -> bool:
    """Return whether a check-in still says something: before the work, or again where the first was from afar."""
    comes = job.visit == "on_the_way" or (job.visit == "booked" and not job.early)
    return not job.bench and job.own and (comes or (job.visit == "on_site" and not job.at_the_door))


def may_set_out(job: JobSituation) -> bool:
    """Return whether he may set out: not long before the agreed window."""
    return job.own and not job.early


def may_turn_back(job: JobSituation) -> bool:
    """Return whether he may take back that he set out: a slip of a moment ago."""
    return job.own and job.turns


def may_identify(job: JobSituation) -> bool:
    """Return whether he stands before a lock to be opened, and has not yet checked for whom."""
    return is_at_work(job) and job.opening and not job.identified


def may_refuse_to_open(job: JobSituation) -> bool:
    """Return whether he stands before a lock that isn't opened yet, and may leave it."""
    return is_there(job) and job.opening and not job.identified


def may_tick(job: JobSituation) -> bool:
    """Return whether there is a check list to go through; of a lock after its check at the door."""
    return is_at_work(job) and job.listed and job.identified


def may_sign(job: JobSituation) -> bool:
    """Return whether somebody has yet to sign for the work, which he has agreed to, or for a look."""
    return (is_agreed_work(job) or may_find(job) or (job.own and job.kept)) and job.signs


def may_price(job: JobSituation) -> bool:
    """Return whether the quote is still open; of a lock only after who stands there has shown a right to it."""
    return is_at_work(job) and job.identified and not job.parts_stated and not job.inspection


def may_find(job: JobSituation) -> bool:
    """Return whether he looks at something for a claim, and is to write down what he finds."""
    return is_at_work(job) and job.inspection


def once_there(job: JobSituation) -> JobSituation:
    """Return how his job stands once he has checked in: what he does there without a signal follows his check-in."""
    comes = job.own and job.visit in ("booked", "on_the_way")
    return replace(job, early=False, visit="on_site" if comes else job.visit)


def may_take_receipt(job: JobSituation) -> bool:
    """Return whether the customer may show him a proof of purchase: at the door, or before he goes with all done."""
    there = job.own and job.latest and job.visit in ("on_site", *VISIT.capabilities["billed"])
    return there and not job.barred and not job.bench and not job.inspection and may_be_shown(job.cover)


def may_name_device(job: JobSituation) -> bool:
    """Return whether he sees the device, and the number on it: at the door or the bench, or before he goes."""
    there = job.own and job.latest and job.visit in ("on_site", *VISIT.capabilities["billed"])
    return there and not job.inspection


def may_be_answered(job: JobSituation) -> bool:
    """Return whether the customer may answer the quote before him: it was sent, and he is at work there."""
    return is_at_work(job) and job.asked


def may_state_parts(job: JobSituation) -> bool:
    """Return whether which parts may be used is agreed; until he goes he corrects what he stated."""
    return is_agreed_work(job) and job.identified and not job.inspection


def is_absence_possible(job: JobSituation) -> bool:
    """Return whether somebody can be absent: there is an agreed window, and the job is not over."""
    return job.own and job.agreed and job.visit in ("booked", "on_the_way", "on_site")


def is_absence_proven(job: JobSituation) -> bool:
    """Return whether an absence is proven: a check-in that counts and a call nobody answered."""
    return is_absence_possible(job) and job.at_the_door and job.unanswered


def may_collect(job: JobSituation) -> bool:
    """Return whether the customer still has to pay him for finished work; of a bench's work the counter is paid."""
    done = job.own and job.latest and job.visit in VISIT.capabilities["billed"]
    return done and job.bill == "agreed" and not job.bench and may_ask_money(job.repair)


def may_take_cash(job: JobSituation) -> bool:
    """Return whether he may take the bill in cash; what is mended at a bench is paid at the counter."""
    return may_collect(job) and job.cash in ("may", "begun")


def is_taking_cash(job: JobSituation) -> bool:
    """Return whether the customer has yet to confirm the cash he hands over."""
    return may_collect(job) and job.cash == "begun"


def may_hand_back(job: JobSituation) -> bool:
    """Return whether he may still give the job back."""
    return job.own and job.visit in BEFORE_THE_DOOR


def may_finish_by_code(job: JobSituation) -> bool:
    """Return whether the customer stands by with his code; what is mended at a bench goes back against one later."""
    return job.own and not job.bench and not job.barred


def may_finish_at_bench(job: JobSituation) -> bool:
    """Return whether the work at the bench may be said to be done: it is priced, and its parts are stated."""
    return is_at_work(job) and job.bench and job.parts_stated
