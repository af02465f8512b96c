"""Every way to a job, words ending between its promise and its going: the check vouches for whoever goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Authorisation, Skill, Technician
from anxin.domain.visits.models import Offer, Visit
from anxin.domain.visits.rules import local_day
from tests.domain.test_commands import WHOLE
from tests.domain.visits.test_vouched import LUO, check_says, examples, heyan, on_one, owner, put, words
from tests.domain.visits.ways import HOUSE, WAYS, Go, Scene

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Ends:
    """What ends between the promise and the going, in days from now (None: not), and how far ahead it is wanted."""

    his: int | None = None
    its: int | None = None
    able: int | None = None
    told: str = ""
    expired: bool = False
    ahead: int = 0


DAYS = st.none() | st.integers(-1, 3)
ENDS = st.builds(
    Ends,
    his=DAYS,
    its=DAYS,
    able=DAYS,
    told=st.sampled_from(["", "", "", "suspend", "revoke", "outlet", "key_lost", "unlearned", "left", "sick"]),
    expired=st.booleans(),
    ahead=st.integers(0, 3),
)
ALONE = {
    **{"his word over": Ends(his=-1), "over and expired": Ends(his=-1, expired=True), "its word over": Ends(its=-1)},
    **{
        "certificate over": Ends(able=-1),
        "over by then": Ends(his=1, ahead=2),
        "its over by then": Ends(its=1, ahead=2),
    },
    "certificate over by then": Ends(able=1, ahead=2),
    **{one: Ends(told=one) for one in ("suspend", "revoke", "outlet", "key_lost", "unlearned", "left", "sick")},
}


def end(case: Ends, now: datetime) -> None:
    """Let words and certificates end as a case says: first what ended by its day, then what somebody ended."""
    for days, code, kind in ((case.his, LUO, "technician"), (case.its, HOUSE, "outlet")):
        if days is not None:
            put([(-40, 40 + days, "authorised", ("", "门锁"))], [code], lost=False, now=now, kind=kind)
    if case.able is not None:
        until = local_day(now) + timedelta(days=case.able)
        acting(lambda: relearned(until, now))
    if case.expired:
        expire(now)
    if case.told:
        acting(lambda: told(case.told, now))


def relearned(until: date, now: datetime) -> None:
    """Have his certificates written down anew, with their last day."""
    for row in Skill.objects.filter(technician__number=LUO).select_related("technician"):
        about = {"code": row.code, "level": row.level, "certificate": row.certificate, "until_date": until}
        network.qualify(technician=row.technician, **about, by=owner(), now=now)


def expire(now: datetime) -> None:
    for row in queries.over(on=local_day(now)):
        acting(partial(network.expire, authorisation=row, now=now))


def told(how: str, now: datetime) -> None:
    luo, by = Technician.objects.get(number=LUO), owner()
    today = local_day(now)
    if how in ("suspend", "revoke"):
        for row in words():
            getattr(network, how)(authorisation=row, why="查实", by=by, now=now)
    elif how == "outlet":
        for row in Authorisation.objects.filter(brand=heyan(), kind="outlet", code=HOUSE, state="authorised"):
            network.suspend(authorisation=row, why="整改", by=by, now=now)
    elif how == "key_lost":
        network.lose_key(brand=heyan(), why="电脑丢了", by=by, now=now)
    elif how == "unlearned":
        for row in luo.skills.all():
            network.end_skill(skill=row, why="证书注销", by=by, now=now)
    elif how == "left":
        for row in luo.engagements.filter(to_at=None):
            network.dismiss(engagement=row, by=by, now=now)
    else:
        network.absent(technician=luo, kind="sick", from_date=today, to_date=today + timedelta(days=9), by=by, now=now)


def gone(it: Scene, go: Go, case: Ends) -> set[str] | None:
    """Go a way after words have ended; give what is wrong with whoever goes by it, None where it was refused."""
    it, point = it.anew(), transaction.savepoint_create()
    end(case, it.now)
    try:
        asked = go(it, case.ahead)
    except AnxinError:
        return None
    else:
        at = it.walked.now if it.one else it.now
        return set(wrong(at, houses=asked if isinstance(asked, set) else set()))
    finally:
        transaction.savepoint_rollback(point)


def wrong(now: datetime, *, houses: set[str]) -> Iterator[str]:
    """Yield of whoever was asked or sent, and through which outlet, what the public check or his certificate says."""
    rows = Offer.objects.filter(state__in=["sent", "seen", "accepted"]).select_related("visit", "technician", "outlet")
    sent = (
        Visit.objects.exclude(state="cancelled").filter(technician__isnull=False).select_related("technician", "outlet")
    )
    pairs = [
        *((one.visit, one.technician, one.outlet) for one in rows),
        *((one, one.technician, one.outlet) for one in sent),
    ]
    for visit, technician, outlet in pairs:
        then = max(now, visit.wanted_from_at) if visit.mode == "visit" else now
        for moment in (now, then):
            if not check_says(technician.number, moment):
                yield f"{technician.number} {visit.state} {moment:%m-%d}"
            if outlet is None or not check_says(outlet.code, moment, "outlet"):
                yield f"{outlet} {visit.state} {moment:%m-%d}"
        rows = technician.skills.filter(code=visit.skill)
        if not any(one.until_date is None or one.until_date >= local_day(then) for one in rows):
            yield f"{technician.number} {visit.state} no {visit.skill}"
    yield from (f"{one} is asked" for one in houses if not check_says(one, now, "outlet"))


def a_third_of_what_ends(name: str) -> dict[str, Ends]:
    """Return a third of what ends alone for one way, another for the next: of three neighbours each end meets one."""
    first = [*WAYS].index(name)
    return {how: case for place, (how, case) in enumerate(ALONE.items(), first) if place % 3 == 0}


@on_one
class TestEveryWay:
    def test_meets_everything_that_ends_on_several_ways(self) -> None:
        met = [how for name in WAYS for how in a_third_of_what_ends(name)]
        assert min(met.count(how) for how in ALONE) >= 4

    @WHOLE
    @pytest.mark.parametrize("name", WAYS)
    def test_is_gone_where_nothing_ended_and_brings_nobody_after_that(
        self, name: str, now: datetime, *, whole: bool
    ) -> None:
        way = WAYS[name]
        it = way.start(now)
        assert gone(it, way.go, Ends()) == set()
        ends = ALONE if whole else a_third_of_what_ends(name)
        found = {how: gone(it, way.go, case) for how, case in ends.items()}
        assert {how: what for how, what in found.items() if what} == {}

    @examples(25)
    @given(name=st.sampled_from([*WAYS]), case=ENDS)
    def test_brings_nobody_whatever_ended(self, name: str, case: Ends, now: datetime) -> None:
        holds(name, case, now)

    @pytest.mark.soak
    @examples(1500)
    @given(name=st.sampled_from([*WAYS]), case=ENDS)
    def test_brings_nobody_through_many_cases(self, name: str, case: Ends, now: datetime) -> None:
        holds(name, case, now)


def holds(name: str, case: Ends, now: datetime) -> None:
    way, point = WAYS[name], transaction.savepoint_create()
    try:
        assert not gone(way.start(now), way.go, case)
    finally:
        transaction.savepoint_rollback(point)
