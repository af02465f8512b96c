"""A privacy notice names who outside gets data: drawn from the providers set up, missed where one is not in."""

from datetime import date, datetime, timedelta

import pytest

from anxin.core import providers, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.carriers import companies
from anxin.core.settings import snapshot
from anxin.core.settings.models import SettingRow
from anxin.core.zone import SHANGHAI
from anxin.demo import ground
from anxin.domain.opening import queries as opening
from anxin.domain.opening.rules import Check
from anxin.domain.places.choices import NONE, STREETS
from anxin.domain.publications import queries, rules
from anxin.domain.publications.commands import TEXTS
from anxin.domain.publications.models import Text
from anxin.domain.publications.queries.recipients import all_known
from anxin.domain.shops.providers import REAL
from anxin.faces.ground.providers import KINDS

pytestmark = pytest.mark.django_db
ADMIN = Actor(kind="staff", id="0199", roles=frozenset({"operator"}))
NUMBERS = "隐私号服务商阿里云"


def set_up(kind: str, name: str, now: datetime) -> None:
    acting(lambda: providers.keep(kind=kind, name=name, rank=1, values={}, secrets={}, by=SYSTEM, now=now))


def give(name: str, now: datetime, **fields: object) -> None:
    acting(lambda: TEXTS.give(name, row=queries.document("privacy"), by=ADMIN, now=now, fields=fields))


def day(now: datetime, days: int = 0) -> date:
    return now.astimezone(SHANGHAI).date() + timedelta(days=days)


def published(now: datetime, zh: str, en: str = "", days: int = 0) -> None:
    give("write", now, zh=zh, en=en)
    give("publish", now, from_date=day(now, days), checked_by="李律师")


def drafted(now: datetime) -> tuple[str, str]:
    """Return a first edition as the house drafts it, its blanks filled."""
    zh, en = queries.template("privacy", now=now)
    words = dict.fromkeys(rules.blanks(zh, en), "示例")
    return rules.filled(zh, words), rules.filled(en, words)


def check(now: datetime) -> Check | None:
    return next((one for one in opening.house_checks(now=now) if one.code == "recipients"), None)


def test_a_first_edition_leaves_no_blank_for_who_was_put_off(now: datetime) -> None:
    assert "【短信服务商名称】" in queries.template("privacy", now=now)[0]
    acting(lambda: settings.propose(name="opening.put_off", value="messages", valid_from=now, by=SYSTEM, now=now))
    zh = queries.template("privacy", now=now)[0]
    assert ("【短信服务商名称】" in zh, "【支付机构名称】" in zh) == (False, True)


def lines(now: datetime) -> tuple[str, str]:
    draft = Text.objects.get(document__code="privacy", published_at=None)
    return draft.zh, draft.en


class TestEverybodyWhoCanBeSetUp:
    def test_has_a_line_in_both_languages(self) -> None:
        there = {(one.kind, one.name) for one in all_known()} | {
            (one.kind, name) for one in all_known() if one.name == "any" for name in KINDS.get(one.kind, ())
        }
        asked = {(kind, name) for kind, names in KINDS.items() for name in names}
        asked |= {("shop", one) for one in REAL} | {("streets", one) for one in STREETS if one != NONE}
        assert asked | {(companies.OWN, "any")} <= there
        for one in all_known():
            zh, en = one.lines
            assert one.is_named(zh, en), "its own line names it"
            assert one.who[0] in zh
            assert one.who[1] in en
            assert {other.who for other in all_known() if other.stands_in(zh, 0)} == {one.who}
            assert {other.who for other in all_known() if other.stands_in(en, 1)} == {one.who}


