"""A technician or an outlet several brands work with: nobody writes over what the others' customers read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.ids import uuid7
from anxin.core.imports import ImportReport
from anxin.core.timeline import StreamKey
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account
from anxin.domain.people.queries.imports import plainly
from anxin.domain.staff.actions import imports as accounts
from tests.domain.network.test_desk import somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
A, B = "禾砚", "青枫"
MAN = "number,name,phone,outlet,since,hours,username,from,to"
SHOP = "code,name,division,street,phone,serves,from,to"
type Bring = Callable[..., ImportReport]


@pytest.fixture
def bring(tmp_path: Path, now: datetime) -> Bring:
    """Lay the cast, its outlets serving both brands; give a brand's owner who brings one row."""
    ground.lay(now=now)
    for outlet in Outlet.objects.all():
        for brand in SLUGS.values():
            network.widen(outlet=outlet, brand=people_queries.organisation(brand), division="510107", now=now)

    def brought(brand: str, row: str, *, head: str = MAN, at: datetime = now) -> ImportReport:
        owner = somebody("merchant_owner", people_queries.organisation(SLUGS[brand]).slug)
        name = "vouched_technicians" if head == MAN else "vouched_outlets"
        path = tmp_path / "brought.csv"
        path.write_text(f"brand,{head}\n{brand},{row}", encoding="utf-8")
        sheet = tables.read(imports.table(name).columns, path)
        return acting(lambda: imports.apply(imports.table(name), sheet, by=owner, now=at, partial=True))

    return brought


SLUGS = {A: cast.HEYAN.slug, B: cast.QINGFENG.slug}


def why(report: ImportReport) -> set[str]:
    """Name the columns that were refused."""
    return {column for one in report.refused for column in one.reasons}


def man(**other: str) -> str:
    """Write the row of the technician whom brand A brought in."""
    told = {"number": "HY-9", "name": "钱二", "phone": "13800000091", "outlet": "AX-CD-01", "since": "2024-03-01"}
    told |= {"hours": "1-5 08:00-18:00", "username": "hy-9.qian", "from": "2026-11-24", "to": "2027-06-30"} | other
    return ",".join(told[name] for name in MAN.split(","))


def release(number: str, slug: str, at: datetime) -> None:
    """End what a technician does for a brand."""
    row = Technician.objects.get(number=number)
    engagement = row.engagements.get(brand__slug=slug, to_at=None)
    acting(lambda: network.release(engagement=engagement, by=SYSTEM, now=at))


HIS = ("name", "phone", "since", "hours", "username")
"""What of a technician only who brought him in says."""
CHANGES: tuple[dict[str, str], ...] = (
    {"name": "假师傅"},
    {"phone": "13800000666"},
    {"hours": "1-7 00:00-24:00"},
    {"username": "mine"},
    {"since": "2020-01-01"},
)


