"""The story: what the cast lived through these days, from a fresh report to a redo under the guarantee."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from anxin.core.acting import acting
from anxin.demo import (
    accounts,
    album,
    bench,
    cast,
    counties,
    disputes,
    docket,
    false_numbers,
    ground,
    guides,
    invoices,
    shelves,
    streets,
    walk,
)
from anxin.demo.county_tables import CITIES
from anxin.demo.loaded_demo import Loaded
from anxin.demo.walk import Walked
from anxin.domain.insight import actions as insight
from anxin.domain.insight import tasks as figures
from anxin.domain.people import queries as people
from anxin.domain.publications import actions as publications
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.actions import PartGiven, QuoteLineGiven
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits

TANGXIA_LINES = (QuoteLineGiven(code="WH-IGN"), QuoteLineGiven(code="WH-FIT"))
TANGXIA_PARTS = (PartGiven(code="WH-IGN"),)
LOCK_ALBUM = {"before": "lock-dark-1", "plate": "lock-plate-1", "work": "lock-work-1", "after": "lock-whole-1"}


type Links = dict[str, str]


def load(*, now: datetime, whole: bool = False) -> Loaded:
    """Tell the story once: what is under way now; what is over too where `whole` (a minute or two)."""
    if Repair.objects.exists():
        return loaded({}, now=now)
    links = tell(now=now, whole=whole)
    return loaded(links | open_cases(now=now, whole=whole), now=now)


def go_on(links: dict[str, str], *, now: datetime) -> Loaded:
    """Return what is under way, on top of what was settled before."""
    return loaded(links | open_cases(now=now), now=now)


def loaded(links: dict[str, str], *, now: datetime) -> Loaded:
    """Say who can sign in, whose phone is known, which links open a case."""
    phones = tuple(one.phone for one in cast.CUSTOMERS[:3])
    acting(partial(_publish, now))
    figures.gather.func(now=now)
    return Loaded(logins=accounts.open_all(now=now), phones=phones, links=links, api_token=accounts.api_token(now=now))


def _publish(now: datetime) -> None:
    """Work out what the public pages tell: how long it took, and who is in which city."""
    insight.measure(now=now)
    for brand in people.organisations_of("brand"):
        publications.renew_cities(brand=brand, now=now)


def tell(*, now: datetime, whole: bool = True, say: Callable[[str], None] = lambda _line: None) -> Links:
    """Return what is over or rests: it may be told days before it is looked at. Give the links of the cast's cases."""
    links = tell_repairs(now=now, whole=whole, say=say)
    return links | tell_claims(now=now, say=say) if whole else links


def tell_repairs(*, now: datetime, whole: bool, say: Callable[[str], None]) -> Links:
    """Tell the repairs that are over: the cast's, and where `whole` those of the counties."""
    accounts.open_all(now=now)
    ground.portraits(now=now)
    acting(partial(guides.publish_legal, now=now))
    acting(partial(shelves.fill, now=now - timedelta(days=60)))
    links = _cases(now, OVER)
    if whole:
        counties.lay(now=now)
        false_numbers.tell(now=now)
    for index, city in enumerate(CITIES if whole else ()):
        counties.fill(index, now=now)
        say(f"{city[1]}: {Repair.objects.count()} repairs")
    return links


def tell_claims(*, now: datetime, say: Callable[[str], None]) -> Links:
    """Tell the claims that are over or rest; the ground is laid."""
    disputes.advance_answers(now=now - timedelta(days=40))
    disputes.return_addresses(now=now - timedelta(days=40))
    links = {}
    for case in docket.OVER:
        links[f"claim_{case.name}"] = f"/c/{disputes.tell(case, now=now).token}/"
        say(f"claim: {case.name}")
    return links


def open_cases(*, now: datetime, whole: bool = True) -> dict[str, str]:
    """Return what is under way at this moment: seconds. Give the links of these cases."""
    links = _cases(now, UNDER_WAY)
    for case in docket.LIVE if whole else ():
        links[f"claim_{case.name}"] = f"/c/{acting(partial(disputes.tell, case, now=now)).token}/"
    if whole:
        disputes.orders_to_pack(now=now)
        for index in range(len(CITIES)):
            counties.begin(index, now=now)
    return links


