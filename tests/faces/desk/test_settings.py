"""Settings: what counts, who changed it, how a change is proposed, confirmed, refused by field, taken back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.core import settings
from anxin.demo import cast
from anxin.domain.people import queries as people
from tests.faces.conftest import DESK, ON_A_DESK, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
PLAIN, SECOND = "repairs.assign_min", "claims.second_person_fen"
URL = "/desk/settings/"


def change_of(name: str, **given: str) -> dict[str, str]:
    return {"value": "20", "when": "soon", "why": "夜里师傅多了", "once": name, **given}


@pytest.fixture
def admin(sits: Sits) -> Client:
    """Give the administrator's browser."""
    return sits(cast.ADMIN)


class TestBounds:
    @pytest.mark.parametrize("typed", ["7", "1500", "99999999999999999999", "zwei"])
    def test_are_said_in_our_words_whatever_is_typed(self, typed: str, admin: Client) -> None:
        answer = admin.post(f"{URL}visits.window_min/changes/", change_of("visits.window_min", value=typed))
        assert answer.status_code == 422
        assert "应为介于 30 和 720 之间的整数" in answer.content.decode()


class TestList:
    def test_shows_every_setting_with_its_value_and_unit(self, admin: Client) -> None:
        page = admin.get(URL).content.decode()
        for name in settings.SETTINGS:
            assert f"{URL}{name}/" in page
        assert "30 分钟" in page
        assert "¥1,000.00" in page
        assert "22:00" in page
        assert "简体中文" in page
        for shown, hidden in (("钱会计", "qian"), ("管理员", "admin")):
            assert shown in page
            assert f"{hidden}、" not in page

    def test_names_settings_in_words_and_their_keys_only_to_who_runs_the_machine(
        self, admin: Client, sits: Sits
    ) -> None:
        listed = re.sub(r"<[^>]+>", " ", admin.get(URL).content.decode())
        titles = {name: str(one.title) for name, one in settings.SETTINGS.items()}
        assert [name for name, title in titles.items() if not title or title == name] == []
        assert [name for name in titles if name in listed] == []
        for member, sees in ((cast.ADMIN, True), (cast.QIAN, False)):
            page = re.sub(r"<[^>]+>", " ", sits(member).get(f"{URL}{PLAIN}/").content.decode())
            assert titles[PLAIN] in page
            assert (PLAIN in page) is sees

    def test_says_a_table_that_was_changed_in_words(self, admin: Client) -> None:
        page = admin.get(URL).content.decode()
        assert "禾砚服务、" in page
        assert "operator&quot;" not in page
        assert "条、" not in page

    def test_asks_as_often_whatever_was_changed(self, admin: Client) -> None:
        counts = []
        for turn in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert admin.get(URL).status_code == 200
            counts.append(len(queries))
            for place in range(3):
                admin.post(f"{URL}{PLAIN}/changes/", change_of(f"{turn}{place}", value=str(20 + place)))
        assert counts[0] <= counts[1] <= 14

    @pytest.mark.parametrize("member", [cast.XIAO_CHEN, cast.XIAO_DENG, cast.SUN, cast.BOSS_HE, cast.MASTER_LUO])
    def test_refuses_who_keeps_no_settings(self, sits: Sits, member: cast.Member) -> None:
        client = sits(member)
        assert client.get(URL).status_code == 403
        assert client.get(f"{URL}{PLAIN}/").status_code == 403
        assert client.post(f"{URL}{PLAIN}/changes/", change_of("x")).status_code == 403

    def test_asks_a_stranger_to_sign_in(self, client: Client, db: None) -> None:
        assert client.get(URL).status_code == 302
        assert client.post(f"{URL}{PLAIN}/changes/", change_of("x")).status_code == 302


