"""The check finds its own people, however they are named, and accuses nobody it merely does not know."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.models import Authorisation, Check
from anxin.domain.people import queries as people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def ask(code: str, now: datetime, kind: str = "hotline") -> queries.GenuineCard:
    return queries.genuine_card(kind=kind, code=code, now=now)


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
