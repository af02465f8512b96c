"""The authorisation desk: a brand enters its own people and numbers, signs for them, and takes its word back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.commands import tables as command_tables
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.states import machines
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.actions.authorisations import AskedAlready
from anxin.domain.network.commands import NETWORKS, TABLE
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.people import queries as people

pytestmark = pytest.mark.django_db
HOTLINE = "400-000-0088"
UNTIL = "2027-06-30"


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def word(code: str) -> Authorisation:
    return Authorisation.objects.get(code=code)


def brand(slug: str = cast.HEYAN.slug) -> Any:
    return people.organisation(slug)


def somebody(role: str, house: str = cast.HEYAN.slug) -> Actor:
    return Actor(kind="staff", id="0199", organisation=str(people.organisation(house).id), roles=frozenset({role}))


OWNER, OPERATOR = ("merchant_owner", cast.HEYAN.slug), ("operator", cast.OPERATOR.slug)
GIVERS = (OWNER, OPERATOR, ("merchant_agent", cast.HEYAN.slug), ("merchant_owner", "qingfeng"))
A_SHOP = {"code": "X1", "name": "店", "address": "成都市武侯区长路1号", "phone": "028-00000101", "serves": "成都市"}
A_MAN = {"number": "T1", "name": "钱二", "phone": "13800000099", "outlet": "AX-CD-01"}


def enter(what: str, by: Actor, now: datetime, **fields: object) -> None:
    acting(lambda: NETWORKS.give(what, row=brand(), by=by, now=now, fields={"to_date": UNTIL, **fields}))


def give(name: str, row: Authorisation, by: Actor, now: datetime, **fields: object) -> object:
    return acting(lambda: TABLE.give(name, row=row, by=by, now=now, fields=fields))


def says(kind: str, code: str, now: datetime) -> str:
    return queries.genuine_card(kind=kind, code=code, now=now).status


def a_technician(by: Actor, now: datetime, number: str = "HY-CD-9", **more: object) -> None:
    told = {"name": "欧阳修远", "phone": "13800000088", "outlet": "AX-CD-01", "skills": "门锁:2:锁证-1:2027-03-01"}
    enter("technician", by, now, number=number, **{**told, **more})


class TestEntering:
    def test_by_the_owner_is_signed_and_known_to_the_check_at_once(self, now: datetime) -> None:
        enter("hotline", somebody(*OWNER), now, number=HOTLINE, scope="安装", hours="24 小时", lines=3)
        row = Authorisation.objects.get(code=HOTLINE)
        assert (row.state, row.hours, row.lines) == ("authorised", "1234567 00:00-24:00", 3)
        assert says("hotline", HOTLINE, now) == "genuine"
        assert [one.hours for one in queries.hotlines(on=now.date()) if one.code == HOTLINE] == [row.hours]

    def test_by_an_administrator_waits_for_a_check_and_the_brand(self, now: datetime) -> None:
        operator, owner = somebody(*OPERATOR), somebody(*OWNER)
        enter("hotline", operator, now, number=HOTLINE, scope="安装")
        row = Authorisation.objects.get(code=HOTLINE)
        assert (row.state, says("hotline", HOTLINE, now)) == ("applied", "unknown")
        give("check", row, operator, now, papers=["number"])
        with pytest.raises(Forbidden):
            give("authorisation", row, operator, now)
        give("authorisation", row, owner, now)
        assert says("hotline", HOTLINE, now) == "genuine"
        assert [one.code for one in queries.history_of(row)] == [
            "authorisation.applied",
            "authorisation.check",
            "authorisation.authorise",
        ]

    def test_an_outlet_finds_its_place_by_its_address_and_serves_what_is_written(self, now: datetime) -> None:
        told = {"name": "青羊安心店", "address": "四川省成都市青羊区草堂街道浣花北路2号", "phone": "028-00000188"}
        enter("outlet", somebody(*OWNER), now, code="HY-CD-2", serves="成都市青羊区\n成都市武侯区", **told)
        row = Outlet.objects.get(code="HY-CD-2")
        assert row.division == "510105"
        assert sorted(row.territories.values_list("division", flat=True)) == ["510105", "510107"]
        assert says("outlet", "HY-CD-2", now) == says("outlet", "028-00000188", now) == "genuine"

    def test_a_technician_works_is_vouched_for_and_keeps_his_certificates_end(self, now: datetime) -> None:
        a_technician(somebody(*OWNER), now)
        row = Technician.objects.get(number="HY-CD-9")
        assert row.called == "欧阳师傅"
        assert row.engagements.get().outlet.code == "AX-CD-01"
        assert row.skills.get().until_date is not None
        assert says("technician", "HY-CD-9", now) == "genuine"

    @pytest.mark.parametrize(
        ("what", "field", "fields"),
        [
            ("hotline", "number", {"number": "12315", "scope": "投诉"}),
            ("hotline", "number", {"number": "打给我", "scope": "投诉"}),
            ("hotline", "hours", {"number": HOTLINE, "scope": "投诉", "hours": "有空就接"}),
            ("hotline", "to_date", {"number": HOTLINE, "scope": "投诉", "to_date": "2026-11-01"}),
            ("outlet", "address", {**A_SHOP, "address": "随便哪里"}),
            ("outlet", "serves", {**A_SHOP, "serves": "火星"}),
            ("technician", "outlet", {**A_MAN, "outlet": "NO-1"}),
            ("technician", "skills", {**A_MAN, "skills": "修锁"}),
            ("technician", "phone", {**A_MAN, "phone": "1380000009912345678"}),
            ("technician", "number", {**A_MAN, "name": cast.MASTER_LUO.name, "phone": cast.MASTER_LUO.phone}),
        ],
    )
    def test_names_the_field_that_is_not_as_expected(
        self, what: str, field: str, fields: dict[str, object], now: datetime
    ) -> None:
        with pytest.raises(Invalid) as refused:
            enter(what, somebody(*OWNER), now, **fields)
        assert refused.value.field == field
        assert not Authorisation.objects.filter(code__in=[HOTLINE, "X1", "T1"]).exists()

    def test_the_same_twice_is_said_to_wait_already(self, now: datetime) -> None:
        row = Authorisation.objects.get(kind="technician", code=cast.MASTER_LUO.number, brand=brand())
        operator = somebody(*OPERATOR)
        give("renewal", row, operator, now, to_date="2028-06-30")
        assert "renewal" not in TABLE.allowed(queries.situation(row, by=operator, now=now), operator)
        with pytest.raises(AskedAlready):
            acting(
                lambda: actions.apply(
                    brand=brand(),
                    kind="technician",
                    code=row.code,
                    scope="x",
                    from_date=now.date(),
                    to_date=now.date(),
                    by=operator,
                    now=now,
                )
            )

    def test_no_badge_that_reads_like_anothers(self, now: datetime) -> None:
        a_technician(somebody(*OWNER), now, number="HY-CD-9")
        with pytest.raises(Invalid) as refused:
            a_technician(somebody(*OWNER), now, number="HYCD9", phone="13800000087")
        assert refused.value.field == "code"

    def test_what_other_brands_know_of_him_is_not_changed_by_one(self, now: datetime) -> None:
        with pytest.raises(Invalid) as refused:
            a_technician(somebody(*OWNER), now, number=cast.MASTER_LUO.number, phone=cast.MASTER_LUO.phone)
        assert refused.value.field in ("name", "skills")


class TestTakingBack:
    def test_suspended_resumed_revoked_and_ever_known(self, now: datetime) -> None:
        owner, operator = somebody(*OWNER), somebody(*OPERATOR)
        enter("hotline", owner, now, number=HOTLINE, scope="安装")
        row = Authorisation.objects.get(code=HOTLINE)
        give("suspension", row, operator, now, why="有人举报")
        assert says("hotline", HOTLINE, now) == "suspended"
        give("resumption", row, owner, now)
        assert says("hotline", HOTLINE, now) == "genuine"
        give("revocation", row, owner, now, why="换号")
        assert says("hotline", HOTLINE, now) == "retired"
        assert says("hotline", "400-000-0089", now) == "lookalike"

    def test_renewed_it_goes_on_without_a_day_between(self, now: datetime) -> None:
        owner = somebody(*OWNER)
        enter("hotline", owner, now, number=HOTLINE, scope="安装", hours="1-5 8-18", lines=2)
        row = Authorisation.objects.get(code=HOTLINE)
        give("renewal", row, owner, now, to_date="2028-06-30")
        new = Authorisation.objects.exclude(pk=row.pk).get(code=HOTLINE)
        assert (new.state, new.from_date, new.hours, new.lines) == (
            "authorised",
            row.to_date + timedelta(days=1),
            row.hours,
            2,
        )
        assert says("hotline", HOTLINE, now + timedelta(days=400)) == "genuine"

    @pytest.mark.parametrize("state", machines()["authorisation"].states)
    def test_allows_what_its_actions_do_and_nothing_else(self, state: str, now: datetime) -> None:
        row = Authorisation.objects.get(kind="technician", code=cast.MASTER_LUO.number, brand=brand())
        given: dict[str, dict[str, object]] = {
            "check": {"papers": ["identity", "photo"]},
            "renewal": {"to_date": "2029-01-01"},
            **{name: {"why": "原因"} for name in ("refusal", "suspension", "revocation")},
        }
        table = command_tables()["authorisation"]
        wrong = []
        for by in (
            somebody(*OWNER),
            somebody(*OPERATOR),
            somebody("merchant_agent"),
            somebody("merchant_owner", "qingfeng"),
        ):
            for command in table:
                if command.name in ("portrait", "scan", "scan-removal"):
                    continue  # they take a picture, or ask for one that is there
                Authorisation.objects.filter(pk=row.pk).update(state=state)
                row.refresh_from_db()
                allowed = command.name in table.allowed(table.situation(row, by=by, now=now), by)
                try:
                    acting(
                        lambda c=command, by=by: table.give(
                            c.name, row=row, by=by, now=now, fields=given.get(c.name, {})
                        )
                    )
                    went = True
                except (Forbidden, WrongState):
                    went = False
                Authorisation.objects.filter(code=row.code, brand=row.brand).exclude(pk=row.pk).update(state="revoked")
                wrong += [(sorted(by.roles), command.name)] if went != allowed else []
        assert not wrong
