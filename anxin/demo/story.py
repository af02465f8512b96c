"""The story: what the cast lived through these days, from a fresh report to a redo under the guarantee."""

from datetime import datetime, timedelta

from anxin.core import later
from anxin.demo import accounts, cast, counties, walk
from anxin.demo.loaded import Loaded
from anxin.demo.walk import Walked
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.actions import LineGiven, PartGiven
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits

TANGXIA_LINES = (LineGiven(code="WH-IGN"), LineGiven(code="WH-FIT"))
TANGXIA_PARTS = (PartGiven(code="WH-IGN"),)


def load(*, now: datetime, whole: bool = False) -> Loaded:
    """Tell the story once: the cast's own cases now, the counties' soon after (at once where `whole`)."""
    logins = accounts.open_all(now=now)
    links: dict[str, str] = {}
    if not Repair.objects.exists():
        links = {name: f"/c/{one.token}/" for name, one in _cases(now).items()}
        counties.lay(now=now)
        counties.fill_later(now=now)
        if whole:
            later.run_due(now, queues=("heavy",))
    phones = tuple(one.phone for one in cast.CUSTOMERS[:3])
    return Loaded(logins=logins, phones=phones, links=links, api_token=accounts.api_token(now=now))


def _cases(now: datetime) -> dict[str, Walked]:
    found = {}
    for name, tell in sorted(CASES.items(), key=lambda pair: -pair[1][0]):
        hours, work = tell
        found[name] = work(now - timedelta(hours=hours))
    return found


def _lock(at: datetime, state: str, customer: cast.Customer = cast.MS_ZHANG) -> Walked:
    return walk.begin(walk.a_report(now=at, customer=customer), now=at).until(state)


def _closed(at: datetime) -> Walked:
    return _lock(at, "closed")


def _quote_waits(at: datetime) -> Walked:
    """Ms Zhang's lock today: the technician is there, his quote waits for her."""
    return _lock(at, "quoted")


def _code_ready(at: datetime) -> Walked:
    """The buyer's lock: everything is done, the code waits to be read out."""
    one = walk.begin(walk.a_report(now=at, customer=cast.MAIMAITI_HERE), now=at)
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
        told="热水器打不着火,我一个人在家",
    )
    one = walk.begin(report, now=at, by=walk.actor(cast.XIAO_CHEN, now=at))
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
    how = "按提示换了 4 节新电池,面板亮了,指纹能开"
    one.do(lambda: repairs.solve_remotely(repair=one.repair, how=how, by=chen, now=one.now), minutes=7)
    return one


def _offered(at: datetime) -> Walked:
    """A fresh lock, offered to Master Luo a moment ago."""
    return _lock(at, "named", cast.NEIGHBOUR)


def _fresh(at: datetime) -> Walked:
    """A report that nobody has accepted yet."""
    return _lock(at, "submitted", cast.BUYER_HERE)


def _redo(at: datetime) -> Walked:
    """A closed repair whose fault came back inside the guarantee."""
    one = _lock(at, "closed", cast.BUYER_HERE)
    one.now += timedelta(days=4)
    one.do(lambda: repairs.rework(repair=one.repair, why="指纹又没反应了", by=one.customer, now=one.now))
    return one


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
}
