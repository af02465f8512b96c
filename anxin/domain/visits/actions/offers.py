"""Offers: one technician, then several at once, then the dispatcher; or an outlet that names one."""

from datetime import date, datetime, timedelta

from anxin.core import clocks, later, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.core.wording import joined
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.visits import choices, gateway, queries, rules
from anxin.domain.visits.actions.lifecycle import give_anew, offer_stream, reason, sent_told, withdraw_offers
from anxin.domain.visits.actions.technician_rights import NotYourVisit, OutletNotVouched, vouched
from anxin.domain.visits.gateway import Candidate
from anxin.domain.visits.models import Offer, Visit
from anxin.domain.visits.states import OPEN


class TakenAlready(WrongState):
    """Somebody else was faster, or the offer was taken back."""

    code = "visits.taken_already"


class WindowHeld(WrongState):
    """The technician took another job in that window."""

    code = "visits.window_held"


class NotFit(Invalid):
    """Who is to be sent can't go."""

    code = "visits.not_fit"

    def __init__(self, who: str, hindrance: str, *, got: str) -> None:
        """Say what keeps him from it."""
        super().__init__(who, got=got, facts={"hindrance": hindrance})


def seek(*, visit: Visit, now: datetime) -> None:
    """Ask for the next round of offers, outside this block (matching is work for a task)."""
    later.put_last(
        "anxin.domain.visits.tasks.seek",
        arguments={"visit": str(visit.id)},
        key=f"visits.seek:{visit.id}:{now.timestamp()}",
        now=now,
    )


def day_of(visit: Visit, arrive_at: datetime | None = None, *, now: datetime) -> date:
    """Return the day on which somebody would come, where he was found for a moment of it."""
    return rules.day_meant(visit.wanted_from_at, visit.wanted_to_at, now=now, arrive_at=arrive_at)


def send_offer(visit: Visit, one: Candidate, *, by: Actor, now: datetime) -> Offer:
    """Ask a technician, with the reasons as they stand; his time to answer runs from now on."""
    minutes: int = settings.get("visits.offer_min", at=now)
    offer = Offer(
        visit=visit,
        technician=one.technician,
        outlet=one.outlet,
        round=visit.round,
        position=one.position,
        cost=one.cost,
        travel_s=one.travel_s,
        arrive_at=one.arrive_at,
        reasons=list(one.reasons),
        expires_at=now + timedelta(minutes=minutes),
    )
    begin(offer, by=by, now=now, facts={"technician": str(one.technician.id), "minutes": minutes})
    clocks.start(
        "visits.offer",
        offer_stream(offer),
        whose=f"technician:{one.technician.account_id}",
        now=now,
        due_at=offer.expires_at,
    )
    return offer


def offer_to(*, visit: Visit, technician: Technician, by: Actor, now: datetime) -> Offer:
    """Offer a visit to one technician chosen by a person, with the reasons as they stand."""
    lock(visit)
    if visit.state not in ("open", "offered"):
        raise TakenAlready({"number": visit.number})
    candidate = fit(visit, technician, now=now)
    running = visit.offers.filter(technician=technician, state__in=OPEN).first()
    if running is not None:
        return running
    if visit.state == "open":
        transition(visit, "offer", by=by, now=now, facts={"round": visit.round})
    return send_offer(visit, candidate, by=by, now=now)


def fit(visit: Visit, technician: Technician, outlet: Outlet | None = None, *, now: datetime) -> Candidate:
    """Return how a technician chosen by a person fits a visit, for any outlet or one.

    Raises `visits.not_vouched`, `visits.outlet_not_vouched`, `NotFit`.
    """
    candidate = gateway.candidate(visit, technician=technician, outlet=outlet, now=now)
    day = day_of(visit, candidate.arrive_at if candidate else None, now=now)
    vouched(visit, technician, outlet, day=day, now=now)
    if candidate is not None:
        return candidate
    homes = {one.code for one in network.homes_of(technician, brand=visit.brand, now=now)}
    if homes and not network.vouched_for(visit.brand, homes, days=network.days_of(now, day), kind="outlet"):
        raise OutletNotVouched({"outlet": joined(sorted(homes)), "brand": visit.brand.name})
    why = gateway.hindrance(visit, technician=technician, outlet=outlet, now=now)
    raise NotFit("technician", why, got=technician.number)


def able(visit: Visit, *, day: date) -> None:
    """Refuse a day on which its technician has no certificate for what a visit asks for; raises `NotFit`."""
    technician = visit.technician
    if technician is not None and not network.has_skill(technician, visit.skill, day=day):
        raise NotFit("technician", "no_skill", got=technician.number)


def still_able(visit: Visit, *, day: date) -> None:
    """Refuse a later day than the one he was chosen for, where his certificate is over by then; raises `NotFit`."""
    if day > rules.local_day(visit.wanted_from_at):
        able(visit, day=day)


def may_go(visit: Visit, *, now: datetime) -> None:
    """Refuse who may go to no customer now; raises `visits.not_vouched`, `visits.outlet_not_vouched`, `NotFit`."""
    day = rules.local_day(now)
    vouched(visit, visit.technician, day=day, now=now)
    still_able(visit, day=day)


