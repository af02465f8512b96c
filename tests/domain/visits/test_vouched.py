"""Nobody is sent whom, or through whom, the public check would not vouch for: not asked, not booked, not on the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.core import vault
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast, ground, walk
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Authorisation, BrandKey, Engagement, Outlet, Skill, Technician
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.network.rules import signatures
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visit_queries
from anxin.domain.visits.actions.offers import NotFit
from anxin.domain.visits.models import Offer, Visit
from anxin.domain.visits.rules import local_day, local_midnight
from tests import builders
from tests.patience import UNSCOPED

pytestmark = pytest.mark.django_db
# by what is authorised when, whatever the database: it is asked on one of them
on_one = pytest.mark.sqlite
POOL = [one.number for one in cast.TECHNICIANS]
STATES = ("authorised", "authorised", "suspended", "revoked")
LUO = cast.MASTER_LUO.number
FOR = {
    **{("", said): True for said in ("门锁", "智能锁、空调", "上门维修", "")},
    **{("", said): False for said in ("空调、热水器", "燃气灶安装", "智能锁（不含安装）", "电视、智能锁")},
    **{(goods, said): True for goods in ("lock", "*", "gas lock") for said in ("空调", "智能锁（不含安装）")},
    **{(goods, said): False for goods in ("air_conditioner", "electric gas") for said in ("门锁", "上门维修")},
}
"""The goods words are signed with, and their sentence; whether a reader takes them to be for a lock."""


def heyan() -> Organisation:
    return people.organisation(cast.HEYAN.slug)


def owner() -> Actor:
    return ground.owner_of(heyan())


def words(number: str = LUO) -> list[Authorisation]:
    return list(Authorisation.objects.filter(brand=heyan(), kind="technician", code=number, state="authorised"))


def check_says(number: str, now: datetime, kind: str = "technician") -> bool:
    """Ask the public check as a customer with a lock would: whether this brand vouches, for what he has."""
    card = queries.genuine_card(kind=kind, code=number, now=now)
    told = [(one.signed, one.scope) for one in card.vouched_by if one.brand == heyan().name] if card.genuine else []
    return any(FOR.get(word, True) for word in told)


def sendable(visit: Visit, now: datetime) -> set[str]:
    return {one.technician.number for one in gateway.candidates(visit, now=now)}


@on_one
class TestOnAnInstallationFilledByFiles:
    def test_a_technician_nobody_authorised_is_not_sent(self, now: datetime) -> None:
        """The first installation sent TX-001 while its own check said that nobody had authorised him."""
        visit = builders.a_visit(now=now, at="triaged")
        before = sendable(visit, now)
        home = Outlet.objects.get(code="AX-CD-01")
        luo = Technician.objects.get(number=LUO)
        Authorisation.objects.filter(kind="technician", code=LUO).update(code="AX-OLD", bare="AXOLD")
        assert luo.engagements.filter(outlet=home, brand=heyan()).exists()
        assert before - sendable(visit, now) == {LUO}
        dispatcher = Actor(kind="staff", id="d", roles=frozenset({"dispatcher"}))
        with pytest.raises(visits.NotVouched):
            acting(lambda: visits.assign_by_hand(visit=visit, technician=luo, why="熟人", by=dispatcher, now=now))


type Span = tuple[int, int, str, tuple[str, str]]
"""From how many days from now for how many a word is, how it stands, its goods and what it says it is for."""
OUTLET = ("", "报修")


class Undone(Exception):
    """He may go; nothing of it is kept."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """Words, engagements and certificates around one visit, and the day it is for, in days from now."""

    spans: list[Span]
    houses: list[Span]
    engaged: list[int | None]
    certified: list[int | None]
    ahead: int
    lost: bool


CASES = st.builds(
    Case,
    spans=st.lists(
        st.tuples(
            st.integers(-40, 40),
            st.integers(0, 40),
            st.sampled_from(["authorised", "suspended", "revoked"]),
            st.sampled_from(sorted(FOR)),
        ),
        min_size=4,
        max_size=8,
    ),
    houses=st.just([(-40, 80, "authorised", OUTLET)])
    | st.lists(
        st.tuples(
            st.integers(-20, 10),
            st.integers(0, 30),
            st.sampled_from(["authorised", "authorised", "suspended"]),
            st.just(OUTLET),
        ),
        min_size=1,
        max_size=3,
    ),
    engaged=st.lists(st.none() | st.integers(-2, 14), min_size=2, max_size=4),
    certified=st.lists(st.none() | st.integers(-2, 14), min_size=2, max_size=4),
    ahead=st.integers(0, 12),
    lost=st.booleans(),
)


def examples(count: int) -> settings:
    """Return so many examples, the same in every run."""
    return settings(max_examples=count, suppress_health_check=UNSCOPED, derandomize=True)


class TestWhoIsSent:
    @examples(12)
    @given(case=CASES)
    def test_is_exactly_who_the_check_vouches_for_then(self, case: Case, now: datetime) -> None:
        holds(case, now)

    @pytest.mark.soak
    @examples(400)
    @given(case=CASES)
    def test_is_so_through_many_cases(self, case: Case, now: datetime) -> None:
        holds(case, now)


def holds(case: Case, now: datetime) -> None:
    """Lay a case, and hold everybody whom the engine would send, or a dispatcher may, against the public check."""
    vouched_houses(now)
    visit, brand = builders.a_visit(now=now, at="triaged"), heyan()
    window = visit.wanted_to_at - visit.wanted_from_at
    visit.wanted_from_at = now + timedelta(days=case.ahead, hours=2)
    visit.wanted_to_at = visit.wanted_from_at + window
    then, day = visit.wanted_from_at, local_day(visit.wanted_from_at)
    Visit.objects.filter(pk=visit.pk).update(wanted_from_at=then, wanted_to_at=visit.wanted_to_at)
    Engagement.objects.filter(brand=brand, technician__number__in=POOL).update(to_at=None)
    Skill.objects.filter(code=visit.skill, technician__number__in=POOL).update(until_date=None)
    pool = {one.number: one for one, _home in every_one(visit, now)}
    (house,) = {home.code for _one, home in every_one(visit, now)}
    put(case.spans, sorted(pool), lost=False, now=now)
    put(case.houses, [house], lost=case.lost, now=now, kind="outlet")
    later = {number for number in pool if check_says(number, then)}
    lay(case, visit, sorted(pool), now)
    through = check_says(house, now, "outlet") and check_says(house, then, "outlet")
    assert [one.code for one in visit_queries.outlets(visit, now=now)] == ([house] if through else [])
    known = {number for number in pool if through and check_says(number, now)} & later
    here = {one.technician.number for one in living_now(Engagement.objects.filter(brand=brand), now)} & pool.keys()
    able = {one.technician.number for one in Skill.objects.filter(code=visit.skill).exclude(until_date__lt=day)}
    assert sendable(visit, now) <= known & here & able
    homes = [Outlet.objects.get(code=house)]
    found = queries.technicians_of(outlets=homes, brand=brand, now=now, day=day)
    fitting = {one.number for one, _home in found if queries.has_skill(one, visit.skill, day=day)}
    assert fitting == known & here & able
    sent = {number for number, one in pool.items() if goes(visit.pk, one, now)}
    assert sent <= known & here & able
    today = queries.technicians_of(brand=brand, now=now, day=local_day(now))
    theirs = {one.number for one, _home in today if queries.has_skill(one, visit.skill, day=local_day(now))}
    at_all = {one.technician.number for one in Skill.objects.filter(code=visit.skill).exclude(until_date__lt=now)}
    assert theirs & pool.keys() == {one for one in pool if check_says(one, now)} & at_all


def lay(case: Case, visit: Visit, numbers: list[str], now: datetime) -> None:
    """End engagements and certificates so many days from now."""
    for place, number in enumerate(numbers):
        ends, lasts = case.engaged[place % len(case.engaged)], case.certified[place % len(case.certified)]
        if ends is not None:
            rows = Engagement.objects.filter(technician__number=number, brand=visit.brand)
            rows.update(to_at=now + timedelta(days=ends, hours=1))
        if lasts is not None:
            until = local_day(now) + timedelta(days=lasts)
            Skill.objects.filter(technician__number=number, code=visit.skill).update(until_date=until)


def goes(visit: UUID, technician: Technician, now: datetime) -> bool:
    """Return whether a dispatcher may send somebody by hand; nothing of it stays."""
    dispatcher = Actor(kind="staff", id="d", roles=frozenset({"dispatcher"}))
    row = Visit.objects.get(pk=visit)

    def go() -> None:
        visits.assign_by_hand(visit=row, technician=technician, why="熟人", by=dispatcher, now=now)
        raise Undone

    try:
        acting(go)
    except (visits.NotVouched, visits.OutletNotVouched, NotFit):
        return False
    except Undone:
        return True
    raise AssertionError("neither refused nor done")


def every_one(visit: Visit, now: datetime) -> list[tuple[Technician, Outlet]]:
    """Give everybody engaged at the visit's place for its brand, vouched for or not."""
    outlets = visit_queries.outlets(visit, now=now)
    return [
        (row.technician, row.outlet)
        for outlet in outlets
        for row in outlet.engagements.filter(brand=visit.brand, to_at=None).select_related("technician", "outlet")
    ]


