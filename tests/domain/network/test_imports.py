"""What an operator brings along on the first day: every table by a file, twice, wrongly, and taken back."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps

from anxin.commands import admin
from anxin.core import imports, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.tables import Values
from anxin.demo import ground
from anxin.domain.goods import actions as goods
from anxin.domain.goods.models import PriceLine, Product, Purchase
from anxin.domain.network import queries as network
from anxin.domain.network.actions import make_key
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.actions import credentials, throttle
from anxin.domain.people.actions import imports as people_imports
from anxin.domain.people.actions.throttle import Attempt, Origin
from anxin.domain.people.models import Account, Organisation, Person
from anxin.domain.people.queries import actors
from tests.domain.network.sheets import FILES, Read, bring, bring_all_before, reader

pytestmark = pytest.mark.django_db
KEPT = ("Entry", "Stream", "Private", "ImportBatch", "ImportLine", "Party", "Allowance", "Movement", "StockPlace")
"""What tells that something happened, and stays told."""
BUYERS = {"purchases"}


@pytest.fixture
def read(tmp_path: Path, now: datetime) -> Read:
    """Read files that the test writes."""
    return reader(tmp_path, now=now)


def everything() -> dict[str, list[dict[str, object]]]:
    """Give every row of the house but those that only tell what happened."""
    ours = [one for one in apps.get_models() if one.__module__.startswith("anxin.")]
    shown = [one for one in ours if one.__name__ not in KEPT and one._meta.managed]
    return {one._meta.label: list(one._base_manager.order_by("pk").values()) for one in shown}


class TestOutlets:
    def test_that_a_file_calls_otherwise_have_it_in_their_history(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "outlets", now)
        (line,) = FILES["outlets"][1]
        bring(read, "outlets", line, now=now)
        row = Outlet.objects.get(code="SY-CD-01")
        assert kept_of(row) == [], "what is new wasn't changed"
        bring(read, "outlets", line.replace("拾雨成都店", "拾雨武侯店"), now=now + timedelta(hours=1))
        (said,) = kept_of(row)
        assert said.startswith("拾雨武侯店 · 028-00000111")
        bring(read, "outlets", line.replace("拾雨成都店", "拾雨武侯店"), now=now + timedelta(hours=2))
        assert len(kept_of(row)) == 1


def kept_of(row: Outlet) -> list[str]:
    entries = timeline.read(row.stream(), opened=("why",))
    return [one.private["why"].text for one in entries if one.code == "network.outlet_kept"]


class TestImports:
    def test_know_every_table_an_operator_begins_with(self) -> None:
        assert set(imports.TABLES) >= set(FILES)

    @pytest.mark.parametrize("name", FILES)
    def test_write_once_and_are_taken_back_exactly(self, name: str, read: Read, now: datetime) -> None:
        bring_all_before(read, name, now)
        rows, before = FILES[name][1], everything()
        told = imports.dry_run(imports.table(name), read(name, *rows))
        assert (told.count("new"), told.refused) == (len(rows), []), [one.reasons for one in told.refused]
        assert everything() == before
        batch = bring(read, name, *rows, now=now).batch
        written = everything()
        again = bring(read, name, *rows, now=now + timedelta(hours=1))
        assert (again.count("same"), again.batch) == (len(rows), None)
        assert everything() == written
        assert batch is not None
        assert acting(lambda: imports.undo(batch, by=SYSTEM, now=now)) == len(rows)
        left = {label: [row for row in kept if row not in before[label]] for label, kept in everything().items()}
        assert {label for label, more in left.items() if more} == ({"people.Person"} if name in BUYERS else set())

    @pytest.mark.sqlite  # a refused row is written nowhere
    @pytest.mark.parametrize("name", FILES)
    def test_say_of_every_faulty_row_why(self, name: str, read: Read, now: datetime) -> None:
        bring_all_before(read, name, now)
        faulty = FILES[name][2]
        for row, column in faulty.items():
            report = imports.dry_run(imports.table(name), read(name, row))
            assert [set(one.reasons) for one in report.refused] == [{column}], row


class TestTechnicians:
    def test_can_be_sent_and_sign_in(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "accounts", now)
        row = Technician.objects.get(number="T-901")
        assert (row.called, row.lng, row.lat) == (
            "欧阳师傅",
            row.engagements.get().outlet.lng,
            row.engagements.get().outlet.lat,
        )
        brand = queries.organisation("shiyu")
        assert network.outlets_for(brand=brand, division="510107", now=now) == [], "the brand hasn't authorised it"
        acting(lambda: make_key(brand=brand, by=SYSTEM, now=now - timedelta(days=200)))
        acting(lambda: ground.authorise(brand, "outlet", "SY-CD-01", "报修", now=now))
        outlets = network.outlets_for(brand=brand, division="510107", now=now)
        assert [one.code for one in outlets] == ["SY-CD-01"]
        house = Outlet.objects.get(code="SY-CD-01")
        assert (house.counter, house.by_mail) == (True, True)
        assert {one.code: (one.level, one.certificate) for one in row.skills.all()} == {
            "gas": (1, ""),
            "lock": (2, "锁证-1"),
        }
        tuesday, saturday, sunday = (now.date() + timedelta(days=days) for days in (0, 4, 5))
        hours = [network.hours_of(row, day=day) for day in (tuesday, saturday, sunday)]
        assert hours == [((480, 1080),), ((540, 720),), ()]
        account = Account.objects.get(username="ouyang")
        actor = actors.actor_of_account(account, now=now)
        assert (actor.kind, actor.roles, actor.organisation) == (
            "technician",
            {"technician"},
            str(Outlet.objects.get().organisation_id),
        )
        assert not account.has_usable_password()

    def test_change_by_a_later_file_and_are_as_before_when_it_is_taken_back(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "accounts", now)
        known = imports.table("technicians")
        before = known.find({"number": "T-901"})
        later = now + timedelta(days=1)
        moved = "T-901,欧阳修远,13800000999,欧师傅,ouyang-2,SY-CD-01:拾雨,gas:3,1-7 0-24,2024-03-02"
        report = bring(read, "technicians", moved, now=later)
        row = Technician.objects.get(number="T-901")
        assert report.count("changed") == 1
        assert (row.account.username, row.called, row.person.phone_masked) == ("ouyang-2", "欧师傅", "138****0999")
        assert [(one.code, one.ended_at) for one in row.skills.order_by("code")] == [("gas", None), ("lock", later)]
        acting(lambda: imports.undo(report.batch, by=SYSTEM, now=later))
        assert known.find({"number": "T-901"}) == before

    def test_who_have_signed_in_stay(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "technicians", now)
        batch = bring(read, "technicians", *FILES["technicians"][1], now=now).batch
        Account.objects.filter(username="ouyang").update(last_login=now)
        with pytest.raises(people_imports.AccountUsed, match="ouyang"):
            acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
        assert Technician.objects.count() == 2
        assert Person.objects.filter(technician__isnull=False).count() == 2


class TestAccounts:
    def test_that_exist_keep_their_roles_whatever_a_file_says(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "purchases", now)
        held = imports.table("accounts").find({"username": "sy-owner"})
        report = imports.dry_run(imports.table("accounts"), read("accounts", "sy-owner,雨总,拾雨:merchant_agent,孙三,"))
        assert [set(one.reasons) for one in report.refused] == [{"roles"}]
        assert "anxin admin" in report.refused[0].reasons["roles"]
        renamed = bring(read, "accounts", "sy-owner,小雨总,拾雨:店主,孙三,13800000911", now=now)
        assert renamed.count("changed") == 1
        assert held is not None
        assert imports.table("accounts").find({"username": "sy-owner"}) == {**held, "called": "小雨总"}

    def test_of_the_last_administrator_say_so_on_their_row(self, read: Read, now: datetime) -> None:
        alone = people.open_account(username="root", password="", called="管", now=now)
        people.grant(account=alone, organisation=queries.operator(), role="operator", now=now)
        row = "root,管,operator:finance,,"
        report = imports.dry_run(imports.table("accounts"), read("accounts", row))
        assert "最后一位管理员" in report.refused[0].reasons["roles"]
        second = people.open_account(username="second", password="", called="副", now=now)
        people.grant(account=second, organisation=queries.operator(), role="operator", now=now)
        report = imports.dry_run(imports.table("accounts"), read("accounts", row))
        assert "anxin admin" in report.refused[0].reasons["roles"]


class TestAdministrator:
    def test_that_is_the_last_stays(self, read: Read, now: datetime) -> None:
        one, other = (people.open_account(username=name, password="", called=name, now=now) for name in ("a", "b"))
        house = queries.operator()
        roles = [people.grant(account=each, organisation=house, role="operator", now=now) for each in (one, other)]
        acting(lambda: people.withdraw_role(role=roles[0], now=now))
        with pytest.raises(people.LastOperator):
            acting(lambda: people.withdraw_role(role=roles[1], now=now))
        Account.objects.filter(pk=one.pk).update(is_active=False)
        people.grant(account=one, organisation=queries.operator(), role="operator", now=now)
        with pytest.raises(people.LastOperator):  # who is shut out administers nothing
            acting(lambda: people.withdraw_role(role=roles[1], now=now))


class TestRoles:
    def test_of_an_account_change_on_the_machine(self, read: Read, now: datetime) -> None:
        account = people.open_account(username="cheng", password="", called="程", now=now)
        acting(lambda: admin.change_role("cheng", "operator:reviewer", "grant", now))
        assert actors.actor_of_account(account, now=now).roles == {"reviewer"}
        acting(lambda: admin.change_role("cheng", "operator:reviewer", "withdraw", now + timedelta(hours=1)))
        assert actors.actor_of_account(account, now=now + timedelta(hours=2)).roles == set()

    @pytest.mark.parametrize("written", ["", "reviewer", "operator:", "operator:finance"])
    def test_that_are_none_are_not_withdrawn(self, written: str, read: Read, now: datetime) -> None:
        people.open_account(username="cheng", password="", called="程", now=now)
        with pytest.raises(SystemExit):
            acting(lambda: admin.change_role("cheng", written, "withdraw", now))


class TestOrganisations:
    HEADED = "slug,kind,name,licence,site,pages_at"

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("shiyu,brand,拾雨,,,fix.shiyu.invalid", "https://service.example.com"),
            ("shiyu,brand,拾雨,,,https://fix.shiyu.invalid/home", "https://service.example.com"),
            ("dian,商家,小店,,,https://dian.invalid", "品牌"),
            ("shiyu,brand,拾雨,,,https://Fix.Others.invalid", "别家"),
        ],
    )
    def test_say_under_which_name_their_pages_are_served_or_what_is_wrong_with_it(
        self, row: str, said: str, read: Read, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(FILES, "organisations", (self.HEADED, (), {}))
        bring(read, "organisations", "others,brand,别家,,,https://fix.others.invalid/", now=now)
        assert Organisation.objects.get(slug="others").pages_at == "https://fix.others.invalid"
        report = imports.dry_run(imports.table("organisations"), read("organisations", row))
        assert [set(one.reasons) for one in report.refused] == [{"pages_at"}]
        assert said in report.refused[0].reasons["pages_at"]

    @pytest.mark.parametrize(
        "same", ["https://Fix.Shiyu.invalid/", "http://fix.shiyu.invalid", "https://fix.shiyu.invalid:8443"]
    )
    def test_of_one_file_have_no_name_of_pages_twice(
        self, same: str, read: Read, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(FILES, "organisations", (self.HEADED, (), {}))
        rows = ("shiyu,brand,拾雨,,,https://fix.shiyu.invalid", f"others,brand,别家,,,{same}")
        report = imports.dry_run(imports.table("organisations"), read("organisations", *rows))
        assert [(one.number, set(one.reasons)) for one in report.refused] == [(3, {"pages_at"})]

    def test_keep_that_name_when_a_file_has_no_column_for_it(self, read: Read, now: datetime) -> None:
        bring(read, "organisations", *FILES["organisations"][1], now=now)
        Organisation.objects.filter(slug="shiyu").update(pages_at="https://fix.shiyu.invalid")
        again = bring(read, "organisations", *FILES["organisations"][1], now=now)
        assert again.count("same") == len(FILES["organisations"][1])
        assert Organisation.objects.get(slug="shiyu").pages_at == "https://fix.shiyu.invalid"


class TestOrders:
    LINE = "小店,D-9,{line},杯,1,68.00,{freight},{payment},李四,13800000921,2026-11-18,{delivered}"

    def line(self, line: int, *, freight: str = "5.00", payment: str = "4200001", delivered: str = "2026-11-20") -> str:
        return self.LINE.format(line=line, freight=freight, payment=payment, delivered=delivered)

    @pytest.mark.parametrize(
        ("given", "column", "both"),
        [
            ({"freight": "8.00"}, "freight", ("8.00", "5.00")),
            ({"payment": "4200002"}, "payment", ("4200002", "4200001")),
            ({"delivered": "2026-11-21"}, "delivered", ("2026-11-21", "2026-11-20")),
        ],
    )
    def test_whose_rows_say_different_things_are_refused_with_both(
        self, given: dict[str, str], column: str, both: tuple[str, str], read: Read, now: datetime
    ) -> None:
        bring_all_before(read, "purchases", now)
        sheet = read("purchases", self.line(1), self.line(2, **given))
        report = imports.dry_run(imports.table("purchases"), sheet)
        assert [(one.number, set(one.reasons)) for one in report.refused] == [(3, {column})]
        said = report.refused[0].reasons[column]
        assert all(value in said for value in (*both, "2"))

    def test_take_from_the_first_row_what_a_later_one_leaves_empty(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "purchases", now)
        bring(read, "purchases", self.line(1), self.line(2, freight="", delivered=""), now=now)
        order = Purchase.objects.get(order_key="D-9")
        assert (order.freight_fen, order.delivered_at is None, order.lines.count()) == (500, False, 2)

    def test_whose_first_row_is_empty_are_not_filled_from_a_later_one(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "purchases", now)
        report = imports.dry_run(imports.table("purchases"), read("purchases", self.line(1, freight=""), self.line(2)))
        assert "空" in report.refused[0].reasons["freight"]


class TestPrices:
    def test_that_are_published_are_never_changed(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "warranty_terms", now)
        for row in (
            "拾雨,2026-11,2026-11-24,PCB,主板,part,lock,270,180",
            "拾雨,2026-11,2026-11-24,NEW,新件,part,lock,1,",
        ):
            report = imports.dry_run(imports.table("prices"), read("prices", row))
            assert [set(one.reasons) for one in report.refused] == [{"edition"}]

    def test_never_count_backwards(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "warranty_terms", now)
        row = "拾雨,新价,2026-11-23,PCB,主板,part,lock,270,180"
        with pytest.raises(imports.ImportRefused) as refused:
            bring(read, "prices", row, now=now + timedelta(hours=1))
        assert [set(one.reasons) for one in refused.value.report.refused] == [{"from"}]
        assert bring(read, "prices", "拾雨,新价,2026-12-01,PCB,主板,part,lock,270,180", now=now).count("new") == 1
        assert PriceLine.objects.filter(code="PCB").count() == 2


class TestUndo:
    def test_is_refused_as_a_whole_where_a_row_is_used_by_now(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "products", now)
        batch = bring(read, "products", *FILES["products"][1], now=now).batch
        goods.register(product=Product.objects.get(code="L2"), serial="SN-1", now=now)
        with pytest.raises(imports.InUse) as refused:
            acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
        assert refused.value.facts["number"] == 3
        assert Product.objects.count() == 2

    def test_says_what_holds_a_row_and_takes_back_the_rest_where_that_is_asked_for(
        self, read: Read, now: datetime
    ) -> None:
        bring_all_before(read, "products", now)
        batch = bring(read, "products", *FILES["products"][1], now=now).batch
        goods.register(product=Product.objects.get(code="L2"), serial="SN-1", now=now)

        (held,) = imports.tried(batch, by=SYSTEM, now=now).refusals
        assert held.reasons[0][2] == "正在使用：产品 L2 的设备"
        count = Product.objects.count()
        gone = acting(lambda: imports.undo_rest(batch, by=SYSTEM, now=now))

        batch.refresh_from_db()
        assert (Product.objects.count(), gone) == (count - gone, batch.new - 1)
        assert (batch.undone_at, batch.taken_back) == (None, gone)
        assert acting(lambda: imports.undo_rest(batch, by=SYSTEM, now=now)) == 0

    def test_of_organisations_keeps_those_that_something_names(self, read: Read, now: datetime) -> None:
        batch = bring(read, "organisations", *FILES["organisations"][1], now=now).batch
        bring(read, "outlets", *FILES["outlets"][1], now=now)
        with pytest.raises(imports.InUse):
            acting(lambda: imports.undo(batch, by=SYSTEM, now=now))
        assert Organisation.objects.filter(slug="shiyu").exists()


class TestPassword:
    def test_given_by_who_keeps_the_house_opens_an_imported_account(self, read: Read, now: datetime) -> None:
        bring_all_before(read, "purchases", now)
        account = Account.objects.get(username="sy-owner")
        acting(
            lambda: credentials.give_password(
                account=account.id, new=credentials.hashed(password="一句够长的话 2026", account=account.id), now=now
            )
        )
        proof = credentials.prove(username="sy-owner", password="一句够长的话 2026")
        attempt = Attempt(username="sy-owner", origin=Origin(address="192.0.2.7"))
        acting(lambda: throttle.admit(attempt=attempt, now=now))
        assert acting(lambda: credentials.enter(proof=proof, attempt=attempt, now=now)).pk == account.pk


def test_of_two_outlets_of_one_name_is_said_before_they_are_written(now: datetime) -> None:
    rows: list[Values] = [
        {"code": f"PJ-0{n}", "name": name} for n, name in ((1, "浦江站"), (2, "浦江站"), (3, "闵行站"))
    ]
    (said,) = imports.table("outlets").gaps(rows, now)
    assert said.startswith("浦江站：和别的网点同名（PJ-01、PJ-02）")
