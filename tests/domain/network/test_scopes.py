"""What a brand's word for a technician is for: the goods it signed, and dispatch, gaps, check and pages hold them."""

import json
from datetime import date, datetime, timedelta
from functools import partial
from itertools import product

import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.domain.goods.models import Product
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.models import Authorisation, Technician
from anxin.domain.network.queries import narrow_words, vouched_for
from anxin.domain.network.queries.scope_readings import reading_said, readings_said, warnings
from anxin.domain.network.rules import signatures, statements
from anxin.domain.network.rules.scopes import goods_of, is_for
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from tests import builders

pytestmark = pytest.mark.django_db
EXCLUSIONS = (
    *("不含{}", "不包括{}", "不得维修{}", "不可安装{}", "不能修{}", "不做{}", "除{}外", "除了{}以外", "{}除外", "非{}"),
    *("禁止维修{}", "没有{}", "(不含{})", "（{}除外）", "无{}", "未授权{}", "请勿安装{}", "拒修{}"),
    *("except {}", "excluding {}", "without {}", "not {}", "no {}", "no fridges or {}", "other than {}", "don't do {}"),
)


class TestGoods:
    """A word that was signed with goods is for those, whatever its sentence says."""

    @pytest.mark.parametrize(
        ("goods", "skill", "holds"),
        [
            ("lock water_heater", "lock", True),
            ("lock water_heater", "stove", False),
            ("electric", "fridge", True),
            ("electric", "stove", False),
            ("gas", "water_heater", True),
            ("*", "stove", True),
        ],
    )
    def test_are_those_and_what_a_wider_name_contains(self, goods: str, skill: str, holds: bool) -> None:
        for scope in ("", "空调", "不含智能锁", "电视"):
            assert is_for(goods_of(goods, scope), skill) is holds

    def test_stand_in_the_statement_in_order_and_make_it_one_of_the_third_form(self) -> None:
        day = date(2026, 11, 30)
        told = {"number": "A-1", "brand": "heyan", "kind": "technician", "code": "TX-001", "scope": "智能锁"}
        made = partial(signatures.statement, from_date=day, to_date=day, **told)
        third = json.loads(made(goods="water_heater lock", subject="s"))
        assert (third["anxin"], third["goods"]) == (3, ["lock", "water_heater"])
        assert json.loads(made(goods="*"))["goods"] == ["*"]
        for form, subject in ((1, ""), (2, "s")):
            assert json.loads(made(subject=subject))["anxin"] == form
            assert "goods" not in json.loads(made(subject=subject))

    def test_are_read_in_plain_words_by_who_signs_elsewhere(self) -> None:
        day = date(2026, 11, 30)
        told = {"number": "A-1", "kind": "technician", "code": "TX-001", "scope": "智能锁", "from_date": day}
        text = signatures.statement(brand="heyan", to_date=day, goods="water_heater lock", **told).decode()
        statement = signatures.SignedStatement(number="A-1", text=text)
        (read,) = statements.told_by(signatures.SigningSheet(brand="heyan", key="k", statements=(statement,)))
        assert "[lock 门锁, water_heater 热水器]" in read.line
        wrong = signatures.SignedStatement(
            number="A-1", text=text.replace('"lock","water_heater"', '"water_heater","lock"')
        )
        with pytest.raises(Invalid):
            statements.told_by(signatures.SigningSheet(brand="heyan", key="k", statements=(wrong,)))

    def test_of_no_kind_of_ours_are_refused(self, now: datetime) -> None:
        ground.lay(now=now)
        with pytest.raises(Invalid) as refused:
            a_word("电视", now, goods="television")
        assert (refused.value.field, refused.value.facts["got"]) == ("goods", "television")