def vouched_houses(now: datetime) -> None:
    """Have the brand vouch for its outlets, with a key that isn't lost."""
    ground.lay(now=now)
    heyan().signing_keys.update(lost_at=None)
    for code in ("AX-CD-01", "AX-DG-01"):
        put([(-40, 80, "authorised", OUTLET)], [code], lost=False, now=now, kind="outlet")


def put(spans: list[Span], numbers: list[str], *, lost: bool, now: datetime, kind: str = "technician") -> None:
    """Give some words of these spans and states, each signed by the brand's key, and perhaps lose that key."""
    Authorisation.objects.filter(brand=heyan(), kind=kind, code__in=numbers).delete()
    Authorisation.objects.filter(kind="technician", brand__slug="qingfeng").update(state="authorised")
    heyan().signing_keys.update(lost_at=None)
    key = heyan().signing_keys.get()
    for place, (begins, length, state, said) in enumerate(spans):
        row = acting(partial(applied, numbers[place % len(numbers)], begins, length, now, kind, said))
        signature = signature_of(key, queries.statement_of(row))
        Authorisation.objects.filter(pk=row.pk).update(state=state, key=key, signature=signature)
    if lost:
        heyan().signing_keys.update(lost_at=now)


def applied(number: str, begins: int, length: int, now: datetime, kind: str, said: tuple[str, str]) -> Authorisation:
    begin = (now + timedelta(days=begins)).date()
    row = network.apply(
        brand=heyan(),
        kind=kind,
        code=number,
        goods=said[0],
        scope=said[1],
        from_date=begin,
        to_date=begin + timedelta(days=length),
        by=owner(),
        now=now,
    )
    network.approve(authorisation=row, by=owner(), now=now)
    Authorisation.objects.filter(pk=row.pk).update(state="authorised")  # the next may be applied for
    return row