class TestTechnician:
    @pytest.mark.parametrize("change", CHANGES, ids=str)
    @pytest.mark.parametrize("between", [False, True], ids=["at work", "between engagements"])
    def test_is_not_rewritten_by_another_brand_that_takes_him_too(
        self, change: dict[str, str], between: bool, bring: Bring, now: datetime
    ) -> None:
        assert bring(A, man()).count("new") == 1
        if between:
            release("HY-9", SLUGS[A], now + DAY)
        own = dict.fromkeys(HIS, "")
        assert bring(B, man(**own), at=now + 2 * DAY).count("new") == 1
        before = imports.table("technicians").find({"number": "HY-9"})
        assert why(bring(B, man(**(own | change)), at=now + 3 * DAY)) == set(change)
        assert imports.table("technicians").find({"number": "HY-9"}) == before

    @pytest.mark.parametrize("column", ["name", "phone", "since", "hours"])
    def test_is_not_guessed_by_another_brand_that_a_right_cell_answers_as_a_wrong_one(
        self, column: str, bring: Bring, now: datetime
    ) -> None:
        """Ninety rows of one badge with ninety phones: all but the right one were refused."""
        bring(A, man())
        right = man(**{one: "" for one in HIS if one != column})
        assert [why(bring(B, right, at=now + at * DAY)) for at in (1, 2)] == [{column}, {column}]
        assert bring(B, man(**dict.fromkeys(HIS, "")), at=now + 3 * DAY).count("new") == 1
        assert why(bring(B, right, at=now + 4 * DAY)) == {column}

    def test_is_told_of_once_in_a_file(self, bring: Bring, now: datetime) -> None:
        bring(A, man())
        wrong = man(**(dict.fromkeys(HIS, "") | {"phone": "13800000666"}))
        report = bring(B, f"{wrong}\n{B},{wrong}", at=now + DAY)
        assert [set(one.reasons) for one in report.refused] == [{"phone"}, {"number"}]

    def test_who_is_new_has_a_name_a_phone_and_a_first_day(self, bring: Bring) -> None:
        assert why(bring(A, man(name="", phone="", since=""))) == {"name", "phone", "since"}

    def test_is_the_word_of_who_brought_him_in_while_he_works_there(self, bring: Bring, now: datetime) -> None:
        bring(A, man())
        bring(B, man(**dict.fromkeys(HIS, "")), at=now + DAY)
        assert bring(A, man(phone="13800000092"), at=now + 2 * DAY).count("changed") == 1
        release("HY-9", SLUGS[A], now + 3 * DAY)
        assert why(bring(A, man(phone="13800000093"), at=now + 4 * DAY)) == set(HIS)

    def test_stays_when_a_brand_takes_its_own_word_back_between_anothers(self, bring: Bring, now: datetime) -> None:
        bring(A, man())
        release("HY-9", SLUGS[A], now + DAY)
        batch = bring(B, man(**dict.fromkeys(HIS, "")), at=now + 2 * DAY).batch
        assert batch is not None
        owner = somebody("merchant_owner", SLUGS[B])
        acting(lambda: imports.undo(batch, by=owner, now=now + 3 * DAY))
        row = Technician.objects.get(number="HY-9")
        assert not row.engagements.filter(to_at=None).exists()
        assert row.engagements.filter(brand__slug=SLUGS[A]).count() == 1

    def test_shows_the_face_the_house_that_brought_him_in_vouches_for(self, bring: Bring, now: datetime) -> None:
        bring(A, man())
        other = Outlet.objects.get(code="AX-DG-01")
        row = Technician.objects.get(number="HY-9")
        heyan = people_queries.organisation(SLUGS[A])
        acting(lambda: network.engage(technician=row, outlet=other, brand=heyan, by=SYSTEM, now=now + DAY))
        home = Outlet.objects.get(code="AX-CD-01")
        may = {
            house.code: queries.may_portray(
                row, actor=somebody("outlet_manager", house.organisation.slug), now=now + 2 * DAY
            )
            for house in (home, other)
        }
        assert may == {"AX-CD-01": True, "AX-DG-01": False}

    def test_is_sent_by_another_brand_from_where_he_works_already_and_from_elsewhere_once_there_is_a_yes(
        self, bring: Bring, now: datetime
    ) -> None:
        """Whose outlet he is brought to reads his week and writes him sick, for every brand he works for."""
        bring(A, man())
        own = dict.fromkeys(HIS, "")
        assert bring(B, man(**own, outlet="AX-DG-01"), at=now + DAY).count("new") == 1
        assert bring(B, man(**own), at=now + DAY).count("changed") == 1
        assert bring(B, man(**own, outlet="AX-DG-01"), at=now + 2 * DAY).count("changed") == 1
        assert bring(A, man(outlet="AX-DG-01"), at=now + 2 * DAY).count("changed") == 1
        homes = Technician.objects.get(number="HY-9").engagements.filter(to_at=None)
        assert set(homes.values_list("outlet__code", "brand__slug")) == {("AX-CD-01", one) for one in SLUGS.values()}

    def test_moves_with_the_only_brand_he_works_for(self, bring: Bring, now: datetime) -> None:
        bring(A, man())
        assert bring(A, man(outlet="AX-DG-01"), at=now + DAY).count("changed") == 1