class TestChange:
    def test_counts_at_once_and_stays_in_the_history(self, admin: Client, live_now: datetime) -> None:
        assert admin.post(f"{URL}{PLAIN}/changes/", change_of("a")).status_code == 302
        assert settings.get(PLAIN, at=live_now + timedelta(minutes=1)) == 20
        page = admin.get(f"{URL}{PLAIN}/").content.decode()
        for said in ("20 分钟", cast.ADMIN.called, "夜里师傅多了"):
            assert said in page

    def test_is_made_once_however_often_it_is_pressed(self, admin: Client) -> None:
        for _press in range(2):
            admin.post(f"{URL}{PLAIN}/changes/", change_of("same"))
        assert len(settings.history(PLAIN)) == 1

    def test_counts_from_a_day_on(self, admin: Client, live_now: datetime) -> None:
        day = (live_now + timedelta(days=3)).date()
        admin.post(f"{URL}{PLAIN}/changes/", change_of("b", when="day", day=day.isoformat()))
        assert settings.get(PLAIN, at=live_now + timedelta(minutes=1)) == 30
        assert settings.get(PLAIN, at=live_now + timedelta(days=4)) == 20

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"value": "0"}, "1"),
            ({"value": "viel"}, "整数"),
            ({"why": ""}, "这一项要填"),
            ({"when": "day", "day": ""}, "从哪一天"),
            ({"when": "day", "day": "2020-01-01"}, "最早"),
        ],
    )
    def test_is_refused_beside_its_field_and_kept(self, admin: Client, given: dict[str, str], said: str) -> None:
        answer = admin.post(f"{URL}{PLAIN}/changes/", change_of("c", source="会议纪要", **given))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert 'aria-invalid="true"' in page
        assert "会议纪要" in page
        assert settings.history(PLAIN) == []

    def test_names_the_line_that_can_not_be_read(self, admin: Client) -> None:
        answer = admin.post(f"{URL}claims.law/changes/", change_of("d", value='[{"name": '))
        assert answer.status_code == 422
        assert "JSON" in answer.content.decode()

    def test_of_the_imprint_is_typed_part_by_part(self, admin: Client, live_now: datetime) -> None:
        page = admin.get(f"{URL}site.imprint/").content.decode()
        assert "本站名称" in page
        assert "{&quot;" not in page
        assert "禾砚服务" in page
        given = {"value-name": "禾砚售后", "value-hotline": "400-000-0000", "value-published": "2026-11-24"}
        sent = {key: text for key, text in change_of("i").items() if key != "value"} | given
        for colour, said in (("#FF0", "深到看得清就行：707000"), ("深绿", "“深绿”认不出是什么颜色")):
            answer = admin.post(f"{URL}site.imprint/changes/", sent | {"value-accent": colour})
            assert answer.status_code == 422
            assert said in answer.content.decode()
        assert admin.post(f"{URL}site.imprint/changes/", sent | {"value-published": "gestern"}).status_code == 422
        assert admin.post(f"{URL}site.imprint/changes/", sent | {"value-accent": "#1D4ED8"}).status_code == 302
        row = settings.history("site.imprint")[0]
        told = {"name": "禾砚售后", "hotline": "400-000-0000", "published": "2026-11-24", "accent": "1d4ed8"}
        assert row.value == told
        assert row.confirmed_at is None

    def test_needs_a_second_person_where_it_is_asked(self, admin: Client, sits: Sits, live_now: datetime) -> None:
        admin.post(f"{URL}{SECOND}/changes/", change_of("e", value="500"))
        [row] = settings.history(SECOND)
        later = live_now + timedelta(minutes=5)
        assert settings.get(SECOND, at=later) == 100000
        url = f"{URL}{SECOND}/changes/{row.id}/confirmation/"
        assert admin.post(url).status_code == 403
        finance = sits(cast.QIAN)
        assert cast.ADMIN.called in finance.get(URL).content.decode()
        assert finance.post(url).status_code == 302
        assert settings.get(SECOND, at=later) == 50000
        assert finance.post(url).status_code == 409
        page = admin.get(f"{URL}{SECOND}/").content.decode()
        assert cast.QIAN.called in page

    def test_is_taken_back_before_it_counts(self, admin: Client) -> None:
        admin.post(f"{URL}{SECOND}/changes/", change_of("f", value="500"))
        [row] = settings.history(SECOND)
        assert admin.post(f"{URL}{SECOND}/changes/{row.id}/withdrawal/").status_code == 302
        assert admin.post(f"{URL}{SECOND}/changes/{row.id}/withdrawal/").status_code == 409
        assert "已撤销" in admin.get(f"{URL}{SECOND}/").content.decode()

    def test_of_an_unknown_setting_leads_nowhere(self, admin: Client) -> None:
        assert admin.get(f"{URL}nothing.here/").status_code == 404
        assert admin.post(f"{URL}nothing.here/changes/", change_of("g")).status_code == 404


