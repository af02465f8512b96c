"""Every way a technician or an outlet comes to a job, each played from just before it by the commands people give."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Invalid
from anxin.demo import bench, cast, walk
from anxin.domain.goods import queries as goods
from anxin.domain.network import actions as network
from anxin.domain.opening.actions import rehearsal_steps
from anxin.domain.repairs.wording.tables import TAKEN_OVER_STATES
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visit_queries
from anxin.domain.visits.commands import OFFERS, ORDERS
from anxin.domain.visits.gateway import Candidate
from anxin.domain.visits.models import Offer, OutletOrder
from anxin.domain.visits.rules import local_day
from tests import builders
from tests.domain.repairs.test_takeovers import brought as brought_in
from tests.domain.repairs.test_takeovers import line
from tests.domain.visits.scenes import (
    Scene,
    afar,
    at,
    brought,
    claimed,
    deng,
    found_before,
    he,
    laid,
    waiting,
    with_texts,
)

LUO, HOUSE = cast.MASTER_LUO.number, "AX-CD-01"
PROGRAM = Actor(kind="token", id="0199", roles=frozenset({"reporter"}), via="api")


type Go = Callable[[Scene, int], object]
"""Go a way, so many days ahead; raise what refuses it."""


def order_of(it: Scene) -> OutletOrder:
    rows = OutletOrder.objects.select_related("outlet", "visit").filter(visit=it.walked.visit)
    return rows.latest("created_at")


def sought(it: Scene, ahead: int) -> None:
    it.later(ahead)
    acting(lambda: visits.seek(visit=it.walked.visit, now=it.now))
    it.run()


def sent_round(it: Scene, ahead: int) -> None:
    found: Iterable[Candidate] = it.found or ()
    acting(lambda: visits.send_round(visit=it.walked.visit, candidates=found, now=it.now))


def asked_again(it: Scene, ahead: int) -> None:
    found: Iterable[Candidate] = it.found or ()
    acting(lambda: visits.send_round(visit=it.walked.visit, candidates=(), now=it.now))
    acting(lambda: visits.ask_again(visit=it.walked.visit, candidates=found, now=it.now))


def by_a_person(how: str) -> Go:
    def go(it: Scene, ahead: int) -> None:
        it.later(ahead)
        it.give("offer", deng(it), technician=LUO, how=how, why="熟人")

    return go


def ordered(it: Scene, ahead: int) -> set[str]:
    it.later(ahead)
    it.give("order", deng(it), outlet=HOUSE)
    return {HOUSE}


def asked(now: datetime) -> Scene:
    it = at("triaged")(now)
    ordered(it, 0)
    return replace(it, now=it.walked.now)


def takes(it: Scene, ahead: int) -> set[str]:
    it.walked.do(lambda: ORDERS.give("acceptance", row=order_of(it), by=he(it), now=it.walked.now, fields={}))
    return {HOUSE}


def names(it: Scene, ahead: int) -> set[str]:
    told = {"technician": LUO}
    it.walked.do(lambda: ORDERS.give("technician", row=order_of(it), by=he(it), now=it.walked.now, fields=told))
    return {HOUSE}


def sends(it: Scene, ahead: int) -> set[str]:
    told = {"technician": LUO, "how": "send"}
    it.walked.do(lambda: ORDERS.give("technician", row=order_of(it), by=he(it), now=it.walked.now, fields=told))
    return {HOUSE}


def says_yes(it: Scene, ahead: int) -> None:
    one = it.walked
    offer, by = Offer.objects.filter(visit=one.visit).latest("created_at"), one.by(cast.MASTER_LUO)
    one.do(lambda: OFFERS.give("acceptance", row=offer, by=by, now=one.now, fields={}))


def span(it: Scene, ahead: int) -> dict[str, datetime]:
    from_at, to_at = it.moved(ahead)
    return {"from_at": from_at, "to_at": to_at}


def sets_out(it: Scene, ahead: int) -> None:
    it.walked.now = it.moved(ahead)[0] - timedelta(minutes=30)
    it.job("departure")


def turns_back(it: Scene, ahead: int) -> None:
    sets_out(it, ahead)
    it.walked.now += timedelta(minutes=2)
    it.job("turning-back")


def arrives(it: Scene, ahead: int) -> None:
    it.walked.now = it.moved(ahead)[0]
    place = it.walked.repair.place
    it.job("arrival", lng=place.lng, lat=place.lat)


def reported(by: Callable[[datetime], Actor], **how: object) -> Go:
    def go(it: Scene, ahead: int) -> None:
        spans = [one for one in visit_queries.windows_asked(now=it.now) if one[0] > it.now + timedelta(hours=4)]
        from_at, to_at = spans[min(ahead * 6, len(spans) - 1)]
        given = replace(walk.a_report(now=it.now), wanted_from_at=from_at, wanted_to_at=to_at, **how)  # type: ignore[arg-type]
        it.one = walk.begin(given, now=it.now, by=by(it.now))
        it.walked.until("accepted")
        it.give("triage", it.walked.by(cast.XIAO_CHEN))
        it.run()

    return go


def sent_after_all(it: Scene, ahead: int) -> None:
    spans = visit_queries.windows_asked(now=it.walked.now)
    from_at, to_at = spans[min(ahead * 6 + 3, len(spans) - 1)]
    it.give("window", it.walked.customer, from_at=from_at, to_at=to_at)
    it.run()


def resumed(it: Scene, ahead: int) -> None:
    it.give("resumption", deng(it), window=it.offered(ahead))
    it.run()


def replaced(it: Scene, ahead: int) -> None:
    luo, day = builders.technician(), local_day(it.now)
    days = {"from_date": day, "to_date": day + timedelta(days=ahead)}
    acting(lambda: network.absent(technician=luo, kind="sick", **days, by=he(it), now=it.now))
    it.run()


def inspected(it: Scene, ahead: int) -> None:
    assert it.work is not None
    acting(it.work)
    it.run()


def taken_over(state: str) -> Go:
    """Bring a file in with a repair to which somebody goes already, or shall."""

    def go(it: Scene, ahead: int) -> None:
        who = LUO if state == "arranged" else ""
        going = f"{who},{local_day(it.now) + timedelta(days=1 + ahead)},上午"
        with TemporaryDirectory() as folder:
            report = brought_in(Path(folder), line(str(TAKEN_OVER_STATES[state]), sent=going), now=it.now)
        if report.refused:
            raise Invalid("technician", expected="somebody who may go", got=LUO)
        it.run()

    return go


def rehearsed(it: Scene, ahead: int) -> None:
    product = goods.product(brand=cast.HEYAN.slug, code="S3")
    play = rehearsal_steps.report(product=product, county="四川省成都市武侯区", now=it.now + timedelta(days=ahead))
    steps = acting(lambda: list(play))
    if not all(one.ok for one in steps):
        raise Invalid("county", expected="a played report", got=steps[-1].code)


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way, and from where it begins."""

    start: Callable[[datetime], Scene]
    go: Go


