"""The check finds its own people, however they are named, and accuses nobody it merely does not know."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import translation

from anxin.core import names
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.ids import uuid7
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.actions import given_words
from anxin.domain.network.models import Authorisation, Check, Engagement, Outlet, Technician
from anxin.domain.network.rules import identifiers
from anxin.domain.people import queries as people
from anxin.domain.people.models import NameGram, Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def ask(code: str, now: datetime, kind: str = "hotline") -> queries.GenuineCard:
    return queries.genuine_card(kind=kind, code=code, now=now)


def namesakes(one: Technician, many: int, *, outlet: Outlet, now: datetime) -> None:
    """Lay many of one name before a technician's number, all at one outlet and authorised by one brand."""
    word = Authorisation.objects.get(kind="technician", code=one.number, brand__slug=cast.HEYAN.slug)
    assert word.key is not None
    others, words = [], []
    for n in range(many):
        other, said = copy(one), copy(word)
        other.pk, other.number, other.account = uuid7(), f"AA-{n:04}", None
        other.person = Person(id=uuid7(), created_at=now)
        said.pk, said.number, said.code, said.bare = uuid7(), f"A{n}", other.number, f"AA{n:04}"
        said.signature = given_words._signed(said, "", now=now)[1]
        others.append(other)
        words.append(said)
    Person.objects.bulk_create(other.person for other in others)
    Technician.objects.bulk_create(others)
    Authorisation.objects.bulk_create(words)
    Engagement.objects.bulk_create(
        Engagement(technician=other, outlet=outlet, brand=word.brand, from_at=now) for other in others
    )


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the rows that each query gives."""
    told: list[int] = []

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        with connection.cursor() as beside:
            beside.cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS told", params)
            told.append(beside.cursor.fetchone()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield told


class TestOutlet:
    @pytest.mark.parametrize("kind", queries.KINDS)
    @pytest.mark.parametrize(
        "written",
        [
            "AX-CD-01",
            "ax cd 01",
            "028-00000101",
            "(028) 0000 0101",
            "+86 28 0000 0101",
            "电话：02800000101",
            "武侯安心维修点",
            "武侯安心维修点（示例）",
        ],
    )
    def test_is_found_by_number_phone_and_name_whatever_was_asked_for(
        self, written: str, kind: str, now: datetime
    ) -> None:
        card = ask(written, now, kind)
        assert (card.kind, card.code, card.name, card.status) == (
            "outlet",
            "AX-CD-01",
            "武侯安心维修点（示例）",
            "genuine",
        )

    def test_names_every_brand_that_vouches_for_it(self, now: datetime) -> None:
        assert sorted(one.brand for one in ask("AX-CD-01", now).vouched_by) == ["禾砚", "青枫"]

    def test_is_offered_where_the_name_is_nearly_right(self, now: datetime) -> None:
        card = ask("武侯维修点", now)
        assert (card.status, card.danger) == ("unknown", False)
        assert "武侯安心维修点（示例）" in [one.title for one in card.near]

    def test_is_offered_for_its_phone_without_the_area_code(self, now: datetime) -> None:
        card = ask("00000101", now)
        assert [one.code for one in card.near] == ["AX-CD-01"]

    def test_that_is_renamed_is_found_by_its_new_name_only(self, now: datetime) -> None:
        house = Outlet.objects.get(code="AX-CD-01").organisation
        house.name = "浣花溪安心维修点"
        house.save(update_fields=["name", "licence"])
        assert ask("浣花溪安心维修点", now).code == "AX-CD-01"
        assert [one.code for one in ask("浣花溪维修点", now).near] == ["AX-CD-01"]
        assert ask("武侯安心维修点", now).status == "unknown"
        again = {"name": house.name, "kind": "outlet", "created_at": now}
        Organisation.objects.update_or_create(slug=house.slug, defaults=again | {"name": "锦里安心维修点"})
        assert ask("锦里安心维修点", now).code == "AX-CD-01"

    def test_that_nobody_vouches_for_any_more_is_not_said_to_be_genuine(self, now: datetime) -> None:
        Authorisation.objects.filter(kind="outlet", code="AX-CD-01").update(state="revoked")
        assert ask("武侯安心维修点", now).status == "retired"


class TestTechnician:
    @pytest.mark.parametrize("written", ["HY-CD-0318", "hy cd 0318", "工号ＨＹ－ＣＤ－０３１８"])
    @pytest.mark.parametrize("kind", queries.KINDS)
    def test_is_found_by_the_number_on_his_badge(self, written: str, kind: str, now: datetime) -> None:
        card = ask(written, now, kind)
        assert (card.kind, card.called, card.status, card.city) == ("technician", "罗师傅", "genuine", "成都市")
        assert len(card.vouched_by) == 2

    @pytest.mark.parametrize(
        "written", ["罗师傅", "罗", "成都 罗师傅", "成都罗师傅", "武侯安心维修点，罗师傅", "禾砚 罗师傅", "罗建国"]
    )
    def test_is_found_by_name_only_coarsely(self, written: str, now: datetime) -> None:
        card = ask(written, now, "technician")
        assert (card.status, card.danger, card.code) == ("genuine", False, written)
        assert [(one.called, one.outlet, one.city) for one in card.named] == [
            ("罗师傅", "武侯安心维修点（示例）", "成都市")
        ]
        assert "HY-CD-0318" not in repr(card)
        assert cast.MASTER_LUO.phone not in repr(card)

    def test_of_another_city_is_not_found(self, now: datetime) -> None:
        card = ask("东莞 罗师傅", now, "technician")
        assert (card.status, card.danger, card.named) == ("unknown", False, ())

    def test_keeps_his_full_name_to_himself(self, now: datetime) -> None:
        right, wrong = ask("罗建国", now, "technician"), ask("罗志强", now, "technician")
        assert (right.named, right.status) == (wrong.named, wrong.status)

    def test_of_a_slip_on_the_badge_is_offered_and_accuses_nobody(self, now: datetime) -> None:
        card = ask("HY-CD-0319", now, "technician")
        assert (card.status, card.danger) == ("unknown", False)
        assert "HY-CD-0318" in [one.code for one in card.near]

    def test_by_name_leaves_no_name_in_the_books(self, now: datetime) -> None:
        acting(lambda: actions.check_number(kind="technician", code="罗建国", now=now))
        assert Check.objects.get().code == ""

    def test_behind_400_of_his_name_is_found_by_city_outlet_or_brand(self, now: datetime) -> None:
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        namesakes(luo, 400, outlet=Outlet.objects.get(code="AX-DG-01"), now=now)
        assert {one.city for one in ask("罗师傅", now, "technician").named} == {"东莞市"}
        for written in ("成都 罗师傅", "武侯罗师傅", "青枫 罗师傅"):
            card = ask(written, now, "technician")
            assert [(one.called, one.city) for one in card.named] == [("罗师傅", "成都市")], written
            assert not card.more_named, written

    def test_by_surname_alone_is_told_apart_from_nobody_and_nobody_is_accused(self, now: datetime) -> None:
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        with translation.override("zh-hans"):
            assert queries.says(ask("罗师傅", now, "technician")) == "禾砚、青枫授权的师傅里有一位这样称呼"
            namesakes(luo, 4, outlet=Outlet.objects.get(code="AX-DG-01"), now=now)
            several = ask("罗师傅", now, "technician")
            assert queries.says(several) == "授权的师傅里不止一位这样称呼，光凭称呼认不出是谁"
            assert several.more_named
            nobody = ask("欧师傅", now, "technician")
            assert queries.says(nobody) == "授权的师傅里没查到这个称呼，登记的也许是另一个"
        assert (nobody.status, nobody.danger, nobody.bare) == ("unknown", False, "")

    @pytest.mark.parametrize(
        ("name", "said"),
        [("罗建国", "罗师傅"), ("欧阳建国", "欧阳师傅"), ("买买提·艾力", "买买提师傅"), ("Anna Smith", "Anna师傅")],
    )
    def test_is_never_called_by_his_full_name(self, name: str, said: str) -> None:
        assert identifiers.called(name) == said

    def test_is_shown_where_he_works_since_last(self, now: datetime) -> None:
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        here = luo.engagements.first()
        assert here is not None
        there = Outlet.objects.get(code="AX-DG-01")
        luo.engagements.create(outlet=there, brand=here.brand, from_at=now - timedelta(hours=1))
        assert [one.city for one in ask("罗师傅", now, "technician").named] == ["东莞市"]
        assert ask(luo.number, now, "technician").city == "东莞市"
        assert [one.city for one in ask("成都 罗师傅", now, "technician").named] == ["成都市"]
        luo.engagements.filter(outlet=there).update(to_at=now)
        assert ask(luo.number, now, "technician").city == "成都市"


class TestAmongThousands:
    """A stranger's question costs a handful of queries and rows, however many outlets and hotlines there are."""

    @pytest.fixture(autouse=True)
    def _thousands(self, now: datetime) -> None:
        houses = [
            Organisation(id=uuid7(), kind="outlet", slug=f"o{n}", name=name, plain_name=name, created_at=now)
            for n, name in ((n, f"第{n}号安心维修点") for n in range(1000))
        ]
        Organisation.objects.bulk_create(houses)
        NameGram.objects.bulk_create(
            NameGram(organisation=one, kind="outlet", gram=gram) for one in houses for gram in names.grams_of(one.name)
        )
        Outlet.objects.bulk_create(
            Outlet(organisation=one, code=one.slug, division="510107", phone="", lng=0, lat=0) for one in houses
        )
        pattern = Authorisation.objects.filter(kind="hotline").first()
        assert pattern is not None
        rows = []
        for n in range(1000):
            row = copy(pattern)
            row.pk, row.number, row.code, row.bare = uuid7(), f"H{n}", f"400-{n}", f"400{n}"
            rows.append(row)
        Authorisation.objects.bulk_create(rows)

    def test_a_name_costs_few_queries_and_rows(self, now: datetime) -> None:
        asked: dict[str, str | None] = {
            "武侯安心维修点": None,
            "武侯维修点": "AX-CD-01",
            "无人知晓的某某家电维修部": "",
            "维修点": "",
            "罗师傅": None,
        }
        for written, near in asked.items():
            with counted() as told:
                card = ask(written, now)
            assert card.genuine == (near is None), written
            if near:
                assert near in [one.code for one in card.near], written
            assert len(told) <= 16, written
            assert sum(told) <= 250, written


