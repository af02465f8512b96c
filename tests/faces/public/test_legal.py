"""Legal texts: from a template with blanks to editions that stay; consents name the one they were given to."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.errors import WrongState
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.network.models import Authorisation
from anxin.domain.opening import queries as opening
from anxin.domain.opening.rules import Check
from anxin.domain.people.actions import codes
from anxin.domain.people.models import Consent
from anxin.domain.publications import actions, queries, rules
from anxin.domain.publications.commands import TEXTS
from anxin.domain.publications.models import Text
from anxin.faces.ground import prose
from tests.builders import a_repair, legal_texts

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/desk/texts/legal/privacy/"


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    return now


def page(path: str, status: int = 200, **headers: str) -> str:
    response = Client().get(path, headers=headers)
    assert response.status_code == status
    return response.content.decode()


def give(name: str, code: str = "privacy", **fields: object) -> None:
    now = timezone.now()
    by = actor(cast.ADMIN, now=now)
    acting(lambda: TEXTS.give(name, row=queries.document(code), by=by, now=now, fields=fields))


def published(zh: str, *, days: int = 0, code: str = "privacy", en: str = "") -> None:
    give("write", code, zh=zh, en=en)
    give("publish", code, from_date=timezone.localdate() + timedelta(days=days), checked_by="李律师")


class TestATemplate:
    @pytest.mark.parametrize("code", rules.LEGAL)
    def test_knows_the_house_and_leaves_blank_what_it_can_not_know(self, laid: datetime, code: str) -> None:
        zh, en = queries.template(code, now=laid)
        assert "{" not in zh + en
        assert len(prose.blocks(zh)) > 8
        assert [one.kind for one in prose.blocks(zh)] == [one.kind for one in prose.blocks(en)], "the same in English"
        if code == "privacy":
            assert cast.OPERATOR.name in zh
            assert "24 小时" in zh
            assert set(rules.blanks(zh)) >= {"【公司注册地址】", "【短信服务商名称】"}

    def test_is_opened_marked_and_not_published_while_blanks_are_left(self, sits: Callable[[object], Client]) -> None:
        desk = sits(cast.ADMIN)
        form = desk.get(f"{DESK}?do=write").content.decode()
        assert "请让律师看过再发布" in form
        assert "【公司注册地址】" in form
        zh, en = queries.template("privacy", now=timezone.now())
        assert desk.post(f"{DESK}write/", {"zh": zh, "en": en}).status_code == 302
        told = {"from_date": f"{timezone.localdate():%Y-%m-%d}", "checked_by": "李律师"}
        desk.post(f"{DESK}publish/", told)
        with pytest.raises(WrongState) as refused:
            give("publish", from_date=timezone.localdate(), checked_by="李律师")
        assert refused.value.code == "publications.blanks_left"
        assert not Text.objects.filter(published_at__isnull=False, document__code="privacy").exists()
        assert "还没有发布" in page("/legal/privacy/")

    def test_has_its_blanks_filled_one_by_one_in_both_languages_on_its_page(
        self, sits: Callable[[object], Client]
    ) -> None:
        desk = sits(cast.ADMIN)
        blanks = rules.blanks(*queries.template("terms", now=timezone.now()))
        here = DESK.replace("privacy", "terms")
        shown = desk.get(here).content.decode()
        assert all(f'value="{one}"' in shown for one in blanks)
        sent = {"blank": blanks, "word": ["海淀区消协", *[""] * (len(blanks) - 1)]}
        assert desk.post(f"{here}blanks/", sent).status_code == 302
        draft = Text.objects.get(document__code="terms", published_at=None)
        assert rules.blanks(draft.zh, draft.en) == blanks[1:], "what was left empty stays a blank"
        assert draft.zh.count("海淀区消协") == draft.en.count("海淀区消协") == 1
        desk.post(f"{here}blanks/", {"blank": blanks[1:], "word": ["海淀区法院"] * len(blanks[1:])})
        draft.refresh_from_db()
        assert rules.blanks(draft.zh, draft.en) == ()

    def test_is_not_for_quality(self, sits: Callable[[object], Client]) -> None:
        assert sits(cast.SUN).get(DESK).status_code == 403


class TestEditions:
    def test_stay_at_their_addresses_and_say_what_they_changed(self, laid: datetime) -> None:
        published("## 谁负责\n甲公司。\n\n- 电话\n- 地址", en="## Who answers\nA.")
        published("## 谁负责\n乙公司。\n\n- 电话\n- 地址", days=7)
        now, coming = page("/legal/privacy/"), page("/legal/privacy/2/")
        assert "甲公司" in now
        assert "第 2 版从" in now, "a change is told before it counts"
        assert "乙公司" in coming
        changed = page("/legal/privacy/2/changes/")
        assert "<del>甲公司。</del>" in changed
        assert "<ins>乙公司。</ins>" in changed
        assert "Who answers" in page("/legal/privacy/", **{"accept-language": "en"})
        page("/legal/privacy/1/changes/", 404)
        page("/legal/privacy/3/", 404)
        page("/legal/nothing/", 404)

    def test_of_a_change_count_only_after_its_notice(self, laid: datetime) -> None:
        published("一")
        give("write", zh="二")
        with pytest.raises(Exception, match="too_early"):
            give("publish", from_date=timezone.localdate() + timedelta(days=6), checked_by="李律师")

    def test_whose_chinese_alone_changed_ask_whether_the_english_says_the_same(self, laid: datetime) -> None:
        published("一", en="One")
        give("write", zh="二", en="One")
        told = {"from_date": timezone.localdate() + timedelta(days=7), "checked_by": "李律师"}
        with pytest.raises(Exception, match="english_unchanged"):
            give("publish", **told)
        give("publish", **told, english_stays=True)
        published("三", en="Three", days=7)

    def test_hold_no_markup_of_a_page(self, laid: datetime) -> None:
        published("<script>alert(1)</script>\n## <b>头</b>")
        text = page("/legal/privacy/")
        assert "<script>alert" not in text
        assert "<b>头" not in text


class TestConsent:
    def test_names_the_edition_it_was_given_to(self, laid: datetime) -> None:
        assert queries.consent_version(on=timezone.localdate()) == "2026-11"
        published("一")
        published("二", days=7)
        assert queries.consent_version(on=timezone.localdate()) == "privacy/1"
        assert queries.consent_version(on=timezone.localdate() + timedelta(days=7)) == "privacy/2"

    def test_is_linked_from_my_data(self, live_now: datetime) -> None:
        one = a_repair(now=live_now - timedelta(minutes=5))
        published("一")
        Consent.objects.update(version="privacy/1")
        client = Client()
        client.get(f"/c/{one.token}/")
        assert 'href="/legal/privacy/1/"' in client.get("/customer/me/").content.decode()


class TestTheChecklist:
    def test_asks_for_the_privacy_notice_and_the_terms(self, laid: datetime) -> None:
        def legal() -> Check:
            return next(one for one in opening.house_checks(now=timezone.now()) if one.code == "legal")

        assert not legal().ok
        assert legal().blocks, "nobody may be asked for name and address without them"
        assert legal().facts["missing"] == "个人信息保护政策、用户服务协议"
        published("一")
        published("一", code="terms")
        assert legal().ok


class TestErasing:
    def test_is_reported_to_everybody_and_to_the_desk(self, sits: Callable[[object], Client]) -> None:
        now = timezone.now()
        acting(lambda: codes.fresh_code("index", "origin", now - timedelta(days=3)))
        acting(lambda: actions.retain(what="login_codes", now=now))
        assert "到期自动删除的" in page("/privacy/")
        desk = sits(cast.ADMIN).get("/desk/texts/retention/").content.decode()
        assert "一天后删除" in desk
        assert "还没有" in desk, "what has not run yet says so"


class TestChanges:
    def test_leave_out_what_stayed_far_away(self) -> None:
        before = "\n".join(f"第 {n} 条" for n in range(40))
        found = prose.changes(before, before.replace("第 20 条", "第 20 条，改"))
        assert [one.kind for one in found] == ["gap", "same", "gone", "come", "same"]


def test_a_text_says_which_of_its_numbers_is_no_hotline_any_more(laid: datetime, client: Client) -> None:
    legal_texts(now=laid, codes=("terms",))
    row = Text.objects.get(document__code="terms")
    Text.objects.filter(pk=row.pk).update(zh=f"# 协议\n电话 {cast.HOTLINE}，或 12315。")
    assert "不要再打" not in client.get("/legal/terms/").content.decode()
    Authorisation.objects.filter(kind="hotline", code=cast.HOTLINE).update(state="revoked")
    assert f"{cast.HOTLINE} 已不是我们的号码，不要再打" in client.get("/legal/terms/").content.decode()
