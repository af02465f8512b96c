"""Help from afar: by phone, video or pictures; it ends in the customer's word, or in a visit that asks nothing anew."""

from datetime import datetime, timedelta

from anxin.core import clocks, settings
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock, transition
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data
from anxin.domain.repairs import queries, rules
from anxin.domain.repairs.actions import goods, intake, reports
from anxin.domain.repairs.actions.endings import LongOver
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Visit

WAYS = ("phone", "video", "pictures")


class NotAgain(WrongState):
    """The days in which what was solved from afar may come back are over; a new report is the way."""

    code = "repairs.not_again"


class OfEndedClaim(WrongState):
    """A claim had it made, and was closed by it: whoever finds it not put right goes on with the claim."""

    code = "repairs.of_ended_claim"


def help_from_afar(*, repair: Repair, way: str, link: str, by: Actor, now: datetime) -> None:
    """Begin to help by phone, over a video link or with pictures: the promised call is kept by it."""
    if way not in WAYS:
        raise Invalid("way", expected=", ".join(WAYS), got=way)
    lock(repair)
    transition(repair, "help", by=by, now=now, facts={"way": way}, sets={"help_way": way, "help_link": link})
    clocks.meet(repair.stream(), "repairs.helped", now=now)
    clocks.stop(repair.stream(), "repairs.assigned", now=now)


def say_helped(*, repair: Repair, how: str, by: Actor, now: datetime) -> None:
    """Say that it works as far as one can tell from afar; the customer has some days to say whether it does."""
    lock(repair)
    transition(repair, "say_helped", by=by, now=now, private={"how": how}, sets={"help_link": ""})
    due_at = now + timedelta(days=settings.get("repairs.helped_days", at=now))
    clocks.start("repairs.help_holds", repair.stream(), whose="customer", now=now, due_at=due_at)


def confirm_help(*, repair: Repair, by: Actor, now: datetime, how: str = "click") -> None:
    """End a repair that was helped from afar: nothing is charged, and some days it may come back."""
    lock(repair)
    facts = {"how": how, **intake.ended(repair, "solved_remotely")}
    kept = {"outcome": "solved_remotely", "again_until": intake.again_until(now)}
    transition(repair, "confirm_help", by=by, now=now, facts=facts, sets=kept)
    clocks.meet(repair.stream(), "repairs.help_holds", now=now)
    clocks.stop(repair.stream(), now=now)
    personal_data.release(stream=repair.stream(), now=now)


def help_unanswered(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Count remote help as solved when the customer's time to object is over; the record says that nobody answered."""
    repair = queries.repair_by_key(stream.key)
    if repair.state == "helped":
        confirm_help(repair=repair, by=SYSTEM, now=now, how="silence")


def send_after_all(
    *,
    repair: Repair,
    by: Actor,
    now: datetime,
    wanted_from_at: datetime,
    wanted_to_at: datetime,
    soonest: bool = False,
) -> Visit:
    """Send somebody where help from afar didn't do, or what it did didn't last: nothing is asked again but when.

    `soonest`: no window is wanted, since all are taken. Raises `NotAgain`, `LongOver`, `OfEndedClaim`, `NotCovered`,
    and `visits.window_gone` where nobody can come then.
    """
    reports.check_window(wanted_from_at, wanted_to_at, now)
    lock(repair)
    over, stream = repair.state == "solved_remotely", repair.stream()
    if over and rules.is_of_claim(channel=repair.channel, why=repair.warranty_why):
        raise OfEndedClaim({"number": repair.number})
    if over and not rules.may_come_back(on=now.astimezone(SHANGHAI).date(), until=repair.again_until):
        raise NotAgain({"number": repair.number})
    if over and people.is_over(person=repair.customer, stream=stream, by=by, now=now):
        raise LongOver({"number": repair.number})
    reports.covered(repair.brand, repair.place, now=now)
    if not soonest:
        reports.require_free(repair, from_at=wanted_from_at, to_at=wanted_to_at, now=now)
    kept = {"mode": Repair.Mode.VISIT, "outcome": "", "help_link": "", "again_until": None}
    wanted = {"wanted_from_at": wanted_from_at, "wanted_to_at": wanted_to_at}
    if repair.state == "accepted" and repair.mode == Repair.Mode.VISIT:
        raise WrongState({"machine": "repair", "state": repair.state, "step": "send_after_all"})
    told = {"outcome": "", **reports.wanted_told(wanted_from_at, wanted_to_at)}
    goods.call_off(repair, why="visit", by=by, now=now)
    transition(repair, "send_after_all", by=by, now=now, facts=told, sets={**kept, **wanted})
    clocks.stop(stream, now=now)
    due_at = now + timedelta(minutes=repair.assign_min)
    clocks.start("repairs.assigned", stream, whose=str(repair.operator_id), now=now, due_at=due_at)
    if over:
        personal_data.hold(person=repair.customer, reason=repair.number, source=repair.number, now=now, stream=stream)
    visit = intake.open_visit_of(repair, by=by, now=now)
    visits.seek(visit=visit, now=now)
    return visit
