"""Which goods a customer's words mean: however people call them, in any order."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from anxin.core import imports, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.demo import ground
from anxin.domain.goods import queries as goods
from anxin.domain.goods import rules
from anxin.domain.goods.models import Product

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LOCK = ("禾砚", "heyan", "S3", "禾砚 S3 智能锁", "智能锁", "门锁", "指纹锁", "密码锁", "锁")


class TestMeans:
    @pytest.mark.parametrize(
        "asked",
        [
            "门锁",
            "指纹锁",
            "密码锁",
            "HeYan S3",
            "禾砚门锁",
            "S3 锁",
            "Ｓ３",
            "指纹",
            "",
            "指纹锁坏了",
            "我家禾砚门锁打不开",
            "锁没电",
        ],
    )
    def test_takes_what_people_call_it_in_any_order(self, asked: str) -> None:
        assert rules.means(asked, LOCK)

    @pytest.mark.parametrize("asked", ["冰箱", "禾砚冰箱", "S5", "青枫", "锁匠上门", "坏了", "冰箱坏了", "开锁"])
    def test_takes_no_word_that_names_something_else(self, asked: str) -> None:
        assert not rules.means(asked, LOCK)


class TestCategory:
    @pytest.mark.parametrize(
        ("written", "code"), [("门锁", "lock"), ("lock", "lock"), ("智能锁", "lock"), ("窗帘", "窗帘")]
    )
    def test_in_a_file_is_read_by_what_people_call_it(self, written: str, code: str) -> None:
        with translation.override("zh-hans"):
            (column,) = [one for one in imports.table("products").columns if one.name == "category"]
            assert column.read(written) == code


@pytest.mark.django_db(transaction=True)
class TestSearch:
    def test_finds_locks_by_every_name_and_by_one_the_operator_adds(self) -> None:
        ground.lay(now=NOW)
        for asked in ("门锁", "指纹锁", "密码锁", "heyan", "禾砚门锁"):
            assert any(one.category == "lock" and one.brand == "heyan" for one in goods.meant(asked, now=NOW)), asked
        assert goods.meant("猫眼", now=NOW) == []
        called = {**settings.get("goods.called", at=NOW), "lock": ["猫眼"]}
        acting(lambda: settings.propose(name="goods.called", value=called, valid_from=NOW, by=SYSTEM, now=NOW))
        assert goods.meant("猫眼", now=NOW)

    def test_says_of_a_synonym_alone_what_else_such_goods_are_called(self) -> None:
        ground.lay(now=NOW)
        with translation.override("zh-hans"):
            told = {
                one: goods.also_called(one, goods.meant(one, now=NOW), now=NOW) for one in ("指纹锁", "heyan", "S3")
            }
        assert told == {"指纹锁": ["智能锁"], "heyan": [], "S3": []}

    def test_refuses_names_that_are_no_lists_of_words(self) -> None:
        with pytest.raises(Invalid):
            settings.declared("goods.called").checked({"lock": "门锁"})


@pytest.mark.django_db(transaction=True)
class TestNames:
    def test_of_goods_and_faults_are_the_readers_where_the_operator_gave_them(self) -> None:
        ground.lay(now=NOW)
        with translation.override("en"):
            (lock,) = [one for one in goods.products(brand="heyan") if one.code == "S3"]
            assert lock.name == "Heyan S3 smart lock"
            assert goods.symptom_names(category="lock", codes=["alarm"]) == ["it keeps alarming"]
            Product.objects.filter(code="S3").update(name_en="")
            (lock,) = [one for one in goods.products(brand="heyan") if one.code == "S3"]
            assert lock.name == "禾砚 S3 智能锁"
        with translation.override("zh-hans"):
            assert goods.symptom_names(category="lock", codes=["alarm"]) == ["一直报警"]