class TestSentence:
    """A word of before is read from its sentence: what it names, all he can do, or nothing where there is a doubt."""

    @pytest.mark.parametrize(
        ("scope", "skill", "holds"),
        [
            ("空调、智能锁", "air_conditioner", True),
            ("空调、智能锁", "lock", True),
            ("空调、智能锁", "water_heater", False),
            ("上门维修", "water_heater", True),
            ("", "lock", True),
            ("燃气热水器安装", "water_heater", True),
            ("燃气热水器安装", "gas", False),
            ("燃气具", "stove", True),
            ("家用电器", "fridge", True),
            ("家用电器", "lock", False),
            ("air conditioners and locks by 智能锁", "air_conditioner", True),
            ("home appliances", "washer", True),
            ("home appliances", "stove", False),
            ("neighbourhood repairs", "stove", True),
            ("家电维修（不含燃气具）", "washer", False),
            ("空调拆除", "air_conditioner", False),
            ("不能开机的冰箱维修", "fridge", False),
            ("电视维修", "electric", False),
            ("电视、空调", "air_conditioner", False),
            ("洗碗机、集成灶、摄像头安装", "stove", False),
            ("dishwashers", "washer", False),
        ],
    )
    def test_is_for_the_goods_it_names_and_for_all_where_it_names_none(
        self, scope: str, skill: str, holds: bool
    ) -> None:
        assert is_for(goods_of("", scope), skill) is holds

    @pytest.mark.parametrize("form", EXCLUSIONS)
    def test_that_leaves_something_out_is_for_nobody_until_it_is_signed_anew(self, form: str) -> None:
        for before, name in product(
            ("", "家电维修，", "空调；", "repairs "), ("智能锁", "燃气具", "smart locks", "热泵")
        ):
            assert goods_of("", before + form.format(name)) == frozenset()

    def test_is_said_in_words_with_what_differs_from_the_goods_beside_it(self) -> None:
        assert reading_said("lock water_heater", "智能锁、热水器上门维修") == "产品：智能锁、热水器"
        assert warnings("lock water_heater", "智能锁、热水器上门维修") == []
        assert warnings("lock", "上门维修") == []
        assert "热水器" in " ".join(warnings("lock water_heater", "智能锁维修"))
        assert "空调" in " ".join(warnings("lock", "智能锁、空调"))
        assert len(warnings("lock", "智能锁，不含电视")) == 2
        assert "不给他派单" in reading_said("", "空调（不含热泵）")
        assert reading_said("*", "售后服务") == "产品：他会的都管"

    def test_of_a_file_is_read_once_each_and_first_what_nobody_is_sent_for(self) -> None:
        told = readings_said([{"scope": "空调"}, {"scope": "空调"}, {"scope": "电视"}, {"scope": None}])
        assert [one.partition(":")[0].partition("：")[0] for one in told] == ["“电视”（1）", "“空调”（2）"]


def words_only_for(scope: str, now: datetime, goods: str = "") -> None:
    """Have the brand's words for everybody be for this and nothing else."""
    brand = people.organisation(cast.HEYAN.slug)
    for row in Authorisation.objects.filter(brand=brand, kind="technician", state="authorised").order_by("id"):
        acting(partial(replaced, row, scope, now, goods=goods))


class TestWordForOtherGoods:
    """Who is signed for air conditioners goes to no lock, whatever the desk says he can do."""

    def test_leaves_a_gap_and_no_window_and_nobody_to_send(self, now: datetime) -> None:
        visit = builders.a_visit(now=now, at="triaged")
        words_only_for("空调", now)
        day, code = timezone.localtime(now).date(), visit.place.code
        for field in (queries.brief_field(day=day, now=now), queries.whole_field(day=day, now=now)):
            assert field.gap(brand=visit.brand.pk, code=code, skill="lock") == "nobody_vouched"
        assert gateway.candidates(visit, now=now) == []
        product = Product.objects.filter(brand=visit.brand, skill="lock")[0]
        days = queries.days_asked(brand=visit.brand.pk, now=now)
        spot = gateway.spot_of(visit.place)
        assert not any(one.free for one in gateway.windows_ahead(product=product, spot=spot, days=days, now=now))

    @pytest.mark.parametrize(
        ("goods", "scope"),
        [("", "空调维修（不含智能锁）"), ("", "ACs, no locks"), ("", "电视维修"), ("air_conditioner", "智能锁维修")],
    )
    def test_sends_nobody_to_what_it_is_not_for_and_the_check_says_so(
        self, now: datetime, goods: str, scope: str
    ) -> None:
        visit = builders.a_visit(now=now, at="triaged")
        words_only_for(scope, now, goods=goods)
        assert gateway.candidates(visit, now=now) == []
        told = {"kind": "technician", "code": cast.MASTER_LUO.number, "goods": "lock", "brand": cast.HEYAN.slug}
        assert queries.genuine_card(**told, now=now).beyond == "lock"

    def test_sends_who_is_signed_for_it_whatever_the_sentence_says(self, now: datetime) -> None:
        visit = builders.a_visit(now=now, at="triaged")
        words_only_for("空调（不含智能锁）", now, goods="air_conditioner lock")
        assert gateway.candidates(visit, now=now)
        told = {"kind": "technician", "code": cast.MASTER_LUO.number, "goods": "lock", "brand": cast.HEYAN.slug}
        assert queries.genuine_card(**told, now=now).beyond == ""

    def test_refuses_who_is_named_by_hand_and_says_for_what(self, now: datetime) -> None:
        visit = builders.a_visit(now=now, at="triaged")
        words_only_for("空调", now)
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        with pytest.raises(visits.NotVouchedFor) as refused:
            acting(lambda: visits.assign_by_hand(visit=visit, technician=luo, why="熟人", by=SYSTEM, now=now))
        assert refused.value.facts["skill"] == "lock"

    def test_takes_what_he_holds_to_another_once_it_replaces_a_wider_one(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="booked")
        visit, then = walked.visit, walked.now
        brand = people.organisation(cast.HEYAN.slug)
        before = Authorisation.objects.get(brand=brand, kind="technician", code=visit.technician.number)
        acting(lambda: replaced(before, "空调", then))
        visit.refresh_from_db()
        assert (visit.technician, visit.state) == (None, "open")


