"""An outlet is told what others change of it: who works there, its days, hours and areas, brands' words for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.commands import OUTLETS, TABLE
from anxin.domain.network.commands.outlet_work import details
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.notices import queries
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as persons
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from tests import builders
from tests.domain.notices.test_wishes import told

pytestmark = pytest.mark.django_db
HEADS = {cast.BOSS_HE.username, cast.XIAO_FANG.username}


@pytest.fixture
def outlet(now: datetime) -> Outlet:
    ground.lay(now=now)
    return Outlet.objects.get(code="AX-CD-01")


def luo() -> Technician:
    return Technician.objects.get(number=cast.MASTER_LUO.number)


def desk(now: datetime) -> Actor:
    return builders.actor(cast.ADMIN, now=now)


def brand() -> Organisation:
    return people.organisation(cast.HEYAN.slug)


def give(outlet: Outlet, name: str, now: datetime, by: Actor | None = None, **fields: object) -> None:
    acting(lambda: OUTLETS.give(name, row=outlet, by=by or desk(now), now=now, fields=fields))


def read(now: datetime) -> list[str]:
    """Return what the lead of the outlet reads and has not read yet, newest first."""
    return [one.text for one in queries.inbox(builders.actor(cast.BOSS_HE, now=now), only="unread").rows]


def test_begins_with_nothing_unread(outlet: Outlet, now: datetime) -> None:
    assert read(now) == []


class TestOfWhoWorksThere:
    def test_hears_of_an_employment_that_begins_and_of_one_that_ends(self, outlet: Outlet, now: datetime) -> None:
        other = Technician.objects.exclude(engagements__outlet=outlet).first()
        assert other is not None
        acting(lambda: network.employ(technician=other, outlet=outlet, brand=brand(), by=desk(now), now=now))
        (text,) = read(now)
        assert (other.called in text, outlet.code in text, brand().name in text) == (True, True, True)
        assert told() == {name: {"member_began"} for name in HEADS}
        made = other.engagements.get(outlet=outlet)
        acting(lambda: network.dismiss(engagement=made, by=desk(now), now=now))
        (text,) = read(now)
        assert outlet.code in text
        assert "…" not in text

    def test_hears_once_of_many_that_end_in_one_file(self, outlet: Outlet, now: datetime, tmp_path: Path) -> None:
        rows = list(
            outlet.engagements.filter(to_at=None).values_list("technician__number", "outlet__code", "brand__slug")
        )
        assert len(rows) > 3
        known, path = imports.table("employment_ends"), tmp_path / "ends.csv"
        path.write_text("\n".join(["工号,网点,品牌", *(",".join(one) for one in rows)]), encoding="utf-8")
        columns = dict(zip(("number", "outlet", "brand"), ("工号", "网点", "品牌"), strict=True))
        sheet = tables.read(known.columns, path, mapping=tables.Mapping(columns=columns))
        acting(lambda: imports.apply(known, sheet, by=desk(now), now=now))
        heard = Notice.objects.filter(code="member_ended", read_at=None)
        assert {one.account.username for one in heard if one.account} == HEADS
        assert [one.facts["count"] for one in heard] == [len(rows)] * 2
        (text,) = read(now)
        assert f"{len(rows)} 份任职结束" in text

    def test_hears_anew_of_what_comes_after_it_has_read_or_later(self, outlet: Outlet, now: datetime) -> None:
        ends = list(outlet.engagements.filter(to_at=None).select_related("technician", "outlet", "brand"))[:3]
        for one, at in zip(ends, (now, now, now + timedelta(hours=1)), strict=True):
            acting(partial(network.dismiss, engagement=one, by=desk(now), now=at))
            Notice.objects.filter(account__username=cast.XIAO_FANG.username).update(read_at=at)
        mine = Notice.objects.filter(code="member_ended")
        assert mine.filter(account__username=cast.BOSS_HE.username).count() == 2
        assert mine.filter(account__username=cast.XIAO_FANG.username).count() == 3

    def test_hears_that_who_came_by_an_import_is_gone_with_it(self, outlet: Outlet, now: datetime) -> None:
        person = persons.enrolled_anew(name="郑师傅", phone="13800000977", now=now)
        point = {"lng": outlet.lng, "lat": outlet.lat, "since_date": now.date()}
        new = network.register_technician(person=person, account=None, number="AX-977", called="郑师傅", **point)
        acting(lambda: network.engage(technician=new, outlet=outlet, brand=brand(), by=desk(now), now=now))
        assert told() == {name: {"member_began"} for name in HEADS}
        acting(lambda: imports.table("technicians").remove(key={"number": "AX-977"}, by=desk(now), now=now))
        (text,) = read(now)
        assert (outlet.organisation.name in text, brand().name in text) == (True, True)
        assert told() == {name: {"member_undone"} for name in HEADS}

    def test_is_not_told_what_it_does_itself(self, outlet: Outlet, now: datetime) -> None:
        day = now.date() + timedelta(days=9)
        boss = builders.actor(cast.BOSS_HE, now=now)
        give(outlet, "closure", now, by=boss, from_date=day, to_date=day, why="盘点")
        assert told() == {cast.XIAO_FANG.username: {"outlet_closed"}}


class TestOfItself:
    @pytest.mark.parametrize(
        ("change", "codes", "says"),
        [
            (lambda it, now: closes(it, now), ["outlet_closed"], "停业"),
            (lambda it, now: (closes(it, now), opens(it, now)), ["outlet_closed", "outlet_reopened"], "提前恢复营业"),
            (lambda it, now: kept(it, now, opens="09:00–17:00"), ["outlet_hours"], "09:00–17:00"),
            (lambda it, now: kept(it, now, capacity="7"), ["outlet_kept"], "接单方式"),
            (lambda it, now: give(it, "stop", now, why="整顿"), ["outlet_stopped"], "暂停接新单"),
            (lambda it, now: serves(it, now, ("shared:510107",)), ["outlet_area"], "新增 1 个服务区、减少 1 个"),
        ],
    )
    def test_hears_what_the_desk_sets(
        self, outlet: Outlet, now: datetime, change: Callable[[Outlet, datetime], object], codes: list[str], says: str
    ) -> None:
        change(outlet, now)
        texts = read(now)
        assert says in texts[0]
        assert outlet.organisation.name in texts[0]
        assert told() == {name: set(codes) for name in HEADS}


def closes(outlet: Outlet, now: datetime) -> None:
    day = now.date() + timedelta(days=9)
    give(outlet, "closure", now, from_date=day, to_date=day, why="盘点")


def opens(outlet: Outlet, now: datetime) -> None:
    give(outlet, "closure-end", now + timedelta(minutes=1), closure=str(outlet.closures.get().pk))


def kept(outlet: Outlet, now: datetime, **told_of: str) -> None:
    stands = {name: value for name, value in details(outlet, now).items() if value}
    give(outlet, "details", now, **{**stands, **told_of})


def serves(outlet: Outlet, now: datetime, areas: tuple[str, ...]) -> None:
    give(outlet, "coverage", now, brand=cast.HEYAN.slug, areas=areas)


class TestOfABrandsWord:
    def word(self) -> Authorisation:
        return Authorisation.objects.get(kind="outlet", code="AX-CD-01", brand=brand(), state="authorised")

    def gives(self, name: str, now: datetime, row: Authorisation | None = None, **fields: object) -> None:
        acting(lambda: TABLE.give(name, row=row or self.word(), by=ground.owner_of(brand()), now=now, fields=fields))

    def test_hears_that_it_is_suspended_given_again_and_taken_back(self, outlet: Outlet, now: datetime) -> None:
        row = self.word()
        for name, code, fields in (
            ("suspension", "outlet_word_off", {"why": "投诉"}),
            ("resumption", "outlet_word_back", {}),
            ("revocation", "outlet_word_ended", {"why": "不再合作"}),
        ):
            self.gives(name, now, row=Authorisation.objects.get(pk=row.pk), **fields)
            (text,) = read(now)
            assert brand().name in text
            assert told() == {each: {code} for each in HEADS}

    def test_hears_of_a_renewal_once_and_not_that_the_earlier_word_ended(self, outlet: Outlet, now: datetime) -> None:
        row = self.word()
        self.gives("renewal", now, row=row, to_date=row.to_date + timedelta(days=365))
        assert told() == {each: {"outlet_word"} for each in HEADS}
        later = now + (row.to_date - now.date()) + timedelta(days=2)
        acting(lambda: network.expire(authorisation=Authorisation.objects.get(pk=row.pk), now=later))
        assert told() == {}

    def test_hears_that_it_is_over(self, outlet: Outlet, now: datetime) -> None:
        row = self.word()
        later = now + (row.to_date - now.date()) + timedelta(days=2)
        acting(lambda: network.expire(authorisation=row, now=later))
        assert told() == {each: {"outlet_word_over"} for each in HEADS}

    def test_hears_nothing_of_a_technicians_word(self, outlet: Outlet, now: datetime) -> None:
        row = Authorisation.objects.filter(kind="technician", code=luo().number, state="authorised").first()
        assert row is not None
        acting(lambda: network.revoke(authorisation=row, why="x", by=SYSTEM, now=now))
        assert told() == {}
