"""What a brand's word for a technician is for: the sentence it signed says it, and dispatch, gaps and pages hold it."""

from datetime import datetime, timedelta
from functools import partial
from itertools import product

import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.goods.models import Product
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.models import Authorisation, Technician
from anxin.domain.network.queries import narrow_words, vouched_for
from anxin.domain.network.queries.scope_readings import reading_said, readings_said
from anxin.domain.network.rules import scopes
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from tests import builders

pytestmark = pytest.mark.django_db
NAMED = {
    "lock": ("智能锁", "门锁", "smart locks"),
    "stove": ("燃气具", "燃气灶", "gas appliances", "gas"),
    "air_conditioner": ("空调", "家电", "air conditioners"),
}
EXCLUSIONS = (
    *("不含{}", "不包括{}", "不包含{}", "不得维修{}", "不可安装{}", "不能修{}", "不做{}", "除{}外", "除了{}以外"),
    *("{}除外", "非{}", "禁止维修{}", "没有{}", "(不含{})", "（{}除外）", "无{}", "不含{}、冰箱", "不含洗衣机和{}"),
    *(" except {}", " excluding {}", " without {}", " not {}", " no {}", " no fridges or {}", " other than {}"),
)
BEFORE = ("", "家电维修", "空调", "智能锁、燃气灶", "售后服务", "电视维修", "home appliances ", "repairs ")
BETWEEN = ("", "，", "；", ", ", "。", " ")
AFTER = ("", "；空调维修", "，空调维修", "，售后服务", ". smart locks", ", gas appliances")


class TestSentence:
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
            ("家电维修（不含燃气具）", "washer", True),
            ("家电维修（不含燃气具）", "water_heater", False),
            ("家电维修，燃气除外", "stove", False),
            ("空调维修（不含智能锁）", "air_conditioner", True),
            ("空调维修（不含智能锁）", "lock", False),
            ("空调；不得维修智能锁", "lock", False),
            ("空调；不得维修智能锁", "air_conditioner", True),
            ("智能锁，no gas appliances", "gas", False),
            ("智能锁，no gas appliances", "lock", True),
            ("air conditioners, no smart locks", "lock", False),
            ("除空调外的家电", "air_conditioner", False),
            ("除空调外的家电", "fridge", True),
            ("不含燃气具", "stove", False),
            ("不含燃气具", "lock", True),
            ("上门维修，燃气除外", "stove", False),
            ("上门维修，燃气除外", "lock", True),
            ("不含燃气；空调维修", "air_conditioner", True),
            ("不含燃气，空调维修", "lock", False),
            ("空调、智能锁除外", "stove", False),
            ("不能开机的冰箱维修", "lock", False),
            ("售后服务（不含热泵）", "lock", False),
            ("电视维修", "electric", False),
            ("洗碗机、集成灶、摄像头安装", "stove", False),
            ("dishwashers", "washer", False),
            ("neighbourhood repairs", "stove", True),
            ("空调拆除，不限品牌", "air_conditioner", True),
            ("电视、空调", "air_conditioner", True),
        ],
    )
    def test_is_for_the_goods_it_names_and_for_all_where_it_names_none(
        self, scope: str, skill: str, holds: bool
    ) -> None:
        assert scopes.is_for(scope, skill) is holds

    @pytest.mark.parametrize("form", EXCLUSIONS)
    def test_is_never_for_what_it_leaves_out_and_for_no_more_than_without_that(self, form: str) -> None:
        for before, between, after in product(BEFORE, BETWEEN, AFTER):
            for skill, names in NAMED.items():
                whole = [one for one in SKILLS if scopes.is_for(before + after, one)]
                for name in names:
                    written = f"{before}{between}{form.format(name)}{after}"
                    assert not scopes.is_for(written, skill), written
                    assert [one for one in SKILLS if scopes.is_for(written, one) and one not in whole] == [], written

    def test_is_read_in_words_before_anybody_signs_it(self) -> None:
        assert reading_said("空调、智能锁，不含燃气具") == "读作：智能锁、空调；不含：热水器、燃气灶、燃气具"
        assert reading_said("售后服务") == "没有写明产品：他会的都管"
        assert "他会的都管；不含：智能锁" in reading_said("售后服务（不含智能锁）")
        assert "哪种都不派" in reading_said("空调（不含热泵）")
        assert "哪种都不派" in reading_said("电视维修")

    def test_of_a_file_is_read_once_each_and_first_what_nobody_is_sent_for(self) -> None:
        told = readings_said([{"scope": "空调"}, {"scope": "空调"}, {"scope": "电视"}, {"scope": None}])
        assert [one.partition(":")[0].partition("：")[0] for one in told] == ["“电视”（1）", "“空调”（2）"]


def words_only_for(scope: str, now: datetime) -> None:
    """Have the brand's words for everybody be for this and nothing else."""
    brand = people.organisation(cast.HEYAN.slug)
    for row in Authorisation.objects.filter(brand=brand, kind="technician", state="authorised").order_by("id"):
        acting(partial(replaced, row, scope, now))


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

    @pytest.mark.parametrize("scope", ["空调维修（不含智能锁）", "空调；不得维修智能锁", "ACs, no locks", "电视维修"])
    def test_sends_nobody_to_what_it_leaves_out_and_the_check_says_so(self, now: datetime, scope: str) -> None:
        visit = builders.a_visit(now=now, at="triaged")
        words_only_for(scope, now)
        assert gateway.candidates(visit, now=now) == []
        told = {"kind": "technician", "code": cast.MASTER_LUO.number, "goods": "lock", "brand": cast.HEYAN.slug}
        assert queries.genuine_card(**told, now=now).beyond == "lock"

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


def replaced(row: Authorisation, scope: str, now: datetime) -> None:
    """Have the brand give another word in the place of one."""
    owner = ground.owner_of(row.brand)
    told = {"kind": row.kind, "code": row.code, "scope": scope, "from_date": row.from_date, "to_date": row.to_date}
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

    def test_has_the_brand_asked_once_for_a_wider_one_which_then_counts(self, now: datetime) -> None:
        ground.lay(now=now)
        brand = people.organisation(cast.QINGFENG.slug)
        Product.objects.filter(brand=brand, category="air_conditioner").update(skill="air_conditioner")
        words = Authorisation.objects.filter(brand=brand, kind="technician", code=cast.MASTER_LUO.number)
        acting(lambda: replaced(words.get(), "燃气具", now))
        later = now + timedelta(hours=1)
        row = self.taught("air_conditioner", later)
        row = self.taught("air_conditioner", later + timedelta(hours=1))
        asked = words.get(state="applied")
        assert asked.scope == "燃气具、空调"
        assert narrow_words.brands_lacking(row, now=later)["air_conditioner"] == (brand.name,)
        today = timezone.localtime(later).date()
        told = {"days": [today], "skill": "air_conditioner"}
        assert vouched_for(brand, {row.number}, **told) == frozenset()
        owner = ground.owner_of(brand)
        acting(lambda: network.approve(authorisation=asked, by=owner, now=later))
        acting(lambda: network.authorise(authorisation=asked, by=owner, now=later))
        assert vouched_for(brand, {row.number}, **told) == {row.number}
        assert queries.genuine_card(kind="technician", code=row.number, now=later).genuine

    def test_asks_no_brand_that_left_it_out(self, now: datetime) -> None:
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