class TestNumber:
    @pytest.mark.parametrize(
        "code",
        ["110", "119", "120", "122", "12315", "12345", "12321", "96110", "12377", "010-12345", "一一零", " 110 "],
    )
    def test_of_the_public_is_known_with_its_source(self, code: str, now: datetime) -> None:
        card = ask(code, now)
        assert (card.status, card.danger) == ("public_service", False)
        assert card.service is not None
        assert card.service.source

    @pytest.mark.parametrize(
        "code", ["13800000051", "028-88888888", "400-777-1234", "95105555", "张三", "某某家电维修部"]
    )
    def test_that_nobody_registered_is_unknown_and_no_accusation(self, code: str, now: datetime) -> None:
        card = ask(code, now)
        assert (card.status, card.danger) == ("unknown", False)

    def test_beside_an_outlets_own_is_a_neighbours_not_a_fraud(self, now: datetime) -> None:
        card = ask("028-00000102", now)
        assert (card.status, card.danger) == ("unknown", False)

    def test_that_begins_later_says_from_when(self, now: datetime) -> None:
        day = (now + timedelta(days=10)).date()
        brand = people.organisation(cast.HEYAN.slug)
        owner = Actor(kind="staff", id="o", organisation=str(brand.id), roles=frozenset({"merchant_owner"}))

        def work() -> None:
            row = actions.apply(
                brand=brand,
                kind="hotline",
                code="400-555-0000",
                scope="安装",
                from_date=day,
                to_date=day + timedelta(days=10),
                by=owner,
                now=now,
            )
            actions.approve(authorisation=row, by=owner, now=now)
            actions.authorise(authorisation=row, by=owner, now=now)

        acting(work)
        card = ask("400-555-0000", now)
        assert (card.status, card.danger) == ("not_yet", False)
        assert str(day) in queries.says(card)
