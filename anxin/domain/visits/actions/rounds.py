"""Rounds of offers: one technician, then several at once, then an outlet whose people don't sign in, or a person."""

from collections.abc import Iterable
from datetime import datetime

from anxin.core import settings, timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import lock, transition
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet
from anxin.domain.network.rules.scopes import WordFor
from anxin.domain.visits import choices, queries, rules
from anxin.domain.visits.actions.offers import day_of, send_offer
from anxin.domain.visits.actions.orders import order_outlet
from anxin.domain.visits.gateway import Candidate
from anxin.domain.visits.models import Offer, Visit
from anxin.domain.visits.states import VISIT


def send_round(
    *,
    visit: Visit,
    candidates: Iterable[Candidate],
    now: datetime,
    outlets: Iterable[Outlet] = (),
    silent: Iterable[Outlet] = (),
) -> list[Offer]:
    """Send the next round: to one, then to several at once; when both failed, hand the visit to a person.

    Where nobody is left whom an offer reaches, one of these `outlets` is asked first, and names one of its people. At
    the `silent` ones nobody signs in: the record names them to whoever has it in hand.
    """
    lock(visit)
    if visit.state not in ("open", "offered") or visit.by_hand_at or queries.is_asked(visit):
        return []
    turn = rules.next_round(visit.round, parallel=settings.get("visits.parallel", at=now))
    chosen = _willing(visit, candidates, now=now)[: turn.width]
    if not chosen and _ask_outlet(visit, outlets, now=now):
        return []
    if turn.by_hand or not chosen:
        _by_hand(visit, silent, now=now)
        return []
    return _ask(visit, chosen, now=now)


def _ask_outlet(visit: Visit, outlets: Iterable[Outlet], *, now: datetime) -> bool:
    """Ask the first outlet that wasn't asked about a visit yet; return whether there was one."""
    asked = set(visit.outlet_orders.values_list("outlet", flat=True))
    serving = queries.outlets(visit, now=now)
    found = next((one for one in outlets if one.pk not in asked and one in serving), None)
    if found is not None:
        order_outlet(visit=visit, outlet=found, by=SYSTEM, now=now)
    return found is not None


def ask_again(*, visit: Visit, candidates: Iterable[Candidate], now: datetime) -> list[Offer]:
    """Ask the first who may go by now about a visit that a dispatcher has in hand; not where somebody is asked."""
    lock(visit)
    if visit.state not in VISIT.capabilities["seek"] or not visit.by_hand_at or queries.is_asked(visit):
        return []
    chosen = _willing(visit, candidates, now=now)[:1]
    if not chosen:
        return []
    facts = {"row": str(visit.id), "colleague": chosen[0].technician.number}
    timeline.write(visit.stream(), "visits.came_free", by=SYSTEM, now=now, facts=facts)
    return _ask(visit, chosen, now=now)


def _ask(visit: Visit, chosen: list[Candidate], *, now: datetime) -> list[Offer]:
    Visit.objects.filter(pk=visit.pk).update(round=visit.round + 1, by_hand_at=None)
    visit.round, visit.by_hand_at = visit.round + 1, None
    if visit.state == "open":
        transition(visit, "offer", by=SYSTEM, now=now, facts={"round": visit.round})
    return [send_offer(visit, one, by=SYSTEM, now=now) for one in chosen]


def _willing(visit: Visit, candidates: Iterable[Candidate], *, now: datetime) -> list[Candidate]:
    """Return those for whom the brand vouches still, but who said no or let the time run out."""
    asked = visit.offers.exclude(state="withdrawn", why__in=choices.NO_WORD_OF_HIS).exclude(state="lapsed")
    refused = set(asked.values_list("technician_id", flat=True))
    return [one for one in _vouched(visit, candidates, now=now) if one.technician.id not in refused]


def _vouched(visit: Visit, candidates: Iterable[Candidate], *, now: datetime) -> list[Candidate]:
    """Return for whom the brand still vouches, and for his outlet: they were found before this block began."""
    several = [
        (
            one,
            {
                WordFor("technician", one.technician.number, visit.skill),
                WordFor("outlet", one.outlet.code),
            },
        )
        for one in candidates
    ]
    wanted = frozenset().union(*(subjects for _one, subjects in several))
    day = day_of(visit, next((one.arrive_at for one, _subjects in several), None), now=now)  # all were found for it
    known = network.all_vouched(visit.brand, wanted, days=network.days_of(now, day)) if wanted else frozenset()
    return [one for one, subjects in several if subjects <= known]


def _by_hand(visit: Visit, silent: Iterable[Outlet], *, now: datetime) -> None:
    Visit.objects.filter(pk=visit.pk).update(by_hand_at=now)
    visit.by_hand_at = now
    codes = ", ".join(sorted(one.code for one in silent))
    why = {"why": "silent", "outlets": codes} if codes else {}
    timeline.write(visit.stream(), "visits.by_hand", by=SYSTEM, now=now, facts={"row": str(visit.id), **why})