def desk(_now: datetime) -> Actor:
    return walk.actor(cast.XIAO_CHEN, now=_now)


WAYS = {
    "looked for": Way(start=at("triaged"), go=sought),
    "asked of whom was found before": Way(start=found_before, go=sent_round),
    "asked once he is free": Way(start=found_before, go=asked_again),
    "asked by a person": Way(start=at("triaged"), go=by_a_person("ask")),
    "set by a person": Way(start=at("triaged"), go=by_a_person("assign")),
    "his outlet asked": Way(start=at("triaged"), go=ordered),
    "taken by his outlet": Way(start=asked, go=takes),
    "named by his outlet": Way(start=at("ordered"), go=names),
    "sent by his outlet": Way(start=at("ordered"), go=sends),
    "says yes": Way(start=at("named"), go=says_yes),
    "books": Way(start=at("assigned"), go=lambda it, ahead: it.job("booking", **span(it, ahead))),
    "booked by the desk": Way(
        start=at("assigned"), go=lambda it, ahead: it.give("appointment", deng(it), window=it.offered(ahead))
    ),
    "moves": Way(start=at("booked"), go=lambda it, ahead: it.job("moving", **span(it, ahead), why="traffic")),
    "moved by the desk": Way(
        start=at("booked"),
        go=lambda it, ahead: it.give("rescheduling", deng(it), window=it.offered(ahead), why="desk"),
    ),
    "moved by the customer": Way(
        start=at("booked"),
        go=lambda it, ahead: it.give("window", it.walked.customer, **span(it, ahead + 1)),
    ),
    "sets out": Way(start=at("booked"), go=sets_out),
    "turns back": Way(start=at("booked"), go=turns_back),
    "is there": Way(start=at("booked"), go=arrives),
    "brought to the bench": Way(start=brought("drop_off"), go=lambda it, _ahead: bench.at_bench(it.walked)),
    "sent to the bench": Way(start=brought("mail_in"), go=lambda it, _ahead: bench.at_bench(it.walked)),
    "booked on the page": Way(start=laid, go=reported(lambda _now: STRANGER, holds=True)),
    "booked by phone": Way(start=laid, go=reported(desk, channel="phone", holds=True)),
    "booked by a program": Way(start=laid, go=reported(lambda _now: PROGRAM, channel="api", holds=True)),
    "sent after all": Way(start=afar, go=sent_after_all),
    "sent once more": Way(start=waiting, go=resumed),
    "replaced where he is ill": Way(start=at("booked"), go=replaced),
    "sent for a claim": Way(start=claimed, go=inspected),
    "taken over": Way(start=laid, go=taken_over("arranged")),
    "taken over and looked for": Way(start=laid, go=taken_over("triaged")),
    "rehearsed": Way(start=with_texts, go=rehearsed),
}

