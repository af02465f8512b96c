"""Preferences, error pages and what every page carries."""

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory
from django.utils import translation

from anxin.domain.network.queries import Appearance
from anxin.faces import errors
from anxin.faces.ground.middleware import plain_refusals
from tests.flat import flat

pytestmark = pytest.mark.django_db


class TestWhatOthersAskFor:
    def test_search_engines_are_told_what_is_no_business_of_theirs(self, client: Client) -> None:
        told = client.get("/robots.txt")
        assert told["Content-Type"].startswith("text/plain")
        for shut in ("/c/", "/customer/", "/desk/", "/merchant/", "/technician/", "/api/"):
            assert f"Disallow: {shut}\n" in told.text

    def test_the_mark_stands_where_browsers_look_for_it(self, client: Client) -> None:
        assert client.get("/favicon.ico")["Location"].endswith(".png")


class TestPreferences:
    def test_big_letters_are_remembered(self, client: Client) -> None:
        answer = client.post("/letters/", {"letters": "big", "next": "/about/"})
        assert answer["Location"] == "/about/"
        assert 'data-letters="big"' in client.get("/about/").text

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
    def test_never_lead_elsewhere(self, client: Client, elsewhere: str) -> None:
        assert client.post("/theme/", {"theme": "night", "next": elsewhere})["Location"] == "/"

    def test_unknown_choice_is_not_kept(self, client: Client) -> None:
        assert not client.post("/letters/", {"letters": "<script>", "next": "/about/"}).cookies

    def test_language_changes_the_page(self, client: Client) -> None:
        assert "关于" in client.get("/about/").text
        client.post("/language/", {"language": "en", "next": "/about/"})
        page = client.get("/about/").text
        assert "About" in page
        assert 'lang="en"' in page


class TestErrorPages:
    @pytest.mark.parametrize("status", sorted(errors.PAGES))
    def test_say_what_happened_what_was_kept_what_next(self, rf: RequestFactory, status: int) -> None:
        with translation.override("zh-hans"):
            answer = errors.error_page(rf.get("/"), status)
            page, oops = answer.text, errors.PAGES[status]
            assert answer.status_code == status
            assert all(str(said) in page for said in (oops.happened, oops.kept, oops.next))
            assert "保留了什么" in page

    def test_refusal_names_reason_rule_and_appeal(self, rf: RequestFactory) -> None:
        page = errors.error_page(rf.get("/"), 403, sentence="这单不归您。", rule="第 2 条", appeal_url="/appeal/").text
        assert all(said in page for said in ("这单不归您。", "第 2 条", "/appeal/", "12315"))

    def test_tells_staff_what_helps_staff_and_an_expired_form_how_to_go_on(self, rf: RequestFactory) -> None:
        with translation.override("zh-hans"):
            assert "从您的列表里找" in errors.error_page(rf.get("/desk/repairs/R-1/"), 404).text
            astray = errors.error_page(rf.get("/c/old/"), 404).text
            assert all(way in astray for way in ("查我的单", 'href="/"'))
            assert 'href="/technician/"' in errors.error_page(rf.get("/technician/jobs/R-1/"), 404).text
            assert 'href="/"' not in errors.error_page(rf.get("/merchant/claims/A-1/"), 404).text
            barred = errors.error_page(rf.get("/desk/board/"), 403).text
            expired = errors.no_token(rf.post("/report/")).text
        assert 'href="/"' in barred
        assert "回我的工作台" in barred, "the start page leads whoever works here to where he may go"
        assert not any(way in barred for way in ('href="/desk/"', "/sign-in/", "12315")), "ways that lead nowhere"
        assert "刷新" in expired
        assert "/sign-in/" not in expired

    def test_sentence_of_a_refusal_is_escaped(self, rf: RequestFactory) -> None:
        assert "<script>" not in errors.error_page(rf.get("/"), 422, sentence="<script>").text

    def test_unknown_page_answers_404_in_chinese(self, client: Client) -> None:
        answer = client.get("/no/such/page/")
        assert answer.status_code == 404
        assert "没有找到这一页" in answer.text

    def test_says_when_to_come_back(self, rf: RequestFactory) -> None:
        assert errors.error_page(rf.get("/"), 429, retry_after_s=60)["Retry-After"] == "60"

    def test_names_the_hotline_to_who_cannot_wait_and_speaks_of_none_where_there_is_none(
        self, rf: RequestFactory
    ) -> None:
        request = rf.get("/verify/")
        with translation.override("zh-hans"):
            assert "急事" not in errors.error_page(request, 429).text
            request.anxin_appearance = Appearance(name="禾砚", hotline="400-000-0000", accent="")
            assert "请稍等再试。急事请打 400-000-0000。" in flat(errors.error_page(request, 429))
            assert "急事" not in errors.bare_page(503)


class TestPlainRefusals:
    def dressed(self, answer: HttpResponse, accept: str = "text/html") -> HttpResponse:
        request = HttpRequest()
        request.META |= {"HTTP_ACCEPT": accept, "SERVER_NAME": "testserver", "SERVER_PORT": "80"}
        return plain_refusals(lambda _request: answer)(request)

    def test_get_a_page_and_keep_what_they_allow(self) -> None:
        page = self.dressed(HttpResponseNotAllowed(["POST"]))
        assert page.status_code == 405
        assert page["Allow"] == "POST"
        assert page.content

    def test_stay_bare_for_programs(self) -> None:
        assert not self.dressed(HttpResponseNotAllowed(["POST"]), "application/json").content

    def test_leave_a_page_that_speaks_alone(self) -> None:
        assert self.dressed(HttpResponse("moved on", status=409)).content == b"moved on"


class TestImprint:
    def test_public_page_carries_operator_and_version(self, client: Client) -> None:
        page = client.get("/about/").text
        assert "本站运营方还没填名称" in page
        assert "安心 0." in page
        assert "12315" in page