class TestSomebodyWithAnAccount:
    """Codes that a lost password asks for go to the phone of whoever an account is."""

    TOLD = ("钱二", "13800000091")

    def reviewer(self, now: datetime) -> Account:
        values = {"username": "qian", "called": "钱", "roles": "anxin:reviewer"}
        told = dict(zip(("name", "phone"), self.TOLD, strict=True))
        admin = somebody("operator", "anxin")
        acting(lambda: accounts.import_account(values=values | told, by=admin, now=now))
        return Account.objects.select_related("person").get(username="qian")

    @pytest.mark.parametrize("first", ["the account", "the technician"])
    def test_is_another_row_than_the_technician_a_brand_brings_by_the_same_name_and_phone(
        self, first: str, bring: Bring, now: datetime
    ) -> None:
        if first == "the account":
            self.reviewer(now)
        bring(A, man())
        row = self.reviewer(now) if first == "the technician" else Account.objects.get(username="qian")
        assert bring(A, man(phone="13800000666"), at=now + DAY).count("changed") == 1
        row = Account.objects.select_related("person").get(pk=row.pk)
        assert plainly(row.person) == self.TOLD
        his = Technician.objects.select_related("person").get(number="HY-9")
        assert plainly(his.person) == ("钱二", "13800000666")

    def test_in_one_row_of_an_earlier_version_keeps_his_phone(self, bring: Bring, now: datetime) -> None:
        bring(A, man())
        his = Technician.objects.get(number="HY-9")
        row = self.reviewer(now)
        Account.objects.filter(pk=row.pk).update(person=his.person)
        assert bring(A, man(phone="13800000666"), at=now + DAY).count("changed") == 1
        row = Account.objects.select_related("person").get(username="qian")
        assert plainly(row.person) == self.TOLD
        his = Technician.objects.select_related("person", "account__person").get(number="HY-9")
        assert plainly(his.person)[1] == plainly(his.account.person)[1] == "13800000666"

    @pytest.mark.parametrize("change", [{"phone": "13800000666"}, {"name": "假师傅"}, {"username": "mine"}], ids=str)
    def test_who_does_more_than_technician_s_work_by_it_is_not_rewritten_and_keeps_what_he_does(
        self, change: dict[str, str], bring: Bring, now: datetime
    ) -> None:
        bring(A, man())
        row = Account.objects.get(username="hy-9.qian")
        house = people_queries.organisation("anxin")
        acting(lambda: people.grant(account=row, organisation=house, role="reviewer", now=now))
        assert why(bring(A, man(**change), at=now + DAY)) == set(change)
        assert bring(A, man(hours="1-5 09:00-18:00"), at=now + DAY).count("changed") == 1
        assert row.roles.filter(to_at=None, role="reviewer").exists()

    def test_is_still_no_technician_twice(self, bring: Bring, now: datetime) -> None:
        bring(A, man())
        again = man(number="HY-10", username="hy-10")  # his own brand reads which number he has here, another doesn't
        assert [why(bring(brand, again, at=now + DAY)) for brand in (A, B)] == [{"number"}, {"phone"}]


class TestOutlet:
    @pytest.mark.parametrize("between", [False, True], ids=["at work", "between"])
    def test_is_not_rewritten_by_another_brand_it_serves_too(self, between: bool, bring: Bring, now: datetime) -> None:
        row = "HY-CD-9,{own},{phone},成都市青羊区,2026-11-24,2027-06-30"
        bring(A, row.format(own="青羊店,成都市青羊区,长路 1 号", phone="028-00000188"), head=SHOP)
        if between:
            shop = Outlet.objects.get(code="HY-CD-9")
            shop.territories.update(to_at=now + DAY)
        assert bring(B, row.format(own=",,", phone=""), head=SHOP, at=now + 2 * DAY).count("new") == 1
        for phone in ("028-00006666", "028-00000188"):
            assert why(bring(B, row.format(own=",,", phone=phone), head=SHOP, at=now + 3 * DAY)) == {"phone"}

    def test_of_a_code_that_is_read_as_another_s_in_addresses_is_refused_at_the_preview(
        self, bring: Bring, now: datetime
    ) -> None:
        row = "{code},青羊店,成都市青羊区,长路 1 号,028-00000188,成都市青羊区,2026-11-24,2027-06-30"
        assert bring(A, row.format(code="CITY-11"), head=SHOP).count("new") == 1
        assert why(bring(A, row.format(code="CITY_11"), head=SHOP, at=now + DAY)) == {"code"}
        assert bring(A, row.format(code="CITY-11"), head=SHOP, at=now + DAY).count("same") == 1
        both = f"{row.format(code='CITY-12')}\n{A},{row.format(code='CITY_12')}"
        assert [set(one.reasons) for one in bring(A, both, head=SHOP).refused] == [{"code"}], "in one file, too"


class TestCustomer:
    def test_is_not_rewritten_as_the_technician_he_also_is(self, bring: Bring, now: datetime) -> None:
        """Whoever knows a buyer's name and phone registers him, and moves the phone: it stays the buyer's."""
        buyer = cast.BUYER
        victim = acting(lambda: people.enrol(name=buyer.name, phone=buyer.phone, now=now))
        acting(lambda: people.join(stream=StreamKey("claim", str(uuid7())), role="customer", person=victim, now=now))
        bring(A, man(name=buyer.name, phone=buyer.phone))
        assert Technician.objects.get(number="HY-9").person != victim
        assert bring(A, man(name=buyer.name, phone="13800000666"), at=now + DAY).count("changed") == 1
        victim.refresh_from_db()
        assert plainly(victim) == (buyer.name, buyer.phone)
        row = Technician.objects.select_related("person", "account").get(number="HY-9")
        assert row.account is not None
        assert (plainly(row.person)[1], row.account.person_id) == ("13800000666", row.person_id)