def see(*, offer: Offer, by: Actor, now: datetime) -> None:
    """Note that the technician has seen the offer; a second look changes nothing."""
    lock(offer)
    _own(offer, by)
    if offer.state == "sent":
        transition(offer, "see", by=by, now=now)


def accept(*, offer: Offer, by: Actor, now: datetime) -> Visit:
    """Accept an offer: exactly one technician gets the visit, the other offers are taken back."""
    visit = offer.visit
    lock(visit)
    lock(offer)
    _own(offer, by)
    if offer.state not in OPEN or visit.state not in ("open", "offered"):
        raise TakenAlready({"number": visit.number})
    transition(offer, "accept", by=by, now=now)
    clocks.meet_unread(offer_stream(offer), "visits.offer", now=now)
    for other in visit.offers.filter(state__in=OPEN).exclude(pk=offer.pk).order_by("id"):
        lock(other)
        transition(other, "withdraw", by=SYSTEM, now=now)
        clocks.stop(offer_stream(other), now=now)
    day = day_of(visit, offer.arrive_at, now=now)
    assign(visit, offer.technician, offer.outlet, day=day, reasons=offer.reasons, by=by, now=now)
    return visit


def _own(offer: Offer, by: Actor) -> None:
    if by.kind == "technician" and str(offer.technician.account_id) != by.id:
        raise NotYourVisit({"number": offer.visit.number})


def assign(
    visit: Visit, technician: Technician, outlet: Outlet, *, day: date, reasons: object, by: Actor, now: datetime
) -> None:
    """Give a technician the visit on a day; expects it locked, and that he said yes.

    What else he is asked in that window goes to others. Raises `WindowHeld`, `visits.not_vouched`.
    """
    vouched(visit, technician, outlet, day=day, now=now)
    _take_window(visit, technician, now=now)
    people.join(stream=visit.stream(), role="technician", person=technician.person, now=now)
    people.join(stream=visit.stream(), role="outlet", organisation=outlet.organisation, now=now)
    facts = {"technician": str(technician.id), "outlet": outlet.code, **sent_told(technician, outlet)}
    his = {"technician": technician, "outlet": outlet, "reasons": reasons, "by_hand_at": None}
    transition(visit, "assign", by=by, now=now, facts=facts, sets=his)


def _take_window(visit: Visit, technician: Technician, *, now: datetime) -> None:
    """Refuse a window in which a technician has as many jobs as he takes; he is held, so that one of two fits in."""
    if visit.mode in rules.BENCH:
        return
    lock(technician)
    held, asked = queries.in_window(visit, technician, now=now)
    most: int = settings.get("visits.per_window", at=now)
    if held >= most:
        raise WindowHeld({"number": visit.number})
    if asked and held + 1 >= most:
        later.put_last(
            "anxin.domain.visits.tasks.ask_others",
            arguments={"technician": str(technician.pk), "from_at": visit.wanted_from_at.isoformat()},
            key=f"visits.ask_others:{visit.pk}:{now.timestamp()}",
            now=now,
        )


def decline(*, offer: Offer, why: str, by: Actor, now: datetime) -> None:
    """Decline an offer; the next round follows when nobody else is being asked."""
    reason(why, choices.DECLINED)
    lock(offer.visit)
    lock(offer)
    _own(offer, by)
    if offer.state not in OPEN:
        raise TakenAlready({"number": offer.visit.number})
    transition(offer, "decline", by=by, now=now, facts={"why": why})
    Offer.objects.filter(pk=offer.pk).update(why=why)
    clocks.stop(offer_stream(offer), now=now)
    after_no(offer.visit, why=why, by=by, now=now)


def offer_expired(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """End an offer nobody answered (the clock's end); one its technician never saw is no refusal."""
    offer = queries.offer_by_key(stream.key)
    lock(offer.visit)
    lock(offer)
    if offer.state in OPEN:
        transition(offer, "lapse" if offer.state == "sent" else "expire", by=SYSTEM, now=now)
        after_no(offer.visit, why="timed_out", now=now)


def after_no(visit: Visit, *, why: str, by: Actor = SYSTEM, now: datetime) -> None:
    """Go on after a no: the outlet names another, or the next round goes out."""
    if visit.state != "offered" or visit.offers.filter(state__in=OPEN).exists():
        return
    if not give_anew(visit, why=why, by=by, now=now):
        seek(visit=visit, now=now)


def assign_by_hand(*, visit: Visit, technician: Technician, why: str, by: Actor, now: datetime) -> None:
    """Assign a visit after speaking with the technician: the dispatcher's way, with a reason."""
    lock(visit)
    if visit.state not in ("open", "offered"):
        raise TakenAlready({"number": visit.number})
    candidate = fit(visit, technician, now=now)
    withdraw_offers(visit, now=now)
    reasons = [{"code": "by_hand"}, *candidate.reasons]
    timeline.write(visit.stream(), "visits.chosen", by=by, now=now, private={"why": why})
    day = day_of(visit, candidate.arrive_at, now=now)
    assign(visit, technician, candidate.outlet, day=day, reasons=reasons, by=by, now=now)