def _cases(now: datetime, names: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in sorted(names, key=lambda name: -CASES[name][0]):
        hours, work = CASES[name]
        one = acting(partial(work, now - timedelta(hours=hours)))
        found[name] = f"/c/{one.token}/"
    return found


def _lock(at: datetime, state: str, customer: cast.Customer = cast.MS_ZHANG) -> Walked:
    return _reported_lock(at, customer, by_day=True).until(state)


def _reported_lock(at: datetime, customer: cast.Customer = cast.MS_ZHANG, *, by_day: bool = False) -> Walked:
    """A lock is reported with a picture of it; what the technician takes later is the album's too."""
    one = walk.begin(walk.a_report(now=at, customer=customer, by_day=by_day), now=at)
    streets.find_house(one, customer, now=at)
    one.album = LOCK_ALBUM
    shown = walk.in_a_block(lambda: album.seal("lock-dark-2", now=at))
    one.do(lambda: repairs.add_picture(repair=one.repair, file=shown, by=one.customer, now=at), minutes=0)
    return one


def _closed(at: datetime) -> Walked:
    """Ms Zhang's lock is mended and paid, and its invoice is with her."""
    one = _lock(at, "closed")
    invoices.written(one, invoices.asked(one, invoices.HERSELF), "25500000000000000001")
    return one


def _quote_waits(at: datetime) -> Walked:
    """Ms Zhang's lock at this hour: the technician is there, his quote waits for her."""
    return _reported_lock(at).until("quoted")


def _code_ready(at: datetime) -> Walked:
    """The buyer's lock: everything is done, the code waits to be read out."""
    one = _reported_lock(at, cast.MAIMAITI_HERE)
    one.technician = cast.MASTER_LU
    return one.until("billed")


def _grandma(at: datetime, state: str) -> Walked:
    """Grandma Li rings from her landline; the agent writes it down."""
    report = walk.a_report(
        now=at,
        customer=cast.GRANDMA_LI,
        brand="qingfeng",
        code="RS-16",
        symptoms=("no_fire",),
        told="热水器打不着火，我一个人在家",
        by_day=True,
    )
    one = walk.begin(report, now=at, by=walk.actor(cast.XIAO_CHEN, now=at))
    streets.find_house(one, cast.GRANDMA_LI, now=at)
    one.technician, one.manager = cast.MASTER_TIAN, cast.BOSS_TANG
    one.lines, one.parts = TANGXIA_LINES, TANGXIA_PARTS
    return one.until(state)


def _grandma_booked(at: datetime) -> Walked:
    return _grandma(at, "booked")


def _absent(at: datetime) -> Walked:
    """The technician stood before a closed door: rang, waited, wrote it down."""
    one = _lock(at, "on_site", cast.BUYER_HERE)
    luo = one.by(cast.MASTER_LUO)
    one.do(lambda: visits.record_call(visit=one.visit, purpose="absence", answered=False, by=luo, now=one.now))
    one.do(lambda: visits.miss_by_customer(visit=one.visit, by=luo, now=one.now), minutes=20)
    return one


def _on_the_phone(at: datetime) -> Walked:
    """Four fresh batteries were all it took."""
    one = _lock(at, "accepted", cast.NEIGHBOUR)
    chen = one.by(cast.XIAO_CHEN)
    how = "按提示换了 4 节新电池，面板亮了，指纹能开"
    one.do(lambda: repairs.solve_remotely(repair=one.repair, how=how, by=chen, now=one.now), minutes=7)
    return one


def _offered(at: datetime) -> Walked:
    """A fresh lock, offered to Master Luo a moment ago."""
    return _lock(at, "named", cast.NEIGHBOUR)


def _fresh(at: datetime) -> Walked:
    """A report that nobody has accepted yet."""
    return _lock(at, "submitted", cast.BUYER_HERE)


def _redo(at: datetime) -> Walked:
    """A closed repair whose fault came back inside the guarantee; finance has yet to write its invoice."""
    one = _lock(at, "closed", cast.BUYER_HERE)
    invoices.asked(one, invoices.HIS_COMPANY)
    one.now += timedelta(days=4)
    one.do(lambda: repairs.rework(repair=one.repair, why="指纹又没反应了", by=one.customer, now=one.now))
    return one


def _bench(at: datetime, mode: str, turn: str, customer: cast.Customer) -> Walked:
    one = bench.report(now=at, mode=mode, customer=customer)
    streets.find_house(one, customer, now=at)
    one.album = {**LOCK_ALBUM, "receipt": "lock-dark-2"}
    return bench.until(one, turn)


def _brought(at: datetime) -> Walked:
    """A lock brought to Boss He's counter is mended; it is to be paid and collected."""
    return _bench(at, "drop_off", "mended", cast.BUYER_HERE)


def _sent_in(at: datetime) -> Walked:
    """A lock came in a parcel that nobody has opened yet."""
    return _bench(at, "mail_in", "here", cast.NEIGHBOUR)


# name of the link → (hours ago, what happened)
CASES = {
    "closed": (53.0, _closed),
    "quote_waits": (5.2, _quote_waits),
    "code_ready": (6.4, _code_ready),
    "grandma_booked": (1.4, _grandma_booked),
    "absent": (30.0, _absent),
    "solved_on_the_phone": (26.0, _on_the_phone),
    "offered": (0.12, _offered),
    "fresh": (0.02, _fresh),
    "redo": (125.0, _redo),
    "brought": (20.0, _brought),
    "sent_in": (27.0, _sent_in),
}
OVER = ("closed", "absent", "solved_on_the_phone", "redo")
UNDER_WAY = tuple(name for name in CASES if name not in OVER)