def signature_of(key: BrandKey, content: bytes) -> str:
    return signatures.sign(vault.open_("network.key.private", key.id, key.private_sealed), content)


@on_one
class TestEveryVisitOfTheStory:
    @pytest.mark.parametrize("at", ["named", "assigned", "booked", "on_the_way"])
    def test_is_with_somebody_the_check_vouches_for(self, at: str, now: datetime) -> None:
        walked = builders.a_repair(now=now, at=at)
        visit = walked.visit
        asked = {one.technician.number for one in Offer.objects.filter(visit=visit).select_related("technician")}
        asked |= {visit.technician.number} if visit.technician else set()
        assert asked
        assert all(check_says(number, walked.now) for number in asked)


@on_one
class TestWordTakenBack:
    @pytest.mark.parametrize("at", ["assigned", "booked", "on_the_way"])
    @pytest.mark.parametrize("how", ["suspend", "revoke", "key_lost"])
    def test_lets_another_be_looked_for(self, at: str, how: str, now: datetime) -> None:
        walked = builders.a_repair(now=now, at=at)
        visit, then = walked.visit, walked.now
        assert visit.technician is not None
        take_back(how, visit.technician.number, then)
        visit.refresh_from_db()
        assert (visit.technician, visit.state) == (None, "open")

    def test_takes_an_open_offer_back(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="named")
        offer = Offer.objects.filter(visit=walked.visit, state__in=["sent", "seen"]).get()
        take_back("suspend", offer.technician.number, walked.now)
        offer.refresh_from_db()
        assert (offer.state, offer.why) == ("withdrawn", "not_vouched")

    def test_of_another_brand_changes_nothing(self, now: datetime) -> None:
        visit = builders.a_visit(now=now)
        row = Authorisation.objects.get(kind="technician", code=LUO, brand__slug="qingfeng")
        acting(lambda: network.suspend(authorisation=row, why="x", by=ground.owner_of(row.brand), now=now))
        visit.refresh_from_db()
        assert visit.technician is not None

    def test_an_hour_before_he_sets_out_keeps_him_at_home(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        visit = walked.visit
        Authorisation.objects.filter(brand=heyan(), code=LUO).update(state="suspended")
        with pytest.raises(visits.NotVouched):
            acting(lambda: visits.set_out(visit=visit, by=walked.by(cast.MASTER_LUO), now=walked.now))


def take_back(how: str, number: str, now: datetime) -> None:
    def work() -> None:
        if how == "key_lost":
            network.lose_key(brand=heyan(), why="电脑丢了", by=owner(), now=now)
            return
        for row in words(number):
            getattr(network, how)(authorisation=row, why="查实", by=owner(), now=now)

    acting(work)


@on_one
class TestTheDayHeWouldCome:
    def test_beyond_his_last_day_is_offered_to_nobody_and_booked_by_nobody(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="assigned")
        visit = walked.visit
        (row,) = words(LUO)
        beyond = walked.now + timedelta(days=(row.to_date - walked.now.date()).days + 3)
        shown = visit_queries.own_windows(visit, days=3, now=beyond)
        assert {one.works for one in shown} == {False}
        with pytest.raises(visits.NotVouched):
            acting(
                lambda: visits.book(
                    visit=visit,
                    from_at=beyond,
                    to_at=beyond + timedelta(hours=2),
                    by=walked.by(cast.MASTER_LUO),
                    now=walked.now,
                )
            )

    def test_after_his_certificate_ended_he_is_free_for_nothing_that_needs_it(self, now: datetime) -> None:
        visit = builders.a_visit(now=now, at="triaged")
        day = local_day(visit.wanted_from_at)
        Skill.objects.filter(code=visit.skill).update(until_date=day)
        assert sendable(visit, now)
        Skill.objects.filter(code=visit.skill).update(until_date=day - timedelta(days=1))
        assert not sendable(visit, now)


@on_one
class TestOverMidnight:
    """A window was wanted yesterday; his word ended with that day, and the next begins today."""

    @staticmethod
    def renewed(visit: Visit, now: datetime) -> datetime:
        put([(-40, 40, "authorised", ("", "门锁")), (1, 40, "authorised", ("", "门锁"))], [LUO], lost=False, now=now)
        today = local_day(visit.wanted_from_at) + timedelta(days=1)
        after = local_midnight(today) + timedelta(minutes=10)
        (over,) = queries.over(on=today)
        acting(lambda: network.expire(authorisation=over, now=after))
        assert check_says(LUO, after)
        return after

    @pytest.mark.parametrize("at", ["named", "booked", "on_the_way"])
    def test_who_is_vouched_for_again_keeps_what_he_has(self, at: str, now: datetime) -> None:
        walked = builders.a_repair(now=now, at=at)
        visit = walked.visit
        self.renewed(visit, now)
        visit.refresh_from_db()
        open_ = Offer.objects.filter(visit=visit, state__in=["sent", "seen"]).exists()
        assert open_ if at == "named" else visit.technician is not None

    def test_who_is_vouched_for_again_takes_the_offer(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="named")
        walked.now = self.renewed(walked.visit, now)
        walk.STEPS["assigned"](walked)
        assert walked.visit.state == "assigned"

    def test_who_is_vouched_for_no_more_is_not_sent(self, now: datetime) -> None:
        visit = builders.a_visit(now=now, at="triaged")
        after, luo = self.renewed(visit, now), Technician.objects.get(number=LUO)
        Authorisation.objects.filter(code=LUO, state="authorised").update(state="suspended")
        assert not goes(visit.pk, luo, after)