class TestAFirstEdition:
    def test_names_who_is_set_up_and_says_nobody_else_only_then(self, now: datetime) -> None:
        ground.lay(now=now)
        before, _en = queries.template("privacy", now=now)
        assert "【短信服务商名称】" in before
        assert NUMBERS not in before
        assert "不传到境外。" in before
        set_up("privacy_numbers", "aliyun_numbers", now)
        set_up("sms", "tencent", now)
        set_up("maps", "map_amap", now)
        zh, en = queries.template("privacy", now=now)
        assert "【短信服务商名称】" not in zh
        listed = zh.partition("## 交给谁")[2].partition("##")[0]
        assert [one for one in ("腾讯云", NUMBERS, "高德地图") if one in listed] == ["腾讯云", NUMBERS, "高德地图"]
        assert listed.index("高德") < listed.index("不交给其他人")
        assert "Aliyun, privacy numbers" in en
        assert len(zh.splitlines()) == len(en.splitlines())

    def test_tells_of_the_picture_of_an_opened_lock_and_that_it_takes_a_yes(self, now: datetime) -> None:
        ground.lay(now=now)
        zh, en = (text.splitlines() for text in queries.template("privacy", now=now))
        told = [place for place, line in enumerate(zh) if "经开锁人本人同意，拍一张他和打开的门的照片" in line]
        assert told == [place for place, line in enumerate(en) if "a picture of the open door with" in line]
        assert len(told) == 1

    def test_asks_where_a_server_of_ones_own_choice_stands(self, now: datetime) -> None:
        ground.lay(now=now)
        set_up("oidc", "company", now)
        zh, _en = queries.template("privacy", now=now)
        assert {"【是否有信息传到境外】", "【统一登录由谁提供】"} <= set(rules.blanks(zh))
        assert "不传到境外。" not in zh

    def test_tells_of_tiles_that_the_browser_asks_for(self, now: datetime) -> None:
        ground.lay(now=now)
        told = {"by": SYSTEM, "valid_from": now, "now": now}
        acting(lambda: settings.propose(name="places.streets_key", value="abcdef" * 5 + "ab", **told))
        acting(lambda: settings.propose(name="places.streets", value="tianditu", **told))
        zh, _en = queries.template("privacy", now=now)
        assert "天地图（地图底图）：您打开带地图的页面时，您的浏览器直接向它要地图图片" in zh


def named(kind: str, name: str, zh: str, en: str) -> bool:
    (one,) = (each for each in all_known() if (each.kind, each.name) == (kind, name))
    return one.is_named(zh, en)


class TestAName:
    @pytest.mark.parametrize(
        ("kind", "name", "zh", "en"),
        [
            ("sms", "aliyun", "阿里云短信", "Alibaba Cloud sends you SMS"),
            ("sms", "aliyun", "Aliyun 短信服务", "ALIYUN (阿里云): Text Messages"),
            ("sms", "tencent", "腾讯云短信", "tencent cloud, text messages"),
            ("payment", "wechat", "微信支付", "Weixin Pay"),
            ("maps", "map_amap", "Amap：查地址", "Gaode looks an address up"),
            ("oidc", "feishu", "Lark 登录", "Lark, login of staff"),
            ("oidc", "wecom", "企微登录", "WeChat Work (sign in)"),
            ("shop", "jd", "jd.com", "JD.com, where you ordered"),
            ("shop", "taobao", "天猫", "orders on Tmall"),
            ("service_account", "service_account", "微信公众号", "our WeChat official account"),
            ("stamps", "any", "时间戳机构", "a Timestamp authority"),
        ],
    )
    def test_is_known_by_every_spelling_in_either_language(self, kind: str, name: str, zh: str, en: str) -> None:
        assert named(kind, name, zh, en)

    @pytest.mark.parametrize(
        ("kind", "name", "zh", "en"),
        [
            ("sms", "aliyun", "阿里云短信", "Aliyun keeps your pictures"),
            ("privacy_numbers", "aliyun_numbers", "阿里云短信", "Aliyun, text messages"),
            ("shop", "jd", "京东", "our adjd.example"),
            ("shop", "pinduoduo", "拼多多", "pddx"),
            ("maps", "map_amap", "高德地图底图", "AMap, streets on maps; it learns your network address"),
        ],
    )
    def test_of_something_else_or_within_another_word_is_none(self, kind: str, name: str, zh: str, en: str) -> None:
        assert not named(kind, name, zh, en)