def a_word(scope: str, now: datetime, goods: str = "") -> None:
    """Have the brand give a word for Master Luo in the place of its own."""
    brand = people.organisation(cast.HEYAN.slug)
    word = Authorisation.objects.get(brand=brand, kind="technician", code=cast.MASTER_LUO.number, state="authorised")
    acting(partial(replaced, word, scope, now, goods=goods))


def replaced(row: Authorisation, scope: str, now: datetime, goods: str = "") -> None:
    """Have the brand give another word in the place of one."""
    owner = ground.owner_of(row.brand)
    told = {"kind": row.kind, "code": row.code, "scope": scope, "from_date": row.from_date, "to_date": row.to_date}
    told["goods"] = goods
    new = network.apply(brand=row.brand, by=owner, now=now, **told)
    network.approve(authorisation=new, by=owner, now=now)
    network.authorise(authorisation=new, by=owner, now=now)


class TestSkillBeyondTheWord:
    """Who is taught more than he is vouched for is not sent for it until the brand has signed a word that is for it."""

    def taught(self, code: str, now: datetime) -> Technician:
        row, desk = (
            Technician.objects.get(number=cast.MASTER_LUO.number),
            actors.actor_of_account(builders.account(cast.ADMIN), now=now),
        )
        fields = {"code": code, "level": "1"}
        acting(lambda: TECHNICIANS.give("skill", row=row, by=desk, now=now, fields=fields))
        return row

    @pytest.mark.parametrize("goods", ["", "gas"])
    def test_has_the_brand_asked_once_for_a_wider_one_which_then_counts(self, now: datetime, goods: str) -> None:
        ground.lay(now=now)
        brand = people.organisation(cast.QINGFENG.slug)
        Product.objects.filter(brand=brand, category="air_conditioner").update(skill="air_conditioner")
        words = Authorisation.objects.filter(brand=brand, kind="technician", code=cast.MASTER_LUO.number)
        acting(lambda: replaced(words.get(), "燃气具", now, goods=goods))
        later = now + timedelta(hours=1)
        row = self.taught("air_conditioner", later)
        row = self.taught("air_conditioner", later + timedelta(hours=1))
        asked = words.get(state="applied")
        assert (asked.scope, asked.goods) == ("燃气具、空调", "air_conditioner gas")
        assert narrow_words.brands_lacking(row, now=later)["air_conditioner"] == (brand.name,)
        today = timezone.localtime(later).date()
        told = {"days": [today], "skill": "air_conditioner"}
        assert vouched_for(brand, {row.number}, **told) == frozenset()
        owner = ground.owner_of(brand)
        acting(lambda: network.approve(authorisation=asked, by=owner, now=later))
        acting(lambda: network.authorise(authorisation=asked, by=owner, now=later))
        assert vouched_for(brand, {row.number}, **told) == {row.number}
        assert queries.genuine_card(kind="technician", code=row.number, now=later).genuine

    def test_asks_no_brand_whose_sentence_leaves_a_doubt(self, now: datetime) -> None:
        ground.lay(now=now)
        brand = people.organisation(cast.QINGFENG.slug)
        Product.objects.filter(brand=brand, category="air_conditioner").update(skill="air_conditioner")
        words = Authorisation.objects.filter(brand=brand, kind="technician", code=cast.MASTER_LUO.number)
        acting(lambda: replaced(words.get(), "燃气具（不含空调）", now))
        self.taught("air_conditioner", now + timedelta(hours=1))
        assert not words.filter(state="applied").exists()

    def test_asks_no_brand_whose_goods_do_not_take_it(self, now: datetime) -> None:
        ground.lay(now=now)
        self.taught("purifier", now)
        assert not Authorisation.objects.filter(state="applied").exists()