BOOKED = ("booked on the page", "booked by phone", "booked by a program")
PLAYED = {
    "visits/tasks.py": {
        "send_round": ("looked for", "asked of whom was found before"),
        "ask_again": ("asked once he is free",),
    },
    "visits/commands/__init__.py": {"accept": ("says yes",), "accept_order": ("taken by his outlet",)},
    "visits/commands/work.py": {
        "name_technician": ("named by his outlet",),
        "send_technician": ("sent by his outlet",),
    },
    "repairs/commands/work.py": {
        **{"offer_to": ("asked by a person",), "assign_by_hand": ("set by a person",)},
        "order_outlet": ("his outlet asked",),
    },
    "repairs/commands/appointments.py": {
        **{"book": ("booked by the desk", "books"), "reschedule": ("moved by the desk", "moves")},
    },
    "repairs/commands/job.py": {
        **{"set_out": ("sets out",), "turn_back": ("turns back",), "check_in": ("is there",)},
    },
    "repairs/actions/intake.py": {
        **{"open_visit": ("looked for", "taken over", "sent for a claim"), "seek": BOOKED, "Sent": ("taken over",)}
    },
    "repairs/actions/arrangements.py": {
        "reschedule": ("moved by the customer",),
        "seek": ("sent once more", "replaced where he is ill"),
    },
    "repairs/actions/remote.py": {"seek": ("sent after all",)},
    "repairs/actions/bench.py": {"begin_at_bench": ("brought to the bench", "sent to the bench")},
    "repairs/actions/takeovers.py": {
        **{"Sent": ("taken over",), "take_over": ("taken over",), "seek": ("taken over and looked for",)}
    },
    "opening/actions/rehearsal_steps.py": dict.fromkeys(
        ("assign_by_hand", "book", "set_out", "check_in"), ("rehearsed",)
    ),
}
"""Which way plays what a module calls to bring somebody to a job."""