class TestAProviderThatIsSwitchedOn:
    def test_is_missed_in_the_notice_in_force_until_an_edition_names_it(self, now: datetime) -> None:
        ground.lay(now=now)
        assert check(now) is None, "no notice, nothing to miss"
        published(now, *drafted(now))
        assert check(now) is None
        set_up("privacy_numbers", "aliyun_numbers", now)
        found = check(now)
        assert found is not None
        assert (found.ok, opening.missing(found)) == (False, f"已发布的隐私政策没有写明{NUMBERS}")

        give("recipients", now)
        zh, en = lines(now)
        line = next(one for one in zh.splitlines() if NUMBERS in one)
        assert zh.splitlines().index(line) < next(n for n, one in enumerate(zh.splitlines()) if one.startswith("- 除"))
        assert "Aliyun, privacy numbers" in en
        give("publish", now, from_date=day(now, 7), checked_by="李律师")
        found = check(now)
        assert found is not None
        assert (found.ok, found.facts["day"]) == (False, f"{day(now, 7):%Y-%m-%d}")
        assert check(now + timedelta(days=7)) is None

    def test_is_missed_in_the_english_alone_too_and_written_into_it(self, now: datetime) -> None:
        ground.lay(now=now)
        zh, en = drafted(now)
        set_up("privacy_numbers", "aliyun_numbers", now)
        published(now, queries.redrawn("privacy", zh, en, now=now)[0], en)
        found = check(now)
        assert found is not None
        assert (found.ok, opening.missing(found)) == (False, f"已发布的隐私政策没有写明{NUMBERS}（英文版）")

        give("recipients", now)
        drawn, english = lines(now)
        assert drawn.count(NUMBERS) == 1
        assert english.count("Aliyun, privacy numbers") == 1
        give("publish", now, from_date=day(now, 7), checked_by="李律师")
        assert check(now + timedelta(days=7)) is None

    def test_and_then_off_is_a_hint_and_its_line_goes(self, now: datetime) -> None:
        ground.lay(now=now)
        set_up("privacy_numbers", "aliyun_numbers", now)
        published(now, *drafted(now))
        acting(lambda: providers.end("aliyun_numbers", now=now))
        found = check(now)
        assert found is not None
        assert found.ok
        assert NUMBERS in opening.says(found)
        give("recipients", now)
        assert not any(NUMBERS in one for one in lines(now))

    def test_is_written_into_words_of_ones_own_without_touching_them(self, now: datetime) -> None:
        ground.lay(now=now)
        own = "## 谁负责\r\n甲公司。\r\n\r\n- 只给师傅，阿里云替我们发短信"
        published(now, own)
        set_up("sms", "aliyun", now)
        assert check(now) is None, "named in other words"
        assert not queries.situation(queries.document("privacy"), by=ADMIN, now=now).stale
        set_up("payment", "wechat", now)
        give("recipients", now)
        zh, en = lines(now)
        assert zh.splitlines()[: len(own.splitlines())] == own.splitlines()
        assert zh.splitlines()[-2] == "## 交给谁"
        assert zh.splitlines()[-1].startswith("- 微信支付：")
        assert en == "", "no English where there was none"


class TestATermThatChanged:
    def test_makes_the_notice_stale_until_an_edition_tells_it_and_leaves_own_words(self, now: datetime) -> None:
        ground.lay(now=now)
        zh, en = drafted(now)
        own = "- 留言：办结后一年"
        published(now, f"{zh}\n{own}", en)
        assert told_terms(now) is None
        assert not queries.situation(queries.document("privacy"), by=ADMIN, now=now).stale

        later = now + timedelta(days=1)
        for name, value in (("publications.keep_contact_d", 500), ("people.reveal_days", 11)):
            SettingRow.objects.create(name=name, value=value, valid_from=now, confirmed_at=now, proposed_at=now)
        snapshot.forget()
        found = told_terms(later)
        assert found is not None
        assert not found.ok
        assert "留言" in opening.missing(found)
        assert queries.situation(queries.document("privacy"), by=ADMIN, now=later).stale
        give("recipients", later)
        drawn, english = lines(later)
        assert (own in drawn, "500 天" in drawn, "500 days" in english) == (True, True, True)
        give("publish", later, from_date=day(later, 7), checked_by="李律师")
        found = told_terms(later)
        assert found is not None
        assert found.facts["day"] == f"{day(later, 7):%Y-%m-%d}"
        assert told_terms(later + timedelta(days=7)) is None


def told_terms(now: datetime) -> Check | None:
    return next((one for one in opening.house_checks(now=now) if one.code == "told_terms"), None)