class TestFinance:
    def test_looks_and_confirms_but_proposes_nothing(self, sits: Sits) -> None:
        finance = sits(cast.QIAN)
        page = finance.get(f"{URL}{PLAIN}/").content.decode()
        assert "提交改动" not in page
        assert finance.post(f"{URL}{PLAIN}/changes/", change_of("h")).status_code == 403


class TestOwner:
    def test_keeps_his_own_rules_only(self, sits: Sits, live_now: datetime) -> None:
        owner = sits(cast.MERCHANT_OWNER)
        page = owner.get(URL).content.decode()
        assert "claims.answer_h" in page
        assert SECOND not in page
        assert owner.get(f"{URL}{PLAIN}/").status_code == 404
        assert owner.post(f"{URL}claims.answer_h/changes/", change_of("i", value="24")).status_code == 302
        home = str(people.organisation(cast.MERCHANT.slug).id)
        after = live_now + timedelta(days=8)
        assert settings.get("claims.answer_h", at=after, organisation=home) == 24
        assert settings.get("claims.answer_h", at=after) == 48

    def test_never_has_longer_to_answer_than_all_have(self, sits: Sits, admin: Client, live_now: datetime) -> None:
        owner = sits(cast.MERCHANT_OWNER)
        answer = owner.post(f"{URL}claims.answer_h/changes/", change_of("k", value="120"))
        assert answer.status_code == 422
        assert "介于1和48之间的整数" in answer.content.decode().replace(" ", "")
        assert not settings.history("claims.answer_h", organisation=str(people.organisation(cast.MERCHANT.slug).id))
        assert "1 小时 到 48 小时" in owner.get(f"{URL}claims.answer_h/").content.decode()
        sooner = owner.post(f"{URL}claims.answer_h/changes/", change_of("l", value="24"))
        assert sooner.status_code == 302
        read = " ".join(admin.get(f"{URL}claims.answer_h/").content.decode().split())
        assert f"{cast.MERCHANT.name}：24 小时" in read

    def test_touches_nobody_elses_change(self, admin: Client, sits: Sits) -> None:
        admin.post(f"{URL}claims.answer_h/changes/", change_of("j", value="24"))
        [row] = settings.history("claims.answer_h")
        owner = sits(cast.MERCHANT_OWNER)
        assert owner.post(f"{URL}claims.answer_h/changes/{row.id}/withdrawal/").status_code == 404


class TestLooks:
    @ON_A_DESK
    def test_shows_list_and_setting_at_every_size(
        self, visitor: Callable[..., Visitor], sits: Sits, size: dict[str, object]
    ) -> None:
        client = sits(cast.ADMIN)
        client.post(f"{URL}{PLAIN}/changes/", change_of("k"))
        client.post(f"{URL}{SECOND}/changes/", change_of("l", value="500", source="内控制度第三条"))
        window = visitor(size).sits_down(client)
        for what, path in {"list": "", "setting": f"{SECOND}/", "law": "claims.law/"}.items():
            window.goes(f"{URL}{path}")
            window.looks_over(f"settings-{what}")

    def test_is_changed_in_a_browser(self, visitor: Callable[..., Visitor], sits: Sits) -> None:
        window = visitor(DESK).sits_down(sits(cast.ADMIN))
        page = window.goes(f"{URL}{PLAIN}/")
        page.fill("#id_value", "25")
        page.fill("#id_why", "多了两位师傅")
        page.get_by_role("button", name="提交改动").click()
        window.sees("多了两位师傅")
        assert [row.value for row in settings.history(PLAIN)] == [25]
